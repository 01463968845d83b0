/**
 * Data tests written in property YAML -> test nodes.
 *
 * The node's SQL is a call of the test's macro. Its arguments stay texts here (`ref('x')` too) and are rendered when the test is
 * compiled; now only what they refer to is read.
 */
import { diagnostic } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import type { Json, ManifestNode, RefArgs } from "../core/manifest.ts";
import { nearest } from "../core/nearest.ts";
import { templateDiagnostic } from "../context/template-diagnostic.ts";
import { RelationObject } from "../context/relation.ts";
import { BUILTIN_PACKAGE } from "../context/macro-registry.ts";
import type { MacroDefinition } from "../context/macro-registry.ts";
import { PyDict } from "../jinja/values.ts";
import type { PyValue } from "../jinja/values.ts";
import type { RenderYaml } from "../project/yaml.ts";
import { resolveConfig } from "../project/config.ts";
import type { YamlRecord, YamlValue } from "../project/yaml.ts";
import type { DataTestEntry } from "./columns.ts";
import type { Note } from "./deprecations.ts";
import type { PlacedFile } from "./files.ts";
import { macroSpeaksOfNodes } from "./macro-calls.ts";
import type { Memory } from "./memory.ts";
import { createNode, nameRelation, nodeId } from "./nodes.ts";
import type { ParseContext } from "./parse-context.ts";
import { recordText } from "./record.ts";
import { readableReferences, referencesOf } from "./references.ts";
import type { References } from "./references.ts";
import { configCall, readEntry, renderConfig, splitArguments, yamlToPython } from "./test-entry.ts";
import { genericTestNames, testHash } from "./test-names.ts";
import type { TestArguments } from "./test-names.ts";

/** What a test hangs on: a node with a ref, or a source table. */
export interface TestTarget {
  readonly node: ManifestNode;
  /** The YAML file that holds the test. */
  readonly file: PlacedFile;
  /** Tags that the test inherits from what it hangs on, beside those of its column. */
  readonly tags: readonly string[];
}

export interface ParsedTest {
  readonly node: ManifestNode | null;
  readonly diagnostics: readonly Diagnostic[];
  /** Old forms in the entry. */
  readonly notes: readonly Note[];
}

interface Kept {
  readonly memory: Memory;
  readonly target: TestTarget;
  readonly parsed: ParsedTest;
}

const kept = new WeakMap<DataTestEntry, Kept[]>();

/** A test whose entry, node and surroundings are those of the last time is the node of the last time. */
export function parseGenericTest(
  context: ParseContext,
  render: RenderYaml,
  target: TestTarget,
  entry: DataTestEntry,
): ParsedTest {
  // One entry may hang on several versions of a model.
  const known = kept.get(entry)?.filter((item) => item.memory === context.memory) ?? [];
  const before = known.find((item) => sameTarget(item.target, target));
  if (before) return before.parsed;
  const notes: Note[] = [];
  const { node, diagnostics } = readTest(context, render, target, entry, notes);
  const parsed = { node, diagnostics, notes };
  kept.set(entry, [...known, { memory: context.memory, target, parsed }]);
  return parsed;
}

function sameTarget(a: TestTarget, b: TestTarget): boolean {
  return (
    a.node.unique_id === b.node.unique_id &&
    a.node.group === b.node.group &&
    a.tags.length === b.tags.length &&
    a.tags.every((tag, index) => tag === b.tags[index])
  );
}

type Read = Omit<ParsedTest, "notes">;

function readTest(
  context: ParseContext,
  render: RenderYaml,
  target: TestTarget,
  entry: DataTestEntry,
  notes: Note[],
): Read {
  const { environment, project } = context;
  const read = readEntry(entry.value);
  if (read === null)
    return refused(
      target,
      entry,
      "A data test must be a name, or a name with its arguments below it.",
      "Write `- not_null`, or `- accepted_values: {arguments: {values: [a, b]}}`.",
    );
  if (!TEST_NAME.test(read.name))
    return refused(
      target,
      entry,
      `"${read.name}" is not a name of a data test.`,
      "Names are letters, digits and underscores, perhaps with a package in front.",
    );
  const dot = read.name.indexOf(".");
  const namespace = dot === -1 ? null : read.name.slice(0, dot);
  const testName = read.name.slice(dot + 1);
  const owner = target.file.package;

  const split = splitArguments(context, read.name, read.args, entry, notes);
  if (typeof split === "string") return refused(target, entry, split, "Write each key once, under `config:`.");
  const { args, config: ownConfig, name: givenName, description } = split;
  if (Object.hasOwn(args, "model"))
    return refused(
      target,
      entry,
      `The data test "${read.name}" may not be given \`model\`; it is the node that it hangs on.`,
      "Delete it.",
    );
  const { version } = target.node;
  const subject = subjectOf(target.node);
  const kwargs: Record<string, PyValue> = {};
  if (entry.column !== null) kwargs["column_name"] = entry.column;
  for (const key of Object.keys(args)) kwargs[key] = yamlToPython(args[key] ?? null);
  const isSource = target.node.resource_type === "source";
  const nodeName = isSource
    ? `${target.node.source_name ?? ""}_${target.node.name}`
    : version === null
      ? target.node.name
      : `${target.node.name}_v${version}`;
  const synthesized = genericTestNames(
    `${namespace === null ? "" : `${namespace}_`}${isSource ? "source_" : ""}${testName}`,
    nodeName,
    kwargs,
  );
  kwargs["model"] = `{{ get_where_subquery(${subject}) }}`;
  const names = givenName === null ? synthesized : { full: givenName, short: givenName };

  const diagnostics: Diagnostic[] = [];
  const macro = environment.registry.resolveTest(testName, namespace, owner.name);
  if (macro) diagnostics.push(...argumentDiagnostics(macro, read.name, kwargs, target.node, entry));
  else diagnostics.push(unknownTest(context, read.name, testName, target.node, entry));
  const { config: rendered, diagnostics: trouble } = renderConfig(ownConfig, render, entry);
  diagnostics.push(...trouble);
  if (rendered["alias"] === undefined && names.short !== names.full) rendered["alias"] = names.short;
  const fqn = foldersOf(target.file).concat(names.full);
  const id = nodeId("test", owner.name, names.full, testHash(names.full, { name: testName, namespace, kwargs }));
  const call = `${namespace === null ? "" : `${namespace}.`}test_${testName}(**_dbt_generic_test_kwargs)`;
  const base = {
    unique_id: id,
    resource_type: "test",
    name: names.full,
    package_name: owner.name,
    path: `${names.short}.sql`,
    original_file_path: target.file.relative,
    fqn,
    raw_code: `{{ ${call} }}${configCall(rendered)}`,
    checksum: "",
    span: entry.span,
    description,
    test_metadata: { name: testName, namespace, kwargs: jsonOf(kwargs) },
    column_name: entry.column,
    attached_node: isSource ? null : target.node.unique_id,
    group: target.node.group,
  } as const;
  const shortcut = macro !== null && isShortcut(macro);
  const dependencies = shortcut ? ownReference(target.node) : readDependencies(target.node, kwargs, entry, diagnostics);
  const macros = macro ? [macro.info.unique_id] : [];
  const own: YamlRecord[] = [rendered];
  if (macro && !shortcut) {
    const where = environment.registry.resolve("get_where_subquery", owner.name);
    if (where) macros.push(where.info.unique_id);
    if (macroSpeaksOfNodes(environment.registry, macro)) {
      const recording = recordText(
        environment,
        `{{ ${call} }}`,
        {
          id,
          name: names.full,
          packageName: owner.name,
          draft: () => createNode({ ...base, config: resolveConfig(project, owner, "test", fqn, own).config }),
          globals: new Map([["_dbt_generic_test_kwargs", renderedArguments(kwargs, target.node, environment)]]),
        },
        entry.span,
      );
      dependencies.refs.push(...recording.refs);
      dependencies.sources.push(...recording.sources);
      // What the macro configures is weaker than what stands beside the test.
      own.unshift(recording.config);
    }
  }
  // dbt reads what stands beside a test twice, at its own place and as a config() call behind the test's text: tags add up.
  if (!shortcut && rendered["tags"] !== undefined) own.unshift({ tags: rendered["tags"] });
  const { config, unrendered } = resolveConfig(project, owner, "test", fqn, own);
  const node = createNode({ ...base, config });
  node.refs = dependencies.refs;
  node.sources = dependencies.sources;
  node.unrendered_config = unrendered;
  node.tags = tagsOf(target, entry, rendered["tags"], config.tags);
  node.depends_on = { nodes: [], macros };
  return { node: nameRelation(environment, project, node), diagnostics };
}

/** A name, perhaps with a package in front. */
const TEST_NAME = /^(?:[A-Za-z_]\w*\.)?[A-Za-z_]\w*$/;

const folders = new WeakMap<PlacedFile, readonly string[]>();

/** The package and the folders of the file that the test stands in, which holds many of them. */
function foldersOf(file: PlacedFile): readonly string[] {
  let known = folders.get(file);
  if (!known) folders.set(file, (known = [file.package.name, ...file.relative.split("/").slice(1, -1)]));
  return known;
}

function refused(target: TestTarget, entry: DataTestEntry, message: string, hint: string): Read {
  const found = diagnostic("P003", message, { hint, at: entry.span, node: target.node.unique_id });
  return { node: null, diagnostics: [found] };
}

/** The tags that the test inherits and its own, sorted, then those of its folder. */
function tagsOf(
  target: TestTarget,
  entry: DataTestEntry,
  own: YamlValue | undefined,
  all: readonly string[],
): string[] {
  if (own === undefined && target.tags.length + entry.tags.length === 0)
    return all.length < 2 ? [...all] : [...new Set(all)];
  return [...new Set([...[...new Set([...target.tags, ...entry.tags, ...textsOf(own)])].sort(), ...all])];
}

/** The arguments as the macro sees them while parsing: the node is a relation, other texts stay as they are. */
function renderedArguments(
  kwargs: TestArguments,
  node: ManifestNode,
  environment: ParseContext["environment"],
): PyDict {
  const relation = RelationObject.of({
    database: node.database || environment.target.database,
    schema: node.schema || environment.target.schema,
    identifier: node.alias,
  });
  return PyDict.from(
    Object.entries(kwargs).map(([key, value]) => [key, isReference(value) ? relation : value] as const),
  );
}

/** `ref('x')`, or the where-subquery of the tested node. */
function isReference(value: PyValue): boolean {
  if (typeof value !== "string") return false;
  const found = readableReferences(value);
  return found.refs.length + found.sources.length > 0;
}

/** dbt does not render these two while parsing: there is nothing in them but their own node. */
function isShortcut({ info }: MacroDefinition): boolean {
  return info.package_name === BUILTIN_PACKAGE && (info.name === "test_unique" || info.name === "test_not_null");
}

function ownReference(node: ManifestNode): { refs: RefArgs[]; sources: (readonly [string, string])[] } {
  return node.resource_type === "source"
    ? { refs: [], sources: [[node.source_name ?? "", node.name]] }
    : { refs: [{ name: node.name, package: null, version: node.version }], sources: [] };
}

/** The node as its tests name it: `ref('orders')`, `source('app', 'orders')`. */
function subjectOf(node: ManifestNode): string {
  if (node.resource_type === "source") return `source(${quoted(node.source_name ?? "")}, ${quoted(node.name)})`;
  return node.version === null ? `ref(${quoted(node.name)})` : `ref(${quoted(node.name)}, version='${node.version}')`;
}

function quoted(name: string): string {
  return name.includes("'") ? `"${name}"` : `'${name}'`;
}

function argumentDiagnostics(
  macro: MacroDefinition,
  written: string,
  kwargs: TestArguments,
  node: ManifestNode,
  entry: DataTestEntry,
): Diagnostic[] {
  const { parameters, reads } = macro.block;
  if (reads.kwargs) return [];
  const unknown = Object.keys(kwargs).filter((key) => !parameters.some(({ name }) => name === key));
  if (unknown.length === 0) return [];
  const names = parameters.map((parameter) => parameter.name);
  return unknown.map((key) => {
    const near = nearest(key, names);
    const others = names.filter((name) => name !== "model" && name !== "column_name");
    // Of the two that dbt does not render while parsing only the test itself fails.
    return diagnostic(isShortcut(macro) ? "P010" : "P003", `The data test "${written}" takes no argument "${key}".`, {
      hint:
        key === "column_name"
          ? "It tests a whole node: move it out of `columns:`."
          : near !== null
            ? `Did you mean "${near}"?`
            : others.length === 0
              ? "It takes none; configs such as `where` belong below `config:`."
              : `It takes: ${others.join(", ")}. Configs such as \`where\` belong below \`config:\`.`,
      at: entry.span,
      node: node.unique_id,
    });
  });
}

function unknownTest(
  context: ParseContext,
  written: string,
  testName: string,
  node: ManifestNode,
  entry: DataTestEntry,
): Diagnostic {
  const known = context.environment.registry
    .all()
    .map((candidate) => candidate.info.name)
    .filter((name) => name.startsWith("test_"))
    .map((name) => name.slice(5));
  const near = nearest(testName, known);
  return diagnostic("R003", `The data test "${written}" does not exist.`, {
    hint:
      near === null
        ? `Write a generic test "${testName}" under tests/generic, or install the package that has it.`
        : `Did you mean "${near}"?`,
    at: entry.span,
    node: node.unique_id,
  });
}

function readDependencies(
  target: ManifestNode,
  kwargs: TestArguments,
  entry: DataTestEntry,
  diagnostics: Diagnostic[],
): { refs: RefArgs[]; sources: (readonly [string, string])[] } {
  const own = ownReference(target);
  // What its `model` argument says is known without reading it, unless a version is asked for or the name is unusual.
  const isPlain = target.version === null && /^\w+$/.test(target.name) && /^\w*$/.test(target.source_name ?? "");
  const read: References[] = [];
  for (const key of Object.keys(kwargs))
    for (const text of isPlain && key === "model" ? [] : textsIn(kwargs[key] ?? null)) {
      try {
        const found = referencesOf(text);
        if (found.refs.length + found.sources.length > 0) read.push(found);
      } catch (error) {
        diagnostics.push({ ...templateDiagnostic(error, { node: target.unique_id }), at: entry.span });
      }
    }
  if (isPlain && read.length === 0) return own;
  if (isPlain) read.push(own);
  const refs = new Map<string, RefArgs>();
  const sources = new Map<string, readonly [string, string]>();
  for (const found of read) {
    for (const ref of found.refs) refs.set(`${ref.package ?? ""}.${ref.name}.${ref.version ?? ""}`, ref);
    for (const source of found.sources) sources.set(source.join("."), source);
  }
  return { refs: [...refs.values()], sources: [...sources.values()] };
}

/** Every text among the arguments, however deep. */
function textsIn(value: PyValue): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return value instanceof PyDict ? value.values().flatMap(textsIn) : [];
}

function textsOf(value: YamlValue | undefined): string[] {
  return (Array.isArray(value) ? value : [value]).filter((item) => typeof item === "string");
}

function pythonToJson(value: PyValue): Json {
  if (value instanceof PyDict)
    return Object.fromEntries(value.entries().map(([key, item]) => [String(key as string), pythonToJson(item)]));
  if (Array.isArray(value)) return value.map(pythonToJson);
  return typeof value === "bigint" ? Number(value) : (value as Json);
}

function jsonOf(kwargs: TestArguments): Record<string, Json> {
  const json: Record<string, Json> = {};
  for (const key of Object.keys(kwargs)) json[key] = pythonToJson(kwargs[key] ?? null);
  return json;
}
