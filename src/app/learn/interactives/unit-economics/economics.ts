/**
 * What a customer is worth, from four numbers that are all by the month: ARPA, gross margin, logo churn and the cost of winning it.
 * Rates are shares from 0 to 1. What is not known is null: without churn there is no life to speak of.
 */
import type { PlayRow } from "../interactive.ts";
import { textOf } from "../play-query.ts";

export interface Economics {
  readonly arpa: number;
  readonly margin: number;
  readonly churn: number;
  readonly cac: number;
}

export interface Start extends Economics {
  readonly label: string;
}

/** A month of a customer's life, and what the customer has earned by its end, less its CAC. */
export interface CurvePoint {
  readonly month: number;
  readonly balance: number;
}

export function readStarts(rows: readonly PlayRow[]): readonly Start[] {
  return rows.map((row) => ({
    label: textOf(row["label"]) ?? "",
    arpa: Math.max(0, Number(row["arpa"] ?? 0)),
    margin: Number(row["gross_margin"] ?? 0),
    churn: Math.max(0, Number(row["monthly_churn"] ?? 0)),
    cac: Math.max(0, Number(row["cac"] ?? 0)),
  }));
}

export function readCurve(rows: readonly PlayRow[]): readonly CurvePoint[] {
  return rows
    .map((row) => ({ month: Number(row["month"]), balance: Number(row["balance"]) }))
    .sort((left, right) => left.month - right.month);
}

export function lifetimeValue({ arpa, margin, churn }: Economics): number | null {
  return churn > 0 ? (arpa * margin) / churn : null;
}

/** How many months a customer stays on average. */
export function lifeMonths({ churn }: Economics): number | null {
  return churn > 0 ? 1 / churn : null;
}

export function ratio(economics: Economics): number | null {
  const ltv = lifetimeValue(economics);
  return ltv === null || economics.cac <= 0 ? null : ltv / economics.cac;
}

/** Of a customer that stays; churn plays no part in it. Null when nothing is earned. */
export function paybackMonths({ arpa, margin, cac }: Economics): number | null {
  return arpa * margin > 0 ? cac / (arpa * margin) : null;
}

/** The first month whose balance is not below zero; null when the curve does not get there. */
export function breakEven(curve: readonly CurvePoint[]): number | null {
  return curve.find((point) => point.balance >= 0)?.month ?? null;
}

/** The next round number, for the end of a slider: 1, 2 or 5 times a power of ten. */
export function roundUp(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5].find((step) => step * power >= value) ?? 10) * power;
}
