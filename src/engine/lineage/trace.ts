/**
 * One column through the project: everything that it comes from, or everything that it flows into.
 *
 * The walk goes node by node over the lineages of single nodes. Where one of those is approximate or unknown, the trace says so at
 * that node instead of pretending that the path ends there.
 */
import type { NodeId } from "../core/ids.ts";
import type { CancelSignal } from "../core/signal.ts";
import type { ColumnOrigin } from "./column-lineage.ts";
import type { ColumnRef } from "./flow.ts";
import type { ProjectLineage } from "./project-lineage.ts";
import { hasQuery } from "./project-lineage.ts";

export interface NodeColumn {
  readonly node: NodeId;
  /** null: the rows of the node as such. */
  readonly column: string | null;
}

export interface TraceEdge {
  readonly from: NodeColumn;
  readonly to: NodeColumn;
  /** How `to` is made; `influences` means that `from` only decides which rows `to` has. */
  readonly kind: ColumnOrigin["kind"] | "influences";
}

export interface ColumnTrace {
  readonly start: NodeColumn;
  readonly edges: readonly TraceEdge[];
  /** Relations that were read past ref() and source(). */
  readonly outside: readonly ColumnRef[];
  /** Nodes whose own lineage is not exact, with the reason. */
  readonly doubts: readonly {
    readonly node: NodeId;
    readonly precision: "approximate" | "unknown";
    readonly reason: string;
  }[];
}

export interface TraceOptions {
  readonly direction: "upstream" | "downstream";
  /** Edges between the start and the farthest column; default: no end. */
  readonly depth?: number;
  readonly signal?: CancelSignal;
}

export async function traceColumn(
  lineage: ProjectLineage,
  node: NodeId,
  column: string,
  options: TraceOptions,
): Promise<ColumnTrace> {
  const walk = new TraceWalk(lineage, options.signal);
  const start = { node, column };
  const step = options.direction === "upstream" ? walk.above : walk.below;
  let front: NodeColumn[] = [start];
  for (let depth = 0; front.length > 0 && depth < (options.depth ?? Infinity); depth += 1) {
    const next: NodeColumn[] = [];
    for (const at of front) next.push(...(await step.call(walk, at)));
    front = next.filter((at) => walk.isNew(at));
  }
  return { start, edges: walk.edges, outside: [...walk.outside.values()], doubts: [...walk.doubts.values()] };
}

class TraceWalk {
  readonly edges: TraceEdge[] = [];
  readonly outside = new Map<string, ColumnRef>();
  readonly doubts = new Map<NodeId, ColumnTrace["doubts"][number]>();
  readonly #lineage: ProjectLineage;
  readonly #signal: CancelSignal | undefined;
  readonly #seen = new Set<string>();

  constructor(lineage: ProjectLineage, signal: CancelSignal | undefined) {
    this.#lineage = lineage;
    this.#signal = signal;
  }

  isNew(at: NodeColumn): boolean {
    const key = keyOf(at);
    if (this.#seen.has(key)) return false;
    this.#seen.add(key);
    return true;
  }

  async above(at: NodeColumn): Promise<NodeColumn[]> {
    this.#seen.add(keyOf(at));
    if (at.column === null) return [];
    const columns = await this.#columnsOf(at.node);
    const origin = columns.find(({ name }) => name.toLowerCase() === at.column?.toLowerCase());
    if (!origin && columns.length > 0)
      this.#doubt(at.node, "unknown", `"${at.column}" is not among the columns of the node's query.`);
    const found: NodeColumn[] = [];
    for (const ref of origin?.reads ?? []) {
      if (ref.node === null) {
        this.outside.set(`${ref.relation}.${ref.column ?? "*"}`, ref);
        continue;
      }
      const from = { node: ref.node, column: ref.column };
      this.edges.push({ from, to: at, kind: origin?.kind ?? "unknown" });
      // A model that reads its own earlier rows comes from itself; that is an edge and no new place.
      if (ref.node !== at.node || ref.column !== at.column) found.push(from);
    }
    return found;
  }

  async below(at: NodeColumn): Promise<NodeColumn[]> {
    this.#seen.add(keyOf(at));
    const { nodes, child_map: children } = this.#lineage.manifest;
    const found: NodeColumn[] = [];
    for (const id of children.get(at.node) ?? []) {
      const child = nodes.get(id);
      if (!child || !hasQuery(child) || child.resource_type === "test" || at.column === null) continue;
      const outcome = await this.#lineage.lineageOf(id, this.#signal);
      const columns = await this.#columnsOf(id);
      for (const origin of columns) {
        if (!origin.reads.some((ref) => isRef(ref, at))) continue;
        const to = { node: id, column: origin.name };
        this.edges.push({ from: at, to, kind: origin.kind });
        found.push(to);
      }
      const decides =
        outcome.ok &&
        (outcome.value.influences.some((ref) => isRef(ref, at)) ||
          columns.some((origin) => origin.influences.some((ref) => isRef(ref, at))));
      if (decides) this.edges.push({ from: at, to: { node: id, column: null }, kind: "influences" });
    }
    return found;
  }

  async #columnsOf(id: NodeId): Promise<readonly ColumnOrigin[]> {
    const node = this.#lineage.manifest.nodes.get(id);
    if (!node || !hasQuery(node)) return [];
    const outcome = await this.#lineage.lineageOf(id, this.#signal);
    if (!outcome.ok) {
      this.#doubt(id, "unknown", outcome.diagnostics[0]?.message ?? "");
      return [];
    }
    const { precision, reason, columns } = outcome.value;
    if (precision !== "exact") this.#doubt(id, precision, reason ?? "");
    return columns;
  }

  #doubt(node: NodeId, precision: "approximate" | "unknown", reason: string): void {
    this.doubts.set(node, { node, precision, reason });
  }
}

function isRef(ref: ColumnRef, at: NodeColumn): boolean {
  return ref.node === at.node && ref.column?.toLowerCase() === at.column?.toLowerCase();
}

function keyOf(at: NodeColumn): string {
  return `${at.node}\n${at.column?.toLowerCase() ?? ""}`;
}
