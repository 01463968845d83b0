/** V011: a model reads layers below its own, or its own; the first layer reads no models at all. */
import { diagnostic } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import { placeOf } from "./layers.ts";
import { callPlace } from "./places.ts";
import type { ProjectRule } from "./rule.ts";

export const layerOrder: ProjectRule = {
  code: "V011",
  check(context) {
    const { nodes } = context.project.manifest;
    return context.models.flatMap((model) => {
      const own = placeOf(model)?.layer;
      if (!own) return [];
      return model.depends_on.nodes.flatMap((id): Diagnostic[] => {
        const parent = nodes.get(id);
        const read = parent?.resource_type === "model" ? placeOf(parent)?.layer : undefined;
        if (!parent || !read) return [];
        if (own.isFirst ? false : read.rank <= own.rank) return [];
        const message = own.isFirst
          ? `"${model.name}" is in ${own.folder} and reads the model "${parent.name}"; ${own.folder} reads sources and seeds only.`
          : `"${model.name}" is in ${own.folder} and reads "${parent.name}" from ${read.folder}, a layer above it.`;
        return [
          diagnostic("V011", message, {
            hint: own.isFirst
              ? "Join models one layer up."
              : `Move what both need into a layer at or below ${own.folder}, or move "${model.name}" up.`,
            at: callPlace(context, model, "ref", [parent.name]),
            node: model.unique_id,
          }),
        ];
      });
    });
  },
};
