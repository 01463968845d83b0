/** V015: a model's file opens with a comment that says what one row is. */
import { diagnostic } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import { declaredGrain } from "../lineage/key-tests.ts";
import { headOf } from "./places.ts";
import type { ProjectRule } from "./rule.ts";

export const grainLine: ProjectRule = {
  code: "V015",
  check(context) {
    return context.models.flatMap((model): Diagnostic[] => {
      if (declaredGrain(model.raw_code)) return [];
      return [
        diagnostic("V015", `"${model.name}" does not open with a line that says what one row is.`, {
          hint: 'Start the file with a comment such as "-- One row per order.".',
          at: headOf(context, model),
          node: model.unique_id,
        }),
      ];
    });
  },
};
