/** `return` ends a macro with a real value; a suspended template can be rendered again. */
import { expect, test } from "vitest";
import { parseTemplate } from "../../src/engine/jinja/parser.ts";
import { renderTemplate } from "../../src/engine/jinja/render.ts";
import { Suspend } from "../../src/engine/jinja/signals.ts";
import { HostFunction } from "../../src/engine/jinja/values.ts";
import type { PyValue } from "../../src/engine/jinja/values.ts";
import { createHost } from "../conformance/host.ts";

function render(source: string, files: Record<string, string> = {}, extra: Record<string, PyValue> = {}): string {
  return renderTemplate(parseTemplate(source, "m.sql"), createHost(files, extra)).text;
}

test.each([
  [
    "a list stays a list",
    "{% macro m() %}text{{ return([1, 2]) }}more{% endmacro %}",
    "{{ m() | length }}{{ m()[0] }}",
    "21",
  ],
  [
    "out of loops and blocks",
    "{% macro m() %}{% for i in range(9) %}{% if i == 3 %}{% set x %}{% do return(i) %}{% endset %}{% endif %}{% endfor %}{% endmacro %}",
    "{{ m() + 1 }}",
    "4",
  ],
  ["none", "{% macro m() %}{% do return(none) %}{% endmacro %}", "{{ m() is none }}", "True"],
  [
    "only the innermost macro ends",
    "{% macro inner() %}{% do return(1) %}{% endmacro %}{% macro m() %}[{{ inner() }}]{% endmacro %}",
    "{{ m() }}",
    "[1]",
  ],
  [
    "inside a caller it ends the macro that was called",
    "{% macro w() %}a{{ caller() }}b{% endmacro %}",
    "{% call w() %}{% do return('r') %}{% endcall %}",
    "r",
  ],
])("return: %s", (_name, macros, source, text) => expect(render(source, { "macros/m.sql": macros })).toBe(text));

test("return outside a macro is an error", () => {
  expect(() => render("{{ return(1) }}")).toThrow("return() was called outside a macro.");
});

test("a suspended template passes its question out of macros and callers, and renders once there is an answer", () => {
  const answers = new Map<string, PyValue>();
  const asked: string[] = [];
  const query = new HostFunction("run_query", ({ args: [sql] }) => {
    const key = String(sql);
    const answer = answers.get(key);
    if (answer === undefined) throw new Suspend(key);
    return answer;
  });
  const files = {
    "macros/m.sql":
      "{% macro w() %}({{ caller() }}){% endmacro %}{% macro m(t) %}{% call w() %}{% for v in run_query('select ' ~ t) %}{{ v }},{% endfor %}{% endcall %}{% endmacro %}",
  };
  let text: string | undefined;
  while (text === undefined) {
    try {
      text = render("{{ m('a') }}{{ m('b') }}", files, { run_query: query });
    } catch (signal) {
      if (!(signal instanceof Suspend)) throw signal;
      asked.push(signal.key);
      answers.set(signal.key, [1n, signal.key.slice(-1)]);
    }
  }
  expect(asked).toEqual(["select a", "select b"]);
  expect(text).toBe("(1,a,)(1,b,)");
});
