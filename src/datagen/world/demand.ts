/**
 * When accounts sign up: growth by year, season by month, rhythm of the week, and two shocks.
 *
 * The number of accounts is given; the shares of days are the rule. Sign-ups are spread over the cumulative weight with one
 * draw each, so that they come in order of time and ids grow with it.
 */
import { civil, parseDay, weekday } from "../kit/calendar.ts";
import { Draws } from "../kit/random.ts";
import { SITES, STREAMS, at } from "../kit/sites.ts";
import type { Setting } from "./world.ts";

const YEAR_GROWTH: Readonly<Record<number, number>> = {
  2019: 0.6,
  2020: 0.75,
  2021: 1,
  2022: 1.5,
  2023: 1.9,
  2024: 2.2,
  2025: 2.3,
};
const MONTH_SEASON = [1.15, 1.05, 1.1, 1.05, 1.05, 1, 0.85, 0.9, 1.05, 1.1, 1, 0.7];
/** Monday to Sunday. */
const WEEK_RHYTHM = [1.1, 1.1, 1.1, 1.1, 0.95, 0.35, 0.35];

const COMPETITOR_OUTAGE = [parseDay("2023-05-08"), parseDay("2023-05-28")] as const;
const AFTER_PRICE_RISE = [parseDay("2023-07-01"), parseDay("2023-08-15")] as const;

export function demandOn(day: number): number {
  const { year, month } = civil(day);
  let demand = (YEAR_GROWTH[year] ?? 1) * (MONTH_SEASON[month - 1] ?? 1) * (WEEK_RHYTHM[weekday(day)] ?? 1);
  if (day >= COMPETITOR_OUTAGE[0] && day <= COMPETITOR_OUTAGE[1]) demand *= 1.5;
  if (day >= AFTER_PRICE_RISE[0] && day <= AFTER_PRICE_RISE[1]) demand *= 0.75;
  return demand;
}

/** The sign-up day of each account, ascending. */
export function signupDays({ tier, seed }: Setting): Int32Array {
  const span = tier.lastDay - tier.startDay + 1;
  const cumulative = new Float64Array(span + 1);
  for (let index = 0; index < span; index += 1) {
    cumulative[index + 1] = (cumulative[index] ?? 0) + demandOn(tier.startDay + index);
  }
  const total = cumulative[span] ?? 0;
  const days = new Int32Array(tier.accounts);
  let index = 0;
  for (let account = 0; account < tier.accounts; account += 1) {
    const u = new Draws(seed, STREAMS.account, account + 1).unit(at(SITES.account.signupDay));
    const target = ((account + u) / tier.accounts) * total;
    while (index < span - 1 && (cumulative[index + 1] ?? total) <= target) index += 1;
    days[account] = tier.startDay + index;
  }
  return days;
}
