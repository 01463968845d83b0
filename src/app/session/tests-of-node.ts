/** Which tests look at a node: found once for all nodes, and again only when names or tests have changed. */
import type { NodeId } from "../../engine/core/ids.ts";
import type { Manifest } from "../../engine/core/manifest.ts";
import { shapeOf } from "../../worker/project-edit.ts";

const NO_TESTS: readonly NodeId[] = [];
const testsByShape = new WeakMap<object, ReadonlyMap<NodeId, readonly NodeId[]>>();

/** Generic tests attached to the node, and singular ones that read it. */
export function testsOfNode(manifest: Manifest, id: NodeId): readonly NodeId[] {
  const shape = shapeOf(manifest);
  let byNode = testsByShape.get(shape);
  if (!byNode) testsByShape.set(shape, (byNode = indexTests(manifest)));
  return byNode.get(id) ?? NO_TESTS;
}

function indexTests(manifest: Manifest): Map<NodeId, NodeId[]> {
  const byNode = new Map<NodeId, NodeId[]>();
  for (const node of manifest.nodes.values()) {
    if (node.resource_type !== "test") continue;
    for (const tested of node.attached_node === null ? node.depends_on.nodes : [node.attached_node]) {
      const tests = byNode.get(tested) ?? [];
      tests.push(node.unique_id);
      byNode.set(tested, tests);
    }
  }
  return byNode;
}
