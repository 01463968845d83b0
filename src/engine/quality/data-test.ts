/**
 * Runs one data test: counts the rows that its query returns and judges them by severity, `warn_if` and `error_if`.
 *
 * With `store_failures` the rows are kept as a table or view first, limited by `limit` as dbt limits them, and counted there.
 */
import { EngineError, diagnostic } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import type { NodeStatus } from "../core/events.ts";
import type { ManifestNode } from "../core/manifest.ts";
import type { CancelSignal } from "../core/signal.ts";
import type { Table, Value } from "../core/table.ts";
import type { CompiledNode } from "../compile/compile.ts";
import type { RelationName, Warehouse } from "../warehouse/port.ts";
import { quoteIdentifier, quoteLiteral, renderRelation } from "../warehouse/sql.ts";

export interface TestOutcome {
  readonly status: Extract<NodeStatus, "pass" | "warn" | "fail">;
  readonly failures: number;
  readonly message: string | null;
  readonly diagnostics: readonly Diagnostic[];
  /** Rows that fail, when the caller asked for some and the test did not pass. */
  readonly failingRows?: Table;
}

export interface TestOptions {
  readonly storeFailures: boolean;
  readonly signal?: CancelSignal | undefined;
  /** Failing rows to bring along; none by default. */
  readonly failingRows?: number | undefined;
  /** `--warn-error`: what would warn fails. */
  readonly warnIsError?: boolean | undefined;
}

/** The SQL around a test's own query. `prefix` is what stands before that query. */
export function testStatement(node: ManifestNode, compiledCode: string): { sql: string; prefixLength: number } {
  return judgingSql(node, limited(node, compiledCode));
}

function judgingSql(node: ManifestNode, query: string): { sql: string; prefixLength: number } {
  const { config } = node;
  const calculation = text(config["fail_calc"], "count(*)");
  const prefix =
    `select\n    ${calculation} as failures,\n    ${calculation} ${text(config["warn_if"], "!= 0")} as should_warn,\n` +
    `    ${calculation} ${text(config["error_if"], "!= 0")} as should_error\nfrom (\n`;
  return { sql: `${prefix}${query}\n) dbt_internal_test`, prefixLength: prefix.length };
}

function limited(node: ManifestNode, query: string): string {
  const limit = node.config["limit"];
  return typeof limit === "number" || (typeof limit === "string" && limit !== "") ? `${query}\nlimit ${limit}` : query;
}

const KINDS = ["table", "view", "ephemeral"] as const;

/** Whether the failing rows are kept: `store_failures_as` decides, else `store_failures`, else the flag. */
export function storesFailures(node: ManifestNode, flag: boolean): boolean {
  const as = node.config["store_failures_as"];
  if (typeof as === "string") return as.toLowerCase() !== "ephemeral";
  const own = node.config["store_failures"];
  return typeof own === "boolean" ? own : flag;
}

/** Throws the warehouse's error when the query itself fails. */
export async function runDataTest(
  warehouse: Warehouse,
  compiled: CompiledNode,
  options: TestOptions,
): Promise<TestOutcome> {
  const { node } = compiled;
  const signal = options.signal === undefined ? {} : { signal: options.signal };
  const own = limited(node, compiled.compiled_code);
  const stored = options.storeFailures ? await storeRows(warehouse, node, own, signal) : null;
  const query = stored === null ? own : `select * from ${renderRelation(stored)}`;
  const table = await warehouse.query(judgingSql(node, query).sql, { limit: 1, ...signal });
  const failures = countOf(node, table.data[0]?.[0] ?? null);
  const verdict = judge(node, failures, table, options.warnIsError ?? false);
  if (verdict.status === "pass") return { ...verdict, diagnostics: [] };
  const kept = options.failingRows ?? 0;
  const failingRows = kept > 0 ? await warehouse.query(query, { limit: kept, ...signal }) : null;
  return {
    ...verdict,
    ...(failingRows === null ? {} : { failingRows }),
    diagnostics: verdict.status === "fail" ? [failureOf(compiled, failures, stored)] : [],
  };
}

function judge(
  node: ManifestNode,
  failures: number,
  table: Table,
  warnIsError: boolean,
): Pick<TestOutcome, "status" | "failures" | "message"> {
  const severity = text(node.config["severity"], "ERROR").toUpperCase();
  const got = `Got ${failures} ${failures === 1 ? "result" : "results"}`;
  const told = (status: "fail" | "warn", condition: unknown): Pick<TestOutcome, "status" | "failures" | "message"> => ({
    status,
    failures,
    message: `${got}, configured to ${status} if ${text(condition, "!= 0")}`,
  });
  if (severity === "ERROR" && truth(table.data[2]?.[0])) return told("fail", node.config["error_if"]);
  if (truth(table.data[1]?.[0])) return told(warnIsError ? "fail" : "warn", node.config["warn_if"]);
  return { status: "pass", failures: 0, message: null };
}

function failureOf(compiled: CompiledNode, failures: number, stored: RelationName | null): Diagnostic {
  const { node } = compiled;
  return diagnostic("Q001", `The test "${node.name}" found ${failures} failing ${failures === 1 ? "row" : "rows"}.`, {
    hint:
      stored === null
        ? "Run the test's compiled SQL to see the rows."
        : `The failing rows are in ${renderRelation(stored)}.`,
    at: node.span,
    node: node.unique_id,
    sql: compiled.compiled_code,
  });
}

async function storeRows(
  warehouse: Warehouse,
  node: ManifestNode,
  query: string,
  signal: { signal?: CancelSignal },
): Promise<RelationName> {
  const given = node.config["store_failures_as"];
  const kind = typeof given === "string" ? given.toLowerCase() : "table";
  if (kind !== "table" && kind !== "view") {
    throw new EngineError("P003", `'${kind}' is not a valid value for \`store_failures_as\`.`, {
      hint: `Accepted values are: ${KINDS.join(", ")}.`,
      at: node.span,
      node: node.unique_id,
    });
  }
  const relation = { database: node.database, schema: node.schema, identifier: node.alias };
  const is = (column: string, name: string): string => `lower(${column}) = lower(${quoteLiteral(name)})`;
  const before = await warehouse.query(
    `select table_type from information_schema.tables where ${is("table_catalog", relation.database)}` +
      ` and ${is("table_schema", relation.schema)} and ${is("table_name", relation.identifier)}`,
    { limit: 1, ...signal },
  );
  const type = before.data[0]?.[0];
  const name = renderRelation(relation);
  await warehouse.execute(
    (type === undefined ? "" : `drop ${type === "VIEW" ? "view" : "table"} ${name};\n`) +
      `create schema if not exists ${quoteIdentifier(relation.database)}.${quoteIdentifier(relation.schema)};\n` +
      `create ${kind} ${name} as (\n${query}\n)`,
    signal,
  );
  return relation;
}

function countOf(node: ManifestNode, value: Value): number {
  const count = value === null || typeof value === "object" ? NaN : Number(value);
  if (!Number.isNaN(count)) return count;
  throw new EngineError(
    "Q002",
    `The fail_calc of the test "${node.name}" gives ${value === null ? "null" : "no number"}.`,
    {
      hint: `Write one that is a number when there are no rows, for example fail_calc: "coalesce(sum(amount), 0)".`,
      at: node.span,
      node: node.unique_id,
    },
  );
}

/** `warn_if` and `error_if` may also be numbers or texts such as 'true'. */
function truth(value: Value | undefined): boolean {
  if (typeof value === "string") return /^(1|true|t|yes|y|on)$/i.test(value);
  return value === true || (typeof value === "number" && value !== 0) || (typeof value === "bigint" && value !== 0n);
}

function text(value: unknown, fallback: string): string {
  return typeof value === "string" && value.trim() !== "" ? value : fallback;
}
