/**
 * How likely an account is to begin to leave on a day. One factor per rule; they multiply.
 */
import { PRICE_RISE_DAY, type BillingCycle, type PlanCode } from "../facts/plans.ts";
import { addMonths, civil, parseDay } from "../kit/calendar.ts";
import { clamp } from "../kit/distributions.ts";

/** Per day, for a monthly plan of middle size in its first year at average health. */
export const BASE_HAZARD = 0.0011;

const PRICE_RISE_ENDS = addMonths(PRICE_RISE_DAY, 4);

/** 0.88 per year of signup after 2021: the product learns to keep its customers. */
const COHORT_FACTORS: Readonly<Record<number, number>> = {
  2019: 1.29,
  2020: 1.14,
  2021: 1,
  2022: 0.88,
  2023: 0.774,
  2024: 0.681,
  2025: 0.6,
};

/** By the day of the sign-up: asking the calendar on each day of each life would take a while. */
const FIRST_COHORT_DAY = parseDay("2019-01-01");
const COHORT_BY_DAY = Float64Array.from(
  { length: parseDay("2026-01-01") - FIRST_COHORT_DAY },
  (_, index) => COHORT_FACTORS[civil(FIRST_COHORT_DAY + index).year] ?? 1,
);

const PLAN_FACTORS: Readonly<Record<PlanCode, number>> = {
  lite: 1.25,
  basic: 1.2,
  starter: 1.1,
  professional: 0.9,
  business: 0.65,
  enterprise: 0.45,
};

export interface HazardInputs {
  readonly day: number;
  readonly signupDay: number;
  readonly plan: PlanCode;
  readonly cycle: BillingCycle;
  /** Latent health, 0 to 1. */
  readonly health: number;
  readonly experimentArm: "A" | "B" | null;
  /** The account lets the product order its kegs: it has grown into the routine, and stays. */
  readonly automatesOrdering: boolean;
  /** The longest wait for an answer of the support desk that the account still resents, in minutes of work. */
  readonly longestWait: number;
}

export function tenureFactor(days: number): number {
  if (days < 90) return 1.8;
  return days < 365 ? 1 : 0.55;
}

export function cohortFactor(signupDay: number): number {
  return COHORT_BY_DAY[signupDay - FIRST_COHORT_DAY] ?? 1;
}

/** About 1 at a health of 0.76, a fifth of that at full health, 6 at 0.25. */
export function healthFactor(health: number): number {
  const lack = 1 - health;
  return 0.2 + lack + lack * lack * 9;
}

/** Up to a working day of waiting is forgiven; from there to three days the hazard doubles. */
export function waitFactor(minutes: number): number {
  return 1 + clamp((minutes - 480) / 960, 0, 1);
}

export function leavingHazard(inputs: HazardInputs): number {
  let hazard = BASE_HAZARD * tenureFactor(inputs.day - inputs.signupDay) * cohortFactor(inputs.signupDay);
  hazard *= PLAN_FACTORS[inputs.plan] * healthFactor(inputs.health) * waitFactor(inputs.longestWait);
  if (inputs.cycle === "monthly" && inputs.day >= PRICE_RISE_DAY && inputs.day < PRICE_RISE_ENDS) hazard *= 1.6;
  if (inputs.experimentArm === "B") hazard *= 0.75;
  if (inputs.automatesOrdering) hazard *= 0.8;
  return hazard;
}
