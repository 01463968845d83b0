/** Where an arrow key leads in the graph: along the edges to the nearest neighbour, or up and down in the column. */
import type { PlacedBox } from "../../worker/protocol.ts";
import type { ItemId } from "./fold.ts";

export type Direction = "left" | "right" | "up" | "down";

export const ARROWS: Readonly<Record<string, Direction>> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};

export function stepFrom(
  id: ItemId,
  direction: Direction,
  boxes: ReadonlyMap<string, PlacedBox>,
  edges: readonly (readonly [ItemId, ItemId])[],
): ItemId | null {
  const here = boxes.get(id);
  if (!here) return null;
  const middle = (box: PlacedBox) => box.y + box.height / 2;
  const nearest = (ids: Iterable<string>): ItemId | null => {
    let best: string | null = null;
    let least = Infinity;
    for (const other of ids) {
      const box = boxes.get(other);
      if (!box || other === id) continue;
      const distance = Math.abs(middle(box) - middle(here)) + Math.abs(box.column - here.column) * 40;
      if (distance < least) [best, least] = [other, distance];
    }
    return best as ItemId | null;
  };
  const placed = (test: (box: PlacedBox) => boolean) =>
    [...boxes].flatMap(([other, box]) => (test(box) ? [other] : []));
  switch (direction) {
    case "up":
      return nearest(placed((box) => box.column === here.column && middle(box) < middle(here)));
    case "down":
      return nearest(placed((box) => box.column === here.column && middle(box) > middle(here)));
    case "left": {
      const parents = edges.filter(([, to]) => to === id).map(([from]) => from);
      // Where no edge leads on, the column beside is the next best thing: a strip has no edges at all.
      return nearest(parents) ?? nearest(placed((box) => box.column === here.column - 1));
    }
    case "right": {
      const children = edges.filter(([from]) => from === id).map(([, to]) => to);
      return nearest(children) ?? nearest(placed((box) => box.column === here.column + 1));
    }
  }
}
