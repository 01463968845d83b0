/**
 * A subscription on its first day, before anything was logged: what was agreed, and when it will be billed for the first time.
 */
import { planOn, type PlanCode } from "../facts/plans.ts";
import { DAY_SECONDS } from "../kit/calendar.ts";
import { Draws } from "../kit/random.ts";
import { STREAMS } from "../kit/sites.ts";
import type { Profile, Setting, Subscription } from "./world.ts";

const TRIAL_DAYS = 14;
/** Subscription ordinals of one account: four tenures with a second subscription each. */
const SUBSCRIPTIONS_PER_ACCOUNT = 16;
/** A second subscription renews half an hour after the first. */
const SECOND_LATER = 1800;

export interface Beginning {
  /** Within the account: even for the subscription of a tenure, odd for a second one beside it. */
  readonly ordinal: number;
  readonly trial: boolean;
  readonly quantity: number;
}

export function newSubscription(
  profile: Profile,
  { seed }: Setting,
  day: number,
  code: PlanCode,
  how: Beginning,
): Subscription {
  // A customer who returns may find the old plan withdrawn.
  const plan = planOn(code, day) ?? planOn("starter", day);
  if (plan === null) throw new RangeError(`No plan is for sale on day ${String(day)}.`);
  const primary = how.ordinal % 2 === 0;
  const secondOfDay = profile.createdAt - profile.signupDay * DAY_SECONDS + (primary ? 0 : SECOND_LATER);
  const trialEndDay = day + TRIAL_DAYS;
  return {
    account: profile,
    ordinal: how.ordinal,
    dayDraws: new Draws(seed, STREAMS.subscriptionDay, profile.id * SUBSCRIPTIONS_PER_ACCOUNT + how.ordinal),
    secondOfDay,
    collection: primary ? profile.collection : "charge_automatically",
    startDay: day,
    trialStartDay: how.trial ? day : null,
    trialEndDay: how.trial ? trialEndDay : null,
    primary,
    plan,
    cycle: how.ordinal === 0 ? profile.cycle : "monthly",
    quantity: how.quantity,
    status: how.trial ? "trialing" : "active",
    stripeSince: how.trial && !profile.trialWithCard ? null : day * DAY_SECONDS + secondOfDay,
    anchorDay: day,
    periodsBilled: 0,
    periodStart: day,
    periodEnd: trialEndDay,
    pendingPlan: null,
    cancelReason: null,
    cancelRequestedAt: null,
    endedAt: null,
    resumeDay: null,
    dunning: null,
    changes: [],
    invoices: [],
  };
}
