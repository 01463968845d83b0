/**
 * Which two columns bound a version: `dbt_valid_from`/`dbt_valid_to` of snapshots, `valid_from`/`valid_to` and their relatives.
 *
 * Names are all there is to go by before a table is built, so the words are few and the pair must agree in everything else.
 */
import type { ManifestNode } from "../core/manifest.ts";

export interface PeriodColumns {
  readonly from: string;
  readonly to: string;
  /** The column that flags the version in force, or null. */
  readonly current: string | null;
}

const STARTS = ["dbt_valid_from", "valid_from", "effective_from", "effective_start", "valid_start"];
const ENDS: Readonly<Record<string, string>> = {
  dbt_valid_from: "dbt_valid_to",
  valid_from: "valid_to",
  effective_from: "effective_to",
  effective_start: "effective_end",
  valid_start: "valid_end",
};
const SUFFIXES = ["", "_date", "_at", "_ts", "_timestamp"];
const CURRENT = ["is_current", "is_current_version", "current_flag", "is_active_version"];

/** The pair among the names of a table's columns, written as they are written there; null when it has none. */
export function periodColumns(names: readonly string[]): PeriodColumns | null {
  const known = new Map(names.map((name) => [name.toLowerCase(), name]));
  for (const start of STARTS) {
    for (const suffix of SUFFIXES) {
      const from = known.get(start + suffix);
      const to = known.get(`${ENDS[start] ?? ""}${suffix}`);
      if (from === undefined || to === undefined) continue;
      const current = CURRENT.flatMap((name) => known.get(name) ?? [])[0] ?? null;
      return { from, to, current };
    }
  }
  return null;
}

/** What the project says about a node's period, before it is built: its snapshot config, its columns, else the words of its SQL. */
export function declaredPeriod(node: ManifestNode): PeriodColumns | null {
  if (node.resource_type === "snapshot") {
    const named = node.config["snapshot_meta_column_names"];
    const own = (name: string): string => {
      const given = typeof named === "object" && named !== null ? (named as Record<string, unknown>)[name] : undefined;
      return typeof given === "string" && given !== "" ? given : name;
    };
    return { from: own("dbt_valid_from"), to: own("dbt_valid_to"), current: null };
  }
  const names = Object.values(node.columns).map((column) => column.name);
  if (names.length > 0) return periodColumns(names);
  if (node.resource_type !== "model") return null;
  return periodColumns(node.raw_code.match(/\b[a-z_]+\b/gi) ?? []);
}
