/** Macros of a project as callable values. */
import { expect, test } from "vitest";
import { createMacro } from "../../src/engine/jinja/macro.ts";
import { parseTemplate } from "../../src/engine/jinja/parser.ts";
import { renderTemplate } from "../../src/engine/jinja/render.ts";
import type { PyValue } from "../../src/engine/jinja/values.ts";
import { HostObject, PyDict } from "../../src/engine/jinja/values.ts";
import { createHost } from "../conformance/host.ts";

function render(source: string, files: Record<string, string>, extra: Record<string, PyValue> = {}): string {
  return renderTemplate(parseTemplate(source, "m.sql"), createHost(files, extra)).text;
}

test("a macro sees the globals, not the names of the template that calls it", () => {
  const files = { "m.sql": "{% macro m() %}[{{ x }}{{ g }}]{% endmacro %}" };
  expect(render("{% set x = 1 %}{{ m() }}", files, { g: "global" })).toBe("[global]");
});

test("what its file sets at the top level is not visible to it, as in dbt", () => {
  const files = {
    "m.sql":
      "{% set names = ['a'] %}{% set text %}b{{ g }}{% endset %}{% macro m() %}[{{ names }}{{ text }}{{ g }}]{% endmacro %}",
  };
  expect(render("{{ m() }}", files, { g: "!" })).toBe("[!]");
});

test("a macro that the template defines itself goes before the project's", () => {
  expect(render("{% macro m() %}own{% endmacro %}{{ m() }}", { "m.sql": "{% macro m() %}project{% endmacro %}" })).toBe(
    "own",
  );
});

test("a macro can be called by the host, with arguments by position and by name", () => {
  const template = parseTemplate(
    "{% test positive(model, column_name, limit=0) %}select * from {{ model }} where {{ column_name }} <= {{ limit }}{% endtest %}",
    "tests/t.sql",
  );
  const block = template.blocks[0];
  if (block === undefined) throw new Error("The test block is missing.");
  const macro = createMacro(block, template, () => createHost({}), { stackName: "test_positive" });
  expect(macro.call({ args: ["t"], kwargs: new Map([["column_name", "c"]]) })).toBe("select * from t where c <= 0");
  expect(() => macro.call({ args: ["t", "c", 1n, 2n], kwargs: new Map() })).toThrow(
    "macro 'dbt_macro__positive' takes not more than 3 argument(s)",
  );
});

test("inner functions of a macro end with its frame", () => {
  const files = {
    "m.sql":
      "{% macro m() %}{% macro inner(x) %}<{{ x }}{{ y }}>{% endmacro %}{% set y = 2 %}{{ inner(1) }}{% endmacro %}",
  };
  expect(render("{{ m() }}{{ inner is defined }}", files)).toBe("<12>False");
});

test("a relation prints as text, has attributes and passes as a mapping", () => {
  expect(
    render("{{ this }} {{ this.identifier }} {{ this is mapping }} {{ [this] }} {{ this.nope is defined }}", {}),
  ).toBe('"main"."my_model" my_model True ["main"."my_model"] False');
});

test("host values can bring their own operators, order and equality", () => {
  class Day extends HostObject {
    readonly typeName = "date";
    readonly #day: bigint;
    constructor(day: bigint) {
      super();
      this.#day = day;
    }
    override operate(operator: string, other: PyValue): PyValue | undefined {
      if (other instanceof Day) return operator === "-" ? this.#day - other.#day : undefined;
      return operator === "+" && typeof other === "bigint" ? new Day(this.#day + other) : undefined;
    }
    override compare(other: PyValue): number | undefined {
      return other instanceof Day ? Number(this.#day - other.#day) : undefined;
    }
    override equals(other: PyValue): boolean {
      return other instanceof Day && other.#day === this.#day;
    }
    override hashText(): string {
      return `date ${this.#day}`;
    }
    override format(specification: string): string {
      return specification.replace("%j", String(this.#day));
    }
    toText(): string {
      return `day ${this.#day}`;
    }
  }
  const days = { a: new Day(3n), b: new Day(5n) };
  expect(
    render(
      "{{ b - a }} {{ a + 1 }} {{ a < b }} {{ [b, a] | sort | first }} {{ [a, a + 0] | unique | list }} {{ a + 2 == b }} {{ '{:%j}'.format(a) }}",
      {},
      days,
    ),
  ).toBe("2 day 4 True day 3 [day 3] True 3");
  expect(() => render("{{ a * 2 }}", {}, days)).toThrow("unsupported operand type(s) for *: 'date' and 'int'");
  expect(render("{{ {d: 1}[d] }}", {}, { d: days.a, x: PyDict.from([]) })).toBe("1");
});
