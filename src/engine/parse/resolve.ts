/** Turns the refs and sources that nodes name into edges, and says which of them lead nowhere. */
import { EngineError, diagnostic } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import type { NodeId } from "../core/ids.ts";
import type { ManifestNode, RefArgs } from "../core/manifest.ts";
import { nearest } from "../core/nearest.ts";
import type { SourceSpan } from "../core/source-file.ts";
import { templateOf } from "../context/templates.ts";
import { packageOf } from "../project/project.ts";
import type { Project } from "../project/project.ts";
import { findCall } from "./record.ts";

/** Finds what ref() and source() mean; used while parsing and again while compiling. */
export interface Lookup {
  /**
   * `from` is the package of the node that asks. dbt's order: the root project, that package, then any other. A ref without version
   * means the latest one. Throws P004 when several other packages have the name.
   */
  ref(args: RefArgs, from: string): ManifestNode | null;
  source(source: string, table: string, from: string): ManifestNode | null;
  /** A node that the ref would mean if it were not switched off. */
  disabled(args: RefArgs): ManifestNode | null;
  disabledSource(source: string, table: string): ManifestNode | null;
  /** The packages that have a node of that name. */
  packagesOf(args: RefArgs): readonly string[];
  readonly refNames: readonly string[];
  readonly sourceNames: readonly string[];
}

type ByPackage = Map<string, ManifestNode>;

export function createLookup(
  nodes: Iterable<ManifestNode>,
  disabledNodes: Iterable<ManifestNode>,
  project: Pick<Project, "name" | "flags">,
): Lookup {
  const byName = new Map<string, ByPackage>();
  const sources = new Map<string, ByPackage>();
  fill(byName, sources, nodes);
  const offByName = new Map<string, ByPackage>();
  const offSources = new Map<string, ByPackage>();
  fill(offByName, offSources, disabledNodes);
  const ownFirst = project.flags["require_ref_searches_node_package_before_root"] === true;
  const nearestPackage = (found: ByPackage | undefined, name: string, from: string): ManifestNode | null => {
    if (found === undefined) return null;
    const [first, second] = ownFirst ? [from, project.name] : [project.name, from];
    const near = found.get(first) ?? found.get(second);
    if (near) return near;
    const [only, ...others] = [...found.values()];
    if (only && others.length > 0) {
      const packages = [...found.keys()].map((owner) => `"${owner}"`).join(" and ");
      throw new EngineError("P004", `"${name}" is in the packages ${packages}; which one is meant?`, {
        hint: `Name the package: ref('${only.package_name}', '${name}').`,
      });
    }
    return only ?? null;
  };
  return {
    ref(args, from) {
      const key = refKey(args);
      const found = byName.get(key);
      return args.package === null ? nearestPackage(found, key, from) : (found?.get(args.package) ?? null);
    },
    source: (source, table, from) => nearestPackage(sources.get(`${source}.${table}`), `${source}.${table}`, from),
    disabled: (args) => {
      const found = offByName.get(refKey(args));
      return (args.package === null ? found?.values().next().value : found?.get(args.package)) ?? null;
    },
    disabledSource: (source, table) => offSources.get(`${source}.${table}`)?.values().next().value ?? null,
    packagesOf: (args) => [...(byName.get(refKey(args))?.keys() ?? [])],
    refNames: [...byName.keys()],
    sourceNames: [...sources.keys()],
  };
}

function fill(byName: Map<string, ByPackage>, sources: Map<string, ByPackage>, nodes: Iterable<ManifestNode>): void {
  const keep = (map: Map<string, ByPackage>, key: string, node: ManifestNode): void => {
    let found = map.get(key);
    if (!found) map.set(key, (found = new Map<string, ManifestNode>()));
    found.set(node.package_name, node);
  };
  for (const node of nodes) {
    switch (node.resource_type) {
      case "model":
        if (node.version !== null) keep(byName, `${node.name}.v${node.version}`, node);
        if (node.version === null || String(node.version) === String(node.latest_version))
          keep(byName, node.name, node);
        break;
      case "seed":
      case "snapshot":
        keep(byName, node.name, node);
        break;
      case "source":
        keep(sources, `${node.source_name ?? ""}.${node.name}`, node);
        break;
      default:
    }
  }
}

function refKey({ name, version }: RefArgs): string {
  return version === null || version === 0 || version === "" ? name : `${name}.v${version}`;
}

/**
 * Puts the edges into `nodes`. A test that refers to nothing is moved to `disabled`, as dbt does it, with a warning unless what it
 * refers to is switched off.
 */
export function resolveDependencies(
  nodes: Map<NodeId, ManifestNode>,
  disabled: Map<NodeId, ManifestNode>,
  lookup: Lookup,
  project: Project,
): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  for (const [id, node] of nodes) {
    if (node.refs.length === 0 && node.sources.length === 0) continue;
    const { found, problems } = parentsOf(node, lookup, project);
    const isDangling = node.resource_type === "test" && problems.some(({ kind }) => kind !== "refused");
    for (const { problem, kind } of problems) {
      if (kind === "refused" || !isDangling) diagnostics.push(problem);
      else if (kind === "missing") diagnostics.push({ ...problem, severity: "warning" });
    }
    if (isDangling) {
      nodes.delete(id);
      disabled.set(id, { ...node, config: { ...node.config, enabled: false } });
    } else if (found.length > 0 || problems.length > 0) nodes.set(id, withParents(node, found));
  }
  return diagnostics;
}

interface Parents {
  /** Each once. */
  readonly found: readonly NodeId[];
  /** What is not there, what is there and switched off, and what may not be read. */
  readonly problems: readonly { readonly problem: Diagnostic; readonly kind: "missing" | "off" | "refused" }[];
}

function parentsOf(node: ManifestNode, lookup: Lookup, project: Project): Parents {
  const found = node.depends_on.nodes.slice();
  const problems: Parents["problems"][number][] = [];
  const add = ({ unique_id: id }: ManifestNode): void => {
    if (!found.includes(id)) found.push(id);
  };
  try {
    for (const [source, table] of node.sources) {
      const target = lookup.source(source, table, node.package_name);
      if (target) add(target);
      else {
        const kind = lookup.disabledSource(source, table) === null ? "missing" : "off";
        problems.push({ problem: unknownSource(node, source, table, lookup), kind });
      }
    }
    for (const ref of node.refs) {
      const target = lookup.ref(ref, node.package_name);
      if (!target) {
        const kind = lookup.disabled(ref) === null ? "missing" : "off";
        problems.push({ problem: unknownRef(node, ref, lookup), kind });
        continue;
      }
      const refused = accessDiagnostic(node, target, ref, project);
      if (refused) problems.push({ problem: refused, kind: "refused" });
      add(target);
    }
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    problems.push({ problem: { ...error.diagnostic, at: node.span, node: node.unique_id }, kind: "refused" });
  }
  return { found, problems };
}

const kept = new WeakMap<ManifestNode, ManifestNode>();

/** A node that is the one of the last time, with the parents of the last time, is handed out as it was then. */
function withParents(node: ManifestNode, parents: readonly NodeId[]): ManifestNode {
  const before = kept.get(node);
  const known = before?.depends_on.nodes;
  if (before && known?.length === parents.length && known.every((id, index) => id === parents[index])) return before;
  // A copy, since a list that grew has room for more.
  const resolved = { ...node, depends_on: { ...node.depends_on, nodes: parents.slice() } };
  kept.set(node, resolved);
  return resolved;
}

/** Why `node` may not refer to `target`: a private model is for its group, a protected one for its package if that says so. */
function accessDiagnostic(node: ManifestNode, target: ManifestNode, ref: RefArgs, project: Project): Diagnostic | null {
  if (target.resource_type !== "model" || node.resource_type === "operation") return null;
  const isOutside = node.package_name !== target.package_name;
  const isClosed = isOutside && (packageOf(project, target.package_name)?.restrictAccess ?? false);
  if (target.access === "private" && (node.group === null || node.group !== target.group || isClosed)) {
    return diagnostic(
      "R005",
      `${label(node)} refers to "${target.name}", which is private to the group "${target.group ?? ""}".`,
      {
        hint: `Put "${node.name}" into that group, or make "${target.name}" protected or public.`,
        at: placeOf(node, "ref", [ref.name]),
        node: node.unique_id,
      },
    );
  }
  if (target.access === "protected" && isClosed) {
    return diagnostic(
      "R005",
      `${label(node)} refers to "${target.name}", which is protected by the package "${target.package_name}".`,
      {
        hint: `Only public models of "${target.package_name}" may be read from outside.`,
        at: placeOf(node, "ref", [ref.name]),
        node: node.unique_id,
      },
    );
  }
  return null;
}

export function unknownRef(node: ManifestNode, ref: RefArgs, lookup: Lookup): Diagnostic {
  const name = refKey(ref);
  const written = ref.package === null ? name : `${ref.package}.${name}`;
  const at = placeOf(node, "ref", [ref.name]);
  if (lookup.disabled(ref)) {
    return diagnostic("R004", `${label(node)} refers to "${written}", which is disabled.`, {
      hint: `Set \`enabled: true\` for "${ref.name}", or take the ref out.`,
      at,
      node: node.unique_id,
    });
  }
  const versions = lookup.refNames.filter((known) => known.startsWith(`${ref.name}.v`));
  const near = nearest(
    ref.name,
    lookup.refNames.filter((known) => known !== ref.name),
  );
  return diagnostic("R001", `${label(node)} refers to "${written}", which does not exist.`, {
    hint:
      ref.version !== null && versions.length > 0
        ? `Versions are: ${versions.map((known) => known.slice(ref.name.length + 2)).join(", ")}.`
        : near === null
          ? misplaced(ref, lookup)
          : `Did you mean ref('${near}')?`,
    at,
    node: node.unique_id,
  });
}

/** The name is right, or nothing is like it: perhaps the package is wrong. */
function misplaced(ref: RefArgs, lookup: Lookup): string {
  const [owner] = ref.package === null ? [] : lookup.packagesOf(ref);
  return owner === undefined
    ? `Create "models/${ref.name}.sql", or fix the name.`
    : `Did you mean ref('${owner}', '${ref.name}')?`;
}

export function unknownSource(node: ManifestNode, source: string, table: string, lookup: Lookup): Diagnostic {
  if (lookup.disabledSource(source, table)) {
    return diagnostic("R004", `${label(node)} reads the source "${source}.${table}", which is disabled.`, {
      hint: `Set \`enabled: true\` for it, or take the source() out.`,
      at: placeOf(node, "source", [source, table]),
      node: node.unique_id,
    });
  }
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
  const kind = node.resource_type.replaceAll("_", " ");
  return `${kind.charAt(0).toUpperCase()}${kind.slice(1)} "${node.name}"`;
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

/** Types of nodes whose text stands in a SQL file. */
const IN_FILES: readonly ManifestNode["resource_type"][] = ["model", "analysis", "test", "snapshot"];

function placeOf(node: ManifestNode, fn: "ref" | "source", names: readonly string[]): SourceSpan {
  if (node.test_metadata !== null || !IN_FILES.includes(node.resource_type) || !node.span.path.endsWith(".sql"))
    return node.span;
  try {
    const isBlock = node.resource_type === "snapshot";
    const call = findCall(
      templateOf(isBlock ? `${node.span.path}#${node.name}` : node.span.path, node.raw_code),
      fn,
      names,
    );
    const offset = isBlock ? node.span.from : 0;
    if (call) return { path: node.span.path, from: call.from + offset, to: call.to + offset };
  } catch {
    // A file that cannot be parsed has its own diagnostic; here the whole file is place enough.
  }
  return node.span;
}
