/** Tints Jinja, so that it reads as one thing around SQL. The tint lies outside the syntax colours and wins over them by its class. */
import { RangeSetBuilder, type Extension } from "@codemirror/state";
import { Decoration, ViewPlugin, type DecorationSet, type EditorView, type ViewUpdate } from "@codemirror/view";
import { Prec } from "@codemirror/state";
import { jinjaRegions } from "../../engine/core/jinja-regions.ts";

const code = Decoration.mark({ class: "cm-jinja", inclusive: false });
const comment = Decoration.mark({ class: "cm-jinja-comment", inclusive: false });

function tint(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const region of jinjaRegions(view.state.doc.toString())) {
    if (region.to > region.from) builder.add(region.from, region.to, region.kind === "comment" ? comment : code);
  }
  return builder.finish();
}

// Low precedence nests the syntax spans inside the tint; the theme then colours everything below `.cm-jinja`.
export const jinjaTint: Extension = Prec.highest(
  ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;
      constructor(view: EditorView) {
        this.decorations = tint(view);
      }
      update(update: ViewUpdate): void {
        if (update.docChanged) this.decorations = tint(update.view);
      }
    },
    { decorations: (plugin) => plugin.decorations },
  ),
);
