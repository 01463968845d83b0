import { expect, test } from "vitest";
import { lineColumn } from "../../../src/engine/index.ts";
import { engineOf } from "../../support/project.ts";

/** `code path:line` of everything found in a project of these files. */
function found(texts: Record<string, string>): string[] {
  const engine = engineOf(texts);
  return engine.diagnostics.map((item) => {
    const text = engine.files.find((file) => file.path === item.at?.path)?.text ?? "";
    expect(item.hint, `${item.code} has a hint`).toBeTruthy();
    return `${item.code} ${item.at?.path ?? ""}:${lineColumn(text, item.at?.from ?? 0).line}`;
  });
}

test.each<[string, Record<string, string>, string[]]>([
  ["a model without a fault", { "models/a.sql": "select 1" }, []],
  ["an unclosed expression", { "models/a.sql": "select 1\nfrom {{ ref('b') \n" }, ["J001 models/a.sql:2"]],
  [
    "a ref to nowhere",
    { "models/a.sql": "select *\nfrom {{ ref('orders') }}", "models/order.sql": "select 1" },
    ["R001 models/a.sql:2"],
  ],
  [
    "a source that is not declared",
    { "models/a.sql": "\n\nselect * from {{ source('app', 'x') }}" },
    ["R002 models/a.sql:3"],
  ],
  ["a macro that does not exist", { "models/a.sql": "select {{ cents(1) }}" }, ["R003 models/a.sql:1"]],
  [
    "a ref to a disabled model",
    { "models/a.sql": "select * from {{ ref('b') }}", "models/b.sql": "{{ config(enabled=false) }} select 1" },
    ["R004 models/a.sql:1"],
  ],
  ["two models of one name", { "models/x/a.sql": "select 1", "models/y/a.sql": "select 1" }, ["P004 models/y/a.sql:1"]],
  [
    "broken YAML",
    { "models/a.sql": "select 1", "models/p.yml": "models:\n  - name: a\n   columns: [\n" },
    ["P001 models/p.yml:3"],
  ],
  ["a property list that is no list", { "models/p.yml": "models: a\n" }, ["P003 models/p.yml:1"]],
  [
    "a description of nothing",
    { "models/a.sql": "select 1", "models/p.yml": "models:\n  - name: b\n" },
    ["P008 models/p.yml:2"],
  ],
  ["a var without value", { "models/a.sql": "select\n{{ var('x') }}" }, ["P005 models/a.sql:2"]],
  [
    "a compiler error that a macro raises",
    {
      "macros/m.sql": "{% macro m() %}\n{{ exceptions.raise_compiler_error('no') }}{% endmacro %}",
      "models/a.sql": "{{ m() }}",
    },
    ["J003 macros/m.sql:2"],
  ],
  ["a division by zero in a template", { "models/a.sql": "a\n{{ 1 / 0 }}" }, ["J002 models/a.sql:2"]],
  [
    "an unknown data test",
    { "models/a.sql": "select 1", "models/p.yml": "models:\n  - name: a\n    tests:\n      - uniqe\n" },
    ["R003 models/p.yml:4"],
  ],
  ["an alias without anchor", { "models/p.yml": "models:\n  - *nope\n" }, ["P001 models/p.yml:2"]],
  ["an anchor that holds itself", { "models/p.yml": "models: &a\n  - *a\n" }, ["P001 models/p.yml:2"]],
  ["an alias config that is a number", { "models/a.sql": "{{ config(alias=3) }} select 1" }, ["P003 models/a.sql:1"]],
  [
    "threads that are no number",
    { "profiles.yml": "shop:\n  target: dev\n  outputs:\n    dev:\n      type: duckdb\n      threads: many\n" },
    ["P006 profiles.yml:6"],
  ],
  [
    "an old name of a folder key",
    { "dbt_project.yml": "name: shop\nsource-paths: [models]\n" },
    ["P011 dbt_project.yml:2"],
  ],
  ["no dbt_project.yml name", { "dbt_project.yml": "version: 1\n" }, ["P002 dbt_project.yml:1"]],
  [
    "a key that an exposure does not have",
    { "models/p.yml": "exposures:\n  - name: e\n    type: dashboard\n    owner: {name: x}\n    ownr: 1\n" },
    ["P009 models/p.yml:5"],
  ],
  [
    "a source with an unknown key",
    { "models/p.yml": "sources:\n  - name: s\n    foo: 1\n    tables: []\n" },
    ["P009 models/p.yml:3"],
  ],
  [
    "a key of one's own on a model",
    { "models/a.sql": "select 1", "models/p.yml": "models:\n  - name: a\n    owner_of_mine: 1\n" },
    [],
  ],
  ["a list that is empty", { "models/p.yml": "models:\n" }, ["P003 models/p.yml:1"]],
  [
    "a column whose name is a number",
    { "models/a.sql": "select 1", "models/p.yml": "models:\n  - name: a\n    columns:\n      - name: 1\n" },
    ["P003 models/p.yml:4"],
  ],
  [
    "one model described twice",
    { "models/a.sql": "select 1", "models/p.yml": "models: [{name: a}]\n", "models/q.yml": "models:\n  - name: a\n" },
    ["P004 models/q.yml:2"],
  ],
  [
    "an argument that a data test does not take",
    {
      "models/a.sql": "select 1",
      "models/p.yml":
        "models:\n  - name: a\n    data_tests:\n      - accepted_values:\n          arguments: {column_name: x, vals: [1]}\n",
    },
    ["P003 models/p.yml:4"],
  ],
  [
    "two models that would be built under one name",
    { "models/a.sql": "select 1", "models/b.sql": "{{ config(alias='a') }} select 1" },
    ["P004 models/b.sql:1"],
  ],
  ["a group that does not exist", { "models/a.sql": "{{ config(group='g') }} select 1" }, ["P003 models/a.sql:1"]],
  [
    "a folder in dbt_project.yml that holds nothing",
    { "models/a.sql": "select 1", "dbt_project.yml": "name: shop\nmodels:\n  shop:\n    nope: {+tags: x}\n" },
    ["P010 dbt_project.yml:4"],
  ],
  ["hooks of a wrong kind", { "models/a.sql": "{{ config(pre_hook=4) }} select 1" }, ["P003 models/a.sql:1"]],
  ["a space in a model's name", { "models/a b.sql": "select 1" }, ["P003 models/a b.sql:1"]],
  [
    "a data test on what is not there",
    { "models/a.sql": "select 1", "tests/t.sql": "select *\nfrom {{ ref('nope') }}" },
    ["R001 tests/t.sql:2"],
  ],
  [
    "a snapshot without a key",
    {
      "snapshots/s.sql": "{% snapshot s %}\n{{ config(strategy='check', check_cols='all') }} select 1{% endsnapshot %}",
    },
    ["P003 snapshots/s.sql:2"],
  ],
  [
    "a version that does not exist",
    {
      "models/a_v1.sql": "select 1",
      "models/b.sql": "select *\nfrom {{ ref('a', v=2) }}",
      "models/p.yml": "models: [{name: a, versions: [{v: 1}]}]",
    },
    ["R001 models/b.sql:2"],
  ],
  [
    "a docs block that does not exist",
    { "models/a.sql": "select 1", "models/p.yml": "models:\n  - name: a\n    description: \"{{ doc('x') }}\"\n" },
    ["P008 models/p.yml:3"],
  ],
  [
    "a unit test for no model",
    {
      "models/a.sql": "select 1",
      "models/p.yml": "unit_tests:\n  - name: u\n    model: b\n    given: []\n    expect: {rows: []}\n",
    },
    ["R001 models/p.yml:3"],
  ],
  ["a Python model", { "models/a.py": "def model(dbt, session):\n  return 1" }, ["P012 models/a.py:1"]],
  [
    "a key that stands twice",
    { "models/a.sql": "select 1", "models/p.yml": "models:\n  - name: a\n    description: x\n    description: y\n" },
    ["P011 models/p.yml:4"],
  ],
  ["an unknown project key", { "dbt_project.yml": "name: shop\nmodls: {}\n" }, ["P009 dbt_project.yml:2"]],
])("%s", (_what, texts, expected) => expect(found(texts)).toEqual(expected));

test("a circle is reported with its path, at each of its refs", () => {
  const texts = {
    "models/a.sql": "select * from {{ ref('b') }}",
    "models/b.sql": "select *\nfrom {{ ref('c') }}",
    "models/c.sql": "select * from {{ ref('a') }}",
  };
  expect(found(texts)).toEqual(["G001 models/a.sql:1", "G001 models/b.sql:2", "G001 models/c.sql:1"]);
  const [first] = engineOf(texts).diagnostics;
  expect(first?.message).toBe('Models depend on each other in a circle: "a" reads "b" reads "c" reads "a".');
});

test("a circle is told at the ref that points against the layers first", () => {
  const engine = engineOf({
    "models/staging/stg_a.sql": "select * from {{ ref('board') }}",
    "models/marts/board.sql": "select * from {{ ref('stg_a') }}",
  });
  expect(engine.diagnostics[0]?.at?.path).toBe("models/staging/stg_a.sql");
});

test("a broken line does not tear the file out of the lineage", () => {
  const engine = engineOf({ "models/a.sql": "select 1", "models/b.sql": "select {{ nope() }} from {{ ref('a') }}" });
  expect(engine.manifest.nodes.get("model.shop.b")?.depends_on.nodes).toEqual(["model.shop.a"]);
});
