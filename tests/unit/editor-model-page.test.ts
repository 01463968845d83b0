import { describe, expect, test } from "vitest";
import { linesAbout } from "../../src/app/model/log-lines.ts";
import { diffHunks, diffLines } from "../../src/app/model/line-diff.ts";
import { languageOf, pathOfId } from "../../src/app/model/model-files.ts";
import { nodeStanding, testStanding } from "../../src/app/model/node-status.ts";
import type { NodeResult } from "../../src/engine/core/events.ts";

const notation = (before: string, after: string) =>
  diffLines(before, after).map((line) => ({ same: " ", added: "+", removed: "-" })[line.kind] + line.text);

describe("the changes of a file", () => {
  test.each([
    ["a\nb\nc", "a\nx\nc", [" a", "-b", "+x", " c"]],
    ["a\nb", "a\nb\nc", [" a", " b", "+c"]],
    ["a\nb\nc\nd", "b\nd", ["-a", " b", "-c", " d"]],
    ["a", "a", [" a"]],
  ])("%j to %j", (before, after, lines) => expect(notation(before, after)).toEqual(lines));

  test("line numbers count on both sides", () => {
    expect(diffLines("a\nb\nc", "a\nc").at(-1)).toEqual({ kind: "same", text: "c", before: 3, after: 2 });
  });

  test("far from a change the equal lines are folded, and none is lost", () => {
    const before = Array.from({ length: 40 }, (_, index) => `line ${index}`);
    const after = before.with(20, "changed");
    const hunks = diffHunks(diffLines(before.join("\n"), after.join("\n")));
    expect(hunks[0]).toEqual({ kind: "gap", lines: 17 });
    expect(hunks.reduce((sum, one) => sum + (one.kind === "gap" ? one.lines : 1), 0)).toBe(41);
  });
});

describe("the model page", () => {
  const files = [
    { path: "models/a/orders.sql", text: "" },
    { path: "models/a/orders.yml", text: "" },
    { path: "seeds/plans.csv", text: "" },
  ];
  test("finds the file of a model that does not parse by the model's name", () => {
    expect(pathOfId("model.strata.orders", files)).toBe("models/a/orders.sql");
    expect(pathOfId("seed.strata.plans", files)).toBe("seeds/plans.csv");
    expect(pathOfId("model.strata.nothing", files)).toBeNull();
  });
  test.each([
    ["a.sql", "sql"],
    ["a.yml", "yaml"],
    ["a.yaml", "yaml"],
    ["a.csv", "text"],
  ])("%s opens as %s", (path, language) => expect(languageOf(path)).toBe(language));

  const result = (status: NodeResult["status"]) => ({ status, completed_at: 0 }) as NodeResult;
  test("what runs now beats what ran, and an old result says so", () => {
    expect(nodeStanding("running", result("success"), false).mark).toBe("running");
    expect(nodeStanding(undefined, result("success"), true)).toMatchObject({
      mark: "stale",
      text: expect.stringContaining("out of date"),
    });
    expect(nodeStanding("error", result("error"), false).mark).toBe("fail");
    expect(nodeStanding(undefined, undefined, false).text).toBe("not built");
  });
  test("tests tell how many failed, and how many ran when not all did", () => {
    expect(testStanding([result("pass"), result("fail"), undefined])).toEqual({
      mark: "fail",
      text: "1 of 3 tests failed",
    });
    expect(testStanding([result("pass"), undefined])).toEqual({ mark: "pass", text: "1 of 2 tests ran" });
    expect(testStanding([undefined, undefined])).toEqual({ mark: "idle", text: "2 tests" });
    expect(testStanding([result("pass"), result("pass")])).toEqual({ mark: "pass", text: "2 tests" });
    expect(testStanding([])).toBeNull();
  });
  test("the log of a model is its lines and the indented ones below them", () => {
    const lines = [
      "1 of 2 OK created orders",
      "2 of 2 ERROR creating orders_daily",
      "Runtime Error in orders",
      "  Binder Error: no such column",
      "Done.",
    ].map((text) => ({ kind: "log" as const, level: "info" as const, text, at: 0, mark: null }));
    expect(linesAbout(lines, ["orders"]).map((line) => line.text)).toEqual([
      "1 of 2 OK created orders",
      "Runtime Error in orders",
      "  Binder Error: no such column",
    ]);
  });
});
