/**
 * Names of generic tests, as dbt makes them, so that selectors, artifacts and links agree.
 *
 * The full name joins test, node and arguments; names of 64 characters and more get a short alias with an MD5 in it. The unique
 * id ends in ten digits of the MD5 over name and arguments as Python prints them.
 */
import { md5 } from "../core/hash.ts";
import { pyRepr, pyStr } from "../jinja/python.ts";
import { PyDict } from "../jinja/values.ts";
import type { PyValue } from "../jinja/values.ts";

export interface TestNames {
  /** Unique id without its prefix, and fqn. */
  readonly full: string;
  /** Name of the relation and of the compiled file. */
  readonly short: string;
}

/** The arguments of a test, by name. */
export type TestArguments = Readonly<Record<string, PyValue>>;

/** `args` without `model`. */
export function genericTestNames(testType: string, nodeName: string, args: TestArguments): TestNames {
  const flat = namesOf(args)
    .flatMap((name) => {
      const value = args[name] ?? null;
      return value instanceof PyDict ? value.values() : value;
    })
    .map((value) => pyStr(value).replace(/[^0-9a-zA-Z_]+/g, "_"));
  const identifier = `${testType}_${nodeName}`;
  const full = `${identifier}_${flat.join("__")}`;
  return { full, short: full.length >= 64 ? `${identifier.slice(0, 30)}_${md5(full)}` : full };
}

/** The last part of a generic test's unique id. `kwargs` includes `model`. */
export function testHash(
  name: string,
  metadata: { name: string; namespace: string | null; kwargs: TestArguments },
): string {
  const { kwargs, namespace } = metadata;
  let given = "";
  for (const key of namesOf(kwargs))
    given += `${given === "" ? "" : ", "}${textOf(key)}: ${printOf(kwargs[key] ?? null)}`;
  const printed = `{'kwargs': {${given}}, 'name': ${printOf(metadata.name)}, 'namespace': ${printOf(namespace)}}`;
  return md5(name + printed).slice(-10);
}

/** In their order, in which most are given. */
function namesOf(args: TestArguments): string[] {
  const names = Object.keys(args);
  return names.every((name, index) => index === 0 || (names[index - 1] ?? "") < name) ? names : names.sort();
}

/** As Python prints it once dicts are in key order and everything else is text. */
function printOf(value: PyValue): string {
  if (value instanceof PyDict) {
    let printed = "";
    for (const [key, item] of byKey(value)) printed += `${printed === "" ? "" : ", "}${textOf(key)}: ${printOf(item)}`;
    return `{${printed}}`;
  }
  if (Array.isArray(value)) return `[${value.map(printOf).join(", ")}]`;
  return textOf(pyStr(value));
}

function byKey(dict: PyDict): (readonly [PyValue, PyValue])[] {
  const entries = dict.entries();
  return entries.length < 2 ? entries : entries.sort(([a], [b]) => (pyStr(a) < pyStr(b) ? -1 : 1));
}

/** Nearly every text prints as itself between quotes: double ones when it holds single ones. */
function textOf(value: PyValue): string {
  return typeof value === "string" && /^[ !#-[\]-~]*$/.test(value)
    ? value.includes("'")
      ? `"${value}"`
      : `'${value}'`
    : pyRepr(value);
}
