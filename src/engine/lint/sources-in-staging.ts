/** V010: source() is read in the first layer only, so that each raw table is cleaned in one place. */
import { diagnostic } from "../core/errors.ts";
import { placeOf } from "./layers.ts";
import { callPlace } from "./places.ts";
import type { ProjectRule } from "./rule.ts";

export const sourcesInStaging: ProjectRule = {
  code: "V010",
  check(context) {
    return context.models.flatMap((model) => {
      const place = placeOf(model);
      if (!place || place.layer.isFirst) return [];
      return model.sources.map(([source, table]) =>
        diagnostic(
          "V010",
          `"${model.name}" is in ${place.layer.folder} and reads the source "${source}.${table}" past staging.`,
          {
            hint: `Read the staging model of "${source}.${table}" with ref(), or make one.`,
            at: callPlace(context, model, "source", [source, table]),
            node: model.unique_id,
          },
        ),
      );
    });
  },
};
