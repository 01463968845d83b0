/**
 * The whole way of a column as a person reads it: where it begins, what is made of it, and what only looks at it to choose rows.
 */
import type { ColumnTrace, NodeColumn } from "../../engine/lineage/trace.ts";

export interface ColumnWay {
  /** Where the way upstream ends: mostly columns of sources and seeds. */
  readonly begins: readonly NodeColumn[];
  /** Relations outside the project. */
  readonly outside: readonly string[];
  /** Columns downstream that are made of it, nearest first. */
  readonly feeds: readonly NodeColumn[];
  /** Nodes downstream whose rows it decides (a filter, a join), without being in a column of theirs. */
  readonly decides: readonly NodeColumn[];
  readonly doubts: ColumnTrace["doubts"];
}

export function wayOf(upstream: ColumnTrace, downstream: ColumnTrace): ColumnWay {
  const made = new Set(upstream.edges.map(({ to }) => keyOf(to)));
  const feeds = distinct(downstream.edges.filter(({ kind }) => kind !== "influences").map(({ to }) => to));
  const fed = new Set(feeds.map(({ node }) => node));
  const doubted = new Set(upstream.doubts.map(({ node }) => node));
  return {
    begins: distinct(upstream.edges.map(({ from }) => from).filter((from) => !made.has(keyOf(from)))),
    outside: [...new Set(upstream.outside.map(({ relation, column }) => [relation, column].filter(Boolean).join(".")))],
    feeds,
    decides: distinct(downstream.edges.filter(({ kind }) => kind === "influences").map(({ to }) => to)).filter(
      ({ node }) => !fed.has(node),
    ),
    doubts: [...upstream.doubts, ...downstream.doubts.filter(({ node }) => !doubted.has(node))],
  };
}

function distinct(columns: readonly NodeColumn[]): NodeColumn[] {
  return [...new Map(columns.map((column) => [keyOf(column), column])).values()];
}

function keyOf({ node, column }: NodeColumn): string {
  return `${node}\n${column?.toLowerCase() ?? ""}`;
}
