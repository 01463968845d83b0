/** Where an arrow key leads in the graph: along the edges to the nearest neighbour, or up and down in the column. */
import type { ItemId } from "./fold.ts";
import type { PlacedBox } from "./layout.ts";

export type Direction = "left" | "right" | "up" | "down";

export function stepFrom(
  id: ItemId,
  direction: Direction,
  boxes: ReadonlyMap<ItemId, PlacedBox>,
  edges: readonly (readonly [ItemId, ItemId])[],
): ItemId | null {
  const here = boxes.get(id);
  if (!here) return null;
  const middle = (box: PlacedBox) => box.y + box.height / 2;
  const nearest = (ids: Iterable<ItemId>): ItemId | null => {
    let best: ItemId | null = null;
    let least = Infinity;
    for (const other of ids) {
      const box = boxes.get(other);
      if (!box || other === id) continue;
      const distance = Math.abs(middle(box) - middle(here)) + Math.abs(box.column - here.column) * 40;
      if (distance < least) [best, least] = [other, distance];
    }
    return best;
  };
  const inColumn = (test: (box: PlacedBox) => boolean) =>
    [...boxes].filter(([, box]) => box.column === here.column && test(box)).map(([other]) => other);
  switch (direction) {
    case "up":
      return nearest(inColumn((box) => middle(box) < middle(here)));
    case "down":
      return nearest(inColumn((box) => middle(box) > middle(here)));
    case "left": {
      const parents = edges.filter(([, to]) => to === id).map(([from]) => from);
      // Where no edge leads on, the column beside is the next best thing: a strip has no edges at all.
      return (
        nearest(parents) ??
        nearest([...boxes].filter(([, box]) => box.column === here.column - 1).map(([other]) => other))
      );
    }
    case "right": {
      const children = edges.filter(([from]) => from === id).map(([, to]) => to);
      return (
        nearest(children) ??
        nearest([...boxes].filter(([, box]) => box.column === here.column + 1).map(([other]) => other))
      );
    }
  }
}
