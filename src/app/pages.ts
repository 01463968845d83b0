/** The component of each surface, fetched when it is first opened. The lineage is the home and comes with the page itself. */
import type { Component } from "svelte";
import type { SurfaceName } from "./surfaces.ts";

export const pages: Readonly<Record<Exclude<SurfaceName, "lineage">, () => Promise<{ default: Component }>>> = {
  models: () => import("./model/ModelsPage.svelte"),
  model: () => import("./model/ModelPage.svelte"),
  learn: () => import("./learn/LearnPage.svelte"),
  lesson: () => import("./learn/LessonPage.svelte"),
  projects: () => import("./projects/ProjectsPage.svelte"),
  data: () => import("./data/DataPage.svelte"),
  errors: () => import("./errors/ErrorsPage.svelte"),
};
