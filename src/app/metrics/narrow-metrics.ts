/** What is typed and chosen beside the list -> the metrics that fit, and what each choice would leave. */
import type { MetricEntry } from "../../worker/protocol.ts";

export const FACETS = ["tier", "unit", "type", "owner"] as const;
export type Facet = (typeof FACETS)[number];
export type Chosen = Readonly<Record<Facet, string>>;

export interface Narrowed {
  readonly entries: readonly MetricEntry[];
  /** Facet -> its values with the number of metrics that each would leave. */
  readonly values: Readonly<Record<Facet, readonly (readonly [value: string, count: number])[]>>;
}

export function valueOf(entry: MetricEntry, facet: Facet): string {
  return facet === "tier" ? (entry.tier === null ? "" : String(entry.tier)) : entry[facet];
}

export function narrowMetrics(entries: readonly MetricEntry[], text: string, chosen: Chosen): Narrowed {
  const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const spoken = entries.filter((entry) => {
    const all = [entry.key, entry.label, entry.category, entry.formula, entry.description, entry.model]
      .join(" ")
      .toLowerCase();
    return words.every((word) => all.includes(word) || all.includes(word.replaceAll(" ", "_")));
  });
  const fits = (entry: MetricEntry, besides: Facet | null): boolean =>
    FACETS.every((facet) => facet === besides || chosen[facet] === "" || valueOf(entry, facet) === chosen[facet]);
  const valuesOf = (facet: Facet): (readonly [string, number])[] => {
    const counts = new Map<string, number>();
    for (const entry of spoken) {
      const value = valueOf(entry, facet);
      if (value !== "" && fits(entry, facet)) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    return [...counts].sort(([a], [b]) => a.localeCompare(b));
  };
  return {
    entries: inOrder(
      spoken.filter((entry) => fits(entry, null)),
      words.join("_"),
    ),
    values: { tier: valuesOf("tier"), unit: valuesOf("unit"), type: valuesOf("type"), owner: valuesOf("owner") },
  };
}

/** The exact name first, so that Enter opens what was typed; otherwise as the list has them. */
function inOrder(entries: readonly MetricEntry[], name: string): readonly MetricEntry[] {
  const exact = entries.filter((entry) => name !== "" && (entry.name === name || entry.key === name));
  return exact.length === 0 ? entries : [...exact, ...entries.filter((entry) => !exact.includes(entry))];
}

/** The metric that an address means: `revenue.mrr`, dbt's `revenue_mrr`, or a name that only one metric has. */
export function metricAt(entries: readonly MetricEntry[], name: string): MetricEntry | null {
  const exact = entries.find((entry) => entry.key === name);
  if (exact) return exact;
  const dbt = entries.find((entry) => entry.node?.split(".").at(-1) === name);
  if (dbt) return dbt;
  const named = entries.filter((entry) => entry.name === name);
  return named.length === 1 ? named[0]! : null;
}
