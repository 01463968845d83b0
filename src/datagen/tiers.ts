/**
 * The sizes in which the world is made. A tier is a number of accounts and a span of days; everything else follows.
 */
import { parseDay } from "./kit/calendar.ts";

/** Raise it whenever the same seed would give other values; packs of an older version are then made anew. */
export const GENERATOR_VERSION = "1";

export const DEFAULT_SEED = 42;

export interface Tier {
  readonly name: string;
  readonly accounts: number;
  /** First day on which an account may sign up. */
  readonly startDay: number;
  /** The last day of the world, included: the "today" of every model. */
  readonly asOfDay: number;
}

export const TIERS = {
  tiny: { name: "tiny", accounts: 60, startDay: parseDay("2024-07-01"), asOfDay: parseDay("2025-12-31") },
  classroom: { name: "classroom", accounts: 2000, startDay: parseDay("2021-01-01"), asOfDay: parseDay("2025-12-31") },
} as const satisfies Record<string, Tier>;

export type TierName = keyof typeof TIERS;

export function isTierName(name: string): name is TierName {
  return Object.hasOwn(TIERS, name);
}
