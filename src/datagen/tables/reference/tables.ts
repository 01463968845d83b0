/** `reference.*`: exchange rates, holidays, states, clock changes and the brand survey. Sales quotas are with the sales tables. */
import { CURRENCIES } from "../../facts/exchange.ts";
import { holidaysOf } from "../../facts/holidays.ts";
import { VISITOR_CITIES } from "../../facts/regions.ts";
import { STATE_NAMES } from "../../facts/states.ts";
import { ZONES, transitionsOf } from "../../facts/time-zones.ts";
import { DAY_SECONDS, addMonths, civil, dayNumber } from "../../kit/calendar.ts";
import { nearest } from "../../kit/distributions.ts";
import { Draws } from "../../kit/random.ts";
import { at } from "../../kit/sites.ts";
import * as schema from "../../schema/reference.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import { isFixingDay, usdRate } from "../../usage/rates.ts";
import { SITES, STREAMS } from "../../usage/sites.ts";
import type { Setting } from "../../world/world.ts";
import { nightlyLoad } from "../load-time.ts";

/** Rates are fixed in the afternoon. */
const FIXING_SECOND = 16 * 3600;

export function writeExchangeRates({ tier, seed }: Setting): TableData {
  const table = new TableBuilder(schema.exchangeRates, 12000);
  // From the last fixing before the first day on, so that each day of the data has a rate.
  let first = tier.startDay;
  while (!isFixingDay(first)) first -= 1;
  for (let day = first; day <= tier.asOfDay; day += 1) {
    if (!isFixingDay(day)) continue;
    for (const { code } of CURRENCIES)
      table.add({
        day,
        currency: code,
        usd_rate: usdRate(code, day, seed),
        _synced_at: day * DAY_SECONDS + FIXING_SECOND,
      });
  }
  return table.finish();
}

/** Calendars are known ahead: all years of the plan are there from the first day. */
function years({ tier }: Setting): number[] {
  const first = civil(tier.startDay).year;
  return Array.from({ length: civil(tier.lastDay).year - first + 1 }, (_, index) => first + index);
}

export function writeCalendarHolidays(setting: Setting): TableData {
  const table = new TableBuilder(schema.calendarHolidays, 256);
  for (const { day, country, name } of years(setting).flatMap(holidaysOf))
    table.add({ day, country, holiday_name: name, _synced_at: nightlyLoad(setting.tier.asOfDay) });
  return table.finish();
}

export function writeStateTimezones({ tier }: Setting): TableData {
  const table = new TableBuilder(schema.stateTimezones, 64);
  // The zone of the largest city counts for the whole state.
  const zones = new Map<string, (typeof VISITOR_CITIES)[number]>();
  for (const city of VISITOR_CITIES) {
    const known = zones.get(city.state);
    if (known === undefined || city.weight > known.weight) zones.set(city.state, city);
  }
  for (const [state, city] of [...zones].sort(([a], [b]) => (a < b ? -1 : 1)))
    table.add({
      state,
      state_name: STATE_NAMES[state] ?? state,
      country: city.country,
      timezone: city.timezone,
      _synced_at: nightlyLoad(tier.asOfDay),
    });
  return table.finish();
}

export function writeTzTransitions(setting: Setting): TableData {
  const table = new TableBuilder(schema.tzTransitions, 256);
  const first = civil(setting.tier.startDay).year;
  for (const zone of ZONES) {
    const row = (utcFrom: number, offset: number, isSummer: boolean): void =>
      table.add({
        zone: zone.name,
        utc_from: utcFrom,
        offset_min: offset,
        is_dst: isSummer,
        _synced_at: nightlyLoad(setting.tier.asOfDay),
      });
    // One row before everything, so that each moment of the data has an offset.
    row(dayNumber(first, 1, 1) * DAY_SECONDS, zone.standardMinutes, false);
    for (const year of years(setting))
      for (const { at: time, offsetMinutes, isSummer } of transitionsOf(zone, year)) row(time, offsetMinutes, isSummer);
  }
  return table.finish();
}

/** Shares are held in ten-thousandths. Awareness grows as the company does, and a little with every campaign season. */
export function writeBrandSurvey({ tier, seed }: Setting): TableData {
  const table = new TableBuilder(schema.brandSurveyMonthly, 128);
  const draws = new Draws(seed, STREAMS.survey, 0);
  for (let nth = 0; ; nth += 1) {
    const month = addMonths(tier.startDay, nth);
    const published = addMonths(month, 1) + 9;
    if (published > tier.asOfDay) break;
    const draw = draws.u32(at(SITES.survey.month, nth));
    const aided = 1200 + nearest((2600 * nth) / (nth + 30)) + (draw & 127) - 64;
    table.add({
      month,
      respondents: 900 + ((draw >>> 7) & 15) * 20,
      aided_awareness: aided,
      unaided_awareness: nearest(aided * 0.31) + ((draw >>> 11) & 31) - 16,
      consideration: nearest(aided * 0.42) + ((draw >>> 16) & 63) - 32,
      _synced_at: published * DAY_SECONDS + FIXING_SECOND,
    });
  }
  return table.finish();
}
