/**
 * The sizes in which the world is made. A tier is a number of accounts and a span of days; everything else follows.
 */
import { parseDay } from "./kit/calendar.ts";

/** Raise it whenever the same seed would give other values; packs of an older version are then made anew. */
export const GENERATOR_VERSION = "3";

export const DEFAULT_SEED = 42;

export interface Tier {
  readonly name: string;
  readonly accounts: number;
  /** Sites planned over all accounts, at least one each. */
  readonly locations: number;
  /** First day on which an account may sign up. */
  readonly startDay: number;
  /** The last day that is planned: the accounts sign up between the first day and this one. */
  readonly lastDay: number;
  /** Where the clock stands: the last day that has happened, included. The "today" of every model. */
  readonly asOfDay: number;
}

const LAST_DAY = parseDay("2025-12-31");

function tier(name: string, accounts: number, locations: number, start: string): Tier {
  return { name, accounts, locations, startDay: parseDay(start), lastDay: LAST_DAY, asOfDay: LAST_DAY };
}

export const TIERS = {
  tiny: tier("tiny", 60, 90, "2024-07-01"),
  lesson: tier("lesson", 500, 750, "2021-01-01"),
  classroom: tier("classroom", 2000, 3000, "2021-01-01"),
  large: tier("large", 8000, 12000, "2019-01-01"),
  full: tier("full", 20000, 30000, "2019-01-01"),
} as const satisfies Record<string, Tier>;

export type TierName = keyof typeof TIERS;

/** The tiers that are laid beside the page as Parquet; the others are made where they are used. */
export const SHIPPED_TIERS: readonly TierName[] = ["tiny", "lesson", "classroom"];

export function isTierName(name: string): name is TierName {
  return Object.hasOwn(TIERS, name);
}

/** The same tier with the clock at another day: what has happened since is not known yet. */
export function atDay(tier: Tier, asOfDay: number): Tier {
  return { ...tier, asOfDay: Math.min(asOfDay, tier.lastDay) };
}
