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
  /** `from` is the package of the node that asks: it sees its own package, then the root project, then the others. */
  ref(args: RefArgs, from: string): ManifestNode | null;
  source(source: string, table: string, from: string): ManifestNode | null;
  /** A node of that name that is switched off. */
  disabled(name: string): ManifestNode | null;
  readonly refNames: readonly string[];
  readonly sourceNames: readonly string[];
}

export function createLookup(
  nodes: Iterable<ManifestNode>,
  disabledNodes: Iterable<ManifestNode>,
  root: string,
): Lookup {
  const byName = new Map<string, Map<string, ManifestNode>>();
  const sources = new Map<string, Map<string, ManifestNode>>();
  const keep = (map: Map<string, Map<string, ManifestNode>>, key: string, node: ManifestNode): void => {
    let found = map.get(key);
    if (!found) map.set(key, (found = new Map<string, ManifestNode>()));
    found.set(node.package_name, node);
  };
  for (const node of nodes) {
    if (node.resource_type === "model" || node.resource_type === "seed" || node.resource_type === "snapshot")
      keep(byName, node.name, node);
    if (node.resource_type === "source") keep(sources, `${node.source_name ?? ""}.${node.name}`, node);
  }
  const disabled = new Map([...disabledNodes].map((node) => [node.name, node]));
  const nearestPackage = (found: Map<string, ManifestNode> | undefined, from: string): ManifestNode | null =>
    found === undefined ? null : (found.get(from) ?? found.get(root) ?? [...found.values()][0] ?? null);
  return {
    ref(args, from) {
      const found = byName.get(args.name);
      return args.package === null ? nearestPackage(found, from) : (found?.get(args.package) ?? null);
    },
    source: (source, table, from) => nearestPackage(sources.get(`${source}.${table}`), from),
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
      const target = lookup.ref(ref, node.package_name);
      if (target) found.add(target.unique_id);
      else diagnostics.push(unknownRef(node, ref, lookup));
    }
    for (const [source, table] of node.sources) {
      const target = lookup.source(source, table, node.package_name);
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
    const call = findCall(templateOf(node.span.path, node.raw_code), fn, names);
    if (call) return { path: node.span.path, from: call.from, to: call.to };
  } catch {
    // A file that cannot be parsed has its own diagnostic; here the whole file is place enough.
  }
  return node.span;
}
