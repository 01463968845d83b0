/**
 * Marks of what is wrong: a wavy line at the exact place, and under that line a card with message, hint and the ways out.
 *
 * The cards move with the text while somebody types, until the next reading of the project brings new marks.
 */
import { setDiagnostics, type Diagnostic as Lint } from "@codemirror/lint";
import { StateEffect, StateField, type EditorState, type Extension } from "@codemirror/state";
import { Decoration, EditorView, WidgetType, type DecorationSet } from "@codemirror/view";
import { href } from "../route.svelte.ts";
import { strings } from "../strings/catalogue.ts";
import { surfaceStrings } from "../strings/surface-strings.ts";
import type { CodeMark } from "./code-marks.ts";

/** More cards than this would hide the text that they speak about; the rest keeps its wavy lines and stands in the list below. */
const CARDS = 4;

const showCards = StateEffect.define<DecorationSet>();

const cards = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(value, transaction) {
    for (const effect of transaction.effects) if (effect.is(showCards)) return effect.value;
    return value.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

const setMarks = StateEffect.define<readonly CodeMark[]>();

/** The marks as they were told, for the quick fix; their places move with the text through the words that they name. */
const told = StateField.define<readonly CodeMark[]>({
  create: () => [],
  update(value, transaction) {
    for (const effect of transaction.effects) if (effect.is(setMarks)) return effect.value;
    if (!transaction.docChanged) return value;
    return value.map((mark) => ({
      ...mark,
      from: transaction.changes.mapPos(mark.from),
      to: transaction.changes.mapPos(mark.to),
    }));
  },
});

export const problemMarks: Extension = [cards, told];

/** Applies the quick fix of the mark at the cursor, or of one in its line. False when there is none. */
export function fixAt(view: EditorView): boolean {
  const { head } = view.state.selection.main;
  const line = view.state.doc.lineAt(head);
  const fixable = view.state.field(told).filter((mark) => mark.repair !== null);
  const mark =
    fixable.find((one) => one.from <= head && head <= one.to) ??
    fixable.find((one) => one.from <= line.to && one.to >= line.from);
  if (!mark?.repair) return false;
  repair(view, mark.repair);
  return true;
}

function repair(view: EditorView, { from: at, wrong, text: right }: NonNullable<CodeMark["repair"]>): void {
  const text = view.state.doc.toString();
  // The text may have moved since the mark was made: then the word is looked for near by.
  const from = text.startsWith(wrong, at) ? at : text.indexOf(wrong, Math.max(0, at - 200));
  if (from >= 0)
    view.dispatch({ changes: { from, to: from + wrong.length, insert: right }, userEvent: "input.complete" });
  view.focus();
}

export interface ProblemActions {
  /** Offered where the whole file can be brought back; null where it cannot. */
  readonly restore: (() => void) | null;
}

/** Shows these marks instead of those before. */
export function showProblems(view: EditorView, marks: readonly CodeMark[], actions: ProblemActions): void {
  const length = view.state.doc.length;
  const inside = marks.filter((mark) => mark.to <= length);
  const lint = inside.map((mark): Lint => ({
    from: mark.from,
    to: mark.to,
    severity: mark.diagnostic.severity,
    source: mark.diagnostic.code,
    message: [mark.diagnostic.message, mark.diagnostic.hint].filter(Boolean).join(" "),
    ...(mark.repair
      ? {
          actions: [
            {
              name: surfaceStrings.model.editor.use(mark.repair.text),
              apply: (at: EditorView) => repair(at, mark.repair!),
            },
          ],
        }
      : {}),
  }));
  view.dispatch(setDiagnostics(view.state, lint), {
    effects: [showCards.of(cardsFor(view.state, inside.slice(0, CARDS), actions)), setMarks.of(inside)],
  });
}

function cardsFor(state: EditorState, marks: readonly CodeMark[], actions: ProblemActions): DecorationSet {
  return Decoration.set(
    marks.map((mark) =>
      Decoration.widget({ widget: new ProblemCard(mark, actions), block: true, side: 1 }).range(
        state.doc.lineAt(mark.to).to,
      ),
    ),
    true,
  );
}

class ProblemCard extends WidgetType {
  readonly mark: CodeMark;
  readonly actions: ProblemActions;

  constructor(mark: CodeMark, actions: ProblemActions) {
    super();
    this.mark = mark;
    this.actions = actions;
  }

  override eq(other: ProblemCard): boolean {
    return (
      other.mark.diagnostic === this.mark.diagnostic &&
      other.mark.from === this.mark.from &&
      (other.actions.restore === null) === (this.actions.restore === null)
    );
  }

  override get estimatedHeight(): number {
    return 84;
  }

  override ignoreEvent(): boolean {
    return true;
  }

  toDOM(view: EditorView): HTMLElement {
    const { diagnostic, repair: fix } = this.mark;
    const outer = element("div", "cm-problem");
    const card = element("div", `cm-problem-card ${diagnostic.severity}`);
    card.setAttribute("role", "note");
    card.append(element("p", "cm-problem-title", diagnostic.message));
    if (diagnostic.hint !== null) card.append(element("p", "cm-problem-hint", diagnostic.hint));
    const foot = element("div", "cm-problem-foot");
    if (fix) {
      foot.append(button(surfaceStrings.model.editor.use(fix.text), "primary", () => repair(view, fix)));
    }
    const restore = this.actions.restore;
    if (restore) foot.append(button(surfaceStrings.model.editor.restore, "", restore));
    const code = element("a", "cm-problem-code", diagnostic.code) as HTMLAnchorElement;
    code.href = href("errors", diagnostic.code);
    code.title = strings.errors.about(diagnostic.code);
    foot.append(code);
    card.append(foot);
    outer.append(card);
    return outer;
  }
}

function element(tag: string, className: string, text?: string): HTMLElement {
  const made = document.createElement(tag);
  made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function button(label: string, className: string, run: () => void): HTMLElement {
  const made = element("button", className, label) as HTMLButtonElement;
  made.type = "button";
  made.addEventListener("click", run);
  return made;
}
