/**
 * "Would you recommend us?": surveys to the people who decide, whether they answered, and how.
 *
 * Owners and managers are asked a quarter after they joined and then about every eight months, while their account is in use.
 * The score follows the latent health of the account; who is unhappy answers a little less often.
 */
import { DAY_SECONDS } from "../kit/calendar.ts";
import { clamp, nearest, quantile, weighted } from "../kit/distributions.ts";
import { EXPONENTIAL } from "../kit/quantile-tables.ts";
import { Draws } from "../kit/random.ts";
import { at } from "../kit/sites.ts";
import type { User } from "../world/people.ts";
import { numberOf, type Registry } from "../world/registry.ts";
import { SITES, STREAMS } from "./sites.ts";

const S = SITES.survey;
const USERS_PER_ACCOUNT = 256;
const FIRST_AFTER_DAYS = 90;
const ASKED_EVERY_DAYS = 240;
/** An answer that has not come by then never comes. */
const ANSWERED_WITHIN_DAYS = 21;

export interface Survey {
  readonly id: number;
  readonly user: User;
  readonly sentAt: number;
  /** Null while there is no answer. */
  readonly respondedAt: number | null;
  readonly score: number | null;
  readonly topic: string | null;
}

type Draft = Omit<Survey, "id">;

export function sendSurveys(registry: Registry): Survey[] {
  const { seed, tier } = registry.world.setting;
  const drafts = registry.users.flatMap((user) => surveysOf(user, seed, tier.asOfDay));
  drafts.sort((a, b) => a.sentAt - b.sentAt || numberOf(registry.userId, a.user) - numberOf(registry.userId, b.user));
  return drafts.map((draft, index) => ({ id: index + 1, ...draft }));
}

function surveysOf(user: User, seed: number, asOfDay: number): Draft[] {
  if (user.role === "staff" || user.acceptedAt === null) return [];
  const { engagement, health, profile } = user.account;
  const draws = new Draws(seed, STREAMS.survey, profile.id * USERS_PER_ACCOUNT + user.ordinal);
  const end = (asOfDay + 1) * DAY_SECONDS;
  const drafts: Draft[] = [];
  const joined = Math.floor(user.acceptedAt / DAY_SECONDS);
  for (let nth = 0; nth < S.asked[1]; nth += 1) {
    const day = joined + FIRST_AFTER_DAYS + nth * ASKED_EVERY_DAYS + draws.below(at(S.asked, nth), 14);
    if (day > asOfDay) break;
    const index = day - profile.signupDay;
    // Surveys go out on the full hour.
    const sentAt = day * DAY_SECONDS + (14 + draws.below(at(S.minute, nth), 6)) * 3600;
    if ((engagement[index] ?? 0) === 0 || (user.deactivatedAt !== null && user.deactivatedAt <= sentAt)) continue;
    drafts.push(answered(user, draws, { nth, sentAt, health: (health[index] ?? 0) / 1000 }, end));
  }
  return drafts;
}

function answered(
  user: User,
  draws: Draws,
  { nth, sentAt, health }: { readonly nth: number; readonly sentAt: number; readonly health: number },
  end: number,
): Draft {
  const unanswered = { user, sentAt, respondedAt: null, score: null, topic: null };
  if (!draws.chance(at(S.responds, nth), responseRate(health))) return unanswered;
  const hours = 1 + nearest(quantile(EXPONENTIAL, draws.unit(at(S.delay, nth))) * 40);
  const respondedAt = sentAt + hours * 3600;
  const leaves = user.deactivatedAt ?? end;
  if (hours > ANSWERED_WITHIN_DAYS * 24 || respondedAt >= Math.min(end, leaves)) return unanswered;
  const score = scoreOf(health, draws.unit(at(S.score, nth)));
  return { user, sentAt, respondedAt, score, topic: topicOf(score, draws.unit(at(S.topic, nth))) };
}

export function responseRate(health: number): number {
  return 0.2 + 0.3 * health;
}

/** Nine at full health, and two points either way by mood. */
export function scoreOf(health: number, mood: number): number {
  return clamp(nearest(10.1 - 9 * (1 - health) + (mood - 0.5) * 5), 0, 10);
}

const PRAISE: readonly (readonly [string | null, number])[] = [
  [null, 35],
  ["ease_of_use", 24],
  ["reliability", 18],
  ["support", 13],
  ["savings", 10],
];
const COMPLAINTS: readonly (readonly [string | null, number])[] = [
  [null, 20],
  ["device_downtime", 28],
  ["price", 22],
  ["support_wait", 16],
  ["missing_features", 14],
];

function topicOf(score: number, u: number): string | null {
  return weighted(u, score >= 8 ? PRAISE : COMPLAINTS);
}
