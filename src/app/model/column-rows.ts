/** What the columns tab lists: the described columns in their order, then those that the built relation or the query has besides. */
import type { NodeId } from "../../engine/core/ids.ts";
import type { ManifestNode } from "../../engine/core/manifest.ts";
import type { Column } from "../../engine/core/table.ts";

export interface ColumnRow {
  readonly name: string;
  /** Null until the relation is built. */
  readonly type: string | null;
  readonly description: string;
  readonly tests: readonly { readonly id: NodeId; readonly label: string }[];
}

export function columnRows(
  node: ManifestNode | null,
  built: readonly Column[] | null,
  tests: readonly ManifestNode[],
  inQuery: readonly string[] = [],
): ColumnRow[] {
  const described = Object.values(node?.columns ?? {});
  const types = new Map((built ?? []).map((column) => [column.name.toLowerCase(), column.type]));
  const names = [...described.map((column) => column.name), ...(built ?? []).map((column) => column.name), ...inQuery];
  const seen = new Set<string>();
  return names
    .filter((name) => !seen.has(name.toLowerCase()) && seen.add(name.toLowerCase()))
    .map((name) => {
      const info = described.find((column) => column.name.toLowerCase() === name.toLowerCase());
      return {
        name,
        type: types.get(name.toLowerCase()) ?? info?.data_type ?? null,
        description: info?.description ?? "",
        tests: tests
          .filter((test) => test.column_name?.toLowerCase() === name.toLowerCase())
          .map((test) => ({ id: test.unique_id, label: testLabel(test) })),
      };
    });
}

/** `not_null`, `relationships to entity_plans`, or the name of a singular test. */
export function testLabel(test: ManifestNode): string {
  const metadata = test.test_metadata;
  if (!metadata) return test.name;
  const to = metadata.kwargs["to"];
  const target = typeof to === "string" ? /['"]([^'"]+)['"]\s*\)\s*$/.exec(to)?.[1] : undefined;
  return target === undefined ? metadata.name : `${metadata.name} to ${target}`;
}
