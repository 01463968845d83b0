/**
 * What a unit test puts in the place of the real thing while its model is compiled: inputs as ephemeral models, `this`, macros, vars
 * and environment variables.
 *
 * An overridden macro answers its value whatever it is called with, and macros that call it get that value too. A name with a package
 * (`dbt_utils.star`) is overridden in that namespace only.
 */
import type { Json, ManifestNode } from "../core/manifest.ts";
import { BUILTIN_PACKAGE } from "../context/macro-registry.ts";
import type { Environment } from "../context/environment.ts";
import { fromJson } from "../jinja/convert.ts";
import type { Scope } from "../jinja/render.ts";
import { HostFunction, HostObject } from "../jinja/values.ts";
import type { PyValue } from "../jinja/values.ts";

export interface StandIns {
  /** The model that is compiled with them. */
  readonly node: ManifestNode;
  /** An ephemeral model that `this` means; null for the relation itself. */
  readonly self: ManifestNode | null;
  readonly macros: Readonly<Record<string, Json>>;
}

/** The environment with other vars and environment variables. */
export function overrideEnvironment(
  environment: Environment,
  overrides: { readonly vars: Readonly<Record<string, Json>>; readonly env_vars: Readonly<Record<string, Json>> },
): Environment {
  const { vars, env_vars: variables } = overrides;
  const env = Object.entries(variables).map(([name, value]) => [name, textOf(value)] as const);
  return {
    ...environment,
    env: env.length === 0 ? environment.env : { ...environment.env, ...Object.fromEntries(env) },
    lookupVar: (name, packageName) => {
      const value = Object.hasOwn(vars, name) ? vars[name] : undefined;
      return value === undefined ? environment.lookupVar(name, packageName) : fromJson(value);
    },
  };
}

/** The names that hide the real ones, `package.name` for a macro in its namespace; `real` is the scope without them. */
export function overriddenNames(macros: Readonly<Record<string, Json>>, real: Scope): Map<string, PyValue> {
  const names = new Map<string, PyValue>();
  for (const [key, json] of Object.entries(macros)) {
    const [packageName, member] = key.includes(".") ? (key.split(".", 2) as [string, string]) : [null, key];
    const value = fromJson(json);
    const before = packageName === null ? real.get(member) : memberOf(real.get(packageName), member);
    if (before === undefined) continue;
    const stand =
      before instanceof HostObject && before.call !== undefined ? new HostFunction(member, () => value) : value;
    if (packageName !== null) names.set(key, stand);
    else if (memberOf(real.get(BUILTIN_PACKAGE), member) !== undefined)
      names.set(`${BUILTIN_PACKAGE}.${member}`, stand);
    if (packageName === null || (packageName === BUILTIN_PACKAGE && !Object.hasOwn(macros, member)))
      names.set(member, stand);
  }
  return names;
}

function memberOf(namespace: PyValue | undefined, name: string): PyValue | undefined {
  return namespace instanceof HostObject ? namespace.getAttribute(name) : undefined;
}

function textOf(value: Json): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
