/** What can be read from a file without running it: its blocks, its calls, its literal arguments. */
import { describe, expect, test } from "vitest";
import { parseTemplate } from "../../src/engine/jinja/parser.ts";
import { pyRepr } from "../../src/engine/jinja/python.ts";
import type { PyValue } from "../../src/engine/jinja/values.ts";
import { calleeName, literalValue, walkExpressions } from "../../src/engine/jinja/walk.ts";

function reprOf(value: PyValue | undefined): string | undefined {
  return value === undefined ? undefined : pyRepr(value);
}

describe("blocks of a file", () => {
  test("macros, tests, snapshots, materializations and docs, in file order", () => {
    const source = [
      "{% macro a() %}{% endmacro %}",
      "{% test not_negative(model, column_name) %}{% endtest %}",
      "{% data_test other(model) %}{% enddata_test %}",
      "{% snapshot orders_snapshot %}select 1{% endsnapshot %}",
      "{% materialization my_view, adapter='duckdb', supported_languages=['sql', 'python'] %}{% endmaterialization %}",
      "{% materialization plain, default %}{% endmaterialization %}",
      "{% docs orders %}# Orders{% enddocs %}",
    ].join("\n");
    expect(
      parseTemplate(source, "m.sql").blocks.map(({ kind, name, options }) => [kind, name, Object.fromEntries(options)]),
    ).toEqual([
      ["macro", "a", {}],
      ["test", "not_negative", {}],
      ["test", "other", {}],
      ["snapshot", "orders_snapshot", {}],
      ["materialization", "my_view", { adapter: "duckdb", supported_languages: "sql,python" }],
      ["materialization", "plain", { adapter: "default" }],
      ["docs", "orders", {}],
    ]);
  });

  test("a block knows where it and its body stand", () => {
    const source = "-- x\n{% snapshot s %}\nselect {{ 1 }}\n{% endsnapshot %} ";
    const [block] = parseTemplate(source, "s.sql").blocks;
    expect(source.slice(block?.from, block?.to)).toBe("{% snapshot s %}\nselect {{ 1 }}\n{% endsnapshot %}");
    expect(source.slice(block?.bodyFrom, block?.bodyTo)).toBe("\nselect {{ 1 }}\n");
  });

  test("parameters have defaults and types", () => {
    const [block] = parseTemplate(
      "{% macro m(a, b: string, c: list[string] = [], d: dict[string, optional[integer]] = none, e=1) %}{% endmacro %}",
      "m.sql",
    ).blocks;
    expect(
      block?.parameters.map((parameter) => [
        parameter.name,
        parameter.annotation,
        parameter.default && reprOf(literalValue(parameter.default)),
      ]),
    ).toEqual([
      ["a", null, null],
      ["b", "string", null],
      ["c", "list[string]", "[]"],
      ["d", "dict[string, optional[integer]]", "None"],
      ["e", null, "1"],
    ]);
  });

  test("the text of docs is kept as it stands", () => {
    const source =
      "{% docs d %}\n## Title {#anchor}\n{{ not closed, 'quote\n{% if %}\n{% enddocs %}{% docs e %}x{% enddocs %}";
    const { blocks } = parseTemplate(source, "d.md");
    expect(blocks.map(({ name, bodyFrom, bodyTo }) => [name, source.slice(bodyFrom, bodyTo)])).toEqual([
      ["d", "\n## Title {#anchor}\n{{ not closed, 'quote\n{% if %}\n"],
      ["e", "x"],
    ]);
  });

  test("blocks inside other blocks are not the file's", () => {
    expect(parseTemplate("{% if x %}{% macro a() %}{% endmacro %}{% endif %}", "m.sql").blocks).toEqual([]);
  });

  test.each(["include 'x.sql'", "import 'x.sql' as x", "from 'x.sql' import y", "extends 'x.sql'", "block b"])(
    "{%% %s %%} is refused",
    (tag) => {
      expect(() => parseTemplate(`a\n{% ${tag} %}`, "m.sql")).toThrow(/^The tag '\w+' cannot be used: /);
    },
  );
});

describe("calls", () => {
  function calls(source: string): string[] {
    const found: string[] = [];
    walkExpressions(parseTemplate(source, "m.sql"), (call) => found.push(`${calleeName(call) ?? "?"}@${call.from}`));
    return found;
  }

  test.each([
    ["{{ ref('a') }}{{ source('x', 'y') }}", ["ref@3", "source@17"]],
    ["{{ config(a=var('b')) }}", ["config@3", "var@12"]],
    ["{% if execute %}{{ ref('a') }}{% else %}{{ ref('b') }}{% endif %}", ["ref@19", "ref@43"]],
    ["{{ ref('a') if var('x') else ref('b') }}", ["ref@3", "var@15", "ref@29"]],
    [
      "{% macro m(a=ref('x')) %}{% for i in f(i) if g() %}{% set j = h() %}{% endfor %}{% endmacro %}",
      ["ref@13", "f@37", "g@45", "h@62"],
    ],
    [
      "{% call statement('s') %}{{ ref('a') }}{% endcall %}{% set x | join(f()) %}{{ g() }}{% endset %}",
      ["statement@8", "ref@28", "f@68", "g@78"],
    ],
    ["{{ adapter.dispatch('m', 'p')(1) }}{{ f()[0].g() }}", ["?@3", "adapter.dispatch@3", "?@38", "f@38"]],
    ["{# {{ ref('a') }} #}{% raw %}{{ ref('b') }}{% endraw %}", []],
  ])("%s", (source, found) => expect(calls(source)).toEqual(found));

  test.each([
    ["'a'", "'a'"],
    ["1", "1"],
    ["-1.5", "-1.5"],
    ["none", "None"],
    ["['a', 1, (true,)]", "['a', 1, (True,)]"],
    ["{'a': {'b': []}}", "{'a': {'b': []}}"],
    ["'a' ~ 'b'", "'ab'"],
    ["'a' + 'b'", "'ab'"],
    ["'a' 'b'", "'ab'"],
    ["x", undefined],
    ["['a', x]", undefined],
    ["'a' ~ x", undefined],
    ["f()", undefined],
    ["1 + 2", undefined],
    ["{[]: 1}", undefined],
  ])("the literal value of %s is %s", (expression, value) => {
    const [statement] = parseTemplate(`{{ ${expression} }}`, "m.sql").body;
    expect(statement?.kind === "output" ? reprOf(literalValue(statement.expression)) : null).toBe(value);
  });
});
