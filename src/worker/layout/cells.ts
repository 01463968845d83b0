/**
 * Boxes in columns, with waypoints where an edge passes a column: what the ordering sorts and the drawing reads. An edge over several
 * columns goes through waypoints that all edges of the same box share, so that ten readers of one table make one trunk and not ten
 * hairlines.
 */
import type { LayoutBox } from "./protocol.ts";

export interface Cell {
  /** Null for a waypoint. */
  readonly id: string | null;
  readonly height: number;
  readonly width: number;
  readonly before: Cell[];
  readonly after: Cell[];
  /** Centre. */
  y: number;
}

export interface Route {
  readonly from: string;
  readonly to: string;
  /** Waypoints between the two boxes, left to right; null when the second does not stand further right. */
  readonly through: readonly Cell[] | null;
}

const WAYPOINT_HEIGHT = 8;

export function buildColumns(
  boxes: readonly LayoutBox[],
  edges: readonly (readonly [string, string])[],
  columnOf: ReadonlyMap<string, number>,
): { readonly columns: Cell[][]; readonly routes: Route[] } {
  const columns: Cell[][] = [];
  const cells = new Map<string, Cell>();
  for (const box of boxes) {
    const cell: Cell = { id: box.id, height: box.height, width: box.width, before: [], after: [], y: 0 };
    cells.set(box.id, cell);
    (columns[columnOf.get(box.id) ?? 0] ??= []).push(cell);
  }
  const trunks = new Map<string, Cell[]>();
  const routes: Route[] = [];
  for (const [from, to] of edges) {
    const start = cells.get(from);
    const end = cells.get(to);
    const a = columnOf.get(from);
    const b = columnOf.get(to);
    if (!start || !end || a === undefined || b === undefined) continue;
    if (a >= b) {
      routes.push({ from, to, through: null });
      continue;
    }
    const trunk = trunks.get(from) ?? [];
    trunks.set(from, trunk);
    for (let column = a + 1 + trunk.length; column < b; column += 1) {
      const waypoint: Cell = { id: null, height: WAYPOINT_HEIGHT, width: 0, before: [], after: [], y: 0 };
      link(trunk.at(-1) ?? start, waypoint);
      trunk.push(waypoint);
      (columns[column] ??= []).push(waypoint);
    }
    const through = trunk.slice(0, b - a - 1);
    link(through.at(-1) ?? start, end);
    routes.push({ from, to, through });
  }
  return { columns: Array.from(columns, (column) => column ?? []), routes };
}

function link(from: Cell, to: Cell): void {
  from.after.push(to);
  to.before.push(from);
}
