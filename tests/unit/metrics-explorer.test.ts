/** The metric explorer as the page asks for it: what is defined, what its values are, and what may be done with them. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fractionOf, changeOf, valueText } from "../../src/app/metrics/metric-words.ts";
import { flatBranches, metricTree } from "../../src/app/metrics/metric-tree.ts";
import { metricAt, narrowMetrics } from "../../src/app/metrics/narrow-metrics.ts";
import { lastDays, pointsOf, rollUp, type MetricPoint } from "../../src/app/metrics/roll-up.ts";
import { tableRows } from "../../src/engine/core/table.ts";
import { madeIn } from "../../src/worker/metrics/made-in.ts";
import { metricsApi } from "../../src/worker/metrics/metrics-api.ts";
import { parseCsv } from "../../src/worker/metrics/parse-csv.ts";
import type { MetricEntry, MetricsApi } from "../../src/worker/protocol.ts";
import type { Workbench } from "../../src/worker/workbench.ts";
import { openSmall, value, type SmallWorkbench } from "../support/small-workbench.ts";

const LIST = `domain,category,name,label,formula,unit,tier,entity_types,type,additivity,direction,model,parents,null_rule,description
shop,sales,revenue,Revenue,sum of orders,currency,1,company;store,simple,additive,up,metrics_shop,,0 when nothing happened,"Money, of all orders"
shop,sales,orders,Orders,orders,count,2,company;store,simple,additive,up,metrics_shop,revenue;basket,0 when nothing happened,Orders
shop,sales,basket,Basket,revenue ÷ orders,currency,1,company;store,ratio,non_additive,up,metrics_shop,,NULL without orders,Mean order
care,answers,score,Score,mean score,score,1,customer,simple,non_additive,up,metrics_care,,NULL,Score of a customer
care,answers,tickets,Tickets,tickets,count,2,customer,simple,semi_additive,down,metrics_care,score,0 when,Open tickets
`;

const FILES = [
  {
    path: "dbt_project.yml",
    text: "name: shop\nversion: '1.0'\nprofile: shop\nmodels:\n  shop:\n    +materialized: table\n",
  },
  { path: "seeds/metric_definitions.csv", text: LIST },
  {
    path: "models/metrics_shop.sql",
    text: `with days as (
    select cast(range as date) as metric_date from range(timestamp '2025-01-01', timestamp '2025-03-04', interval 1 day)
),
told as (
    -- Two stores.
    select metric_date, 'store' as entity_type, store as entity_id, day(metric_date) * 10 as revenue, 2 as orders
    from days cross join (values ('east'), ('west')) as stores(store)
)
select metric_date, entity_type, entity_id, revenue, orders, revenue / orders as basket from told
union all
select metric_date, 'company', 'all', sum(revenue), sum(orders), sum(revenue) / sum(orders) as basket from told group by all`,
  },
  {
    path: "models/metrics_care.sql",
    text: "select date '2025-01-01' as metric_date, c as customer_id, c * c as score, c as tickets from (values (1), (2), (4)) as t(c)",
  },
  {
    path: "models/metrics.yml",
    text: `version: 2
models:
  - name: metrics_shop
    columns:
      - {name: metric_date}
      - {name: entity_type}
      - {name: entity_id}
      - {name: revenue, data_tests: [not_null]}
      - {name: orders}
      - {name: basket}
  - name: metrics_care
    columns: [{name: metric_date}, {name: customer_id}, {name: score}, {name: tickets}]
`,
  },
  {
    path: "tests/basket_is_its_parts.sql",
    text: "-- A basket is revenue by orders.\nselect * from {{ ref('metrics_shop') }} where basket <> revenue / orders",
  },
];

let small: SmallWorkbench;
let workbench: Workbench;
let api: MetricsApi;

beforeAll(async () => {
  small = await openSmall(FILES);
  workbench = small.workbench;
  api = metricsApi(workbench.bench);
}, 20_000);
afterAll(() => small.close());

describe("a project with a list of definitions", () => {
  test("says what is missing until it is built, and never builds by itself", async () => {
    expect(value(await api.metricSeries({ key: "shop.revenue" }))).toEqual({ kind: "missing", model: "metrics_shop" });
    expect(value(await api.metricLatest()).values).toEqual({});
    expect(value(await api.metricParts("shop.revenue", "store"))).toEqual({ kind: "missing", model: "metrics_shop" });
  });

  test("compares the company's days by date, and adds only parts that may be added", async () => {
    await workbench.command("run");
    const series = value(await api.metricSeries({ key: "shop.revenue" }));
    if (series.kind !== "rows") throw new Error("Not built.");
    const last = tableRows(series.table).at(-1);
    expect(series.how).toBe("company");
    // 3 March: 60; a week before was the 24th of February, a month before the 3rd.
    expect(last).toMatchObject({ metric_value: 60, previous_week_value: 480, previous_month_value: 60 });
    expect(last?.["previous_year_value"]).toBeNull();
    const parts = value(await api.metricParts("shop.revenue", "store"));
    expect(parts).toMatchObject({ kind: "rows", sum: 60, count: 2, day: "2025-03-03" });
    expect(value(await api.metricParts("shop.basket", "store"))).toMatchObject({ sum: null, count: 2 });
    expect(value(await api.metricLatest()).values).toMatchObject({ "shop.revenue": 60, "shop.basket": 15 });
  });

  test("shows one entity, the sum of what may be added, and the middle of what must not be", async () => {
    const one = value(await api.metricSeries({ key: "shop.revenue", of: { type: "store", id: "east" } }));
    expect(one.kind === "rows" && tableRows(one.table).at(-1)).toMatchObject({ metric_value: 30 });
    const middle = value(await api.metricSeries({ key: "care.score" }));
    expect(middle).toMatchObject({ how: "median" });
    expect(middle.kind === "rows" && tableRows(middle.table)[0]).toMatchObject({ metric_value: 4 });
    const sum = value(await api.metricSeries({ key: "care.tickets" }));
    expect(sum).toMatchObject({ how: "sum" });
    expect(sum.kind === "rows" && tableRows(sum.table)[0]).toMatchObject({ metric_value: 7 });
  });

  test("tells how a metric is made, what checks it and where it lies", async () => {
    const page = value(await api.metric("shop.basket"));
    expect(page?.made.map(({ sql }) => sql)).toContain("revenue / orders as basket");
    expect(page?.checks.map(({ text }) => text)).toEqual(["A basket is revenue by orders."]);
    expect(page?.query).toContain("where entity_type = 'company'");
    expect(page?.path.model).toBe("model.shop.metrics_shop");
    expect(value(await api.metric("shop.revenue"))?.checks.map(({ text }) => text)).toContain("not null");
    expect(value(await api.metric("shop.nothing"))).toBeNull();
  });
});

test("a project of dbt metrics only is listed by them, with its values from the measure", async () => {
  const files = [
    FILES[0]!,
    { path: "models/sales.sql", text: "select date '2025-01-01' as day, 5 as amount union all select '2025-01-01', 2" },
    {
      path: "models/sales.yml",
      text: `version: 2
semantic_models:
  - name: sales
    model: ref('sales')
    defaults: {agg_time_dimension: day}
    entities: [{name: sale, type: primary, expr: amount}]
    dimensions: [{name: day, type: time, type_params: {time_granularity: day}}]
    measures: [{name: amount, agg: sum}]
metrics:
  - {name: turnover, label: Turnover, type: simple, type_params: {measure: amount}}
`,
    },
    { path: "models/metricflow_time_spine.sql", text: "select date '2025-01-01' as date_day" },
  ];
  await workbench.open({
    workspace: "other",
    project: { files, data: [] },
    overlay: {},
    tier: "tiny",
    dataUrl: "https://example.test/",
  });
  const { entries, definitions } = value(await api.metrics());
  expect(entries.map(({ key, label, model }) => [key, label, model])).toEqual([["shop.turnover", "Turnover", "sales"]]);
  expect(definitions).toBeNull();
  await workbench.command("run");
  const series = value(await api.metricSeries({ key: "shop.turnover" }));
  expect(series.kind === "rows" && tableRows(series.table)).toEqual([{ metric_date: "2025-01-01", metric_value: 7 }]);
});

describe("words and order", () => {
  const entries = parseCsv(LIST).map(
    (row) => ({ ...row, key: `${row["domain"]}.${row["name"]}`, tier: Number(row["tier"]) }) as unknown as MetricEntry,
  );
  const entry = (name: string, more: Partial<MetricEntry> = {}): MetricEntry => ({
    ...entries.find((each) => each.name === name)!,
    parents: [],
    ...more,
  });
  const none = { tier: "", unit: "", type: "", owner: "" };

  test("a quoted comma stays in its cell", () => {
    expect(parseCsv(LIST)[0]?.["description"]).toBe("Money, of all orders");
    expect(parseCsv('a,b\r\n"say ""x""",\n')).toEqual([{ a: 'say "x"', b: "" }]);
  });

  test("a formula with one division is a fraction, a longer one is not", () => {
    expect(fractionOf("(churned + contraction) MRR 30 d ÷ MRR at start")).toMatchObject({ under: "MRR at start" });
    expect(fractionOf("(spend) ÷ spend, linear")).toEqual({ over: "spend", under: "spend", note: "linear" });
    expect(fractionOf("1 − crashed sessions ÷ sessions")).toBeNull();
    expect(fractionOf("mrr ÷ mrr one month earlier − 1")).toBeNull();
    expect(fractionOf("mrr × 12")).toBeNull();
  });

  test("a metric stands below what it explains, and circles end", () => {
    const tree = metricTree([
      entry("orders", { parents: ["shop.basket"] }),
      entry("basket", { parents: ["shop.orders"] }),
      entry("revenue"),
    ]);
    expect(flatBranches(tree[0]!.categories[0]!.branches).map(({ entry: { name }, depth }) => [name, depth])).toEqual([
      ["basket", 0],
      ["orders", 1],
      ["revenue", 0],
    ]);
  });

  test("search reads names and formulas, facets count what they would leave, dbt's name finds its metric", () => {
    expect(narrowMetrics(entries, "÷", none).entries.map(({ name }) => name)).toEqual(["basket"]);
    const chosen = narrowMetrics(entries, "", { ...none, tier: "1" });
    expect(chosen.entries).toHaveLength(3);
    expect(chosen.values.tier).toEqual([
      ["1", 3],
      ["2", 2],
    ]);
    expect(chosen.values.unit).toEqual([
      ["currency", 2],
      ["score", 1],
    ]);
    const named = [entry("basket", { node: "metric.shop.shop_basket" as MetricEntry["node"] })];
    expect(metricAt(named, "shop_basket")?.key).toBe("shop.basket");
    expect(metricAt(named, "basket")?.key).toBe("shop.basket");
    expect(metricAt(named, "other")).toBeNull();
  });

  test("days of additive metrics are added, of all others the last day counts", () => {
    const points: MetricPoint[] = ["2025-01-30", "2025-01-31", "2025-02-01"].map((day, index) => ({
      day,
      value: index + 1,
      beside: index === 0 ? {} : { previous_month_value: 10 },
    }));
    expect(rollUp(points, "month", "additive").map(({ value: sum }) => sum)).toEqual([3, 3]);
    expect(rollUp(points, "month", "non_additive").map(({ day, value: last }) => [day, last])).toEqual([
      ["2025-01-31", 2],
      ["2025-02-01", 3],
    ]);
    // January has no day of the month before for its first day, so there is no sum to compare with.
    expect(rollUp(points, "month", "additive").map(({ beside }) => beside)).toEqual([{}, { previous_month_value: 10 }]);
    expect(lastDays(points, 2).map(({ day }) => day)).toEqual(["2025-01-31", "2025-02-01"]);
    expect(
      pointsOf({
        columns: [
          { name: "metric_date", type: "DATE" },
          { name: "metric_value", type: "DOUBLE" },
        ],
        data: [["2025-01-01"], [4]],
        rowCount: 1,
        truncated: false,
      }),
    ).toEqual([{ day: "2025-01-01", value: 4, beside: {} }]);
  });

  test("a share changes in points, an amount in percent, and better follows the direction", () => {
    expect(changeOf(0.31, 0.29, entry("basket", { unit: "percentage" }))).toMatchObject({
      text: "+2.0 pp",
      verdict: "better",
    });
    expect(changeOf(90, 100, entry("tickets"))).toMatchObject({ text: "−10%", verdict: "better" });
    expect(changeOf(90, null, entry("tickets"))).toBeNull();
    expect(valueText(0.1234, "percentage")).toBe("12.3%");
    expect(valueText(null, "count")).toBe("—");
  });

  test("the making of a column is found where it gets its value, past brackets, quotes and Jinja", () => {
    const sql =
      "with a as (\n  select x, coalesce(y, ',') as n, {{ ratio('p', 'q') }} as m from t\n), b as (select m, n from a)\nselect n, count(*) filter (where n > 0) as k, m * 2 as m from b";
    expect(madeIn(sql, "m")).toEqual([
      { step: "a", sql: "{{ ratio('p', 'q') }} as m" },
      { step: "", sql: "m * 2 as m" },
    ]);
    expect(madeIn(sql, "k")).toEqual([{ step: "", sql: "count(*) filter (where n > 0) as k" }]);
    expect(madeIn(sql, "x")).toEqual([]);
  });
});
