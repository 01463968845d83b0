/** A project that is read again after an edit is the edited project, however much of the last reading is used again. */
import { expect, test } from "vitest";
import type { Engine } from "../../../src/engine/index.ts";
import { engineOf } from "../../support/project.ts";

const SHOP = {
  "dbt_project.yml": "name: shop\nversion: '1.0'\nprofile: shop\nsources: {shop: {+meta: {of: project}}}\n",
  "macros/cut.sql": "{% macro cut() %}{{ config(tags=['ten']) }}10{% endmacro %}",
  "models/orders.sql": "select * from {{ source('app', 'orders') }} where amount > {{ cut() }}",
  "models/totals.sql": "select sum(amount) as amount from {{ ref('orders') }}",
  "models/shop.yml":
    "sources: [{name: app, tables: [{name: orders}]}]\nmodels: [{name: orders, columns: [{name: id, data_tests: [unique]}]}]\n",
};

/** What a reader of the manifest sees of the things below. */
function seen(engine: Engine): Record<string, unknown> {
  const { nodes, macros } = engine.manifest;
  return {
    tags: nodes.get("model.shop.orders")?.tags,
    parents: nodes.get("model.shop.totals")?.depends_on.nodes,
    meta: nodes.get("source.shop.app.orders")?.config.meta,
    loader: nodes.get("source.shop.app.orders")?.loader,
    tests: [...nodes.values()].filter((node) => node.resource_type === "test").map((node) => node.name),
    described: macros.get("macro.shop.cut")?.description,
    errors: engine.diagnostics.map(({ code }) => code),
  };
}

const before = {
  tags: ["ten"],
  parents: ["model.shop.orders"],
  meta: { of: "project" },
  loader: "",
  tests: ["unique_orders_id"],
  described: "",
  errors: [],
};

test.each<readonly [string, Record<string, string>, Record<string, unknown>]>([
  ["nothing", {}, {}],
  ["a macro", { "macros/cut.sql": "{% macro cut() %}{{ config(tags=['one']) }}1{% endmacro %}" }, { tags: ["one"] }],
  [
    "the words about a macro",
    { "macros/cut.yml": "macros: [{name: cut, description: A cut.}]" },
    { described: "A cut." },
  ],
  [
    "the project's configs",
    { "dbt_project.yml": SHOP["dbt_project.yml"].replace("of: project", "of: edit") },
    { meta: { of: "edit" } },
  ],
  [
    "a source",
    { "models/shop.yml": SHOP["models/shop.yml"].replace("{name: app,", "{name: app, loader: hand,") },
    { loader: "hand" },
  ],
  [
    "a test",
    { "models/shop.yml": SHOP["models/shop.yml"].replace("[unique]", "[not_null]") },
    { tests: ["not_null_orders_id"] },
  ],
  ["a ref", { "models/totals.sql": "select 1 as amount" }, { parents: [] }],
  ["a name", { "models/totals.sql": "select * from {{ ref('order') }}" }, { parents: [], errors: ["R001"] }],
])("after an edit of %s", (_, edit, changed) => {
  expect(seen(engineOf(SHOP))).toEqual(before);
  expect(seen(engineOf({ ...SHOP, ...edit }))).toEqual({ ...before, ...changed });
  expect(seen(engineOf(SHOP))).toEqual(before);
});

test("nodes that an edit does not touch stay the same objects", () => {
  const first = engineOf(SHOP).manifest.nodes;
  const second = engineOf({ ...SHOP, "models/totals.sql": "select 1 as amount" }).manifest.nodes;
  const same = [...second.keys()].filter((id) => first.get(id) === second.get(id));
  expect(same.sort()).toEqual(["model.shop.orders", "source.shop.app.orders", "test.shop.unique_orders_id.1360ecc70e"]);
});
