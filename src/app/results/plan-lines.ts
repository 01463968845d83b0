/** A plan as the lines of a table: each operator with its depth, its share of the time, and what it works on in one line. */
import type { PlanNode } from "../../worker/protocol.ts";

export interface PlanLine {
  readonly node: PlanNode;
  readonly depth: number;
  /** `HASH JOIN`. */
  readonly name: string;
  readonly details: string;
  /** Of the time of all operators, 0 to 1. */
  readonly share: number;
}

export function planLines(root: PlanNode): PlanLine[] {
  const flat = flatten(root, 0);
  const total = flat.reduce((sum, { node }) => sum + (node.ms ?? 0), 0);
  return flat.map(({ node, depth }) => ({
    node,
    depth,
    name: node.name.replaceAll("_", " ").trim(),
    details: node.details
      .filter(({ name }) => name !== "Type")
      .map(({ name, lines }) =>
        name === "Table" || name === "Text" ? lines.join(", ") : `${name.toLowerCase()}: ${lines.join(", ")}`,
      )
      .join("; "),
    share: total === 0 ? 0 : (node.ms ?? 0) / total,
  }));
}

/** The place of the slowest operator; -1 when no time was measured. */
export function slowestLine(lines: readonly PlanLine[]): number {
  return lines.reduce((best, line, index) => (line.share > (lines[best]?.share ?? 0) ? index : best), -1);
}

function flatten(node: PlanNode, depth: number): { node: PlanNode; depth: number }[] {
  return [{ node, depth }, ...node.children.flatMap((child) => flatten(child, depth + 1))];
}
