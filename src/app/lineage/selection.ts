/**
 * What the selector box says: dbt's grammar, `--exclude`, and `column:model.column`, which dbt does not know. A text in, node ids out.
 *
 * Whatever dbt knows is left to the engine, so that this box and the command line never differ; only the column parts are followed
 * here, by the trace of the column.
 */
import { diagnostic, fail, succeed, type Diagnostic, type Outcome } from "../../engine/core/errors.ts";
import type { NodeId } from "../../engine/core/ids.ts";
import type { Manifest, ManifestNode } from "../../engine/core/manifest.ts";
import { nearest } from "../../engine/core/nearest.ts";
import type { ColumnTrace } from "../../engine/lineage/trace.ts";
import { strings } from "../strings/catalogue.ts";
import { nodesWithin } from "./column-picture.ts";

export interface SelectionPorts {
  select(selector: string, exclude?: string): Promise<Outcome<readonly NodeId[]>>;
  trace(id: NodeId, column: string, direction: "upstream" | "downstream"): Promise<Outcome<ColumnTrace>>;
}

export interface SelectionText {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/** Words before and after `--exclude`; a leading `--select` is what people paste from a command line. */
export function readSelection(text: string): SelectionText {
  const include: string[] = [];
  const exclude: string[] = [];
  let into = include;
  for (const word of text.split(/\s+/)) {
    if (word === "--exclude") into = exclude;
    else if (word === "--select" || word === "-s") into = include;
    else if (word !== "") into.push(word);
  }
  return { include, exclude };
}

export function followsColumn(text: string): boolean {
  return /(^|[\s,+])column:/.test(text);
}

/** The command that builds a selection; `ids` are its nodes, for what the command line cannot say. */
export function commandFor(text: string, manifest: Manifest, ids: Iterable<NodeId>): string {
  const { include, exclude } = readSelection(text);
  if (!followsColumn(text)) {
    const chosen = include.length > 0 ? ` --select ${include.join(" ")}` : "";
    return `dbt build${chosen}${exclude.length > 0 ? ` --exclude ${exclude.join(" ")}` : ""}`;
  }
  const names = [...ids].flatMap((id) => {
    const node = manifest.nodes.get(id);
    return node && ["model", "seed", "snapshot"].includes(node.resource_type) ? [node.name] : [];
  });
  return `dbt build --select ${names.join(" ")}`;
}

export async function resolveSelection(
  text: string,
  manifest: Manifest,
  ports: SelectionPorts,
): Promise<Outcome<ReadonlySet<NodeId>>> {
  const { include, exclude } = readSelection(text);
  if (!followsColumn(text)) {
    const found = await ports.select(include.join(" "), exclude.length > 0 ? exclude.join(" ") : undefined);
    return found.ok ? succeed(new Set(found.value)) : found;
  }
  const chosen = include.length > 0 ? await union(include, manifest, ports) : await ports.select("");
  if (!chosen.ok) return chosen;
  const left = exclude.length > 0 ? await union(exclude, manifest, ports) : succeed(new Set<NodeId>());
  if (!left.ok) return left;
  const gone = new Set(left.value);
  return succeed(new Set([...chosen.value].filter((id) => !gone.has(id))));
}

async function union(
  terms: readonly string[],
  manifest: Manifest,
  ports: SelectionPorts,
): Promise<Outcome<Set<NodeId>>> {
  const found = new Set<NodeId>();
  const plain = terms.filter((term) => !followsColumn(term));
  const parts = terms.filter((term) => followsColumn(term)).map((term) => intersection(term, manifest, ports));
  if (plain.length > 0) parts.push(ports.select(plain.join(" ")).then((outcome) => emptyIfNone(outcome)));
  for (const part of await Promise.all(parts)) {
    if (!part.ok) return part;
    for (const id of part.value) found.add(id);
  }
  return succeed(found);
}

async function intersection(
  term: string,
  manifest: Manifest,
  ports: SelectionPorts,
): Promise<Outcome<ReadonlySet<NodeId>>> {
  const parts = term.split(",");
  const sets: ReadonlySet<NodeId>[] = [];
  for (const part of parts.filter(followsColumn)) {
    const reached = await nodesOfColumn(part, manifest, ports);
    if (!reached.ok) return reached;
    sets.push(reached.value);
  }
  const plain = parts.filter((part) => !followsColumn(part));
  if (plain.length > 0) {
    const selected = emptyIfNone(await ports.select(plain.join(",")));
    if (!selected.ok) return selected;
    sets.push(selected.value);
  }
  const [first, ...rest] = sets;
  return succeed(new Set([...(first ?? [])].filter((id) => rest.every((set) => set.has(id)))));
}

/** In a union a part that matches nothing adds nothing. */
function emptyIfNone(outcome: Outcome<readonly NodeId[]>): Outcome<Set<NodeId>> {
  if (outcome.ok) return succeed(new Set(outcome.value));
  return outcome.diagnostics.every((problem) => problem.code === "G003") ? succeed(new Set()) : outcome;
}

export interface ColumnCriterion {
  readonly node: NodeId;
  readonly column: string;
  /** Steps along the column's way; 0 for none, Infinity for all. */
  readonly upstream: number;
  readonly downstream: number;
}

/** `2+column:entity_customers.mrr+` -> which column of which node, and how far. */
export function readColumnPart(part: string, manifest: Manifest): Outcome<ColumnCriterion> {
  const words = strings.lineage.columnSelector;
  const match = /^(?:(\d*)(\+))?column:(?:(.*)\.)?([^.+]*)(?:(\+)(\d*))?$/.exec(part);
  if (!match) return fail(wrong(words.unreadable(part), words.example));
  const [, before, plusBefore, owner, column = "", plusAfter, after] = match;
  if (owner === undefined || owner === "" || column === "") return fail(wrong(words.unreadable(part), words.example));
  const node = nodeCalled(manifest, owner);
  if (!node) {
    const near = nearest(owner, namesOf(manifest));
    return fail(wrong(words.noNode(part, owner), near === null ? words.example : words.didYouMean(near)));
  }
  const known = Object.keys(node.columns);
  const described = known.find((name) => name.toLowerCase() === column.toLowerCase());
  return succeed({
    node: node.unique_id,
    column: described ?? column,
    upstream: depth(plusBefore, before),
    downstream: depth(plusAfter, after),
  });
}

async function nodesOfColumn(
  part: string,
  manifest: Manifest,
  ports: SelectionPorts,
): Promise<Outcome<ReadonlySet<NodeId>>> {
  const read = readColumnPart(part, manifest);
  if (!read.ok) return read;
  const { node, column, upstream, downstream } = read.value;
  const found = new Set([node]);
  for (const [direction, far] of [
    ["upstream", upstream],
    ["downstream", downstream],
  ] as const) {
    // Without a sign the column itself is looked for, so that one that is not there is told.
    if (far === 0 && !(direction === "upstream" && downstream === 0)) continue;
    const trace = await ports.trace(node, column, direction);
    if (!trace.ok) return trace;
    if (isMissing(trace.value, manifest, node, column)) {
      const near = nearest(column, Object.keys(manifest.nodes.get(node)?.columns ?? {}));
      const words = strings.lineage.columnSelector;
      return fail(
        wrong(
          words.noColumn(part, manifest.nodes.get(node)?.name ?? node, column),
          near === null ? words.example : words.didYouMean(near),
        ),
      );
    }
    for (const id of nodesWithin(trace.value, direction, far)) found.add(id);
  }
  return succeed(found);
}

/** Nothing comes from it or goes into it, and neither the project nor the query names it. */
function isMissing(trace: ColumnTrace, manifest: Manifest, id: NodeId, column: string): boolean {
  const described = Object.keys(manifest.nodes.get(id)?.columns ?? {});
  if (described.some((name) => name.toLowerCase() === column.toLowerCase())) return false;
  return (
    trace.edges.length === 0 &&
    (trace.doubts.some((doubt) => doubt.node === id && doubt.reason.startsWith(`"${column}"`)) ||
      id.startsWith("source."))
  );
}

/** A source goes by "source.table"; everything else by its name. */
function nodeCalled(manifest: Manifest, name: string): ManifestNode | null {
  const wanted = name.toLowerCase();
  for (const node of manifest.nodes.values()) if (callOf(node) === wanted) return node;
  return null;
}

function namesOf(manifest: Manifest): string[] {
  return [...manifest.nodes.values()].flatMap((node) => callOf(node) ?? []);
}

function callOf(node: ManifestNode): string | null {
  if (node.resource_type === "source") return `${node.source_name ?? ""}.${node.name}`.toLowerCase();
  return ["model", "seed", "snapshot"].includes(node.resource_type) ? node.name.toLowerCase() : null;
}

function depth(plus: string | undefined, digits: string | undefined): number {
  return plus === undefined ? 0 : digits === undefined || digits === "" ? Infinity : Number(digits);
}

function wrong(message: string, hint: string): Diagnostic {
  return diagnostic("G002", message, { hint });
}

/** A selection that matches nothing, with the names in it that are nearly those of nodes put right; null when none is near. */
export function nearSelection(text: string, manifest: Manifest): string | null {
  const names = namesOf(manifest);
  const known = new Set(names);
  let changed = false;
  const near = text.replace(/[^\s,]+/g, (part) => {
    const match = /^(@|\d*\+)?([\w.]+?)(\+\d*)?$/.exec(part);
    const name = match?.[2]?.toLowerCase();
    if (name === undefined || known.has(name)) return part;
    const better = nearest(name, names);
    if (better === null) return part;
    changed = true;
    return `${match?.[1] ?? ""}${better}${match?.[3] ?? ""}`;
  });
  return changed ? near : null;
}
