/** What the header offers, in its order. The phone's bar takes the first three of `inBar`; "More" offers the rest. */
import BookOpen from "@lucide/svelte/icons/book-open";
import ChartGantt from "@lucide/svelte/icons/chart-gantt";
import CalendarClock from "@lucide/svelte/icons/calendar-clock";
import FolderOpen from "@lucide/svelte/icons/folder-open";
import Settings from "@lucide/svelte/icons/settings";
import Database from "@lucide/svelte/icons/database";
import Gauge from "@lucide/svelte/icons/gauge";
import Presentation from "@lucide/svelte/icons/presentation";
import GraduationCap from "@lucide/svelte/icons/graduation-cap";
import SquareTerminal from "@lucide/svelte/icons/square-terminal";
import Table2 from "@lucide/svelte/icons/table-2";
import Waypoints from "@lucide/svelte/icons/waypoints";
import LayoutDashboard from "@lucide/svelte/icons/layout-dashboard";
import type { SurfaceName } from "../surfaces.ts";

interface NavEntry {
  readonly surface: SurfaceName;
  readonly icon: typeof Waypoints;
  /** Surfaces on which this entry is the current one. */
  readonly includes: readonly SurfaceName[];
  /** Stands in the phone's bar. */
  readonly inBar?: true;
}

export const nav: readonly NavEntry[] = [
  { surface: "lineage", icon: Waypoints, includes: ["lineage"], inBar: true },
  { surface: "models", icon: Table2, includes: ["models", "model", "xray", "ripple", "file", "relation"], inBar: true },
  { surface: "runs", icon: ChartGantt, includes: ["runs"] },
  { surface: "docs", icon: BookOpen, includes: ["docs"] },
  { surface: "metrics", icon: Gauge, includes: ["metrics", "metric"] },
  { surface: "dashboards", icon: LayoutDashboard, includes: ["dashboards", "dashboard"] },
  { surface: "scratch", icon: SquareTerminal, includes: ["scratch"] },
  { surface: "learn", icon: GraduationCap, includes: ["learn", "lesson", "workshops", "workshop"], inBar: true },
  { surface: "instructor", icon: Presentation, includes: ["instructor"] },
];

/** Places that the header shows as chips and buttons, and the phone behind "More". */
export const morePlaces: readonly NavEntry[] = [
  { surface: "data", icon: Database, includes: ["data"] },
  { surface: "time", icon: CalendarClock, includes: ["time"] },
  { surface: "workspaces", icon: FolderOpen, includes: ["workspaces", "projects"] },
  { surface: "settings", icon: Settings, includes: ["settings"] },
];
