import { expect, test } from "vitest";
import { parsedOf } from "../../support/parsed.ts";

const helper = {
  "dbt_packages/helper/dbt_project.yml":
    "name: helper\nvars: {factor: 2}\nmodels: {helper: {+materialized: table, +tags: [h]}}\n",
  "dbt_packages/helper/models/helped.sql": "{{ config(meta={'f': var('factor')}) }} select 1 as id",
  "dbt_packages/helper/models/p.yml":
    "models: [{name: helped, description: \"{{ doc('told') }}\", columns: [{name: id, data_tests: [not_null]}]}]",
  "dbt_packages/helper/models/d.md": "{% docs told %}by the package{% enddocs %}",
};

test("a package's models, tests and docs are its own; the root project has the last word on vars and configs", () => {
  const { node } = parsedOf({
    ...helper,
    "dbt_project.yml": "name: shop\nvars: {helper: {factor: 7}}\nmodels: {helper: {+materialized: view}}\n",
  });
  const model = node("model.helper.helped");
  expect(model.original_file_path).toBe("models/helped.sql");
  expect(model.span.path).toBe("dbt_packages/helper/models/helped.sql");
  expect(model.config.materialized).toBe("view");
  expect(model.tags).toEqual(["h"]);
  expect(model.meta).toEqual({ f: 7 });
  expect(model.description).toBe("by the package");
});

test("doc() finds the root's block before the package's own, and any package's when it is named", () => {
  const { node } = parsedOf({
    ...helper,
    "models/d.md": "{% docs told %}by the root{% enddocs %}",
    "models/m.sql": "select 1",
    "models/p.yml": "models: [{name: m, description: \"{{ doc('helper', 'told') }}\"}]",
  });
  expect(node("model.helper.helped").description).toBe("by the root");
  expect(node("model.shop.m").description).toBe("by the package");
});

test("ref() looks in the root project, then in the package that asks, then anywhere", () => {
  const { node, found } = parsedOf({
    ...helper,
    "models/twice.sql": "select 1",
    "dbt_packages/helper/models/twice.sql": "{{ config(schema='h') }} select 2",
    "dbt_packages/helper/models/reader.sql": "select * from {{ ref('twice') }}",
    "models/far.sql": "select * from {{ ref('helped') }} join {{ ref('helper', 'twice') }} using (id)",
  });
  expect(node("model.helper.reader").depends_on.nodes).toEqual(["model.shop.twice"]);
  expect(node("model.shop.far").depends_on.nodes).toEqual(["model.helper.helped", "model.helper.twice"]);
  expect(found).toEqual([]);
});

test("an entry of the root describes a package's model when the root has none of that name", () => {
  const texts = { ...helper, "models/p.yml": "models: [{name: reader, description: told}]" };
  const { node } = parsedOf({ ...texts, "dbt_packages/helper/models/reader.sql": "select 1" });
  expect(node("model.helper.reader").patch_path).toBe("shop://models/p.yml");
});

test("a source of a package can be overridden", () => {
  const { node, found } = parsedOf({
    ...helper,
    "dbt_packages/helper/models/s.yml": "sources: [{name: app, schema: a, tables: [{name: t}, {name: u}]}]",
    "models/s.yml": "sources: [{name: app, overrides: helper, schema: b, tables: [{name: t, identifier: tt}]}]",
  });
  expect(node("source.helper.app.t").relation_name).toBe('"strata"."b"."tt"');
  expect(node("source.helper.app.u").relation_name).toBe('"strata"."b"."u"');
  expect(found).toEqual(["P011w models/s.yml:1"]);
});

test("private models are for their group, protected ones for their package when it says so", () => {
  const group = "groups: [{name: g, owner: {name: x}}]\n";
  const inside = {
    "models/a.sql": "select 1",
    "models/p.yml": `${group}models: [{name: a, config: {group: g, access: private}}, {name: b, config: {group: g}}]`,
    "models/b.sql": "select * from {{ ref('a') }}",
  };
  expect(parsedOf(inside).found).toEqual([]);
  expect(parsedOf({ ...inside, "models/c.sql": "select\n* from {{ ref('a') }}" }).found).toEqual([
    "R005 models/c.sql:2",
  ]);
  const closed = {
    ...helper,
    "dbt_packages/helper/dbt_project.yml": "name: helper\nvars: {factor: 1}\nrestrict-access: true\n",
  };
  expect(parsedOf({ ...closed, "models/c.sql": "select * from {{ ref('helped') }}" }).found).toEqual([
    "R005 models/c.sql:1",
  ]);
});

test("packages that are asked for must be there; dbt_utils is lent when it is not", () => {
  const ask = (names: string) =>
    `packages:\n${names
      .split(" ")
      .map((name) => `  - {package: org/${name}, version: 1.0.0}\n`)
      .join("")}`;
  expect(parsedOf({ ...helper, "packages.yml": ask("helper") }).found).toEqual([]);
  expect(parsedOf({ ...helper, "packages.yml": ask("helper other") }).found).toEqual(["P014 packages.yml:3"]);
  expect(parsedOf({ "packages.yml": ask("dbt_utils") }).found).toEqual([]);
  expect(parsedOf({ ...helper, "packages.yml": "packages: [{package: helper}]" }).found).toEqual([
    "P003 packages.yml:1",
  ]);
});
