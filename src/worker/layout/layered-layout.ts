/**
 * Places boxes in vertical bands: boxes with their band and edges in, positions and lines out. Pure, no DOM.
 *
 * A band holds as many columns as its longest chain of boxes needs, at most `maxColumns`, and more only where a column would grow
 * too tall to be overlooked. What reads stands right of what it reads wherever that is possible.
 */
import { assemble } from "./assemble.ts";
import { buildColumns, type Cell } from "./cells.ts";
import { meanOf, orderColumns } from "./order-columns.ts";
import type { Layout, LayoutBox } from "./protocol.ts";

export interface LayoutOptions {
  readonly maxColumns: number;
  /** Boxes in a column before a band without chains takes another. */
  readonly maxRows: number;
  /** Boxes of one step of a chain before they take another column. */
  readonly tallest: number;
  readonly columnGap: number;
  readonly bandPadding: number;
  readonly rowGap: number;
}

export const DEFAULT_OPTIONS: LayoutOptions = {
  maxColumns: 3,
  maxRows: 12,
  tallest: 26,
  columnGap: 28,
  bandPadding: 13,
  rowGap: 15,
};

export function layoutGraph(
  boxes: readonly LayoutBox[],
  edges: readonly (readonly [from: string, to: string])[],
  options: LayoutOptions = DEFAULT_OPTIONS,
): Layout {
  const columnOf = assignColumns(boxes, edges, options);
  const { columns, routes } = buildColumns(boxes, edges, columnOf);
  const crossings = orderColumns(columns);
  placeRows(columns, options.rowGap);
  return assemble({ boxes, columns, columnOf, routes, options, crossings });
}

/** Column of each box over all bands: longest chain within the band, chains longer than allowed pressed together. */
function assignColumns(
  boxes: readonly LayoutBox[],
  edges: readonly (readonly [string, string])[],
  options: LayoutOptions,
): Map<string, number> {
  const bandOf = new Map(boxes.map((box) => [box.id, box.band]));
  const idsOf = new Map<number, string[]>();
  for (const box of boxes) push(idsOf, box.band, box.id);
  const innerOf = new Map<number, (readonly [string, string])[]>();
  for (const edge of edges) {
    const band = bandOf.get(edge[0]);
    if (band !== undefined && edge[0] !== edge[1] && band === bandOf.get(edge[1])) push(innerOf, band, edge);
  }
  const columnOf = new Map<string, number>();
  let first = 0;
  for (const [band, ids] of [...idsOf].sort(([a], [b]) => a - b)) {
    const inner = innerOf.get(band) ?? [];
    const linked = new Set(inner.flat());
    const paths = longestPaths(
      ids.filter((id) => linked.has(id)),
      inner,
    );
    const levels = splitTall(pressTogether(paths, options.maxColumns), options.tallest);
    const counts: number[] = [];
    for (const level of levels.values()) counts[level] = (counts[level] ?? 0) + 1;
    const free = ids.filter((id) => !linked.has(id));
    const columns = counts.length === 0 ? Math.max(1, Math.ceil(free.length / options.maxRows)) : 0;
    counts.push(...new Array<number>(columns).fill(0));
    for (const id of free) {
      // The emptiest column, the last of equals: what nothing in the band reads lies near its readers further right.
      const least = Math.min(...counts);
      const column = counts.lastIndexOf(least);
      levels.set(id, column);
      counts[column] = least + 1;
    }
    for (const [id, level] of levels) columnOf.set(id, first + level);
    first += counts.length;
  }
  return columnOf;
}

function longestPaths(ids: readonly string[], edges: readonly (readonly [string, string])[]): Map<string, number> {
  const parents = new Map<string, string[]>();
  for (const [from, to] of edges) push(parents, to, from);
  const levels = new Map<string, number>();
  const visiting = new Set<string>();
  const levelOf = (id: string): number => {
    const known = levels.get(id);
    if (known !== undefined) return known;
    // A circle is an error of the project, and must still be drawn: the edge that closes it counts for nothing.
    if (visiting.has(id)) return -1;
    visiting.add(id);
    const level = Math.max(-1, ...(parents.get(id) ?? []).map(levelOf)) + 1;
    visiting.delete(id);
    levels.set(id, level);
    return level;
  };
  for (const id of ids) levelOf(id);
  return levels;
}

/** Joins neighbouring levels, those with the fewest boxes first, until no more than `limit` are left. */
function pressTogether(levels: ReadonlyMap<string, number>, limit: number): string[][] {
  const groups: string[][] = [];
  for (const [id, level] of levels) (groups[level] ??= []).push(id);
  while (groups.length > limit) {
    let best = 0;
    let least = Infinity;
    for (let index = 0; index + 1 < groups.length; index += 1) {
      const sum = (groups[index]?.length ?? 0) + (groups[index + 1]?.length ?? 0);
      if (sum <= least) [best, least] = [index, sum];
    }
    groups.splice(best, 2, [...(groups[best] ?? []), ...(groups[best + 1] ?? [])]);
  }
  return groups;
}

/** The column of each box: a level that is too tall takes several columns, which keeps what reads it further right. */
function splitTall(levels: readonly (readonly string[])[], tallest: number): Map<string, number> {
  const columnOf = new Map<string, number>();
  let first = 0;
  for (const ids of levels) {
    const columns = Math.max(1, Math.ceil(ids.length / tallest));
    const height = Math.ceil(ids.length / columns);
    ids.forEach((id, index) => columnOf.set(id, first + Math.floor(index / height)));
    first += columns;
  }
  return columnOf;
}

/** Centres: as near to the neighbours' mean as the order and the gaps allow. */
function placeRows(columns: readonly (readonly Cell[])[], gap: number): void {
  const spacing = (a: Cell, b: Cell) => (a.height + b.height) / 2 + (a.id === null && b.id === null ? 2 : gap);
  for (const column of columns) {
    let y = 0;
    column.forEach((cell, index) => {
      const above = column[index - 1];
      if (above) y += spacing(above, cell);
      cell.y = y;
    });
    for (const cell of column) cell.y -= y / 2;
  }
  for (let round = 0; round < 6; round += 1) {
    for (const column of round % 2 === 0 ? columns : [...columns].reverse()) {
      const offsets: number[] = [];
      column.forEach((cell, index) => {
        const above = column[index - 1];
        offsets.push(above ? (offsets[index - 1] ?? 0) + spacing(above, cell) : 0);
      });
      const wishes = column.map(
        (cell, index) => (meanOf([...cell.before, ...cell.after]) ?? cell.y) - (offsets[index] ?? 0),
      );
      const weights = column.map((cell) => (cell.id === null ? 1 : 1 + cell.before.length + cell.after.length));
      monotone(wishes, weights).forEach((value, index) => {
        const cell = column[index];
        if (cell) cell.y = value + (offsets[index] ?? 0);
      });
    }
  }
}

/** The non-decreasing sequence nearest to the wishes (pool adjacent violators). */
function monotone(wishes: readonly number[], weights: readonly number[]): number[] {
  const blocks: { sum: number; weight: number; size: number }[] = [];
  wishes.forEach((wish, index) => {
    const weight = weights[index] ?? 1;
    blocks.push({ sum: wish * weight, weight, size: 1 });
    for (;;) {
      const last = blocks.at(-1);
      const before = blocks.at(-2);
      if (!last || !before || before.sum / before.weight <= last.sum / last.weight) break;
      blocks.splice(-2, 2, {
        sum: before.sum + last.sum,
        weight: before.weight + last.weight,
        size: before.size + last.size,
      });
    }
  });
  return blocks.flatMap((block) => new Array<number>(block.size).fill(block.sum / block.weight));
}

function push<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
