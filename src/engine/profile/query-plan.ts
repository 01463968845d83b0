/**
 * What DuckDB does for a query, as a tree of operators: its plan, or with `analyze` what really happened, with rows and time for each.
 *
 * A plan lists what reads below what is made of it, so the first operator to work is the deepest one. Times are of the operator
 * alone, not of what is below it.
 */
import type { CancelSignal } from "../core/signal.ts";
import type { Warehouse } from "../warehouse/port.ts";
import { withoutEnd } from "./column-profile.ts";

export interface PlanNode {
  /** `HASH_JOIN`. */
  readonly name: string;
  /** What it works on: conditions, columns, the table. */
  readonly details: readonly { readonly name: string; readonly lines: readonly string[] }[];
  /** Rows that came out; null for a plan that was not run. */
  readonly rows: number | null;
  /** What DuckDB had expected, where it says so. */
  readonly estimated: number | null;
  readonly ms: number | null;
  readonly children: readonly PlanNode[];
}

export interface QueryPlan {
  readonly root: PlanNode;
  readonly analyzed: boolean;
  /** The whole statement; null for a plan that was not run. */
  readonly total_ms: number | null;
  /** The plan as lines of text, indented by depth. */
  readonly text: string;
}

export async function queryPlan(
  warehouse: Warehouse,
  query: string,
  options: { readonly analyze: boolean; readonly elapsed: () => number; readonly signal?: CancelSignal },
): Promise<QueryPlan> {
  const started = options.elapsed();
  const words = options.analyze ? "(analyze, format json)" : "(format json)";
  const table = await warehouse.query(`explain ${words} ${withoutEnd(query)}`, {
    ...(options.signal ? { signal: options.signal } : {}),
  });
  const took = options.elapsed() - started;
  const json: unknown = JSON.parse(String(table.data[1]?.[0] ?? table.data[0]?.[0] ?? "null"));
  const root = skipped(nodeOf(Array.isArray(json) ? json[0] : json));
  return {
    root,
    analyzed: options.analyze,
    total_ms: options.analyze ? took : null,
    text: lines(root, 0).join("\n"),
  };
}

function nodeOf(value: unknown): PlanNode {
  const fields = isRecord(value) ? value : {};
  const extra = isRecord(fields["extra_info"]) ? fields["extra_info"] : {};
  const name = String(fields["operator_name"] ?? fields["operator_type"] ?? fields["name"] ?? "QUERY").trim();
  const timing = fields["operator_timing"];
  const cardinality = fields["operator_cardinality"];
  const estimated = Number(extra["Estimated Cardinality"]);
  return {
    name,
    details: Object.entries(extra).flatMap(([key, detail]) => {
      if (key === "Estimated Cardinality" || detail === "" || detail === null) return [];
      const list = (Array.isArray(detail) ? detail : String(detail).split("\n"))
        .map(String)
        .filter((line) => line !== "");
      return list.length === 0 ? [] : [{ name: key, lines: list }];
    }),
    rows: typeof cardinality === "number" ? cardinality : null,
    estimated: Number.isFinite(estimated) && extra["Estimated Cardinality"] !== undefined ? estimated : null,
    ms: typeof timing === "number" ? timing * 1000 : null,
    children: Array.isArray(fields["children"]) ? fields["children"].map(nodeOf) : [],
  };
}

/** EXPLAIN itself is no part of the query. */
function skipped(node: PlanNode): PlanNode {
  const only = node.children.length === 1 ? node.children[0] : undefined;
  return only && /^(QUERY|EXPLAIN_ANALYZE|EXPLAIN)$/.test(node.name) ? skipped(only) : node;
}

function lines(node: PlanNode, depth: number): string[] {
  const facts = [
    node.rows === null ? null : `${node.rows} rows`,
    node.rows === null && node.estimated !== null ? `about ${node.estimated} rows` : null,
    node.ms === null ? null : `${node.ms.toFixed(2)} ms`,
  ].filter((fact) => fact !== null);
  const details = node.details.map(({ name, lines: parts }) => `${"  ".repeat(depth + 2)}${name}: ${parts.join(", ")}`);
  return [
    `${"  ".repeat(depth)}${node.name}${facts.length === 0 ? "" : ` (${facts.join(", ")})`}`,
    ...details,
    ...node.children.flatMap((child) => lines(child, depth + 1)),
  ];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
