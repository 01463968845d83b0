import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Outcome } from "../../src/engine/core/errors.ts";
import { createCancelSource } from "../../src/engine/core/signal.ts";
import { periodColumns } from "../../src/engine/history/period-columns.ts";
import * as desk from "../../src/worker/history/history-desk.ts";
import type { HistoryShape } from "../../src/worker/protocol.ts";
import type { Bench } from "../../src/worker/workbench.ts";
import { openLab, type Lab } from "../support/project.ts";

const ROWS = [
  "('a', 'Ada', 'starter', 99.00,  date '2024-01-01', date '2024-03-31')",
  "('a', 'Ada', 'pro',     250.00, date '2024-03-31', null)",
  "('b', 'Bo',  'pro',     200.00, date '2024-02-01', date '2024-03-01')",
  "('b', 'Bo',  'pro',     300.00, date '2024-04-01', date '9999-12-31')",
  "('c', 'Cy',  'starter', 10.00,  date '2024-01-10', date '2024-05-01')",
  "('c', 'Cy',  'pro',     20.00,  date '2024-04-20', null)",
  "('{{ d }}', null, 'pro', null,  date '2024-03-31', null)",
];

let lab: Lab;
let bench: Bench;
const { signal } = createCancelSource();
const ID = "model.shop.plans_history";
let shape: HistoryShape;

function value<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.diagnostics, null, 2));
  return outcome.value;
}

beforeAll(async () => {
  lab = await openLab({
    "models/plans_history.sql": `select * from (values ${ROWS.map((row) => row.replace("{{ d }}", "{{ '{{ d }}' }}")).join(",\n")}) as t(customer_id, customer_name, plan, mrr, valid_from, valid_to)`,
    "models/events.sql":
      "select 1 as event_id, 7 as customer_id, timestamp '2024-03-31 10:00' as started, timestamp '2024-04-02 09:00' as stopped",
    "models/schema.yml": `
models:
  - name: plans_history
    columns: [{name: customer_id}, {name: plan}, {name: valid_from}, {name: valid_to}]
`,
  });
  bench = {
    warehouse: () => Promise.resolve(lab.warehouse),
    emit: () => undefined,
    running: () => null,
  } as unknown as Bench;
  shape = value(await desk.historyOverview(bench, lab.engine, signal, ID, {})).shape;
});
afterAll(() => lab.close());

const cut = (day: string, rule: "half-open" | "between" = "half-open") =>
  desk.historyCut(bench, lab.engine, signal, ID, shape, {
    day,
    today: "2024-12-31",
    rule,
    category: "plan",
    label: "customer_name",
    measure: { aggregate: "sum", column: "mrr" },
    keys: null,
  });

describe("tables of versions are found", () => {
  test("by the names of their bounds, however they are written", () => {
    expect(periodColumns(["id", "VALID_FROM", "valid_to", "is_current"])).toEqual({
      from: "VALID_FROM",
      to: "valid_to",
      current: "is_current",
    });
    expect(periodColumns(["dbt_valid_from", "dbt_valid_to", "valid_from", "valid_to"])?.from).toBe("dbt_valid_from");
    expect(periodColumns(["valid_from", "updated_at"])).toBeNull();
  });

  test("in the project without a database, with the key of each", async () => {
    const tables = value(await desk.historyTables(lab.engine, null));
    expect(tables.map(({ id, key, built }) => [id, key, built])).toEqual([[ID, ["customer_id"], false]]);
  });

  test("by the user, where no name says it", async () => {
    const refused = await desk.historyOverview(bench, lab.engine, signal, "model.shop.events", {});
    expect(refused.ok ? null : refused.diagnostics[0]?.hint).toContain('"started"');
    const named = { from: "started", to: "stopped", key: ["customer_id"] };
    const found = value(await desk.historyOverview(bench, lab.engine, signal, "model.shop.events", named));
    expect([found.keys, found.firstDay, found.lastDay]).toEqual([1, "2024-03-31", "2024-04-02"]);
    const at = async (day: string) =>
      value(
        await desk.historyCut(bench, lab.engine, signal, "model.shop.events", found.shape, {
          day,
          today: day,
          rule: "half-open",
          category: null,
          label: null,
          measure: found.measure,
          keys: null,
        }),
      ).total.versions;
    // With a time of day, the end of the day counts.
    expect([await at("2024-03-30"), await at("2024-03-31"), await at("2024-04-01"), await at("2024-04-02")]).toEqual([
      0, 1, 1, 0,
    ]);
  });
});

describe("a history", () => {
  test("tells its keys, its span and where versions follow each other badly", async () => {
    const found = value(await desk.historyOverview(bench, lab.engine, signal, ID, {}));
    expect([found.versions, found.keys, found.open, found.firstDay, found.lastDay]).toEqual([
      7,
      4,
      4,
      "2024-01-01",
      "2024-05-01",
    ]);
    expect(found.faultCounts).toEqual({ overlap: 1, gap: 1, empty: 0 });
    expect(found.faults.map(({ kind, key }) => `${kind} ${key}`)).toEqual(["gap b", "overlap c"]);
    expect([found.label, found.measure, found.categories]).toEqual([
      "customer_name",
      { aggregate: "sum", column: "mrr" },
      ["plan", "customer_name"],
    ]);
  });

  test("lists the keys with the most versions first, and finds them by key or name", async () => {
    const keys = async (search: string) =>
      value(
        await desk.historyKeys(bench, lab.engine, signal, ID, shape, { label: "customer_name", search, limit: 10 }),
      ).keys.map(({ key, versions }) => `${key} ${versions}`);
    expect(await keys("")).toEqual(["a 2", "b 2", "c 2", "{{ d }} 1"]);
    expect(await keys("BO")).toEqual(["b 2"]);
    expect(await keys("{{")).toEqual(["{{ d }} 1"]);
  });

  test("gives the versions of a key as bars; an end in the far future is an open one", async () => {
    const bars = value(
      await desk.historyBars(bench, lab.engine, signal, ID, shape, { keys: ["b"], category: "plan", value: "mrr" }),
    );
    expect(bars.get("b")).toEqual([
      { starts: "2024-02-01", ends: "2024-03-01", category: "pro", value: "200.00" },
      { starts: "2024-04-01", ends: null, category: "pro", value: "300.00" },
    ]);
  });

  test("is cut half open: the first day of a version belongs to it, its end does not", async () => {
    const before = value(await cut("2024-03-30"));
    expect([before.total.versions, before.total.value]).toEqual([2, 109]);
    const on = value(await cut("2024-03-31"));
    expect([on.total.versions, on.total.value, on.total.betweenVersions, on.total.betweenValue]).toEqual([
      3, 260, 4, 359,
    ]);
    expect([on.doubled, on.doubledKeys]).toEqual([1, ["a"]]);
    expect(on.categories.map((row) => [row.category, row.versions, row.value])).toEqual([
      ["pro", 2, 250],
      ["starter", 1, 10],
    ]);
    expect(value(await cut("2024-03-31", "between")).rows.rowCount).toBe(4);
  });

  test("gives the query as somebody would write it, and it runs", async () => {
    const { sql } = value(await cut("2024-03-31"));
    expect(sql).toContain("from {{ ref('plans_history') }}\nwhere valid_from <= date '2024-03-31'");
    const run = value(await lab.engine.query(sql));
    expect(run.table.data[0]).toEqual(["pro", "starter"]);
  });

  test("becomes a line: the sum, count and mean at the end of each day of change", async () => {
    const line = async (aggregate: "sum" | "count" | "avg") =>
      Object.fromEntries(
        value(
          await desk.historyLine(bench, lab.engine, signal, ID, shape, {
            measure: { aggregate, column: "mrr" },
            keys: null,
          }),
        ).map(({ day, value }) => [day, value]),
      );
    const sums = await line("sum");
    for (const day of ["2024-01-10", "2024-03-31", "2024-04-01", "2024-05-01"])
      expect(sums[day], day).toBe(value(await cut(day)).total.value);
    expect((await line("count"))["2024-03-31"]).toBe(3);
    expect((await line("avg"))["2024-03-31"]).toBe(130);
  });

  test("says what a table that only holds the present would get wrong about a day", async () => {
    const { columns } = value(await desk.historyOverview(bench, lab.engine, signal, ID, {}));
    const types = value(
      await desk.historyTypes(bench, lab.engine, signal, ID, shape, {
        day: "2024-02-15",
        columns,
        label: "customer_name",
        keys: null,
      }),
    );
    expect([types.compared, types.absent, types.keys, types.differences]).toEqual([3, 1, 3, 5]);
    expect(types.rows[0]).toEqual({ key: "a", label: "Ada", column: "mrr", was: "99.00", now: "250.00" });
    const same = value(
      await desk.historyTypes(bench, lab.engine, signal, ID, shape, {
        day: "2024-12-31",
        columns,
        label: null,
        keys: null,
      }),
    );
    expect([same.keys, same.compared, same.rows]).toEqual([0, 4, []]);
  });

  test("is not asked about what is no day", async () => {
    const refused = await cut("2024-02-31x");
    expect(refused.ok).toBe(false);
  });
});
