/**
 * What to offer at a place in a model: names inside ref(), source() and var(), keys inside config(), macros elsewhere in Jinja; outside
 * of it the columns of the tables that the query reads there, with their types, CTE names and SQL words.
 *
 * Works on text alone, without a parser: while somebody types, the text is broken most of the time.
 */
import { CONFIG_KEYS, configKey } from "./config-keys.ts";
import { DUCKDB_FUNCTIONS, DUCKDB_KEYWORDS } from "./duckdb-words.ts";
import { jinjaRegionAt, jinjaRegions } from "../../engine/core/jinja-regions.ts";
import { scopeAt, type FindRelation, type ScopeColumn, type ScopeTable } from "./sql-scope.ts";

export interface ScopeRelation {
  readonly name: string;
  /** What a person reads beside the name, for example `table · entities`. */
  readonly detail: string;
  readonly description?: string;
  readonly columns: readonly ScopeColumn[];
}

export interface ScopeMacro {
  readonly name: string;
  readonly arguments: readonly string[];
  readonly description: string;
}

/** Everything that a name may mean in this project. */
export interface CompletionScope {
  readonly models: readonly ScopeRelation[];
  readonly sources: readonly (ScopeRelation & { readonly source: string })[];
  readonly macros: readonly ScopeMacro[];
  readonly vars: readonly string[];
  /** Docs blocks, for doc() in descriptions. */
  readonly docs?: readonly string[];
  /** Generic tests that property files may name. */
  readonly tests?: readonly ScopeMacro[];
  readonly groups?: readonly string[];
}

export const EMPTY_SCOPE: CompletionScope = { models: [], sources: [], macros: [], vars: [] };

export interface Offer {
  readonly label: string;
  readonly kind:
    "model" | "source" | "macro" | "variable" | "column" | "keyword" | "function" | "cte" | "key" | "value";
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

const JINJA_CALLS: readonly Offer[] = [
  { label: "ref", kind: "macro", detail: "another model", insert: "ref('')", cursor: 5 },
  { label: "source", kind: "macro", detail: "a source table", insert: "source('', '')", cursor: 8 },
  { label: "var", kind: "macro", detail: "a project variable", insert: "var('')", cursor: 5 },
  { label: "config", kind: "macro", detail: "this model's config", insert: "config()", cursor: 7 },
  { label: "is_incremental", kind: "macro", insert: "is_incremental()", cursor: 16 },
  { label: "doc", kind: "macro", detail: "a docs block", insert: "doc('')", cursor: 5 },
  { label: "this", kind: "variable", detail: "this model's relation" },
  { label: "target", kind: "variable" },
  { label: "env_var", kind: "macro", insert: "env_var('')", cursor: 9 },
];
const keyword = (label: string): Offer => ({ label, kind: "keyword" });
const JINJA_OPERATORS = "in not and or is if else loop none true false".split(" ").map(keyword);
/** Words that open or close a block, in `{% … %}` only. */
const JINJA_STATEMENTS =
  "if elif else endif for endfor set endset macro endmacro call endcall filter endfilter do raw endraw snapshot endsnapshot test endtest docs enddocs materialization endmaterialization"
    .split(" ")
    .map(keyword);
const JINJA_FILTERS =
  "upper lower trim replace join length first last list map select reject default int float string round sort unique as_bool as_number as_native tojson"
    .split(" ")
    .map((label): Offer => ({ label, kind: "function" }));
const SQL_FUNCTIONS = DUCKDB_FUNCTIONS.split(" ").map((label): Offer => ({
  label,
  kind: "function",
  insert: `${label}()`,
  cursor: label.length + 1,
}));
const SQL_KEYWORDS = DUCKDB_KEYWORDS.split(" ").map(keyword);

/** Offers for the cursor at `offset`. `explicit`: the person asked, so an empty word is answered too. */
export function completionsAt(text: string, offset: number, scope: CompletionScope, explicit = false): Offers | null {
  const region = jinjaRegionAt(jinjaRegions(text), offset);
  if (region?.kind === "comment") return null;
  return region
    ? jinjaOffers(text.slice(region.from + 2, offset), offset, scope, explicit, region.kind === "statement")
    : sqlOffers(text, offset, scope, explicit);
}

/** Offers within the arguments of ref(), source(), var() or doc(), given what stands before the cursor; also in property files. */
export function referenceOffers(before: string, offset: number, scope: CompletionScope): Offers | null {
  const call = /\b(ref|source|var|doc)\s*\(\s*(?:(['"])([^'"]*)\2\s*,\s*)?(['"])([^'"\n]*)$/.exec(before);
  if (!call) return null;
  const [, name, , first, , typed = ""] = call;
  return { from: offset - typed.length, options: argumentOffers(name!, first, scope) };
}

function jinjaOffers(
  before: string,
  offset: number,
  scope: CompletionScope,
  explicit: boolean,
  statement: boolean,
): Offers | null {
  const reference = referenceOffers(before, offset, scope);
  if (reference) return reference;
  const config = configOffers(before, offset, explicit);
  if (config) return config;
  if (insideString(before)) return null;
  const word = /[\w.]*$/.exec(before)![0];
  const ahead = before.slice(0, before.length - word.length);
  if (/\|\s*$/.test(ahead))
    return word === "" && !explicit ? null : { from: offset - word.length, options: JINJA_FILTERS };
  // `dbt_utils.` is part of the macro's name; `loop.` and `target.` have no list.
  const dotted = word.includes(".");
  if (
    (word === "" && !explicit) ||
    (dotted && !scope.macros.some((macro) => macro.name.startsWith(word.split(".")[0] + ".")))
  )
    return null;
  const macros = scope.macros.map((macro): Offer => ({
    label: macro.name,
    kind: "macro",
    detail: `(${macro.arguments.join(", ")})`,
    info: macro.description,
    insert: `${macro.name}()`,
    cursor: macro.name.length + (macro.arguments.length > 0 ? 1 : 2),
  }));
  if (dotted) return { from: offset - word.length, options: macros };
  const opens = statement && /^-?\s*$/.test(ahead);
  return {
    from: offset - word.length,
    options: opens ? JINJA_STATEMENTS : [...JINJA_CALLS, ...macros, ...JINJA_OPERATORS],
  };
}

/** `config(materialized='|')` and `config(|)`; null anywhere else. */
function configOffers(before: string, offset: number, explicit: boolean): Offers | null {
  const start = before.lastIndexOf("config(");
  if (start < 0 || /\w$/.test(before.slice(0, start))) return null;
  const inside = before.slice(start + "config(".length);
  const bare = inside.replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g, "''");
  if (count(bare, /\(/g) < count(bare, /\)/g)) return null;
  const value = /([A-Za-z_]\w*)\s*=\s*(['"])([^'"]*)$/.exec(inside);
  if (value) {
    const key = configKey(value[1]!);
    if (!key?.values) return null;
    return { from: offset - value[3]!.length, options: key.values.map((label): Offer => ({ label, kind: "value" })) };
  }
  if (insideString(bare)) return null;
  const flag = /([A-Za-z_]\w*)\s*=\s*(\w*)$/.exec(bare);
  if (flag) {
    const key = configKey(flag[1]!);
    if (key?.shape !== "flag") return null;
    return {
      from: offset - flag[2]!.length,
      options: (key.values ?? []).map((label): Offer => ({ label, kind: "value" })),
    };
  }
  if (count(bare, /[([{]/g) > count(bare, /[)\]}]/g)) return null;
  const word = /(?:^|,)\s*(\w*)$/.exec(bare);
  if (!word || (word[1] === "" && !explicit && bare.trim() !== "")) return null;
  const given = new Set([...bare.matchAll(/(\w+)\s*=/g)].map((match) => match[1]));
  return {
    from: offset - word[1]!.length,
    options: CONFIG_KEYS.filter((key) => !given.has(key.name)).map((key): Offer => {
      const [open, close] =
        key.values && key.shape !== "flag"
          ? ["'", "'"]
          : key.shape === "text"
            ? ["'", "'"]
            : key.shape === "list"
              ? ["['", "']"]
              : ["", ""];
      const insert = `${key.name}=${open}${close}`;
      return { label: key.name, kind: "key", info: key.about, insert, cursor: insert.length - close.length };
    }),
  };
}

function argumentOffers(call: string, first: string | undefined, scope: CompletionScope): Offer[] {
  if (call === "var") return first === undefined ? scope.vars.map((label): Offer => ({ label, kind: "variable" })) : [];
  if (call === "doc")
    return first === undefined ? (scope.docs ?? []).map((label): Offer => ({ label, kind: "value" })) : [];
  if (call === "ref")
    return first === undefined
      ? scope.models.map((model): Offer => ({
          label: model.name,
          kind: "model",
          detail: model.detail,
          ...(model.description ? { info: model.description } : {}),
        }))
      : [];
  if (first === undefined) {
    return [...new Set(scope.sources.map((table) => table.source))].map((label): Offer => ({ label, kind: "source" }));
  }
  return scope.sources
    .filter((table) => table.source === first)
    .map((table): Offer => ({
      label: table.name,
      kind: "source",
      detail: table.detail,
      ...(table.description ? { info: table.description } : {}),
    }));
}

function sqlOffers(text: string, offset: number, scope: CompletionScope, explicit: boolean): Offers | null {
  const before = text.slice(0, offset);
  const line = before.slice(before.lastIndexOf("\n") + 1);
  if (/--/.test(line) || insideString(line)) return null;
  const qualified = /([A-Za-z_]\w*)"?\.(\w*)$/.exec(before);
  const word = /[A-Za-z_]\w*$/.exec(before)?.[0] ?? "";
  if (!qualified && word === "" && !explicit) return null;
  const { ctes, tables } = scopeAt(text, offset, finder(scope));
  if (qualified) {
    const name = qualified[1]!.toLowerCase();
    // A select that is typed before its from clause may still name a CTE or a model.
    const found = [...tables, ...ctes].find((table) => table.name.toLowerCase() === name && table.columns.length > 0);
    const columns = found ?? directTable(qualified[1]!, scope);
    return columns === null
      ? null
      : { from: offset - qualified[2]!.length, options: columns.columns.map((column) => columnOffer(column, columns)) };
  }
  const wantsTable = /\b(from|join)\s+\w*$/i.test(before);
  const names = [...ctes].map((cte): Offer => ({ label: cte.name, kind: "cte", detail: columnCount(cte) }));
  if (wantsTable) {
    const calls: Offer[] = [
      { label: "ref", kind: "macro", detail: "another model", insert: "{{ ref('') }}", cursor: 8 },
      { label: "source", kind: "macro", detail: "a source table", insert: "{{ source('', '') }}", cursor: 11 },
    ];
    return { from: offset - word.length, options: distinct([...names, ...calls, ...SQL_FUNCTIONS, ...SQL_KEYWORDS]) };
  }
  // What the whole text reads, where the select around the cursor has no from clause yet.
  const near = tables.length > 0 ? tables : readTables(text, scope);
  const aliases = tables
    .filter((table) => table.name !== table.of)
    .map((table): Offer => ({ label: table.name, kind: "cte", detail: table.of }));
  return {
    from: offset - word.length,
    options: distinct([
      ...near.flatMap((table) => table.columns.map((column) => columnOffer(column, table))),
      ...aliases,
      ...names,
      ...SQL_FUNCTIONS,
      ...SQL_KEYWORDS,
    ]),
  };
}

/** What a relation's call or a plain name means in a project. */
export function finder(scope: CompletionScope): FindRelation {
  return (call) => {
    if (/^(ref|source)\s*\(/.test(call)) return relationOfCall(call, scope);
    return directTable(call, scope);
  };
}

function directTable(name: string, scope: CompletionScope): ScopeRelation | null {
  const lower = name.toLowerCase();
  return (
    scope.models.find((model) => model.name.toLowerCase() === lower) ??
    scope.sources.find((table) => table.name.toLowerCase() === lower) ??
    null
  );
}

function readTables(text: string, scope: CompletionScope): ScopeRelation[] {
  return [...text.matchAll(/\b(?:ref|source)\([^)]*\)/g)].flatMap((match) => relationOfCall(match[0], scope) ?? []);
}

function relationOfCall(call: string, scope: CompletionScope): ScopeRelation | null {
  const [first, second] = [...call.matchAll(/['"]([^'"]*)['"]/g)].map((match) => match[1]!);
  if (call.startsWith("source"))
    return scope.sources.find((table) => table.source === first && table.name === second) ?? null;
  return scope.models.find((model) => model.name === (second ?? first)) ?? null;
}

function columnOffer(column: ScopeColumn, table: Pick<ScopeTable, "name">): Offer {
  const type = column.type?.toLowerCase();
  return {
    label: column.name,
    kind: "column",
    detail: type ? `${type} · ${table.name}` : table.name,
    ...(column.description ? { info: column.description } : {}),
  };
}

function columnCount(table: ScopeTable): string {
  return table.columns.length === 0 ? "CTE" : `CTE · ${table.columns.length} columns`;
}

function distinct(offers: readonly Offer[]): Offer[] {
  const seen = new Set<string>();
  return offers.filter((offer) => !seen.has(offer.label) && seen.add(offer.label));
}

function insideString(line: string): boolean {
  return count(line, /'/g) % 2 === 1;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
