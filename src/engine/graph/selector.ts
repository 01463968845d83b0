/**
 * Turns a selector ("+entity_customers,tag:entity path:models/saas") into a set of node ids.
 *
 * Grammar and set semantics follow dbt. Tests join by the mode of indirect selection: dbt's default, "eager", takes a test as soon as
 * one of its parents is selected, so `select` may return more than was named.
 */
import type { NodeId } from "../core/ids.ts";
import type { Manifest } from "../core/manifest.ts";
import { nearest } from "../core/nearest.ts";
import type { Dag } from "./dag.ts";
import { createDag } from "./dag.ts";
import { matchesName } from "./shell-pattern.ts";
import { matcherOf } from "./selector-methods.ts";
import { commandLineSpec } from "./selector-spec.ts";
import type { Criterion, IndirectSelection, SelectorSpec } from "./selector-spec.ts";
import { defaultSelector, namedSpec } from "./yaml-selectors.ts";

export interface Selection {
  readonly ids: ReadonlySet<NodeId>;
  /** Parts of the selector that matched nothing, as written. */
  readonly unmatched: readonly string[];
}

/**
 * `name` is a selector of selectors.yml and wins over the other two. When nothing is said at all, the default selector of
 * selectors.yml counts, else everything is selected. Throws G002 when the selector cannot be read.
 */
export function select(
  manifest: Manifest,
  include: string | null,
  exclude: string | null = null,
  mode: IndirectSelection = "eager",
  name: string | null = null,
): Selection {
  const blank = (text: string | null): boolean => text === null || text.trim() === "";
  const chosen = name ?? (blank(include) && blank(exclude) ? defaultSelector(manifest.selectors) : null);
  if (chosen === null && blank(include) && blank(exclude))
    return { ids: new Set(manifest.nodes.keys()), unmatched: [] };
  const spec = chosen === null ? commandLineSpec(include, exclude, mode) : namedSpec(manifest.selectors, chosen, mode);
  const context: Context = { manifest, dag: createDag(manifest), unmatched: [] };
  const { direct } = evaluate(context, spec);
  // In the manifest's order, so that the same selection is always told in the same order.
  return { ids: new Set([...manifest.nodes.keys()].filter((id) => direct.has(id))), unmatched: context.unmatched };
}

interface Context {
  readonly manifest: Manifest;
  readonly dag: Dag;
  readonly unmatched: string[];
}

/** `indirect`: tests that touch the selection and wait for their other parents. */
interface Picked {
  readonly direct: Set<NodeId>;
  readonly indirect: Set<NodeId>;
}

function evaluate(context: Context, spec: SelectorSpec): Picked {
  if (spec.kind === "criterion") return expand(context, spec);
  const parts = spec.parts.map((part) => evaluate(context, part));
  const direct = combine(
    spec.kind,
    parts.map((part) => part.direct),
  );
  const indirect = combine(
    spec.kind,
    parts.map((part) => new Set([...part.direct, ...part.indirect])),
  );
  addIndirect(context, { direct, indirect }, spec.indirect);
  if (spec.expected !== null && direct.size === 0) context.unmatched.push(spec.expected);
  return { direct, indirect };
}

function combine(kind: "union" | "intersection" | "difference", sets: readonly Set<NodeId>[]): Set<NodeId> {
  const [first, ...rest] = sets;
  if (!first) return new Set();
  if (kind === "union") return new Set(sets.flatMap((set) => [...set]));
  const keeps = kind === "intersection";
  return new Set([...first].filter((id) => rest.every((other) => other.has(id) === keeps)));
}

function expand({ manifest, dag }: Context, criterion: Criterion): Picked {
  const matches = matcherOf(criterion, manifest);
  const named = new Set<NodeId>();
  for (const node of manifest.nodes.values()) if (matches(node)) named.add(node.unique_id);
  const selected = new Set(named);
  if (criterion.parents > 0) for (const id of dag.ancestors(named, criterion.parents)) selected.add(id);
  if (criterion.children > 0) for (const id of dag.descendants(named, criterion.children)) selected.add(id);
  if (criterion.childrensParents) {
    const below = dag.descendants(named);
    for (const id of [...below, ...dag.ancestors([...named, ...below])]) selected.add(id);
  }
  const picked: Picked = { direct: new Set(selected), indirect: new Set() };
  if (criterion.indirect === "empty") return picked;
  const within = criterion.indirect === "buildable" ? buildableFrom(manifest, dag, selected, true) : selected;
  for (const id of selected) {
    for (const child of dag.children(id)) {
      const test = manifest.nodes.get(child);
      if ((test?.resource_type !== "test" && test?.resource_type !== "unit_test") || picked.direct.has(child)) continue;
      const joins = criterion.indirect === "eager" || test.depends_on.nodes.every((parent) => within.has(parent));
      (joins ? picked.direct : picked.indirect).add(child);
    }
  }
  return picked;
}

/** Tests whose other parents came in with another part of the selector. */
function addIndirect({ manifest, dag }: Context, { direct, indirect }: Picked, mode: IndirectSelection): void {
  if (mode !== "cautious" && mode !== "buildable") return;
  const within = mode === "buildable" ? buildableFrom(manifest, dag, direct, false) : new Set(direct);
  for (const id of indirect) {
    if (!direct.has(id) && manifest.nodes.get(id)?.depends_on.nodes.every((parent) => within.has(parent)))
      direct.add(id);
  }
}

function buildableFrom(manifest: Manifest, dag: Dag, selected: ReadonlySet<NodeId>, withSources: boolean): Set<NodeId> {
  const within = new Set([...selected, ...dag.ancestors(selected)]);
  if (withSources)
    for (const node of manifest.nodes.values()) if (node.resource_type === "source") within.add(node.unique_id);
  return within;
}

/** What the writer of a part that matched nothing may have meant; null when nothing is near. */
export function suggestFor(manifest: Manifest, unmatched: string): string | null {
  for (const part of unmatched.split(",")) {
    const match = /^(@?\d*\+?)(?:([\w.]+):)?(.*?)(\+\d*)?$/.exec(part);
    if (!match) continue;
    const [, before = "", method, value = "", after = ""] = match;
    // A pattern starts at the first folder of a model; most people mean the name alone.
    if (method === undefined && /[*?[]/.test(value) && !value.startsWith("*")) {
      const anywhere = [...manifest.nodes.values()].some((node) => matchesName(node.name, value));
      if (anywhere) return `${before}*${value}${after}`;
    }
    const near = nearest(value, knownValues(manifest, method ?? (value.includes("/") ? "path" : "fqn")));
    if (near !== null && near !== value) return `${before}${method === undefined ? "" : `${method}:`}${near}${after}`;
  }
  return null;
}

function knownValues(manifest: Manifest, method: string): Iterable<string> {
  const nodes = [...manifest.nodes.values()];
  switch (method) {
    case "fqn":
      return new Set(
        nodes
          .filter((node) => node.resource_type !== "source" && node.resource_type !== "test")
          .flatMap((node) => [node.name, ...node.fqn.slice(1, -1)]),
      );
    case "tag":
      return new Set(nodes.flatMap((node) => node.tags));
    case "group":
      return new Set([...manifest.groups.values()].map((group) => group.name));
    case "package":
      return manifest.packages;
    case "source":
      return new Set(
        nodes.flatMap((node) =>
          node.source_name === null ? [] : [node.source_name, `${node.source_name}.${node.name}`],
        ),
      );
    case "path":
      return new Set(
        nodes.flatMap((node) => [node.original_file_path, node.original_file_path.replace(/\/[^/]*$/, "")]),
      );
    case "file":
      return new Set(nodes.map((node) => node.original_file_path.split("/").at(-1) ?? ""));
    case "test_name":
      return new Set(nodes.flatMap((node) => node.test_metadata?.name ?? []));
    default:
      return new Set(nodes.filter((node) => node.resource_type === method).map((node) => node.name));
  }
}
