/**
 * One column through the project as the graph draws it: two traces in, what each card lists and which lines run between out.
 *
 * A line ends at a column, or at a card's head where the column only decides which rows there are.
 */
import type { NodeId } from "../../engine/core/ids.ts";
import type { ColumnTrace, NodeColumn, TraceEdge } from "../../engine/lineage/trace.ts";

export interface ColumnPicture {
  readonly start: NodeColumn;
  /** Reached columns of each reached node, in the order in which they were found; the start's node first. */
  readonly columnsOf: ReadonlyMap<NodeId, readonly string[]>;
  readonly links: readonly TraceEdge[];
  readonly doubts: ReadonlyMap<NodeId, ColumnTrace["doubts"][number]>;
  /** Relations outside the project. */
  readonly outside: readonly string[];
  /** Columns that it is made of in the end, and those that are made of it. */
  readonly begins: readonly NodeColumn[];
  readonly feeds: readonly NodeColumn[];
}

export function drawColumn(upstream: ColumnTrace, downstream: ColumnTrace): ColumnPicture {
  const { start } = upstream;
  const links = [
    ...new Map(
      [...upstream.edges, ...downstream.edges].map((edge) => [`${keyOf(edge.from)}\n${keyOf(edge.to)}`, edge]),
    ).values(),
  ];
  const columnsOf = new Map<NodeId, string[]>();
  const reach = ({ node, column }: NodeColumn) => {
    const known = columnsOf.get(node) ?? [];
    columnsOf.set(node, known);
    if (column !== null && !known.some((other) => same(other, column))) known.push(column);
  };
  reach(start);
  for (const { from, to } of links) {
    reach(from);
    reach(to);
  }
  const made = new Set(upstream.edges.map(({ to }) => keyOf(to)));
  const begins = distinct(upstream.edges.map(({ from }) => from)).filter((from) => !made.has(keyOf(from)));
  const feeds = distinct(downstream.edges.filter(({ kind }) => kind !== "influences").map(({ to }) => to));
  const doubts = new Map([...upstream.doubts, ...downstream.doubts].map((doubt) => [doubt.node, doubt]));
  const outside = [
    ...new Set(
      [...upstream.outside, ...downstream.outside].map(({ relation, column }) =>
        [relation, column].filter(Boolean).join("."),
      ),
    ),
  ];
  return { start, columnsOf, links, doubts, outside, begins, feeds };
}

/** Nodes within `depth` steps of the trace's start, the start included. */
export function nodesWithin(trace: ColumnTrace, direction: "upstream" | "downstream", depth: number): Set<NodeId> {
  const nodes = new Set([trace.start.node]);
  const seen = new Set([keyOf(trace.start)]);
  let front = [trace.start];
  for (let step = 0; step < depth && front.length > 0; step += 1) {
    const keys = new Set(front.map(keyOf));
    const next = trace.edges.flatMap((edge) => {
      const [near, far] = direction === "upstream" ? [edge.to, edge.from] : [edge.from, edge.to];
      return keys.has(keyOf(near)) ? [far] : [];
    });
    front = next.filter((at) => !seen.has(keyOf(at)));
    for (const at of next) {
      seen.add(keyOf(at));
      nodes.add(at.node);
    }
  }
  return nodes;
}

export function keyOf({ node, column }: NodeColumn): string {
  return `${node}\n${column?.toLowerCase() ?? ""}`;
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function distinct(columns: readonly NodeColumn[]): NodeColumn[] {
  return [...new Map(columns.map((column) => [keyOf(column), column])).values()];
}
