/**
 * Places boxes in vertical bands: boxes with their band and edges in, positions and edge paths out. Pure, no DOM.
 *
 * A band holds as many columns as its longest chain of boxes needs, at most `maxColumns`; within a column the order is found by
 * barycentre sweeps, and the order with the fewest crossings is kept. An edge over several columns goes through waypoints that
 * all edges of the same box share, so that ten readers of one table make one trunk and not ten hairlines.
 */
export interface LayoutBox<Id extends string> {
  readonly id: Id;
  /** Index of the band; bands lie left to right. */
  readonly band: number;
  readonly width: number;
  readonly height: number;
}

export interface LayoutOptions {
  readonly maxColumns: number;
  /** Boxes in a column before a band without chains takes another. */
  readonly maxRows: number;
  readonly columnGap: number;
  readonly bandPadding: number;
  readonly rowGap: number;
}

export interface PlacedBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly column: number;
  readonly row: number;
}

export interface PlacedBand {
  readonly band: number;
  readonly from: number;
  readonly to: number;
}

export interface Layout<Id extends string> {
  readonly boxes: ReadonlyMap<Id, PlacedBox>;
  readonly bands: readonly PlacedBand[];
  readonly edges: readonly { readonly from: Id; readonly to: Id; readonly path: string }[];
  readonly width: number;
  readonly height: number;
  readonly crossings: number;
}

export const DEFAULT_OPTIONS: LayoutOptions = {
  maxColumns: 3,
  maxRows: 12,
  columnGap: 28,
  bandPadding: 13,
  rowGap: 15,
};

interface Cell<Id extends string> {
  /** Null for a waypoint. */
  readonly id: Id | null;
  readonly height: number;
  readonly width: number;
  readonly before: Cell<Id>[];
  readonly after: Cell<Id>[];
  /** Centre. */
  y: number;
}

const SWEEPS = 12;
const WAYPOINT_HEIGHT = 8;

export function layoutGraph<Id extends string>(
  boxes: readonly LayoutBox<Id>[],
  edges: readonly (readonly [from: Id, to: Id])[],
  options: LayoutOptions = DEFAULT_OPTIONS,
): Layout<Id> {
  const columnOf = assignColumns(boxes, edges, options);
  const { columns, routes } = buildColumns(boxes, edges, columnOf);
  const crossings = orderColumns(columns);
  placeRows(columns, options.rowGap);
  return assemble(boxes, columns, columnOf, routes, options, crossings);
}

/** Column of each box over all bands: longest chain within the band, chains longer than allowed pressed together. */
function assignColumns<Id extends string>(
  boxes: readonly LayoutBox<Id>[],
  edges: readonly (readonly [Id, Id])[],
  options: LayoutOptions,
): Map<Id, number> {
  const bandOf = new Map(boxes.map((box) => [box.id, box.band]));
  const inner = edges.filter(([from, to]) => from !== to && bandOf.get(from) === bandOf.get(to) && bandOf.has(from));
  const columnOf = new Map<Id, number>();
  let first = 0;
  for (const band of [...new Set(boxes.map((box) => box.band))].sort((a, b) => a - b)) {
    const ids = boxes.filter((box) => box.band === band).map((box) => box.id);
    const own = inner.filter(([from]) => bandOf.get(from) === band);
    const linked = new Set(own.flat());
    const levels = pressTogether(
      longestPaths(
        ids.filter((id) => linked.has(id)),
        own,
      ),
      options.maxColumns,
    );
    const counts: number[] = [];
    for (const level of levels.values()) counts[level] = (counts[level] ?? 0) + 1;
    const free = ids.filter((id) => !linked.has(id));
    if (counts.length === 0)
      counts.push(...new Array<number>(Math.max(1, Math.ceil(free.length / options.maxRows))).fill(0));
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

function longestPaths<Id>(ids: readonly Id[], edges: readonly (readonly [Id, Id])[]): Map<Id, number> {
  const parents = new Map<Id, Id[]>();
  for (const [from, to] of edges) parents.set(to, [...(parents.get(to) ?? []), from]);
  const levels = new Map<Id, number>();
  const visiting = new Set<Id>();
  const levelOf = (id: Id): number => {
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
function pressTogether<Id>(levels: Map<Id, number>, limit: number): Map<Id, number> {
  const groups: Id[][] = [];
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
  return new Map(groups.flatMap((ids, level) => ids.map((id): [Id, number] => [id, level])));
}

interface Route<Id extends string> {
  readonly from: Id;
  readonly to: Id;
  /** Waypoints between the two boxes, left to right; null when both stand in one column. */
  readonly through: readonly Cell<Id>[] | null;
}

function buildColumns<Id extends string>(
  boxes: readonly LayoutBox<Id>[],
  edges: readonly (readonly [Id, Id])[],
  columnOf: ReadonlyMap<Id, number>,
): { columns: Cell<Id>[][]; routes: Route<Id>[] } {
  const columns: Cell<Id>[][] = [];
  const cells = new Map<Id, Cell<Id>>();
  for (const box of boxes) {
    const cell: Cell<Id> = { id: box.id, height: box.height, width: box.width, before: [], after: [], y: 0 };
    cells.set(box.id, cell);
    (columns[columnOf.get(box.id) ?? 0] ??= []).push(cell);
  }
  const trunks = new Map<Id, Cell<Id>[]>();
  const routes: Route<Id>[] = [];
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
      const waypoint: Cell<Id> = { id: null, height: WAYPOINT_HEIGHT, width: 0, before: [], after: [], y: 0 };
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

function link<Id extends string>(from: Cell<Id>, to: Cell<Id>): void {
  from.after.push(to);
  to.before.push(from);
}

/** Sorts each column by the mean place of its neighbours, back and forth; keeps the best order seen. Returns its crossings. */
function orderColumns<Id extends string>(columns: Cell<Id>[][]): number {
  const place = () => {
    for (const column of columns) column.forEach((cell, index) => (cell.y = (index + 0.5) / column.length));
  };
  place();
  let best = columns.map((column) => [...column]);
  let fewest = countCrossings(columns);
  for (let sweep = 0; sweep < SWEEPS && fewest > 0; sweep += 1) {
    const forward = sweep % 2 === 0;
    const order = forward ? columns : [...columns].reverse();
    for (const column of order) {
      const wish = new Map(
        column.map((cell) => [
          cell,
          mean(forward ? cell.before : cell.after) ?? mean(forward ? cell.after : cell.before) ?? cell.y,
        ]),
      );
      column.sort((a, b) => (wish.get(a) ?? 0) - (wish.get(b) ?? 0));
      column.forEach((cell, index) => (cell.y = (index + 0.5) / column.length));
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

function mean<Id extends string>(cells: readonly Cell<Id>[]): number | null {
  return cells.length === 0 ? null : cells.reduce((sum, cell) => sum + cell.y, 0) / cells.length;
}

function countCrossings<Id extends string>(columns: readonly (readonly Cell<Id>[])[]): number {
  const rank = new Map(columns.flatMap((column) => column.map((cell, index) => [cell, index] as const)));
  let crossings = 0;
  for (const column of columns) {
    // Every edge leads to the next column, so two of them cross when their ends are in the other order than their starts.
    const pairs = column.flatMap((cell, from) => cell.after.map((other) => ({ from, to: rank.get(other) ?? 0 })));
    pairs.forEach((p, index) => {
      for (const q of pairs.slice(index + 1)) if ((p.from - q.from) * (p.to - q.to) < 0) crossings += 1;
    });
  }
  return crossings;
}

/** Centres: as near to the neighbours' mean as the order and the gaps allow. */
function placeRows<Id extends string>(columns: readonly (readonly Cell<Id>[])[], gap: number): void {
  const spacing = (a: Cell<Id>, b: Cell<Id>) => (a.height + b.height) / 2 + (a.id === null && b.id === null ? 2 : gap);
  for (const column of columns) {
    let y = 0;
    column.forEach((cell, index) => {
      const above = column[index - 1];
      if (above) y += spacing(above, cell);
      cell.y = y;
    });
    const middle = y / 2;
    for (const cell of column) cell.y -= middle;
  }
  for (let round = 0; round < 6; round += 1) {
    for (const column of round % 2 === 0 ? columns : [...columns].reverse()) {
      const offsets: number[] = [];
      column.forEach((cell, index) => {
        const above = column[index - 1];
        offsets.push(above ? (offsets[index - 1] ?? 0) + spacing(above, cell) : 0);
      });
      const wishes = column.map((cell, index) => {
        const neighbours = mean([...cell.before, ...cell.after]);
        return (neighbours ?? cell.y) - (offsets[index] ?? 0);
      });
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

function assemble<Id extends string>(
  boxes: readonly LayoutBox<Id>[],
  columns: readonly (readonly Cell<Id>[])[],
  columnOf: ReadonlyMap<Id, number>,
  routes: readonly Route<Id>[],
  options: LayoutOptions,
  crossings: number,
): Layout<Id> {
  const bandOfColumn: number[] = [];
  for (const box of boxes) bandOfColumn[columnOf.get(box.id) ?? 0] = box.band;
  const bands: PlacedBand[] = [];
  const lefts: number[] = [];
  const widths = columns.map((column) => Math.max(0, ...column.map((cell) => cell.width)));
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

  const all = columns.flat();
  const top = Math.min(0, ...all.map((cell) => cell.y - cell.height / 2));
  const bottom = Math.max(0, ...all.map((cell) => cell.y + cell.height / 2));
  for (const cell of all) cell.y -= top;

  const placed = new Map<Id, PlacedBox>();
  const xOf = new Map<Cell<Id>, { left: number; right: number }>();
  columns.forEach((column, index) => {
    const left = lefts[index] ?? 0;
    let row = 0;
    for (const cell of column) {
      const width = widths[index] ?? 0;
      xOf.set(cell, { left, right: left + width });
      if (cell.id === null) continue;
      placed.set(cell.id, { x: left, y: cell.y - cell.height / 2, width, height: cell.height, column: index, row });
      row += 1;
    }
  });

  const edges = routes.flatMap(({ from, to, through }) => {
    const a = placed.get(from);
    const b = placed.get(to);
    return a && b ? [{ from, to, path: through === null ? bracket(a, b) : curve(a, b, through, xOf) }] : [];
  });
  return { boxes: placed, bands, edges, width: x, height: bottom - top, crossings };
}

function curve<Id extends string>(
  a: PlacedBox,
  b: PlacedBox,
  through: readonly Cell<Id>[],
  xOf: ReadonlyMap<Cell<Id>, { left: number; right: number }>,
): string {
  let x = a.x + a.width;
  let y = a.y + a.height / 2;
  let path = `M${n(x)} ${n(y)}`;
  const to = (nextX: number, nextY: number) => {
    const bend = (nextX - x) / 2;
    path += `C${n(x + bend)} ${n(y)} ${n(nextX - bend)} ${n(nextY)} ${n(nextX)} ${n(nextY)}`;
    [x, y] = [nextX, nextY];
  };
  for (const waypoint of through) {
    const at = xOf.get(waypoint);
    if (!at) continue;
    to(at.left, waypoint.y);
    path += `H${n(at.right)}`;
    x = at.right;
  }
  to(b.x, b.y + b.height / 2);
  return path;
}

/** From one box to another of the same column (or further left): out of the right side and back into it. */
function bracket(a: PlacedBox, b: PlacedBox): string {
  const startX = a.x + a.width;
  const endX = b.x + b.width;
  const out = Math.max(startX, endX) + 16;
  const [y1, y2] = [a.y + a.height / 2, b.y + b.height / 2];
  return `M${n(startX)} ${n(y1)}C${n(out)} ${n(y1)} ${n(out)} ${n(y2)} ${n(endX)} ${n(y2)}`;
}

function n(value: number): string {
  return String(Math.round(value * 10) / 10);
}
