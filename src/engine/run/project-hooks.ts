/**
 * `on-run-start` and `on-run-end`: SQL of the project and its packages before the first node and after the last.
 *
 * Each is one operation with a result of its own. After one has failed the others of its kind are skipped, while the nodes still run,
 * unless the project sets `skip_nodes_if_on_run_start_fails`. One that cannot be rendered ends the whole command, as in dbt. Those at
 * the end also see `results`, `schemas` and `database_schemas`.
 */
import { EngineError } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import type { NodeResult, NodeStatus } from "../core/events.ts";
import type { ManifestNode } from "../core/manifest.ts";
import { compileHook } from "../compile/compile.ts";
import { nodeValue } from "../context/node-value.ts";
import { RecordObject } from "../context/record-object.ts";
import { fromJson } from "../jinja/convert.ts";
import { PyTuple } from "../jinja/values.ts";
import type { PyValue } from "../jinja/values.ts";
import type { Warehouse } from "../warehouse/port.ts";
import type { RunContext } from "./context.ts";
import { hookFinishLine, hookStartLine, printerWidth } from "./log.ts";
import { errorOf } from "./node-session.ts";

type HookType = "on-run-start" | "on-run-end";

export interface HooksOutcome {
  readonly results: readonly NodeResult[];
  /** Why a hook could not be rendered; nothing runs after that. */
  readonly fatal: Diagnostic | null;
}

export async function runProjectHooks(
  context: RunContext,
  warehouse: Warehouse,
  type: HookType,
  before: readonly NodeResult[],
): Promise<HooksOutcome> {
  const hooks = context.operations.filter((node) => node.tags.includes(type));
  if (hooks.length === 0) return { results: [], fatal: null };
  const { clock } = context.environment;
  const width = printerWidth(context.environment);
  const log = (line: ReturnType<typeof hookStartLine>): void =>
    context.emit({ kind: "log", at: clock.wall(), ...line });
  const blank = { text: "", mark: null, level: "info" } as const;
  if (type === "on-run-end") log(blank);
  const extra = type === "on-run-end" ? endValues(context, before) : undefined;
  const results: NodeResult[] = [];
  for (const [index, node] of hooks.entries()) {
    const name = `${node.package_name}.${type}.${index}`;
    const startedAt = clock.wall();
    const started = clock.elapsed();
    const skip = results.some((result) => result.status !== "success") || (context.signal?.cancelled ?? false);
    let outcome: HookOutcome = { status: "skipped", sql: null, found: null };
    if (!skip) {
      const compiled = await compileHook(context, node, node.raw_code, context.signal, { extra });
      if (!compiled.ok) return { results, fatal: errorOf(compiled.diagnostics[0]).diagnostic };
      if (compiled.value.trim() !== "")
        context.onCompiled?.(`${node.package_name}/dbt_project.yml/${node.path}`, compiled.value);
      log(hookStartLine(name, index + 1, hooks.length, width));
      outcome = await send(context, warehouse, node, compiled.value);
    }
    const { status, sql, found } = outcome;
    const verb =
      status === "success" ? "passed" : status === "skipped" ? "skipped" : `failed, error:\n ${found?.message ?? ""}`;
    const result: NodeResult = {
      unique_id: node.unique_id,
      status,
      failures: status === "success" ? 0 : 1,
      message: `${name} ${verb}`,
      execution_time_ms: clock.elapsed() - started,
      compiled_code: sql,
      relation_name: null,
      rows: null,
      adapter_response: {},
      diagnostics: found === null ? [] : [found],
      started_at: startedAt,
      completed_at: clock.wall(),
      thread_id: "main",
    };
    results.push(result);
    log(hookFinishLine(name, status, index + 1, hooks.length, result.execution_time_ms, width));
  }
  if (type === "on-run-start") log(blank);
  return { results, fatal: null };
}

/** Whether the nodes are skipped because of what the hooks at the start came to. */
export function stopsNodes(context: RunContext, start: readonly NodeResult[]): boolean {
  return (
    start.some((result) => result.status === "error") &&
    context.project.flags["skip_nodes_if_on_run_start_fails"] === true
  );
}

interface HookOutcome {
  readonly status: Extract<NodeStatus, "success" | "error" | "skipped">;
  readonly sql: string | null;
  readonly found: Diagnostic | null;
}

async function send(context: RunContext, warehouse: Warehouse, node: ManifestNode, sql: string): Promise<HookOutcome> {
  if (sql.trim() === "") return { status: "success", sql, found: null };
  try {
    context.onStatement?.(node.unique_id, sql, true);
    await warehouse.execute(sql, context.signal === undefined ? {} : { signal: context.signal });
    return { status: "success", sql, found: null };
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return { status: "error", sql, found: { ...error.diagnostic, at: node.span, node: node.unique_id, sql } };
  }
}

/** What hooks at the end see besides what every template sees. */
function endValues(context: RunContext, results: readonly NodeResult[]): ReadonlyMap<string, PyValue> {
  const built = results.flatMap((result) => {
    const node = context.manifest.nodes.get(result.unique_id);
    const failed = result.status === "error" || result.status === "fail" || result.status === "skipped";
    return node && node.relation_name !== null && !failed ? [node] : [];
  });
  const places = new Map(built.map(({ database, schema }) => [JSON.stringify([database, schema]), [database, schema]]));
  return new Map<string, PyValue>([
    ["schemas", [...new Set(built.map((node) => node.schema))]],
    ["database_schemas", [...places.values()].map((place) => new PyTuple(place))],
    [
      "results",
      results
        .filter((result) => result.thread_id !== "main" || result.status === "error")
        .map((result) => resultValue(context, result)),
    ],
  ]);
}

const RESULT_FIELDS = [
  "status",
  "timing",
  "thread_id",
  "execution_time",
  "adapter_response",
  "message",
  "failures",
  "node",
  "batch_results",
];

function resultValue(context: RunContext, result: NodeResult): PyValue {
  const node =
    context.manifest.nodes.get(result.unique_id) ??
    context.operations.find(({ unique_id: id }) => id === result.unique_id);
  const model = node ? nodeValue(node) : null;
  model?.set("compiled_code", result.compiled_code);
  const time = (at: number): string => new Date(at).toISOString();
  const timing = { name: "execute", started_at: time(result.started_at), completed_at: time(result.completed_at) };
  return new RecordObject("RunResult", RESULT_FIELDS, [
    result.status,
    result.status === "skipped" ? [] : [fromJson(timing)],
    result.thread_id,
    result.execution_time_ms / 1000,
    fromJson({ ...result.adapter_response }),
    result.message ?? (result.status === "success" ? "OK" : null),
    result.failures === null ? null : BigInt(result.failures),
    model,
    null,
  ]);
}
