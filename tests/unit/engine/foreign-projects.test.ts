/** What projects that were made elsewhere rely on, found by running them in dbt and here side by side. */
import { expect, test } from "vitest";
import { engineOf } from "../../support/project.ts";

const profile = `shop:
  target: dev
  outputs:
    dev: {type: duckdb, path: shop.duckdb}
    prod: {type: duckdb, path: shop.duckdb, schema: "{{ env_var('DBT_ENV_SECRET_SCHEMA') }}"}
`;

test("a config in dbt_project.yml may depend on the target", () => {
  const texts = {
    "dbt_project.yml": `name: shop
profile: shop
models:
  shop:
    +schema: "{{ 'fin' if target.name == 'dev' else 'finance' }}"
    +tags: ["{{ target.name }}"]
`,
    "profiles.yml": profile,
    "models/orders.sql": "select 1 as id",
  };
  const facts = (target: string): unknown => {
    const node = engineOf(texts, { target, env: { DBT_ENV_SECRET_SCHEMA: "hidden" } }).manifest.nodes.get("model.shop.orders" as never);
    return [node?.schema, node?.tags];
  };
  expect(facts("dev")).toEqual(["main_fin", ["dev"]]);
  expect(facts("prod")).toEqual(["hidden_finance", ["prod"]]);
});
