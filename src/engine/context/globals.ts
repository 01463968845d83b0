/** What dbt's own names mean in a template, each made when it is first asked for. */
import type { NodeConfig } from "../core/manifest.ts";
import { bindFunction } from "../jinja/arguments.ts";
import { TemplateError } from "../jinja/error.ts";
import { pyEquals, pyRepr, pyStr, pyTruth } from "../jinja/python.ts";
import { HostFunction, HostObject, PyDict } from "../jinja/values.ts";
import type { CallArguments, PyValue } from "../jinja/values.ts";
import { AdapterObject, notSupported } from "./adapter.ts";
import { apiObject } from "./api.ts";
import type { Binding } from "./binding.ts";
import { envVarFunction, metadataVariables, targetDict } from "./environment.ts";
import type { Environment } from "./environment.ts";
import { exceptionsObject } from "./exceptions.ts";
import { flagOf, flagsObject, invocationArguments } from "./flags.ts";
import { FUNCTION_NAMES, sharedFunction } from "./functions.ts";
import { graphValue } from "./graph-value.ts";
import type { MacroDefinition } from "./macro-registry.ts";
import { Namespace } from "./modules/class-object.ts";
import { loadedModule } from "./modules/on-demand.ts";
import { quotePolicy } from "./relation.ts";
import type { Statements } from "./statement.ts";

/** What the names need of the scope that they stand in. */
export interface Host {
  readonly environment: Environment;
  readonly binding: Binding;
  readonly statements: Statements;
  get(name: string): PyValue | undefined;
  global(name: string): PyValue | undefined;
  names(): string[];
  macro(definition: MacroDefinition): PyValue;
  variables(): PyValue;
  render(text: string): PyValue;
  log(text: string, info: boolean, printed?: boolean): void;
  warn(text: string): void;
  once<T>(key: string, make: () => T): T;
  now(): number;
}

export function makeGlobal(name: string, host: Host): PyValue | undefined {
  const make = Object.hasOwn(GLOBALS, name) ? GLOBALS[name] : undefined;
  if (make !== undefined) return make(host, name);
  return sharedFunction(name);
}

type Make = (host: Host, name: string) => PyValue | undefined;

const GLOBALS: Readonly<Record<string, Make>> = {
  // The node.
  ref: ({ binding }, name) => new HostFunction(name, binding.ref),
  source: ({ binding }, name) => new HostFunction(name, binding.source),
  config: ({ binding }) => binding.config,
  this: ({ binding }) => binding.self,
  model: ({ binding }) => binding.model,
  execute: ({ binding }) => binding.execute,
  schema: ({ binding, environment }) => binding.self?.path.schema ?? environment.target.schema,
  database: ({ binding, environment }) => binding.self?.path.database ?? environment.target.database,
  compiled_code: ({ binding }) => binding.compiledCode ?? null,
  sql: ({ binding }) => binding.compiledCode ?? null,
  pre_hooks: ({ binding }) => hooksOf(binding, "pre"),
  post_hooks: ({ binding }) => hooksOf(binding, "post"),
  defer_relation: () => null,
  thread_id: ({ binding }) => binding.threadId ?? "Thread-1",

  // The project and the command.
  target: ({ environment }) => targetDict(environment.target),
  project_name: ({ environment }) => environment.projectName,
  var: (host) => host.variables(),
  env_var: ({ environment }) => envVarFunction(environment.env),
  flags: ({ environment }) => flagsObject(environment),
  invocation_args_dict: ({ environment }) => invocationArguments(environment),
  invocation_id: ({ environment }) => environment.invocationId,
  dbt_version: ({ environment }) => environment.dbtVersion,
  dbt_metadata_envs: ({ environment }) => metadataVariables(environment.env),
  run_started_at: (host) => loadedModule("datetime").utcTime(host.environment.startedAt ?? host.now()),
  selected_resources: ({ environment, binding }) => (binding.execute ? [...(environment.selectedResources ?? [])] : []),
  graph: ({ environment, binding }) => graphValue(binding.execute ? (environment.manifest?.() ?? null) : null),

  // The warehouse.
  adapter: (host) => adapterOf(host),
  api: ({ environment }) => apiObject(quotePolicy(environment.quoting)),
  statement: ({ statements }, name) => statements.function(name),
  run_query: ({ statements }, name) => statements.function(name),
  load_result: ({ statements }, name) => statements.function(name),
  store_result: ({ statements }, name) => statements.function(name),
  store_raw_result: ({ statements }, name) => statements.function(name),

  // Messages.
  exceptions: (host) => exceptionsObject((text) => host.warn(text)),
  log: (host, name) =>
    new HostFunction(name, (call) => {
      const [message = null, info = false] = bindFunction(name, ["msg", "info?"], call);
      host.log(pyStr(message), pyTruth(info));
      return "";
    }),
  print: (host, name) =>
    new HostFunction(name, (call) => {
      const [message = null] = bindFunction(name, ["msg"], call);
      if (flagOf(host.environment, "PRINT") !== false) host.log(pyStr(message), true, true);
      return "";
    }),
  // Without DBT_MACRO_DEBUGGING dbt has no such function; a call that was forgotten does no harm here.
  debug: (_, name) => new HostFunction(name, () => ""),

  // Tools.
  modules: (host) => modulesOf(host),
  render: (host, name) =>
    new HostFunction(name, (call) => host.render(pyStr(bindFunction(name, ["string"], call)[0] ?? null))),
  validation: () => VALIDATION,
  context: (host) => new ContextObject(host),
  builtins: (host) =>
    new Namespace(BUILTIN_NAMES, (member) => (BUILTIN_NAMES.includes(member) ? host.global(member) : undefined)),
  write: (_, name) => new HostFunction(name, () => ""),

  // What dbt has and this engine does not, yet.
  load_agate_table: (_, name) => new HostFunction(name, () => notSupported(name)),
  submit_python_job: (_, name) => new HostFunction(name, () => notSupported(name)),
  metric: (_, name) => new HostFunction(name, () => notSupported(name)),
  function: (_, name) => new HostFunction(name, () => notSupported(name)),
  adapter_macro: (_, name) =>
    new HostFunction(name, () => {
      throw new TemplateError(
        "CompilationError",
        "adapter_macro() was replaced by adapter.dispatch('name', 'package')",
      );
    }),
};

const BUILTIN_NAMES = [
  ...FUNCTION_NAMES,
  ..."dbt_version var env_var log print run_started_at invocation_id thread_id modules flags target project_name".split(
    " ",
  ),
  ..."dbt_metadata_envs invocation_args_dict load_result store_result store_raw_result validation write render".split(
    " ",
  ),
  ..."load_agate_table ref source metric function config execute exceptions database schema adapter api graph".split(
    " ",
  ),
  ..."model pre_hooks post_hooks sql adapter_macro selected_resources submit_python_job this compiled_code".split(" "),
];

export const GLOBAL_NAMES: readonly string[] = [...new Set([...Object.keys(GLOBALS), ...FUNCTION_NAMES])];

function adapterOf(host: Host): PyValue {
  const { environment, binding } = host;
  return new AdapterObject({
    registry: environment.registry,
    packageName: binding.packageName,
    database: environment.target.database,
    quoting: quotePolicy(environment.quoting),
    replay: binding.answers,
    // Asked for late: most uses of the adapter are dispatch.
    get statements() {
      return host.statements;
    },
    macro: (definition) => host.macro(definition),
    warn: (text) => host.warn(text),
    now: () => host.now(),
  });
}

function modulesOf(host: Host): PyValue {
  const members: Readonly<Record<string, () => PyValue>> = {
    pytz: () => loadedModule("datetime").PYTZ,
    datetime: () => loadedModule("datetime").datetimeModule(() => host.now()),
    re: () => loadedModule("re").RE,
    itertools: () => loadedModule("itertools").ITERTOOLS,
  };
  const made = new Map<string, PyValue>();
  return new Namespace(Object.keys(members), (name) => {
    const make = Object.hasOwn(members, name) ? members[name] : undefined;
    if (make === undefined) return undefined;
    let value = made.get(name);
    if (value === undefined) made.set(name, (value = make()));
    return value;
  });
}

/** Hooks as materializations get them: `{sql: …, transaction: …}`. */
function hooksOf({ model }: Binding, when: "pre" | "post"): PyValue {
  const config = model instanceof PyDict ? model.get("config") : null;
  const key = `${when}_hook` satisfies keyof NodeConfig;
  const hooks = config instanceof PyDict ? (config.get(key) ?? config.get(`${when}-hook`) ?? []) : [];
  const list = Array.isArray(hooks) ? hooks : [hooks];
  return list.map((hook) =>
    hook instanceof PyDict
      ? hook
      : PyDict.from([
          ["sql", hook],
          ["transaction", true],
          ["index", null],
        ]),
  );
}

/** `validation.any(…)`: a function that refuses what is none of its arguments. */
const VALIDATION = new Namespace(["any"], (name) =>
  name !== "any"
    ? undefined
    : new HostFunction(
        name,
        ({ args: allowed }) =>
          new HostFunction("inner", (call: CallArguments) => {
            const [value = null] = call.args;
            if (allowed.some((candidate) => pyEquals(candidate, value))) return null;
            throw new TemplateError(
              "CompilationError",
              `The value ${pyRepr(value)} should be one of: ${allowed.map(pyStr).join(", ")}`,
            );
          }),
      ),
);

/** `context`: every name of the template, by name. */
class ContextObject extends HostObject {
  readonly typeName = "dict";
  readonly #host: Host;

  constructor(host: Host) {
    super();
    this.#host = host;
  }

  override get isMapping(): boolean {
    return true;
  }

  override getItem(key: PyValue): PyValue | undefined {
    return typeof key === "string" ? this.#host.get(key) : undefined;
  }

  override getAttribute(name: string): PyValue | undefined {
    switch (name) {
      case "get":
        return new HostFunction(name, (call) => {
          const [key = null, fallback = null] = bindFunction(name, ["key", "default?"], call);
          return this.getItem(key) ?? fallback;
        });
      case "keys":
        return new HostFunction(name, () => this.#host.names());
      default:
        return undefined;
    }
  }

  override contains(item: PyValue): boolean {
    return this.getItem(item) !== undefined;
  }

  override iterate(): Iterable<PyValue> {
    return this.#host.names();
  }

  override length(): number {
    return this.#host.names().length;
  }

  toText(): string {
    return "{…}";
  }
}
