/**
 * When the sites of an account open and close, were the account never to leave. The life of the account decides which of these
 * days are reached.
 */
import { nearest, quantile } from "../kit/distributions.ts";
import { EXPONENTIAL } from "../kit/quantile-tables.ts";
import { Draws } from "../kit/random.ts";
import { SITES, STREAMS, at } from "../kit/sites.ts";
import type { Profile, Setting, Site } from "./world.ts";

/** Sites that one account may have at most. */
export const MOST_SITES = 63;

/** Key of a site's draws: unique, since an account has fewer than 64 sites. */
export function siteKey(accountId: number, ordinal: number): number {
  return accountId * 64 + ordinal;
}

/** One site lasts fifteen years on average; most outlive the world. */
const SITE_LIFE_DAYS = 5500;

/** Days after sign-up on which the sites of a business open: three in five at once, the others within about three years. */
export function openingDelays(draws: Draws, siteTarget: number): number[] {
  const first = Math.max(1, nearest(siteTarget * 0.62));
  let delay = 0;
  return Array.from({ length: siteTarget }, (_, ordinal) => {
    if (ordinal >= first) {
      const wait = quantile(EXPONENTIAL, draws.unit(openingDraw(ordinal)));
      delay += 20 + nearest((wait * 900) / (siteTarget - first + 1));
    }
    return delay;
  });
}

function openingDraw(ordinal: number): number {
  const { openings, laterOpenings } = SITES.account;
  return ordinal < openings[1] ? at(openings, ordinal) : at(laterOpenings, ordinal - openings[1]);
}

export function planSites(profile: Profile, { seed, tier }: Setting): Site[] {
  return openingDelays(profile.draws, profile.siteTarget).flatMap((delay, ordinal) => {
    const openedDay = profile.signupDay + delay;
    if (openedDay > tier.asOfDay) return [];
    return [{ ordinal, openedDay, closedDay: closingDay(profile, ordinal, openedDay, seed), suspendedDay: null }];
  });
}

/** The main house never closes before the account leaves. */
function closingDay(profile: Profile, ordinal: number, openedDay: number, seed: number): number | null {
  if (ordinal === 0) return null;
  const draws = new Draws(seed, STREAMS.location, siteKey(profile.id, ordinal));
  const life = 120 + nearest(quantile(EXPONENTIAL, draws.unit(at(SITES.location.lifetime))) * SITE_LIFE_DAYS);
  return openedDay + life;
}
