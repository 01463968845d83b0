/** The lines of the log, worded and padded as dbt words and pads them. */
import type { Diagnostic } from "../core/errors.ts";
import type { LogLine, NodeResult } from "../core/events.ts";
import type { ManifestNode } from "../core/manifest.ts";

/** dbt pads the message with dots to this column. */
const WIDTH = 80;

type Mark = LogLine["mark"];

export interface LogText {
  readonly text: string;
  readonly mark: Mark;
  readonly level: LogLine["level"];
}

export function describeNode(node: ManifestNode): string {
  const name = `${node.schema}.${node.alias}`;
  if (node.resource_type === "test") return `test ${node.name}`;
  if (node.resource_type === "seed") return `seed file ${name}`;
  return `sql ${node.config.materialized} model ${name}`;
}

export function startLine(node: ManifestNode, index: number, total: number): LogText {
  return { text: padded(index, total, `START ${describeNode(node)}`, "RUN"), mark: null, level: "info" };
}

export function finishLine(
  node: ManifestNode,
  result: NodeResult,
  index: number,
  total: number,
  response: string,
): LogText {
  const seconds = `in ${(result.execution_time_ms / 1000).toFixed(2)}s`;
  switch (result.status) {
    case "pass":
      return { text: padded(index, total, `PASS ${node.name}`, `PASS ${seconds}`), mark: "pass", level: "info" };
    case "warn":
      return {
        text: padded(
          index,
          total,
          `WARN ${result.failures ?? 0} ${node.name}`,
          `WARN ${result.failures ?? 0} ${seconds}`,
        ),
        mark: "warn",
        level: "warn",
      };
    case "fail":
      return {
        text: padded(
          index,
          total,
          `FAIL ${result.failures ?? 0} ${node.name}`,
          `FAIL ${result.failures ?? 0} ${seconds}`,
        ),
        mark: "fail",
        level: "error",
      };
    case "error": {
      const what =
        node.resource_type === "test"
          ? node.name
          : `${node.resource_type === "seed" ? "loading" : "creating"} ${describeNode(node)}`;
      return { text: padded(index, total, `ERROR ${what}`, `ERROR ${seconds}`), mark: "error", level: "error" };
    }
    case "skipped": {
      const what = node.resource_type === "test" ? `test ${node.name}` : `relation ${node.schema}.${node.alias}`;
      return { text: padded(index, total, `SKIP ${what}`, "SKIP"), mark: "skip", level: "warn" };
    }
    case "no-op":
      return {
        text: padded(index, total, `NO-OP ${node.resource_type} ${node.name}`, "NO-OP"),
        mark: "skip",
        level: "info",
      };
    case "runtime error":
      return { text: padded(index, total, `ERROR ${node.name}`, `ERROR ${seconds}`), mark: "error", level: "error" };
    case "success": {
      const verb = node.resource_type === "seed" ? "loaded" : "created";
      return {
        text: padded(index, total, `OK ${verb} ${describeNode(node)}`, `${response} ${seconds}`),
        mark: "ok",
        level: "info",
      };
    }
  }
}

/** `Found 30 models, 2 seeds, 150 data tests, 14 sources, 12 macros`. */
export function foundLine(nodes: Iterable<ManifestNode>, macros: number): string {
  const names: Partial<Record<ManifestNode["resource_type"], readonly [string, string]>> = {
    model: ["model", "models"],
    snapshot: ["snapshot", "snapshots"],
    analysis: ["analysis", "analyses"],
    seed: ["seed", "seeds"],
    test: ["data test", "data tests"],
    source: ["source", "sources"],
    exposure: ["exposure", "exposures"],
  };
  const counts = new Map<ManifestNode["resource_type"], number>();
  for (const node of nodes) counts.set(node.resource_type, (counts.get(node.resource_type) ?? 0) + 1);
  const parts = Object.entries(names).flatMap(([type, [one, many]]) => {
    const count = counts.get(type as ManifestNode["resource_type"]) ?? 0;
    return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
  });
  return `Found ${[...parts, `${macros} macros`].join(", ")}`;
}

export function finishedLine(nodes: readonly ManifestNode[], elapsedMs: number): string {
  const counts = new Map<string, number>();
  for (const node of nodes) {
    const type =
      node.resource_type === "model"
        ? `${node.config.materialized} model`
        : node.resource_type === "test"
          ? "data test"
          : node.resource_type;
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  const parts = [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([type, count]) => `${count} ${type}${count === 1 ? "" : "s"}`);
  const seconds = elapsedMs / 1000;
  const whole = `${Math.floor(seconds / 3600)} hours ${Math.floor((seconds % 3600) / 60)} minutes and ${(seconds % 60).toFixed(2)} seconds`;
  return `Finished running ${parts.join(", ")} in ${whole} (${seconds.toFixed(2)}s).`;
}

/** `placeOf` words where a finding stands: `models/a.sql:3:7`. */
export function summaryLines(
  results: readonly NodeResult[],
  cancelled: boolean,
  placeOf: (found: Diagnostic) => string,
): LogText[] {
  const count = (...statuses: readonly NodeResult["status"][]): number =>
    results.filter((result) => statuses.includes(result.status)).length;
  const errors = count("error", "fail", "runtime error");
  const warnings = count("warn");
  const skipped = count("skipped");
  const plural = (value: number, word: string): string => `${value} ${word}${value === 1 ? "" : "s"}`;
  const verdict: LogText = cancelled
    ? { text: "Exited because of keyboard interrupt", mark: "warn", level: "warn" }
    : errors > 0
      ? {
          text: `Completed with ${plural(errors, "error")}, and ${plural(warnings, "warning")}:`,
          mark: "error",
          level: "error",
        }
      : warnings > 0
        ? { text: `Completed with ${plural(warnings, "warning")}:`, mark: "warn", level: "warn" }
        : { text: "Completed successfully", mark: "ok", level: "info" };
  const done = `Done. PASS=${count("pass", "success")} WARN=${warnings} ERROR=${errors} SKIP=${skipped} NO-OP=${count("no-op")} TOTAL=${results.length}`;
  return [
    verdict,
    ...troubles(results, placeOf),
    { text: "", mark: null, level: "info" },
    { text: done, mark: null, level: "info" },
  ];
}

function troubles(results: readonly NodeResult[], placeOf: (found: Diagnostic) => string): LogText[] {
  return results
    .filter((result) => result.status === "error" || result.status === "fail" || result.status === "warn")
    .flatMap((result): LogText[] => {
      const [type = "node", , ...names] = result.unique_id.split(".");
      const level = result.status === "warn" ? "warn" : "error";
      const head =
        result.status === "warn"
          ? `Warning in ${type} ${names.join(".")}`
          : `${result.status === "fail" ? "Failure" : "Error"} in ${type} ${names.join(".")}`;
      const found = result.diagnostics[0];
      const lines = [head, ...(result.message ?? found?.message ?? "").split("\n").map((line) => `  ${line}`)];
      const place = found?.at ? ` (${placeOf(found)})` : "";
      if (found?.hint && result.status === "error") lines.push(`  ${found.code}: ${found.hint}${place}`);
      return [{ text: "", mark: null, level: "info" }, ...lines.map((text): LogText => ({ text, mark: null, level }))];
    });
}

function padded(index: number, total: number, message: string, status: string): string {
  return `${`${index} of ${total} ${message} `.padEnd(WIDTH, ".")} [${status}]`;
}
