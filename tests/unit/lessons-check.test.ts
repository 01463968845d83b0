import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkAnswer } from "../../src/lessons/check.ts";
import { createCancelSource } from "../../src/engine/core/signal.ts";
import type { CheckReport } from "../../src/worker/protocol.ts";
import { openBench } from "./lessons-engine.ts";
import type { LessonBench } from "./lessons-engine.ts";

const CONTENT = "src/lessons/content";
const files = readdirSync(CONTENT, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
  .map((path) => ({ path: path.slice(CONTENT.length + 1), text: readFileSync(path, "utf8") }));

const HISTORY = `select * from (values
  (1, 'active', 'starter', 99.00, date '2025-01-01', date '2025-06-01'),
  (1, 'active', 'pro', 250.00, date '2025-06-01', null),
  (2, 'active', 'starter', 99.00, date '2025-02-01', null),
  (3, 'trialing', 'starter', 0.00, date '2025-03-01', date '2025-03-15'),
  (3, 'active', 'starter', 99.00, date '2025-03-15', date '2025-09-01'),
  (3, 'canceled', null, 0.00, date '2025-09-01', null)
) as history (customer_id, subscription_status, plan, monthly_recurring_revenue, valid_from, valid_to)`;

let bench: LessonBench;
beforeAll(async () => {
  bench = await openBench({
    entity_customers_history: HISTORY,
    entity_customers: `select customer_id, subscription_status, plan, monthly_recurring_revenue from (${HISTORY}) where valid_to is null`,
    numbers: "select range as customer_id from range(100000)",
  });
});
afterAll(async () => bench.warehouse.close());

const FROM = "from {{ ref('entity_customers_history') }}";
const FOUR = "customer_id, subscription_status, plan, monthly_recurring_revenue";

async function check(answer: string, timeLimitMs?: number): Promise<CheckReport> {
  const outcome = await checkAnswer({
    files,
    engine: bench.engine,
    lesson: "m2.04",
    exercise: "m2.04.rebuild",
    answer,
    ...(timeLimitMs === undefined ? {} : { timeLimitMs }),
  });
  if (!outcome.ok) throw new Error(outcome.diagnostics[0]?.message);
  return outcome.value;
}

describe("a right answer passes in any shape", () => {
  test.each([
    ["the open version", `select ${FOUR} ${FROM} where valid_to is null`],
    [
      "other column order, other case, a semicolon",
      `SELECT plan, monthly_recurring_revenue, Subscription_Status, CUSTOMER_ID ${FROM} where valid_to is null;`,
    ],
    [
      "the latest version by row_number",
      `select ${FOUR} ${FROM} qualify row_number() over (partition by customer_id order by valid_from desc) = 1`,
    ],
    [
      "the latest row by arg_max of the whole row",
      `with latest as (select customer_id, arg_max(v, valid_from) as v ${FROM} as v group by customer_id) select v.customer_id, v.subscription_status, v.plan, v.monthly_recurring_revenue from latest`,
    ],
    [
      "a CTE with the model's name",
      `with entity_customers_history as (select * ${FROM}) select ${FOUR} from entity_customers_history where valid_to is null`,
    ],
    [
      "whole table names",
      `select entity_customers_history.customer_id, entity_customers_history.subscription_status, entity_customers_history.plan, entity_customers_history.monthly_recurring_revenue ${FROM} where entity_customers_history.valid_to is null`,
    ],
    [
      "an alias",
      `select h.customer_id, h.subscription_status, h.plan, h.monthly_recurring_revenue ${FROM} h where h.valid_to is null order by 1`,
    ],
    [
      "MRR as a double",
      `select customer_id, subscription_status, plan, monthly_recurring_revenue::double as monthly_recurring_revenue ${FROM} where valid_to is null`,
    ],
    ["FROM first", `from {{ ref('entity_customers_history') }} select ${FOUR} where valid_to is null`],
    [
      "a comment and a semicolon in a string",
      `-- done; really\nselect ${FOUR} ${FROM} where valid_to is null and 'a;b' <> ''`,
    ],
    [
      "a self join",
      `select h.customer_id, h.subscription_status, h.plan, h.monthly_recurring_revenue ${FROM} as h left join {{ ref('entity_customers_history') }} as later on later.customer_id = h.customer_id and later.valid_from > h.valid_from where later.customer_id is null`,
    ],
  ])("%s", async (_, answer) => {
    const report = await check(answer);
    expect(report.headline).toMatch(/^Correct/);
    expect([report.passed, report.code, report.detail, report.difference]).toEqual([true, null, null, null]);
    expect(report.steps.every((step) => step.status === "pass")).toBe(true);
    expect(report.table?.rowCount).toBe(3);
  });

  test("with a word on style", async () => {
    expect((await check(`select * ${FROM} where valid_to is null`)).headline).toContain("select *");
    const dated = await check(
      `select ${FOUR} ${FROM} where valid_from <= date '2025-12-31' and (valid_to > date '2025-12-31' or valid_to is null)`,
    );
    expect([dated.passed, dated.headline.includes("var('as_of_date')")]).toEqual([true, true]);
  });
});

describe("a wrong answer does not pass", () => {
  test.each([
    ["every version", `select ${FOUR} ${FROM}`, "M-GRAIN", "Values"],
    ["a version that has an end", `select ${FOUR} ${FROM} where date '2025-12-31' < valid_to`, "M-OPENEND", "rows"],
    [
      "the largest of each column",
      `select customer_id, max(subscription_status) as subscription_status, max(plan) as plan, max(monthly_recurring_revenue) as monthly_recurring_revenue ${FROM} group by all`,
      "M-LATESTMAX",
      "values",
    ],
    [
      "BETWEEN, which shows only on a change of that day",
      `select ${FOUR} ${FROM} where date '2025-12-31' between valid_from and coalesce(valid_to, date '2026-01-01')`,
      "M-BETWEEN",
      "hidden",
    ],
  ])("%s", async (_, answer, code) => {
    const report = await check(answer);
    expect([report.passed, report.code]).toEqual([false, code]);
    expect(report.headline).not.toContain("{");
    expect(report.detail).toMatch(/\?/);
  });

  test("a hidden data set catches what the visible data cannot show", async () => {
    const report = await check(
      `select ${FOUR} ${FROM} where date '2025-12-31' between valid_from and coalesce(valid_to, date '9999-12-31')`,
    );
    expect(report.steps.map((step) => step.status)).toEqual(["pass", "pass", "pass", "pass", "fail"]);
    expect(report.headline).toMatch(/^Right on the data that you see/);
    expect(report.difference?.rows[0]?.cells[0]).toBe("9001");
  });

  test("a rule that only fits this data set is called a literal", async () => {
    const report = await check(
      `select ${FOUR} ${FROM} where valid_to is null and monthly_recurring_revenue in (250, 99, 0) and plan is distinct from 'basic'`,
    );
    expect([report.passed, report.code]).toEqual([false, "M-LITERAL"]);
  });

  test("a key typed into the query is refused", async () => {
    const report = await check(
      `select ${FOUR} ${FROM} where valid_to is null and customer_id::varchar in ('1', '2', '3')`,
    );
    expect([report.passed, report.code]).toEqual([false, "M-LITERAL"]);
    expect(report.headline).toContain("'1'");
  });

  test("the step that multiplies is named", async () => {
    const report = await check(
      `with current_versions as (select * ${FROM} where valid_to is null), paired as (select current_versions.* from current_versions cross join range(3)) select ${FOUR} from paired`,
    );
    expect(report.detail).toContain('"paired" is the first step with more rows than keys: 9 rows for 3 keys.');
  });

  test("a missing column is named before anything else", async () => {
    expect((await check(`select customer_id, plan ${FROM}`)).headline).toContain(
      '"subscription_status", "monthly_recurring_revenue"',
    );
  });
});

describe("an answer only reads, by ref()", () => {
  test.each([
    ["", "empty"],
    ["-- nothing yet", "empty"],
    ["select 1; select 2", "more than one statement"],
    ["drop table strata.main.numbers", '"drop"'],
    ["with x as (select 1) delete from strata.main.numbers", '"delete"'],
    ["attach 'x.duckdb' as x", '"attach"'],
    ["pragma database_list", '"pragma"'],
    [
      `select ${FOUR} from entity_customers_history where valid_to is null`,
      '"entity_customers_history" is read by its bare name',
    ],
    [`select ${FOUR} from strata.main."entity_customers_history" where valid_to is null`, "bare name"],
    [`select a.customer_id from range(3), entity_customers a`, '"entity_customers" is read by its bare name'],
    ["select * from {{ ref('entity_customers') }}", 'reads "entity_customers"'],
    [`select ${FOUR} ${FROM} where valid_from <= current_date and valid_to is null`, "wall clock"],
  ])("%s", async (answer, words) => {
    const before = bench.sent.length;
    const report = await check(answer);
    expect(report.passed).toBe(false);
    expect(report.headline).toContain(words);
    expect(report.detail).not.toBeNull();
    expect(report.steps[0]?.status).toBe("fail");
    expect(bench.sent.length).toBe(before);
  });
});

describe("limits and failures", () => {
  test("the database's own message and hint come through", async () => {
    const report = await check(`select ${FOUR}, nonsense ${FROM}`);
    expect([report.passed, report.diagnostics[0]?.code]).toEqual([false, "W002"]);
    expect(report.headline).toContain("nonsense");
  });

  test("an answer that runs too long is stopped", async () => {
    const report = await check(
      `select ${FOUR} ${FROM} where (select count(*) from range(100000000) a, range(100000) b where a.range <> b.range) > 0`,
      50,
    );
    expect(report.headline).toContain("was stopped");
  });

  test("an answer of more than 50,000 rows is not compared", async () => {
    const report = await check(`select ${FOUR} ${FROM} cross join range(20000)`);
    expect(report.headline).toBe("The query returns more than 50,000 rows.");
  });

  test("a cancelled check is no verdict", async () => {
    const source = createCancelSource();
    source.cancel();
    const outcome = await checkAnswer({
      files,
      engine: bench.engine,
      lesson: "m2.04",
      exercise: "m2.04.rebuild",
      answer: `select ${FOUR} ${FROM}`,
      signal: source.signal,
    });
    expect(outcome.ok ? null : outcome.diagnostics[0]?.code).toBe("W005");
  });

  test("an unknown exercise is L002", async () => {
    const outcome = await checkAnswer({
      files,
      engine: bench.engine,
      lesson: "m2.04",
      exercise: "nothing",
      answer: "select 1",
    });
    expect(outcome.ok ? null : outcome.diagnostics[0]?.code).toBe("L002");
  });
});
