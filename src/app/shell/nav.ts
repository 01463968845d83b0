/** What the header offers, in its order. The phone's bar takes the first three of `inBar`; "More" offers the rest. */
import FolderOpen from "@lucide/svelte/icons/folder-open";
import Database from "@lucide/svelte/icons/database";
import GraduationCap from "@lucide/svelte/icons/graduation-cap";
import Table2 from "@lucide/svelte/icons/table-2";
import Waypoints from "@lucide/svelte/icons/waypoints";
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
  { surface: "models", icon: Table2, includes: ["models", "model"], inBar: true },
  { surface: "learn", icon: GraduationCap, includes: ["learn", "lesson"], inBar: true },
];

/** Places that the header shows as chips and buttons, and the phone behind "More". */
export const morePlaces: readonly NavEntry[] = [
  { surface: "data", icon: Database, includes: ["data"] },
  { surface: "projects", icon: FolderOpen, includes: ["projects"] },
];
