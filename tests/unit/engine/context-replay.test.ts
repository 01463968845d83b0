/** What a template does in the warehouse happens once, in order, however often the template is rendered until it is done. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunEvent } from "../../../src/engine/index.ts";
import { createFakeWarehouse } from "../../../src/engine/warehouse/fake.ts";
import { WarehouseError } from "../../../src/engine/warehouse/errors.ts";
import { engineOf, openLab } from "../../support/project.ts";
import type { Lab } from "../../support/project.ts";

let lab: Lab;
beforeAll(async () => {
  lab = await openLab({
    "macros/m.sql": `
{% macro count(table) %}{{ return(run_query('select count(*) as n from ' ~ table).columns[0].values()[0]) }}{% endmacro %}
{% macro refused() %}{% do run_query('select nope from nowhere') %}{% endmacro %}
{% macro outer() %}a
{{ refused() }}{% endmacro %}
{% macro chatty() %}
{% do log('before', info=true) %}{% do run_query('select 1') %}{% do log('between', info=true) %}
{% do run_query('select 1') %}{% do log('after', info=true) %}
{% endmacro %}`,
    "models/a.sql": "select 1 as id",
  });
});
afterAll(() => lab.close());

async function compiled(text: string): Promise<string> {
  const outcome = await lab.engine.compileText(text);
  if (!outcome.ok) throw new Error(outcome.diagnostics.map((found) => `${found.code} ${found.message}`).join("; "));
  return outcome.value.compiled_code.replace(/\s+/g, " ").trim();
}

test("two equal statements are run twice", async () => {
  await lab.warehouse.execute("create or replace table twice (id integer)");
  const insert = "{% call statement('i') %}insert into twice values (1){% endcall %}";
  expect(await compiled(`${insert}${insert}{{ count('twice') }}`)).toBe("2");
  expect(await lab.column("select count(*) from twice")).toEqual(["2"]);
});

test("what is read after a change is what is there after it", async () => {
  await lab.warehouse.execute("create or replace table changing (id integer)");
  const look = "{{ adapter.get_columns_in_relation(r) | map(attribute='name') | join(',') }}";
  const relation = "{% set r = api.Relation.create(database='strata', schema='main', identifier='changing') %}";
  const change = "{% do run_query('alter table changing add column more text') %}";
  expect(await compiled(`${relation}${look} {{ count('changing') }} ${change}${look} {{ count('changing') }}`)).toBe(
    "id 0 id,more 0",
  );
});

test("a relation that a template drops is gone for the rest of the template", async () => {
  await lab.warehouse.execute("create or replace table doomed as select 1 as id");
  const find =
    "{{ load_relation(api.Relation.create(database='strata', schema='main', identifier='doomed')) is none }}";
  const drop = "{% do adapter.drop_relation(adapter.get_relation('strata', 'main', 'doomed')) %}";
  expect(await compiled(`${find} ${drop}${find}`)).toBe("False True");
});

test("the time stands still while a template is rendered again", async () => {
  let now = 0;
  const ticking = await openLab({}, { clock: { now: () => (now += 1000), wall: () => 0, elapsed: () => 0 } });
  const second = "modules.datetime.datetime.now().strftime('%S')";
  const ask = `{% do run_query('select ' ~ ${second}) %}`;
  const outcome = await ticking.engine.compileText(`${ask}{{ ${second} }}${ask}`);
  await ticking.close();
  expect(outcome.ok).toBe(true);
});

test("lines of the log are written once each", async () => {
  const lines: string[] = [];
  const onEvent = (event: RunEvent): void => {
    if (event.kind === "log") lines.push(event.text);
  };
  const outcome = await lab.engine.command(["show", "--inline", "{{ chatty() }} select 1 as id"], { onEvent });
  expect(outcome.exitCode).toBe(0);
  expect(lines.filter((line) => /before|between|after/.test(line))).toEqual(["before", "between", "after"]);
});

test("what the warehouse refuses is an error of the macro that asked, with the macros that called it", async () => {
  const outcome = await lab.engine.compileText("x {{ outer() }}");
  const found = outcome.ok ? null : outcome.diagnostics[0];
  expect(found).toMatchObject({
    code: "W002",
    at: { path: "macros/m.sql" },
    stack: ["refused (macros/m.sql)", "outer (macros/m.sql)"],
  });
});

test("a statement that is cancelled ends the rendering", async () => {
  const cancelled = new WarehouseError("W005", "The statement was cancelled.", {
    hint: "Run it again.",
    sql: "select 1",
  });
  const warehouse = createFakeWarehouse({ answers: [{ statement: /select 1/, error: cancelled }] });
  const engine = engineOf({}, { warehouse: () => Promise.resolve(warehouse) });
  const outcome = await engine.compileText(
    "{% do adapter.location_exists('x') if false %}{% do run_query('select 1') %}",
  );
  expect(outcome.ok ? null : outcome.diagnostics[0]?.code).toBe("W005");
});

test("a template that asks nothing does not open the warehouse", async () => {
  const outcome = await engineOf({ "models/a.sql": "select 1" }).compileText("select * from {{ ref('a') }}");
  expect(outcome.ok && outcome.value.compiled_code).toBe('select * from "strata"."main"."a"');
});

test("while parsing nothing is asked, and answers are empty as in dbt", () => {
  const relation = "api.Relation.create(database='d', schema='s', identifier='i')";
  const text = `
{{ execute }} {{ run_query('select 1') is none }} {{ 'yes' if run_query('select 1') else 'no' }}
{{ adapter.get_columns_in_relation(${relation}) }} {{ adapter.get_relation('d', 's', 'i') }} {{ graph }}
{% call statement('s') %}{{ exceptions.raise_compiler_error('not rendered') }}{% endcall %}{{ load_result('s') }}
{% for node in graph.nodes.values() | selectattr('x') %}never{% endfor %}`;
  expect(engineOf({ "models/a.sql": text }).diagnostics).toEqual([]);
});
