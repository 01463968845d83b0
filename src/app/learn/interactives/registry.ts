/**
 * The interactives that a lesson can place with `::play`: key in lesson.yml -> component, loaded when it is first shown. Each lies in
 * a folder of its own and has its contract in `src/lessons/interactives.ts`.
 */
import type { Component } from "svelte";
import type { InteractiveProps } from "./interactive.ts";

export const interactives: Readonly<Record<string, () => Promise<{ default: Component<InteractiveProps> }>>> = {
  "time-slider": () => import("./TimeSlider.svelte"),
};
