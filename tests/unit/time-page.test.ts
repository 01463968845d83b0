import { describe, expect, test } from "vitest";
import type { NodeResult } from "../../src/engine/core/events.ts";
import { axisTicks } from "../../src/app/time/axis-ticks.ts";
import { isLit, laneOf } from "../../src/app/time/bar-spans.ts";
import { rebuildCommand, sparkline, stepCommand } from "../../src/app/time/clock-command.ts";
import { kindOf } from "../../src/app/time/kinds.ts";
import { differenceText, measureText, valueOn } from "../../src/app/time/metric-text.ts";
import { joinKeys, readPlace, splitKeys, writePlace } from "../../src/app/time/time-address.ts";
import { staleNodes } from "../../src/app/session/freshness.ts";
import { engineOf } from "../support/project.ts";

const bar = (starts: string, ends: string | null) => ({ starts, ends, category: null, value: null });

describe("the lane of a key", () => {
  const lane = (...bars: ReturnType<typeof bar>[]) => laneOf(bars, "2024-01-01", "2024-04-10");

  test("places its versions on the axis; what touches is neither gap nor overlap", () => {
    const { bars, gaps, overlaps } = lane(bar("2024-01-01", "2024-01-11"), bar("2024-01-11", null));
    expect(bars.map(({ left, width }) => [left, width])).toEqual([
      [0, 10],
      [10, 90],
    ]);
    expect([gaps, overlaps]).toEqual([[], []]);
  });

  test("shows gaps, and where two versions hold at once", () => {
    expect(lane(bar("2024-01-01", "2024-01-11"), bar("2024-01-21", null)).gaps).toEqual([{ left: 10, width: 10 }]);
    expect(lane(bar("2024-01-01", "2024-01-31"), bar("2024-01-21", null)).overlaps).toEqual([{ left: 20, width: 10 }]);
    expect(lane(bar("2024-01-01", null), bar("2024-01-21", "2024-01-31")).overlaps).toEqual([{ left: 20, width: 10 }]);
  });

  test("is cut off at the edges of the axis", () => {
    expect(lane(bar("2023-01-01", "2024-01-11")).bars[0]).toMatchObject({ left: 0, width: 10 });
  });

  test("is lit half open", () => {
    const one = bar("2024-01-01", "2024-01-11");
    expect(["2023-12-31", "2024-01-01", "2024-01-10", "2024-01-11"].map((day) => isLit(one, day))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});

test("the axis has months, quarters or years, and never more labels than fit", () => {
  expect(axisTicks("2025-01-10", "2025-04-20").map((tick) => tick.label)).toEqual(["Feb 2025", "Mar", "Apr"]);
  expect(axisTicks("2021-01-01", "2025-12-31").map((tick) => tick.label)).toContain("2023");
  for (const last of ["2024-02-01", "2026-01-01", "2040-01-01", "2300-01-01"])
    expect(axisTicks("2024-01-15", last).length).toBeLessThanOrEqual(14);
  expect(axisTicks("2024-01-15", "2024-01-16")).toEqual([{ day: "2024-01-15", label: "2024-01-15" }]);
});

describe("the address of a view", () => {
  test("brings back what was sent, with keys that hold commas and backslashes", () => {
    const sent = {
      day: "2024-03-31",
      keys: ["a,b", "c\\", "plain"],
      onlyChosen: true,
      rule: "between" as const,
      measure: { aggregate: "sum" as const, column: "a:b" },
      category: "plan",
      pane: "types" as const,
      view: "table" as const,
      named: { from: "x", key: ["k1", "k2"] },
    };
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(writePlace(sent))) if (value !== null) query.set(name, value);
    expect(readPlace(new URLSearchParams(query.toString()))).toEqual(sent);
    expect(splitKeys(joinKeys(["", "x"]) ?? "")).toEqual(["", "x"]);
  });

  test("that is empty or wrong means the view as it opens", () => {
    const place = readPlace(new URLSearchParams("t=yesterday&rule=maybe&measure=median:x&pane=nothing&only=1"));
    expect(place).toMatchObject({ day: null, rule: "half-open", measure: null, pane: "day", onlyChosen: false });
  });
});

test("a measure holds from its day on, and is told with its sign", () => {
  const points = [
    { day: "2024-01-01", value: 5 },
    { day: "2024-02-01", value: 8.5 },
  ];
  expect(["2023-12-31", "2024-01-01", "2024-01-31", "2024-03-01"].map((day) => valueOn(points, day))).toEqual([
    null,
    5,
    5,
    8.5,
  ]);
  const sum = { aggregate: "sum", column: "mrr" } as const;
  expect([measureText(sum, 3659), differenceText(sum, 10, 8.5), differenceText(sum, null, 1)]).toEqual([
    "3,659.00",
    "−1.50",
    null,
  ]);
});

test("what is left over after the tints shares the last one", () => {
  const names = ["a", "b", "c", "d", "e", "f"];
  expect([...names, null, "z"].map((name) => kindOf(name, names))).toEqual([0, 1, 2, 3, 4, 5, 5, 5]);
});

describe("a step of the clock", () => {
  test("runs snapshots and the chosen models with what they read, as one command", () => {
    expect(stepCommand(true, ["daily"])).toBe("build --select +resource_type:snapshot +daily");
    expect([stepCommand(false, []), rebuildCommand([])]).toEqual([null, null]);
    expect(rebuildCommand(["daily"])).toContain("--full-refresh");
  });

  test("is drawn as a line from the second on", () => {
    expect([sparkline([3]), sparkline([1, 1]), sparkline([0, 10])]).toEqual([
      null,
      "0.0,50.0 100.0,50.0",
      "0.0,96.0 100.0,4.0",
    ]);
  });

  test("leaves what reads a source out of date until it is built again; a seed is never", () => {
    const { manifest } = engineOf({
      "seeds/raw.csv": "id\n1\n",
      "models/s.yml": "sources:\n  - name: app\n    tables: [{name: accounts}]\n",
      "models/a.sql": "select * from {{ source('app', 'accounts') }}",
      "models/b.sql": "select * from {{ ref('a') }}",
      "models/c.sql": "select * from {{ ref('raw') }}",
    });
    const ids = ["seed.shop.raw", "model.shop.a", "model.shop.b", "model.shop.c"] as const;
    const results = new Map(ids.map((id) => [id, { status: "success", started_at: 1, completed_at: 1 } as NodeResult]));
    const stale = (days: readonly string[]) => [
      ...staleNodes(manifest, results, new Map(), {
        today: "2025-06-02",
        builtOn: new Map(ids.map((id, index) => [id, days[index] ?? null])),
      }),
    ];
    const [before, today] = ["2025-06-01", "2025-06-02"];
    expect(stale([before, before, before, before])).toEqual(["model.shop.a", "model.shop.b"]);
    expect(stale([before, today, today, before])).toEqual([]);
  });
});
