/** What the warehouse refuses in SQL that a macro wrote is marked in the macro, and tells which macros were running. */
import { afterEach, expect, test } from "vitest";
import { openLab } from "../../support/project.ts";
import type { Lab } from "../../support/project.ts";

let lab: Lab | null = null;
afterEach(async () => {
  await lab?.close();
  lab = null;
});

const MACROS = {
  "macros/money.sql": `{% macro doubled() %}(amuont * 2){% endmacro %}
{% macro times(column, by) %}
    ({{ column }} * {{ by }})
{% endmacro %}
{% macro outer_one() -%}
    1 + {{ doubled() }} + {{ times('amount', 3) }}
{%- endmacro %}
{% macro dispatched() %}{{ return(adapter.dispatch('dispatched')()) }}{% endmacro %}
{% macro duckdb__dispatched() %}amuont{% endmacro %}
{% macro asks() %}{% set found = run_query('select * from nowhere_at_all') %}{% endmacro %}
{% test positive(model, column_name) %}select * from {{ model }} where {{ column_name }} < 0 and amuont < 0{% endtest %}
`,
  "models/a.sql": "select 1 as amount",
};

/** What stands at the mark, the file, and the stack without paths. */
async function found(files: Record<string, string>, command = "run"): Promise<unknown> {
  const all: Record<string, string> = { ...MACROS, ...files };
  lab = await openLab(all);
  const outcome = await lab.command(command);
  const [first] = outcome.diagnostics;
  const { path = "", from = 0, to = 0 } = first?.at ?? {};
  return [
    path,
    all[path]?.slice(from, to),
    (first?.stack ?? []).map((name) => name.replace(" (macros/money.sql)", "")),
  ];
}

test.each([
  ["{{ doubled() }}", ["macros/money.sql", "amuont", ["doubled"]]],
  ["{{ outer_one() }}", ["macros/money.sql", "amuont", ["doubled", "outer_one"]]],
  ["{{ dispatched() }}", ["macros/money.sql", "amuont", ["duckdb__dispatched", "dispatched"]]],
  ["{{ times('quantity', 2) }}", ["models/b.sql", "{{ times('quantity', 2) }}", ["times"]]],
  ["{{ times('amount', 2) }}, wrong", ["models/b.sql", "wrong", []]],
  ["1 as one {{ asks() }}", ["macros/money.sql", "run_query('select * from nowhere_at_all')", ["asks"]]],
])("in select %s the mark stands at %j", async (columns, expected) => {
  expect(await found({ "models/b.sql": `select ${columns} from {{ ref('a') }}` })).toEqual(expected);
});

test("a macro of dbt's own is named, and the mark stays at its call", async () => {
  expect(
    await found({ "models/b.sql": "select {{ dbt.date_trunc('month', 'quantity') }} from {{ ref('a') }}" }),
  ).toEqual([
    "models/b.sql",
    "{{ dbt.date_trunc('month', 'quantity') }}",
    [expect.stringMatching(/^\w+__date_trunc \(/), expect.stringMatching(/^date_trunc \(/)],
  ]);
});

test("in an ephemeral model the mark stands in the macro, too", async () => {
  expect(
    await found({
      "models/e.sql": "{{ config(materialized='ephemeral') }}select {{ doubled() }} as x from {{ ref('a') }}",
      "models/b.sql": "select * from {{ ref('e') }}",
    }),
  ).toEqual(["macros/money.sql", "amuont", ["doubled"]]);
});

test("a generic test of the project is marked in its own text", async () => {
  expect(
    await found(
      {
        "models/a.yml": "models: [{name: a, columns: [{name: amount, data_tests: [positive]}]}]\n",
      },
      "build",
    ),
  ).toEqual(["macros/money.sql", "amuont", ["test_positive"]]);
});

test("the log tells the macros, the innermost first", async () => {
  lab = await openLab({ ...MACROS, "models/b.sql": "select {{ outer_one() }} from {{ ref('a') }}" });
  const { log } = await lab.command("run");
  const at = log.findIndex((line) => line.includes("(macros/money.sql:1:23)"));
  expect(log.slice(at + 1, at + 3)).toEqual([
    "  > in macro doubled (macros/money.sql)",
    "  > called by macro outer_one (macros/money.sql)",
  ]);
});
