/**
 * The columns that dbt adds to a snapshot: when a version began and ended, when it was changed, and its own id.
 *
 * They are made of the columns that the strategy looks at, so their lineage is that of these columns. With the `check` strategy the
 * times are those of the runs, and only the id and the fact of a change come from the data.
 */
import type { ManifestNode } from "../core/manifest.ts";
import type { ColumnLineage, ColumnOrigin } from "./column-lineage.ts";
import type { ColumnRef } from "./flow.ts";

const ADDED = ["dbt_scd_id", "dbt_updated_at", "dbt_valid_from", "dbt_valid_to"] as const;

export function withSnapshotColumns(lineage: ColumnLineage, node: ManifestNode): ColumnLineage {
  // The names of the query are what the added columns are told by.
  if (lineage.columns.length === 0) return lineage;
  const { config } = node;
  const checks = config["strategy"] === "check";
  const key = namesOf(config["unique_key"]);
  const changed = checks
    ? config["check_cols"] === "all"
      ? lineage.columns.map(({ name }) => name)
      : namesOf(config["check_cols"])
    : namesOf(config["updated_at"]);
  const made = ADDED.map((name): ColumnOrigin => {
    const of = name === "dbt_scd_id" ? [...key, ...changed] : changed;
    return { name: renamed(config["snapshot_meta_column_names"], name), ...originOf(lineage, of) };
  });
  const deleted: ColumnOrigin[] =
    config["hard_deletes"] === "new_record"
      ? [{ name: renamed(config["snapshot_meta_column_names"], "dbt_is_deleted"), ...originOf(lineage, key) }]
      : [];
  return { ...lineage, columns: [...lineage.columns, ...made, ...deleted] };
}

/** `updated_at` may be an expression; every column of the query that it names counts. */
function originOf(lineage: ColumnLineage, texts: readonly string[]): Omit<ColumnOrigin, "name"> {
  const words = new Set(texts.flatMap((text) => text.toLowerCase().match(/[\w$]+/g) ?? []));
  const reads = new Set<ColumnRef>();
  for (const { name, reads: own } of lineage.columns)
    if (words.has(name.toLowerCase())) for (const ref of own) reads.add(ref);
  return { kind: reads.size > 0 ? "expression" : "constant", reads: [...reads], influences: [] };
}

function namesOf(value: unknown): string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((item) => typeof item === "string");
}

function renamed(names: unknown, name: string): string {
  const own = typeof names === "object" && names !== null ? (names as Record<string, unknown>)[name] : undefined;
  return typeof own === "string" ? own : name;
}
