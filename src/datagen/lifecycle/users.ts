/**
 * The users of the studios: whoever signs up, and everybody who is invited onto a free seat by somebody who is there already.
 *
 * The invitations form a tree. A seat that is added is filled within weeks or stays empty; a seat that is given back leaves its
 * user in place, who then has nothing to log in to.
 */
import { FIRST_NAMES, LAST_NAMES } from "../facts/names.ts";
import { DAY_SECONDS } from "../kit/calendar.ts";
import { nearest, quantile, weighted } from "../kit/distributions.ts";
import { EXPONENTIAL } from "../kit/quantile-tables.ts";
import { Draws } from "../kit/random.ts";
import { at } from "../kit/sites.ts";
import type { Setting } from "../world/world.ts";
import type { LifecycleUser, Studio } from "./records.ts";
import { SITES, STREAMS } from "./sites.ts";
import { COUNTRIES, accessSpans, isOpenOn } from "./studios.ts";

const S = SITES.user;
export const USERS_PER_STUDIO = 1024;

const SOURCES: readonly (readonly [string, number])[] = [
  ["organic", 34],
  ["paid_search", 22],
  ["content", 18],
  ["referral", 16],
  ["partner", 10],
];

export function makeUsers(studios: readonly Studio[], setting: Setting): LifecycleUser[] {
  const users = studios.flatMap((studio) => usersOf(studio, setting));
  users.sort((a, b) => a.createdAt - b.createdAt || a.studio.id - b.studio.id || a.ordinal - b.ordinal);
  users.forEach((user, index) => (user.id = index + 1));
  return users;
}

function usersOf(studio: Studio, { seed, tier }: Setting): LifecycleUser[] {
  const spans = accessSpans(studio);
  const fill = 0.72 + studio.draws.unit(at(SITES.studio.fill)) * 0.28;
  const users: LifecycleUser[] = [];
  let invited = 0;
  for (const change of studio.seatChanges) {
    const wanted = Math.min(USERS_PER_STUDIO, Math.ceil(change.after * fill));
    for (; invited < wanted; invited += 1) {
      const draws = new Draws(seed, STREAMS.user, studio.id * USERS_PER_STUDIO + invited);
      const wait = invited === 0 ? 0 : 1 + nearest(quantile(EXPONENTIAL, draws.unit(at(S.inviteDelay))) * 11);
      const day = change.day + wait;
      if (day > tier.asOfDay || !isOpenOn(spans, day)) continue;
      users.push(makeUser(studio, invited, day, users, draws, seed));
    }
  }
  return users;
}

function makeUser(
  studio: Studio,
  ordinal: number,
  day: number,
  before: readonly LifecycleUser[],
  draws: Draws,
  seed: number,
): LifecycleUser {
  const createdAt = ordinal === 0 ? studio.createdAt : day * DAY_SECONDS + draws.between(at(S.minute), 8, 19) * 3600;
  const firstName = draws.pick(at(S.firstName), FIRST_NAMES);
  const lastName = draws.pick(at(S.lastName), LAST_NAMES);
  return {
    id: 0,
    studio,
    ordinal,
    draws,
    sessionDraws: new Draws(seed, STREAMS.session, studio.id * USERS_PER_STUDIO + ordinal),
    createdAt,
    // Names may repeat within a studio, addresses may not.
    email: `${firstName}.${lastName}${ordinal === 0 ? "" : String(ordinal)}@${studio.domain}`.toLowerCase(),
    country: draws.chance(at(S.country), 0.9) ? studio.country : weighted(draws.unit(at(S.country)), COUNTRIES),
    source: ordinal === 0 ? weighted(draws.unit(at(S.source)), SOURCES) : "invite",
    invitedBy: ordinal === 0 ? null : inviterOf(before, createdAt, draws.unit(at(S.inviter))),
  };
}

/** Somebody who was there before; the early ones invite more. */
function inviterOf(before: readonly LifecycleUser[], time: number, u: number): LifecycleUser | null {
  const there = before.filter(({ createdAt }) => createdAt < time);
  return there[Math.floor(u * u * there.length)] ?? null;
}
