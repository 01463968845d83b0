/**
 * What is drawn from names, folders and who tests whom: trees, lists, the tests of a node. An edit of a model's text leaves that alone,
 * and what was made from it before the edit holds after it.
 */
import type { Manifest, ManifestNode } from "../engine/core/manifest.ts";

const shapes = new WeakMap<Manifest, object>();

/** The same object for two manifests of the same shape, where it is known that they are. */
export function shapeOf(manifest: Manifest): object {
  return shapes.get(manifest) ?? manifest;
}

/** Notes that an edit has led from one manifest to the other, with the nodes that it changed. */
export function carryShape(before: Manifest, after: Manifest, changed: readonly ManifestNode[]): void {
  if (changed.every((node) => hasSameShape(before.nodes.get(node.unique_id), node))) shapes.set(after, shapeOf(before));
}

function hasSameShape(before: ManifestNode | undefined, after: ManifestNode): boolean {
  return (
    before !== undefined &&
    before.name === after.name &&
    before.source_name === after.source_name &&
    before.resource_type === after.resource_type &&
    before.original_file_path === after.original_file_path &&
    before.attached_node === after.attached_node &&
    isSameList(before.fqn, after.fqn) &&
    (after.resource_type !== "test" || isSameList(before.depends_on.nodes, after.depends_on.nodes))
  );
}

function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((item, index) => item === other[index]);
}
