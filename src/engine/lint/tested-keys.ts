/** V013: every model has a key that is tested: unique and not null, a unique combination, or a singular test for repeats. */
import { diagnostic } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import { testedKeys as keysOf } from "../lineage/key-tests.ts";
import { propertyPlace } from "./places.ts";
import type { ProjectRule } from "./rule.ts";

export const testedKeys: ProjectRule = {
  code: "V013",
  check(context) {
    return context.models.flatMap((model): Diagnostic[] => {
      const keys = keysOf(context.project.manifest, model, context.compiledSql);
      if (keys.some(({ holds }) => holds)) return [];
      const [half] = keys;
      const message = half
        ? `The key (${half.columns.join(", ")}) of "${model.name}" is tested to be unique, but it may be empty, or its test only warns.`
        : `No test of "${model.name}" holds its key.`;
      return [
        diagnostic("V013", message, {
          hint: half
            ? "Add `not_null` to every column of the key, with severity error."
            : "Put `unique` and `not_null` on its key, or write a test that finds repeated keys.",
          at: propertyPlace(context, model, half?.columns[0] ?? null),
          node: model.unique_id,
        }),
      ];
    });
  },
};
