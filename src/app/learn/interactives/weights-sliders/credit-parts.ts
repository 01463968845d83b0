/** Weights of positions, and the touches of one journey with the credit that a query gave them. */
import type { PlayRow } from "../interactive.ts";

export interface Touch {
  readonly id: string;
  readonly pos: number;
  readonly channel: string;
  readonly days: number;
  readonly isLead: boolean;
  readonly isDeal: boolean;
}

export interface PositionWeight {
  readonly name: string;
  readonly weight: number;
}

export function readTouches(rows: readonly PlayRow[]): readonly Touch[] {
  return rows
    .map((row) => ({
      id: String(row["touch_id"]),
      pos: Number(row["pos"]),
      channel: String(row["channel"]),
      days: Number(row["days_before"] ?? 0),
      isLead: row["is_lead"] === true,
      isDeal: row["is_deal"] === true,
    }))
    .sort((left, right) => left.pos - right.pos);
}

export function readCredit(rows: readonly PlayRow[]): ReadonlyMap<string, number> {
  return new Map(rows.map((row) => [String(row["touch_id"]), Number(row["credit"] ?? 0)]));
}

export function sumOf(credits: ReadonlyMap<string, number>): number {
  return [...credits.values()].reduce((sum, credit) => sum + credit, 0);
}

/** One weight is set; the others keep their proportion in what is left, or share it evenly when they are all zero. Hundredths. */
export function setWeight(weights: readonly PositionWeight[], name: string, value: number): readonly PositionWeight[] {
  const set = hundredths(Math.min(1, Math.max(0, value)));
  const others = weights.filter((item) => item.name !== name);
  const sum = others.reduce((total, item) => total + item.weight, 0);
  const rest = hundredths(1 - set);
  let left = rest;
  const shares = new Map(
    others.map((item, index) => {
      const share =
        index === others.length - 1
          ? left
          : Math.min(left, hundredths(sum === 0 ? rest / others.length : (item.weight / sum) * rest));
      left = hundredths(left - share);
      return [item.name, share];
    }),
  );
  return weights.map((item) => ({ name: item.name, weight: item.name === name ? set : (shares.get(item.name) ?? 0) }));
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
