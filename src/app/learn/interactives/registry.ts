/** The interactives that a lesson can place with `::play`: key in lesson.yml -> component, loaded when it is first shown. */
import type { Component } from "svelte";
import type { Play } from "../../../lessons/pack.ts";

export interface InteractiveProps {
  readonly play: Play;
  /** A place kept in the address, such as `{ t: "2024-03-31" }`. */
  readonly place: Readonly<Record<string, string>>;
  readonly onplace: (place: Readonly<Record<string, string>>) => void;
}

export const interactives: Readonly<Record<string, () => Promise<{ default: Component<InteractiveProps> }>>> = {
  "time-slider": () => import("./TimeSlider.svelte"),
};
