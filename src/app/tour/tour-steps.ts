/**
 * The stops of the tour: where each is, and the one thing that it points at. What is pointed at may be missing (a phone has no dock, a
 * project of one's own no health score); then the words stand in the middle of the page, or the stop is left out.
 */
import type { Manifest } from "../../engine/core/manifest.ts";
import { strings } from "../strings/catalogue.ts";
import { href } from "../route.svelte.ts";

const { steps } = strings.tour;

export interface TourStop {
  readonly name: keyof typeof steps;
  readonly title: string;
  readonly text: string;
  /** The place that the stop is at. */
  readonly address: string;
  /** The first of these that can be seen is pointed at. */
  readonly points: readonly string[];
}

const MODEL = "int_customers__health_components";

export function tourStops(manifest: Manifest | null): readonly TourStop[] {
  const models = [...(manifest?.nodes.values() ?? [])].filter((node) => node.resource_type === "model");
  const model = models.find((node) => node.name === MODEL) ?? models.at(-1) ?? null;
  const address = model === null ? null : href("model", model.unique_id);
  return [
    {
      name: "layers",
      ...steps.layers,
      address: href("lineage"),
      points: ["main"],
    },
    ...(address === null
      ? []
      : [
          { name: "sql" as const, ...steps.sql, address, points: ["main .cm-editor", "main"] },
          {
            name: "rows" as const,
            ...steps.rows,
            address,
            points: ["main [id^='bottom-panel-']", "main .bottom[data-pane]", "main"],
          },
        ]),
    {
      name: "commands",
      ...steps.commands,
      address: href("lineage"),
      points: ["section[aria-label] [data-pane]", "footer.bar", "nav.bar"],
    },
    {
      name: "learn",
      ...steps.learn,
      address: href("lineage"),
      points: ["a[href='#/learn']"],
    },
  ];
}
