/** Rows of touches -> journeys as strings of beads: which touches count, where they lie, and how large they are drawn. */
import type { PlayRow } from "../interactive.ts";

/** Why a touch may be claimed by its conversion, or why not. */
export type BeadState = "counts" | "old" | "used" | "late";

export interface Bead {
  readonly touch: string;
  readonly channel: string;
  /** Before the conversion; negative for touches after it. */
  readonly days: number;
  /** Claimed by the conversion before. */
  readonly isUsed: boolean;
}

export interface Journey {
  readonly id: string;
  readonly title: string;
  /** From the earliest to the latest. */
  readonly beads: readonly Bead[];
}

export function readJourneys(rows: readonly PlayRow[]): readonly Journey[] {
  const journeys = new Map<string, { title: string; beads: Bead[] }>();
  for (const row of rows) {
    const id = String(row["journey"]);
    const journey = journeys.get(id) ?? { title: String(row["title"]), beads: [] };
    journeys.set(id, journey);
    // A journey without a touch is a row as well.
    if (row["days_before"] === null || row["days_before"] === undefined) continue;
    journey.beads.push({
      touch: String(row["touch_id"]),
      channel: String(row["channel"]),
      days: Number(row["days_before"]),
      isUsed: row["used_up"] === true,
    });
  }
  return [...journeys].map(([id, { title, beads }]) => ({ id, title, beads: beads.sort((a, b) => b.days - a.days) }));
}

/** The window is half open: a touch exactly as old as the look-back is out, one at the conversion is in. */
export function stateOf(bead: Bead, lookBack: number): BeadState {
  if (bead.days < 0) return "late";
  if (bead.isUsed) return "used";
  return bead.days < lookBack ? "counts" : "old";
}

/** Credits by rule, journey and touch; what is not there has none. */
export function readCredits(rows: readonly PlayRow[]): ReadonlyMap<string, number> {
  return new Map(
    rows.map((row) => [
      creditKey(String(row["rule"]), String(row["journey"]), String(row["touch_id"])),
      Number(row["credit"]),
    ]),
  );
}

export function creditKey(rule: string, journey: string, touch: string): string {
  return `${rule} ${journey} ${touch}`;
}

/** Factor by which a bead is drawn: its area grows with its credit, and what has none stays a dot. */
export function beadScale(credit: number): number {
  return credit <= 0 ? 0.32 : 0.45 + 0.75 * Math.sqrt(Math.min(1, credit));
}

/**
 * Beads that would cover each other lie in lanes above and below the string, so that each keeps its day: 0 is the string itself, then
 * one above, one below. Where there is no lane left, a bead covers the one that is farthest away.
 */
export function lanesOf(places: readonly number[], gap: number): readonly number[] {
  const lanes = [0, -1, 1];
  const ends = lanes.map(() => Number.NEGATIVE_INFINITY);
  return places.map((place) => {
    const free = ends.findIndex((end) => place - end >= gap);
    const at = free >= 0 ? free : ends.indexOf(Math.min(...ends));
    ends[at] = place;
    return lanes[at] ?? 0;
  });
}

/** Days at which the axis has a mark. */
export function axisDays(last: number): readonly number[] {
  const step = last > 120 ? 30 : last > 50 ? 15 : 7;
  return Array.from({ length: Math.floor(last / step) + 1 }, (_, index) => index * step);
}
