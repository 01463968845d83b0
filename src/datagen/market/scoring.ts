/**
 * The score of a contact: points for who the person is, what they read, which forms they send and which mails they click on.
 *
 * At 60 points a contact is a marketing qualified lead. Everything known at the first form counts at that moment, so whoever asks
 * for a demo qualifies at once.
 */
import { DAY_SECONDS } from "../kit/calendar.ts";
import { quantile, weighted } from "../kit/distributions.ts";
import { EXPONENTIAL } from "../kit/quantile-tables.ts";
import type { Draws } from "../kit/random.ts";
import { at } from "../kit/sites.ts";
import { FORMS, type FormName } from "./forms.ts";
import type { ScoreEvent } from "./market.ts";
import { SITES } from "./sites.ts";

const S = SITES.person;

export const MQL_SCORE = 60;
const PRICING_POINTS = 15;
const VISIT_POINTS = 3;
const CLICK_POINTS = 5;
/** The nightly job is quick: a contact is qualified ten minutes after the points are in. */
const QUALIFICATION_SECONDS = 600;

export interface Scored {
  readonly createdAt: number;
  readonly jobTitle: string;
  readonly employees: number | null;
  /** Visits up to the first form. */
  readonly visits: number;
  readonly sawPrices: boolean;
  readonly forms: readonly { readonly form: FormName; readonly at: number }[];
  /** Reads mail from us: everybody but the users of the application. */
  readonly mailed: boolean;
  readonly optedOutAt: number | null;
}

/** How many mails somebody clicks on. */
const CLICKS: readonly (readonly [number, number])[] = [
  [0, 46],
  [1, 22],
  [2, 14],
  [3, 9],
  [5, 6],
  [7, 3],
];

export function fitPoints(jobTitle: string, employees: number | null): number {
  const decides = /Owner|Director|Partner/.test(jobTitle);
  const manages = jobTitle.includes("Manager");
  const size = employees === null ? 0 : employees >= 100 ? 10 : employees >= 20 ? 5 : 0;
  return (decides ? 10 : manages ? 5 : 0) + size;
}

/** Ascending by time. */
export function scoresOf(draws: Draws, contact: Scored): ScoreEvent[] {
  const { createdAt, forms } = contact;
  const events: ScoreEvent[] = [];
  const add = (time: number, kind: ScoreEvent["kind"], points: number): void => {
    if (points > 0) events.push({ at: time, kind, points });
  };
  add(createdAt, "fit", fitPoints(contact.jobTitle, contact.employees));
  add(createdAt, "visit", Math.min(contact.visits, 5) * VISIT_POINTS);
  if (contact.sawPrices) add(createdAt, "pricing_page", PRICING_POINTS);
  for (const { form, at: time } of forms) add(time, "form", FORMS[form].points);
  if (contact.mailed) for (const time of clicksOf(draws, contact)) add(time, "email_click", CLICK_POINTS);
  return events
    .map((event, order) => ({ event, order }))
    .sort((a, b) => a.event.at - b.event.at || a.order - b.order)
    .map(({ event }) => event);
}

function clicksOf(draws: Draws, { createdAt, optedOutAt }: Scored): number[] {
  const times: number[] = [];
  let time = createdAt;
  const clicks = weighted(draws.unit(at(S.clicks)), CLICKS);
  for (let index = 0; index < clicks; index += 1) {
    const days = 1 + Math.floor(quantile(EXPONENTIAL, draws.unit(at(S.clickGap, index))) * 16);
    time += days * DAY_SECONDS;
    if (optedOutAt !== null && time >= optedOutAt) break;
    times.push(time);
  }
  return times;
}

/** When the sum of points reached the mark; null when it never does. */
export function qualifiedAt(events: readonly ScoreEvent[]): number | null {
  let score = 0;
  for (const { at: time, points } of events) {
    score += points;
    if (score >= MQL_SCORE) return time + QUALIFICATION_SECONDS;
  }
  return null;
}

export function scoreAt(events: readonly ScoreEvent[], time: number): number {
  let score = 0;
  for (const event of events) if (event.at <= time) score += event.points;
  return Math.min(score, 200);
}
