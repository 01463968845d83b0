/** What a currency was worth on a day: the line between two turns of the year, and a wandering around it that never drifts away. */
import { CURRENCIES, FIRST_YEAR_END } from "../facts/exchange.ts";
import { civil, dayNumber, weekday } from "../kit/calendar.ts";
import { nearest } from "../kit/distributions.ts";
import { Draws } from "../kit/random.ts";
import { at } from "../kit/sites.ts";
import { SITES, STREAMS } from "./sites.ts";

/** How far a month strays from the line, at most, and a day from its month. */
const MONTH_STRAY = 0.025;
const DAY_STRAY = 0.004;
/** Rates have six decimals. */
const MILLIONTHS = 1000000;

/** Dollars for one unit of the currency, in millionths. */
export function usdRate(code: string, day: number, seed: number): number {
  const index = CURRENCIES.findIndex((currency) => currency.code === code);
  const currency = CURRENCIES[index];
  if (currency === undefined) throw new RangeError(`There is no currency "${code}".`);
  const draws = new Draws(seed, STREAMS.currency, index + 1);
  const { year, month, day: ofMonth } = civil(day);
  const begin = dayNumber(year, 1, 1);
  const share = (day - begin) / (dayNumber(year + 1, 1, 1) - begin);
  const from = currency.yearEnds[year - 1 - FIRST_YEAR_END] ?? 1;
  const to = currency.yearEnds[year - FIRST_YEAR_END] ?? from;
  const nth = (year - FIRST_YEAR_END) * 12 + month;
  const stray = (k: number): number => (draws.unit(at(SITES.currency.month, k)) - 0.5) * 2 * MONTH_STRAY;
  const between = (ofMonth - 1) / 31;
  const wander = stray(nth) * (1 - between) + stray(nth + 1) * between;
  const noise = (draws.unit(at(SITES.currency.day, day)) - 0.5) * 2 * DAY_STRAY;
  return nearest((from + (to - from) * share) * (1 + wander + noise) * MILLIONTHS);
}

const FRIDAY = 4;

/** Rates are fixed on working days only; what counts on another day is the last one before. */
export function isFixingDay(day: number): boolean {
  return weekday(day) <= FRIDAY;
}

/** The rate that counts on a day. */
export function lastUsdRate(code: string, day: number, seed: number): number {
  return usdRate(code, day - Math.max(0, weekday(day) - FRIDAY), seed);
}
