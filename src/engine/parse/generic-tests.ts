/** Data tests written in property YAML -> test nodes. */
import { diagnostic } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import type { ManifestNode, RefArgs } from "../core/manifest.ts";
import { nearest } from "../core/nearest.ts";
import type { Environment } from "../context/environment.ts";
import { templateOf } from "../context/templates.ts";
import { templateDiagnostic } from "../context/template-diagnostic.ts";
import { PyDict } from "../jinja/values.ts";
import type { PyValue } from "../jinja/values.ts";
import type { Project } from "../project/project.ts";
import type { RenderYaml, toJson } from "../project/yaml.ts";
import { cascade, mergeConfigs } from "../project/config.ts";
import { isRecord } from "../project/yaml.ts";
import type { YamlRecord, YamlValue } from "../project/yaml.ts";
import type { PlacedFile } from "./files.ts";
import { createNode, nameRelation, nodeId } from "./nodes.ts";
import type { DataTestEntry } from "./properties.ts";
import { literalReferences } from "./record.ts";
import { genericTestNames, testHash } from "./test-names.ts";

/** Configs of a data test when nothing else is said. */
export const TEST_DEFAULTS: YamlRecord = {
  materialized: "test",
  severity: "ERROR",
  warn_if: "!= 0",
  error_if: "!= 0",
  fail_calc: "count(*)",
  where: null,
  limit: null,
  store_failures: null,
  schema: "dbt_test__audit",
};

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

const LOOKS_LIKE_CALL = /^\s*(env_var|ref|var|source|doc)\s*\(.+\)\s*$/s;

/** What a test hangs on: a node with a ref, or a source table. */
export interface TestTarget {
  readonly node: ManifestNode;
  /** The YAML file that holds the test. */
  readonly file: PlacedFile;
}

export function parseGenericTest(
  environment: Environment,
  project: Project,
  render: RenderYaml,
  target: TestTarget,
  entry: DataTestEntry,
): { node: ManifestNode | null; diagnostics: readonly Diagnostic[] } {
  const refuse = (message: string, hint: string) => ({
    node: null,
    diagnostics: [diagnostic("P003", message, { hint, at: entry.span, node: target.node.unique_id })],
  });
  const read = readEntry(entry.value);
  if (read === null)
    return refuse(
      "A data test must be a name, or a name with its arguments below it.",
      "Write `- not_null`, or `- accepted_values: {arguments: {values: [a, b]}}`.",
    );
  const match = /^(?:([A-Za-z_]\w*)\.)?([A-Za-z_]\w*)$/.exec(read.name);
  if (!match)
    return refuse(
      `"${read.name}" is not a name of a data test.`,
      "Names are letters, digits and underscores, perhaps with a package in front.",
    );
  const namespace = match[1] ?? null;
  const testName = match[2] ?? read.name;
  const owner = target.file.package;

  const { args, config: ownConfig, name: givenName, description } = splitArguments(read.args);
  const isSource = target.node.resource_type === "source";
  const subject = isSource
    ? `source('${target.node.source_name ?? ""}', '${target.node.name}')`
    : `ref('${target.node.name}')`;
  const kwargs = new PyDict();
  if (entry.column !== null) kwargs.set("column_name", entry.column);
  for (const [key, value] of Object.entries(args)) kwargs.set(key, yamlToPython(value));
  const nodeName = isSource ? `${target.node.source_name ?? ""}_${target.node.name}` : target.node.name;
  const synthesized = genericTestNames(
    `${namespace === null ? "" : `${namespace}_`}${isSource ? "source_" : ""}${testName}`,
    nodeName,
    kwargs,
  );
  kwargs.set("model", `{{ get_where_subquery(${subject}) }}`);
  const names = givenName === null ? synthesized : { full: givenName, short: givenName };

  const diagnostics: Diagnostic[] = [];
  const dependencies = readDependencies(target.node, kwargs, entry, diagnostics);
  const macro = environment.registry.resolveTest(testName, namespace, owner.name);
  if (!macro) {
    const known = environment.registry
      .all()
      .map((candidate) => candidate.info.name)
      .filter((name) => name.startsWith("test_"))
      .map((name) => name.slice(5));
    const near = nearest(testName, known);
    diagnostics.push(
      diagnostic("R003", `The data test "${read.name}" does not exist.`, {
        hint:
          near === null
            ? `Write a generic test "${testName}" under tests/generic, or install the package that has it.`
            : `Did you mean "${near}"?`,
        at: entry.span,
        node: target.node.unique_id,
      }),
    );
  }
  const hash = testHash(names.full, { name: testName, namespace, kwargs });
  const fqn = [owner.name, ...target.file.folders, names.full];
  const rendered = renderConfig(ownConfig, render);
  const config = mergeConfigs(
    cascade(project, owner, "data_tests", fqn, [
      ...(names.short === names.full ? [] : [{ alias: names.short }]),
      rendered,
    ]),
    TEST_DEFAULTS,
  );
  const node = createNode({
    unique_id: nodeId("test", owner.name, names.full, hash),
    resource_type: "test",
    name: names.full,
    package_name: owner.name,
    path: `${names.short}.sql`,
    original_file_path: target.file.relative,
    fqn,
    raw_code: `{{ ${namespace === null ? "" : `${namespace}.`}test_${testName}(**_dbt_generic_test_kwargs) }}`,
    checksum: "",
    config,
    span: entry.span,
    description,
    refs: dependencies.refs,
    sources: dependencies.sources,
    depends_on: { nodes: [], macros: macro ? [macro.info.unique_id] : [] },
    test_metadata: {
      name: testName,
      namespace,
      kwargs: Object.fromEntries(kwargs.entries().map(([key, value]) => [String(key as string), pythonToJson(value)])),
    },
    column_name: entry.column,
    attached_node: isSource ? null : target.node.unique_id,
  });
  return { node: nameRelation(environment, node), diagnostics };
}

/** A kwarg of a generic test as a template: `ref('x')` without braces counts as a call, as in dbt. */
export function kwargTemplate(value: string): string {
  return LOOKS_LIKE_CALL.test(value) ? `{{ ${value} }}` : value;
}

function readEntry(value: YamlValue): { name: string; args: YamlRecord } | null {
  if (typeof value === "string") return { name: value, args: {} };
  if (!isRecord(value)) return null;
  if (typeof value["test_name"] === "string") {
    const { test_name: name, ...args } = value;
    return { name, args };
  }
  const [first, ...rest] = Object.entries(value);
  if (!first || rest.length > 0 || !(isRecord(first[1]) || first[1] === null)) return null;
  return { name: first[0], args: first[1] ?? {} };
}

function splitArguments(all: YamlRecord): {
  args: YamlRecord;
  config: YamlRecord;
  name: string | null;
  description: string;
} {
  const { config: nested, arguments: named, name, description, ...rest } = all;
  const config: YamlRecord = isRecord(nested) ? { ...nested } : {};
  const args: YamlRecord = {};
  for (const [key, value] of Object.entries(rest)) {
    if (CONFIG_KEYS.has(key)) config[key] = value;
    else args[key] = value;
  }
  return {
    args: { ...args, ...(isRecord(named) ? named : {}) },
    config,
    name: typeof name === "string" ? name : null,
    description: typeof description === "string" ? description : "",
  };
}

function renderConfig(config: YamlRecord, render: RenderYaml): YamlRecord {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key,
      typeof value === "string" && value.includes("{") ? render(value) : value,
    ]),
  );
}

function readDependencies(
  target: ManifestNode,
  kwargs: PyDict,
  entry: DataTestEntry,
  diagnostics: Diagnostic[],
): { refs: RefArgs[]; sources: (readonly [string, string])[] } {
  const refs = new Map<string, RefArgs>();
  const sources = new Map<string, readonly [string, string]>();
  const texts = kwargs.entries().flatMap(([, value]) => (typeof value === "string" ? [value] : []));
  for (const text of texts) {
    try {
      const found = literalReferences(templateOf(`${entry.span.path}#${text}`, kwargTemplate(text)));
      for (const ref of found.refs) refs.set(`${ref.package ?? ""}.${ref.name}`, ref);
      for (const source of found.sources) sources.set(source.join("."), source);
    } catch (error) {
      diagnostics.push({ ...templateDiagnostic(error, { node: target.unique_id }), at: entry.span });
    }
  }
  return { refs: [...refs.values()], sources: [...sources.values()] };
}

export function yamlToPython(value: YamlValue): PyValue {
  if (Array.isArray(value)) return value.map(yamlToPython);
  if (isRecord(value)) return PyDict.from(Object.entries(value).map(([key, item]) => [key, yamlToPython(item)]));
  return value;
}

function pythonToJson(value: PyValue): ReturnType<typeof toJson> {
  if (value instanceof PyDict)
    return Object.fromEntries(value.entries().map(([key, item]) => [String(key as string), pythonToJson(item)]));
  if (Array.isArray(value)) return value.map(pythonToJson);
  return typeof value === "bigint" ? Number(value) : (value as ReturnType<typeof toJson>);
}
