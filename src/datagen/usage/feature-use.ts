/**
 * Which features a person takes up, when, and how often they are used on a day in the application.
 *
 * Somebody adopts a feature some time after it exists, is in the plan, and the feature it builds on has been adopted. Two
 * features are taken up by the account as a whole; its people follow.
 */
import { FEATURES, type Feature } from "../facts/features.ts";
import { DAY_SECONDS } from "../kit/calendar.ts";
import { nearest, quantile } from "../kit/distributions.ts";
import { EXPONENTIAL } from "../kit/quantile-tables.ts";
import { at } from "../kit/sites.ts";
import type { Account } from "../world/world.ts";
import type { Person } from "./person.ts";
import { SITES } from "./sites.ts";

const NEVER = 100000;

/** Mean days from the first chance to the first use. */
const LAG_DAYS = 55;

export interface FeatureUse {
  readonly feature: Feature;
  readonly count: number;
  readonly successes: number;
  readonly seconds: number;
}

/** The day from which the person has each feature, in the order of `FEATURES`; a day after all others for never. */
export function adoptionDays(person: Person): Int32Array {
  const { user, draws, fromDay } = person;
  const { account } = user;
  const days = new Int32Array(FEATURES.length).fill(NEVER);
  FEATURES.forEach((feature, index) => {
    const since = feature.account === null ? tierDay(account, feature.tier) : account.adoptions.get(feature.account);
    if (since === undefined || since === NEVER) return;
    if (!draws.chance(at(SITES.person.adopts, index), feature.appeal)) return;
    // What the account decides does not wait for what one person happens to use.
    const basis = feature.dependsOn === null || feature.account !== null ? 0 : (days[feature.dependsOn - 1] ?? NEVER);
    if (basis === NEVER) return;
    const first = Math.max(feature.releasedOn, fromDay, since, basis);
    const lag = quantile(EXPONENTIAL, draws.unit(at(SITES.person.adoptionDelay, index)));
    days[index] = first + nearest(lag * (feature.account === null ? LAG_DAYS : 6));
  });
  return days;
}

/** The first day on which the account had a plan of this tier; what was paid for once was learned. */
function tierDay(account: Account, tier: number): number {
  let first = NEVER;
  for (const { changes } of account.subscriptions)
    for (const { at: time, toPlan } of changes)
      if (toPlan.tier >= tier) first = Math.min(first, Math.floor(time / DAY_SECONDS));
  return first;
}

/** What was used on a day on which the person came, in the order of the features' ids; the first day of a feature always counts. */
export function featuresOn(
  person: Person,
  adopted: Int32Array,
  day: number,
  isFirst: (index: number) => boolean,
): FeatureUse[] {
  const uses: FeatureUse[] = [];
  for (let index = 0; index < FEATURES.length; index += 1) {
    const feature = FEATURES[index];
    if (feature === undefined || (adopted[index] ?? NEVER) > day) continue;
    if (feature.deprecatedOn !== null && day >= feature.deprecatedOn) continue;
    const draw = person.dayDraws.u32(at(SITES.personDay.feature, day * 32 + index));
    if (!isFirst(index) && (draw & 65535) / 65536 >= feature.habit) continue;
    const many = (draw >>> 16) & 15;
    const count = many < 9 ? 1 : many < 13 ? 2 : many < 15 ? 4 : 8;
    const failed = ((draw >>> 20) & 31) === 0 ? 1 : 0;
    uses.push({ feature, count, successes: count - failed, seconds: count * feature.seconds });
  }
  return uses;
}
