import { describe, expect, test } from "vitest";
import { compareRuns, runBefore } from "../../src/app/runs/compare.ts";
import { retryCommand } from "../../src/app/runs/retry-command.ts";
import { exactWhen, headMark, headWord, whenText } from "../../src/app/runs/run-words.ts";
import { slowest, testCounts, ticks, timeline, visibleRows, worstOf } from "../../src/app/runs/timeline.ts";
import type { NodeResult, NodeStatus } from "../../src/engine/core/events.ts";
import type { NodeId } from "../../src/engine/core/ids.ts";
import type { Manifest } from "../../src/engine/core/manifest.ts";
import { createNode } from "../../src/engine/parse/nodes.ts";
import { manifestOf } from "./app-project.ts";

const A = "model.shop.stg_a" as NodeId;
const B = "model.shop.entity_b" as NodeId;
const T = "test.shop.not_null_b.1" as NodeId;
const U = "test.shop.unique_b.2" as NodeId;

function result(id: NodeId, status: NodeStatus, start: number, ms: number, more: Partial<NodeResult> = {}): NodeResult {
  return {
    unique_id: id,
    status,
    failures: null,
    message: null,
    execution_time_ms: ms,
    compiled_code: null,
    relation_name: null,
    rows: null,
    diagnostics: [],
    started_at: start,
    completed_at: start + ms,
    thread_id: "",
    ...more,
  };
}

const manifest: Manifest = (() => {
  const shop = manifestOf("app.raw > staging/stg_a > entities/entity_b > entities/entity_c");
  const nodes = new Map(shop.nodes);
  for (const id of [T, U])
    nodes.set(
      id,
      createNode({
        ...nodes.get(B),
        unique_id: id,
        resource_type: "test",
        name: id.split(".")[2] ?? "",
        attached_node: B,
      } as Parameters<typeof createNode>[0]),
    );
  return { ...shop, nodes };
})();

const before = new Map([
  [A, result(A, "success", 1000, 100, { rows: 5 })],
  [B, result(B, "success", 1100, 100, { rows: 7 })],
  [U, result(U, "pass", 1200, 10)],
]);
const run = [
  result(A, "success", 5000, 120, { rows: 5 }),
  result(B, "success", 5200, 700, { rows: 9 }),
  result(U, "pass", 5900, 10),
  result(T, "fail", 5910, 40, { failures: 3 }),
  result("model.shop.entity_c", "skipped", 5950, 0, { message: "Skipped." }),
];

describe("the timeline of a run", () => {
  const drawn = timeline(run, manifest, { began: 4900, before });

  test("has a row for each node where it began, its tests folded below it, the worst first", () => {
    expect(drawn.rows.map((row) => [row.name, row.start, row.ms])).toEqual([
      ["stg_a", 100, 120],
      ["entity_b", 300, 700],
      ["entity_c", null, null],
    ]);
    expect(drawn.span).toBe(1050);
    expect(visibleRows(drawn.rows, new Set([B])).map((row) => row.name)).toEqual([
      "stg_a",
      "entity_b",
      "not_null_b",
      "unique_b",
      "entity_c",
    ]);
  });

  test("a folded row does not hide that a test failed", () => {
    const [, row] = drawn.rows;
    expect(row && worstOf(row)).toBe("fail");
    expect(row && testCounts(row)).toEqual({ failed: 1, warned: 0 });
  });

  test("marks what is clearly slower than before, and only that", () => {
    expect(drawn.rows.map((row) => row.slower)).toEqual([null, 600, null]);
    expect(slowest(drawn.rows, 1).map((row) => row.name)).toEqual(["entity_b"]);
  });

  test("shows what runs and what waits while the run goes on", () => {
    const live = timeline(run.slice(0, 1), manifest, {
      began: 4900,
      going: {
        planned: [A, B, T],
        states: new Map([
          [A, "success"],
          [B, "running"],
          [T, "queued"],
        ]),
      },
    });
    expect(live.rows.map((row) => [row.name, row.status, row.start])).toEqual([
      ["stg_a", "success", 100],
      ["entity_b", "running", 220],
    ]);
    expect(live.rows[1]?.tests.map((row) => row.status)).toEqual(["queued"]);
  });

  test("tests alone stand below what they test; what left the project keeps its name", () => {
    const tests = timeline([run[3]!, result("model.shop.gone", "success", 5990, 5)], manifest, {
      began: null,
    });
    expect(tests.rows.map((row) => [row.name, row.status, row.tests.length])).toEqual([
      ["entity_b", null, 1],
      ["gone", "success", 0],
    ]);
  });

  test("holds five thousand nodes", () => {
    const many = Array.from({ length: 5000 }, (_, index) =>
      result(`test.shop.t${index}.x` as NodeId, "pass", 5000 + index, 1),
    );
    expect(timeline(many, manifest, { began: 5000, before }).rows).toHaveLength(5000);
  });

  test("the axis has round marks", () => {
    expect(ticks(6200, 7)).toEqual([0, 1000, 2000, 3000, 4000, 5000, 6000]);
    expect(ticks(90, 4)).toEqual([0, 50]);
  });
});

describe("two runs beside each other", () => {
  test("tell what broke, what is new or gone, how times and rows moved", () => {
    const rows = new Map(
      compareRuns(
        run,
        new Map([
          ...before,
          [T, result(T, "pass", 0, 40)],
          ["model.shop.old", result("model.shop.old", "success", 0, 5)],
        ]),
      ).map((row) => [row.id, row]),
    );
    expect(rows.get(B)).toMatchObject({ change: "rows", ratio: 7, rows: 9, rowsBefore: 7 });
    expect(rows.get(T)).toMatchObject({ change: "broken", status: "fail", statusBefore: "pass", rows: 3 });
    expect(rows.get("model.shop.old")).toMatchObject({ change: "gone", status: null });
    expect(rows.get("model.shop.entity_c")).toMatchObject({ change: "added", ms: null, ratio: null });
    expect(rows.get(U)).toMatchObject({ change: "same" });
  });

  test("a run is compared with the last one of the same command, else with the one before", () => {
    const head = (id: string, command: string, nodes = 1) => ({ id, command, nodes, tests: 0 });
    const list = [head("5", "build"), head("4", "ls", 0), head("3", "test"), head("2", "build"), head("1", "seed")];
    expect(runBefore(list, "5")?.id).toBe("2");
    expect(runBefore(list, "3")?.id).toBe("2");
    expect(runBefore(list, "1")).toBeNull();
    expect(runBefore(list, "9")).toBeNull();
  });
});

describe("the command that retries", () => {
  test("names what failed and what was skipped, with what changes a node's meaning", () => {
    expect(retryCommand("build --select stg_a+ --full-refresh", run, manifest)).toBe(
      "dbt build --select not_null_b entity_c --full-refresh",
    );
    expect(retryCommand(`build --vars '{"a": 1}'`, run, manifest)).toBe(
      `dbt build --select not_null_b entity_c --vars '{"a": 1}'`,
    );
  });

  test("is not there when all went well, or when nothing of it is left in the project", () => {
    expect(retryCommand("build", run.slice(0, 2), manifest)).toBeNull();
    expect(retryCommand("build", [result("model.shop.gone", "error", 1, 1)], manifest)).toBeNull();
    expect(retryCommand("docs generate", run, manifest)).toBeNull();
  });
});

test("a run's headline is a mark and a word", () => {
  const head = {
    id: "1",
    at: 0,
    command: "build",
    exitCode: 0,
    cancelled: false,
    elapsed_ms: 1,
    nodes: 1,
    tests: 0,
    warned: 0,
    failed: 0,
    skipped: 0,
  } as const;
  expect([headMark(head), headWord(head)]).toEqual(["pass", "ended well"]);
  expect([headMark({ ...head, failed: 2, exitCode: 1 }), headWord({ ...head, failed: 2 })]).toEqual([
    "fail",
    "2 failed",
  ]);
  expect([headMark({ ...head, exitCode: 2 }), headWord({ ...head, exitCode: 2 })]).toEqual(["fail", "not carried out"]);
  expect([headMark({ ...head, cancelled: true }), headWord({ ...head, cancelled: true })]).toEqual([
    "skipped",
    "stopped",
  ]);
  const noon = new Date(2026, 2, 1, 12, 5, 9).getTime();
  expect(whenText(noon, noon)).toBe("12:05");
  expect(exactWhen(noon, noon)).toBe("12:05:09");
  expect(whenText(noon, noon + 86_400_000)).toBe("Yesterday 12:05");
  expect(whenText(noon, noon + 5 * 86_400_000)).toBe("2026-03-01 12:05");
});
