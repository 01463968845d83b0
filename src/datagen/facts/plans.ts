/**
 * The price list of the application. A price rise is a new row with the same code, valid from the day of the rise.
 *
 * Validity is half open: a row is valid from `validFrom` up to, not including, `validTo`. Prices are per site and month in cents;
 * an annual price is twelve times the reduced month, so that a month of it is a whole number of cents.
 */
import { parseDay } from "../kit/calendar.ts";

export type PlanCode = "basic" | "starter" | "professional" | "business" | "enterprise" | "lite";

export interface Plan {
  readonly id: number;
  readonly code: PlanCode;
  readonly name: string;
  readonly monthlyCents: number;
  readonly annualCents: number;
  /** Devices that the plan covers; null is without limit. */
  readonly deviceLimit: number | null;
  readonly tier: number;
  readonly validFrom: number;
  readonly validTo: number | null;
}

export const OPENING_DAY = parseDay("2019-01-01");
export const PRICE_RISE_DAY = parseDay("2023-07-01");
const BASIC_WITHDRAWN = parseDay("2022-01-01");
const LITE_LAUNCHED = parseDay("2024-01-01");

function plan(
  id: number,
  code: PlanCode,
  name: string,
  [monthly, reducedMonth]: readonly [number, number],
  deviceLimit: number | null,
  tier: number,
  [validFrom, validTo]: readonly [number, number | null],
): Plan {
  return {
    id,
    code,
    name,
    monthlyCents: monthly * 100,
    annualCents: reducedMonth * 1200,
    deviceLimit,
    tier,
    validFrom,
    validTo,
  };
}

const BEFORE = [OPENING_DAY, PRICE_RISE_DAY] as const;
const AFTER = [PRICE_RISE_DAY, null] as const;

export const PLANS: readonly Plan[] = [
  plan(1, "basic", "Basic", [79, 65], 5, 1, [OPENING_DAY, BASIC_WITHDRAWN]),
  plan(2, "starter", "Starter", [99, 84], 10, 1, BEFORE),
  plan(3, "professional", "Professional", [199, 169], 50, 2, BEFORE),
  plan(4, "business", "Business", [349, 299], 200, 3, BEFORE),
  plan(5, "enterprise", "Enterprise", [599, 509], null, 4, BEFORE),
  plan(6, "starter", "Starter", [109, 92], 10, 1, AFTER),
  plan(7, "professional", "Professional", [219, 186], 50, 2, AFTER),
  plan(8, "business", "Business", [389, 329], 200, 3, AFTER),
  plan(9, "enterprise", "Enterprise", [649, 549], null, 4, AFTER),
  plan(10, "lite", "Lite", [59, 50], 3, 1, [LITE_LAUNCHED, null]),
];

/** Upgrades and downgrades go one step along this ladder. */
const LADDER: readonly PlanCode[] = ["lite", "basic", "starter", "professional", "business", "enterprise"];

/** The row of a plan that was for sale on a day, or null when the plan was not sold then. */
export function planOn(code: PlanCode, day: number): Plan | null {
  return (
    PLANS.find((row) => row.code === code && row.validFrom <= day && (row.validTo === null || day < row.validTo)) ??
    null
  );
}

/** The next dearer (+1) or cheaper (-1) plan for sale on that day; null at the end of the ladder. */
export function neighbourPlan(current: Plan, direction: 1 | -1, day: number): Plan | null {
  for (let step = LADDER.indexOf(current.code) + direction; step >= 0 && step < LADDER.length; step += direction) {
    const code = LADDER[step];
    const row = code === undefined ? null : planOn(code, day);
    if (row !== null) return row;
  }
  return null;
}

/** The row that a renewal on this day is billed by: the same plan at its newer price, else the row it has. */
export function planAtRenewal(current: Plan, day: number): Plan {
  return planOn(current.code, day) ?? current;
}

export type BillingCycle = "monthly" | "annual";

export function unitCents(row: Plan, cycle: BillingCycle): number {
  return cycle === "annual" ? row.annualCents : row.monthlyCents;
}

/** The share of one month, in whole cents. */
export function unitMrrCents(row: Plan, cycle: BillingCycle): number {
  return cycle === "annual" ? row.annualCents / 12 : row.monthlyCents;
}
