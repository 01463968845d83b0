/**
 * What DuckDB refuses in compiled SQL is marked in the text that somebody wrote. `§` in a source text stands before the culprit; a
 * text may say it once. The stack names the macros that were running, innermost first.
 */
import { expect, test } from "vitest";
import { lineColumn } from "../../src/engine/index.ts";
import { command } from "./fixture.ts";

const ORDERS = { "models/orders.sql": "select 1 as order_id, 'x' as name" };
const SHOP = { ...ORDERS, "dbt_project.yml": "name: shop\nversion: '1.0'\nprofile: shop\n" };
const CONFIG = "{{\n  config(\n    materialized='table',\n    tags=['a', 'b']\n  )\n}}\n\n";
const table = "{{ config(materialized='table') }}\n";

type Texts = Readonly<Record<string, string>>;

test.each<[string, Texts, string, string]>([
  ["a syntax error", { "models/a.sql": "select order_id\nfrom {{ ref('orders') }}\nwhere §)" }, "run", "W001"],
  [
    "a keyword that is misspelt",
    { "models/a.sql": "select order_id\nform §{{ ref('orders') }}\nwhere 1 = 1" },
    "run",
    "W001",
  ],
  [
    "an unknown column",
    { "models/a.sql": "select\n    order_id,\n    §nope\nfrom {{ ref('orders') }}" },
    "run",
    "W002",
  ],
  [
    "an unknown column behind an alias",
    { "models/a.sql": "select\n    §o.nope\nfrom {{ ref('orders') }} as o" },
    "run",
    "W002",
  ],
  ["an unknown table", { "models/a.sql": "select *\nfrom\n  §nowhere_table" }, "run", "W002"],
  [
    "an unknown function",
    { "models/a.sql": "select\n  §nope_function(order_id)\nfrom {{ ref('orders') }}" },
    "run",
    "W002",
  ],
  [
    "types that do not fit",
    { "models/a.sql": "select\n  1 as one,\n  §date_trunc('day', name) as d\nfrom {{ ref('orders') }}" },
    "run",
    "W002",
  ],
  [
    "a value that cannot be cast",
    { "models/a.sql": `${table}select\n  1 as one,\n  §cast(name as integer) as number\nfrom {{ ref('orders') }}` },
    "run",
    "W003",
  ],
  [
    "a line behind a long config",
    { "models/a.sql": `${CONFIG}select\n    §nope\nfrom {{ ref('orders') }}` },
    "run",
    "W002",
  ],
  [
    "a line behind comments and a set",
    {
      "models/a.sql": "{# a\n comment #}\n{%- set n = 3 -%}\n\nselect {{ n }} as n,\n  §nope\nfrom {{ ref('orders') }}",
    },
    "run",
    "W002",
  ],
  [
    "the text inside a for-loop",
    {
      "models/a.sql":
        "select 1 as one\n{% for c in ['a', 'b'] %}\n  , §nope_{{ c }}\n{% endfor %}\nfrom {{ ref('orders') }}",
    },
    "run",
    "W002",
  ],
  [
    "an expression that prints the fault",
    { "models/a.sql": "{% set column = 'nope' %}\nselect §{{ column }}\nfrom {{ ref('orders') }}" },
    "run",
    "W002",
  ],
  [
    "files with Windows lines",
    { "models/a.sql": "select\r\n    order_id,\r\n    §nope\r\nfrom {{ ref('orders') }}\r\n" },
    "run",
    "W002",
  ],
  [
    "text in other scripts before it",
    { "models/a.sql": "-- 漢字 é 🍺\nselect 'é漢🍺' as drink, §nope\nfrom {{ ref('orders') }}" },
    "run",
    "W002",
  ],
  [
    "an ephemeral parent",
    {
      "models/e.sql": "{{ config(materialized='ephemeral') }}\nselect\n  §nope\nfrom {{ ref('orders') }}",
      "models/a.sql": "select * from {{ ref('e') }}",
    },
    "run",
    "W002",
  ],
  [
    "the reader of an ephemeral parent",
    {
      "models/e.sql": "{{ config(materialized='ephemeral') }}\nselect * from {{ ref('orders') }}",
      "models/a.sql": "with x as (select 1)\nselect\n  §nope\nfrom {{ ref('e') }}",
    },
    "run",
    "W002",
  ],
  [
    "the call of a macro that writes the fault",
    {
      "macros/m.sql": "{% macro ratio(a, b) %}{{ a }} / nope_{{ b }}{% endmacro %}",
      "models/a.sql": "select\n  1 as one,\n  §{{ ratio('order_id', 'x') }} as r\nfrom {{ ref('orders') }}",
    },
    "run",
    "W002",
  ],
  [
    "the call of a package's macro",
    {
      "dbt_packages/tools/dbt_project.yml": "name: tools\n",
      "dbt_packages/tools/macros/m.sql": "{% macro broken() %}nope{% endmacro %}",
      "models/a.sql": "select\n  §{{ tools.broken() }}\nfrom {{ ref('orders') }}",
    },
    "run",
    "W002",
  ],
  [
    "a snapshot block",
    {
      "snapshots/s.sql":
        "{% snapshot s %}\n{{ config(unique_key='order_id', strategy='check', check_cols='all') }}\nselect\n  §nope\nfrom {{ ref('orders') }}\n{% endsnapshot %}",
    },
    "build",
    "W002",
  ],
  ["a singular test", { "tests/t.sql": "select *\nfrom {{ ref('orders') }}\nwhere §nope > 1" }, "build", "W002"],
  [
    "the entry of a generic test",
    {
      "tests/generic/odd.sql":
        "{% test odd(model, column_name) %}select * from {{ model }} where nope_{{ column_name }} = 1{% endtest %}",
      "models/p.yml":
        "models:\n  - name: orders\n    columns:\n      - name: order_id\n        data_tests:\n          - §odd\n",
    },
    "build",
    "W002",
  ],
  [
    "a hook in the file",
    { "models/a.sql": "§{{ config(post_hook='select nope from nowhere_table') }}\nselect 1 as id" },
    "run",
    "W002",
  ],
  [
    "a template's error in a snapshot block",
    {
      "snapshots/s.sql":
        "{# first #}\n{% snapshot s %}\n{{ config(unique_key='id', strategy='check', check_cols='all') }}\nselect\n  {{ §var('nope') }} as id\n{% endsnapshot %}",
    },
    "build",
    "P005",
  ],
  [
    "a template's error in a hook",
    {
      "models/a.sql":
        "§{{ config(post_hook='{{ exceptions.raise_compiler_error(target.name) if execute }}') }}\nselect 1 as id",
    },
    "run",
    "J003",
  ],
  [
    "the relation of a snapshot in YAML",
    {
      "snapshots/s.yml":
        "snapshots:\n  - §name: s\n    relation: ref('orders')\n    config: {unique_key: nope, strategy: check, check_cols: all}\n",
    },
    "build",
    "W002",
  ],
  ["a var that is not set", { "models/a.sql": "select\n  1 as one,\n  {{ §var('nope') }} as v" }, "run", "P005"],
  [
    "a template's error",
    { "models/a.sql": "select 1\n{% set x = [1] %}\n  , {{ §x.nope.deeper }} as y" },
    "run",
    "J002",
  ],
])("%s", async (_what, texts, text, code) => {
  const [path = "", given = ""] = Object.entries(texts).find(([, each]) => each.includes("§")) ?? [];
  const wanted = lineColumn(given, given.indexOf("§"));
  const clean = Object.fromEntries(Object.entries(texts).map(([name, each]) => [name, each.replace("§", "")]));
  const { found, files } = await command(text, { ...SHOP, ...clean });
  const one = found.find((each) => each.code === code);
  if (!one?.at) throw new Error(`Found instead: ${found.map((each) => `${each.code} ${each.message}`).join("; ")}`);
  const source = files.find((file) => file.path === one.at?.path)?.text ?? "";
  const place = lineColumn(source, one.at.from);
  expect(`${one.at.path}:${place.line}:${place.column}`, JSON.stringify(source.slice(one.at.from, one.at.to))).toBe(
    `${path}:${wanted.line}:${wanted.column}`,
  );
  expect(one.at.to).toBeGreaterThan(one.at.from);
});

test("a template's error inside macros is marked in the innermost one, and the stack leads out of it", async () => {
  const { found, files } = await command("run", {
    ...SHOP,
    "macros/outer.sql": "{% macro outer(x) %}\n{{ inner(x) }}\n{% endmacro %}",
    "macros/inner.sql": "{% macro inner(x) %}\n  {{ x / 0 }}\n{% endmacro %}",
    "models/a.sql": "select\n  {{ outer(1) }} as r",
  });
  const one = found.find((each) => each.code === "J002");
  const text = files.find((file) => file.path === one?.at?.path)?.text ?? "";
  expect([one?.at?.path, text.slice(one?.at?.from, one?.at?.to)]).toEqual(["macros/inner.sql", "x / 0"]);
  expect(one?.stack).toEqual(["inner (macros/inner.sql)", "outer (macros/outer.sql)"]);
});
