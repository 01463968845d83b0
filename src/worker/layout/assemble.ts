/** From ordered columns to the picture: bands and boxes with their places, edges as lines with arrow heads. */
import type { Cell, Route } from "./cells.ts";
import type { Layout, LayoutBox, PlacedBand, PlacedBox, PlacedEdge } from "./protocol.ts";

interface Parts {
  readonly boxes: readonly LayoutBox[];
  readonly columns: readonly (readonly Cell[])[];
  readonly columnOf: ReadonlyMap<string, number>;
  readonly routes: readonly Route[];
  readonly options: { readonly columnGap: number; readonly bandPadding: number };
  readonly crossings: number;
}

const ARROW = { length: 7, half: 3.5 };

export function assemble({ boxes, columns, columnOf, routes, options, crossings }: Parts): Layout {
  const bandOfColumn: number[] = [];
  for (const box of boxes) bandOfColumn[columnOf.get(box.id) ?? 0] = box.band;
  const bands: PlacedBand[] = [];
  const lefts: number[] = [];
  const widths = columns.map((column) => column.reduce((widest, cell) => Math.max(widest, cell.width), 0));
  let x = 0;
  columns.forEach((_, index) => {
    const band = bandOfColumn[index] ?? 0;
    const opens = index === 0 || bandOfColumn[index - 1] !== band;
    const from = x;
    x += opens ? options.bandPadding : options.columnGap;
    lefts[index] = x;
    x += widths[index] ?? 0;
    const closes = index === columns.length - 1 || bandOfColumn[index + 1] !== band;
    if (closes) x += options.bandPadding;
    const last = bands.at(-1);
    if (last && !opens) bands[bands.length - 1] = { ...last, to: x };
    else bands.push({ band, from, to: x });
  });

  let top = 0;
  let bottom = 0;
  for (const cell of columns.flat()) {
    top = Math.min(top, cell.y - cell.height / 2);
    bottom = Math.max(bottom, cell.y + cell.height / 2);
  }
  const placed = new Map<string, PlacedBox>();
  const sidesOf = new Map<Cell, { readonly left: number; readonly right: number }>();
  columns.forEach((column, index) => {
    const left = lefts[index] ?? 0;
    const width = widths[index] ?? 0;
    for (const cell of column) {
      cell.y -= top;
      sidesOf.set(cell, { left, right: left + width });
      if (cell.id !== null)
        placed.set(cell.id, { x: left, y: cell.y - cell.height / 2, width, height: cell.height, column: index });
    }
  });
  const edges = routes.flatMap(({ from, to, through }): PlacedEdge[] => {
    const a = placed.get(from);
    const b = placed.get(to);
    if (!a || !b) return [];
    return [{ from, to, ...(through === null ? bracket(a, b) : curve(a, b, through, sidesOf)) }];
  });
  return { boxes: placed, bands, edges, width: x, height: bottom - top, crossings };
}

interface Line {
  readonly path: string;
  readonly head: string;
}

function curve(
  a: PlacedBox,
  b: PlacedBox,
  through: readonly Cell[],
  sidesOf: ReadonlyMap<Cell, { readonly left: number; readonly right: number }>,
): Line {
  let x = a.x + a.width;
  let y = a.y + a.height / 2;
  let path = `M${n(x)} ${n(y)}`;
  const to = (nextX: number, nextY: number) => {
    const bend = (nextX - x) / 2;
    path += `C${n(x + bend)} ${n(y)} ${n(nextX - bend)} ${n(nextY)} ${n(nextX)} ${n(nextY)}`;
    [x, y] = [nextX, nextY];
  };
  for (const waypoint of through) {
    const at = sidesOf.get(waypoint);
    if (!at) continue;
    to(at.left, waypoint.y);
    path += `H${n(at.right)}`;
    x = at.right;
  }
  to(b.x, b.y + b.height / 2);
  return { path, head: arrow(x, y, 1) };
}

/** From one box to another of the same column (or further left): out of the right side and back into it. */
function bracket(a: PlacedBox, b: PlacedBox): Line {
  const startX = a.x + a.width;
  const endX = b.x + b.width;
  const out = Math.max(startX, endX) + 16;
  const [y1, y2] = [a.y + a.height / 2, b.y + b.height / 2];
  return {
    path: `M${n(startX)} ${n(y1)}C${n(out)} ${n(y1)} ${n(out)} ${n(y2)} ${n(endX)} ${n(y2)}`,
    head: arrow(endX, y2, -1),
  };
}

function arrow(x: number, y: number, direction: 1 | -1): string {
  const back = x - direction * ARROW.length;
  return `M${n(back)} ${n(y - ARROW.half)}L${n(x)} ${n(y)}L${n(back)} ${n(y + ARROW.half)}Z`;
}

function n(value: number): string {
  return String(Math.round(value * 10) / 10);
}
