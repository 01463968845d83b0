/**
 * The name at a place of a text, and what kind of thing it names: `ref('orders')` is a model wherever the cursor stands in it. Text in,
 * plain data out; what it means in a project is told by `symbol-card.ts` and `symbol-place.ts`.
 */
import { jinjaRegionAt, jinjaRegions } from "../../engine/core/jinja-regions.ts";
import type { EditorLanguage } from "./editor-language.ts";
import { yamlPlaceAt } from "./yaml-place.ts";

export type NamedThing =
  | { readonly kind: "ref"; readonly name: string }
  | { readonly kind: "source"; readonly source: string; readonly table: string | null }
  | { readonly kind: "macro"; readonly name: string }
  | { readonly kind: "var"; readonly name: string }
  | { readonly kind: "doc"; readonly name: string }
  | { readonly kind: "config"; readonly name: string }
  | { readonly kind: "test"; readonly name: string }
  | { readonly kind: "function"; readonly name: string }
  | { readonly kind: "column"; readonly table: string | null; readonly name: string }
  /** A column in a property file, with the entries that it is in. */
  | { readonly kind: "declared"; readonly name: string; readonly names: Readonly<Record<string, string>> };

export type Symbol = NamedThing & { readonly from: number; readonly to: number };

const CALL = /\b(ref|source|var|doc)\s*\(\s*(?:(['"])([^'"\n]*)\2)(?:\s*,\s*(['"])([^'"\n]*)\4)?[^)\n]*\)?/g;

export function symbolAt(text: string, offset: number, language: EditorLanguage): Symbol | null {
  const line = { from: text.lastIndexOf("\n", offset - 1) + 1, to: endOfLine(text, offset) };
  const region = language === "sql" ? jinjaRegionAt(jinjaRegions(text), offset) : null;
  if (region?.kind === "comment") return null;
  const around = region ?? line;
  if (region || language === "yaml") {
    const call = callAt(text.slice(around.from, around.to), offset - around.from);
    if (call) return { ...call, from: call.from + around.from, to: call.to + around.from };
  }
  if (language === "yaml") return yamlSymbol(text, offset);
  if (language === "text") return null;
  return region ? jinjaSymbol(text, offset, region.from) : sqlSymbol(text, offset);
}

/** The call around the offset; on the second text of a source it is the table, on the first the source. */
function callAt(text: string, offset: number): Symbol | null {
  for (const match of text.matchAll(CALL)) {
    const [from, to] = [match.index, match.index + match[0].length];
    if (offset < from || offset > to) continue;
    const [, name, , first = "", , second] = match;
    const place = { from, to };
    if (name === "ref") return { kind: "ref", name: second ?? first, ...place };
    if (name === "var") return { kind: "var", name: first, ...place };
    if (name === "doc") return { kind: "doc", name: second ?? first, ...place };
    const firstEnd = from + match[0].indexOf(first) + first.length;
    return {
      kind: "source",
      source: first,
      table: offset <= firstEnd && offset > from + 6 ? null : (second ?? null),
      ...place,
    };
  }
  return null;
}

function jinjaSymbol(text: string, offset: number, start: number): Symbol | null {
  const word = wordAt(text, offset, /[\w.]/);
  if (!word) return null;
  const after = text.slice(word.to, word.to + 40);
  const before = text.slice(start, word.from);
  if (/^\s*=(?!=)/.test(after) && /\bconfig\s*\([^]*$/.test(before))
    return { kind: "config", name: word.text, ...at(word) };
  if (/^\s*\(/.test(after)) return { kind: "macro", name: word.text, ...at(word) };
  return null;
}

function sqlSymbol(text: string, offset: number): Symbol | null {
  const line = text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset);
  if (line.includes("--") || (line.match(/'/g)?.length ?? 0) % 2 === 1) return null;
  const word = wordAt(text, offset, /\w/);
  if (!word || /^\d/.test(word.text)) return null;
  if (/^\s*\(/.test(text.slice(word.to, word.to + 3)))
    return { kind: "function", name: word.text.toLowerCase(), ...at(word) };
  const table = /([A-Za-z_]\w*)"?\.$/.exec(text.slice(Math.max(0, word.from - 80), word.from))?.[1] ?? null;
  return { kind: "column", table, name: word.text, ...at(word) };
}

function yamlSymbol(text: string, offset: number): Symbol | null {
  const word = wordAt(text, offset, /[\w.+-]/);
  if (!word) return null;
  const place = yamlPlaceAt(text, word.to);
  if (!place) return null;
  const list = place.path.at(-1) === "[]" ? place.path.at(-2) : null;
  const inConfig = place.path.at(-1) === "config" || word.text.startsWith("+");
  const isKey = /^\s*:/.test(text.slice(word.to, word.to + 3));
  if (isKey && inConfig) return { kind: "config", name: word.text.replace(/^\+/, ""), ...at(word) };
  if (list === "data_tests" || list === "tests") return { kind: "test", name: word.text, ...at(word) };
  if (place.key === "model" || (place.key === "name" && ["models", "seeds", "snapshots"].includes(list ?? "")))
    return { kind: "ref", name: word.text, ...at(word) };
  if (place.key === "name" && list === "columns")
    return { kind: "declared", name: word.text, names: place.names, ...at(word) };
  if (place.key === "name" && list === "tables")
    return { kind: "source", source: place.names["sources"] ?? "", table: word.text, ...at(word) };
  if (place.key === "name" && list === "macros") return { kind: "macro", name: word.text, ...at(word) };
  return null;
}

interface FoundWord {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

function wordAt(text: string, offset: number, letters: RegExp): FoundWord | null {
  let [from, to] = [offset, offset];
  while (from > 0 && letters.test(text[from - 1]!)) from -= 1;
  while (to < text.length && letters.test(text[to]!)) to += 1;
  return from === to ? null : { text: text.slice(from, to), from, to };
}

const at = ({ from, to }: FoundWord) => ({ from, to });

function endOfLine(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  return end < 0 ? text.length : end;
}
