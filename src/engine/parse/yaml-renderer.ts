/**
 * Renders Jinja in YAML texts natively: `"{{ var('x') }}"` becomes the var's own value. It sees vars, environment, target, docs and
 * those of dbt's names that need neither a node nor the warehouse; no macros.
 */
import { EngineError } from "../core/errors.ts";
import { renderNative, renderTemplate } from "../jinja/render.ts";
import type { Scope } from "../jinja/render.ts";
import { Suspend } from "../jinja/signals.ts";
import { HostFunction, PyDict, PySet, PyTuple, Undefined } from "../jinja/values.ts";
import type { PyValue } from "../jinja/values.ts";
import { pyStr } from "../jinja/python.ts";
import { VarFunction, envVarFunction, targetDict, textArgument } from "../context/environment.ts";
import type { Environment } from "../context/environment.ts";
import { sharedFunction } from "../context/functions.ts";
import { createScope } from "../context/scope.ts";
import { templateDiagnostic } from "../context/template-diagnostic.ts";
import { templateOf } from "../context/templates.ts";
import { NO_DOCS, docText } from "./docs.ts";
import type { Docs } from "./docs.ts";
import type { RenderYaml } from "../project/yaml.ts";
import type { YamlValue } from "../project/yaml.ts";

/** dbt's names for every text, beside those that are made here; the others belong to nodes. */
const FUNCTIONS = new Set(
  "fromjson tojson fromyaml toyaml set set_strict zip zip_strict local_md5 diff_of_two_dicts".split(" "),
);
const VALUES = new Set("modules flags dbt_version invocation_id run_started_at thread_id log print".split(" "));

type YamlEnvironment = Pick<Environment, "env" | "target" | "projectName"> &
  Partial<Pick<Environment, "lookupVar">> & {
    /** Whether env_var() gives out `DBT_ENV_SECRET_…`; only profiles.yml may ask for those. */
    readonly secrets?: boolean;
  };

export function createYamlRenderer(
  environment: YamlEnvironment,
  docs: Docs = NO_DOCS,
  /** The package whose file it is: it decides which vars and docs blocks are seen. */
  packageName: string = environment.projectName,
): RenderYaml {
  const globals = new Map<string, PyValue>([
    ["env_var", environment.secrets === true ? withSecrets(environment.env) : envVarFunction(environment.env)],
    ["target", targetDict(environment.target)],
    ["project_name", environment.projectName],
    ["doc", new HostFunction("doc", (call) => docText(docs, call.args.map(pyStr), packageName))],
  ]);
  const values = isWhole(environment) ? valuesOf(environment, packageName) : null;
  const scope: Scope = {
    get: (name) =>
      globals.get(name) ??
      (FUNCTIONS.has(name) ? sharedFunction(name) : VALUES.has(name) ? values?.get(name) : undefined),
  };
  const render = (text: string): PyValue => renderTemplate(templateOf("yaml", text), scope).text;
  globals.set(
    "var",
    environment.lookupVar ? new VarFunction(environment as Environment, packageName, { render }) : cliVars(),
  );
  return (text) => {
    try {
      return toYaml(renderNative(templateOf("yaml", text), scope));
    } catch (error) {
      // A module that is not loaded yet is no error.
      if (error instanceof Suspend) throw error;
      const found = templateDiagnostic(error);
      throw new EngineError(found.code, found.message, { hint: found.hint, cause: error });
    }
  };
}

/** While the project's own files are read there is neither a clock nor a command yet. */
function isWhole(environment: YamlEnvironment | Environment): environment is Environment {
  return "clock" in environment;
}

function valuesOf(environment: Environment, packageName: string): Scope {
  const refuse = (): PyValue => {
    throw new EngineError("J002", "A property file has no node to ask this of.", { hint: "Ask it in the model." });
  };
  return createScope(environment, {
    packageName,
    execute: false,
    ref: refuse,
    source: refuse,
    config: new HostFunction("config", refuse),
    self: null,
    model: null,
    answers: null,
    threadId: "MainThread",
  });
}

function withSecrets(env: Readonly<Record<string, string>>): HostFunction {
  const usual = envVarFunction(env);
  return new HostFunction("env_var", (call) => {
    const name = textArgument(call, 0, "var", "env_var");
    return name.startsWith("DBT_ENV_SECRET") && Object.hasOwn(env, name)
      ? (env[name] ?? "")
      : (usual.call?.(call) ?? null);
  });
}

/** While dbt_project.yml itself is read only defaults of var() can be used, as in dbt. */
function cliVars(): HostFunction {
  return new HostFunction("var", (call) => {
    const fallback = call.args[1] ?? call.kwargs.get("default");
    if (fallback !== undefined) return fallback;
    throw new EngineError("P005", `Required var "${textArgument(call, 0, "var_name", "var")}" is not set here.`, {
      hint: "In dbt_project.yml and profiles.yml a var needs a default: var('name', 'value').",
    });
  });
}

function toYaml(value: PyValue): YamlValue {
  if (value instanceof PyDict)
    return Object.fromEntries(value.entries().map(([key, item]) => [pyStr(key), toYaml(item)]));
  if (value instanceof PyTuple) return value.items.map(toYaml);
  if (value instanceof PySet) return value.items().map(toYaml);
  if (Array.isArray(value)) return value.map(toYaml);
  if (value instanceof Undefined) return null;
  if (typeof value === "object" && value !== null) return pyStr(value);
  return value;
}
