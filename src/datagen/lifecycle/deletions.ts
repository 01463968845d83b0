/** Who asked to be forgotten: some users of their own accord, and studios that tried the product, with everybody in them. */
import { DAY_SECONDS } from "../kit/calendar.ts";
import { nearest, quantile, weighted } from "../kit/distributions.ts";
import { EXPONENTIAL } from "../kit/quantile-tables.ts";
import { at } from "../kit/sites.ts";
import type { Deletion, LifecycleUser, Studio } from "./records.ts";
import { SITES } from "./sites.ts";

const USERS_DELETE = 0.022;
/** Of the studios whose trial came to nothing; nobody under contract, or once under contract, is deleted whole. */
const STUDIOS_DELETE = 0.16;

const REASONS: readonly (readonly [string, number])[] = [
  ["no_longer_needed", 48],
  ["left_company", 32],
  ["privacy_request", 20],
];

/** The day on which a studio is deleted, were the clock to get there. */
export function studioDeletionDay({ draws, contracts, trialEndDay }: Studio): number | null {
  const S = SITES.studio;
  if (contracts.length > 0 || !draws.chance(at(S.deletes), STUDIOS_DELETE)) return null;
  return trialEndDay + draws.between(at(S.deleteDelay), 20, 120);
}

export function userDeletionDay(user: LifecycleUser): number | null {
  const S = SITES.user;
  const { draws, createdAt } = user;
  const own = draws.chance(at(S.deletes), USERS_DELETE)
    ? Math.floor(createdAt / DAY_SECONDS) + 20 + nearest(quantile(EXPONENTIAL, draws.unit(at(S.deleteDelay))) * 180)
    : null;
  const studio = studioDeletionDay(user.studio);
  if (own === null || studio === null) return own ?? studio;
  return Math.min(own, studio);
}

/** In order of time; of one day first the account, then its users. */
export function makeDeletions(
  studios: readonly Studio[],
  users: readonly LifecycleUser[],
  asOfDay: number,
): Deletion[] {
  const deletions: Deletion[] = [];
  for (const studio of studios) {
    const day = studioDeletionDay(studio);
    if (day !== null) deletions.push({ entity: "account", entityId: studio.id, day, reason: "trial_ended" });
  }
  for (const user of users) {
    const day = userDeletionDay(user);
    if (day === null) continue;
    const reason =
      day === studioDeletionDay(user.studio)
        ? "account_deleted"
        : weighted(user.draws.unit(at(SITES.user.deleteReason)), REASONS);
    deletions.push({ entity: "user", entityId: user.id, day, reason });
  }
  return deletions
    .filter(({ day }) => day <= asOfDay)
    .sort((a, b) => a.day - b.day || (a.entity === b.entity ? a.entityId - b.entityId : a.entity < b.entity ? -1 : 1));
}
