/**
 * Puts the arguments of a call into the parameters of a filter, method or global, with Python's errors for those that do not fit.
 */
import { TemplateError } from "./error.ts";
import type { CallArguments, PyValue } from "./values.ts";

/** A method of a built-in type. */
export type Method<T> = (self: T, call: CallArguments, access: Access) => PyValue;

/** Attribute and item access as templates have it, for what needs it without importing it (the method tables are inside it). */
export interface Access {
  getAttribute(value: PyValue, name: string): PyValue;
  getItem(value: PyValue, key: PyValue): PyValue;
}

export const NO_KEYWORDS: ReadonlyMap<string, PyValue> = new Map();
export const NO_CALL_ARGUMENTS: CallArguments = { args: [], kwargs: NO_KEYWORDS };

/**
 * The values of `parameters` in their order, undefined for those that were not given. A name that ends in `?` is optional; `skip`
 * counts arguments before them (a filter's value) in messages.
 */
export function bindFunction(
  name: string,
  parameters: readonly string[],
  call: CallArguments,
  skip = 0,
): (PyValue | undefined)[] {
  const { args, kwargs } = call;
  if (args.length > parameters.length) {
    const most = parameters.length + skip;
    const least = parameters.filter((parameter) => !parameter.endsWith("?")).length + skip;
    const wanted = least === most ? `${most}` : `from ${least} to ${most}`;
    throw new TemplateError(
      "TypeError",
      `${name}() takes ${wanted} positional argument${most === 1 ? "" : "s"} but ${args.length + skip} were given`,
    );
  }
  const values: (PyValue | undefined)[] = parameters.map((_, index) => args[index]);
  for (const [key, value] of kwargs) {
    const index = parameters.findIndex((parameter) => parameter === key || parameter === `${key}?`);
    if (index < 0) throw new TemplateError("TypeError", `${name}() got an unexpected keyword argument '${key}'`);
    if (index < args.length)
      throw new TemplateError("TypeError", `${name}() got multiple values for argument '${key}'`);
    values[index] = value;
  }
  const missing = parameters.filter((parameter, index) => values[index] === undefined && !parameter.endsWith("?"));
  if (missing.length > 0) {
    const names = missing.map((parameter) => `'${parameter}'`).join(" and ");
    throw new TemplateError(
      "TypeError",
      `${name}() missing ${missing.length} required positional argument${missing.length === 1 ? "" : "s"}: ${names}`,
    );
  }
  return values;
}

/** Arguments of a method or function written in C: mostly positional only, with another wording of the errors. */
export function bindBuiltin(
  name: string,
  call: CallArguments,
  least: number,
  most: number,
  keywords: readonly string[] = [],
): (PyValue | undefined)[] {
  const { args, kwargs } = call;
  const short = name.slice(name.indexOf(".") + 1);
  const given = args.length;
  if (kwargs.size > 0 && keywords.length === 0)
    throw new TemplateError("TypeError", `${name}() takes no keyword arguments`);
  if (most === 0 && given > 0) throw new TemplateError("TypeError", `${name}() takes no arguments (${given} given)`);
  if (least === 1 && most === 1 && given !== 1)
    throw new TemplateError("TypeError", `${name}() takes exactly one argument (${given} given)`);
  if (given < least || given > most) {
    const wanted = least === most ? least : given < least ? least : most;
    const bound = least === most ? "" : given < least ? "at least " : "at most ";
    throw new TemplateError(
      "TypeError",
      `${short} expected ${bound}${wanted} argument${wanted === 1 ? "" : "s"}, got ${given}`,
    );
  }
  if (kwargs.size === 0) return [...args];
  const values: (PyValue | undefined)[] = [...args];
  for (const [key, value] of kwargs) {
    const index = keywords.indexOf(key);
    if (index < 0) throw new TemplateError("TypeError", `'${key}' is an invalid keyword argument for ${short}()`);
    if (index < given)
      throw new TemplateError(
        "TypeError",
        `argument for ${short}() given by name ('${key}') and position (${index + 1})`,
      );
    values[index] = value;
  }
  return values;
}
