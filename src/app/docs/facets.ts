/** The facets beside the results: which values the found things have, how often, and which hits remain when some are chosen. */
import type { DocEntry } from "../../engine/catalog/entry.ts";
import type { DocHit } from "../../engine/catalog/search.ts";

export const FACETS = ["kind", "layer", "domain", "where", "owner", "materialized", "tested", "tag"] as const;
export type Facet = (typeof FACETS)[number];

/** Facet -> the chosen values; none chosen means that all count. */
export type Chosen = Readonly<Record<Facet, readonly string[]>>;

export interface FacetValue {
  readonly value: string;
  readonly count: number;
}

const TESTABLE = /^(model|source|seed|snapshot)$/;

export function valuesOf(facet: Facet, hit: DocHit, entry: DocEntry): readonly string[] {
  switch (facet) {
    case "kind":
      return [hit.column >= 0 ? "column" : entry.kind];
    case "where":
      return [hit.where];
    case "tested": {
      if (hit.column >= 0) return [(entry.columns[hit.column]?.tests.length ?? 0) > 0 ? "yes" : "no"];
      return TESTABLE.test(entry.kind) ? [entry.tests.length > 0 ? "yes" : "no"] : [];
    }
    case "tag":
      return entry.tags;
    default: {
      const own = entry[facet];
      return own === null ? [] : [own];
    }
  }
}

/**
 * Hits that every chosen facet lets through, and for each facet its values with the number of hits that choosing one would show: that
 * facet's own choice is left out of its count.
 */
export function narrow(
  hits: readonly DocHit[],
  entries: readonly DocEntry[],
  chosen: Chosen,
): { readonly hits: readonly DocHit[]; readonly values: ReadonlyMap<Facet, readonly FacetValue[]> } {
  const counts = new Map<Facet, Map<string, number>>(FACETS.map((facet) => [facet, new Map<string, number>()]));
  const kept: DocHit[] = [];
  const active = FACETS.filter((facet) => chosen[facet].length > 0);
  for (const hit of hits) {
    const entry = entries[hit.at];
    if (!entry) continue;
    const refusing = active.filter(
      (facet) => !valuesOf(facet, hit, entry).some((value) => chosen[facet].includes(value)),
    );
    if (refusing.length === 0) kept.push(hit);
    if (refusing.length > 1) continue;
    for (const facet of FACETS) {
      if (refusing.length === 1 && refusing[0] !== facet) continue;
      const own = counts.get(facet);
      for (const value of valuesOf(facet, hit, entry)) own?.set(value, (own.get(value) ?? 0) + 1);
    }
  }
  const values = new Map(
    [...counts].map(([facet, found]) => {
      for (const value of chosen[facet]) if (!found.has(value)) found.set(value, 0);
      return [facet, [...found].map(([value, count]) => ({ value, count })).sort(byCount)] as const;
    }),
  );
  return { hits: kept, values };
}

/** The address holds a facet as one text. */
export function readChosen(query: URLSearchParams): Chosen {
  return Object.fromEntries(
    FACETS.map((facet) => [facet, (query.get(facet) ?? "").split(",").filter((value) => value !== "")]),
  ) as unknown as Chosen;
}

function byCount(a: FacetValue, b: FacetValue): number {
  return b.count - a.count || a.value.localeCompare(b.value);
}
