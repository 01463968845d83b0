/** An edit goes through what reads it, beside the real tables, as far as rows differ. */
import { afterEach, describe, expect, test } from "vitest";
import { changedNodes } from "../../../src/engine/diff/changed-nodes.ts";
import { nextStep, planRipple, type StepEnd } from "../../../src/engine/diff/ripple-plan.ts";
import { Ripple } from "../../../src/engine/diff/ripple.ts";
import type { RippleView } from "../../../src/engine/diff/ripple-view.ts";
import type { NodeId } from "../../../src/engine/core/ids.ts";
import { createCancelSource } from "../../../src/engine/core/signal.ts";
import type { Engine } from "../../../src/engine/index.ts";
import { engineOf, openLab, type Lab } from "../../support/project.ts";

const SHOP = {
  "seeds/customers.csv": "customer_id,segment\n1,SMB\n2,Mid\n3,SMB\n",
  "seeds/orders.csv": "order_id,customer_id,amount\n10,1,5\n11,1,7\n12,2,9\n",
  "models/stg_orders.sql": "{{ config(materialized='view') }}select * from {{ ref('orders') }}",
  "models/customer_orders.sql":
    "{{ config(materialized='table') }}select customers.customer_id, customers.segment, count(stg_orders.order_id) as orders from {{ ref('customers') }} left join {{ ref('stg_orders') }} using (customer_id) group by all",
  "models/segments.sql":
    "{{ config(materialized='table') }}select segment, count(*) as customers from {{ ref('customer_orders') }} group by segment",
  "models/top.sql": "{{ config(materialized='table') }}select max(orders) as most from {{ ref('customer_orders') }}",
  "models/below_top.sql": "{{ config(materialized='table') }}select most + 1 as next from {{ ref('top') }}",
  "models/shop.yml":
    "models:\n  - name: customer_orders\n    columns:\n      - name: customer_id\n        data_tests: [unique, not_null]\n  - name: segments\n    columns:\n      - name: segment\n        data_tests: [unique]\n      - name: customers\n        data_tests:\n          - accepted_values: {arguments: {values: [1, 2]}}\n",
};
const INNER = { "models/customer_orders.sql": SHOP["models/customer_orders.sql"].replace("left join", "inner join") };

let lab: Lab;
afterEach(async () => lab.close());

interface Stage {
  readonly ripple: Ripple;
  readonly views: RippleView[];
  /** `null` deletes a file. */
  edit(
    texts: Record<string, string | null>,
    options?: { budget?: "none left"; cancelAfter?: string },
  ): Promise<RippleView>;
}

async function stage(texts: Record<string, string> = SHOP): Promise<Stage> {
  lab = await openLab(texts);
  await lab.command("build");
  const base = lab.engine;
  const views: RippleView[] = [];
  let heard: (view: RippleView) => void = () => undefined;
  const never = createCancelSource();
  const ripple = new Ripple({
    warehouse: lab.warehouse,
    elapsed: () => 0,
    inTurn: (work) => work(never.signal),
    verdictOf: () => null,
    onChange: (view) => {
      views.push(view);
      heard(view);
    },
  });
  return {
    ripple,
    views,
    async edit(changes, options = {}) {
      const kept = Object.entries({ ...texts, ...changes }).filter(
        (file): file is [string, string] => file[1] !== null,
      );
      const engine = engineOf(Object.fromEntries(kept), { warehouse: () => Promise.resolve(lab.warehouse) });
      const stop = createCancelSource();
      const budget = createCancelSource();
      if (options.budget) budget.cancel();
      heard = (view) =>
        view.nodes.some(
          (node) => node.name === options.cancelAfter && node.state !== "waiting" && node.state !== "running",
        ) && stop.cancel();
      return ripple.run({
        project: engine,
        base: base.manifest,
        changed: await changedNodes(engine, () => base),
        signal: stop.signal,
        budget: budget.signal,
      });
    },
  };
}

const states = (view: RippleView): Record<string, string> =>
  Object.fromEntries(view.nodes.map((node) => [node.name, node.state]));
const node = (view: RippleView, name: string) => view.nodes.find((found) => found.name === name);

describe("an edit", () => {
  test("tells the rows that it takes from each table, and stops where the result is the same", async () => {
    const { edit } = await stage();
    const view = await edit(INNER);
    expect(states(view)).toEqual({
      customer_orders: "changed",
      segments: "changed",
      top: "same",
      below_top: "stopped",
    });
    expect(node(view, "customer_orders")?.diff).toMatchObject({
      removed: 1,
      added: 0,
      changed: 0,
      key: { columns: ["customer_id"] },
    });
    expect(node(view, "segments")?.diff).toMatchObject({ changed: 1, removed: 0 });
  });

  test("leaves the real tables as the last build made them", async () => {
    const { edit, ripple } = await stage();
    await edit(INNER);
    expect(await lab.column("select count(*) from main.customer_orders")).toEqual(["3"]);
    expect(await lab.column("select count(*) from main__live.customer_orders")).toEqual(["2"]);
    await ripple.drop();
    expect(await lab.column("select count(*) from duckdb_tables() where schema_name = 'main__live'")).toEqual(["0"]);
  });

  test("names the tests that flip, with the rows that fail", async () => {
    const { edit } = await stage();
    const { flipped, tests_ran } = await edit({
      "models/segments.sql": SHOP["models/segments.sql"].replace("count(*)", "5"),
    });
    expect(flipped).toMatchObject([{ before: "pass", now: "fail", failures: 1, rows: { rowCount: 1 } }]);
    expect(tests_ran).toBe(2);
  });

  test("shows the rows behind a count", async () => {
    const { edit, ripple } = await stage();
    await edit(INNER);
    const labels = { before: (name: string) => `${name} before`, after: (name: string) => name };
    const { signal } = createCancelSource();
    const removed = await ripple.rows("model.shop.customer_orders", "removed", 10, labels, signal);
    expect(removed?.data).toEqual(
      [[3n], ["SMB"], [0n]].map(([cell]) => [typeof cell === "bigint" ? expect.anything() : cell]),
    );
    const changed = await ripple.rows("model.shop.segments", "changed", 10, labels, signal);
    expect(changed?.columns.map(({ name }) => name)).toEqual(["segment", "customers before", "customers"]);
  });

  test("that is taken back leaves nothing to tell", async () => {
    const { edit } = await stage();
    await edit(INNER);
    expect((await edit({})).nodes).toEqual([]);
    expect(await lab.column("select count(*) from duckdb_tables() where schema_name = 'main__live'")).toEqual(["0"]);
  });

  test("that changes a comment gives the same result at once", async () => {
    const { edit } = await stage();
    const view = await edit({ "models/customer_orders.sql": `${SHOP["models/customer_orders.sql"]} -- so` });
    expect(states(view)).toEqual({
      customer_orders: "same",
      segments: "stopped",
      top: "stopped",
      below_top: "stopped",
    });
  });

  test("of a view is seen in the tables that read it, tables before views", async () => {
    const { edit, views } = await stage();
    const view = await edit({ "models/stg_orders.sql": `${SHOP["models/stg_orders.sql"]} where order_id > 10` });
    expect(states(view)).toEqual({
      stg_orders: "changed",
      customer_orders: "changed",
      segments: "same",
      top: "changed",
      below_top: "changed",
    });
    const order = views.flatMap((one) => one.nodes.filter(({ state }) => state === "running").map(({ name }) => name));
    expect([...new Set(order)]).toEqual(["stg_orders", "customer_orders", "segments", "top", "below_top"]);
  });

  test("of a seed's CSV, a macro or a config goes the same way", async () => {
    const { edit } = await stage({
      ...SHOP,
      "macros/most.sql": "{% macro most() %}max(orders){% endmacro %}",
      "models/top.sql":
        "{{ config(materialized='table') }}select {{ most() }} as most from {{ ref('customer_orders') }}",
    });
    const seed = await edit({ "seeds/customers.csv": `${SHOP["seeds/customers.csv"]}4,Big\n` });
    expect(node(seed, "customers")).toMatchObject({ root: true, state: "changed", diff: { added: 1 } });
    expect(node(seed, "segments")?.diff).toMatchObject({ added: 1 });
    const macro = await edit({ "macros/most.sql": "{% macro most() %}min(orders){% endmacro %}" });
    expect(states(macro)).toEqual({ top: "changed", below_top: "changed" });
    const config = await edit({ "models/segments.sql": SHOP["models/segments.sql"].replace("'table'", "'view'") });
    expect(states(config)).toEqual({ segments: "same" });
  });

  test("of an ephemeral model is an edit of what reads it", async () => {
    const ephemeral = (sql: string) => ({ "models/best.sql": `{{ config(materialized='ephemeral') }}${sql}` });
    const { edit } = await stage({
      ...SHOP,
      ...ephemeral("select max(orders) as most from {{ ref('customer_orders') }}"),
      "models/top.sql": "{{ config(materialized='table') }}select * from {{ ref('best') }}",
    });
    const view = await edit(ephemeral("select min(orders) as most from {{ ref('customer_orders') }}"));
    expect(states(view)).toEqual({ top: "changed", below_top: "changed" });
    expect(node(view, "top")?.root).toBe(true);
  });

  test("of an incremental model is built in full, beside the table that keeps its history", async () => {
    const incremental = (sql: string) =>
      `{{ config(materialized='incremental', unique_key='order_id') }}${sql}{% if is_incremental() %} where false{% endif %}`;
    const { edit } = await stage({
      ...SHOP,
      "models/log.sql": incremental("select order_id, amount from {{ ref('orders') }}"),
    });
    const view = await edit({
      "models/log.sql": incremental("select order_id, amount * 2 as amount from {{ ref('orders') }}"),
    });
    expect(node(view, "log")).toMatchObject({ in_full: true, state: "changed", diff: { changed: 3 } });
    expect(await lab.column("select sum(amount) from main.log")).toEqual(["21"]);
  });

  test("does not run a snapshot, which would write its history", async () => {
    const { edit } = await stage({
      ...SHOP,
      "snapshots/orders_history.sql":
        "{% snapshot orders_history %}{{ config(target_schema='main', unique_key='order_id', strategy='check', check_cols='all') }}select * from {{ ref('stg_orders') }}{% endsnapshot %}",
    });
    const view = await edit({
      "models/stg_orders.sql":
        "{{ config(materialized='view') }}select order_id, customer_id, amount + 1 as amount from {{ ref('orders') }}",
    });
    expect(node(view, "orders_history")?.state).toBe("history");
    expect(await lab.column("select count(*) from main.orders_history")).toEqual(["3"]);
  });

  test("runs only the hooks that speak of the model itself", async () => {
    const { edit } = await stage({
      ...SHOP,
      "models/top.sql":
        "{{ config(materialized='table', post_hook=['create table main.audit as select 1 as at', 'delete from {{ this }} where most = 2']) }}select max(orders) as most from {{ ref('customer_orders') }}",
    });
    // The first hook would fail, since the table is there.
    expect(
      node(
        await edit({ "models/customer_orders.sql": `${SHOP["models/customer_orders.sql"]} having orders < 2` }),
        "top",
      ),
    ).toMatchObject({
      state: "changed",
      diff: { rows_before: 0, rows_after: 1 },
    });
  });
});

describe("trouble", () => {
  test("an edit that cannot be built says why, and blocks what reads it while the last numbers stay, as older", async () => {
    const { edit } = await stage();
    await edit(INNER);
    const view = await edit({
      "models/customer_orders.sql": "{{ config(materialized='table') }}select nothing from {{ ref('customers') }}",
    });
    expect(states(view)).toEqual({
      customer_orders: "failed",
      segments: "blocked",
      top: "blocked",
      below_top: "blocked",
    });
    expect(node(view, "customer_orders")?.diagnostics[0]?.message).toContain("nothing");
    expect(node(view, "segments")).toMatchObject({ older: true, diff: { changed: 1 } });
  });

  test("a column that is renamed breaks who reads it by name", async () => {
    const { edit } = await stage();
    const view = await edit({ "models/top.sql": SHOP["models/top.sql"].replace("as most", "as greatest_count") });
    expect(node(view, "top")?.diff?.columns).toMatchObject({
      added: [{ name: "greatest_count" }],
      removed: [{ name: "most" }],
    });
    expect(states(view)).toMatchObject({ top: "changed", below_top: "failed" });
  });

  test("a deleted model is gone, and who read it fails", async () => {
    const { edit } = await stage();
    const view = await edit({ "models/top.sql": null });
    expect(states(view)).toEqual({ top: "gone", below_top: "failed" });
    expect(node(view, "below_top")?.diagnostics[0]?.message).toContain("top");
  });

  test("without time nothing but the edited model is built, and the rest is told", async () => {
    const { edit } = await stage();
    const view = await edit(INNER, { budget: "none left" });
    expect(states(view)).toEqual({
      customer_orders: "changed",
      segments: "left-out",
      top: "left-out",
      below_top: "left-out",
    });
    expect(view.tests_left).toBeGreaterThan(0);
    const rest = await edit(INNER);
    expect(states(rest)).toEqual({
      customer_orders: "changed",
      segments: "changed",
      top: "same",
      below_top: "stopped",
    });
  });

  test("a newer edit ends the older one, and what was built for both is not built again", async () => {
    const { edit, views } = await stage();
    const first = await edit(INNER, { cancelAfter: "customer_orders" });
    expect(first.cancelled).toBe(true);
    const from = views.length;
    await edit(INNER);
    const built = views
      .slice(from)
      .flatMap((one) => one.nodes.filter(({ state }) => state === "running").map(({ name }) => name));
    expect([...new Set(built)]).toEqual(["segments", "top"]);
  });

  test("without a build there is nothing to compare with", async () => {
    const { edit } = await stage();
    await lab.warehouse.execute("drop table main.segments; drop table main.customer_orders");
    expect(states(await edit(INNER))).toMatchObject({ customer_orders: "unbuilt", segments: "stopped" });
  });

  test("a key that an edit breaks is told", async () => {
    const { edit } = await stage();
    const view = await edit({
      "models/customer_orders.sql": `${SHOP["models/customer_orders.sql"]} union all select 1, 'SMB', 2`,
    });
    expect(node(view, "customer_orders")?.diff).toMatchObject({
      key: null,
      key_trouble: { kind: "repeats now" },
      added: 1,
    });
    expect(view.flipped.map(({ name, now }) => `${name} ${now}`)).toContain("unique_customer_orders_customer_id fail");
  });
});

describe("the plan", () => {
  const manifest = engineOf(SHOP).manifest;
  const id = (name: string) => `model.shop.${name}` as NodeId;

  test("reaches all that reads an edit, each with its distance", () => {
    lab = { close: async () => undefined } as Lab;
    const { steps } = planRipple(manifest, [id("stg_orders")]);
    expect(steps.map((step) => `${step.id.split(".")[2]} ${step.distance}`)).toEqual([
      "stg_orders 0",
      "customer_orders 1",
      "segments 2",
      "top 2",
      "below_top 3",
    ]);
  });

  test("builds nothing on what failed or was left out", () => {
    const plan = planRipple(manifest, [id("customer_orders")]);
    const after = (end: StepEnd) => nextStep(plan, new Map([[id("customer_orders"), end]]), new Set());
    expect(after("failed")).toMatchObject({ kind: "stop", end: "failed", because: id("customer_orders") });
    expect(after("left-out")).toMatchObject({ kind: "stop", end: "left-out" });
    expect(after("same")).toMatchObject({ kind: "stop", end: "stopped" });
    expect(after("changed")).toMatchObject({ kind: "build" });
  });
});

test("a macro of hundreds of models whose SQL stays the same changes none of them", async () => {
  const models = Object.fromEntries(
    Array.from({ length: 30 }, (_, index) => [`models/m${index}.sql`, `select {{ one() }} as id -- ${index}`]),
  );
  lab = await openLab({ ...models, "macros/one.sql": "{% macro one() %}1{% endmacro %}" });
  const base: Engine = lab.engine;
  const same = lab.change({ "macros/one.sql": "{# said better #}{% macro one() %}{{ 1 }}{% endmacro %}" }).engine;
  expect(await changedNodes(same, () => base)).toEqual([]);
  const other = lab.change({ "macros/one.sql": "{% macro one() %}2{% endmacro %}" }).engine;
  expect(await changedNodes(other, () => base)).toHaveLength(30);
});
