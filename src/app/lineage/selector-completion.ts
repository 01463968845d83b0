/**
 * Completion of the selector box: text and caret in, the range to replace and what may stand there out.
 *
 * The word starts after `+`, `2+`, `@`, a comma or a method, so that `2+ent` completes to `2+entity_customers` and keeps its sign.
 */
import type { Manifest } from "../../engine/core/manifest.ts";
import { madeAs } from "./lens.ts";

export interface SelectorOption {
  readonly text: string;
  /** What it is: how many nodes a tag has, a column's type. */
  readonly note: string;
  /** True when something must follow: the next list opens by itself. */
  readonly opens: boolean;
}

export interface SelectorCompletion {
  readonly from: number;
  readonly to: number;
  readonly options: readonly SelectorOption[];
}

export interface SelectorVocabulary {
  readonly names: ReadonlyMap<string, string>;
  /** Method -> its values with a note each. */
  readonly methods: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** `model` or `source.table` -> its columns with their types. */
  readonly columns: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

const SHOWN = 10;
const EXCLUDE = "--exclude";

export function vocabularyOf(manifest: Manifest, countWord: (total: number) => string): SelectorVocabulary {
  const names = new Map<string, string>();
  const columns = new Map<string, Map<string, string>>();
  const counts = new Map<string, Map<string, number>>();
  const count = (method: string, value: string | null | undefined) => {
    if (value === null || value === undefined || value === "") return;
    const values = counts.get(method) ?? new Map<string, number>();
    counts.set(method, values.set(value, (values.get(value) ?? 0) + 1));
  };
  for (const node of manifest.nodes.values()) {
    const isTable = ["model", "seed", "snapshot", "source"].includes(node.resource_type);
    if (!isTable && node.resource_type !== "exposure") continue;
    const call = node.resource_type === "source" ? `${node.source_name ?? ""}.${node.name}` : node.name;
    if (node.resource_type !== "source" && node.resource_type !== "exposure") names.set(call, madeAs(node));
    const own = new Map(
      Object.values(node.columns).map((column) => [column.name, column.data_type?.toLowerCase() ?? ""]),
    );
    if (isTable && own.size > 0) columns.set(call, own);
    for (const tag of node.tags) count("tag", tag);
    for (const folder of foldersOf(node.original_file_path)) count("path", folder);
    count("resource_type", node.resource_type);
    count("package", node.package_name);
    count("group", node.group);
    count("file", node.original_file_path.split("/").at(-1));
    if (node.resource_type === "source") {
      count("source", node.source_name);
      count("source", call);
    }
    if (node.resource_type === "exposure") count("exposure", node.name);
    if (node.resource_type === "model") count("config.materialized", node.config.materialized);
  }
  const methods = new Map(
    [...counts].map(([method, values]) => [
      method,
      new Map([...values].sort(([a], [b]) => (a < b ? -1 : 1)).map(([value, total]) => [value, countWord(total)])),
    ]),
  );
  return { names, methods, columns };
}

export function completeSelector(
  text: string,
  caret: number,
  vocabulary: SelectorVocabulary,
): SelectorCompletion | null {
  const before = text.slice(0, caret);
  const wordFrom = before.search(/\S*$/);
  const to = caret + (/^[^\s,+]*/.exec(text.slice(caret))?.[0].length ?? 0);
  const word = before.slice(wordFrom);
  if (word.startsWith("-")) {
    const fits = EXCLUDE.startsWith(word) && !before.slice(0, wordFrom).includes(EXCLUDE);
    return fits && word !== EXCLUDE
      ? { from: wordFrom, to, options: [{ text: EXCLUDE, note: "", opens: true }] }
      : null;
  }
  const partFrom = wordFrom + word.lastIndexOf(",") + 1;
  const part = text.slice(partFrom, caret);
  const lead = /^(@|\d*\+)?/.exec(part)?.[0].length ?? 0;
  const from = partFrom + lead;
  const term = part.slice(lead);
  // A sign behind the name ends it: nothing is left to complete.
  if (/\+\d*$/.test(term)) return null;
  const method = /^([\w.]+):/.exec(term)?.[1];
  if (method === "column") return completeColumn(term.slice(7), from + 7, to, vocabulary);
  if (method !== undefined) {
    const values = vocabulary.methods.get(method);
    const typed = term.slice(method.length + 1);
    return values ? offer(from + method.length + 1, to, typed, [...values].map(plain)) : null;
  }
  const methods = [...vocabulary.methods.keys(), "column"].map((name) => ({ text: `${name}:`, note: "", opens: true }));
  return offer(from, to, term, [
    ...[...vocabulary.names].map(plain),
    ...(term === "" ? [] : methods),
    ...(vocabulary.methods.get("path") && term.includes("/") ? [...vocabulary.methods.get("path")!].map(plain) : []),
  ]);
}

function completeColumn(
  typed: string,
  from: number,
  to: number,
  vocabulary: SelectorVocabulary,
): SelectorCompletion | null {
  const owner = [...vocabulary.columns.keys()]
    .filter((name) => typed.startsWith(`${name}.`))
    .sort((a, b) => b.length - a.length)[0];
  if (owner !== undefined) {
    const columns = vocabulary.columns.get(owner) ?? new Map<string, string>();
    return offer(from + owner.length + 1, to, typed.slice(owner.length + 1), [...columns].map(plain));
  }
  const owners = [...vocabulary.columns.keys()].map((name) => ({ text: `${name}.`, note: "", opens: true }));
  return offer(from, to, typed, owners);
}

function plain([text, note]: readonly [string, string]): SelectorOption {
  return { text, note, opens: false };
}

function offer(from: number, to: number, typed: string, options: readonly SelectorOption[]): SelectorCompletion | null {
  const wanted = typed.toLowerCase();
  const starting = options.filter((option) => option.text.toLowerCase().startsWith(wanted));
  const containing =
    wanted.length < 2
      ? []
      : options.filter((option) => {
          const at = option.text.toLowerCase().indexOf(wanted);
          return at > 0;
        });
  const useful = [...starting, ...containing].filter((option) => option.text !== typed).slice(0, SHOWN);
  return useful.length === 0 ? null : { from, to, options: useful };
}

/** `models/saas/marts/x.sql` -> models, models/saas, models/saas/marts. */
function foldersOf(path: string): string[] {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}
