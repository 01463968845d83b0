/** The outline of the project that comes with the page; null where the page is served while it is being worked on. */
import { manifestOfOutline } from "../../engine/core/outline.ts";
import type { Manifest } from "../../engine/core/manifest.ts";
import outline from "virtual:project-outline";

export function bundledOutline(): Manifest | null {
  return outline && manifestOfOutline(outline);
}
