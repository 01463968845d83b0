/**
 * (Manifest, node) -> the SQL that the warehouse is given, with the way back to the source file.
 *
 * Rendering may need answers from the warehouse (`run_query`, `adapter.get_relation`): it suspends, the answer is fetched, and the
 * template is rendered again from the start. Expected trouble comes back as diagnostics; nothing is thrown for a bad template.
 */
import { EngineError, diagnostic, fail, succeed } from "../core/errors.ts";
import type { Outcome } from "../core/errors.ts";
import type { ManifestNode, RefArgs } from "../core/manifest.ts";
import { nearest } from "../core/nearest.ts";
import type { CancelSignal } from "../core/signal.ts";
import type { SourceSpan } from "../core/source-file.ts";
import type { Environment } from "../context/environment.ts";
import { argument } from "../context/environment.ts";
import { RelationObject } from "../context/relation.ts";
import { createScope } from "../context/scope.ts";
import type { Binding } from "../context/scope.ts";
import { templateOf } from "../context/templates.ts";
import { templateDiagnostic } from "../context/template-diagnostic.ts";
import { Answers, PendingRequest } from "../context/warehouse-requests.ts";
import { fromJson } from "../jinja/convert.ts";
import { pyStr } from "../jinja/python.ts";
import { renderNative, renderTemplate } from "../jinja/render.ts";
import type { MapSegment, Scope } from "../jinja/render.ts";
import { HostFunction, HostObject, PyDict } from "../jinja/values.ts";
import type { CallArguments, PyValue } from "../jinja/values.ts";
import type { Warehouse } from "../warehouse/port.ts";
import { refArguments, sourceArguments } from "../context/reference-arguments.ts";
import { nodeValue } from "../context/node-value.ts";

export interface CompileContext {
  readonly environment: Environment;
  readonly lookup: NodeLookup;
  readonly warehouse: () => Promise<Warehouse>;
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
  readonly map: readonly MapSegment[];
}

export interface CompileOptions {
  /** Compiled in place of the file's own text. */
  readonly text?: string | undefined;
  readonly signal?: CancelSignal | undefined;
}

/** A template that asks for more than this many answers is asking in circles. */
const MOST_ANSWERS = 1000;

export async function compileNode(
  context: CompileContext,
  node: ManifestNode,
  options: CompileOptions = {},
): Promise<Outcome<CompiledNode>> {
  const text = options.text ?? node.raw_code;
  const path = node.test_metadata === null ? node.span.path : `${node.unique_id}.sql`;
  return renderForNode(context, node, options.signal, (scope) => {
    const rendered = renderTemplate(templateOf(path, text), scope);
    return { node, compiled_code: rendered.text, map: node.test_metadata === null ? rendered.map : [] };
  });
}

/** A hook or another SQL text that belongs to a node. */
export async function compileHook(
  context: CompileContext,
  node: ManifestNode,
  sql: string,
  signal?: CancelSignal,
): Promise<Outcome<string>> {
  return renderForNode(
    context,
    node,
    signal,
    (scope) => renderTemplate(templateOf(`${node.span.path}#hook`, sql), scope).text,
  );
}

/**
 * Calls a macro by name, as `{{ name(**args) }}` in the node's file would, and answers its value: text, or what it `return`ed. For SQL
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
    const macro = scope.get(name);
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
): Promise<Outcome<T>> {
  const answers = new Answers();
  const names = (): string[] => [
    ...context.environment.registry.names(node.package_name),
    "ref",
    "source",
    "config",
    "var",
    "env_var",
  ];
  for (let attempt = 0; attempt < MOST_ANSWERS; attempt += 1) {
    try {
      return succeed(render(nodeScope(context, node, answers)));
    } catch (error) {
      if (!(error instanceof PendingRequest))
        return fail(templateDiagnostic(error, { node: node.unique_id, fallback: node.span, names: names() }));
      try {
        await answers.fetch(error.request, await context.warehouse(), signal);
      } catch (refused) {
        if (!(refused instanceof EngineError)) throw refused;
        return fail({ ...refused.diagnostic, at: node.span, node: node.unique_id });
      }
    }
  }
  return fail(
    diagnostic("J004", `"${node.name}" asks the warehouse a new question each time it is rendered.`, {
      hint: "Make the queries in its macros independent of earlier answers.",
      at: node.span,
      node: node.unique_id,
    }),
  );
}

function nodeScope(context: CompileContext, node: ManifestNode, answers: Answers): Scope {
  const extra = new Map<string, PyValue>();
  const binding: Binding = {
    packageName: node.package_name,
    execute: true,
    ref: (call) => resolveRef(context.lookup, node, call),
    source: (call) => resolveSource(context.lookup, node, call),
    config: new ResolvedConfig(node),
    self: RelationObject.of({ database: node.database, schema: node.schema, identifier: node.alias }),
    // Few templates ask for the node as a value, and making it costs more than most templates do.
    get model() {
      return nodeValue(node);
    },
    answers,
    extra,
  };
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

function resolveRef(lookup: NodeLookup, node: ManifestNode, call: CallArguments): PyValue {
  const args = refArguments(call);
  const target = lookup.ref(args, node.package_name);
  if (target) return relationOf(target);
  throw new EngineError("R001", `"${node.name}" refers to "${args.name}", which does not exist.`, {
    hint: didYouMean("ref", args.name, lookup.refNames, `Create "models/${args.name}.sql", or fix the name.`),
    node: node.unique_id,
  });
}

function resolveSource(lookup: NodeLookup, node: ManifestNode, call: CallArguments): PyValue {
  const [source, table] = sourceArguments(call);
  const target = lookup.source(source, table, node.package_name);
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

export function relationOf(node: ManifestNode): RelationObject {
  return RelationObject.of(
    { database: node.database, schema: node.schema, identifier: node.alias },
    node.config.materialized === "view" && node.resource_type === "model" ? "view" : "table",
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

/** `config` while compiling: calling it says nothing more; `get` reads what was merged. */
class ResolvedConfig extends HostObject {
  readonly typeName = "RuntimeConfigObject";
  readonly #node: ManifestNode;

  constructor(node: ManifestNode) {
    super();
    this.#node = node;
  }

  override call(): PyValue {
    return "";
  }

  override getAttribute(name: string): PyValue | undefined {
    if (name === "get") {
      return new HostFunction(name, (call) => {
        const value = this.#value(argument(call, 0, "name"));
        return value === undefined ? (argument(call, 1, "default") ?? null) : value;
      });
    }
    if (name === "require") {
      return new HostFunction(name, (call) => {
        const key = argument(call, 0, "name");
        const value = this.#value(key);
        if (value !== undefined) return value;
        throw new EngineError(
          "P003",
          `"${this.#node.name}" lacks the config "${pyStr(key ?? null)}", which a macro needs.`,
          { hint: `Set it with config(${pyStr(key ?? null)}=…).` },
        );
      });
    }
    if (name === "set") return new HostFunction(name, () => "");
    if (name === "persist_relation_docs" || name === "persist_column_docs") return new HostFunction(name, () => false);
    const value = this.#node.config[name];
    return value === undefined ? undefined : fromJson(value as never);
  }

  #value(key: PyValue | undefined): PyValue | undefined {
    const value = typeof key === "string" ? this.#node.config[key] : undefined;
    return value === undefined || value === null ? undefined : fromJson(value as never);
  }

  toText(): string {
    return "<config>";
  }
}

/** The place in the source file for an offset into the compiled SQL; the node's own span when it cannot be told. */
export function sourceSpanOf(compiled: CompiledNode, offset: number): SourceSpan {
  const { node, map } = compiled;
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
