/** The order of the cells in each column: barycentre sweeps back and forth, and the order with the fewest crossings is kept. */
import type { Cell } from "./cells.ts";

const SWEEPS = 12;

/** Sorts the columns in place; returns the crossings that are left. */
export function orderColumns(columns: Cell[][]): number {
  for (const column of columns) spread(column);
  let best = columns.map((column) => [...column]);
  let fewest = countCrossings(columns);
  for (let sweep = 0; sweep < SWEEPS && fewest > 0; sweep += 1) {
    const forward = sweep % 2 === 0;
    for (const column of forward ? columns : [...columns].reverse()) {
      const wish = new Map(
        column.map((cell) => [
          cell,
          meanOf(forward ? cell.before : cell.after) ?? meanOf(forward ? cell.after : cell.before) ?? cell.y,
        ]),
      );
      column.sort((a, b) => (wish.get(a) ?? 0) - (wish.get(b) ?? 0));
      spread(column);
    }
    const crossings = countCrossings(columns);
    if (crossings < fewest) {
      fewest = crossings;
      best = columns.map((column) => [...column]);
    }
  }
  columns.splice(0, columns.length, ...best);
  return fewest;
}

export function meanOf(cells: readonly Cell[]): number | null {
  return cells.length === 0 ? null : cells.reduce((sum, cell) => sum + cell.y, 0) / cells.length;
}

function spread(column: readonly Cell[]): void {
  column.forEach((cell, index) => (cell.y = (index + 0.5) / column.length));
}

/** Every edge leads to the next column, so two of them cross when their ends are in the other order than their starts. */
function countCrossings(columns: readonly (readonly Cell[])[]): number {
  const rank = new Map(columns.flatMap((column) => column.map((cell, index) => [cell, index] as const)));
  let crossings = 0;
  columns.forEach((column, at) => {
    const ends = column.flatMap((cell) => cell.after.map((other) => rank.get(other) ?? 0).sort((a, b) => a - b));
    crossings += inversions(ends, columns[at + 1]?.length ?? 0);
  });
  return crossings;
}

/** Pairs that stand in the wrong order, by a tree of sums. */
function inversions(ranks: readonly number[], size: number): number {
  const sums = new Array<number>(size + 1).fill(0);
  let found = 0;
  ranks.forEach((rank, index) => {
    let notAbove = 0;
    for (let at = rank + 1; at > 0; at -= at & -at) notAbove += sums[at] ?? 0;
    found += index - notAbove;
    for (let at = rank + 1; at <= size; at += at & -at) sums[at] = (sums[at] ?? 0) + 1;
  });
  return found;
}
