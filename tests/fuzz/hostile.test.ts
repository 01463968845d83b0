/**
 * Templates, YAML and projects that were made to hang the page or to fill its memory: each ends soon, with a code and a hint.
 *
 * None of them needs a clock to end: what they use up is counted. A hang is caught by the runner's limit.
 */
import { describe, expect, test } from "vitest";
import { engineOf } from "../support/project.ts";

/** Codes of the errors of a project with these files; every error has a way out. */
function codesOf(texts: Readonly<Record<string, string>>): string {
  const errors = engineOf(texts).diagnostics.filter(({ severity }) => severity === "error");
  for (const { hint, message } of errors) expect([message.length > 10, typeof hint]).toEqual([true, "string"]);
  return [...new Set(errors.map(({ code }) => code))].join(" ");
}

/** A list that holds the one before twice, forty times: small in memory, without end on paper. */
const twice = (of: string): string =>
  `{% set ns = namespace(a=${of}) %}{% for i in range(40) %}{% set ns.a = [ns.a, ns.a] %}{% endfor %}`;
const twiceTuple =
  "{% set ns = namespace(a=('x',)) %}{% for i in range(40) %}{% set ns.a = (ns.a, ns.a) %}{% endfor %}";

describe("a template that asks for too much is stopped", () => {
  test.each([
    ["a text of a thousand million letters", "{{ 'a' * 10**9 }}", "J004"],
    ["a list of as many items", "{{ ([1] * 10**9) | length }}", "J004"],
    ["a range of as many numbers", "{% for i in range(10**9) %}{{ i }}{% endfor %}", "J002"],
    [
      "a text that doubles",
      "{% set ns = namespace(s='x') %}{% for i in range(99) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}",
      "J004",
    ],
    ["a number of a million digits", "{{ 2 ** 100000000 }}", "J004"],
    ["a list that grows while it is read", "{% set a = [1] %}{% for i in a %}{% do a.append(i) %}{% endfor %}", "J004"],
    ["a width of a thousand million", "{{ '%1000000000d' % 5 }}{{ 'a'.center(10**9) }}", "J004"],
    ["an endless iterator", "{{ modules.itertools.count() | list }}", "J004"],
    ["too many picks", "{{ modules.itertools.product(range(1000), repeat=10) | list }}", "J004"],
    ["a product of too many lists", "{{ modules.itertools.product([1], repeat=10**9) | list }}", "J004"],
    ["too many copies of an iterator", "{{ modules.itertools.tee([1], 10**9) }}", "J004"],
    ["lists that hold each other, in a text", `${twice("['x']")}{{ ns.a }}`, "J004"],
    ["the same in JSON", `${twice("['x']")}{{ tojson(ns.a) }}`, "J004"],
    ["the same in YAML", `${twice("['x']")}{{ toyaml(ns.a) }}`, "J004"],
    ["the same in a config", `${twice("['x']")}{{ config(meta={'a': ns.a}) }}`, "J004"],
    ["the same, printed in lines", `${twice("['x']")}{{ ns.a | pprint }}`, "J004"],
    ["the same as a key", `${twiceTuple}{{ {ns.a: 1} | length }}`, "J004"],
    ["a regular expression", "{{ modules.re.match('(a+)+$', 'a' * 40 + 'b') }}", "J004"],
    ["a list inside of itself, in a config", "{% set a = [] %}{% do a.append(a) %}{{ config(meta={'a': a}) }}", "J004"],
  ])("%s", { timeout: 120_000 }, (_, source, code) => {
    expect(codesOf({ "models/a.sql": source, "models/fine.sql": "select 1 as id" })).toBe(code);
  });

  test.each([
    ["that calls itself", "{% macro a() %}{{ a() }}{% endmacro %}", "{{ a() }}"],
    [
      "that calls itself twice",
      "{% macro a(n) %}{% if n %}{{ a(n - 1) }}{{ a(n - 1) }}{% endif %}{% endmacro %}",
      "{{ a(60) }}",
    ],
    ["that returns itself", "{% macro a() %}{{ return(a()) }}{% endmacro %}", "{{ a() }}"],
  ])("a macro %s", { timeout: 120_000 }, (_, macro, source) => {
    expect(codesOf({ "macros/a.sql": macro, "models/a.sql": source })).toBe("J004");
  });

  test.each([
    ["additions", `{{ ${"1+".repeat(50_000)}1 }}`],
    ["attributes", `{{ a${".b".repeat(50_000)} }}`],
    ["filters", `{{ 1${"|int".repeat(50_000)} }}`],
    ["conditions", `{{ ${"a or ".repeat(50_000)}b }}`],
    ["parentheses", `{{ ${"(".repeat(50_000)}1${")".repeat(50_000)} }}`],
  ])("fifty thousand %s in a row are a syntax error", (_, source) => {
    expect(codesOf({ "models/a.sql": source, "models/fine.sql": `select {{ ${"1+".repeat(900)}1 }}` })).toBe("J001");
  });

  test("a million blanks inside a text are passed over once", () => {
    expect(codesOf({ "models/a.sql": `select${" ".repeat(1_000_000)}1` })).toBe("");
    expect(codesOf({ "models/a.sql": `{%${" ".repeat(1_000_000)}%}` })).toBe("J001");
  });

  test("a selector of many stars ends", () => {
    const engine = engineOf({ [`models/${"a".repeat(150)}.sql`]: "select 1 as id" });
    for (const selector of [`${"*a".repeat(60)}b`, `path:${"**/*a*/".repeat(40)}b`, `tag:${"[a-".repeat(3000)}`])
      expect(engine.select(selector)).toMatchObject({ ok: true, value: [] });
    expect(engine.select("a".repeat(20) + "*a".repeat(60))).toMatchObject({ ok: true, value: [expect.any(String)] });
  });

  test("brackets that never close are gone through once", () => {
    expect(codesOf({ "models/a.sql": "{{ ('<' * 500000) | striptags | length }}" })).toBe("");
  });

  test("lists of lists by name in a YAML text are one list each", () => {
    const lines = [..."abcdefghijkl"].map((letter, index, all) => {
      const item = index === 0 ? "x" : `*${all[index - 1] ?? ""}`;
      return `${letter}: &${letter} [${Array(9).fill(item).join(", ")}]`;
    });
    expect(codesOf({ "models/a.sql": `{{ fromyaml("${lines.join("\\n")}") | length }}` })).toBe("");
  });

  test("iterators that give nothing end at once", () => {
    const source =
      "{{ modules.itertools.product(range(1000), range(1000), range(1000), []) | list }}{{ modules.itertools.combinations(range(60), 70) | list }}";
    expect(codesOf({ "models/a.sql": source })).toBe("");
  });
});

describe("YAML made to fill the memory is refused", () => {
  const letters = "abcdefghijkl";
  const laughs = [...letters].map(
    (letter, index) =>
      `${letter}: &${letter} [${Array(9)
        .fill(index === 0 ? "x" : `*${letters[index - 1] ?? ""}`)
        .join(", ")}]`,
  );
  test("lists of lists of lists, by name", () => {
    expect(codesOf({ "models/a.yml": laughs.join("\n") })).toBe("P001");
    const vars = laughs.map((line) => `  ${line}`).join("\n");
    expect(codesOf({ "dbt_project.yml": `name: shop\nprofile: shop\nvars:\n${vars}\n` })).not.toBe("");
  });

  test.each([
    ["brackets without end", "[".repeat(20_000)],
    ["dashes without end", "- ".repeat(20_000)],
    ["a list that holds itself", "models: &a [*a]"],
  ])("%s", { timeout: 120_000 }, (_, text) => {
    expect(codesOf({ "models/a.yml": text })).toMatch(/^P00\d/);
  });
});

describe("files as other systems write them are read", () => {
  test("a byte-order mark at the start, and lines that end with two characters", () => {
    const engine = engineOf({
      "dbt_project.yml": "\uFEFFname: shop\r\nprofile: shop\r\n",
      "models/a.sql": "\uFEFFselect 1 as id\r\n",
      "models/a.yml": "\uFEFFmodels:\r\n  - name: a\r\n    columns:\r\n      - name: id\r\n",
      "seeds/s.csv": "\uFEFFid\r\n1\r\n",
    });
    expect(engine.diagnostics).toEqual([]);
    expect([...engine.manifest.nodes.keys()].sort()).toEqual(["model.shop.a", "seed.shop.s"]);
  });
});
