/**
 * What to offer at a place in a model: names inside ref(), source() and var(), macros elsewhere in Jinja, and columns, CTE names and
 * SQL words outside of it.
 *
 * Works on text alone, without a parser: while somebody types, the text is broken most of the time.
 */
import { jinjaRegionAt, jinjaRegions } from "./jinja-regions.ts";
import { DUCKDB_FUNCTIONS, DUCKDB_KEYWORDS } from "./duckdb-words.ts";

export interface ScopeRelation {
  readonly name: string;
  /** What a person reads beside the name, for example `table · entities`. */
  readonly detail: string;
  readonly columns: readonly { readonly name: string; readonly description: string }[];
}

/** Everything that a name may mean in this project. */
export interface CompletionScope {
  readonly models: readonly ScopeRelation[];
  readonly sources: readonly (ScopeRelation & { readonly source: string })[];
  readonly macros: readonly {
    readonly name: string;
    readonly arguments: readonly string[];
    readonly description: string;
  }[];
  readonly vars: readonly string[];
}

export const EMPTY_SCOPE: CompletionScope = { models: [], sources: [], macros: [], vars: [] };

export interface Offer {
  readonly label: string;
  readonly kind: "model" | "source" | "macro" | "variable" | "column" | "keyword" | "function" | "cte";
  readonly detail?: string;
  readonly info?: string;
  /** Text to put in when it is not the label; the cursor goes to `cursor` counted from its start. */
  readonly insert?: string;
  readonly cursor?: number;
}

export interface Offers {
  /** Where the word that is being completed starts. */
  readonly from: number;
  readonly options: readonly Offer[];
}

const JINJA_WORDS: readonly Offer[] = [
  { label: "ref", kind: "macro", detail: "another model", insert: "ref('')", cursor: 5 },
  { label: "source", kind: "macro", detail: "a source table", insert: "source('', '')", cursor: 8 },
  { label: "var", kind: "macro", detail: "a project variable", insert: "var('')", cursor: 5 },
  { label: "config", kind: "macro", detail: "this model's config", insert: "config()", cursor: 7 },
  { label: "is_incremental", kind: "macro", insert: "is_incremental()", cursor: 16 },
  { label: "this", kind: "variable", detail: "this model's relation" },
  { label: "target", kind: "variable" },
  { label: "env_var", kind: "macro", insert: "env_var('')", cursor: 9 },
  ...[
    "if",
    "elif",
    "else",
    "endif",
    "for",
    "endfor",
    "set",
    "in",
    "not",
    "and",
    "or",
    "loop",
    "none",
    "true",
    "false",
  ].map((label): Offer => ({ label, kind: "keyword" })),
];

/** Offers for the cursor at `offset`. `explicit`: the person asked, so an empty word is answered too. */
export function completionsAt(text: string, offset: number, scope: CompletionScope, explicit = false): Offers | null {
  const region = jinjaRegionAt(jinjaRegions(text), offset);
  if (region?.kind === "comment") return null;
  return region
    ? jinjaOffers(text.slice(region.from + 2, offset), offset, scope, explicit)
    : sqlOffers(text, offset, scope, explicit);
}

function jinjaOffers(before: string, offset: number, scope: CompletionScope, explicit: boolean): Offers | null {
  const call = /\b(ref|source|var)\s*\(\s*(?:(['"])([^'"]*)\2\s*,\s*)?(['"])([^'"]*)$/.exec(before);
  if (call) {
    const [, name, , first, , typed = ""] = call;
    return { from: offset - typed.length, options: argumentOffers(name!, first, scope) };
  }
  if (insideString(before)) return null;
  const word = /[\w.]*$/.exec(before)![0];
  if ((word === "" && !explicit) || word.includes(".")) return null;
  const macros = scope.macros.map((macro): Offer => ({
    label: macro.name,
    kind: "macro",
    detail: `(${macro.arguments.join(", ")})`,
    info: macro.description,
    insert: `${macro.name}()`,
    cursor: macro.name.length + (macro.arguments.length > 0 ? 1 : 2),
  }));
  return { from: offset - word.length, options: [...JINJA_WORDS, ...macros] };
}

function argumentOffers(call: string, first: string | undefined, scope: CompletionScope): Offer[] {
  if (call === "var") return first === undefined ? scope.vars.map((label): Offer => ({ label, kind: "variable" })) : [];
  if (call === "ref")
    return first === undefined
      ? scope.models.map((model): Offer => ({ label: model.name, kind: "model", detail: model.detail }))
      : [];
  if (first === undefined) {
    return [...new Set(scope.sources.map((table) => table.source))].map((label): Offer => ({ label, kind: "source" }));
  }
  return scope.sources
    .filter((table) => table.source === first)
    .map((table): Offer => ({ label: table.name, kind: "source", detail: table.detail }));
}

function sqlOffers(text: string, offset: number, scope: CompletionScope, explicit: boolean): Offers | null {
  const before = text.slice(0, offset);
  const line = before.slice(before.lastIndexOf("\n") + 1);
  if (/--/.test(line) || insideString(line)) return null;
  const qualified = /([A-Za-z_]\w*)\.(\w*)$/.exec(before);
  if (qualified) {
    const columns = columnsOf(qualified[1]!, text, scope);
    return columns.length === 0 ? null : { from: offset - qualified[2]!.length, options: columns };
  }
  const word = /[A-Za-z_]\w*$/.exec(before)?.[0] ?? "";
  if (word === "" && !explicit) return null;
  const ctes = [...text.matchAll(/(?:\bwith\s+(?:recursive\s+)?|\)\s*,\s*)([A-Za-z_]\w*)\s+as\s*\(/gi)].map(
    (match): Offer => ({ label: match[1]!, kind: "cte" }),
  );
  return {
    from: offset - word.length,
    options: distinct([
      ...readRelations(text, scope).flatMap(columnOffers),
      ...ctes,
      ...DUCKDB_FUNCTIONS.split(" ").map((label): Offer => ({
        label,
        kind: "function",
        insert: `${label}()`,
        cursor: label.length + 1,
      })),
      ...DUCKDB_KEYWORDS.split(" ").map((label): Offer => ({ label, kind: "keyword" })),
    ]),
  };
}

/** Columns behind a name: a CTE that reads one relation, an alias, or the relation itself. */
function columnsOf(name: string, text: string, scope: CompletionScope): readonly Offer[] {
  const call = String.raw`\{\{-?\s*((?:ref|source)\([^)]*\))\s*-?\}\}`;
  const patterns = [
    new RegExp(String.raw`\b${name}\s+as\s*\(\s*(?:--[^\n]*\n\s*)*select\b[^()]*?\bfrom\s+${call}`, "i"),
    new RegExp(String.raw`${call}\s+(?:as\s+)?${name}\b`, "i"),
  ];
  for (const pattern of patterns) {
    const found = pattern.exec(text);
    const relation = found && relationOfCall(found[1]!, scope);
    if (relation) return columnOffers(relation);
  }
  const direct =
    scope.models.find((model) => model.name === name) ?? scope.sources.find((table) => table.name === name);
  return direct ? columnOffers(direct) : [];
}

function readRelations(text: string, scope: CompletionScope): ScopeRelation[] {
  return [...text.matchAll(/\b(?:ref|source)\([^)]*\)/g)].flatMap((match) => relationOfCall(match[0], scope) ?? []);
}

function relationOfCall(call: string, scope: CompletionScope): ScopeRelation | null {
  const [first, second] = [...call.matchAll(/['"]([^'"]*)['"]/g)].map((match) => match[1]!);
  if (call.startsWith("source"))
    return scope.sources.find((table) => table.source === first && table.name === second) ?? null;
  return scope.models.find((model) => model.name === (second ?? first)) ?? null;
}

function columnOffers(relation: ScopeRelation): Offer[] {
  return relation.columns.map((column) => ({
    label: column.name,
    kind: "column",
    detail: relation.name,
    info: column.description,
  }));
}

function distinct(offers: readonly Offer[]): Offer[] {
  const seen = new Set<string>();
  return offers.filter((offer) => !seen.has(offer.label) && seen.add(offer.label));
}

function insideString(line: string): boolean {
  return (line.match(/'/g)?.length ?? 0) % 2 === 1;
}
