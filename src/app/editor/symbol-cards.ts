/** The card of a name: beside the pointer when it rests there, at the cursor on Ctrl I. Also the way to a definition, by click or F12. */
import { StateEffect, StateField, type Extension } from "@codemirror/state";
import { EditorView, hoverTooltip, keymap, showTooltip, type Tooltip } from "@codemirror/view";
import { surfaceStrings } from "../strings/surface-strings.ts";
import type { EditorLanguage } from "./editor-language.ts";
import type { EditorHelp } from "./editor-help.ts";
import type { SymbolCard } from "./symbol-card.ts";

export interface CardOptions {
  help(): EditorHelp | null;
  language(): EditorLanguage;
}

const setCard = StateEffect.define<Tooltip | null>();

/** The card that was asked for with a key; it goes with the next key or move. */
const askedCard = StateField.define<Tooltip | null>({
  create: () => null,
  update(value, transaction) {
    for (const effect of transaction.effects) if (effect.is(setCard)) return effect.value;
    return transaction.docChanged || transaction.selection ? null : value;
  },
  provide: (field) => showTooltip.from(field),
});

export function symbolCards(options: CardOptions): Extension {
  const tooltipAt = (view: EditorView, offset: number, spoken: boolean): Tooltip | null => {
    const found = options.help()?.card(view.state.doc.toString(), offset, options.language());
    if (!found) return null;
    const { card, symbol } = found;
    return { pos: symbol.from, end: symbol.to, above: true, create: () => ({ dom: cardElement(card, spoken) }) };
  };
  const go = (view: EditorView, offset: number): boolean => {
    const help = options.help();
    if (!help) return false;
    const found = help.open(view.state.doc.toString(), offset, options.language());
    if (found === false) help.tell(surfaceStrings.editor.unknownName);
    else if (found !== true) reveal(view, found);
    return true;
  };
  return [
    askedCard,
    hoverTooltip((view, offset) => tooltipAt(view, offset, false), { hoverTime: 350, hideOnChange: true }),
    keymap.of([
      {
        key: "Mod-i",
        preventDefault: true,
        run(view) {
          const card = tooltipAt(view, view.state.selection.main.head, true);
          view.dispatch({ effects: setCard.of(card) });
          if (!card) options.help()?.tell(surfaceStrings.editor.unknownName);
          return true;
        },
      },
      {
        key: "Escape",
        run(view) {
          if (!view.state.field(askedCard)) return false;
          view.dispatch({ effects: setCard.of(null) });
          return true;
        },
      },
      { key: "F12", preventDefault: true, run: (view) => go(view, view.state.selection.main.head) },
      // The editor's own Alt Left moves by syntax; here it is the browser's way back, as everywhere on the page.
      { win: "Alt-ArrowLeft", linux: "Alt-ArrowLeft", mac: "Ctrl--", run: () => (history.back(), true) },
      { win: "Alt-ArrowRight", linux: "Alt-ArrowRight", mac: "Ctrl-Shift--", run: () => (history.forward(), true) },
    ]),
    EditorView.domEventHandlers({
      mousedown(event, view) {
        if (event.button !== 0 || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return false;
        const offset = view.posAtCoords({ x: event.clientX, y: event.clientY });
        if (offset === null || !options.help()) return false;
        const found = options.help()!.open(view.state.doc.toString(), offset, options.language());
        if (found === false) return false;
        event.preventDefault();
        if (found !== true) reveal(view, found);
        return true;
      },
    }),
  ];
}

function reveal(view: EditorView, offset: number): void {
  view.dispatch({ selection: { anchor: offset }, effects: EditorView.scrollIntoView(offset, { y: "center" }) });
  view.focus();
}

function cardElement(card: SymbolCard, spoken: boolean): HTMLElement {
  const outer = element("div", "cm-card");
  if (spoken) outer.setAttribute("role", "status");
  const head = element("p", "cm-card-title");
  head.append(element("code", "", card.title), element("span", "cm-card-kind", card.kind));
  outer.append(head);
  if (card.text !== "") outer.append(element("p", "cm-card-text", card.text));
  if (card.facts.length > 0) {
    const facts = element("p", "cm-card-facts");
    for (const fact of card.facts) facts.append(element("span", "", fact));
    outer.append(facts);
  }
  return outer;
}

function element(tag: string, className: string, text?: string): HTMLElement {
  const made = document.createElement(tag);
  made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}
