/**
 * Accounts whose own programs ask the interface: which, since when, which endpoints, and what a day's calls looked like.
 *
 * Larger plans include the interface; half of them use it after a while. Counts keep two digits, response times tens of
 * milliseconds: more nobody needs, and every digit has to be downloaded.
 */
import { DAY_SECONDS, parseDay, weekday } from "../kit/calendar.ts";
import { nearest, quantile } from "../kit/distributions.ts";
import { EXPONENTIAL, LOGNORMAL_WIDE } from "../kit/quantile-tables.ts";
import { Draws } from "../kit/random.ts";
import { at } from "../kit/sites.ts";
import type { Account } from "../world/world.ts";
import { SITES, STREAMS } from "./sites.ts";

/** [path, share of clients that call it, calls per day, milliseconds at the 95th percentile]. */
const ENDPOINTS = [
  ["/v1/devices", 1, 90, 120],
  ["/v1/inventory", 0.55, 60, 210],
  ["/v1/pours", 0.85, 400, 180],
  ["/v1/webhooks", 0.6, 30, 90],
] as const;

export const API_RELEASED = parseDay("2022-01-24");
const SMALLEST_TIER = 3;
const SHARE = 0.18;

/** A bad release of the interface: four days of slow answers and errors. */
const INCIDENT = [parseDay("2025-09-16"), parseDay("2025-09-19")] as const;

export interface ApiDay {
  readonly endpoint: string;
  readonly calls: number;
  readonly errors: number;
  readonly p95: number;
}

/** The first day on which the account's programs call; null when they never do. */
export function apiSince(account: Account, seed: number): number | null {
  const draws = new Draws(seed, STREAMS.api, account.profile.id);
  if (!draws.chance(at(SITES.api.starts), SHARE)) return null;
  const first = account.subscriptions
    .flatMap(({ changes }) => changes)
    .filter(({ toPlan }) => toPlan.tier >= SMALLEST_TIER)
    .map(({ at: time }) => Math.floor(time / DAY_SECONDS));
  if (first.length === 0) return null;
  const wait = nearest(quantile(EXPONENTIAL, draws.unit(at(SITES.api.startDelay))) * 60);
  return Math.max(API_RELEASED, Math.min(...first)) + wait;
}

/** Calls by endpoint on a day, in the order of the paths; none on days on which the account is switched off. */
export function apiDay(account: Account, seed: number, day: number): ApiDay[] {
  const { profile, engagement } = account;
  const use = (engagement[day - profile.signupDay] ?? 0) / 100;
  if (use === 0) return [];
  const draws = new Draws(seed, STREAMS.api, profile.id);
  const week = weekday(day) < 5 ? 1 : 0.7;
  const troubled = day >= INCIDENT[0] && day <= INCIDENT[1];
  const days: ApiDay[] = [];
  ENDPOINTS.forEach(([endpoint, share, usual, p95], index) => {
    if (!draws.chance(at(SITES.api.endpoint, index), share)) return;
    const level = usual * quantile(LOGNORMAL_WIDE, draws.unit(at(SITES.api.volume, index))) * profile.siteTarget;
    const draw = draws.u32(at(SITES.api.day, day * 8 + index));
    const calls = twoDigits(level * use * week * (0.85 + (draw & 1) * 0.2));
    if (calls === 0) return;
    const rate = (troubled ? 0.12 : 0.004) * (1 + ((draw >>> 2) & 1) * 2);
    days.push({
      endpoint,
      calls,
      errors: nearest(calls * rate),
      p95: p95 + 20 * ((draw >>> 4) & 1) + (troubled ? 420 : 0),
    });
  });
  return days;
}

function twoDigits(value: number): number {
  let unit = 1;
  while (value >= unit * 100) unit *= 10;
  return nearest(value / unit) * unit;
}
