/**
 * Which columns say whose version a row is. A snapshot declares its `unique_key`; a model is held to one by tests on overlaps or on
 * a combination with the start of the version; without those the first column that ends in `_id` and is not unique by itself counts.
 */
import type { Manifest, ManifestNode } from "../core/manifest.ts";
import type { PeriodColumns } from "./period-columns.ts";

export function historyKey(
  manifest: Manifest,
  node: ManifestNode,
  period: PeriodColumns,
  /** The columns that the table has; without them those that the project describes. */
  names: readonly string[] = Object.values(node.columns).map((column) => column.name),
): readonly string[] {
  const known = new Map(names.map((name) => [name.toLowerCase(), name]));
  // A table that is not built and not described has to be taken at its word.
  const resolve = (wanted: readonly string[]): readonly string[] | null => {
    if (names.length === 0) return wanted.length === 0 ? null : wanted;
    const found = wanted.flatMap((name) => known.get(name.toLowerCase()) ?? []);
    return wanted.length > 0 && found.length === wanted.length ? found : null;
  };
  const declared = resolve(texts(node.config["unique_key"]));
  if (node.resource_type === "snapshot" && declared !== null) return declared;

  const tests = (manifest.child_map.get(node.unique_id) ?? []).flatMap((id) => manifest.nodes.get(id) ?? []);
  const period_ = new Set([period.from.toLowerCase(), period.to.toLowerCase()]);
  for (const test of tests) {
    const key = resolve(texts(test.test_metadata?.kwargs["key"]));
    if (key !== null && /overlap|gap|current/.test(test.test_metadata?.name ?? "")) return key;
  }
  for (const test of tests) {
    const { kwargs } = test.test_metadata ?? {};
    const columns = texts(kwargs?.["columns"] ?? kwargs?.["combination_of_columns"]);
    if (!columns.some((name) => name.toLowerCase() === period.from.toLowerCase())) continue;
    const key = resolve(columns.filter((name) => !period_.has(name.toLowerCase())));
    if (key !== null) return key;
  }
  if (declared !== null && !declared.some((name) => period_.has(name.toLowerCase()))) return declared;

  const unique = new Set(
    tests.flatMap((test) => (test.test_metadata?.name === "unique" ? [test.column_name?.toLowerCase()] : [])),
  );
  const plain = names.filter(
    (name) => !period_.has(name.toLowerCase()) && !unique.has(name.toLowerCase()) && !name.startsWith("dbt_"),
  );
  const guess = plain.find((name) => /_id$/i.test(name)) ?? plain[0];
  return guess === undefined ? [] : [guess];
}

function texts(given: unknown): readonly string[] {
  if (typeof given === "string") return [given];
  return Array.isArray(given) ? given.filter((item): item is string => typeof item === "string") : [];
}
