/**
 * When the sites of an account open and close, were the account never to leave. The life of the account decides which of these
 * days are reached.
 */
import { nearest, quantile } from "../kit/distributions.ts";
import { EXPONENTIAL } from "../kit/quantile-tables.ts";
import { Draws } from "../kit/random.ts";
import { SITES, STREAMS, at } from "../kit/sites.ts";
import type { Profile, Setting, Site } from "./world.ts";

/** Key of a site's draws: unique while an account has fewer than 64 sites. */
export function siteKey(accountId: number, ordinal: number): number {
  return accountId * 64 + ordinal;
}

/** One site lasts fifteen years on average; most outlive the world. */
const SITE_LIFE_DAYS = 5500;

export function planSites(profile: Profile, { seed, tier }: Setting): Site[] {
  const first = Math.max(1, nearest(profile.siteTarget * 0.62));
  const sites: Site[] = [];
  let openedDay = profile.signupDay;
  for (let ordinal = 0; ordinal < profile.siteTarget; ordinal += 1) {
    if (ordinal >= first) {
      // A business of n sites opens its later ones within about three years.
      const wait = quantile(EXPONENTIAL, profile.draws.unit(at(SITES.account.openings, ordinal)));
      openedDay += 20 + nearest((wait * 900) / (profile.siteTarget - first + 1));
    }
    if (openedDay > tier.asOfDay) break;
    sites.push({ ordinal, openedDay, closedDay: closingDay(profile, ordinal, openedDay, seed), suspendedDay: null });
  }
  return sites;
}

/** The main house never closes before the account leaves. */
function closingDay(profile: Profile, ordinal: number, openedDay: number, seed: number): number | null {
  if (ordinal === 0) return null;
  const draws = new Draws(seed, STREAMS.location, siteKey(profile.id, ordinal));
  const life = 120 + nearest(quantile(EXPONENTIAL, draws.unit(at(SITES.location.lifetime))) * SITE_LIFE_DAYS);
  return openedDay + life;
}
