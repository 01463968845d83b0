/** The arguments of `ref()` and `source()`, checked. */
import { EngineError } from "../core/errors.ts";
import type { RefArgs } from "../core/manifest.ts";
import type { CallArguments } from "../jinja/values.ts";

/** Throws J002 when the arguments make no sense. */
export function refArguments(call: CallArguments): RefArgs {
  const [first, second] = call.args;
  if (typeof first !== "string" || call.args.length > 2 || (second !== undefined && typeof second !== "string")) {
    throw wrongArguments("ref", "ref('model') or ref('package', 'model')");
  }
  const version = call.kwargs.get("version") ?? call.kwargs.get("v");
  return {
    name: second ?? first,
    package: second === undefined ? null : first,
    version:
      typeof version === "bigint"
        ? Number(version)
        : typeof version === "string" || typeof version === "number"
          ? version
          : null,
  };
}

export function sourceArguments(call: CallArguments): readonly [string, string] {
  const [source, table] = call.args;
  if (call.args.length !== 2 || typeof source !== "string" || typeof table !== "string")
    throw wrongArguments("source", "source('source', 'table')");
  return [source, table];
}

function wrongArguments(fn: string, form: string): EngineError {
  return new EngineError("J002", `${fn}() was called with arguments that it does not take.`, {
    hint: `Write ${form}.`,
  });
}
