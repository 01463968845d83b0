/**
 * Numbers that were worked out by hand, asked of the lessons: what a guess is held against, and what a reference solution returns when
 * the hand-made rows stand in the place of its models. What the models and macros themselves return for worked examples is tested in
 * the project: their unit tests, and src/models/tests/saas/*_worked_examples.sql.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lifetimeValue, paybackMonths, ratio } from "../../../src/app/learn/interactives/unit-economics/economics.ts";
import { tableRows } from "../../../src/engine/core/table.ts";
import { loadPack } from "../../../src/lessons/load.ts";
import { findExercise, isWritten, lessonsOf } from "../../../src/lessons/pack.ts";
import type { Exercise } from "../../../src/lessons/pack.ts";
import { contentFiles } from "../../lessons/content-files.ts";
import { openBench } from "../lessons-engine.ts";
import type { LessonBench } from "../lessons-engine.ts";

type Row = Readonly<Record<string, unknown>>;

const files = contentFiles();
const lessons = lessonsOf(loadPack(files).pack);
let bench: LessonBench;
beforeAll(async () => {
  bench = await openBench({});
});
afterAll(async () => bench.warehouse.close());

async function rowsOf(sql: string): Promise<readonly Row[]> {
  const answer = await bench.engine.query(sql, { limit: 1000 });
  if (!answer.ok) throw new Error(answer.diagnostics[0]?.message);
  return tableRows(answer.value.table).map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [
        name,
        typeof value === "bigint" || (typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value))
          ? Number(value)
          : value,
      ]),
    ),
  );
}

function exercise(id: string): Exercise {
  const found = lessons.map((lesson) => findExercise(lesson, id)).find((item) => item !== null);
  if (!found) throw new Error(`There is no exercise ${id}.`);
  return found;
}

function solutionOf(id: string): string {
  const found = exercise(id);
  return isWritten(found) ? found.solution : "";
}

async function reveal(id: string): Promise<Row> {
  const found = exercise(id);
  const [row] = found.type === "predict" ? await rowsOf(found.reveal) : [];
  return row ?? {};
}

/** The text with rows in the place of models. */
function on(sql: string, given: Readonly<Record<string, string>>): string {
  return sql.replaceAll(/\{\{\s*ref\('([^']+)'\)\s*\}\}/g, (written, model: string) =>
    given[model] === undefined ? written : `(${given[model]})`,
  );
}

function file(path: string): string {
  const found = files.find((item) => item.path.endsWith(path));
  if (!found) throw new Error(`There is no ${path}.`);
  return found.text;
}

describe("the truth beside a guess", () => {
  test.each([
    ["versions of a week with a day missing", "m3.03.guess", { carried_on: 3, closed: 4 }],
    ["a day on which a version ends", "m3.06.boundary", { between_rows: 2, half_open_rows: 1, stage: "proposal" }],
    [
      "three facts and two versions",
      "m3.07.joins",
      {
        key_rows: 6,
        between_rows: 4,
        half_open_rows: 3,
        key_sum: 120,
        between_sum: 80,
        half_open_sum: 60,
        current_sum: 60,
      },
    ],
    ["what was known, and what is", "m3.08.belief", { stage_then: "qualification", stage_later: "proposal" }],
    [
      "a deleted key that comes back with a new time",
      "m3.05.back",
      { rows_ignore: 2, rows_invalidate: 2, rows_new_record: 3 },
    ],
    ["a deleted key that comes back with its old time", "m3.05.same", { valid_ignore: 1, valid_invalidate: 2 }],
    ["a change that the clock hides", "m3.04.silent", { by_timestamp: 1, by_check: 2 }],
    ["beats with a gap of half an hour", "m4.02.guess", { sessions: 2 }],
    ["an outage over midnight", "m4.03.two_days", { first_day: 75, second_day: 75 }],
    ["three rows are not three days", "m4.05.frame", { by_rows: 20, by_days: 30 }],
    ["a customer who left and came back", "m1.03.back_again", { second_bucket: "churn", third_bucket: "reactivation" }],
    ["four of ten journeys, and without e-mail one", "m5.05.guess", { rate_pct: 40, without_email_pct: 10 }],
    ["search twice, then e-mail", "m5.06.guess", { linear_pct: 67, shapley_pct: 50 }],
  ])("%s", async (_, id, expected) => {
    expect(await reveal(id)).toMatchObject(expected);
  });
});

describe("a month of seven customers", () => {
  const month = "date '2025-12-01'";
  const given = {
    int_customers__mrr_monthly: `select customer_id, ${month} as month, previous_mrr, mrr, ever_paid_before from (values
      (1, 100, 100, true), (2, 200, 300, true), (3, 300, 240, true), (4, 150, 0, true), (5, 0, 250, false), (6, 0, 90, true), (7, 50, 50, true)
    ) as given (customer_id, previous_mrr, mrr, ever_paid_before)`,
  };
  const solution = (id: string): string => on(solutionOf(id), given).replaceAll(/date '\d{4}-\d\d-01'/g, month);

  test("moves lead from 800 to 1,030", async () => {
    expect(await rowsOf(solution("m1.03.month"))).toEqual([
      {
        opening_mrr: 800,
        new_mrr: 250,
        reactivation_mrr: 90,
        expansion_mrr: 100,
        contraction_mrr: 60,
        churn_mrr: 150,
        closing_mrr: 1030,
      },
    ]);
  });

  test("NRR is 86.25 %, GRR 73.75 %, and one logo of five is lost", async () => {
    expect(await rowsOf(solution("m1.04.month"))).toEqual([{ nrr: 0.8625, grr: 0.7375, logo_churn: 0.2 }]);
  });
});

test("over a year a basket is held against its beginning: what came and went between does not count", async () => {
  const paid = `select customer_id, month::date as month, mrr from (values
    ('A', '2024-12-01', 100), ('A', '2025-06-01', 150), ('A', '2025-12-01', 120), ('B', '2024-12-01', 100), ('B', '2025-06-01', 100),
    ('B', '2025-12-01', 80), ('C', '2025-06-01', 500), ('C', '2025-12-01', 500)
  ) as given (customer_id, month, mrr)`;
  const solution = on(solutionOf("m1.04.year"), { int_customers__mrr_monthly: paid });
  expect(await rowsOf(solution.replaceAll(/date '\d{4}-\d\d-01'/g, "date '2025-12-01'"))).toEqual([
    { customers: 2, opening_mrr: 200, nrr: 1 },
  ]);
});

test("LTV 3,200, eight times what a customer costs, who has paid it back after 4.17 months", () => {
  const bar = { arpa: 120, margin: 0.8, churn: 0.03, cac: 12_000 / 30 };
  expect([lifetimeValue(bar), ratio(bar), paybackMonths(bar)]).toEqual(
    [3200, 8, 4.1667].map((value) => expect.closeTo(value, 4)),
  );
});

test.each([
  ["m5.04.channels", 14, { paid_search: 0.101746, organic: 0.203491, email: 0.28778, direct: 0.406983 }],
  ["m5.04.channels.twin", 30, { paid_search: 0.16903, organic: 0.233585, email: 0.27459, direct: 0.322794 }],
])("%s: credits of one journey with a half-life of %i days", async (id, _, expected) => {
  const journey = `select 1 as conversion_id, true as converted, * from (values
    ('paid_search', 28), ('organic', 14), ('email', 7), ('direct', 0)
  ) as given (channel, days_before)`;
  const rows = await rowsOf(on(solutionOf(id), { int_marketing__journeys: journey }));
  const credits = Object.fromEntries(rows.map((row) => [String(row["channel"]), Number(row["conversions"])]));
  expect(credits).toEqual(
    Object.fromEntries(Object.entries(expected).map(([name, credit]) => [name, expect.closeTo(credit, 5)])),
  );
});

test("survival with two who are still there: 0.8 after two months, 0.4 after three", async () => {
  const history = `select subscription_id, subscription_status, mrr, valid_from::date as valid_from from (values
    (1, 'active', 100, '2025-08-31'), (1, 'canceled', 0, '2025-10-31'), (2, 'active', 100, '2025-08-31'), (2, 'canceled', 0, '2025-11-30'),
    (3, 'active', 100, '2025-08-31'), (3, 'canceled', 0, '2025-11-30'), (4, 'active', 100, '2025-08-31'), (5, 'active', 100, '2025-08-31')
  ) as given (subscription_id, subscription_status, mrr, valid_from)`;
  const solution = file("06-time-to-event/solution/survival.sql");
  const rows = await rowsOf(on(solution, { entity_subscriptions_history: history }));
  expect(rows.map((row) => [row["month"], row["at_risk"], row["churned"], Number(row["survival"]).toFixed(6)])).toEqual(
    [
      [0, 5, 0, "1.000000"],
      [1, 5, 0, "1.000000"],
      [2, 5, 1, "0.800000"],
      [3, 4, 2, "0.400000"],
      [4, 2, 0, "0.400000"],
    ],
  );
});

test("an event belongs to the last version that had begun, and to none before the first", async () => {
  const given = {
    entity_devices_history: `select device_id, firmware_version, valid_from::timestamp as valid_from, null::timestamp as valid_to from (values
      (1, '1.0', '2025-01-01 00:00:00'), (1, '1.1', '2025-01-10 12:00:00'), (2, '1.0', '2025-01-05 00:00:00')
    ) as given (device_id, firmware_version, valid_from)`,
    stg_app_database__tap_events: `select device_id, event_at::timestamp as event_at, event_type from (values
      (1, '2025-01-01 00:00:00', 'pour'), (1, '2025-01-10 11:59:00', 'error'), (1, '2025-01-10 12:00:00', 'error'),
      (2, '2025-01-04 23:00:00', 'error'), (2, '2025-02-01 00:00:00', 'pour')
    ) as given (device_id, event_at, event_type)`,
  };
  const rows = await rowsOf(on(solutionOf("m3.07.firmware"), given));
  expect(rows.toSorted((a, b) => String(a["firmware_version"]).localeCompare(String(b["firmware_version"])))).toEqual([
    { firmware_version: 1, events: 3, errors: 1 },
    { firmware_version: 1.1, events: 1, errors: 1 },
  ]);
});

describe("tests of a history", () => {
  const sound = [
    [1, "a", "2025-01-01", "2025-01-10", false],
    [1, "b", "2025-01-10", "2025-01-20", false],
    [1, "c", "2025-01-20", null, true],
    [2, "a", "2025-01-05", null, true],
  ] as const;
  const change = (index: number, values: Readonly<Record<number, unknown>>): readonly (readonly unknown[])[] =>
    sound.map((row, at) =>
      at === index ? row.map((value, column) => (column in values ? values[column] : value)) : row,
    );
  const literal = (value: unknown): string =>
    value === null ? "null" : typeof value === "string" ? `'${value}'` : String(value);
  const table = (rows: readonly (readonly unknown[])[]): string =>
    `select deal_id, stage, valid_from::date as valid_from, valid_to::date as valid_to, is_current from (values ${rows.map((row) => `(${row.map(literal).join(", ")})`).join(", ")}) as h (deal_id, stage, valid_from, valid_to, is_current)`;
  const names = ["no_overlap", "no_gap", "one_current", "flag_ok", "positive", "no_noop", "unique_version"];

  test.each([
    ["sound rows", sound, []],
    ["an end two days late", change(0, { 3: "2025-01-12" }), ["no_overlap"]],
    ["a start two days late", change(1, { 2: "2025-01-12" }), ["no_gap"]],
    ["two that are current", change(1, { 3: null, 4: true }), ["no_overlap", "one_current"]],
    ["a flag that says otherwise", change(2, { 4: false }), ["flag_ok"]],
    ["no length", [...sound, [1, "d", "2025-01-20", "2025-01-20", false]], ["positive", "unique_version"]],
    [
      "the end before the start",
      change(1, { 2: "2025-01-20", 3: "2025-01-10" }),
      ["no_gap", "positive", "unique_version"],
    ],
    ["a version that changes nothing", change(1, { 1: "a" }), ["no_noop"]],
    ["a row twice", [...sound, sound[3]], ["one_current", "no_noop", "unique_version"]],
  ])("%s", async (_, rows, caught) => {
    const found: string[] = [];
    for (const name of names) {
      const sql = on(file(`09-prove-your-history/solution/${name}.sql`), { fact_deal_stage_history: table(rows) });
      if ((await rowsOf(sql)).length > 0) found.push(name);
    }
    expect(found).toEqual(caught);
  });
});
