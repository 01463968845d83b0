/**
 * One entry below `data_tests:`, read: the test's name, its arguments, its config, and how the config stands in the test's
 * code. Which macro and which nodes it means is not asked here.
 */
import { templateDiagnostic } from "../context/template-diagnostic.ts";
import type { Diagnostic } from "../core/errors.ts";
import { pyStr } from "../jinja/python.ts";
import { PyDict } from "../jinja/values.ts";
import type { PyValue } from "../jinja/values.ts";
import { isRecord } from "../project/yaml.ts";
import type { RenderYaml, YamlRecord, YamlValue } from "../project/yaml.ts";
import type { DataTestEntry } from "./columns.ts";
import type { Note } from "./deprecations.ts";
import type { ParseContext } from "./parse-context.ts";
import { validateConfig } from "./validate-config.ts";

/** Keys of a test entry that are config, also where older projects write them beside the arguments. */
const CONFIG_KEYS = new Set([
  "severity",
  "tags",
  "enabled",
  "where",
  "limit",
  "warn_if",
  "error_if",
  "fail_calc",
  "store_failures",
  "store_failures_as",
  "meta",
  "database",
  "schema",
  "alias",
]);

/** The name of the test and all that stands with it; null for anything that is not an entry. */
export function readEntry(value: YamlValue): { name: string; args: YamlRecord } | null {
  if (typeof value === "string") return { name: value, args: {} };
  if (!isRecord(value)) return null;
  if (typeof value["test_name"] === "string") {
    const { test_name: name, ...args } = value;
    return { name, args };
  }
  const [name, ...others] = Object.keys(value);
  if (name === undefined || others.length > 0) return null;
  const args = value[name] ?? {};
  return isRecord(args) ? { name, args } : null;
}

export interface SplitArguments {
  readonly args: YamlRecord;
  readonly config: YamlRecord;
  readonly name: string | null;
  readonly description: string;
}

const NOTHING_GIVEN: SplitArguments = { args: {}, config: {}, name: null, description: "" };

/** What stands with a test, told apart as dbt does. A text is a refusal. */
export function splitArguments(
  context: ParseContext,
  testName: string,
  all: YamlRecord,
  entry: DataTestEntry,
  notes: Note[],
): SplitArguments | string {
  if (isEmpty(all)) return NOTHING_GIVEN;
  const wantsArguments = context.project.flags["require_generic_test_arguments_property"] !== false;
  const named = wantsArguments ? all["arguments"] : undefined;
  // As in dbt, a key of the config or the name below `arguments:` counts as if it stood beside it.
  const joined = isRecord(named) ? { ...all, ...named } : all;
  const { config: nested, name, description } = joined;
  if (nested !== undefined && nested !== null && !isRecord(nested))
    return `The \`config\` of the data test "${testName}" must hold keys and values.`;
  const config: YamlRecord = {};
  const args: YamlRecord = {};
  for (const key of Object.keys(joined)) {
    if (key === "config" || key === "name" || key === "description" || (wantsArguments && key === "arguments"))
      continue;
    const value = joined[key] ?? null;
    if (!CONFIG_KEYS.has(key)) {
      args[key] = value;
      continue;
    }
    if (wantsArguments && Object.hasOwn(all, key))
      notes.push({
        key: "test-config",
        message: `\`${key}\` of the data test "${testName}" stands beside \`config:\`.`,
        hint: "Move it below `config:`.",
        at: entry.span,
      });
    if (value !== null && value !== false && isRecord(nested) && Object.hasOwn(nested, key))
      return `The data test "${testName}" has \`${key}\` beside \`config:\` and in it.`;
    if (value !== null) config[key] = value;
  }
  if (wantsArguments && named === undefined && Object.keys(args).length > 0) {
    notes.push({
      key: "test-arguments",
      message: `The arguments of the data test "${testName}" stand beside its name.`,
      hint: "Put them below `arguments:`.",
      at: entry.span,
    });
  }
  return {
    args,
    config: inOrder({ ...config, ...(isRecord(nested) ? nested : {}) }),
    name: typeof name === "string" ? name : null,
    description: typeof description === "string" ? description : "",
  };
}

/** The keys that dbt knows first, in its order: so they stand in the test's code. */
function inOrder(config: YamlRecord): YamlRecord {
  if (Object.keys(config).length < 2) return config;
  const ordered: YamlRecord = {};
  for (const key of CONFIG_KEYS) if (config[key] !== undefined) ordered[key] = config[key];
  return { ...ordered, ...config };
}

/** The config with its templates rendered and its values checked. */
export function renderConfig(
  config: YamlRecord,
  render: RenderYaml,
  entry: DataTestEntry,
): { config: YamlRecord; diagnostics: Diagnostic[] } {
  const rendered: YamlRecord = {};
  const diagnostics: Diagnostic[] = [];
  if (isEmpty(config)) return { config: rendered, diagnostics };
  for (const [key, value] of Object.entries(config)) {
    if (value === null) continue;
    if (typeof value !== "string" || !value.includes("{")) rendered[key] = value;
    else {
      try {
        rendered[key] = render(value);
      } catch (error) {
        diagnostics.push({ ...templateDiagnostic(error), at: entry.span });
      }
    }
  }
  diagnostics.push(...validateConfig(rendered, () => entry.span));
  return { config: rendered, diagnostics };
}

/** What dbt writes after the call of the macro, so that the config shows in the code. */
export function configCall(config: YamlRecord): string {
  if (isEmpty(config)) return "";
  const parts = Object.entries(config).map(
    ([key, value]) =>
      `${key}=${typeof value === "string" ? `"${value.replaceAll('"', '\\"')}"` : pyStr(yamlToPython(value))}`,
  );
  return `{{ config(${parts.join(",")}) }}`;
}

export function yamlToPython(value: YamlValue): PyValue {
  if (Array.isArray(value)) return value.map(yamlToPython);
  if (isRecord(value)) return PyDict.from(Object.entries(value).map(([key, item]) => [key, yamlToPython(item)]));
  return value;
}

function isEmpty(record: Readonly<Record<string, unknown>>): boolean {
  for (const key in record) if (Object.hasOwn(record, key)) return false;
  return true;
}
