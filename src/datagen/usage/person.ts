/**
 * What is settled about a person who uses the application: how often they come, with what, and which role they had when.
 *
 * Habits are drawn anew for every stretch of 120 days, most often the same again, so that people drift away and come back.
 */
import { DAY_SECONDS } from "../kit/calendar.ts";
import { nearest, quantile, weighted } from "../kit/distributions.ts";
import { EXPONENTIAL } from "../kit/quantile-tables.ts";
import { Draws } from "../kit/random.ts";
import { at } from "../kit/sites.ts";
import type { Role, User } from "../world/people.ts";
import { SITES, STREAMS } from "./sites.ts";

const P = SITES.person;

/** How many users an account may have; the key of a person's draws. */
const USERS_PER_ACCOUNT = 256;

export const STRETCH_DAYS = 120;

/** The chance of coming on an average day. */
const HABITS: readonly (readonly [number, number])[] = [
  [0.62, 9],
  [0.28, 12],
  [0.08, 7],
  [0.002, 72],
];

/** Who owns the account looks in more often than who pours. */
const ROLE_FACTOR: Readonly<Record<Role, number>> = { admin: 1.3, manager: 1.1, staff: 0.8 };

/** The share of stretches in which a person keeps the habit of the first one. */
const SAME_HABIT = 0.72;

export type DeviceType = "desktop" | "mobile" | "tablet";

const DEVICES: readonly (readonly [DeviceType, number])[] = [
  ["desktop", 60],
  ["mobile", 31],
  ["tablet", 9],
];

const BROWSERS: readonly (readonly [string, number])[] = [
  ["Chrome", 61],
  ["Safari", 18],
  ["Edge", 14],
  ["Firefox", 7],
];

/** The share of managers and admins who began one step below. */
const PROMOTED = 0.9;

export interface Promotion {
  readonly at: number;
  readonly from: Role;
  readonly to: Role;
}

export interface Person {
  readonly user: User;
  readonly draws: Draws;
  readonly dayDraws: Draws;
  /** First day in the application. */
  readonly fromDay: number;
  /** Last day on which they may come. */
  readonly toDay: number;
  readonly device: DeviceType;
  readonly browser: string;
  /** Usual hour of coming, local time. */
  readonly hour: number;
  /** Kept in full: one person in ten is, the others only for the last year. */
  readonly sampled: boolean;
}

/** Null for somebody who never accepted the invitation. */
export function personOf(user: User, seed: number, asOfDay: number): Person | null {
  if (user.acceptedAt === null) return null;
  const key = user.account.profile.id * USERS_PER_ACCOUNT + user.ordinal;
  const draws = new Draws(seed, STREAMS.person, key);
  const leaving = user.deactivatedAt === null ? asOfDay : Math.floor(user.deactivatedAt / DAY_SECONDS) - 1;
  return {
    user,
    draws,
    dayDraws: new Draws(seed, STREAMS.personDay, key),
    fromDay: Math.floor(user.acceptedAt / DAY_SECONDS),
    toDay: Math.min(asOfDay, leaving),
    device: weighted(draws.unit(at(P.device)), DEVICES),
    browser: weighted(draws.unit(at(P.browser)), BROWSERS),
    hour: 8 + draws.below(at(P.hour), 10),
    sampled: draws.chance(at(P.sampled), 0.1),
  };
}

/** The chance of coming on an average day of a stretch. */
export function habitOf({ draws, user }: Person, stretch: number): number {
  const first = draws.unit(at(P.habit, 0));
  const u = draws.unit(at(P.habit, stretch));
  // A draw below the share of sameness stands for "as before", the rest of it is a new draw.
  const habit = weighted(stretch === 0 || u < SAME_HABIT ? first : (u - SAME_HABIT) / (1 - SAME_HABIT), HABITS);
  return habit * ROLE_FACTOR[user.role];
}

const BELOW: Readonly<Record<Role, Role>> = { admin: "manager", manager: "staff", staff: "staff" };

/** `User.role` is what somebody becomes; nearly everybody above the lowest role began one step below. */
export function promotionOf(user: User, draws: Draws): Promotion | null {
  const from = BELOW[user.role];
  if (from === user.role || user.ordinal === 0 || user.acceptedAt === null || !draws.chance(at(P.promotion), PROMOTED))
    return null;
  const wait = 45 + nearest(quantile(EXPONENTIAL, draws.unit(at(P.promotionDelay))) * 260);
  const day = Math.floor(user.acceptedAt / DAY_SECONDS) + wait;
  return { at: day * DAY_SECONDS + 15 * 3600 + draws.below(at(P.hour), 12) * 300, from, to: user.role };
}
