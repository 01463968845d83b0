/**
 * What is for sale beside the plans, and for less: onboarding, coupons, and the codes by which customers take them.
 *
 * A coupon lowers the plan's line on the invoices of a time, never a one-off fee or a proration. MRR does not know coupons: it is
 * the list price, and the discount is told apart from it.
 */
import { CITIES, taxBasisPoints } from "../facts/geography.ts";
import type { PlanCode } from "../facts/plans.ts";
import { parseDay } from "../kit/calendar.ts";
import { nearest } from "../kit/distributions.ts";

export interface Coupon {
  readonly id: string;
  /** Hundredths of a percent; null for a coupon of an amount. */
  readonly percent: number | null;
  readonly cents: number | null;
  readonly duration: "once" | "repeating" | "forever";
  /** For a repeating one. */
  readonly months: number | null;
  /** The last day on which it could be taken; null while it still can. */
  readonly lastDay: number | null;
  /** Codes that were handed out for it. */
  readonly codes: readonly string[];
}

function percentOff(
  id: string,
  percent: number,
  months: number | "once" | "forever",
  codes: readonly string[],
  lastDay: string | null = null,
): Coupon {
  return { ...offer(id, months, codes, lastDay), percent: percent * 100, cents: null };
}

function amountOff(id: string, dollars: number, months: number | "once", codes: readonly string[]): Coupon {
  return { ...offer(id, months, codes, null), percent: null, cents: dollars * 100 };
}

function offer(
  id: string,
  months: number | "once" | "forever",
  codes: readonly string[],
  lastDay: string | null,
): Coupon {
  const repeats = typeof months === "number";
  return {
    id,
    percent: null,
    cents: null,
    duration: repeats ? "repeating" : months,
    months: repeats ? months : null,
    lastDay: lastDay === null ? null : parseDay(lastDay),
    codes,
  };
}

/** In order of id. */
export const COUPONS: readonly Coupon[] = [
  percentOff("annual10", 10, "once", ["YEARAHEAD"]),
  percentOff("blackfriday25", 25, 3, ["BLACKTAP25", "CYBERTAP25"]),
  percentOff("early30", 30, 6, ["EARLYTAP"], "2022-06-30"),
  percentOff("newsletter15", 15, 2, ["NEWS15", "SPRINGTAP", "AUTUMNTAP"]),
  percentOff("nonprofit25", 25, "forever", ["CLUBHOUSE"]),
  percentOff("partner10", 10, "forever", ["HOPWORKS10", "KEGLINE10", "BARCRAFT10"]),
  amountOff("refer25", 25, "once", ["FRIEND25", "NEIGHBOR25"]),
  amountOff("starter10", 10, 6, ["TENFORSIX"]),
  percentOff("switch50", 50, "once", ["SWITCH50"], "2023-09-30"),
  percentOff("volume15", 15, 12, ["MULTISITE"]),
  percentOff("welcome20", 20, 3, ["WELCOME20", "FIRSTPOUR"]),
  percentOff("winback30", 30, 3, ["COMEBACK30", "MISSEDYOU"]),
];

export function coupon(id: string): Coupon {
  const found = COUPONS.find((candidate) => candidate.id === id);
  if (found === undefined) throw new RangeError(`There is no coupon "${id}".`);
  return found;
}

/** What a coupon takes off a plan's line. */
export function discountCents({ percent, cents }: Pick<Coupon, "percent" | "cents">, lineCents: number): number {
  return percent === null ? Math.min(cents ?? 0, lineCents) : nearest((lineCents * percent) / 10000);
}

/** Setting a customer up, charged once with the first invoice; the plans in the order of the products. */
export const ONBOARDING_CENTS: Readonly<Record<PlanCode, number>> = {
  basic: 4900,
  starter: 9900,
  professional: 24900,
  business: 49000,
  enterprise: 99000,
  lite: 2900,
};

export interface TaxRate {
  readonly jurisdiction: string;
  readonly basisPoints: number;
  readonly active: boolean;
}

/** One rate for each state or province with customers; where the service is taxed also the one that was set up first, in error. */
export function taxRates(): TaxRate[] {
  const states = [...new Set(CITIES.map(({ state, country }) => `${country}-${state}`))];
  states.sort((a, b) => (a < b ? -1 : 1));
  return states.flatMap((jurisdiction) => {
    const basisPoints = taxBasisPoints(jurisdiction.slice(3));
    const current = { jurisdiction, basisPoints, active: true };
    return basisPoints === 0 ? [current] : [{ ...current, basisPoints: basisPoints + 25, active: false }, current];
  });
}
