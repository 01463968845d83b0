/**
 * Runs one data test: counts the rows that its query returns and judges them by severity, `warn_if` and `error_if`.
 */
import { diagnostic } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import type { NodeStatus } from "../core/events.ts";
import type { ManifestNode } from "../core/manifest.ts";
import type { CancelSignal } from "../core/signal.ts";
import type { CompiledNode } from "../compile/compile.ts";
import type { Warehouse } from "../warehouse/port.ts";
import { renderRelation } from "../warehouse/sql.ts";

export interface TestOutcome {
  readonly status: Extract<NodeStatus, "pass" | "warn" | "fail">;
  readonly failures: number;
  readonly message: string | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** The SQL around a test's own query. `prefix` is what stands before that query. */
export function testStatement(node: ManifestNode, compiledCode: string): { sql: string; prefixLength: number } {
  const { config } = node;
  const calculation = text(config["fail_calc"], "count(*)");
  const prefix =
    `select\n    ${calculation} as failures,\n    ${calculation} ${text(config["warn_if"], "!= 0")} as should_warn,\n` +
    `    ${calculation} ${text(config["error_if"], "!= 0")} as should_error\nfrom (\n`;
  const limit = typeof config["limit"] === "number" ? `\nlimit ${config["limit"]}` : "";
  return { sql: `${prefix}${compiledCode}${limit}\n) dbt_internal_test`, prefixLength: prefix.length };
}

export function storesFailures(node: ManifestNode, flag: boolean): boolean {
  const own = node.config["store_failures"];
  return typeof own === "boolean" ? own : flag;
}

/** Throws the warehouse's error when the query itself fails. */
export async function runDataTest(
  warehouse: Warehouse,
  compiled: CompiledNode,
  options: { storeFailures: boolean; signal?: CancelSignal | undefined },
): Promise<TestOutcome> {
  const { node } = compiled;
  const signal = options.signal === undefined ? {} : { signal: options.signal };
  let query = compiled.compiled_code;
  const relation = { database: node.database, schema: node.schema, identifier: node.alias };
  if (options.storeFailures) {
    await warehouse.execute(`create schema if not exists "${relation.database}"."${relation.schema}"`, signal);
    await warehouse.execute(`create or replace table ${renderRelation(relation)} as (\n${query}\n)`, signal);
    query = `select * from ${renderRelation(relation)}`;
  }
  const { sql } = testStatement(node, query);
  const table = await warehouse.query(sql, { limit: 1, ...signal });
  const failures = Number(table.data[0]?.[0] ?? 0);
  const shouldWarn = table.data[1]?.[0] === true;
  const shouldError = table.data[2]?.[0] === true;
  const severity = text(node.config["severity"], "ERROR").toUpperCase();
  const rows = failures === 1 ? "result" : "results";
  if (severity === "ERROR" && shouldError) {
    const message = `Got ${failures} ${rows}, configured to fail if ${text(node.config["error_if"], "!= 0")}`;
    const hint = options.storeFailures
      ? `The failing rows are in ${renderRelation(relation)}.`
      : "Run the test's compiled SQL to see the rows.";
    return {
      status: "fail",
      failures,
      message,
      diagnostics: [
        diagnostic("Q001", `The test "${node.name}" found ${failures} failing ${failures === 1 ? "row" : "rows"}.`, {
          hint,
          at: node.span,
          node: node.unique_id,
          sql: compiled.compiled_code,
        }),
      ],
    };
  }
  if (shouldWarn) {
    return {
      status: "warn",
      failures,
      message: `Got ${failures} ${rows}, configured to warn if ${text(node.config["warn_if"], "!= 0")}`,
      diagnostics: [],
    };
  }
  return { status: "pass", failures: 0, message: null, diagnostics: [] };
}

function text(value: unknown, fallback: string): string {
  return typeof value === "string" && value.trim() !== "" ? value : fallback;
}
