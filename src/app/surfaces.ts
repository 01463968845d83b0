/**
 * The surfaces that exist: what their address is, what they are called, and where they show up. A surface is a line here, a page in
 * `pages.ts` and a folder of its own; one that is not built yet is not named here.
 */
import { strings } from "./strings/catalogue.ts";

interface SurfaceFacts {
  /** First part of the address: `#/model/…`. Two surfaces may share it when the numbers of segments differ. */
  readonly path: string;
  /** How many segments may follow, at least and at most. */
  readonly segments: readonly [number, number];
  /** What the title of the window says; the name of a model or lesson stands before it where there is one. */
  readonly title: string;
  /** Words under which the palette finds it; without them it is not a place of its own (it needs a name). */
  readonly finds?: readonly string[];
  /** The tree of resources stands beside it. */
  readonly tree?: true;
  /** Speaks of the bundled project only: with another project open, the page says what it is and offers the way back. */
  readonly bundledOnly?: { readonly title: string; readonly text: (project: string) => string };
}

const { shell, projects, errors, files, workspaces, titles } = strings;
const learnElsewhere = { title: projects.learnTitle, text: projects.learnText };

export const SURFACES = {
  lineage: { path: "lineage", segments: [0, 0], title: shell.lineage, finds: ["lineage", "graph"], tree: true },
  models: { path: "models", segments: [0, 0], title: shell.models, finds: ["models"], tree: true },
  model: { path: "model", segments: [1, 1], title: shell.models, tree: true },
  file: { path: "file", segments: [1, 40], title: files.pane.files, tree: true },
  relation: { path: "relation", segments: [2, 2], title: files.pane.database, tree: true },
  changes: {
    path: "changes",
    segments: [0, 0],
    title: files.history.title,
    finds: ["changes", "history", "restore", "undo", "versions"],
    tree: true,
  },
  ripple: {
    path: "ripple",
    segments: [0, 1],
    title: titles.ripple,
    finds: ["live", "ripple", "data diff", "compare"],
  },
  runs: { path: "runs", segments: [0, 1], title: titles.runs, finds: ["runs", "history", "timeline", "failures"] },
  docs: {
    path: "docs",
    segments: [0, 1],
    title: titles.docs,
    finds: ["docs", "catalogue", "search", "columns", "macros"],
  },
  metrics: { path: "metrics", segments: [0, 0], title: titles.metrics, finds: ["metrics", "figures", "kpis"] },
  metric: { path: "metric", segments: [1, 1], title: titles.metrics },
  dashboards: {
    path: "dashboards",
    segments: [0, 0],
    title: titles.dashboards,
    finds: ["dashboards", "exposures", "charts", "report"],
  },
  dashboard: { path: "dashboard", segments: [1, 1], title: titles.dashboards },
  scratch: {
    path: "scratch",
    segments: [0, 0],
    title: titles.scratch,
    finds: ["scratchpad", "scratch", "query", "sql", "explain"],
  },
  xray: { path: "xray", segments: [1, 1], title: titles.xray, tree: true },
  learn: { path: "learn", segments: [0, 0], title: shell.learn, finds: ["learn"], bundledOnly: learnElsewhere },
  lesson: { path: "learn", segments: [2, 2], title: shell.learn, bundledOnly: learnElsewhere },
  workshops: {
    path: "workshops",
    segments: [0, 0],
    title: titles.workshops,
    finds: ["workshops", "agenda", "present", "projector", "preflight", "checkpoint"],
    bundledOnly: learnElsewhere,
  },
  workshop: { path: "workshop", segments: [1, 1], title: titles.workshops, bundledOnly: learnElsewhere },
  instructor: {
    path: "instructor",
    segments: [0, 0],
    title: titles.instructor,
    finds: ["instructor", "class", "progress files", "heat map", "stuck"],
    bundledOnly: learnElsewhere,
  },
  projects: {
    path: "projects",
    segments: [0, 0],
    title: projects.openMore,
    finds: ["projects", "open a project", "zip", "folder"],
  },
  workspaces: {
    path: "workspaces",
    segments: [0, 0],
    title: workspaces.title,
    finds: ["workspaces", "new workspace", "copy", "reset", "start over", "attach", "csv", "parquet"],
  },
  settings: {
    path: "settings",
    segments: [0, 0],
    title: titles.settings,
    finds: ["settings", "preferences", "theme", "storage", "about", "licences", "licenses"],
  },
  share: { path: "share", segments: [0, 1], title: titles.share },
  data: {
    path: "data",
    segments: [0, 0],
    title: titles.data,
    finds: ["data", "tier", "seed", "as of", "clock", "today"],
    bundledOnly: { title: projects.elsewhereTitle, text: projects.elsewhereText },
  },
  time: {
    path: "time",
    segments: [0, 1],
    title: titles.time,
    finds: ["time", "history", "snapshots", "slowly changing", "scd", "point in time"],
  },
  errors: { path: "errors", segments: [0, 1], title: errors.title, finds: ["errors", "codes"] },
} as const satisfies Record<string, SurfaceFacts>;

export type SurfaceName = keyof typeof SURFACES;

export function factsOf(surface: SurfaceName): SurfaceFacts {
  return SURFACES[surface];
}

/** The surface that answers to an address, or null. */
export function surfaceAt(path: string, segments: number): SurfaceName | null {
  const found = surfaceNames().find((name) => {
    const facts = factsOf(name);
    return facts.path === path && segments >= facts.segments[0] && segments <= facts.segments[1];
  });
  return found ?? null;
}

export function surfaceNames(): readonly SurfaceName[] {
  return Object.keys(SURFACES) as SurfaceName[];
}
