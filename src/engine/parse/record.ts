/**
 * Renders a SQL file in recording mode: `ref`, `source` and `config` note what they are given, nothing is executed.
 *
 * When rendering fails, the calls with literal arguments are still read from the syntax tree, so that one broken line does not
 * tear the file out of the lineage.
 */
import type { Diagnostic } from "../core/errors.ts";
import { EngineError } from "../core/errors.ts";
import type { NodeId } from "../core/ids.ts";
import type { RefArgs } from "../core/manifest.ts";
import type { SourceFile, SourceSpan } from "../core/source-file.ts";
import { pyStr } from "../jinja/python.ts";
import { renderTemplate } from "../jinja/render.ts";
import type { Template } from "../jinja/parser.ts";
import type { CallExpression } from "../jinja/syntax.ts";
import { toJson } from "../jinja/convert.ts";
import { HostFunction, HostObject } from "../jinja/values.ts";
import type { CallArguments, PyValue } from "../jinja/values.ts";
import { calleeName, literalValue, walkExpressions } from "../jinja/walk.ts";
import type { Environment } from "../context/environment.ts";
import { argument } from "../context/environment.ts";
import { refArguments, sourceArguments } from "../context/reference-arguments.ts";
import { RelationObject } from "../context/relation.ts";
import { createScope } from "../context/scope.ts";
import { templateOf } from "../context/templates.ts";
import { templateDiagnostic } from "../context/template-diagnostic.ts";
import type { YamlRecord, YamlValue } from "../project/yaml.ts";

export interface Recording {
  readonly refs: readonly RefArgs[];
  readonly sources: readonly (readonly [string, string])[];
  readonly config: YamlRecord;
  readonly macros: readonly string[];
  /** Where the file's first config() call stands. */
  readonly configSpan: SourceSpan | null;
  readonly diagnostics: readonly Diagnostic[];
}

export function recordTemplate(
  environment: Environment,
  file: SourceFile,
  node: { id: NodeId; name: string; packageName: string },
): Recording {
  const whole = { path: file.path, from: 0, to: file.text.length };
  let template: Template;
  try {
    template = templateOf(file.path, file.text);
  } catch (error) {
    const found = templateDiagnostic(error, { node: node.id, fallback: whole });
    return { refs: [], sources: [], config: {}, macros: [], configSpan: null, diagnostics: [atOpening(found, file)] };
  }
  const recorder = new Recorder();
  const placeholder = RelationObject.of({
    database: environment.target.database,
    schema: environment.target.schema,
    identifier: node.name,
  });
  try {
    const scope = createScope(environment, {
      packageName: node.packageName,
      execute: false,
      ref: (call) => recorder.ref(call, placeholder),
      source: (call) => recorder.source(call, placeholder),
      config: new RecordingConfig(recorder),
      self: placeholder,
      model: null,
      answers: null,
      onMacro: (definition) => recorder.macros.add(definition.info.unique_id),
    });
    renderTemplate(template, scope);
    return recorder.finish([], configSpan(template));
  } catch (error) {
    const found = templateDiagnostic(error, {
      node: node.id,
      fallback: whole,
      names: environment.registry.names(node.packageName),
    });
    recordLiterals(template, recorder);
    return recorder.finish([found], configSpan(template));
  }
}

class Recorder {
  readonly refs = new Map<string, RefArgs>();
  readonly sources = new Map<string, readonly [string, string]>();
  readonly macros = new Set<string>();
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

  configure(kwargs: ReadonlyMap<string, PyValue>): void {
    for (const [key, value] of kwargs) {
      const name = key.replaceAll("-", "_");
      const plain = toJson(value) as YamlValue;
      const before = this.config[name];
      const adds = name === "tags" || name === "pre_hook" || name === "post_hook";
      this.config[name] = adds && before !== undefined ? [...listOf(before), ...listOf(plain)] : plain;
    }
  }

  finish(diagnostics: readonly Diagnostic[], config: SourceSpan | null): Recording {
    return {
      refs: [...this.refs.values()],
      sources: [...this.sources.values()],
      config: this.config,
      macros: [...this.macros],
      configSpan: config,
      diagnostics,
    };
  }
}

class RecordingConfig extends HostObject {
  readonly typeName = "ParseConfigObject";
  readonly #recorder: Recorder;

  constructor(recorder: Recorder) {
    super();
    this.#recorder = recorder;
  }

  override call(call: CallArguments): PyValue {
    const dict = call.args[0];
    if (dict !== undefined && typeof dict === "object" && dict !== null && "entries" in dict) {
      const entries = (dict as { entries(): Iterable<[PyValue, PyValue]> }).entries();
      this.#recorder.configure(new Map([...entries].map(([key, value]) => [pyStr(key), value])));
    }
    this.#recorder.configure(call.kwargs);
    return "";
  }

  override getAttribute(name: string): PyValue | undefined {
    if (name === "get" || name === "require" || name === "meta_get")
      return new HostFunction(name, (call) => argument(call, 1, "default") ?? null);
    if (name === "set") return new HostFunction(name, () => "");
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
  const { refs, sources } = recorder.finish([], null);
  return { refs: [...refs], sources: [...sources] };
}

/** Where a ref() or source() with these literal arguments stands in a template; null when it is not written out. */
export function findCall(
  template: Template,
  fn: "ref" | "source" | "config",
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

function configSpan(template: Template): SourceSpan | null {
  const call = findCall(template, "config", []);
  return call === null ? null : { path: template.path, ...call };
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
      if (name === "config") recorder.configure(known.kwargs);
      else if (name === "ref") recorder.ref(known, null);
      else recorder.source(known, null);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
    }
  });
}

function listOf(value: YamlValue): YamlValue[] {
  return Array.isArray(value) ? value : [value];
}
