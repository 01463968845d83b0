/**
 * Renders a SQL file in recording mode: `ref`, `source` and `config` note what they are given, nothing is executed.
 *
 * When rendering fails, the calls with literal arguments are still read from the syntax tree, so that one broken line does not
 * tear the file out of the lineage.
 */
import type { Diagnostic } from "../core/errors.ts";
import { EngineError } from "../core/errors.ts";
import type { NodeId } from "../core/ids.ts";
import type { ManifestNode, RefArgs } from "../core/manifest.ts";
import type { SourceFile, SourceSpan } from "../core/source-file.ts";
import { TemplateError } from "../jinja/error.ts";
import { pyStr } from "../jinja/python.ts";
import { runTemplate } from "../jinja/render.ts";
import type { Scope } from "../jinja/render.ts";
import type { Template } from "../jinja/parser.ts";
import type { CallExpression } from "../jinja/syntax.ts";
import { toJson } from "../jinja/convert.ts";
import { HostFunction, HostObject, PyDict } from "../jinja/values.ts";
import type { CallArguments, PyValue } from "../jinja/values.ts";
import { calleeName, literalValue, walkExpressions } from "../jinja/walk.ts";
import type { Environment } from "../context/environment.ts";
import { argument } from "../context/environment.ts";
import { GLOBAL_NAMES } from "../context/globals.ts";
import { nodeValue } from "../context/node-value.ts";
import { refArguments, sourceArguments } from "../context/reference-arguments.ts";
import { RelationObject } from "../context/relation.ts";
import { createScope } from "../context/scope.ts";
import { templateOf } from "../context/templates.ts";
import { templateDiagnostic } from "../context/template-diagnostic.ts";
import { isRecord } from "../project/yaml.ts";
import type { YamlRecord, YamlValue } from "../project/yaml.ts";
import type { PythonCall } from "./python-calls.ts";

export interface Recording {
  readonly refs: readonly RefArgs[];
  readonly sources: readonly (readonly [string, string])[];
  readonly config: YamlRecord;
  readonly macros: readonly string[];
  /** Where the file's first config() call stands. */
  readonly configSpan: SourceSpan | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** What a template is recorded for. */
export interface Recorded {
  readonly id: NodeId;
  readonly name: string;
  readonly packageName: string;
  /** The node as far as it is known, for templates that ask for `model`. */
  readonly draft: () => ManifestNode;
  /** Names that only this text sees. */
  readonly globals?: ReadonlyMap<string, PyValue>;
}

export function recordTemplate(environment: Environment, file: SourceFile, node: Recorded): Recording {
  const whole = { path: file.path, from: 0, to: file.text.length };
  let template: Template;
  try {
    template = templateOf(file.path, file.text);
  } catch (error) {
    const found = templateDiagnostic(error, { node: node.id, fallback: whole });
    return { refs: [], sources: [], config: {}, macros: [], configSpan: null, diagnostics: [atOpening(found, file)] };
  }
  const recorder = new Recorder();
  // What dbt lets pass while it parses and refuses when the node is run is reported where it stands.
  const later: Diagnostic[] = [];
  const scope = recordingScope(environment, recorder, node, (name, error) => {
    const call = findCall(template, "var", [name]);
    later.push(
      templateDiagnostic(error, { node: node.id, fallback: call === null ? whole : { path: file.path, ...call } }),
    );
  });
  const names = (): string[] => environment.registry.names(node.packageName).concat(GLOBAL_NAMES);
  try {
    runTemplate(template, scope, {
      lenientUndefined: true,
      onUndefinedCall: ({ hint }, { from, to }) => {
        const error = new TemplateError("UndefinedError", hint, { path: file.path, from, to });
        later.push(templateDiagnostic(error, { node: node.id, names: names() }));
      },
    });
    return recorder.finish(later, template);
  } catch (error) {
    const found = templateDiagnostic(error, { node: node.id, fallback: whole, names: names() });
    recordLiterals(template, recorder);
    return recorder.finish([found], template);
  }
}

/** What the calls of a Python model come to. */
export function recordCalls(calls: readonly PythonCall[], path: string, node: Recorded): Recording {
  const recorder = new Recorder();
  const diagnostics: Diagnostic[] = [];
  let configSpan: SourceSpan | null = null;
  for (const { name, call, from, to } of calls) {
    const span = { path, from, to };
    try {
      if (name === "ref") recorder.ref(call, null);
      else if (name === "source") recorder.source(call, null);
      else recorder.configure(call.args[0] instanceof PyDict ? entriesOf(call.args[0]) : call.kwargs);
      if (name === "config") configSpan ??= span;
    } catch (error) {
      diagnostics.push(templateDiagnostic(error, { node: node.id, fallback: span }));
    }
  }
  const { refs, sources, config } = recorder;
  return { refs: [...refs.values()], sources: [...sources.values()], config, macros: [], configSpan, diagnostics };
}

/** Text that belongs to a node without being its file: a hook, or the call of a generic test. What is wrong is marked at `at`. */
export function recordText(environment: Environment, text: string, node: Recorded, at: SourceSpan): Recording {
  const found = recordTemplate(environment, { path: `${at.path}#${node.name}`, text }, node);
  return {
    ...found,
    diagnostics: found.diagnostics.map((item) =>
      item.at === null || item.at.path.startsWith(`${at.path}#`) ? { ...item, at } : item,
    ),
  };
}

function recordingScope(
  environment: Environment,
  recorder: Recorder,
  node: Recorded,
  onMissingVar: (name: string, error: EngineError) => void,
): Scope {
  const { target } = environment;
  const placeholder = RelationObject.of({ database: target.database, schema: target.schema, identifier: node.name });
  return createScope(environment, {
    packageName: node.packageName,
    execute: false,
    ref: (call) => recorder.ref(call, placeholder),
    source: (call) => recorder.source(call, placeholder),
    config: new RecordingConfig(recorder),
    self: placeholder,
    // Few templates ask for it, so it is made when they do.
    get model() {
      return nodeValue(node.draft());
    },
    answers: null,
    onMissingVar,
    onMacro: (definition) => recorder.macros.set(definition.info.unique_id, definition.info.name),
    ...(node.globals === undefined ? {} : { extra: node.globals }),
  });
}

class Recorder {
  readonly refs = new Map<string, RefArgs>();
  readonly sources = new Map<string, readonly [string, string]>();
  /** Macros that ran, by unique id, with their names. */
  readonly macros = new Map<string, string>();
  readonly config: YamlRecord = {};

  ref(call: CallArguments, answer: PyValue): PyValue {
    const args = refArguments(call);
    this.refs.set(`${args.package ?? ""}.${args.name}.${args.version ?? ""}`, args);
    return answer;
  }

  source(call: CallArguments, answer: PyValue): PyValue {
    const args = sourceArguments(call);
    this.sources.set(args.join("."), args);
    return answer;
  }

  /** One call of config(): lists of tags, hooks and packages grow, what merges by key is merged, the rest is overwritten. */
  configure(kwargs: ReadonlyMap<string, PyValue>): void {
    for (const [key, value] of kwargs) {
      const name = key.trim().replace(/^(pre|post)-hook$/, "$1_hook");
      const plain = toJson(value) as YamlValue;
      const before = this.config[name];
      if (before === undefined) this.config[name] = plain;
      else if (ADDING.has(name)) this.config[name] = [...listOf(before), ...listOf(plain)];
      else if (MERGING.has(name) && isRecord(before) && isRecord(plain)) this.config[name] = { ...before, ...plain };
      else this.config[name] = plain;
    }
  }

  finish(diagnostics: readonly Diagnostic[], template: Template): Recording {
    const { calls, config } = outline(template);
    return {
      refs: [...this.refs.values()],
      sources: [...this.sources.values()],
      config: this.config,
      // As in dbt only what the text itself calls counts, not what those macros call.
      macros: [...this.macros].filter(([, name]) => calls.has(name)).map(([id]) => id),
      configSpan: config,
      diagnostics,
    };
  }
}

const ADDING = new Set(["tags", "pre_hook", "post_hook", "packages"]);
const MERGING = new Set([
  "quoting",
  "column_types",
  "meta",
  "docs",
  "contract",
  "grants",
  "snapshot_meta_column_names",
]);

/** Names that a template calls, the last part of dotted ones, and where its first config() stands. */
function outline(template: Template): { calls: ReadonlySet<string>; config: SourceSpan | null } {
  const calls = new Set<string>();
  let config: SourceSpan | null = null;
  walkExpressions(template, (call) => {
    const name = calleeName(call);
    if (name === "config") config ??= { path: template.path, from: call.from, to: call.to };
    if (name !== null) {
      calls.add(name.slice(name.lastIndexOf(".") + 1));
      // What dispatch finds is called without its name being written.
      const first = name === "adapter.dispatch" ? call.args[0] : undefined;
      const dispatched = first === undefined ? undefined : literalValue(first);
      if (typeof dispatched === "string")
        for (const prefix of ["duckdb__", "default__"]) calls.add(prefix + dispatched);
    }
  });
  return { calls, config };
}

class RecordingConfig extends HostObject {
  readonly typeName = "ParseConfigObject";
  readonly #recorder: Recorder;

  constructor(recorder: Recorder) {
    super();
    this.#recorder = recorder;
  }

  override call(call: CallArguments): PyValue {
    const [dict] = call.args;
    if (call.args.length > 1 || (dict !== undefined && (call.kwargs.size > 0 || !(dict instanceof PyDict))))
      throw new EngineError("J002", "config() was called with arguments that it does not take.", {
        hint: "Write config(materialized='table', …), or config({'materialized': 'table', …}).",
      });
    const given = dict instanceof PyDict ? entriesOf(dict) : call.kwargs;
    for (const hook of ["pre", "post"]) {
      if (given.has(`${hook}_hook`) && given.has(`${hook}-hook`))
        throw new EngineError("P003", `config() gives "${hook}_hook" and "${hook}-hook", which are the same.`, {
          hint: `Keep ${hook}_hook.`,
        });
    }
    this.#recorder.configure(given);
    return "";
  }

  override getAttribute(name: string): PyValue | undefined {
    // dbt answers an empty text to whatever a template asks while it is parsed, defaults or not.
    if (name === "get" || name === "require" || name === "meta_get" || name === "meta_require")
      return new HostFunction(name, () => "");
    if (name === "set")
      return new HostFunction(name, (call) => {
        this.#recorder.configure(
          new Map([[pyStr(argument(call, 0, "name") ?? null), argument(call, 1, "value") ?? null]]),
        );
        return "";
      });
    if (name === "persist_relation_docs" || name === "persist_column_docs") return new HostFunction(name, () => false);
    return undefined;
  }

  toText(): string {
    return "<config>";
  }
}

/** A call with literal arguments only, or null. */
export function literalCall(call: CallExpression): CallArguments | null {
  const args = call.args.map((arg) => literalValue(arg));
  const kwargs = call.kwargs.map((kwarg) => [kwarg.name, literalValue(kwarg.value)] as const);
  if (args.includes(undefined) || kwargs.some(([, value]) => value === undefined)) return null;
  return { args: args as PyValue[], kwargs: new Map(kwargs as [string, PyValue][]) };
}

/** The refs and sources that calls with literal arguments name; calls that make no sense are left to the renderer. */
export function literalReferences(template: Template): { refs: RefArgs[]; sources: (readonly [string, string])[] } {
  const recorder = new Recorder();
  recordLiterals(template, recorder);
  return { refs: [...recorder.refs.values()], sources: [...recorder.sources.values()] };
}

/** Where a ref() or source() with these literal arguments stands in a template; null when it is not written out. */
export function findCall(
  template: Template,
  fn: "ref" | "source" | "config" | "var",
  names: readonly string[],
): { from: number; to: number } | null {
  let found: { from: number; to: number } | null = null;
  walkExpressions(template, (call) => {
    if (found !== null || calleeName(call) !== fn) return;
    const args = call.args.map((arg) => literalValue(arg));
    if (names.every((name) => args.includes(name))) found = { from: call.from, to: call.to };
  });
  return found;
}

/**
 * An expression that is never closed is noticed only where the next token does not fit, perhaps lines below. The mark belongs to
 * where it opens.
 */
function atOpening(found: Diagnostic, file: SourceFile): Diagnostic {
  if (found.at === null || found.at.path !== file.path) return found;
  const before = file.text.slice(0, found.at.from);
  const open = Math.max(before.lastIndexOf("{{"), before.lastIndexOf("{%"));
  if (open === -1 || !before.slice(open).includes("\n") || /[}%]\}/.test(before.slice(open))) return found;
  const lineEnd = file.text.indexOf("\n", open);
  return { ...found, at: { path: file.path, from: open, to: lineEnd === -1 ? file.text.length : lineEnd } };
}

function recordLiterals(template: Template, recorder: Recorder): void {
  walkExpressions(template, (call) => {
    const name = calleeName(call);
    const known = name === "ref" || name === "source" || name === "config" ? literalCall(call) : null;
    if (known === null) return;
    try {
      if (name === "config")
        recorder.configure(known.args[0] instanceof PyDict ? entriesOf(known.args[0]) : known.kwargs);
      else if (name === "ref") recorder.ref(known, null);
      else recorder.source(known, null);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
    }
  });
}

function entriesOf(dict: PyDict): Map<string, PyValue> {
  return new Map(dict.entries().map(([key, value]) => [pyStr(key), value]));
}

function listOf(value: YamlValue): YamlValue[] {
  return Array.isArray(value) ? value : [value];
}
