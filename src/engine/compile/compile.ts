/**
 * (Manifest, node) -> the SQL that the warehouse is given, with the way back to the source file.
 *
 * Rendering may need answers from the warehouse (`run_query`, `adapter.get_relation`): it suspends, the answer is fetched, and the
 * template is rendered again from the start. Expected trouble comes back as diagnostics; nothing is thrown for a bad template.
 */
import { EngineError, diagnostic, fail, succeed } from "../core/errors.ts";
import type { Diagnostic, Outcome } from "../core/errors.ts";
import type { ManifestNode, RefArgs } from "../core/manifest.ts";
import { nearest } from "../core/nearest.ts";
import type { CancelSignal } from "../core/signal.ts";
import type { SourceSpan } from "../core/source-file.ts";
import type { Environment } from "../context/environment.ts";
import { RelationObject, quotePolicyOf } from "../context/relation.ts";
import type { Binding } from "../context/binding.ts";
import { GLOBAL_NAMES } from "../context/globals.ts";
import { createScope } from "../context/scope.ts";
import { templateOf } from "../context/templates.ts";
import { templateDiagnostic } from "../context/template-diagnostic.ts";
import { PendingRequest, Replay } from "../context/replay.ts";
import { ResolvedConfig } from "../context/resolved-config.ts";
import { fromJson } from "../jinja/convert.ts";
import { renderNative, renderTemplate } from "../jinja/render.ts";
import type { MapSegment, Scope } from "../jinja/render.ts";
import { HostObject, PyDict } from "../jinja/values.ts";
import type { CallArguments, PyValue } from "../jinja/values.ts";
import type { Warehouse } from "../warehouse/port.ts";
import { refArguments, sourceArguments } from "../context/reference-arguments.ts";
import { nodeValue } from "../context/node-value.ts";
import { cteRelation, inlineModels, isEphemeral } from "./ephemeral.ts";
import type { InlinedModel, Part } from "./ephemeral.ts";
import { macroPlace, remember } from "./macro-place.ts";
import type { MacroCall, MacroPlace } from "./macro-place.ts";
import { overriddenNames } from "./stand-ins.ts";
import type { StandIns } from "./stand-ins.ts";

export interface CompileContext {
  readonly environment: Environment;
  readonly lookup: NodeLookup;
  readonly warehouse: () => Promise<Warehouse>;
  /** Ephemeral models that were compiled before, by id; a run compiles each once. */
  readonly ephemerals?: Map<string, Promise<Outcome<CompiledNode>>>;
  /** What a unit test puts in the place of the real thing. */
  readonly standIns?: StandIns;
}

/** What `ref` and `source` mean. The parse room makes one; it knows how to word what is missing. */
export interface NodeLookup {
  ref(args: RefArgs, from: string): ManifestNode | null;
  source(source: string, table: string, from: string): ManifestNode | null;
  readonly refNames: readonly string[];
  readonly sourceNames: readonly string[];
}

export interface CompiledNode {
  readonly node: ManifestNode;
  readonly compiled_code: string;
  /** Of the node's own text; what was inlined has maps of its own. */
  readonly map: readonly MapSegment[];
  /** What macros gave, for the places in SQL that they wrote. */
  readonly macros: readonly MacroCall[];
  /** The node's own SQL, when ephemeral models were put into it. */
  readonly own?: Part;
  readonly inlined?: readonly InlinedModel[];
}

export interface CompileOptions {
  /** Compiled in place of the file's own text. */
  readonly text?: string | undefined;
  readonly signal?: CancelSignal | undefined;
  /** The nodes that this one is being compiled into. */
  readonly above?: ReadonlySet<string>;
}

export async function compileNode(
  context: CompileContext,
  node: ManifestNode,
  options: CompileOptions = {},
): Promise<Outcome<CompiledNode>> {
  if (node.language === "python") return fail(pythonRefused(node));
  const text = options.text ?? node.raw_code;
  const shift = options.text === undefined ? bodyFrom(node) : 0;
  const path = node.test_metadata !== null || shift !== 0 ? `${node.unique_id}.sql` : node.span.path;
  const read = new Set<ManifestNode>();
  let macros: MacroCall[] = [];
  const rendered = await renderForNode(
    context,
    node,
    options.signal,
    (scope) => {
      macros = [];
      return renderTemplate(templateOf(path, text), scope);
    },
    {
      onEphemeral: (model) => read.add(model),
      onMacroValue: (definition, depth, value) =>
        remember(macros, { definition, depth, text: typeof value === "string" ? value : "" }),
    },
  );
  if (!rendered.ok) return fail(...rendered.diagnostics.map((found) => atNode(found, node, path, shift)));
  const { text: sql, map } = rendered.value;
  const own: Part = { node, sql, map: shift === null ? [] : moved(map, shift), macros };
  if (read.size === 0) return succeed({ node, compiled_code: own.sql, map: own.map, macros });
  const parts = await ephemeralParts(context, node, read, options);
  return parts.ok ? succeed({ node, own, macros, ...inlineModels(own, parts.value) }) : parts;
}

/** A Python model is known, so that lineage and docs are whole; its code is never run. */
function pythonRefused(node: ManifestNode): Diagnostic {
  return diagnostic("P012", `"${node.name}" is a Python model, which is not supported yet.`, {
    hint: "Write it in SQL, or leave it out: --exclude with its name and a plus behind it.",
    at: node.span,
    node: node.unique_id,
  });
}

/** Where the node's text begins in its file: a snapshot is a block of one. Null for a text that stands in no file. */
function bodyFrom(node: ManifestNode): number | null {
  if (node.test_metadata !== null) return null;
  if (node.resource_type !== "snapshot") return 0;
  return node.span.to - node.span.from === node.raw_code.length ? node.span.from : null;
}

function moved(map: readonly MapSegment[], by: number): readonly MapSegment[] {
  if (by === 0) return map;
  return map.map((segment) => ({
    ...segment,
    sourceFrom: segment.sourceFrom + by,
    sourceTo: segment.sourceTo + by,
  }));
}

/** A place in a text that has no file of its own (`path` is only its name) -> the place in the node's file. */
function atNode(found: Diagnostic, { span }: ManifestNode, path: string, shift: number | null): Diagnostic {
  const { at } = found;
  if (at === null || at.path !== path || path === span.path) return found;
  return { ...found, at: shift === null ? span : { path: span.path, from: at.from + shift, to: at.to + shift } };
}

/** The ephemeral models that stand in front of a node's SQL, each after those that it reads itself. */
async function ephemeralParts(
  context: CompileContext,
  node: ManifestNode,
  read: ReadonlySet<ManifestNode>,
  options: CompileOptions,
): Promise<Outcome<readonly Part[]>> {
  const above = options.above ?? new Set();
  const parts = new Map<string, Part>();
  for (const model of read) {
    if (model === node || above.has(model.unique_id)) {
      const message = `The ephemeral model "${model.name}" reads itself.`;
      return fail(
        diagnostic("G001", message, { hint: "Take one of the refs out.", at: model.span, node: model.unique_id }),
      );
    }
    const signal = options.signal === undefined ? {} : { signal: options.signal };
    let compiling = context.ephemerals?.get(model.unique_id);
    if (!compiling) {
      compiling = compileNode(context, model, { ...signal, above: new Set([...above, node.unique_id]) });
      context.ephemerals?.set(model.unique_id, compiling);
    }
    const compiled = await compiling;
    if (!compiled.ok) return compiled;
    const { own, inlined = [], compiled_code: sql, map, macros } = compiled.value;
    for (const part of [...inlined, own ?? { node: model, sql, map, macros }])
      if (!parts.has(part.node.unique_id)) parts.set(part.node.unique_id, part);
  }
  return succeed([...parts.values()]);
}

/** What a hook sees that the text of its node does not. */
export interface HookNames {
  /** More global names, such as `results` after a run. */
  readonly extra?: ReadonlyMap<string, PyValue>;
  /** The SQL of the node, once it is compiled: `sql`, `compiled_code` and `model.compiled_code`. */
  readonly compiledCode?: string;
}

/** A hook or another SQL text that belongs to a node. */
export async function compileHook(
  context: CompileContext,
  node: ManifestNode,
  sql: string,
  signal?: CancelSignal,
  names: HookNames = {},
): Promise<Outcome<string>> {
  const path = `${node.span.path}#hook`;
  const rendered = await renderForNode(
    context,
    node,
    signal,
    (scope) => renderTemplate(templateOf(path, sql), scope).text,
    names,
  );
  return rendered.ok ? rendered : fail(...rendered.diagnostics.map((found) => atNode(found, node, path, null)));
}

/**
 * Calls a macro by name (or `package.name`), as `{{ name(**args) }}` in the node's file would, and answers its value: text, or what it `return`ed. For SQL
 * that projects may override, such as `get_merge_sql` or `generate_schema_name`.
 */
export async function callMacro(
  context: CompileContext,
  node: ManifestNode,
  name: string,
  args: ReadonlyMap<string, PyValue> = new Map(),
  signal?: CancelSignal,
): Promise<Outcome<PyValue>> {
  return renderForNode(context, node, signal, (scope) => {
    const [first = "", member] = name.split(".");
    const place = scope.get(first);
    const macro = member === undefined ? place : place instanceof HostObject ? place.getAttribute(member) : undefined;
    if (!(macro instanceof HostObject) || macro.call === undefined) {
      throw new EngineError("R003", `The macro "${name}" does not exist.`, {
        hint: "It belongs to dbt's own macros; check that the project does not shadow it by something that is no macro.",
        node: node.unique_id,
      });
    }
    return macro.call({ args: [], kwargs: args });
  });
}

async function renderForNode<T>(
  context: CompileContext,
  node: ManifestNode,
  signal: CancelSignal | undefined,
  render: (scope: Scope) => T,
  more: ScopeExtras = {},
): Promise<Outcome<T>> {
  const replay = new Replay();
  const names = (): string[] => [...context.environment.registry.names(node.package_name), ...GLOBAL_NAMES];
  const trouble = (error: unknown): Outcome<T> =>
    fail(templateDiagnostic(error, { node: node.unique_id, fallback: node.span, names: names() }));
  // A rendering is left for each answer that it needs and repeated with the answers so far; see `Replay`.
  for (;;) {
    replay.rewind();
    try {
      return succeed(render(nodeScope(context, node, replay, more)));
    } catch (error) {
      if (!(error instanceof PendingRequest)) return trouble(error);
      try {
        await replay.fetch(error, await context.warehouse(), signal);
      } catch (refused) {
        return trouble(refused);
      }
    }
  }
}

interface ScopeExtras extends HookNames {
  /** Told about every ephemeral model that is read. */
  readonly onEphemeral?: (model: ManifestNode) => void;
  readonly onMacroValue?: NonNullable<Binding["onMacroValue"]>;
}

function nodeScope(context: CompileContext, node: ManifestNode, answers: Replay, more: ScopeExtras): Scope {
  const extra = new Map<string, PyValue>(more.extra);
  const { compiledCode = null } = more;
  const standIns = context.standIns?.node === node ? context.standIns : null;
  const self = standIns?.self ?? null;
  if (self !== null) more.onEphemeral?.(self);
  const binding: Binding = {
    packageName: node.package_name,
    execute: true,
    ref: (call) => resolveRef(context.lookup, node, call, more.onEphemeral),
    source: (call) => resolveSource(context.lookup, node, call, more.onEphemeral),
    config: new ResolvedConfig(node),
    self: self === null ? relationOf(node) : cteRelation(self),
    // Few templates ask for the node as a value, and making it costs more than most templates do.
    get model() {
      return nodeValue(node, compiledCode);
    },
    answers,
    extra,
    compiledCode,
    ...(more.onMacroValue === undefined ? {} : { onMacroValue: more.onMacroValue }),
  };
  if (standIns !== null && Object.keys(standIns.macros).length > 0) {
    const real = createScope(context.environment, binding);
    return createScope(context.environment, { ...binding, extra: overriddenNames(standIns.macros, real) });
  }
  const scope = createScope(context.environment, binding);
  if (node.test_metadata === null) return scope;
  const kwargs = PyDict.from(
    Object.entries(node.test_metadata.kwargs).map(([key, value]) => [key, renderKwarg(key, fromJson(value), scope)]),
  );
  extra.set("_dbt_generic_test_kwargs", kwargs);
  return scope;
}

const LOOKS_LIKE_CALL = /^\s*(env_var|ref|var|source|doc)\s*\(.+\)\s*$/s;

/** Arguments of generic tests render natively; column names stay text, and a bare `ref('x')` counts as a call. */
function renderKwarg(key: string, value: PyValue, scope: Scope): PyValue {
  if (typeof value === "string") {
    if (key === "column_name") return value;
    const text = LOOKS_LIKE_CALL.test(value) ? `{{ ${value} }}` : value;
    return text.includes("{") ? renderNative(templateOf("test argument", text), scope) : value;
  }
  if (Array.isArray(value)) return value.map((item) => renderKwarg("", item, scope));
  if (value instanceof PyDict)
    return PyDict.from(value.entries().map(([name, item]) => [name, renderKwarg("", item, scope)]));
  return value;
}

function resolveRef(
  lookup: NodeLookup,
  node: ManifestNode,
  call: CallArguments,
  onEphemeral?: (model: ManifestNode) => void,
): PyValue {
  const args = refArguments(call);
  const target = lookup.ref(args, node.package_name);
  if (target && isEphemeral(target)) {
    onEphemeral?.(target);
    return cteRelation(target);
  }
  if (target) return relationOf(target);
  throw new EngineError("R001", `"${node.name}" refers to "${args.name}", which does not exist.`, {
    hint: didYouMean("ref", args.name, lookup.refNames, `Create "models/${args.name}.sql", or fix the name.`),
    node: node.unique_id,
  });
}

function resolveSource(
  lookup: NodeLookup,
  node: ManifestNode,
  call: CallArguments,
  onEphemeral?: (model: ManifestNode) => void,
): PyValue {
  const [source, table] = sourceArguments(call);
  const target = lookup.source(source, table, node.package_name);
  if (target && isEphemeral(target)) {
    onEphemeral?.(target);
    return cteRelation(target);
  }
  if (target) return relationOf(target);
  throw new EngineError("R002", `"${node.name}" reads the source "${source}.${table}", which is not declared.`, {
    hint: didYouMean(
      "source",
      `${source}.${table}`,
      lookup.sourceNames,
      "Declare the table under `sources:` in a property file.",
    ),
    node: node.unique_id,
  });
}

/** As in dbt, it has no type, and is quoted as the name of the node's relation is. */
export function relationOf(node: ManifestNode): RelationObject {
  return RelationObject.of(
    { database: node.database, schema: node.schema, identifier: node.alias },
    null,
    quotePolicyOf(node.relation_name),
  );
}

function didYouMean(fn: "ref" | "source", name: string, names: readonly string[], otherwise: string): string {
  const near = nearest(name, names);
  if (near === null) return otherwise;
  return `Did you mean ${fn}(${near
    .split(".")
    .map((part) => `'${part}'`)
    .join(", ")})?`;
}

/** The place in the source file for an offset into the compiled SQL; the node's own span when it cannot be told. */
export function sourceSpanOf(compiled: CompiledNode, offset: number): SourceSpan {
  const { node, map } = compiled;
  const inner = compiled.inlined?.find((part) => offset >= part.from && offset < part.to);
  if (inner) return sourceSpanOf(asNode(inner), offset - inner.from);
  const segment =
    map.find((candidate) => offset >= candidate.from && offset < candidate.to) ??
    map.findLast((candidate) => candidate.from <= offset);
  if (!segment) return node.span;
  const length = Math.max(1, segment.sourceTo - segment.sourceFrom);
  if (!segment.exact) return { path: node.span.path, from: segment.sourceFrom, to: segment.sourceFrom + length };
  const from = segment.sourceFrom + Math.min(offset - segment.from, length - 1);
  const word = /^[\w.]+/.exec(compiled.compiled_code.slice(offset, segment.to))?.[0].length ?? 1;
  return { path: node.span.path, from, to: Math.min(segment.sourceTo, from + word) };
}

/** The macros behind an offset into the compiled SQL; null when the node's own text stands there. */
export function macroPlaceOf(compiled: CompiledNode, offset: number): MacroPlace | null {
  const inner = compiled.inlined?.find((part) => offset >= part.from && offset < part.to);
  if (inner) return macroPlaceOf(asNode(inner), offset - inner.from);
  if (compiled.macros.length === 0) return null;
  const { package_name: owner } = compiled.node;
  // A generic test has no text but its macro's.
  if (compiled.map.length === 0) return macroPlace(compiled.macros, compiled.compiled_code, offset, owner);
  const segment = compiled.map.find(({ from, to }) => offset >= from && offset < to);
  if (!segment || segment.exact) return null;
  const given = compiled.compiled_code.slice(segment.from, segment.to);
  return macroPlace(compiled.macros, given, offset - segment.from, owner);
}

function asNode({ node, sql, map, macros }: InlinedModel): CompiledNode {
  return { node, compiled_code: sql, map, macros };
}
