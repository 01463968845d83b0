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

/** `args` without `model`. */
export function genericTestNames(testType: string, nodeName: string, args: PyDict): TestNames {
  const flat = [...args.entries()]
    .sort(([a], [b]) => (pyStr(a) < pyStr(b) ? -1 : 1))
    .flatMap(([, value]) => (value instanceof PyDict ? value.values() : Array.isArray(value) ? value : [value]))
    .map((value) => pyStr(value).replace(/[^0-9a-zA-Z_]+/g, "_"));
  const identifier = `${testType}_${nodeName}`;
  const full = `${identifier}_${flat.join("__")}`;
  return { full, short: full.length >= 64 ? `${identifier.slice(0, 30)}_${md5(full)}` : full };
}

/** The last part of a generic test's unique id. `kwargs` includes `model`. */
export function testHash(name: string, metadata: { name: string; namespace: string | null; kwargs: PyDict }): string {
  const printed = hashable(
    PyDict.from([
      ["kwargs", metadata.kwargs],
      ["name", metadata.name],
      ["namespace", metadata.namespace],
    ]),
  );
  return md5(name + pyRepr(printed)).slice(-10);
}

/** Dicts in key order, everything else as its text. */
function hashable(value: PyValue): PyValue {
  if (value instanceof PyDict) {
    const entries = value.entries().sort(([a], [b]) => (pyStr(a) < pyStr(b) ? -1 : 1));
    return PyDict.from(entries.map(([key, item]) => [key, hashable(item)]));
  }
  return Array.isArray(value) ? value.map(hashable) : pyStr(value);
}
