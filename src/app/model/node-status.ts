/** How a node stands, in one mark and a few words: what runs now beats what ran, and an old result says that it is old. */
import type { NodeResult } from "../../engine/core/events.ts";
import type { NodeRunState } from "../session/run-state.ts";
import { surfaceStrings } from "../strings/surface-strings.ts";
import { clockTime } from "../strings/format.ts";
import { markOf, type Mark } from "../ui/status.ts";

export interface NodeStanding {
  readonly mark: Mark;
  readonly text: string;
}

export function nodeStanding(
  state: NodeRunState | undefined,
  result: NodeResult | undefined,
  stale: boolean,
): NodeStanding {
  const words = surfaceStrings.model;
  if (state === "running") return { mark: "running", text: words.running };
  if (state === "queued") return { mark: "idle", text: words.waitingToRun };
  if (!result) return { mark: "idle", text: words.notBuilt };
  const time = clockTime(result.completed_at);
  if (result.status === "success")
    return stale ? { mark: "stale", text: words.builtStale(time) } : { mark: "pass", text: words.built(time) };
  if (result.status === "skipped") return { mark: "skipped", text: words.skipped };
  return { mark: markOf(result.status), text: result.status === "pass" ? words.built(time) : words.failed };
}

/** Tests of a node in one line: how many there are, or how many of them failed. */
export function testStanding(results: readonly (NodeResult | undefined)[]): NodeStanding | null {
  if (results.length === 0) return null;
  const failed = results.filter((result) => result?.status === "fail" || result?.status === "error").length;
  if (failed > 0) return { mark: "fail", text: surfaceStrings.model.testsFailed(failed, results.length) };
  const warned = results.some((result) => result?.status === "warn");
  const ran = results.filter((result) => result?.status === "pass" || result?.status === "warn").length;
  if (ran === 0) return { mark: "idle", text: surfaceStrings.model.tests(results.length) };
  return {
    mark: warned ? "warn" : "pass",
    text: ran === results.length ? surfaceStrings.model.tests(ran) : surfaceStrings.model.testsRan(ran, results.length),
  };
}
