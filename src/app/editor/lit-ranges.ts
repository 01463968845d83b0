/** Lights ranges that belong to the place of the cursor on the other side: the text itself, and an edge on every line it touches. */
import { StateEffect, StateField, type Extension, type Range as StateRange } from "@codemirror/state";
import { Decoration, EditorView, type DecorationSet } from "@codemirror/view";
import type { Range } from "./source-link.ts";

const setLit = StateEffect.define<readonly Range[]>();
const line = Decoration.line({ class: "cm-lit-line" });

export const litRanges: Extension = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(value, transaction) {
    for (const effect of transaction.effects) {
      if (!effect.is(setLit)) continue;
      const { doc } = transaction.state;
      const marks: StateRange<Decoration>[] = [];
      for (const range of effect.value) {
        if (range.to > doc.length) continue;
        // A range that ends just behind a line break does not touch the line after it.
        const last = doc.lineAt(Math.max(range.from, range.to - 1)).number;
        for (let number = doc.lineAt(range.from).number; number <= last; number += 1)
          marks.push(line.range(doc.line(number).from));
      }
      return Decoration.set(marks, true);
    }
    return value.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

export function lightRanges(view: EditorView, ranges: readonly Range[]): void {
  view.dispatch({ effects: setLit.of(ranges) });
}
