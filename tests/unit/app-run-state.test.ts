import { describe, expect, test } from "vitest";
import {
  beginRun,
  collectResults,
  countStatuses,
  endRun,
  IDLE_RUN,
  reduceRun,
} from "../../src/app/session/run-state.ts";
import { staleNodes } from "../../src/app/session/freshness.ts";
import type { NodeResult, NodeStatus, RunEvent } from "../../src/engine/core/events.ts";
import type { NodeId } from "../../src/engine/core/ids.ts";
import { manifestOf } from "./app-project.ts";

const id = (name: string) => `model.shop.${name}` as NodeId;

function result(name: string, status: NodeStatus, at = 0): NodeResult {
  return {
    unique_id: id(name),
    status,
    failures: null,
    message: null,
    execution_time_ms: 5,
    compiled_code: null,
    relation_name: null,
    rows: 3,
    diagnostics: [],
    started_at: at,
    completed_at: at + 5,
    thread_id: "Thread-1",
  };
}
const started = (...names: string[]): RunEvent => ({ kind: "run-started", command: "dbt build", nodes: names.map(id) });
const running = (name: string): RunEvent => ({ kind: "node-started", id: id(name), index: 1, total: 2 });
const finished = (name: string, status: NodeStatus): RunEvent => ({
  kind: "node-finished",
  index: 1,
  total: 2,
  result: result(name, status),
});
const line = (text: string): RunEvent => ({ kind: "log", level: "info", text, at: 0, mark: null });
const states = (run: typeof IDLE_RUN) =>
  [...run.states]
    .map(([node, state]) => `${node.split(".").at(-1)}:${state}`)
    .sort()
    .join(" ");

describe("a run as the page sees it", () => {
  test("nodes wait, run, and end as the engine says", () => {
    const begun = reduceRun(beginRun(IDLE_RUN, "dbt build"), [started("a", "b")]);
    expect(states(begun)).toBe("a:queued b:queued");
    const half = reduceRun(begun, [running("a"), finished("a", "success"), running("b")]);
    expect(states(half)).toBe("a:success b:running");
    expect([half.done, half.total, half.running]).toEqual([1, 2, true]);
  });

  test("what a cancelled run did not reach is neither waiting nor running", () => {
    const run = reduceRun(beginRun(IDLE_RUN, "dbt build"), [
      started("a", "b", "c"),
      finished("a", "success"),
      running("b"),
    ]);
    expect(states(endRun(run, 1))).toBe("a:success");
    expect(endRun(run, 1).running).toBe(false);
  });

  test("a new run keeps the states of the one before until a node is touched again, and starts its own log", () => {
    const before = endRun(
      reduceRun(beginRun(IDLE_RUN, "dbt build"), [
        started("a", "b"),
        line("old"),
        finished("a", "success"),
        finished("b", "error"),
      ]),
      1,
    );
    const next = reduceRun(beginRun(before, "dbt build --select b"), [started("b"), line("new")]);
    expect(states(next)).toBe("a:success b:queued");
    expect(next.log.map((entry) => entry.text)).toEqual(["new"]);
  });

  test("reducing changes no earlier state", () => {
    const before = reduceRun(IDLE_RUN, [started("a")]);
    reduceRun(before, [finished("a", "success"), line("x")]);
    expect(states(before)).toBe("a:queued");
    expect(before.log).toEqual([]);
  });

  test("a very long log loses its oldest lines and says how many", () => {
    const run = reduceRun(
      IDLE_RUN,
      Array.from({ length: 10_010 }, (_, index) => line(String(index))),
    );
    expect([run.log.length, run.droppedLines, run.log[0]?.text]).toEqual([10_000, 10, "10"]);
  });

  test("results stay from run to run, the newest of each node", () => {
    const first = collectResults(new Map(), [finished("a", "success"), finished("b", "error")]);
    const second = collectResults(first, [finished("b", "success")]);
    expect([...second.values()].map((entry) => entry.status)).toEqual(["success", "success"]);
    expect(collectResults(second, [line("x")])).toBe(second);
  });

  test("a summary counts every way to end once", () => {
    const all = (["success", "pass", "warn", "fail", "error", "skipped"] as const).map((status) => result("a", status));
    expect(countStatuses(all)).toEqual({ ok: 2, warn: 1, bad: 2, skipped: 1 });
  });
});

describe("what is out of date", () => {
  const shop = manifestOf("orders > customers > report");
  const built = (times: Record<string, number>) =>
    new Map(Object.entries(times).map(([name, at]) => [id(name), result(name, "success", at)]));
  const asBuilt = new Map([...shop.nodes.values()].map((node) => [node.unique_id, node.checksum]));
  const stale = (results: ReadonlyMap<NodeId, NodeResult>, from: ReadonlyMap<NodeId, string> = asBuilt) =>
    [...staleNodes(shop, results, from)]
      .map((node) => node.split(".").at(-1))
      .sort()
      .join(" ");

  test("nothing, when everything was built in order", () =>
    expect(stale(built({ orders: 1, customers: 10, report: 20 }))).toBe(""));
  test("a model whose file changed, and all that read it", () => {
    expect(
      stale(built({ orders: 1, customers: 10, report: 20 }), new Map(asBuilt).set(id("customers"), "before")),
    ).toBe("customers report");
  });
  test("what reads a model that was built again", () =>
    expect(stale(built({ orders: 50, customers: 10, report: 20 }))).toBe("customers report"));
  test("what was never built is not out of date", () => expect(stale(built({ orders: 50 }))).toBe(""));
});
