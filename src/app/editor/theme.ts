/** The editor in the product's colours. Everything is a token of `ui/tokens.css`, so both themes come from one set of rules. */
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword], color: "var(--accent)" },
  { tag: tags.string, color: "var(--pass)" },
  // A quoted name is a name and not a text.
  { tag: tags.special(tags.string), color: "var(--ink)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--mart)" },
  { tag: [tags.typeName, tags.standard(tags.name)], color: "var(--staging)" },
  { tag: tags.comment, color: "var(--ink-3)" },
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--accent)" },
  { tag: [tags.meta, tags.labelName], color: "var(--ink-2)" },
]);

const rules = EditorView.theme({
  "&": {
    height: "100%",
    color: "var(--ink)",
    backgroundColor: "var(--surface)",
    fontSize: "var(--code-size, 0.78125rem)",
  },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "-2px" },
  ".cm-scroller": {
    fontFamily: "var(--font-code)",
    lineHeight: "var(--code-line, 1.25rem)",
    fontVariantLigatures: "none",
    fontFeatureSettings: '"liga" 0, "calt" 0',
  },
  ".cm-content": { padding: "6px 0", caretColor: "var(--ink)" },
  ".cm-line": { padding: "0 12px 0 8px" },
  ".cm-cursor": { borderLeftColor: "var(--ink)", borderLeftWidth: "2px" },
  ".cm-gutters": { backgroundColor: "var(--surface)", color: "var(--ink-3)", border: "none" },
  ".cm-lineNumbers .cm-gutterElement": {
    padding: "0 6px 0 14px",
    minWidth: "30px",
    fontVariantNumeric: "tabular-nums",
  },
  ".cm-activeLine": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--hover) 55%, transparent)" },
  ".cm-activeLineGutter": { backgroundColor: "transparent", color: "var(--ink)" },
  "& .cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--accent) 24%, transparent)",
  },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": {
    backgroundColor: "var(--hover)",
    outline: "1px solid var(--control)",
  },
  ".cm-nonmatchingBracket, &.cm-focused .cm-nonmatchingBracket": { backgroundColor: "transparent" },
  ".cm-jinja": { backgroundColor: "color-mix(in srgb, var(--metric) 9%, transparent)", borderRadius: "4px" },
  // A little ink in it keeps 4.5:1 also on the cursor's line.
  ".cm-jinja, .cm-jinja *": { color: "color-mix(in srgb, var(--metric) 82%, var(--ink))", fontWeight: "600" },
  ".cm-jinja-comment, .cm-jinja-comment *": { color: "var(--ink-3)", fontWeight: "400" },
  ".cm-lit": { backgroundColor: "var(--accent-soft)" },
  ".cm-lit-line": { boxShadow: "inset 3px 0 0 var(--accent)", backgroundColor: "var(--accent-soft)" },
  ".cm-lintRange": { backgroundImage: "none", paddingBottom: "0" },
  ".cm-lintRange-error": {
    textDecoration: "underline wavy var(--fail) 1.5px",
    textUnderlineOffset: "3px",
    textDecorationSkipInk: "none",
  },
  ".cm-lintRange-warning": {
    textDecoration: "underline wavy var(--warn) 1.5px",
    textUnderlineOffset: "3px",
    textDecorationSkipInk: "none",
  },
  ".cm-tooltip": {
    backgroundColor: "var(--surface)",
    color: "var(--ink)",
    border: "1px solid var(--control)",
    borderRadius: "7px",
    boxShadow: "var(--shadow-2, 0 6px 20px #0003)",
    overflow: "hidden",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": {
    fontFamily: "var(--font-code)",
    fontSize: "0.78125rem",
    maxHeight: "14rem",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "3px 10px", minHeight: "24px", lineHeight: "18px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    backgroundColor: "var(--accent-soft)",
    color: "var(--ink)",
    boxShadow: "inset 3px 0 0 var(--accent)",
  },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-completionDetail": { color: "var(--ink-3)", fontStyle: "normal", marginLeft: "1rem" },
  ".cm-completionInfo": {
    padding: "8px 10px",
    maxWidth: "22rem",
    fontFamily: "var(--font-ui)",
    border: "1px solid var(--control)",
  },
  ".cm-panels": { backgroundColor: "var(--sunken)", color: "var(--ink)", borderColor: "var(--line)" },
  ".cm-panel.cm-search": { fontFamily: "var(--font-ui)", fontSize: "0.8125rem", padding: "8px 32px 8px 12px" },
  ".cm-panel.cm-search label": { fontSize: "0.8125rem" },
  ".cm-textfield": {
    backgroundColor: "var(--surface)",
    color: "var(--ink)",
    border: "1px solid var(--control)",
    borderRadius: "7px",
    minHeight: "26px",
    fontSize: "0.8125rem",
  },
  ".cm-button": {
    backgroundImage: "none",
    backgroundColor: "var(--surface)",
    color: "var(--ink)",
    border: "1px solid var(--control)",
    borderRadius: "7px",
    minHeight: "26px",
    fontSize: "0.8125rem",
  },
  ".cm-searchMatch": { backgroundColor: "var(--warn-soft)", outline: "1px solid var(--warn)" },
  ".cm-selectionMatch": { backgroundColor: "var(--hover)" },
  // The card stays in sight when a long line is scrolled sideways; the gutter covers the first part.
  ".cm-problem": {
    position: "sticky",
    left: "56px",
    width: "calc(var(--editor-width, 40rem) - 84px)",
    padding: "4px 0 8px",
    fontFamily: "var(--font-ui)",
    fontSize: "0.8125rem",
    lineHeight: "1.1875rem",
    whiteSpace: "normal",
  },
  ".cm-problem-card": {
    border: "1px solid var(--fail)",
    borderLeftWidth: "5px",
    borderRadius: "8px",
    background: "var(--surface)",
    padding: "8px 12px",
    color: "var(--ink)",
    maxWidth: "46rem",
  },
  ".cm-problem-card.warning": { borderColor: "var(--warn)" },
  ".cm-problem-title": { margin: "0", fontWeight: "600" },
  ".cm-problem-hint": { margin: "2px 0 0", color: "var(--ink-2)" },
  ".cm-problem-foot": { display: "flex", flexWrap: "wrap", gap: "8px", alignItems: "center", marginTop: "6px" },
  ".cm-problem-code": { color: "var(--ink-3)", fontSize: "0.75rem" },
  ".cm-problem-foot button": {
    minHeight: "26px",
    padding: "0 10px",
    font: "inherit",
    fontWeight: "540",
    color: "var(--ink)",
    background: "var(--surface)",
    border: "1px solid var(--control)",
    borderRadius: "7px",
    cursor: "pointer",
  },
  ".cm-problem-foot button.primary": {
    color: "var(--on-accent)",
    background: "var(--accent)",
    borderColor: "var(--accent)",
  },
  ".cm-problem-foot button:focus-visible": { outline: "2px solid var(--accent)", outlineOffset: "2px" },
});

export const editorTheme: Extension = [rules, syntaxHighlighting(colours)];
