/** The lines of the log, worded and padded as dbt words and pads them. */
import type { Diagnostic } from "../core/errors.ts";
import type { LogLine, NodeResult } from "../core/events.ts";
import type { Json, ManifestNode } from "../core/manifest.ts";

/** dbt pads the message with dots to this column, unless --printer-width names another. */
const WIDTH = 80;

export function printerWidth(environment: { readonly flags?: Readonly<Record<string, Json>> }): number {
  const given = environment.flags?.["PRINTER_WIDTH"];
  return typeof given === "number" ? given : WIDTH;
}

type Mark = LogLine["mark"];

export interface LogText {
  readonly text: string;
  readonly mark: Mark;
  readonly level: LogLine["level"];
}

function describeNode(node: ManifestNode): string {
  const name = `${node.schema}.${node.alias}`;
  switch (node.resource_type) {
    case "test":
      return `test ${node.name}`;
    case "unit_test":
      return `unit_test ${testName(node)}`;
    case "seed":
      return `seed file ${name}`;
    case "snapshot":
      return `snapshot ${name}`;
    case "exposure":
    case "saved_query":
      return `${node.resource_type.replace("_", " ")} ${node.name}`;
    default:
      return `${node.language ?? "sql"} ${node.config.materialized} model ${name}`;
  }
}

/** A unit test is told with its model: `orders::sums_up`. */
function testName(node: ManifestNode): string {
  return node.unit_test === null ? node.name : `${node.unit_test.model}::${node.name}`;
}

export function startLine(node: ManifestNode, index: number, total: number, width?: number): LogText {
  return { text: padded(index, total, `START ${describeNode(node)}`, "RUN", width), mark: null, level: "info" };
}

export function hookStartLine(name: string, index: number, total: number, width?: number): LogText {
  return { text: padded(index, total, `START hook: ${name}`, "RUN", width), mark: null, level: "info" };
}

export function hookFinishLine(
  name: string,
  status: NodeResult["status"],
  index: number,
  total: number,
  elapsedMs: number,
  width?: number,
): LogText {
  const word = status === "success" ? "OK" : status === "skipped" ? "SKIP" : "ERROR";
  const [mark, level] =
    status === "success"
      ? (["ok", "info"] as const)
      : status === "skipped"
        ? (["skip", "warn"] as const)
        : (["error", "error"] as const);
  return { text: padded(index, total, `${word} hook: ${name}`, `${word} ${seconds(elapsedMs)}`, width), mark, level };
}

export function finishLine(
  node: ManifestNode,
  result: NodeResult,
  index: number,
  total: number,
  outcome: { readonly response: string; readonly ephemeralTrouble?: boolean },
  width?: number,
): LogText {
  const time = seconds(result.execution_time_ms);
  const line = (message: string, status: string, mark: Mark, level: LogLine["level"]): LogText => ({
    text: padded(index, total, message, status, width),
    mark,
    level,
  });
  const isTest = node.resource_type === "test" || node.resource_type === "unit_test";
  const failures = result.failures ?? 0;
  switch (result.status) {
    case "pass":
      return line(`PASS ${testName(node)}`, `PASS ${time}`, "pass", "info");
    case "warn":
      return line(`WARN ${failures} ${testName(node)}`, `WARN ${failures} ${time}`, "warn", "warn");
    case "fail":
      return line(`FAIL ${failures} ${testName(node)}`, `FAIL ${failures} ${time}`, "fail", "error");
    case "error": {
      const verb = { seed: "loading ", snapshot: "snapshotting " }[node.resource_type as string] ?? "creating ";
      const what = isTest
        ? testName(node)
        : `${verb}${node.resource_type === "snapshot" ? `${node.schema}.${node.alias}` : describeNode(node)}`;
      return line(`ERROR ${what}`, `ERROR ${time}`, "error", "error");
    }
    case "skipped": {
      const built =
        node.resource_type === "model" || node.resource_type === "seed" || node.resource_type === "snapshot";
      const what = built ? `relation ${node.schema}.${node.name}` : `${node.resource_type} ${node.name}`;
      return outcome.ephemeralTrouble === true
        ? line(`SKIP ${what} due to ephemeral model status 'error'`, "ERROR SKIP", "error", "error")
        : line(`SKIP ${what}`, "SKIP", "skip", "warn");
    }
    case "no-op":
      return line(`NO-OP ${describeNode(node)}`, `NO-OP ${time}`, "skip", "info");
    case "runtime error":
      return line(`ERROR ${node.name}`, `ERROR ${time}`, "error", "error");
    case "success": {
      const what = {
        seed: `loaded ${describeNode(node)}`,
        snapshot: `snapshotted ${node.schema}.${node.alias}`,
      }[node.resource_type as string];
      return line(`OK ${what ?? `created ${describeNode(node)}`}`, `${outcome.response} ${time}`, "ok", "info");
    }
  }
}

function seconds(elapsedMs: number): string {
  return `in ${(elapsedMs / 1000).toFixed(2)}s`;
}

/** What dbt calls several of a kind, where that is not the name with an s. */
const PLURALS: Readonly<Record<string, string>> = {
  analysis: "analyses",
  saved_query: "saved queries",
  test: "data tests",
};

function counted(count: number, type: string): string {
  const name = count === 1 ? type : (PLURALS[type] ?? `${type}s`);
  return `${count} ${name.replaceAll("_", " ")}`;
}

/** dbt's order: what lies in the manifest's nodes, then the rest. */
const FOUND_TYPES = [
  "model",
  "snapshot",
  "analysis",
  "seed",
  "operation",
  "test",
  "source",
  "exposure",
  "metric",
  "macro",
  "semantic_model",
  "saved_query",
  "unit_test",
] as const;

/** `Found 30 models, 2 seeds, 150 data tests, 14 sources, 12 macros`. */
export function foundLine(nodes: Iterable<ManifestNode>, macros: number): string {
  const counts = new Map<string, number>([["macro", macros]]);
  for (const node of nodes) counts.set(node.resource_type, (counts.get(node.resource_type) ?? 0) + 1);
  const parts = FOUND_TYPES.flatMap((type) => {
    const count = counts.get(type) ?? 0;
    return count === 0 ? [] : [counted(count, type)];
  });
  return `Found ${parts.join(", ")}`;
}

/** `Finished running 2 seeds, 1 table model, 3 data tests in …`. */
export function finishedLine(nodes: readonly ManifestNode[], elapsedMs: number): string {
  const counts = new Map<string, number>();
  for (const node of nodes) {
    const { resource_type: type } = node;
    const name = type === "model" ? `${node.config.materialized} model` : type === "operation" ? "project hook" : type;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const parts = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([type, count]) => counted(count, type));
  const time = elapsedMs / 1000;
  const whole = `${Math.floor(time / 3600)} hours ${Math.floor((time % 3600) / 60)} minutes and ${(time % 60).toFixed(2)} seconds`;
  return `Finished running ${parts.join(", ")} in ${whole} (${time.toFixed(2)}s).`;
}

/** What dbt says of the nodes that --fail-fast kept from running; they count as errors. */
export const FAILED_FAST = "Skipping due to fail_fast";

/** `placeOf` words where a finding stands: `models/a.sql:3:7`. `nodes` are those that the results are of. */
export function summaryLines(
  results: readonly NodeResult[],
  cancelled: boolean,
  placeOf: (found: Diagnostic) => string,
  nodes: readonly ManifestNode[] = [],
): LogText[] {
  const count = (...statuses: readonly NodeResult["status"][]): number =>
    results.filter((result) => statuses.includes(result.status)).length;
  const errors = results.filter(isError).length;
  const warnings = count("warn");
  const plural = (value: number, word: string): string => `${value} ${word}${value === 1 ? "" : "s"}`;
  const verdict: LogText = cancelled
    ? { text: "Exited because of keyboard interrupt", mark: "warn", level: "warn" }
    : errors > 0
      ? {
          text: `Completed with ${plural(errors, "error")}, 0 partial successes, and ${plural(warnings, "warning")}:`,
          mark: "error",
          level: "error",
        }
      : warnings > 0
        ? { text: `Completed with ${plural(warnings, "warning")}:`, mark: "warn", level: "warn" }
        : { text: "Completed successfully", mark: "ok", level: "info" };
  const done =
    `Done. PASS=${count("pass", "success")} WARN=${warnings} ERROR=${count("error", "fail", "runtime error")} ` +
    `SKIP=${count("skipped")} NO-OP=${count("no-op")} TOTAL=${results.length}`;
  const named = new Map(nodes.map((node) => [node.unique_id, node]));
  const blank: LogText = { text: "", mark: null, level: "info" };
  const told = [
    ...results.filter((result) => result.status !== "warn"),
    ...results.filter(({ status }) => status === "warn"),
  ];
  return [
    verdict,
    ...told.flatMap((result) => troubleLines(result, named.get(result.unique_id), placeOf)),
    blank,
    { text: done, mark: null, level: "info" },
  ];
}

/** dbt counts some that are skipped: what --fail-fast kept back, hooks, and nodes below an ephemeral model that does not compile. */
function isError(result: NodeResult): boolean {
  if (result.status === "skipped")
    return result.message === FAILED_FAST || result.diagnostics.length > 0 || result.unique_id.startsWith("operation.");
  return result.status === "error" || result.status === "fail" || result.status === "runtime error";
}

function troubleLines(
  result: NodeResult,
  node: ManifestNode | undefined,
  placeOf: (found: Diagnostic) => string,
): LogText[] {
  const warns = result.status === "warn";
  // Of the skipped only those are told that have something to tell.
  if (!warns && (!isError(result) || (result.status === "skipped" && result.diagnostics.length === 0))) return [];
  const [type = "node", , ...names] = result.unique_id.split(".");
  const what = node ? `${type} ${node.name} (${node.original_file_path})` : `${type} ${names.join(".")}`;
  const found = result.diagnostics[0];
  const message = result.message ?? found?.message ?? `Status: ${result.status}`;
  const lines = [`${warns ? "Warning" : "Failure"} in ${what}`, ...message.split("\n").map((line) => `  ${line}`)];
  const place = found?.at ? ` (${placeOf(found)})` : "";
  if (found?.hint && result.status !== "fail") lines.push(`  ${found.code}: ${found.hint}${place}`);
  if (found) lines.push(...stackLines(found));
  const level = warns ? "warn" : "error";
  return [{ text: "", mark: null, level: "info" }, ...lines.map((text): LogText => ({ text, mark: null, level }))];
}

/** The macros that a finding passed through, worded as dbt words them: the innermost first. */
export function stackLines({ stack = [] }: Diagnostic): string[] {
  return stack.map((name, index) => `  > ${index === 0 ? "in" : "called by"} macro ${name}`);
}

/** `1 of 28 OK created … [OK in 0.02s]`. */
export function padded(index: number, total: number, message: string, status: string, width = WIDTH): string {
  return `${`${index} of ${total} ${message} `.padEnd(width, ".")} [${status}]`;
}
