import { afterAll, describe, expect, test } from "vitest";
import type { Engine, NodeId, Warehouse } from "../../../src/engine/index.ts";
import { openNodePolyglot } from "../../../src/engine/lineage/polyglot-node.ts";
import { ProjectLineage } from "../../../src/engine/lineage/project-lineage.ts";
import type { LineageCache } from "../../../src/engine/lineage/project-lineage.ts";
import type { SqlParser } from "../../../src/engine/lineage/sql-parser.ts";
import { traceColumn } from "../../../src/engine/lineage/trace.ts";
import type { ColumnTrace, NodeColumn } from "../../../src/engine/lineage/trace.ts";
import { engineOf, openLab } from "../../support/project.ts";
import type { Lab } from "../../support/project.ts";

const SHOP = {
  "seeds/raw_orders.csv": 'id,"customer",cents\n1,7,500\n2,7,250\n',
  "models/sources.yml": "sources: [{ name: crm, tables: [{ name: people }] }]\n",
  "models/stg_orders.sql":
    "select id as order_id, customer as customer_id, cents / 100.0 as amount from {{ ref('raw_orders') }}",
  "models/stg_people.sql": "select person_id as customer_id, full_name from {{ source('crm', 'people') }}",
  "models/totals.sql":
    "{{ config(materialized='view') }} select customer_id, sum(amount) as total from {{ ref('stg_orders') }} group by 1",
  "models/report.sql": `
    select people.full_name, totals.total
    from {{ ref('totals') }} as totals
    join {{ ref('stg_people') }} as people using (customer_id)`,
  "models/everything.sql": "select * from {{ ref('report') }}",
};

let lab: Lab | null = null;
afterAll(() => lab?.close());

describe("a project's columns, before anything is built,", () => {
  test("are followed up to seeds and sources", async () => {
    const lineage = lineageOf(engineOf(SHOP));
    const trace = await traceColumn(lineage, model("everything"), "total", { direction: "upstream" });
    expect(edges(trace)).toEqual([
      "report.total -identity-> everything.total",
      "totals.total -identity-> report.total",
      "stg_orders.amount -aggregate-> totals.total",
      "raw_orders.cents -expression-> stg_orders.amount",
    ]);
    expect(trace.doubts).toEqual([]);
  });

  test("are followed down to what shows them and to what they decide about", async () => {
    const lineage = lineageOf(engineOf(SHOP));
    const trace = await traceColumn(lineage, "seed.shop.raw_orders", "customer", { direction: "downstream" });
    expect(edges(trace)).toEqual([
      "raw_orders.customer -rename-> stg_orders.customer_id",
      "stg_orders.customer_id -identity-> totals.customer_id",
      "stg_orders.customer_id -influences-> totals.*",
      "totals.customer_id -influences-> report.*",
    ]);
  });

  test("are followed as far as asked", async () => {
    const lineage = lineageOf(engineOf(SHOP));
    const options = { direction: "upstream", depth: 1 } as const;
    expect(edges(await traceColumn(lineage, model("everything"), "TOTAL", options))).toHaveLength(1);
  });

  test("stop with the reason where a source's columns are not known", async () => {
    const files = { ...SHOP, "models/stg_people.sql": "select * from {{ source('crm', 'people') }}" };
    const trace = await traceColumn(lineageOf(engineOf(files)), model("report"), "full_name", {
      direction: "upstream",
    });
    expect(edges(trace)).toEqual(["stg_people.full_name -identity-> report.full_name"]);
    expect(trace.doubts).toEqual([
      {
        node: model("stg_people"),
        precision: "unknown",
        reason: expect.stringMatching(/^The columns of .*"people" are not known\.$/) as string,
      },
    ]);
  });

  test("end with an answer where models depend on each other in a circle", async () => {
    const engine = engineOf({
      "models/a.sql": "select * from {{ ref('b') }}",
      "models/b.sql": "select * from {{ ref('a') }}",
      "models/c.sql": "select x from {{ ref('a') }}",
    });
    const trace = await traceColumn(lineageOf(engine), model("c"), "x", { direction: "upstream" });
    expect(edges(trace)).toEqual(["a.x -identity-> c.x"]);
    expect(trace.doubts.map(({ node }) => node)).toEqual([model("a")]);
  });

  test("say what is wrong with a model that cannot be compiled", async () => {
    const engine = engineOf({
      "models/a.sql": "select {{ nothing_here() }} as x",
      "models/b.sql": "select x from {{ ref('a') }}",
    });
    const trace = await traceColumn(lineageOf(engine), model("b"), "x", { direction: "upstream" });
    expect(trace.doubts).toEqual([
      { node: model("a"), precision: "unknown", reason: expect.stringContaining("nothing_here") as string },
    ]);
  });
});

test("an ephemeral model is a stop on the way, as any other model", async () => {
  // What compiling puts in front of a model that reads an ephemeral one.
  const inlined =
    'with __dbt__cte__eph as (select a + 1 as b from "strata"."main"."base" where a > 0) select b from __dbt__cte__eph';
  const engine = engineOf({
    "models/base.sql": "select 1 as a",
    "models/eph.sql": "{{ config(materialized='ephemeral') }} select a + 1 as b from {{ ref('base') }} where a > 0",
    "models/top.sql": `{# depends on {{ ref('eph') }} #} {{ config(meta={'reads': ref('eph')}) }} ${inlined}`,
  });
  const lineage = await lineageOf(engine).lineageOf(model("top"));
  expect(lineage.ok && lineage.value.columns).toEqual([
    {
      name: "b",
      kind: "identity",
      reads: [{ relation: "__dbt__cte__eph", node: model("eph"), column: "b" }],
      influences: [],
    },
  ]);
  expect(lineage.ok && lineage.value.influences).toEqual([]);
});

test("the columns that a snapshot adds come from what its strategy looks at", async () => {
  const engine = engineOf({
    "models/orders.sql": "select 1 as id, 'paid' as status, date '2026-01-01' as changed_on",
    "models/open_orders.sql":
      "select status, dbt_valid_from, dbt_scd_id from {{ ref('order_states') }} where dbt_valid_to is null",
    "snapshots/order_states.sql": `
{% snapshot order_states %}
{{ config(unique_key='id', strategy='timestamp', updated_at='changed_on', target_schema='main') }}
select * from {{ ref('orders') }}
{% endsnapshot %}`,
  });
  const upstream = (column: string) =>
    traceColumn(lineageOf(engine), model("open_orders"), column, { direction: "upstream" });
  expect(edges(await upstream("dbt_valid_from"))).toEqual([
    "order_states.dbt_valid_from -identity-> open_orders.dbt_valid_from",
    "orders.changed_on -expression-> order_states.dbt_valid_from",
  ]);
  expect(edges(await upstream("dbt_scd_id")).slice(1)).toEqual([
    "orders.id -expression-> order_states.dbt_scd_id",
    "orders.changed_on -expression-> order_states.dbt_scd_id",
  ]);
});

test("built relations are described, so that a source's star is followed", async () => {
  lab = await openLab({
    "models/sources.yml": "sources: [{ name: crm, schema: main, tables: [{ name: people }] }]\n",
    "models/stg_people.sql": "select * from {{ source('crm', 'people') }}",
  });
  await lab.warehouse.execute("create table main.people as select 1 as person_id, 'Ada' as full_name");
  const { warehouse, engine } = lab;
  const lineage = new ProjectLineage({
    project: engine,
    parser: openNodePolyglot,
    warehouse: () => Promise.resolve(warehouse),
  });
  const trace = await traceColumn(lineage, model("stg_people"), "full_name", { direction: "upstream" });
  expect(edges(trace)).toEqual(["people.full_name -identity-> stg_people.full_name"]);
  expect(await lineage.columnsOf("source.shop.crm.people")).toEqual(["person_id", "full_name"]);
});

test("after an edit only the edited model is followed anew", async () => {
  const cache: LineageCache = new Map();
  let parsed: string[] = [];
  const counting = async (): Promise<SqlParser> => {
    const parser = await openNodePolyglot();
    return { parse: (sql) => (parsed.push(sql), parser.parse(sql)) };
  };
  const walk = async (files: Record<string, string>): Promise<number> => {
    parsed = [];
    const lineage = new ProjectLineage({ project: engineOf(files), parser: counting, warehouse: null, cache });
    await traceColumn(lineage, model("everything"), "total", { direction: "upstream" });
    return parsed.length;
  };
  // The four on the way: of stg_people, which is read beside it, only the written list of columns is needed.
  expect(await walk(SHOP)).toBe(4);
  expect(await walk(SHOP)).toBe(0);
  const edited = SHOP["models/report.sql"].replace("totals.total", "totals.total * 2 as total");
  expect(await walk({ ...SHOP, "models/report.sql": edited })).toBe(1);
});

test("the database is not asked to bind what reads relations that are not there", async () => {
  lab ??= await openLab(SHOP);
  const asked: string[] = [];
  const { warehouse } = lab;
  const watched: Warehouse = {
    version: warehouse.version,
    concurrency: warehouse.concurrency,
    execute: (...given) => warehouse.execute(...given),
    query(sql, options) {
      asked.push(sql.split(" ")[0] ?? "");
      return warehouse.query(sql, options);
    },
    session: (work) => warehouse.session(work),
    attachParquet: (...given) => warehouse.attachParquet(...given),
    describe: (relation) => Promise.resolve(relation.identifier === "raw_orders" ? orders : null),
    close: () => warehouse.close(),
  };
  const orders = ["id", "customer", "cents"].map((name) => ({ name, type: "INTEGER" }));
  const project = engineOf(SHOP);
  const lineage = new ProjectLineage({
    project,
    parser: openNodePolyglot,
    warehouse: () => Promise.resolve(watched),
  });
  for (const name of ["everything", "stg_orders"]) {
    const found = await lineage.lineageOf(model(name));
    expect(found.ok && found.value.precision).toBe("exact");
  }
  // Only stg_orders reads nothing but what is there.
  expect(asked).toEqual(["describe"]);
});

function lineageOf(engine: Engine): ProjectLineage {
  return new ProjectLineage({ project: engine, parser: openNodePolyglot, warehouse: null });
}

function model(name: string): NodeId {
  return `model.shop.${name}`;
}

function edges(trace: ColumnTrace): string[] {
  return trace.edges.map(({ from, to, kind }) => `${shown(from)} -${kind}-> ${shown(to)}`);
}

function shown({ node, column }: NodeColumn): string {
  return `${node.split(".").at(-1) ?? ""}.${column ?? "*"}`;
}
