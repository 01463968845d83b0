/** What the manifest knows of a result's columns: the tests on one of them, and which are tested to be the key. */
import type { NodeId } from "../../engine/core/ids.ts";
import type { Manifest, ManifestNode } from "../../engine/core/manifest.ts";

const HAS_ROWS = new Set(["model", "seed", "snapshot", "source"]);

/** The node by its id, or the one relation of that name; null when the name says nothing. */
export function relationNamed(manifest: Manifest | null, id: NodeId | null, name: string): ManifestNode | null {
  if (!manifest) return null;
  if (id !== null) return manifest.nodes.get(id) ?? null;
  const found = [...manifest.nodes.values()].filter((node) => node.name === name && HAS_ROWS.has(node.resource_type));
  return found.length === 1 ? found[0]! : null;
}

export function columnTests(manifest: Manifest | null, node: ManifestNode | null, column: string): ManifestNode[] {
  return testsOf(manifest, node).filter((test) =>
    columnsOf(test).some((name) => name.toLowerCase() === column.toLowerCase()),
  );
}

/** Columns that a test holds to be unique, alone or together. */
export function testedColumns(manifest: Manifest | null, node: ManifestNode | null): string[][] {
  return testsOf(manifest, node).flatMap((test) => {
    const name = test.test_metadata?.name;
    return name === "unique" || name === "unique_combination_of_columns" ? [columnsOf(test)] : [];
  });
}

function testsOf(manifest: Manifest | null, node: ManifestNode | null): ManifestNode[] {
  if (!manifest || !node) return [];
  return (manifest.child_map.get(node.unique_id) ?? []).flatMap((id) => {
    const test = manifest.nodes.get(id);
    return test?.resource_type === "test" && (test.attached_node ?? node.unique_id) === node.unique_id ? [test] : [];
  });
}

function columnsOf(test: ManifestNode): string[] {
  const combination = test.test_metadata?.kwargs["combination_of_columns"];
  if (Array.isArray(combination)) return combination.map(String);
  const column = test.column_name ?? test.test_metadata?.kwargs["column_name"];
  return typeof column === "string" ? [column] : [];
}
