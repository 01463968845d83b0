/**
 * dbt's global names for one template: the project's macros first, then the built-in functions.
 *
 * A `Binding` decides what `ref`, `source`, `config` and `this` mean. While parsing they record; while compiling they resolve.
 * Macros run with the globals of the node that calls them, so one scope serves a model and all macros below it.
 */
import { EngineError } from "../core/errors.ts";
import { TemplateError } from "../jinja/error.ts";
import { createMacro } from "../jinja/macro.ts";
import type { Scope } from "../jinja/render.ts";
import { ReturnSignal } from "../jinja/signals.ts";
import { HostFunction, HostObject, PyDict } from "../jinja/values.ts";
import type { CallArguments, PyValue } from "../jinja/values.ts";
import { pyStr } from "../jinja/python.ts";
import { fromJsonText, toJsonText } from "./json.ts";
import { AdapterObject } from "./adapter.ts";
import { ResultTable } from "./agate.ts";
import { Instant, VarFunction, argument, envVarFunction, targetDict, textArgument } from "./environment.ts";
import type { Environment } from "./environment.ts";
import { BUILTIN_PACKAGE } from "./macro-registry.ts";
import type { MacroDefinition } from "./macro-registry.ts";
import type { RelationObject } from "./relation.ts";
import { createRelation } from "./relation.ts";
import type { Answers } from "./warehouse-requests.ts";

export interface Binding {
  readonly packageName: string;
  readonly execute: boolean;
  readonly ref: (call: CallArguments) => PyValue;
  readonly source: (call: CallArguments) => PyValue;
  readonly config: HostObject;
  readonly self: RelationObject | null;
  /** The node as templates see it (`model`). */
  readonly model: PyValue;
  /** Null while parsing. */
  readonly answers: Answers | null;
  /** Told about every macro that is called, for `depends_on.macros`. */
  readonly onMacro?: (definition: MacroDefinition) => void;
  readonly extra?: ReadonlyMap<string, PyValue>;
}

export function createScope(environment: Environment, binding: Binding): Scope {
  const { registry } = environment;
  const macros = new Map<string, PyValue>();
  const results = new Map<string, PyValue>();

  const macroObject = (definition: MacroDefinition): PyValue => {
    const id = definition.info.unique_id;
    let macro = macros.get(id);
    if (macro === undefined) {
      const created = createMacro(definition.block, definition.template, () => scopeOf(definition.info.package_name), {
        describe: `macro ${definition.info.name} (${definition.info.original_file_path})`,
      });
      macro = new TracedMacro(created, () => binding.onMacro?.(definition));
      macros.set(id, macro);
    }
    return macro;
  };

  const runQuery = (sql: string): PyValue => {
    if (binding.answers === null) return null;
    const answer = binding.answers.take({ kind: "query", sql });
    return answer.kind === "query" ? new ResultTable(answer.table) : null;
  };

  const builtins: ReadonlyMap<string, () => PyValue> = new Map<string, () => PyValue>([
    ["ref", () => new HostFunction("ref", binding.ref)],
    ["source", () => new HostFunction("source", binding.source)],
    ["config", () => binding.config],
    ["this", () => binding.self],
    ["model", () => binding.model],
    ["execute", () => binding.execute],
    ["target", () => targetDict(environment.target)],
    ["env_var", () => envVarFunction(environment.env)],
    [
      "adapter",
      () =>
        new AdapterObject({ registry, packageName: binding.packageName, answers: binding.answers, macro: macroObject }),
    ],
    ["api", () => PyDict.from([["Relation", PyDict.from([["create", new HostFunction("create", createRelation)]])]])],
    ["exceptions", () => exceptions(environment)],
    [
      "return",
      () =>
        new HostFunction("return", (call) => {
          throw new ReturnSignal(call.args[0] ?? null);
        }),
    ],
    ["log", () => new HostFunction("log", (call) => logTo(environment, call))],
    [
      "print",
      () =>
        new HostFunction("print", (call) => {
          environment.log(pyStr(call.args[0] ?? null), true);
          return "";
        }),
    ],
    ["tojson", () => new HostFunction("tojson", (call) => toJsonText(call.args[0] ?? null))],
    [
      "fromjson",
      () =>
        new HostFunction("fromjson", (call) => fromJsonText(pyStr(call.args[0] ?? null), argument(call, 1, "default"))),
    ],
    ["run_query", () => new HostFunction("run_query", (call) => runQuery(textArgument(call, 0, "sql", "run_query")))],
    ["statement", () => new HostFunction("statement", (call) => statement(call, runQuery, results))],
    [
      "load_result",
      () =>
        new HostFunction("load_result", (call) => results.get(textArgument(call, 0, "name", "load_result")) ?? null),
    ],
    ["run_started_at", () => new Instant(environment.clock.now())],
    ["invocation_id", () => environment.invocationId],
    ["dbt_version", () => environment.dbtVersion],
    ["project_name", () => environment.projectName],
    [
      "flags",
      () =>
        PyDict.from([
          ["FULL_REFRESH", environment.fullRefresh],
          ["WHICH", "run"],
          ["STORE_FAILURES", false],
        ]),
    ],
    ["builtins", () => PyDict.from(["ref", "source", "config"].map((name) => [name, builtins.get(name)?.() ?? null]))],
  ]);

  const namespaces = new Map<string, PyValue>();
  const scopes = new Map<string, Scope>();

  function scopeOf(packageName: string): Scope {
    let scope = scopes.get(packageName);
    if (scope) return scope;
    const known = new Map<string, PyValue | undefined>();
    scope = {
      get(name) {
        if (known.has(name)) return known.get(name);
        const value = lookUp(name, packageName);
        known.set(name, value);
        return value;
      },
    };
    scopes.set(packageName, scope);
    return scope;
  }

  function lookUp(name: string, packageName: string): PyValue | undefined {
    const extra = binding.extra?.get(name);
    if (extra !== undefined) return extra;
    const macro = registry.resolve(name, packageName);
    if (macro) return macroObject(macro);
    if (name === "var") return new VarFunction(environment, packageName);
    const builtin = builtins.get(name);
    if (builtin) return builtin();
    if (registry.hasPackage(name) || name === BUILTIN_PACKAGE) {
      let namespace = namespaces.get(name);
      if (namespace === undefined) {
        namespace = new MacroNamespace(name, (member) => {
          const found = registry.inPackage(name, member);
          return found ? macroObject(found) : undefined;
        });
        namespaces.set(name, namespace);
      }
      return namespace;
    }
    return undefined;
  }

  return scopeOf(binding.packageName);
}

/** A macro that tells when it is called; otherwise the macro itself. */
class TracedMacro extends HostObject {
  readonly typeName = "MacroGenerator";
  readonly #macro: HostObject;
  readonly #onCall: () => void;

  constructor(macro: HostObject, onCall: () => void) {
    super();
    this.#macro = macro;
    this.#onCall = onCall;
  }

  override call(call: CallArguments): PyValue {
    this.#onCall();
    return this.#macro.call?.(call) ?? null;
  }

  override getAttribute(name: string): PyValue | undefined {
    return this.#macro.getAttribute(name);
  }

  toText(): string {
    return this.#macro.toText();
  }
}

class MacroNamespace extends HostObject {
  readonly typeName = "MacroNamespace";
  readonly #name: string;
  readonly #member: (name: string) => PyValue | undefined;

  constructor(name: string, member: (name: string) => PyValue | undefined) {
    super();
    this.#name = name;
    this.#member = member;
  }

  override getAttribute(name: string): PyValue | undefined {
    return this.#member(name);
  }

  override getItem(key: PyValue): PyValue | undefined {
    return typeof key === "string" ? this.#member(key) : undefined;
  }

  toText(): string {
    return `<namespace ${this.#name}>`;
  }
}

function logTo(environment: Environment, call: CallArguments): PyValue {
  environment.log(pyStr(argument(call, 0, "msg") ?? null), argument(call, 1, "info") === true);
  return "";
}

/** `{% call statement('name', fetch_result=True) %}sql{% endcall %}`. */
function statement(call: CallArguments, runQuery: (sql: string) => PyValue, results: Map<string, PyValue>): PyValue {
  const caller = call.kwargs.get("caller");
  const name = argument(call, 0, "name");
  if (!(caller instanceof HostObject) || caller.call === undefined) {
    throw new TemplateError("TypeError", "statement() is used as {% call statement('name') %}…{% endcall %}");
  }
  const sql = pyStr(caller.call({ args: [], kwargs: new Map() }));
  const table = runQuery(sql);
  if (typeof name === "string" && table !== null) {
    results.set(
      name,
      PyDict.from([
        ["table", table],
        ["data", table instanceof ResultTable ? table.rows.map((row) => [...(row.iterate?.() ?? [])]) : []],
        ["response", "OK"],
      ]),
    );
  }
  return "";
}

function exceptions(environment: Environment): PyDict {
  const raise = (code: "J003", prefix: string) =>
    new HostFunction(prefix, (call) => {
      throw new EngineError(code, pyStr(call.args[0] ?? null), {
        hint: "The macro refused this on purpose; its message says why.",
      });
    });
  return PyDict.from([
    ["raise_compiler_error", raise("J003", "raise_compiler_error")],
    ["raise_not_implemented", raise("J003", "raise_not_implemented")],
    [
      "warn",
      new HostFunction("warn", (call) => {
        environment.log(`Warning: ${pyStr(call.args[0] ?? null)}`, true);
        return "";
      }),
    ],
  ]);
}
