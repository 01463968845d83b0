/**
 * Which cards are worth drawing: those in sight and around it. The region moves in steps of half a view, so that a hand that moves the
 * picture asks for new cards a few times in a long way and not at each frame.
 */
import type { PlacedBox } from "../../worker/protocol.ts";

export interface Sight {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const ZOOM_STEP = Math.log(1.5);

export function sightOf(
  camera: { readonly x: number; readonly y: number; readonly scale: number },
  view: { readonly width: number; readonly height: number },
  /** Where the last zoom came to rest: a zoom that is going on brings no new cards before it ends. */
  restScale = camera.scale,
): string {
  const level = Math.floor(Math.log(restScale) / ZOOM_STEP);
  // The smallest scale of the level shows the most.
  const least = Math.exp(level * ZOOM_STEP);
  const [stepX, stepY] = [Math.max(200, view.width / least / 2), Math.max(200, view.height / least / 2)];
  const column = Math.floor(-camera.x / camera.scale / stepX);
  const row = Math.floor(-camera.y / camera.scale / stepY);
  return [(column - 1) * stepX, (column + 4) * stepX, (row - 1) * stepY, (row + 4) * stepY].join(" ");
}

/** `sight` is text so that it is the same value while the region is the same. */
export function inSight(sight: string, box: PlacedBox | undefined): boolean {
  if (!box) return false;
  const [left = 0, right = 0, top = 0, bottom = 0] = sight.split(" ").map(Number);
  return box.x < right && box.x + box.width > left && box.y < bottom && box.y + box.height > top;
}
