/**
 * Values of `materialized` and `incremental_strategy` that the project brings itself, by a materialization block or a macro
 * `get_incremental_<name>_sql`. Property files are read before macros, so what they object to is looked at again here.
 */
import type { Diagnostic } from "../core/errors.ts";
import type { MacroRegistry } from "../context/macro-registry.ts";
import { unknownChoice } from "./validate-config.ts";

/** The findings without those about a value that the project does know. */
export function withoutOwnChoices(found: readonly Diagnostic[], registry: MacroRegistry): readonly Diagnostic[] {
  if (!found.some(({ code }) => code === "P010")) return found;
  const known = new Set(
    registry.all().flatMap(({ block, info }) => {
      if (info.package_name === "dbt") return [];
      if (block.kind === "materialization") return [unknownChoice("materialized", block.name)];
      const strategy = /^get_incremental_(\w+)_sql$/.exec(info.name)?.[1];
      return strategy === undefined ? [] : [unknownChoice("incremental_strategy", strategy)];
    }),
  );
  return found.filter(({ code, message }) => code !== "P010" || !known.has(message));
}
