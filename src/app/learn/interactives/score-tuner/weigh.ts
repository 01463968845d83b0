/** Components and weights -> scores, ranks and bands. Weights always add up to 1. */
import type { PlayRow } from "../interactive.ts";

export interface Weight {
  readonly component: string;
  readonly label: string;
  readonly weight: number;
}

export interface Scored {
  readonly id: string;
  readonly name: string;
  readonly parts: ReadonlyMap<string, number>;
  readonly ceiling: number | null;
}

export interface Band {
  readonly name: string;
  readonly from: number;
}

export interface Ranked {
  readonly thing: Scored;
  readonly score: number;
  readonly before: number;
  /** Places gained; negative when lost. */
  readonly moved: number;
  readonly band: string;
  readonly bandBefore: string;
  readonly isCapped: boolean;
}

export function readWeights(rows: readonly PlayRow[]): readonly Weight[] {
  const read = rows.map((row) => ({
    component: String(row["component"]),
    label: String(row["label"]),
    weight: Number(row["weight"]),
  }));
  return scaled(read);
}

export function readScored(parts: readonly PlayRow[], ceilings: readonly PlayRow[]): readonly Scored[] {
  const limits = new Map(ceilings.map((row) => [String(row["id"]), Number(row["ceiling"])]));
  const things = new Map<string, { name: string; parts: Map<string, number> }>();
  for (const row of parts) {
    const id = String(row["id"]);
    const thing = things.get(id) ?? { name: String(row["name"]), parts: new Map<string, number>() };
    thing.parts.set(String(row["component"]), Number(row["value"] ?? 0));
    things.set(id, thing);
  }
  return [...things].map(([id, thing]) => ({ id, ...thing, ceiling: limits.get(id) ?? null }));
}

export function readBands(rows: readonly PlayRow[]): readonly Band[] {
  return rows
    .map((row) => ({ name: String(row["band"]), from: Number(row["from_score"]) }))
    .sort((left, right) => left.from - right.from);
}

/** One weight is set; the others share the rest in the proportion that they had, or evenly when they were all zero. */
export function withWeight(weights: readonly Weight[], component: string, value: number): readonly Weight[] {
  const wanted = Math.min(1, Math.max(0, value));
  const others = weights.filter((weight) => weight.component !== component);
  const sum = others.reduce((total, weight) => total + weight.weight, 0);
  return weights.map((weight) => {
    if (weight.component === component) return { ...weight, weight: others.length === 0 ? 1 : wanted };
    const share = sum === 0 ? 1 / others.length : weight.weight / sum;
    return { ...weight, weight: (1 - wanted) * share };
  });
}

export function scoreOf(thing: Scored, weights: readonly Weight[]): number {
  const sum = weights.reduce((total, { component, weight }) => total + weight * (thing.parts.get(component) ?? 0), 0);
  return Math.min(1, Math.max(0, Math.min(sum, thing.ceiling ?? 1)));
}

/** Lower ends count: a score of exactly 0.7 is in the band from 0.7. */
export function bandOf(score: number, bands: readonly Band[]): string {
  // A sum of products may miss a limit by the last bit.
  return bands.findLast((band) => score + 1e-9 >= band.from)?.name ?? bands[0]?.name ?? "";
}

/** In the order of the new scores, the highest first; equal scores by id, so that nothing moves without a reason. */
export function rank(
  things: readonly Scored[],
  start: readonly Weight[],
  now: readonly Weight[],
  bands: readonly Band[],
): readonly Ranked[] {
  const placeBefore = placesOf(things, start);
  const placeNow = placesOf(things, now);
  return [...things]
    .sort((left, right) => (placeNow.get(left.id) ?? 0) - (placeNow.get(right.id) ?? 0))
    .map((thing) => {
      const [score, before] = [scoreOf(thing, now), scoreOf(thing, start)];
      return {
        thing,
        score,
        before,
        moved: (placeBefore.get(thing.id) ?? 0) - (placeNow.get(thing.id) ?? 0),
        band: bandOf(score, bands),
        bandBefore: bandOf(before, bands),
        isCapped: thing.ceiling !== null && score === thing.ceiling,
      };
    });
}

function placesOf(things: readonly Scored[], weights: readonly Weight[]): ReadonlyMap<string, number> {
  const scores = new Map(things.map((thing) => [thing.id, scoreOf(thing, weights)]));
  const order = things
    .map((thing) => thing.id)
    .sort(
      (left, right) =>
        (scores.get(right) ?? 0) - (scores.get(left) ?? 0) || left.localeCompare(right, "en", { numeric: true }),
    );
  return new Map(order.map((id, index) => [id, index]));
}

function scaled(weights: readonly Weight[]): readonly Weight[] {
  const sum = weights.reduce((total, weight) => total + weight.weight, 0);
  return sum === 0 ? weights : weights.map((weight) => ({ ...weight, weight: weight.weight / sum }));
}
