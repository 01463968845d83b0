/** The surfaces that exist, in the order of the header; one that is not built yet is not named here. */
import GraduationCap from "@lucide/svelte/icons/graduation-cap";
import Table2 from "@lucide/svelte/icons/table-2";
import Waypoints from "@lucide/svelte/icons/waypoints";
import type { Surface } from "../route.svelte.ts";

export const surfaces = [
  { surface: "lineage", icon: Waypoints, includes: ["lineage"] },
  { surface: "models", icon: Table2, includes: ["models", "model"] },
  { surface: "learn", icon: GraduationCap, includes: ["learn", "lesson"] },
] as const satisfies readonly {
  surface: "lineage" | "models" | "learn";
  icon: unknown;
  includes: readonly Surface[];
}[];
