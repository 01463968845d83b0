/**
 * Damaged YAML, Jinja, SQL, selectors and command lines: whatever comes in, the engine answers with known codes and goes on.
 *
 * A crash is an exception that is no outcome; a hang is caught by the runner's limit. `STRATA_LONG=1` tries fifty times as many.
 * Archives have their own test beside the room that reads them.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { ERROR_CODES } from "../../src/engine/core/errors.ts";
import type { Diagnostic } from "../../src/engine/index.ts";
import { openNodeWarehouse } from "../../src/engine/warehouse/node.ts";
import type { Warehouse } from "../../src/engine/index.ts";
import { engineOf } from "../support/project.ts";
import { damage, pick, randomFrom } from "./mutate.ts";

const TIMES = process.env["STRATA_LONG"] === "1" ? 2000 : 40;
const MINUTES = 60_000;

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await openNodeWarehouse({ settings: { threads: "1", memory_limit: "512MB" } });
});
afterAll(() => warehouse.close());

const SHOP: Readonly<Record<string, string>> = {
  "dbt_project.yml":
    "name: shop\nversion: '1.0'\nprofile: shop\nvars: {rate: 2, shop: {city: Ulm}}\nmodels:\n  shop:\n    +materialized: table\n    staging: {+tags: [nightly], +meta: {owner: ann}}\non-run-end: select 1\n",
  "models/staging/stg.sql": "select id, amount * {{ var('rate') }} as amount from {{ source('app', 'raw') }}",
  "models/fct.sql":
    "{{ config(materialized='incremental', unique_key='id', tags=['money']) }}\n{% set columns = ['id', 'amount'] %}\nselect {% for column in columns %}{{ column }}{% if not loop.last %}, {% endif %}{% endfor %}\nfrom {{ ref('stg') }}\n{% if is_incremental() %}where id > (select max(id) from {{ this }}){% endif %}",
  "models/schema.yml":
    "version: 2\nsources:\n  - name: app\n    schema: main\n    tables: [{name: raw, columns: [{name: id, tests: [unique]}]}]\nmodels:\n  - name: fct\n    description: \"{{ doc('fct') }}\"\n    columns:\n      - name: id\n        data_tests:\n          - not_null: {config: {severity: warn, where: id > 0}}\n          - relationships: {arguments: {to: ref('stg'), field: id}}\nunit_tests:\n  - name: kept\n    model: fct\n    overrides: {macros: {is_incremental: false}}\n    given: [{input: ref('stg'), rows: [{id: 1, amount: 2}]}]\n    expect: {rows: [{id: 1}]}\n",
  "models/docs.md": "{% docs fct %}All orders{% enddocs %}",
  "macros/helpers.sql":
    "{% macro cents(column, places=2) -%} round({{ column }} / 100, {{ places }}) {%- endmacro %}\n{% test small(model, column_name, most=10) %}select * from {{ model }} where {{ column_name }} > {{ most }}{% endtest %}",
  "snapshots/history.sql":
    "{% snapshot history %}{{ config(unique_key='id', strategy='check', check_cols='all') }}select * from {{ ref('stg') }}{% endsnapshot %}",
  "seeds/countries.csv": 'code,name\nde,"Germany, EU"\nfr,France\n',
  "selectors.yml":
    "selectors:\n  - name: money\n    definition: {union: [{method: tag, value: money}, 'stg+', {exclude: ['tag:nightly']}]}\n",
};

const YAML_WORDS = [
  "- ",
  ": ",
  "[",
  "]",
  "{",
  "}",
  "&a",
  "*a",
  "<<: ",
  "!!int ",
  "|",
  ">",
  "---\n",
  "yes",
  "null",
  "'",
  '"',
  "#",
  "\t",
  "1e9",
  "{{ ",
  " }}",
  "models:",
  "name:",
];
const JINJA_WORDS = [
  "{{",
  "}}",
  "{%",
  "%}",
  "{#",
  "#}",
  "{%-",
  "| ",
  "(",
  ")",
  "[",
  "]",
  ".",
  "~",
  "'",
  "if ",
  "for x in ",
  "endfor",
  "else",
  "set ",
  "macro ",
  "do ",
  "ref('fct')",
  "range(99999999)",
  "none",
  "loop",
  "caller()",
  "**kwargs",
  "x.__class__",
  "run_query('select 1')",
];
const SQL_WORDS = [
  "select ",
  "from ",
  ";",
  "--",
  "/*",
  "'",
  '"',
  "(",
  ")",
  "::",
  "$$",
  "with ",
  ", ",
  "union all ",
  "null",
  "1/0",
  "x'",
  "\\",
  "attach 'a'",
  "pragma ",
];
const SELECTOR_WORDS = [
  "+",
  "@",
  ",",
  " ",
  ":",
  "*",
  "[",
  "]",
  "tag:",
  "config.",
  "state:modified",
  "1+",
  "+1",
  "source:",
  "path:",
  "..",
  "version:old",
  "--exclude",
  "--vars",
  "'{'",
  '"',
];

function expectKnown(found: readonly Diagnostic[]): void {
  for (const { code, message } of found) {
    expect(Object.keys(ERROR_CODES)).toContain(code);
    expect(message.length).toBeGreaterThan(3);
  }
}

async function tryProject(texts: Readonly<Record<string, string>>, commands: readonly string[]): Promise<void> {
  const engine = engineOf(texts, { warehouse: () => Promise.resolve(warehouse) });
  expectKnown(engine.diagnostics);
  for (const command of commands) {
    const outcome = await engine.command(command);
    expectKnown(outcome.diagnostics);
    expect([0, 1, 2]).toContain(outcome.exitCode);
  }
}

function damaged(seed: number, kind: RegExp, words: readonly string[]): Record<string, string> {
  const random = randomFrom(seed);
  const path = pick(
    random,
    Object.keys(SHOP).filter((candidate) => kind.test(candidate)),
  );
  return { ...SHOP, [path]: damage(random, SHOP[path] ?? "", words) };
}

test(`${TIMES} damaged YAML files`, { timeout: 10 * MINUTES }, async () => {
  for (let seed = 1; seed <= TIMES; seed += 1) await tryProject(damaged(seed, /\.yml$/, YAML_WORDS), ["parse", "ls"]);
});

test(`${TIMES} damaged templates`, { timeout: 10 * MINUTES }, async () => {
  for (let seed = 1; seed <= TIMES; seed += 1) await tryProject(damaged(seed, /\.(sql|md)$/, JINJA_WORDS), ["compile"]);
});

test(`${TIMES} damaged SQL texts and seeds`, { timeout: 10 * MINUTES }, async () => {
  await warehouse.execute("create or replace table main.raw as select 1 as id, 2 as amount");
  for (let seed = 1; seed <= TIMES; seed += 1)
    await tryProject(damaged(seed, /^(models.*\.sql|seeds.*)$/, SQL_WORDS), ["build"]);
});

test(`${TIMES} odd selectors and command lines`, { timeout: 10 * MINUTES }, async () => {
  const lines = [
    "ls --select +fct,tag:money stg+1 --exclude path:models",
    "build --selector money --vars '{rate: 3}'",
    "ls --output json --output-keys name",
    'show --inline "select 1" --limit 3',
    "run-operation cents --args '{column: 1}'",
    "test --indirect-selection cautious -s @stg",
  ];
  const engine = engineOf(SHOP, { warehouse: () => Promise.resolve(warehouse) });
  for (let seed = 1; seed <= TIMES; seed += 1) {
    const random = randomFrom(seed);
    const outcome = await engine.command(damage(random, pick(random, lines), SELECTOR_WORDS));
    expectKnown(outcome.diagnostics);
    expect([0, 1, 2]).toContain(outcome.exitCode);
  }
});
