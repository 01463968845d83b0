/** Columns of a node with their tests, and its grain, from what the project declares. */
import type { Manifest, ManifestNode } from "../../engine/core/manifest.ts";
import { testsOfNode } from "../session/tests-of-node.ts";

export interface ColumnFacts {
  readonly name: string;
  readonly type: string | null;
  readonly description: string;
  /** Tested to be unique and never null. */
  readonly isKey: boolean;
  readonly tests: number;
  /** "unique, not_null" */
  readonly testNames: string;
}

export function describeColumns(manifest: Manifest, node: ManifestNode): ColumnFacts[] {
  const tests = testsOfNode(manifest, node.unique_id).flatMap((id) => manifest.nodes.get(id) ?? []);
  return Object.values(node.columns).map((column) => {
    const names = tests
      .filter((test) => test.column_name === column.name)
      .map((test) => test.test_metadata?.name ?? test.name);
    return {
      name: column.name,
      type: column.data_type?.toLowerCase() ?? null,
      description: column.description,
      isKey: names.includes("unique") && names.includes("not_null"),
      tests: names.length,
      testNames: names.join(", "),
    };
  });
}

/**
 * What one row stands for: the tested key, else what the description says at its end ("Grain: customer x day." or "One row per
 * customer.").
 */
export function grainOf(manifest: Manifest, node: ManifestNode): string | null {
  const declared = node.config.meta["grain"] ?? node.meta["grain"];
  if (typeof declared === "string") return declared;
  const said = /(?:grain:\s*|one row (?:per|for each)\s+)([^.]+)\.?\s*$/i.exec(node.description)?.[1];
  if (said !== undefined) return said.trim();
  const keys = describeColumns(manifest, node).filter((column) => column.isKey);
  return keys.length === 1 ? (keys[0]?.name ?? null) : null;
}
