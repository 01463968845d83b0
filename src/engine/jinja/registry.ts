/**
 * Every filter and test by name, and how they are applied. Filters that apply other filters (`map('upper')`, `select('odd')`) get
 * them through `FilterContext`, so that no table needs to know this one.
 */
import { TemplateError } from "./error.ts";
import { stringRepr } from "./python.ts";
import { SEQUENCE_FILTERS } from "./sequence-filters.ts";
import { TABLE_OF_TESTS } from "./tests.ts";
import type { TemplateTest } from "./tests.ts";
import { TEXT_FILTERS } from "./text-filters.ts";
import type { Filter, FilterContext } from "./filter.ts";
import { VALUE_FILTERS } from "./value-filters.ts";
import type { CallArguments, PyValue } from "./values.ts";

export const FILTERS: ReadonlyMap<string, Filter> = new Map([...TEXT_FILTERS, ...SEQUENCE_FILTERS, ...VALUE_FILTERS]);

/** dbt's filters for YAML values; elsewhere they change nothing. */
export const NATIVE_FILTERS: ReadonlySet<string> = new Set(["as_text", "as_native", "as_bool", "as_number"]);

export const TESTS: ReadonlyMap<string, TemplateTest> = new Map<string, TemplateTest>([
  ...TABLE_OF_TESTS,
  ["filter", (value) => typeof value === "string" && FILTERS.has(value)],
  ["test", (value) => typeof value === "string" && TESTS.has(value)],
]);

export function applyFilter(name: string, value: PyValue, call: CallArguments): PyValue {
  const filter = FILTERS.get(name);
  if (filter === undefined) throw new TemplateError("TemplateRuntimeError", `No filter named ${stringRepr(name)}.`);
  return filter(value, call, context);
}

export function applyTest(name: string, value: PyValue, call: CallArguments): boolean {
  const test = TESTS.get(name);
  if (test === undefined) throw new TemplateError("TemplateRuntimeError", `No test named ${stringRepr(name)}.`);
  return test(value, call);
}

const context: FilterContext = { applyFilter, applyTest };
