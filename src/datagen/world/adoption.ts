/**
 * Two features that an account takes up as a whole, and on which day.
 *
 * "Automated ordering" keeps customers: who uses it leaves a fifth more rarely (see `hazard.ts`), and whether somebody takes it
 * up does not depend on how the account fares. "Custom reports" keeps nobody: only healthy accounts bother with it, so its users
 * look loyal. Telling the two apart is the point.
 */
import { RELEASED_ON, type AccountFeature } from "../facts/features.ts";
import { clamp } from "../kit/distributions.ts";
import { SITES, at } from "../kit/sites.ts";
import type { Profile } from "./world.ts";

/** Half of the businesses order by hand for ever. */
const ORDERING_SHARE = 0.5;

/** Word of a new feature spreads for a year before it is heard at full strength. */
function fame(feature: AccountFeature, day: number): number {
  return clamp((day - RELEASED_ON[feature]) / 365, 0.15, 1);
}

/** The chance per day that an account which could use automated ordering takes it up. */
export function orderingRate(day: number): number {
  return day < RELEASED_ON.automated_ordering ? 0 : 0.008 * fame("automated_ordering", day);
}

/** The chance per day of taking up custom reports: none below a health of 0.7, and rising above it. */
export function reportsRate(day: number, health: number): number {
  if (day < RELEASED_ON.custom_reports) return 0;
  return 0.02 * clamp((health - 0.7) * 5, 0, 1) * fame("custom_reports", day);
}

/** Notes what the account takes up on this day; what it has, it keeps. */
export function adopt(
  profile: Profile,
  { day, index, health }: { readonly day: number; readonly index: number; readonly health: number },
  adoptions: Map<AccountFeature, number>,
): void {
  const { draws, dayDraws } = profile;
  const D = SITES.accountDay;
  if (
    !adoptions.has("automated_ordering") &&
    dayDraws.chance(at(D.automatedOrdering, index), orderingRate(day)) &&
    draws.chance(at(SITES.account.automates), ORDERING_SHARE)
  )
    adoptions.set("automated_ordering", day);
  if (!adoptions.has("custom_reports") && dayDraws.chance(at(D.customReports, index), reportsRate(day, health)))
    adoptions.set("custom_reports", day);
}
