/** V012: a model lies in the folder of a layer and is called as that layer's models are. */
import { diagnostic } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import { LAYER_FOLDERS, placeOf } from "./layers.ts";
import { headOf } from "./places.ts";
import type { ProjectRule } from "./rule.ts";

export const naming: ProjectRule = {
  code: "V012",
  check(context) {
    return context.models.flatMap((model): Diagnostic[] => {
      const detail = { at: headOf(context, model), node: model.unique_id };
      const place = placeOf(model);
      if (!place) {
        return [
          diagnostic("V012", `"${model.name}" lies in no layer's folder.`, {
            ...detail,
            hint: `Move it below one of ${LAYER_FOLDERS.map((folder) => `"${folder}"`).join(", ")}.`,
          }),
        ];
      }
      const found: Diagnostic[] = [];
      const fits = place.prefixes.some((prefix) => model.name.startsWith(prefix) && model.name.length > prefix.length);
      if (!fits) {
        const wanted = place.prefixes.map((prefix) => `"${prefix}…"`).join(" or ");
        found.push(
          diagnostic("V012", `"${model.name}" is in ${place.layer.folder}, where names start with ${wanted}.`, {
            ...detail,
            hint: "Rename the model, or move its file to the folder that its name tells of.",
          }),
        );
      }
      if (!/^[a-z][a-z0-9_]*$/.test(model.name)) {
        found.push(
          diagnostic("V012", `"${model.name}" has characters that a model's name should not have.`, {
            ...detail,
            hint: "Use lower-case letters, digits and underscores.",
          }),
        );
      }
      return found;
    });
  },
};
