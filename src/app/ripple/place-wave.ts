/**
 * Positions of cards in bands from left to right: cards with their band and what they read in, places out. Pure.
 *
 * A band has as many columns as its longest chain of cards, at most `MOST_COLUMNS`. In a column the cards stand at the mean height of
 * what they read, nearest first, so that an edge seldom crosses another: a wave has few edges against its direction.
 */
export interface WaveBox<Id extends string> {
  readonly id: Id;
  /** Bands lie left to right in the order of this number. */
  readonly band: number;
  readonly height: number;
  readonly reads: readonly Id[];
}

export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedWave<Id extends string> {
  readonly places: ReadonlyMap<Id, Place>;
  readonly bands: readonly { readonly band: number; readonly from: number; readonly to: number }[];
  readonly width: number;
  readonly height: number;
}

const CARD_WIDTH = 178;
const MOST_COLUMNS = 4;
const COLUMN_GAP = 34;
const BAND_PADDING = 20;
const ROW_GAP = 14;
const SWEEPS = 4;

export function placeWave<Id extends string>(boxes: readonly WaveBox<Id>[]): PlacedWave<Id> {
  const byId = new Map(boxes.map((box) => [box.id, box]));
  const depths = new Map<Id, number>();
  const depthOf = (box: WaveBox<Id>): number => {
    const known = depths.get(box.id);
    if (known !== undefined) return known;
    // For a circle of refs, which is an error of the project and must still be drawn.
    depths.set(box.id, 0);
    const own = box.reads.flatMap((id) => byId.get(id) ?? []).filter(({ band }) => band === box.band);
    const depth = Math.max(-1, ...own.map(depthOf)) + 1;
    depths.set(box.id, depth);
    return depth;
  };
  const bands: { band: number; from: number; to: number }[] = [];
  const columns: { readonly x: number; readonly boxes: WaveBox<Id>[] }[] = [];
  let x = 0;
  for (const band of [...new Set(boxes.map((box) => box.band))].sort((a, b) => a - b)) {
    const own = boxes.filter((box) => box.band === band);
    const count = Math.min(MOST_COLUMNS, Math.max(...own.map(depthOf)) + 1);
    const from = x;
    x += BAND_PADDING;
    for (let column = 0; column < count; column += 1) {
      const last = column === count - 1;
      columns.push({ x, boxes: own.filter((box) => (last ? depthOf(box) >= column : depthOf(box) === column)) });
      x += CARD_WIDTH + (last ? BAND_PADDING : COLUMN_GAP);
    }
    bands.push({ band, from, to: x });
  }

  const middles = new Map<Id, number>();
  const readers = new Map<Id, Id[]>();
  for (const { id, reads } of boxes)
    for (const parent of reads) readers.set(parent, [...(readers.get(parent) ?? []), id]);
  const stack = (list: WaveBox<Id>[]): void => {
    const total = list.reduce((sum, box) => sum + box.height + ROW_GAP, -ROW_GAP);
    let y = -total / 2;
    for (const box of list) {
      middles.set(box.id, y + box.height / 2);
      y += box.height + ROW_GAP;
    }
  };
  for (const column of columns) stack(column.boxes);
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const forward = sweep % 2 === 0;
    for (const column of forward ? columns : columns.toReversed()) {
      const wish = new Map(
        column.boxes.map((box) => {
          const near = (forward ? box.reads : (readers.get(box.id) ?? [])).flatMap((id) => middles.get(id) ?? []);
          return [
            box.id,
            near.length === 0 ? (middles.get(box.id) ?? 0) : near.reduce((sum, y) => sum + y, 0) / near.length,
          ];
        }),
      );
      column.boxes.sort((a, b) => (wish.get(a.id) ?? 0) - (wish.get(b.id) ?? 0));
      stack(column.boxes);
    }
  }
  const top = Math.min(0, ...boxes.map((box) => (middles.get(box.id) ?? 0) - box.height / 2));
  const bottom = Math.max(0, ...boxes.map((box) => (middles.get(box.id) ?? 0) + box.height / 2));
  const places = new Map(
    columns.flatMap((column) =>
      column.boxes.map((box): [Id, Place] => [
        box.id,
        { x: column.x, y: (middles.get(box.id) ?? 0) - box.height / 2 - top, width: CARD_WIDTH, height: box.height },
      ]),
    ),
  );
  return { places, bands, width: x, height: bottom - top };
}
