/**
 * The code editor: the only file through which CodeMirror is reached, and it is loaded when the first editor is shown.
 *
 * Tab indents, but Escape and then Tab leaves the editor, so the keyboard is never trapped.
 */
import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  type CompletionContext,
  type CompletionResult,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab, isolateHistory } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, indentOnInput, indentUnit } from "@codemirror/language";
import { lintKeymap } from "@codemirror/lint";
import { search, searchKeymap } from "@codemirror/search";
import { Annotation, Compartment, EditorState, type Extension } from "@codemirror/state";
import {
  EditorView,
  drawSelection,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { surfaceStrings } from "../strings/surface-strings.ts";
import type { CodeMark } from "./code-marks.ts";
import { completionsAt, type CompletionScope, type Offer } from "./completion.ts";
import type { EditorHelp } from "./editor-help.ts";
import type { EditorLanguage } from "./editor-language.ts";
import { jinjaTint } from "./jinja-tint.ts";
import { lightRanges, litRanges } from "./lit-ranges.ts";
import { fixAt, problemMarks, showProblems, type ProblemActions } from "./problem-marks.ts";
import type { Range } from "./source-link.ts";
import { sqlWithJinja } from "./sql-language.ts";
import { symbolCards } from "./symbol-cards.ts";
import { editorTheme } from "./theme.ts";
import { yamlCompletionsAt } from "./yaml-completion.ts";

export type { EditorLanguage } from "./editor-language.ts";

export interface EditorOptions {
  readonly text: string;
  readonly language: EditorLanguage;
  readonly label: string;
  readonly readonly: boolean;
  /** Asked at every completion, so that a reread project is used at once. */
  scope(): CompletionScope;
  /** What the project knows about names; null where the text belongs to none. */
  help(): EditorHelp | null;
  /** Path of the file, for what depends on its name. */
  path(): string;
  onchange(text: string): void;
  /** The cursor moved, or the text did: offset, and the line that it is in. */
  oncursor(offset: number, line: Range): void;
  /** First visible offset after a scroll. */
  onscroll(offset: number): void;
  onrun(): void;
  onbuild(): void;
  onsave(): void;
}

export interface Editor {
  /** Replaces the text from outside; the undo history keeps the step, the cursor stays as near as possible. */
  setText(text: string): void;
  setReadonly(readonly: boolean): void;
  setLanguage(language: EditorLanguage): void;
  /** Long lines go on in the next row; words are offered while one types. */
  setHabits(habits: { readonly wrap: boolean; readonly suggest: boolean }): void;
  /** Lays the SQL out anew, as one step of the undo history; tells why when it does not. */
  format(): Promise<void>;
  setProblems(marks: readonly CodeMark[], actions: ProblemActions): void;
  setLit(ranges: readonly Range[]): void;
  /** Puts the cursor there and brings it into view; with `focus`, the keyboard too. */
  reveal(offset: number, focus: boolean): void;
  scrollTo(offset: number): void;
  /** The chosen text; empty when nothing is chosen. */
  selection(): string;
  focus(): void;
  destroy(): void;
}

/** Marks changes that come from outside and must not be reported back as edits. */
const fromOutside = Annotation.define<boolean>();

export function createEditor(parent: HTMLElement, options: EditorOptions): Editor {
  const language = new Compartment();
  const access = new Compartment();
  const habits = new Compartment();
  let currentLanguage = options.language;
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        access.of(accessOf(options.readonly)),
        keymap.of([
          { key: "Mod-Enter", preventDefault: true, run: () => (options.onrun(), true) },
          { key: "Mod-Shift-Enter", preventDefault: true, run: () => (options.onbuild(), true) },
          { key: "Mod-s", preventDefault: true, run: () => (options.onsave(), true) },
        ]),
        keymap.of([
          {
            key: "Shift-Alt-f",
            preventDefault: true,
            run: (view) => (void format(view, options, currentLanguage), true),
          },
          {
            key: "Mod-.",
            preventDefault: true,
            run: (view) => {
              if (!fixAt(view)) options.help()?.tell(surfaceStrings.editor.noFix);
              return true;
            },
          },
        ]),
        language.of(languageOf(options.language)),
        symbolCards({ help: () => options.help(), language: () => currentLanguage }),
        jinjaTint,
        problemMarks,
        litRanges,
        lineNumbers(),
        history(),
        drawSelection(),
        indentOnInput(),
        indentUnit.of(options.language === "yaml" ? "  " : "    "),
        bracketMatching(),
        closeBrackets(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        search({ top: true }),
        habits.of(habitsOf({ wrap: false, suggest: true }, options, () => currentLanguage)),
        keymap.of([
          ...closeBracketsKeymap,
          ...completionKeymap,
          ...searchKeymap,
          ...historyKeymap,
          ...lintKeymap,
          ...defaultKeymap,
          indentWithTab,
        ]),
        editorTheme,
        EditorView.contentAttributes.of({
          // An editable element takes the focus without it; assistive tools look for it.
          tabindex: "0",
          "aria-label": options.label,
          "aria-description": options.readonly ? "" : surfaceStrings.model.editor.leave,
          spellcheck: "false",
          autocapitalize: "off",
          autocorrect: "off",
          translate: "no",
        }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged && !update.transactions.some((one) => one.annotation(fromOutside)))
            options.onchange(update.state.doc.toString());
          if (update.docChanged || update.selectionSet) {
            const { head } = update.state.selection.main;
            const line = update.state.doc.lineAt(head);
            options.oncursor(head, { from: line.from, to: line.to });
          }
        }),
      ],
    }),
  });
  const reportScroll = (): void => options.onscroll(view.lineBlockAtHeight(view.scrollDOM.scrollTop).from);
  view.scrollDOM.addEventListener("scroll", reportScroll, { passive: true });

  return {
    setText(text) {
      const now = view.state.doc.toString();
      if (now !== text) view.dispatch({ changes: changeBetween(now, text), annotations: fromOutside.of(true) });
    },
    setReadonly: (readonly) => view.dispatch({ effects: access.reconfigure(accessOf(readonly)) }),
    setLanguage(name) {
      if (name === currentLanguage) return;
      currentLanguage = name;
      view.dispatch({ effects: language.reconfigure(languageOf(name)) });
    },
    setHabits: (wanted) =>
      view.dispatch({ effects: habits.reconfigure(habitsOf(wanted, options, () => currentLanguage)) }),
    format: () => format(view, options, currentLanguage),
    setProblems: (marks, actions) => showProblems(view, marks, actions),
    setLit: (ranges) => lightRanges(view, ranges),
    reveal(offset, focus) {
      const head = Math.max(0, Math.min(offset, view.state.doc.length));
      view.dispatch({ selection: { anchor: head }, effects: EditorView.scrollIntoView(head, { y: "center" }) });
      if (focus) view.focus();
    },
    scrollTo(offset) {
      const block = view.lineBlockAt(Math.max(0, Math.min(offset, view.state.doc.length)));
      view.scrollDOM.scrollTop = block.top;
    },
    selection: () => view.state.sliceDoc(view.state.selection.main.from, view.state.selection.main.to),
    focus: () => view.focus(),
    destroy() {
      view.scrollDOM.removeEventListener("scroll", reportScroll);
      view.destroy();
    },
  };
}

function accessOf(readonly: boolean): Extension {
  // A read-only text stays focusable: it can be read, searched and copied with the keyboard.
  return [
    EditorState.readOnly.of(readonly),
    EditorView.editable.of(true),
    EditorView.contentAttributes.of({ "aria-readonly": String(readonly) }),
  ];
}

function habitsOf(
  { wrap, suggest }: { readonly wrap: boolean; readonly suggest: boolean },
  options: EditorOptions,
  language: () => EditorLanguage,
): Extension {
  return [
    wrap ? EditorView.lineWrapping : [],
    autocompletion({
      override: [(context) => complete(context, options, language())],
      icons: false,
      closeOnBlur: true,
      activateOnTyping: suggest,
    }),
  ];
}

async function format(view: EditorView, options: EditorOptions, language: EditorLanguage): Promise<void> {
  const help = options.help();
  if (!help || language !== "sql" || view.state.readOnly) return;
  const before = view.state.doc.toString();
  const formatted = await help.format(before);
  if (formatted === null) return;
  if (!formatted.ok) return help.tell(surfaceStrings.editor.notFormatted[formatted.reason]);
  if (formatted.text === before) return help.tell(surfaceStrings.editor.alreadyFormatted);
  if (view.state.doc.toString() !== before) return help.tell(surfaceStrings.editor.changedMeanwhile);
  // One change is one step of undo, whatever was typed just before.
  view.dispatch({
    changes: changeBetween(before, formatted.text),
    annotations: isolateHistory.of("full"),
    userEvent: "format",
  });
  help.formatted(formatted.text);
}

function languageOf(name: EditorLanguage): Extension {
  if (name === "sql") return sqlWithJinja();
  return name === "yaml" ? yaml() : [];
}

/** The smallest single change from one text to the other, so that the cursor and the marks around it stay. */
function changeBetween(before: string, after: string): { from: number; to: number; insert: string } {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  )
    end += 1;
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) };
}

const KINDS: Record<Offer["kind"], string> = {
  model: "class",
  source: "class",
  macro: "function",
  variable: "variable",
  column: "property",
  keyword: "keyword",
  function: "function",
  cte: "namespace",
  key: "property",
  value: "constant",
};
/** Columns and names of the file before the words of the language. */
const BOOST: Record<Offer["kind"], number> = {
  column: 4,
  key: 4,
  value: 4,
  cte: 3,
  model: 3,
  source: 3,
  macro: 2,
  variable: 1,
  function: 0,
  keyword: -1,
};

function complete(
  context: CompletionContext,
  options: EditorOptions,
  language: EditorLanguage,
): CompletionResult | null {
  if (context.state.readOnly || language === "text") return null;
  const text = context.state.doc.toString();
  const offers =
    language === "yaml"
      ? yamlCompletionsAt(options.path(), text, context.pos, options.scope(), context.explicit)
      : completionsAt(text, context.pos, options.scope(), context.explicit);
  if (!offers) return null;
  return {
    from: offers.from,
    validFor: language === "yaml" ? /^[\w+-]*$/ : /^\w*$/,
    options: offers.options.map((offer) => ({
      label: offer.label,
      type: KINDS[offer.kind],
      boost: BOOST[offer.kind],
      ...(offer.detail ? { detail: offer.detail } : {}),
      ...(offer.info ? { info: offer.info } : {}),
      ...(offer.insert === undefined ? {} : { apply: insertOffer(offer.insert, offer.cursor ?? offer.insert.length) }),
    })),
  };
}

function insertOffer(insert: string, cursor: number) {
  return (view: EditorView, _completion: unknown, from: number, to: number): void => {
    view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + cursor }, userEvent: "input.complete" });
  };
}
