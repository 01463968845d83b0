/**
 * The experiments of the company: one on how new accounts are welcomed, two that switch a channel off in a part of the US.
 *
 * The states of a holdout are fixed, not drawn: two sets of twenty, each with about half of the leads of the country. Its result is
 * read from leads (visits with a form) by state: the test against the twelve months before it, the states of the holdout against
 * all others of the US.
 */
import { parseDay } from "../kit/calendar.ts";

export interface Experiment {
  readonly id: number;
  readonly name: string;
  readonly kind: "product" | "geo_holdout";
  /** What is put into an arm. */
  readonly unit: "account" | "state";
  readonly startDay: number;
  /** Last day, included. */
  readonly endDay: number;
  readonly hypothesis: string;
}

export interface Holdout extends Experiment {
  readonly channel: "facebook_retargeting" | "google_brand";
  /** States of the US in which the channel was off; all other states of the US are the control. */
  readonly states: readonly string[];
}

export const ONBOARDING_TEST: Experiment = {
  id: 1,
  name: "Guided onboarding",
  kind: "product",
  unit: "account",
  startDay: parseDay("2024-01-01"),
  endDay: parseDay("2025-03-31"),
  hypothesis: "Accounts that are led through their first week stay longer.",
};

export const HOLDOUTS: readonly Holdout[] = [
  {
    id: 2,
    name: "Retargeting holdout",
    kind: "geo_holdout",
    unit: "state",
    startDay: parseDay("2024-03-01"),
    endDay: parseDay("2024-08-31"),
    hypothesis: "Without retargeting there are fewer leads.",
    channel: "facebook_retargeting",
    states: "CA NY PA OH NC MA GA MN TN AZ VA LA UT NJ CT SC OK KY NM IA".split(" "),
  },
  {
    id: 3,
    name: "Brand search holdout",
    kind: "geo_holdout",
    unit: "state",
    startDay: parseDay("2025-02-01"),
    endDay: parseDay("2025-07-31"),
    hypothesis: "Without advertisements on our own name there are fewer leads.",
    channel: "google_brand",
    states: "TX IL FL CO MI WI OR WA MO MD NV ME IN ID NH AL KS NE RI VT".split(" "),
  },
];

/** The channel that was off in a state on a day, or null. */
export function channelOff(state: string, day: number): Holdout["channel"] | null {
  for (const { channel, startDay, endDay, states } of HOLDOUTS)
    if (day >= startDay && day <= endDay && states.includes(state)) return channel;
  return null;
}
