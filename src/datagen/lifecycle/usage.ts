/**
 * When a user opens the product, and what is done there, from the first day until the user stops for good.
 *
 * Days of use follow each other at the user's own rhythm. After each one the user may stop: for a month or more, or for ever.
 * Whoever reached an activating event within seven days of signing up stops four times more rarely; that is a rule of the world,
 * not only a correlation. Every product is taken up after another one, by a table.
 */
import { DAY_SECONDS, weekday } from "../kit/calendar.ts";
import { nearest, quantile, weighted } from "../kit/distributions.ts";
import { EXPONENTIAL } from "../kit/quantile-tables.ts";
import { at } from "../kit/sites.ts";
import { CAMPAIGN_DAYS, nextCampaign } from "./campaigns.ts";
import { EVENT_RULES, FIRST_PRODUCT, NEXT_PRODUCT, type ProductId } from "./catalogue.ts";
import type { LifecycleUser, Project, Session, Span, Video } from "./records.ts";
import { sessionEvents, type Workbench } from "./session-script.ts";
import { MOST_SESSIONS, SITES } from "./sites.ts";
import { isOpenOn, nextOpenDay } from "./studios.ts";

const U = SITES.user;
const S = SITES.session;

/** [days between two days of use, share of the users]: daily users, regulars, and those who look in now and then. */
const RHYTHMS: readonly (readonly [number, number])[] = [
  [3, 6],
  [12, 26],
  [20, 40],
  [26, 28],
];

/** Chance to stop after a day of use, with and without activation in the first week. */
export const STOPS = { activated: 0.036, otherwise: 0.17 } as const;
/** Share of the users who stop that come back one day. */
const COMES_BACK = 0.63;
const ACTIVATION_DAYS = 7;
/** Chance that a day of use is one on which another product is tried. */
const ADOPTS = 0.11;
const PHONE_SHARE: readonly (readonly [number, number])[] = [
  [0.02, 55],
  [0.3, 30],
  [0.8, 15],
];

export interface Usage {
  readonly sessions: Session[];
  readonly projects: Project[];
  readonly videos: Video[];
}

/** `others` are projects of colleagues, ascending by time; `untilDay` is the last day on which the user may work. */
export function useProduct(
  user: LifecycleUser,
  spans: readonly Span[],
  others: readonly Project[],
  untilDay: number,
): Usage {
  const life = new UserLife(user, spans, others, untilDay);
  life.run();
  return life.usage;
}

class UserLife {
  readonly usage: Usage = { sessions: [], projects: [], videos: [] };
  readonly #user: LifecycleUser;
  readonly #spans: readonly Span[];
  readonly #untilDay: number;
  readonly #signupDay: number;
  readonly #gapDays: number;
  readonly #phoneShare: number;
  readonly #adopted: ProductId[];
  readonly #bench: Workbench;
  #activatedAt: number | null = null;

  constructor(user: LifecycleUser, spans: readonly Span[], others: readonly Project[], untilDay: number) {
    const { draws } = user;
    this.#user = user;
    this.#spans = spans;
    this.#untilDay = untilDay;
    this.#signupDay = Math.floor(user.createdAt / DAY_SECONDS);
    this.#gapDays = weighted(draws.unit(at(U.rhythm)), RHYTHMS);
    this.#phoneShare = weighted(draws.unit(at(U.phone)), PHONE_SHARE);
    this.#adopted = [weighted(draws.unit(at(U.firstProduct)), FIRST_PRODUCT)];
    this.#bench = { user, others, projects: this.usage.projects, videos: this.usage.videos };
  }

  run(): void {
    const { draws } = this.#user;
    // Nine in a hundred sign up and never come in.
    if (draws.chance(at(U.starts), 0.09)) return;
    let day: number | null = this.#signupDay;
    for (let n = 0; n < MOST_SESSIONS && day !== null && day <= this.#untilDay; n += 1) {
      if (isOpenOn(this.#spans, day)) this.#work(day, n);
      day = this.#nextDay(day, n);
    }
  }

  #work(day: number, n: number): void {
    const { sessionDraws: draws, createdAt } = this.#user;
    this.#takeUpProduct(n);
    const halfHour = (weekday(day) < 5 ? 16 : 20) + draws.below(at(S.minute, n), 20);
    const startAt = Math.max(day * DAY_SECONDS + halfHour * 1800, n === 0 ? createdAt : 0);
    const product = this.#productOf(n);
    const keen = this.#user.draws.chance(at(U.keen), 0.7);
    const early = day - this.#signupDay <= ACTIVATION_DAYS;
    const events = sessionEvents(this.#bench, { n, startAt, product, mayActivate: keen || !early });
    // Who only looked in for a moment leaves no trace.
    if (events.length === 0) return;
    this.usage.sessions.push({
      id: 0,
      user: this.#user,
      startAt,
      onPhone: draws.chance(at(S.phone, n), this.#phoneShare),
      events,
    });
    if (this.#activatedAt === null) {
      this.#activatedAt = events.find(({ rule }) => rule !== null && EVENT_RULES[rule]?.activates === true)?.at ?? null;
    }
  }

  #takeUpProduct(n: number): void {
    const { sessionDraws: draws } = this.#user;
    const last = this.#adopted.at(-1);
    if (n === 0 || last === undefined || !draws.chance(at(S.adopts, n), ADOPTS)) return;
    const open = NEXT_PRODUCT[last].filter(([product]) => !this.#adopted.includes(product));
    if (open.length > 0) this.#adopted.push(weighted(draws.unit(at(S.nextProduct, n)), open));
  }

  /** The product of the day: the first one most of the time, and what was just taken up on the day itself. */
  #productOf(n: number): ProductId {
    const { sessionDraws: draws } = this.#user;
    const [first = "video_editor"] = this.#adopted;
    const last = this.#adopted.at(-1) ?? first;
    const isNew = n > 0 && this.#adopted.length > 1 && draws.chance(at(S.adopts, n), ADOPTS);
    const u = draws.unit(at(S.product, n));
    if (isNew) return last;
    return u < 0.55 ? first : (this.#adopted[Math.floor(((u - 0.55) / 0.45) * this.#adopted.length)] ?? first);
  }

  /** The day of the next visit; null when there is none. */
  #nextDay(day: number, n: number): number | null {
    const { draws, sessionDraws } = this.#user;
    const activated = this.isActivatedEarly();
    if (sessionDraws.chance(at(S.stop, n), activated ? STOPS.activated : STOPS.otherwise))
      return this.#comeBack(day, n);
    const wait = 1 + nearest(quantile(EXPONENTIAL, sessionDraws.unit(at(S.gap, n))) * (this.#gapDays - 1));
    const next = this.#weekRhythm(day + wait, n);
    if (isOpenOn(this.#spans, next)) return next;
    // The door was closed: most give up, the others are there soon after it opens again.
    const reopened = nextOpenDay(this.#spans, next);
    if (reopened === null || draws.unit(at(U.resumes)) > 0.62) return null;
    return this.#weekRhythm(reopened + 1 + (wait % 12), n);
  }

  /** Three quarters of what would fall on a weekend is done on the Monday after. */
  #weekRhythm(day: number, n: number): number {
    const wd = weekday(day);
    return wd >= 5 && this.#user.sessionDraws.chance(at(S.weekend, n), 0.75) ? day + 7 - wd : day;
  }

  /** After five weeks at the earliest; a third of those who come back do so in a campaign. */
  #comeBack(day: number, n: number): number | null {
    const { sessionDraws: draws } = this.#user;
    const u = draws.unit(at(S.pause, n));
    if (u >= COMES_BACK) return null;
    const wait = quantile(EXPONENTIAL, u / COMES_BACK);
    const own = day + 33 + nearest(wait * 42);
    const campaign = draws.unit(at(S.campaign, n));
    return campaign < 0.36 ? nextCampaign(own) + Math.floor((campaign / 0.36) * CAMPAIGN_DAYS) : own;
  }

  isActivatedEarly(): boolean {
    if (this.#activatedAt === null) return false;
    return Math.floor(this.#activatedAt / DAY_SECONDS) - this.#signupDay <= ACTIVATION_DAYS;
  }
}
