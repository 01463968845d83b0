/** Where things are: errors point into the file that is open, and the output can be traced back to its source. */
import { describe, expect, test } from "vitest";
import { lineColumn } from "../../src/engine/core/source-file.ts";
import { TemplateError, whereThrown } from "../../src/engine/jinja/error.ts";
import { parseTemplate } from "../../src/engine/jinja/parser.ts";
import { renderTemplate } from "../../src/engine/jinja/render.ts";
import { HostFunction } from "../../src/engine/jinja/values.ts";
import { createHost } from "../conformance/host.ts";

function caught(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error("An error was expected.");
}

describe("an error points at its place", () => {
  // The marked text «…» is what the span must cover.
  test.each([
    ["select 1\n{{ «nope.x» }}", "UndefinedError"],
    ["{{ 'a' }}\n  {{ «nope('x')» }}", "UndefinedError"],
    ["a\nb\n{{ 1 + («1 / 0») }}", "ZeroDivisionError"],
    ["{% for x in «5» %}{% endfor %}", "TypeError"],
    ["{% set a = «[1].pop(3)» %}", "IndexError"],
    ["{{ ['b', «1 | replace('x')», 2] }}", "TypeError"],
    ["{% if true %}\n{{ «'a' < 1» }}{% endif %}", "TypeError"],
    ["{{ [1, 2,\n   «3 + none»] }}", "TypeError"],
    ["{% set «a, b» = 1 %}", "TypeError"],
    ["{{ 1 + «}}»\n", "TemplateSyntaxError"],
    ["a\n{{ 'x' | «nofilter» }}", "TemplateAssertionError"],
    ["select 1\n«{% »if true %}\nselect 2", "TemplateSyntaxError"],
    ["é😀\r\n{{ «nope.x» }}", "UndefinedError"],
  ])("%j", (marked, kind) => {
    const from = marked.indexOf("«");
    const source = marked.replaceAll(/[«»]/g, "");
    const error = caught(() => renderTemplate(parseTemplate(source, "models/a.sql"), createHost({}))) as TemplateError;
    expect(error.kind).toBe(kind);
    expect(error.span?.path).toBe("models/a.sql");
    if (kind === "TemplateSyntaxError" && source.includes("{% if"))
      expect(lineColumn(source, error.span?.from ?? -1).line).toBe(2);
    else expect({ from: error.span?.from, to: error.span?.to }).toEqual({ from, to: marked.indexOf("»") - 1 });
  });

  test("in a macro it points into the macro's file, with the macros that were running, innermost first", () => {
    const files = {
      "macros/inner.sql": "{% macro inner(x) %}\n  {{ x.y.z }}\n{% endmacro %}",
      "macros/outer.sql": "{% macro outer() %}{{ inner({}) }}{% endmacro %}",
    };
    const error = caught(() =>
      renderTemplate(parseTemplate("a\n{{ outer() }}", "models/m.sql"), createHost(files)),
    ) as TemplateError;
    expect(error.message).toBe("'dict object' has no attribute 'y'");
    expect(error.span).toEqual({ path: "macros/inner.sql", from: 26, to: 31 });
    expect(error.macroStack).toEqual(["inner", "outer"]);
    expect(whereThrown(error)?.trace.map(({ path }) => path)).toEqual([
      "macros/inner.sql",
      "macros/outer.sql",
      "models/m.sql",
    ]);
  });

  test("wrong arguments are an error of the call, not of the macro", () => {
    const host = createHost({ "macros/m.sql": "{% macro m(a) %}{% endmacro %}" });
    const error = caught(() =>
      renderTemplate(parseTemplate("a\n{{ m(1, 2) }}", "models/m.sql"), host),
    ) as TemplateError;
    expect(error.span).toEqual({ path: "models/m.sql", from: 5, to: 12 });
    expect(error.macroStack).toEqual([]);
  });

  test("in the body of a call block it points at the body", () => {
    const host = createHost({ "macros/w.sql": "{% macro w() %}{{ caller() }}{% endmacro %}" });
    const source = "{% call w() %}\n{{ 1 / 0 }}{% endcall %}";
    const error = caught(() => renderTemplate(parseTemplate(source, "models/m.sql"), host)) as TemplateError;
    expect(error.span).toEqual({ path: "models/m.sql", from: 18, to: 23 });
    expect(error.macroStack).toEqual(["w"]);
  });

  test("an error of the host comes out as it was thrown, and its place is known", () => {
    const thrown = new RangeError("from the host");
    const host = createHost(
      { "macros/m.sql": "{% macro m() %}{{ ask(1) }}{% endmacro %}" },
      {
        ask: new HostFunction("ask", () => {
          throw thrown;
        }),
      },
    );
    expect(caught(() => renderTemplate(parseTemplate("{{ m() }}", "models/m.sql"), host))).toBe(thrown);
    expect(whereThrown(thrown)).toMatchObject({ span: { path: "macros/m.sql", from: 18, to: 24 }, macroStack: ["m"] });
  });

  test("a template error of the host gets the place of the call", () => {
    const host = createHost(
      {},
      {
        ask: new HostFunction("ask", () => {
          throw new TemplateError("ValueError", "no");
        }),
      },
    );
    const error = caught(() => renderTemplate(parseTemplate("a {{ ask() }}", "models/m.sql"), host)) as TemplateError;
    expect(error.span).toEqual({ path: "models/m.sql", from: 5, to: 10 });
  });
});

describe("the map from output to source", () => {
  function mapped(source: string, files: Record<string, string> = {}): string[] {
    const { text, map } = renderTemplate(parseTemplate(source, "m.sql"), createHost(files));
    return map.map(
      ({ from, to, sourceFrom, sourceTo, exact }) =>
        `${JSON.stringify(text.slice(from, to))} ${exact ? "=" : "<"} ${JSON.stringify(source.slice(sourceFrom, sourceTo))}`,
    );
  }

  test.each([
    ["select 1", ['"select 1" = "select 1"']],
    ["a {{ 1 + 1 }} b", ['"a " = "a "', '"2" < "{{ 1 + 1 }}"', '" b" = " b"']],
    ["a{# c #}b", ['"a" = "a"', '"b" = "b"']],
    ["a  {%- if true -%}  b  {% endif %}", ['"a" = "a"', '"b  " = "b  "']],
    ["{% for i in [1, 2] %}x{{ i }}{% endfor %}", ['"x" = "x"', '"1" < "{{ i }}"', '"x" = "x"', '"2" < "{{ i }}"']],
    ["a\r\nb", ['"a" = "a"', '"\\n" < "\\r\\n"', '"b" = "b"']],
    ["{% raw %}{{ x }}{% endraw %}", ['"{{ x }}" = "{{ x }}"']],
    ["{% filter upper %}a{% endfilter %}", ['"A" < "{% filter upper %}a{% endfilter %}"']],
    ["{{ '' }}{% set a = 1 %}", []],
  ])("%j", (source, segments) => expect(mapped(source)).toEqual(segments));

  test("what a macro gives maps to the expression that called it", () => {
    expect(mapped("x {{ m() }}", { "m.sql": "{% macro m() %}a{{ 1 }}b{% endmacro %}" })).toEqual([
      '"x " = "x "',
      '"a1b" < "{{ m() }}"',
    ]);
  });

  test("segments cover the output without gaps and in order", () => {
    const { text, map } = renderTemplate(
      parseTemplate("a{{ 1 }}b{% set x %}zz{% endset %}{{ x }}\n{% if x %}c{% endif %}d", "m.sql"),
      createHost({}),
    );
    expect(map.map(({ from, to }) => text.slice(from, to)).join("")).toBe(text);
  });
});
