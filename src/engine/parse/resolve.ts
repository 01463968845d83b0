/** Turns the refs and sources that nodes name into edges, and says which of them lead nowhere. */
import { diagnostic } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import type { NodeId } from "../core/ids.ts";
import type { ManifestNode, RefArgs } from "../core/manifest.ts";
import { nearest } from "../core/nearest.ts";
import type { SourceSpan } from "../core/source-file.ts";
import { templateOf } from "../context/templates.ts";
import { findCall } from "./record.ts";

/** Finds what ref() and source() mean; used while parsing and again while compiling. */
export interface Lookup {
  ref(args: RefArgs): ManifestNode | null;
  source(source: string, table: string): ManifestNode | null;
  /** A node of that name that is switched off. */
  disabled(name: string): ManifestNode | null;
  readonly refNames: readonly string[];
  readonly sourceNames: readonly string[];
}

export function createLookup(nodes: Iterable<ManifestNode>, disabledNodes: Iterable<ManifestNode>): Lookup {
  const byName = new Map<string, ManifestNode>();
  const sources = new Map<string, ManifestNode>();
  for (const node of nodes) {
    if (node.resource_type === "model" || node.resource_type === "seed" || node.resource_type === "snapshot")
      byName.set(node.name, node);
    if (node.resource_type === "source") sources.set(`${node.source_name ?? ""}.${node.name}`, node);
  }
  const disabled = new Map([...disabledNodes].map((node) => [node.name, node]));
  return {
    ref(args) {
      const node = byName.get(args.name) ?? null;
      return node !== null && (args.package === null || args.package === node.package_name) ? node : null;
    },
    source: (source, table) => sources.get(`${source}.${table}`) ?? null,
    disabled: (name) => disabled.get(name) ?? null,
    refNames: [...byName.keys()],
    sourceNames: [...sources.keys()],
  };
}

export function resolveDependencies(nodes: Map<NodeId, ManifestNode>, lookup: Lookup): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  for (const [id, node] of nodes) {
    if (node.refs.length === 0 && node.sources.length === 0) continue;
    const found = new Set<NodeId>();
    for (const ref of node.refs) {
      const target = lookup.ref(ref);
      if (target) found.add(target.unique_id);
      else diagnostics.push(unknownRef(node, ref, lookup));
    }
    for (const [source, table] of node.sources) {
      const target = lookup.source(source, table);
      if (target) found.add(target.unique_id);
      else diagnostics.push(unknownSource(node, source, table, lookup));
    }
    nodes.set(id, { ...node, depends_on: { ...node.depends_on, nodes: [...found] } });
  }
  return diagnostics;
}

export function unknownRef(node: ManifestNode, ref: RefArgs, lookup: Lookup): Diagnostic {
  const written = ref.package === null ? ref.name : `${ref.package}.${ref.name}`;
  const at = placeOf(node, "ref", [ref.name]);
  if (lookup.disabled(ref.name)) {
    return diagnostic("R004", `${label(node)} refers to "${written}", which is disabled.`, {
      hint: `Set \`enabled: true\` for "${ref.name}", or take the ref out.`,
      at,
      node: node.unique_id,
    });
  }
  const near = nearest(ref.name, lookup.refNames);
  return diagnostic("R001", `${label(node)} refers to "${written}", which does not exist.`, {
    hint: near === null ? `Create "models/${ref.name}.sql", or fix the name.` : `Did you mean ref('${near}')?`,
    at,
    node: node.unique_id,
  });
}

export function unknownSource(node: ManifestNode, source: string, table: string, lookup: Lookup): Diagnostic {
  const near = nearest(`${source}.${table}`, lookup.sourceNames);
  const [nearSource, nearTable] = near?.split(".") ?? [];
  return diagnostic("R002", `${label(node)} reads the source "${source}.${table}", which is not declared.`, {
    hint:
      near === null
        ? `Declare the table under \`sources:\` in a property file.`
        : `Did you mean source('${nearSource ?? ""}', '${nearTable ?? ""}')?`,
    at: placeOf(node, "source", [source, table]),
    node: node.unique_id,
  });
}

function label(node: ManifestNode): string {
  const kind = node.resource_type === "test" ? "Test" : node.resource_type === "exposure" ? "Exposure" : "Model";
  return `${kind} "${node.name}"`;
}

/**
 * A circle of refs, marked at each of its refs, since any of them could be the wrong one; the likeliest comes first. `path` starts and
 * ends with the same node.
 */
export function cycleDiagnostics(nodes: ReadonlyMap<NodeId, ManifestNode>, path: readonly NodeId[]): Diagnostic[] {
  const names = path.map((id) => nodes.get(id)?.name ?? id);
  const message = `Models depend on each other in a circle: ${names.map((name) => `"${name}"`).join(" reads ")}.`;
  return path.slice(0, -1).map((id, index) => {
    const reader = nodes.get(id);
    const read = names[index + 1] ?? "";
    return diagnostic("G001", message, {
      hint: `Take the ref to "${read}" out of "${names[index] ?? ""}", or move what both need into a model of its own.`,
      at: reader ? placeOf(reader, "ref", [read]) : null,
      node: id,
    });
  });
}

function placeOf(node: ManifestNode, fn: "ref" | "source", names: readonly string[]): SourceSpan {
  if (node.test_metadata !== null || node.resource_type === "exposure" || node.raw_code === "") return node.span;
  try {
    const call = findCall(templateOf(node.original_file_path, node.raw_code), fn, names);
    if (call) return { path: node.original_file_path, from: call.from, to: call.to };
  } catch {
    // A file that cannot be parsed has its own diagnostic; here the whole file is place enough.
  }
  return node.span;
}
