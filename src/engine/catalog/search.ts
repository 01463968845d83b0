/**
 * Search through the catalogue: text in, ranked hits out, each with where it was found.
 *
 * This function stands on its own on purpose: nothing outside it is used, because its text is also written into the exported page
 * (`page.ts`), where there are no modules. Import types only.
 */
import type { DocEntry } from "./entry.ts";

export type FoundIn = "exact" | "name" | "column" | "description" | "tag" | "code";

export interface DocHit {
  /** Position of the entry in the list that was given. */
  readonly at: number;
  /** Position of the column that was found; -1 for the entry itself. */
  readonly column: number;
  readonly where: FoundIn;
}

export interface DocSearch {
  /** Everything when the text is empty. Words of the form `kind:model`, `layer:mart`, `tag:`, `owner:`, `domain:`, `column:` narrow it. */
  find(text: string): DocHit[];
  /** The words of a text that are looked for, without those that narrow. */
  words(text: string): string[];
}

export function createDocSearch(entries: readonly DocEntry[]): DocSearch {
  const ORDER: FoundIn[] = ["exact", "name", "column", "description", "tag", "code"];
  // Kinds in the order in which equals are listed; tests come last, there are thousands.
  const KINDS = ["metric", "model", "source", "seed", "snapshot", "exposure", "semantic_model", "saved_query", "macro"];
  const kindRank = (kind: string): number => {
    const at = KINDS.indexOf(kind);
    return at >= 0 ? at : kind === "test" || kind === "unit_test" ? 99 : 50;
  };
  const index = entries.map((entry) => ({
    name: entry.name.toLowerCase(),
    title: entry.title.toLowerCase(),
    description: entry.description.toLowerCase(),
    tags: [...entry.tags, entry.owner ?? "", entry.domain ?? "", ...entry.facts.map((fact) => fact[1])]
      .join("\n")
      .toLowerCase(),
    code: "",
    columns: entry.columns.map((column) => ({
      name: column.name.toLowerCase(),
      description: column.description.toLowerCase(),
    })),
    rank: kindRank(entry.kind),
  }));
  // Equals are listed by name: sorting numbers is what keeps thousands of hits instant.
  const byName = index.map((_, at) => at).sort((a, b) => ((index[a]?.name ?? "") < (index[b]?.name ?? "") ? -1 : 1));
  const order = new Float64Array(index.length);
  byName.forEach((at, position) => (order[at] = position));
  const parse = (text: string) => {
    const narrowed: { field: string; value: string }[] = [];
    const words: string[] = [];
    for (const word of text.toLowerCase().split(/\s+/)) {
      const field = /^(kind|layer|tag|owner|domain|column):(.+)$/.exec(word);
      if (field?.[1] !== undefined && field[2] !== undefined) narrowed.push({ field: field[1], value: field[2] });
      else if (word !== "") words.push(word);
    }
    return { narrowed, words };
  };
  const keeps = (entry: DocEntry, field: string, value: string): boolean => {
    if (field === "kind") return entry.kind === value;
    if (field === "tag") return entry.tags.some((tag) => tag.toLowerCase() === value);
    if (field === "column") return entry.columns.some((column) => column.name.toLowerCase().includes(value));
    const own = field === "layer" ? entry.layer : field === "owner" ? entry.owner : entry.domain;
    return own !== null && own.toLowerCase().startsWith(value);
  };

  return {
    words: (text) => parse(text).words,
    find(text) {
      const { narrowed, words } = parse(text);
      const all = words.join(" ");
      const joined = words.join("_");
      const found: { hit: DocHit; key: number }[] = [];
      const has = (place: string): boolean => words.every((word) => place.includes(word));
      index.forEach((own, at) => {
        const entry = entries[at];
        if (entry === undefined || !narrowed.every(({ field, value }) => keeps(entry, field, value))) return;
        // Tests repeat the names of what they test, and there are thousands: they follow everything else.
        const late = own.rank === 99 ? 50 : 0;
        const add = (where: FoundIn, column: number, nudge: number, length: number): void => {
          const score = where === "exact" ? 0 : ORDER.indexOf(where) * 10 + nudge + late;
          const key = ((score * 100 + own.rank) * 1000 + Math.min(999, length)) * 100_000 + (order[at] ?? 0);
          found.push({ hit: { at, column, where }, key });
        };
        if (words.length === 0) {
          add("name", -1, 0, 0);
          return;
        }
        if (own.name === all || own.name === joined || own.title === all || own.title.endsWith(`(${all})`))
          add("exact", -1, 0, own.name.length);
        else if (has(own.title)) add("name", -1, own.name.startsWith(joined) ? 0 : 1, own.name.length);
        else if (has(own.description)) add("description", -1, 0, own.name.length);
        else if (has(own.tags)) add("tag", -1, 0, own.name.length);
        else {
          if (own.code === "" && entry.code !== "") own.code = entry.code.toLowerCase();
          if (has(own.code)) add("code", -1, 0, own.name.length);
        }
        own.columns.forEach((column, position) => {
          if (has(column.name)) {
            const exact = column.name === all || column.name === joined;
            add("column", position, exact ? -5 : 0, column.name.length);
          } else if (has(column.description)) add("description", position, 5, column.name.length);
        });
      });
      found.sort((a, b) => a.key - b.key || a.hit.column - b.hit.column);
      return found.map(({ hit }) => hit);
    },
  };
}
