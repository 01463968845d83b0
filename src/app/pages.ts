/** The component of each surface, fetched when it is first opened. The lineage is the home and comes with the page itself. */
import type { Component } from "svelte";
import type { SurfaceName } from "./surfaces.ts";

export const pages: Readonly<Record<Exclude<SurfaceName, "lineage">, () => Promise<{ default: Component }>>> = {
  models: () => import("./model/ModelsPage.svelte"),
  model: () => import("./model/ModelPage.svelte"),
  file: () => import("./files/FilePage.svelte"),
  relation: () => import("./files/RelationPage.svelte"),
  changes: () => import("./files/ChangesPage.svelte"),
  runs: () => import("./runs/RunsPage.svelte"),
  docs: () => import("./docs/DocsPage.svelte"),
  ripple: () => import("./ripple/RipplePage.svelte"),
  metrics: () => import("./metrics/MetricsPage.svelte"),
  metric: () => import("./metrics/MetricsPage.svelte"),
  dashboards: () => import("./dashboards/DashboardsPage.svelte"),
  dashboard: () => import("./dashboards/DashboardPage.svelte"),
  scratch: () => import("./scratch/ScratchPage.svelte"),
  xray: () => import("./xray/XrayPage.svelte"),
  learn: () => import("./learn/LearnPage.svelte"),
  lesson: () => import("./learn/LessonPage.svelte"),
  workshops: () => import("./workshop/WorkshopsPage.svelte"),
  workshop: () => import("./workshop/WorkshopPage.svelte"),
  instructor: () => import("./instructor/InstructorPage.svelte"),
  projects: () => import("./projects/ProjectsPage.svelte"),
  data: () => import("./data/DataPage.svelte"),
  time: () => import("./time/TimePage.svelte"),
  workspaces: () => import("./projects/ProjectsPage.svelte"),
  settings: () => import("./settings/SettingsPage.svelte"),
  share: () => import("./share/SharePage.svelte"),
  errors: () => import("./errors/ErrorsPage.svelte"),
};
