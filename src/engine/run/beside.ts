/**
 * A run whose nodes stand in other schemas: context and schemas in, context out. What builds there leaves the real relations alone.
 *
 * Whatever refers to a moved node, by `ref`, `this` or `graph`, finds it where it stands now; all other nodes are read where they
 * are. Hooks run only when they speak of `this`: what else they do (writing to a log table, say) is no business of a trial.
 */
import type { NodeId } from "../core/ids.ts";
import type { Manifest, ManifestNode } from "../core/manifest.ts";
import { renderRelation } from "../warehouse/sql.ts";
import type { RunContext } from "./context.ts";

export function besideContext<T extends Omit<RunContext, "emit" | "signal">>(
  context: T,
  schemas: ReadonlyMap<NodeId, string>,
): T {
  const { manifest, lookup } = context;
  const moved = new Map<NodeId, ManifestNode>();
  const at = <N extends ManifestNode | null>(node: N): N => node && ((moved.get(node.unique_id) ?? node) as N);
  for (const [id, schema] of schemas) {
    const node = manifest.nodes.get(id);
    if (node) moved.set(id, movedNode(node, schema));
  }
  const nodes = new Map<NodeId, ManifestNode>(manifest.nodes);
  for (const [id, node] of moved) nodes.set(id, node);
  for (const node of manifest.nodes.values()) if (keepsFailures(node)) nodes.set(node.unique_id, withoutStore(node));
  const besides: Manifest = { ...manifest, nodes };
  return {
    ...context,
    manifest: besides,
    environment: { ...context.environment, manifest: () => besides, fullRefresh: true },
    lookup: {
      ref: (args, from) => at(lookup.ref(args, from)),
      source: (source, table, from) => lookup.source(source, table, from),
      refNames: lookup.refNames,
      sourceNames: lookup.sourceNames,
    },
    fullRefresh: true,
    storeFailures: false,
  };
}

function movedNode(node: ManifestNode, schema: string): ManifestNode {
  const { database, alias, config } = node;
  const own = (hooks: unknown): unknown => (Array.isArray(hooks) ? hooks.filter(ofItself) : hooks);
  return {
    ...node,
    schema,
    relation_name: node.relation_name === null ? null : renderRelation({ database, schema, identifier: alias }),
    config: { ...config, pre_hook: own(config["pre_hook"]), post_hook: own(config["post_hook"]) },
  };
}

function ofItself(hook: unknown): boolean {
  const sql = typeof hook === "string" ? hook : ((hook as { sql?: unknown } | null)?.sql ?? "");
  const text = String(sql);
  return /\bthis\b/.test(text) && !/^\s*(analyze|vacuum|checkpoint)\b/i.test(text);
}

function keepsFailures(node: ManifestNode): boolean {
  const { store_failures: store, store_failures_as: as } = node.config as Record<string, unknown>;
  return (
    node.resource_type === "test" && ((store !== undefined && store !== null) || (as !== undefined && as !== null))
  );
}

function withoutStore(node: ManifestNode): ManifestNode {
  return { ...node, config: { ...node.config, store_failures: false, store_failures_as: null } };
}
