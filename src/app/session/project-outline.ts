/**
 * The outline of the project that comes with the page. The build puts it in place of this null (scripts/build/project-outline.ts); where
 * the page is served while it is being worked on, files change under it, and the lineage waits for the engine.
 */
import type { Outline } from "../../engine/core/outline.ts";

export const outline: Outline | null = null as Outline | null;
