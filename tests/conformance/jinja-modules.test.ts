/**
 * `modules.*` and the functions that dbt borrows from Python give what Python gives. The cases of `jinja-modules.json` were answered
 * by Python 3.11 with pytz and PyYAML; `D` makes a Decimal.
 */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { DecimalObject } from "../../src/engine/context/decimal.ts";
import { sharedFunction } from "../../src/engine/context/functions.ts";
import { Namespace } from "../../src/engine/context/modules/class-object.ts";
import { datetimeModule } from "../../src/engine/context/modules/datetime-module.ts";
import { ITERTOOLS } from "../../src/engine/context/modules/itertools.ts";
import { loadModules } from "../../src/engine/context/modules/on-demand.ts";
import { PYTZ } from "../../src/engine/context/modules/pytz.ts";
import { RE } from "../../src/engine/context/modules/re.ts";
import { TemplateError } from "../../src/engine/jinja/error.ts";
import { parseTemplate } from "../../src/engine/jinja/parser.ts";
import { pyStr } from "../../src/engine/jinja/python.ts";
import { renderTemplate } from "../../src/engine/jinja/render.ts";
import { HostFunction } from "../../src/engine/jinja/values.ts";
import type { PyValue } from "../../src/engine/jinja/values.ts";

interface Case {
  readonly src: string;
  readonly out?: string;
  readonly err?: string;
}
const { cases } = JSON.parse(readFileSync(new URL("jinja-modules.json", import.meta.url), "utf8")) as {
  readonly cases: readonly Case[];
};

// For the dates of `fromyaml`.
await loadModules(["datetime"]);

const modules: Readonly<Record<string, PyValue>> = {
  datetime: datetimeModule(() => 0),
  pytz: PYTZ,
  re: RE,
  itertools: ITERTOOLS,
};
const names: Readonly<Record<string, PyValue>> = {
  modules: new Namespace(Object.keys(modules), (name) => modules[name]),
  D: new HostFunction("D", ({ args }) => DecimalObject.parse(pyStr(args[0] ?? null))),
};

test.each(cases)("$src", ({ src, out, err }) => {
  const scope = { get: (name: string) => names[name] ?? sharedFunction(name) };
  let result: string;
  try {
    result = renderTemplate(parseTemplate(src, "case.sql"), scope).text;
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    expect(`${error.kind}: ${error.message}`).toBe(err);
    return;
  }
  expect(result).toBe(out);
});
