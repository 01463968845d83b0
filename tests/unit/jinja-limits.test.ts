/** A hostile template ends with a clear error, soon, and the next one renders. */
import { expect, test } from "vitest";
import { TemplateLimitError } from "../../src/engine/jinja/error.ts";
import { parseTemplate } from "../../src/engine/jinja/parser.ts";
import { renderTemplate } from "../../src/engine/jinja/render.ts";
import type { RenderOptions } from "../../src/engine/jinja/render.ts";
import { createHost } from "../conformance/host.ts";

const small: RenderOptions = { limits: { steps: 20_000, outputLength: 100_000 } };

function render(source: string, options: RenderOptions = small, files: Record<string, string> = {}): string {
  return renderTemplate(parseTemplate(source, "m.sql"), createHost(files), options).text;
}

test.each([
  ["loops in loops", "{% for a in range(1000) %}{% for b in range(1000) %}{% endfor %}{% endfor %}"],
  ["a list that grows while it is walked", "{% set l = [1] %}{% for x in l %}{% do l.append(x) %}{% endfor %}"],
  [
    "text that doubles",
    "{% set ns = namespace(x='ab') %}{% for i in range(60) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
  ],
  ["text that is repeated", "{{ 'ab' * 10 ** 12 }}"],
  ["a list that is repeated", "{{ [0] * 10 ** 12 }}"],
  [
    "a list that holds itself many times",
    "{% set ns = namespace(x=[1]) %}{% for i in range(60) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}{{ ns.x }}",
  ],
  [
    "comparing such lists",
    "{% set a = namespace(x=[1], y=[1]) %}{% for i in range(60) %}{% set a.x = [a.x, a.x] %}{% set a.y = [a.y, a.y] %}{% endfor %}{{ a.x == a.y }}",
  ],
  ["a huge number", "{{ 10 ** (10 ** 10) }}"],
  ["padding", "{{ 'a'.ljust(10 ** 12) }}"],
  ["padding by format", "{{ '%999999999d' % 1 }}"],
  ["padding by a format specification", "{{ '{:999999999}'.format(1) }}"],
  ["replacing", "{{ ('a' * 9999) | replace('a', 'b' * 9999) }}"],
  ["output", "{% set x = 'x' * 90000 %}{{ x }}{{ x }}"],
  ["a recursive loop", "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}"],
])("%s", (_name, source) => {
  expect(() => render(source)).toThrow(TemplateLimitError);
  expect(render("{{ 1 + 1 }}")).toBe("2");
});

test("macros that call each other without end", () => {
  const files = {
    "macros/m.sql":
      "{% macro a() %}{% if true %}{{ b() }}{% endif %}{% endmacro %}{% macro b() %}{% for i in [1] %}{{ a() | upper }}{% endfor %}{% endmacro %}",
  };
  expect(() => render("{{ a() }}", {}, files)).toThrow("Macros called each other more than 200 deep.");
});

test("as many macros inside each other as the limit allows are no trouble", () => {
  const files = {
    "macros/m.sql":
      "{% macro down(n) %}{% if n > 0 %}{% for i in [1] %}{{ (down(n - 1) | trim) ~ ('x' if true) }}{% endfor %}{% endif %}{% endmacro %}",
  };
  expect(render("{{ down(199) | length }}", {}, files)).toBe("199");
});

test.each([
  ["brackets", `{{ ${"(".repeat(5000)}1${")".repeat(5000)} }}`],
  ["lists", `{{ ${"[".repeat(5000)}${"]".repeat(5000)} }}`],
  ["signs", `{{ ${"-".repeat(5000)}1 }}`],
  ["not", `{{ ${"not ".repeat(5000)}1 }}`],
  ["conditions", `{{ ${"1 if 0 else ".repeat(5000)}1 }}`],
  ["blocks", "{% if true %}".repeat(5000) + "{% endif %}".repeat(5000)],
])("%s nested thousands deep are a syntax error", (_name, source) => {
  expect(() => render(source)).toThrow(/nested too deeply/);
});

test("a sum of a thousand terms is added up, one of twenty thousand is a syntax error", () => {
  expect(render(`{{ ${"1 + ".repeat(999)}1 }}`, {})).toBe("1000");
  expect(() => render(`{{ ${"1 + ".repeat(20_000)}1 }}`, {})).toThrow("The expression is nested too deeply.");
});

test("a limit error has its place and its kind", () => {
  const files = { "macros/m.sql": "{% macro m() %}\n{{ 'a' * 10 ** 12 }}{% endmacro %}" };
  try {
    render("{{ m() }}", small, files);
    expect.unreachable();
  } catch (error) {
    expect(error).toMatchObject({
      kind: "LimitError",
      span: { path: "macros/m.sql", from: 19, to: 33 },
      macroStack: ["m"],
    });
  }
});

test("steps of macros count towards the template that calls them", () => {
  const files = { "macros/m.sql": "{% macro m() %}{% for i in range(90) %}{{ i }}{% endfor %}{% endmacro %}" };
  expect(() => render("{% for i in range(90) %}{{ m() }}{% endfor %}", small, files)).toThrow(TemplateLimitError);
});

test.each([
  ["{{ [10 ** 5000] }}", "Exceeds the limit (4300 digits)"],
  ["{{ '%d' % 10 ** 4300 }}", "Exceeds the limit (4300 digits)"],
  ["{{ '{}'.format(-(10 ** 4300)) }}", "Exceeds the limit (4300 digits)"],
  [`{{ ${"9".repeat(100_000)} }}`, "value has 100000 digits"],
])("as in Python, %.40s is a number too long to be written", (source, message) => {
  expect(() => render(source)).toThrow(message);
});

test("numbers of many digits that nobody reads or writes are numbers", () => {
  expect(render("{{ 10 ** 5000 > 1 }} {{ (10 ** 4300 - 1) | string | length }}")).toBe("True 4300");
  expect(render("{{ ('9' * 5000) | int(7) }} {{ 'inf' | int }}")).toBe("7 0");
});
