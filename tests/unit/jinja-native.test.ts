/** Values in YAML keep their type, and Python's values become plain data and come back. */
import { expect, test } from "vitest";
import { fromJson, toJson } from "../../src/engine/jinja/convert.ts";
import { parseLiteral } from "../../src/engine/jinja/literal.ts";
import { parseTemplate } from "../../src/engine/jinja/parser.ts";
import { pyRepr } from "../../src/engine/jinja/python.ts";
import { renderNative } from "../../src/engine/jinja/render.ts";
import { HostFunction, PySet, PyTuple, Undefined } from "../../src/engine/jinja/values.ts";
import { createHost } from "../conformance/host.ts";

const host = createHost(
  {},
  {
    var: new HostFunction("var", ({ args: [name] }) =>
      fromJson(({ days: 30, name: "007", on: false, list: [1, "a"] } as const)[String(name) as "days"]),
    ),
  },
);

test.each([
  ["{{ var('days') }}", "30"],
  ["{{ var('days') * 2 }}", "60"],
  ["{{ var('on') }}", "False"],
  ["{{ var('list') }}", "[1, 'a']"],
  ["{{ target.name == 'dev' }}", "True"],
  ["{{ none }}", "None"],
  ["{{ 1.5 }}", "1.5"],
  ["text", "'text'"],
  ["", "''"],
  ["{{ var('name') }}", "'007'"],
  ["{{ '30' }}", "'30'"],
  ["{{ '30' | as_number }}", "30"],
  ["{{ '[1, 2]' | as_native }}", "[1, 2]"],
  ["{{ 'True' | as_bool }}", "True"],
  ["{{ 5 | as_text }}", "'5'"],
  ["2024_{{ var('days') }}", "'2024_30'"],
  ["{{ var('days') }}{{ var('days') }}", "'3030'"],
  ["{% if var('on') %}{{ 1 }}{% else %}{{ 2 }}{% endif %}", "2"],
  ["{# a comment #}{{ var('days') }}", "30"],
])("%j is worth %s", (source, value) => expect(pyRepr(renderNative(parseTemplate(source, "x.yml"), host))).toBe(value));

test("a value that is not what the filter promises is an error", () => {
  expect(() => renderNative(parseTemplate("{{ 'maybe' | as_bool }}", "x.yml"), host)).toThrow(
    "Could not convert value 'maybe' into type 'bool'",
  );
});

test.each([
  ["1", "1"],
  ["-1_000", "-1000"],
  ["0x1f", "31"],
  ["1.50", "1.5"],
  ["1e3", "1000.0"],
  ["'a' \"b\"", "'ab'"],
  ["r'\\n'", "'\\\\n'"],
  ["None", "None"],
  ["[1, 'a', (2,), ]", "[1, 'a', (2,)]"],
  ["{'a': {1, 2}}", "{'a': {1, 2}}"],
  ["1, 2", "(1, 2)"],
  ["()", "()"],
  ["(1)", "1"],
  ["[\n1,\n2]  # c\n", "[1, 2]"],
  ["007", null],
  ["2024-01-01", null],
  ["abc", null],
  ["true", null],
  ["[1, x]", null],
  ["1 2", null],
  ["", null],
  ["'open", null],
  ["[1", null],
  ["- 'a'", null],
])("the literal %j is %s", (text, value) => {
  const literal = parseLiteral(text);
  expect(literal === undefined ? null : pyRepr(literal)).toBe(value);
});

test("JSON comes back as it went in", () => {
  const json = { a: [1, 2.5, "x", null, true], b: { c: {} }, __proto__x: 1 };
  expect(toJson(fromJson(json))).toEqual(json);
  expect(pyRepr(fromJson([1, 1.5]))).toBe("[1, 1.5]");
});

test("what JSON does not have becomes the nearest thing", () => {
  expect(toJson(new PyTuple([1n, new PySet(["a"])]))).toEqual([1, ["a"]]);
  expect(toJson(new Undefined("'x' is undefined"))).toBe("");
  expect(toJson(new HostFunction("f", () => null))).toBe("<function f>");
});
