/** Manifests for tests, written as chains: `manifestOf("a > b > c", "a > c")` is three models with their refs. */
import { createNode } from "../../src/engine/parse/nodes.ts";
import type { NodeId } from "../../src/engine/core/ids.ts";
import type { Manifest, ManifestNode } from "../../src/engine/core/manifest.ts";

const idOf = (name: string): NodeId => (name.includes(".") ? `source.shop.${name}` : `model.shop.${name}`);

/** A name with a dot is a source table; `folder/name` puts a model into that folder below `models/`. */
export function manifestOf(...chains: string[]): Manifest {
  const folders = new Map<string, string[]>();
  const parents = new Map<string, Set<string>>();
  for (const chain of chains) {
    const names = chain.split(" > ").map((part) => {
      const path = part.trim().split("/");
      const name = path.pop() ?? "";
      folders.set(name, path.length > 0 ? path : (folders.get(name) ?? []));
      return name;
    });
    names.forEach((name, index) => {
      const own = parents.get(name) ?? new Set();
      const before = names[index - 1];
      if (before !== undefined) own.add(before);
      parents.set(name, own);
    });
  }
  const nodes = new Map<NodeId, ManifestNode>();
  const child_map = new Map<NodeId, NodeId[]>();
  for (const [name, own] of parents) {
    const node = nodeOf(name, folders.get(name) ?? [], [...own].map(idOf));
    nodes.set(node.unique_id, node);
    for (const parent of node.depends_on.nodes)
      child_map.set(parent, [...(child_map.get(parent) ?? []), node.unique_id]);
  }
  return {
    project_name: "shop",
    packages: ["shop"],
    groups: new Map(),
    docs: new Map(),
    selectors: new Map(),
    nodes,
    macros: new Map(),
    child_map,
    disabled: new Map(),
    vars: {},
    diagnostics: [],
  };
}

function nodeOf(fullName: string, folders: readonly string[], parents: readonly NodeId[]): ManifestNode {
  const [system = "", table] = fullName.split(".");
  const isSource = table !== undefined;
  const name = table ?? fullName;
  const path = [...folders, `${name}.sql`].join("/");
  return createNode({
    unique_id: idOf(fullName),
    resource_type: isSource ? "source" : "model",
    name,
    package_name: "shop",
    path,
    original_file_path: `models/${path}`,
    fqn: ["shop", ...folders, ...(isSource ? [system] : []), name],
    database: "strata",
    schema: "main",
    alias: name,
    raw_code: "",
    checksum: `sum-${name}`,
    config: { enabled: true, materialized: "table", tags: [], meta: {}, schema: null, database: null, alias: null },
    depends_on: { nodes: parents, macros: [] },
    span: { path: `models/${path}`, from: 0, to: 0 },
    source_name: isSource ? system : null,
  });
}
