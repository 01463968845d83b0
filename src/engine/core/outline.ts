/**
 * The outline of a project: who reads whom and where it lies, without code, tests, columns and descriptions.
 *
 * It is made when the page is built, from the same files that the page brings along, and is a fiftieth of them: the lineage stands
 * while they are still on their way. It is for pictures only; whoever needs a fact of a node waits for the manifest.
 */
import { BLANK_NODE } from "./blank-node.ts";
import type { NodeId } from "./ids.ts";
import type { Json, Manifest, ManifestNode } from "./manifest.ts";

export interface Outline {
  readonly project: string;
  readonly vars: Record<string, Json>;
  /** In the manifest's order. */
  readonly nodes: readonly OutlineNode[];
}

/** What is empty is left out. */
export interface OutlineNode {
  readonly id: NodeId;
  readonly path: string;
  readonly fqn: readonly string[];
  readonly materialized?: string;
  readonly tags?: readonly string[];
  readonly domain?: string;
  readonly group?: string;
  readonly source?: string;
  /** Places in the list of the nodes that this one reads. */
  readonly reads?: readonly number[];
}

const OUTLINED: ReadonlySet<string> = new Set(["model", "source", "seed", "snapshot", "exposure", "analysis"]);

export function outlineOf(manifest: Manifest): Outline {
  const nodes = [...manifest.nodes.values()].filter((node) => OUTLINED.has(node.resource_type));
  const places = new Map(nodes.map((node, place) => [node.unique_id, place]));
  const day = manifest.vars["as_of_date"];
  return {
    project: manifest.project_name,
    vars: day === undefined ? {} : { as_of_date: day },
    nodes: nodes.map((node): OutlineNode => {
      const domain = node.config.meta["domain"] ?? node.meta["domain"];
      const reads = node.depends_on.nodes.flatMap((id) => places.get(id) ?? []);
      return {
        id: node.unique_id,
        path: node.original_file_path,
        fqn: node.fqn,
        ...(node.config.materialized === "" ? {} : { materialized: node.config.materialized }),
        ...(node.tags.length > 0 ? { tags: node.tags } : {}),
        ...(typeof domain === "string" ? { domain } : {}),
        ...(node.group === null ? {} : { group: node.group }),
        ...(node.source_name === null ? {} : { source: node.source_name }),
        ...(reads.length > 0 ? { reads } : {}),
      };
    }),
  };
}

/** A manifest whose nodes say of themselves only what the outline says. */
export function manifestOfOutline(outline: Outline): Manifest {
  const nodes = new Map<NodeId, ManifestNode>();
  const children = new Map<NodeId, NodeId[]>();
  for (const entry of outline.nodes) {
    const node = nodeOf(entry, outline);
    nodes.set(node.unique_id, node);
    for (const parent of new Set(node.depends_on.nodes))
      children.set(parent, [...(children.get(parent) ?? []), node.unique_id]);
  }
  return {
    project_name: outline.project,
    packages: [outline.project],
    groups: new Map(),
    docs: new Map(),
    selectors: new Map(),
    nodes,
    macros: new Map(),
    child_map: children,
    disabled: new Map(),
    vars: outline.vars,
    diagnostics: [],
  };
}

function nodeOf(entry: OutlineNode, outline: Outline): ManifestNode {
  const meta: Record<string, Json> = entry.domain === undefined ? {} : { domain: entry.domain };
  const tags = entry.tags ?? [];
  return {
    ...BLANK_NODE,
    unique_id: entry.id,
    resource_type: entry.id.slice(0, entry.id.indexOf(".")) as ManifestNode["resource_type"],
    name: entry.fqn.at(-1) ?? "",
    package_name: entry.fqn[0] ?? outline.project,
    path: entry.path.slice(entry.path.indexOf("/") + 1),
    original_file_path: entry.path,
    fqn: entry.fqn,
    config: { ...BLANK_NODE.config, materialized: entry.materialized ?? "", tags, meta },
    tags,
    meta,
    group: entry.group ?? null,
    source_name: entry.source ?? null,
    depends_on: { nodes: (entry.reads ?? []).flatMap((place) => outline.nodes[place]?.id ?? []), macros: [] },
  };
}
