/**
 * Journeys as an absorbing chain: counted steps between states go in; where the mass lies after each step, the rate of the chain,
 * and what is missing without each channel come out.
 *
 * Removing a channel leads the arrows into it to nothing. It does not delete journeys, which would change all other probabilities.
 */
import type { PlayRow } from "../interactive.ts";

export const START = "(start)";
export const CONVERSION = "(conversion)";
export const NOTHING = "(null)";

export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly count: number;
  /** Of all steps that leave `from`. */
  readonly probability: number;
}

export interface Removal {
  readonly channel: string;
  /** Of the chain without the channel. */
  readonly rate: number;
  readonly effect: number;
  readonly share: number;
}

/** Mass by state. */
export type Flow = ReadonlyMap<string, number>;

const LEAST_MASS = 1e-12;
const MOST_STEPS = 1000;

export function readArrows(rows: readonly PlayRow[]): readonly Arrow[] {
  const totals = new Map<string, number>();
  const counted = rows.map((row) => {
    const [from, to, count] = [String(row["from_state"]), String(row["to_state"]), Number(row["transitions"])];
    totals.set(from, (totals.get(from) ?? 0) + count);
    return { from, to, count };
  });
  return counted.map((arrow) => ({ ...arrow, probability: arrow.count / (totals.get(arrow.from) ?? 1) }));
}

export function channelsOf(arrows: readonly Arrow[]): readonly string[] {
  const states = new Set(arrows.flatMap(({ from, to }) => [from, to]));
  return [...states].filter((state) => ![START, CONVERSION, NOTHING].includes(state)).sort();
}

export function firstFlow(): Flow {
  return new Map([[START, 1]]);
}

/** One step on: what lies on an end stays there, the rest moves along the arrows. */
export function nextFlow(flow: Flow, arrows: readonly Arrow[], removed: string | null): Flow {
  const next = new Map<string, number>();
  const add = (state: string, mass: number): void => void next.set(state, (next.get(state) ?? 0) + mass);
  for (const end of [CONVERSION, NOTHING]) add(end, flow.get(end) ?? 0);
  for (const { from, to, probability } of arrows) {
    const mass = (flow.get(from) ?? 0) * probability;
    if (mass > 0) add(to === removed ? NOTHING : to, mass);
  }
  return next;
}

export function underWay(flow: Flow): number {
  let mass = 0;
  for (const [state, part] of flow) if (state !== CONVERSION && state !== NOTHING) mass += part;
  return mass;
}

/** The mass that arrives at a conversion in the end. */
export function conversionRate(arrows: readonly Arrow[], removed: string | null): number {
  let flow = firstFlow();
  for (let step = 0; step < MOST_STEPS && underWay(flow) > LEAST_MASS; step += 1)
    flow = nextFlow(flow, arrows, removed);
  return flow.get(CONVERSION) ?? 0;
}

/** The largest effect first. */
export function removalEffects(arrows: readonly Arrow[]): readonly Removal[] {
  const whole = conversionRate(arrows, null);
  const effects = channelsOf(arrows).map((channel) => {
    const rate = conversionRate(arrows, channel);
    return { channel, rate, effect: whole > 0 ? 1 - rate / whole : 0 };
  });
  const sum = effects.reduce((total, { effect }) => total + effect, 0);
  return effects
    .map((removal) => ({ ...removal, share: sum > 0 ? removal.effect / sum : 0 }))
    .sort((a, b) => b.effect - a.effect || (a.channel < b.channel ? -1 : 1));
}
