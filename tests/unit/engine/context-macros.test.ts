/** Which macro a name leads to, in the project, in packages and in dbt's own macros, and what errors say of it. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openLab } from "../../support/project.ts";
import type { Lab } from "../../support/project.ts";

let lab: Lab;
beforeAll(async () => {
  lab = await openLab({
    "dbt_project.yml":
      "name: shop\nversion: '1.0'\nprofile: shop\n" +
      "dispatch:\n  - macro_namespace: kit\n    search_order: [shop, kit]\n",
    "macros/m.sql": `
{% macro shared() %}shop's{% endmacro %}
{% macro duckdb__planned() %}shop plans{% endmacro %}
{% macro typed(a: string, b: list[int] = [1]) %}{{ a }}{{ b }}{% endmacro %}
{% macro fails() %}
{{ exceptions.raise_compiler_error('stop') }}{% endmacro %}
{% macro default__type_string() %}own text type{% endmacro %}`,
    "dbt_packages/kit/dbt_project.yml": "name: kit\nversion: '1.0'\n",
    "dbt_packages/kit/macros/k.sql": `
{% macro shared() %}kit's{% endmacro %}
{% macro helper() %}help{% endmacro %}
{% macro calls_shared() %}{{ shared() }}{% endmacro %}
{% macro calls_helper() %}{{ helper() }}{% endmacro %}
{% macro calls_own_helper() %}{{ kit.helper() }}{% endmacro %}
{% macro planned() %}{{ return(adapter.dispatch('planned', 'kit')()) }}{% endmacro %}
{% macro default__planned() %}kit plans{% endmacro %}
{% macro other() %}{{ return(adapter.dispatch('other', 'kit')()) }}{% endmacro %}
{% macro default__other() %}kit default{% endmacro %}
{% macro duckdb__other() %}kit duckdb{% endmacro %}
{% macro frame() %}<{{ caller('x') }}>{% endmacro %}
{% macro breaks() %}
{{ none.oops }}{% endmacro %}
{% test is_even(model, column_name) %}select * from {{ model }} where {{ column_name }} % 2 = 1{% endtest %}`,
    "dbt_packages/kit/models/inside.sql": "select '{{ shared() }}' as s, '{{ helper() }}' as h",
  });
});
afterAll(() => lab.close());

async function said(text: string): Promise<string> {
  const outcome = await lab.engine.compileText(text);
  if (outcome.ok) return outcome.value.compiled_code.replace(/\s+/g, " ").trim();
  const [found] = outcome.diagnostics;
  return `${found?.code}: ${found?.message} ${found?.hint}`;
}

describe("a name leads to", () => {
  test.each([
    ["the project's macro", "{{ shared() }}", "shop's"],
    ["a package's macro, with the package", "{{ kit.shared() }} {{ shop.shared() }}", "kit's shop's"],
    ["the macro of the node's own project, even inside a package's macro", "{{ kit.calls_shared() }}", "shop's"],
    [
      "nothing, when a package's macro leaves its package's name out",
      "{{ kit.calls_helper() }}",
      /^R003: "helper" is called/,
    ],
    ["the package's own macro, when it says so", "{{ kit.calls_own_helper() }}", "help"],
    ["what dispatch finds first in the search order", "{{ kit.planned() }}", "shop plans"],
    ["DuckDB's version before the default one", "{{ kit.other() }}", "kit duckdb"],
    ["dbt's own macro, with and without dbt's name", "{{ dbt.type_int() }} {{ type_int() }}", "integer integer"],
    [
      "the project's version of what dbt dispatches to",
      "{{ type_string() }} {{ dbt.type_string() }}",
      "own text type own text type",
    ],
    [
      "a caller that keeps its own names",
      "{% set y = 'y' %}{% call(x) kit.frame() %}{{ x }}{{ y }}{% endcall %}",
      "<xy>",
    ],
    ["a macro with types on its parameters", "{{ typed('a', b=[2]) }}", "a[2]"],
    ["the macro behind a generic test", "{{ kit.test_is_even('t', 'n') }}", "select * from t where n % 2 = 1"],
    ["a macro by the name in a variable", "{{ context['shared']() }} {{ kit['helper']() }}", "shop's help"],
  ])("%s", async (_, text, expected) => {
    const result = await said(text);
    if (typeof expected === "string") expect(result).toBe(expected);
    else expect(result).toMatch(expected);
  });

  test("a package's macros, in a package's model", async () => {
    const outcome = await lab.engine.compile("model.kit.inside");
    expect(outcome.ok && outcome.value.compiled_code).toBe("select 'kit's' as s, 'help' as h");
  });
});

describe("an error says", () => {
  test.each([
    [
      "which macro may have been meant",
      "{{ sharde() }}",
      'R003: "sharde" is called here, but no macro or function of that name exists. Did you mean "shared"?',
    ],
    [
      "which macro of a package",
      "{{ kit.helpre() }}",
      'R003: "kit.helpre" is called here, but the package "kit" has no macro of that name. Did you mean "kit.helper"?',
    ],
    ["which package", "{{ kitt.helper() }}", /^R003: "kitt" .*Did you mean "kit"\?/],
    [
      "where dispatch has looked",
      "{{ adapter.dispatch('nope', 'kit')() }}",
      /^R003: .*"shop\.duckdb__nope", "shop\.default__nope", "kit\.duckdb__nope", "kit\.default__nope"/,
    ],
  ])("%s", async (_, text, expected) => {
    const result = await said(text);
    if (typeof expected === "string") expect(result).toBe(expected);
    else expect(result).toMatch(expected);
  });

  test("the file and the macros, also inside a package", async () => {
    const outcome = await lab.engine.compileText(
      "{% macro mine() %}{{ kit.breaks().x.y }}{% endmacro %}{{ kit.frame() }}",
    );
    expect(outcome.ok).toBe(false);
    const inPackage = await lab.engine.compileText("a\n{{ kit.breaks().x }}{{ fails() }}");
    expect(inPackage.ok ? null : inPackage.diagnostics[0]).toMatchObject({
      code: "J003",
      message: "stop",
      at: { path: "macros/m.sql" },
      stack: ["fails (macros/m.sql)"],
    });
    const called = await lab.engine.compileText("{{ kit.frame() }}");
    expect(called.ok ? null : called.diagnostics[0]).toMatchObject({
      at: { path: "dbt_packages/kit/macros/k.sql" },
      stack: ["frame (dbt_packages/kit/macros/k.sql)"],
    });
  });
});

test("what is undefined in a model's own text is no error while parsing, and one when the model is compiled", async () => {
  const changed = lab.change({
    "models/late.sql": "select {{ graph.nodes.values() | list | length }} as n, {{ nope.x.y }} as z",
  });
  expect(changed.engine.diagnostics).toEqual([]);
  const outcome = await changed.engine.compile("model.shop.late");
  expect(outcome.ok ? null : outcome.diagnostics[0]?.code).toBe("R003");
});

test("graph holds the project's nodes, sources, groups and exposures by unique id, with dbt's fields", async () => {
  const text =
    "{{ graph.nodes['model.kit.inside'].config.materialized }} {{ graph.nodes.values() | map(attribute='name') | list }} " +
    "{{ graph.sources }} {{ graph.exposures }} {{ graph.nodes['model.kit.inside'].depends_on.nodes }}";
  expect(await said(text)).toBe("view ['inside'] {} {} []");
});

test("a var that is missing is None while parsing, and an error of the model that is compiled", async () => {
  const changed = lab.change({
    "models/v.sql": "{{ config(enabled=var('off', true)) }}select '{{ var('missing') }}' as v",
  });
  const outcome = await changed.engine.compile("model.shop.v");
  expect(outcome.ok ? null : outcome.diagnostics[0]?.code).toBe("P005");
});
