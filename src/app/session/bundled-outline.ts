/** The outline of the project that comes with the page, as a manifest; null where no build made one. */
import { manifestOfOutline } from "../../engine/core/outline.ts";
import type { Manifest } from "../../engine/core/manifest.ts";
import { outline } from "./project-outline.ts";

export function bundledOutline(): Manifest | null {
  return outline && manifestOfOutline(outline);
}
