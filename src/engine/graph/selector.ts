/**
 * Turns a selector ("+entity_customers,tag:entity path:models/saas") into a set of node ids.
 *
 * Grammar and set semantics follow dbt: space is union, comma is intersection, `n+` and `+n` limit the depth, `@` adds the
 * parents of all children. Tests join by the mode of indirect selection: dbt's default, "eager", takes a test as soon as one of
 * its parents is selected, so `select` may return more than was named.
 */
import { EngineError } from "../core/errors.ts";
import type { NodeId } from "../core/ids.ts";
import type { Manifest, ManifestNode } from "../core/manifest.ts";
import { nearest } from "../core/nearest.ts";
import type { Dag } from "./dag.ts";
import { createDag } from "./dag.ts";

export interface Criterion {
  readonly text: string;
  readonly method: string;
  /** Of `config.materialized` the part after the dot. */
  readonly argument: string | null;
  readonly value: string;
  readonly childrensParents: boolean;
  /** Steps upstream; 0 for none, Infinity for all. */
  readonly parents: number;
  readonly children: number;
}

/** When a test joins that was not named: eager (any parent selected), cautious (all), buildable (all, or above what is selected), empty. */
export const INDIRECT_SELECTIONS = ["eager", "cautious", "buildable", "empty"] as const;
export type IndirectSelection = (typeof INDIRECT_SELECTIONS)[number];

/** Union of intersections. */
export type Selector = readonly (readonly Criterion[])[];

export interface Selection {
  readonly ids: ReadonlySet<NodeId>;
  /** Criteria that matched nothing, as written. */
  readonly unmatched: readonly string[];
}

const METHODS = [
  "fqn",
  "tag",
  "path",
  "file",
  "source",
  "exposure",
  "package",
  "config",
  "resource_type",
  "test_name",
  "test_type",
];

export function parseSelector(text: string): Selector {
  const unions = text
    .trim()
    .split(/\s+/)
    .filter((part) => part !== "");
  return unions.map((part) => part.split(",").map(parseCriterion));
}

/** Without `include` everything is selected. */
export function select(
  manifest: Manifest,
  include: string | null,
  exclude: string | null = null,
  mode: IndirectSelection = "eager",
): Selection {
  const unmatched: string[] = [];
  const context: Context = { manifest, dag: createDag(manifest), mode, unmatched };
  const all = new Set(manifest.nodes.keys());
  const chosen =
    include === null || include.trim() === ""
      ? { direct: all, indirect: new Set<NodeId>() }
      : evaluate(context, parseSelector(include));
  if (exclude !== null && exclude.trim() !== "") {
    const out = evaluate(context, parseSelector(exclude));
    for (const id of out.direct) {
      chosen.direct.delete(id);
      chosen.indirect.delete(id);
    }
  }
  addIndirect(context, chosen);
  // In the manifest's order, so that the same selection is always told in the same order.
  return { ids: new Set([...manifest.nodes.keys()].filter((id) => chosen.direct.has(id))), unmatched };
}

function parseCriterion(text: string): Criterion {
  const match = /^(@)?(?:(\d*)(\+))?(?:([\w.]+):)?(.*?)(?:(\+)(\d*))?$/.exec(text);
  const value = match?.[5] ?? "";
  if (!match || value === "") {
    throw new EngineError("G002", `The selector "${text}" cannot be read.`, {
      hint: "Examples: entity_customers, +entity_customers, 2+entity_customers+1, tag:staging, path:models/saas, a,b.",
    });
  }
  const [, at, parentsDepth, parentsPlus, method, , childrenPlus, childrenDepth] = match;
  if (at !== undefined && childrenPlus !== undefined) {
    throw new EngineError("G002", `The selector "${text}" has both "@" in front and "+" behind.`, {
      hint: `"@${value}" already takes all children and their parents.`,
    });
  }
  const [name, ...rest] = (method ?? guessMethod(value)).split(".");
  if (name === undefined || !METHODS.includes(name)) {
    const near = nearest(name ?? "", METHODS);
    throw new EngineError("G002", `The selector "${text}" uses a method "${name ?? ""}" that does not exist.`, {
      hint: near === null ? `Methods are: ${METHODS.join(", ")}.` : `Did you mean "${near}:"?`,
    });
  }
  return {
    text,
    method: name,
    argument: rest.length > 0 ? rest.join(".") : null,
    value,
    childrensParents: at !== undefined,
    parents: depth(parentsPlus, parentsDepth),
    children: depth(childrenPlus, childrenDepth),
  };
}

function depth(plus: string | undefined, digits: string | undefined): number {
  return plus === undefined ? 0 : digits === undefined || digits === "" ? Infinity : Number(digits);
}

function guessMethod(value: string): string {
  if (value.includes("/")) return "path";
  return /\.(sql|py|csv|yml|yaml)$/i.test(value) ? "file" : "fqn";
}

interface Context {
  readonly manifest: Manifest;
  readonly dag: Dag;
  readonly mode: IndirectSelection;
  readonly unmatched: string[];
}

/** `indirect`: tests that touch the selection and wait for their other parents. */
interface Picked {
  readonly direct: Set<NodeId>;
  readonly indirect: Set<NodeId>;
}

function evaluate(context: Context, selector: Selector): Picked {
  const result: Picked = { direct: new Set(), indirect: new Set() };
  for (const intersection of selector) {
    const [first, ...others] = intersection.map((criterion) => expand(context, criterion));
    if (!first) continue;
    for (const id of first.direct) if (others.every((other) => other.direct.has(id))) result.direct.add(id);
    for (const id of [...first.direct, ...first.indirect]) {
      if (others.every((other) => other.direct.has(id) || other.indirect.has(id))) result.indirect.add(id);
    }
  }
  addIndirect(context, result);
  return result;
}

function expand({ manifest, dag, mode, unmatched }: Context, criterion: Criterion): Picked {
  const named = new Set<NodeId>();
  for (const node of manifest.nodes.values()) if (matches(node, criterion)) named.add(node.unique_id);
  if (named.size === 0) unmatched.push(criterion.text);
  const selected = new Set(named);
  if (criterion.parents > 0) for (const id of dag.ancestors(named, criterion.parents)) selected.add(id);
  if (criterion.children > 0) for (const id of dag.descendants(named, criterion.children)) selected.add(id);
  if (criterion.childrensParents) {
    const below = dag.descendants(named);
    for (const id of [...below, ...dag.ancestors([...named, ...below])]) selected.add(id);
  }
  const picked: Picked = { direct: new Set(selected), indirect: new Set() };
  if (mode === "empty") return picked;
  const within = mode === "buildable" ? buildableFrom(manifest, dag, selected) : selected;
  for (const id of selected) {
    for (const child of dag.children(id)) {
      const test = manifest.nodes.get(child);
      if (test?.resource_type !== "test" || picked.direct.has(child)) continue;
      const joins = mode === "eager" || test.depends_on.nodes.every((parent) => within.has(parent));
      (joins ? picked.direct : picked.indirect).add(child);
    }
  }
  return picked;
}

/** Tests whose other parents came in with another part of the selector. */
function addIndirect({ manifest, dag, mode }: Context, { direct, indirect }: Picked): void {
  if (mode !== "cautious" && mode !== "buildable") return;
  const within = mode === "buildable" ? buildableFrom(manifest, dag, direct) : new Set(direct);
  for (const id of indirect) {
    if (!direct.has(id) && manifest.nodes.get(id)?.depends_on.nodes.every((parent) => within.has(parent)))
      direct.add(id);
  }
}

function buildableFrom(manifest: Manifest, dag: Dag, selected: ReadonlySet<NodeId>): Set<NodeId> {
  const sources = [...manifest.nodes.values()]
    .filter((node) => node.resource_type === "source")
    .map((node) => node.unique_id);
  return new Set([...selected, ...dag.ancestors(selected), ...sources]);
}

function matches(node: ManifestNode, { method, argument, value }: Criterion): boolean {
  switch (method) {
    case "fqn":
      return (
        node.resource_type !== "source" &&
        node.resource_type !== "exposure" &&
        (matchesFqn(node.fqn, value) || matchesFqn(node.fqn.slice(1), value))
      );
    case "tag":
      return node.tags.some((tag) => wildcard(value).test(tag));
    case "path":
      return matchesPath(node.original_file_path, value);
    case "file":
      return (
        wildcard(value).test(node.original_file_path.split("/").at(-1) ?? "") ||
        wildcard(value).test((node.original_file_path.split("/").at(-1) ?? "").replace(/\.[^.]*$/, ""))
      );
    case "package":
      return wildcard(value === "this" ? (node.fqn[0] ?? "") : value).test(node.package_name);
    case "resource_type":
      return node.resource_type === value;
    case "source":
      return node.resource_type === "source" && matchesSource(node, value);
    case "exposure":
      return node.resource_type === "exposure" && wildcard(value).test(node.name);
    case "test_name":
      return node.resource_type === "test" && wildcard(value).test(node.test_metadata?.name ?? node.name);
    case "test_type":
      return node.resource_type === "test" && matchesTestType(node, value);
    case "config":
      return matchesConfig(node.config, argument ?? "", value);
    default:
      return false;
  }
}

function matchesFqn(fqn: readonly string[], value: string): boolean {
  if (fqn.at(-1) === value || wildcard(value).test(fqn.at(-1) ?? "")) return true;
  const flat = fqn.flatMap((segment) => segment.split("."));
  const parts = value.split(".");
  return parts.length <= flat.length && parts.every((part, index) => wildcard(part).test(flat[index] ?? ""));
}

function matchesPath(path: string, value: string): boolean {
  const clean = value.replace(/^\.\//, "").replace(/\/$/, "");
  return path === clean || path.startsWith(`${clean}/`) || wildcard(clean).test(path);
}

function matchesSource(node: ManifestNode, value: string): boolean {
  const parts = value.split(".");
  const table = parts.length > 1 ? (parts.at(-1) ?? "*") : "*";
  const source = parts.length > 2 ? (parts[1] ?? "*") : (parts[0] ?? "*");
  return (
    (parts.length < 3 || wildcard(parts[0] ?? "*").test(node.package_name)) &&
    wildcard(source).test(node.source_name ?? "") &&
    wildcard(table).test(node.name)
  );
}

function matchesTestType(node: ManifestNode, value: string): boolean {
  if (value === "data") return true;
  return value === "generic" ? node.test_metadata !== null : value === "singular" && node.test_metadata === null;
}

function matchesConfig(config: ManifestNode["config"], path: string, value: string): boolean {
  let current: unknown = config;
  for (const key of path.split("."))
    current = typeof current === "object" && current !== null ? (current as Record<string, unknown>)[key] : undefined;
  if (Array.isArray(current)) return current.some((item) => String(item) === value);
  return current !== undefined && current !== null && String(current).toLowerCase() === value.toLowerCase();
}

const patterns = new Map<string, RegExp>();

/** Shell wildcards: `*`, `?` and `[abc]`. */
function wildcard(value: string): RegExp {
  let pattern = patterns.get(value);
  if (!pattern) {
    const source = value
      .replace(/[.+^${}()|\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".");
    try {
      pattern = new RegExp(`^${source}$`);
    } catch {
      pattern = new RegExp(`^${value.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`);
    }
    patterns.set(value, pattern);
  }
  return pattern;
}
