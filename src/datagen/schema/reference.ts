/**
 * Facts that other systems are joined with: exchange rates, holidays, time zones, quotas, a survey.
 */
import { bigint, date, decimal, flag, integer, smallint, syncedAt, text, timestamp } from "./columns.ts";
import type { TableSchema } from "./table-schema.ts";

export const exchangeRates = {
  system: "reference",
  table: "exchange_rates",
  pack: "star-lifecycle",
  key: ["day", "currency"],
  description:
    "What one unit of a currency was worth in US dollars, fixed on working days. Weekends have no row: take the last rate before.",
  rows: { classroom: 9000, full: 12600 },
  faults: ["F09"],
  columns: {
    day: date("Day of the fixing."),
    currency: text("ISO 4217 code of the currency.", { values: ["AUD", "CAD", "CHF", "EUR", "GBP", "MXN", "NZD"] }),
    usd_rate: decimal(12, 6, "US dollars for one unit."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const calendarHolidays = {
  system: "reference",
  table: "calendar_holidays",
  pack: "star-lifecycle",
  key: ["day", "country"],
  description: "A public holiday of a country, on its own day even where that is a Sunday.",
  rows: { classroom: 200, full: 280 },
  faults: [],
  columns: {
    day: date("The day."),
    country: text("Two-letter code of the country.", { values: ["US", "CA", "GB"] }),
    holiday_name: text("Name of the holiday."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const stateTimezones = {
  system: "reference",
  table: "state_timezones",
  pack: "star-lifecycle",
  key: ["state"],
  description: "A state or region with the time zone that most of its people live in.",
  rows: { classroom: 52, full: 52 },
  faults: ["F13"],
  columns: {
    state: text("Code, as in addresses."),
    state_name: text("Full name."),
    country: text("Two-letter code of the country.", { values: ["US", "CA", "GB"] }),
    timezone: text("IANA name of the zone."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const tzTransitions = {
  system: "reference",
  table: "tz_transitions",
  pack: "star-lifecycle",
  key: ["zone", "utc_from"],
  description:
    "A moment at which the clocks of a zone change. Between two rows of a zone the offset of the earlier one holds.",
  rows: { classroom: 120, full: 160 },
  faults: ["F08"],
  columns: {
    zone: text("IANA name of the zone."),
    utc_from: timestamp("From this moment on, UTC."),
    offset_min: smallint("How far local clocks are ahead of UTC.", { unit: "minutes" }),
    is_dst: flag("Whether it is summer time."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const quotas = {
  system: "reference",
  table: "quotas",
  pack: "star-lifecycle",
  key: ["owner_id", "month"],
  description: "What a sales owner is to win in a month.",
  rows: { classroom: 1700, full: 6300 },
  faults: [],
  quiet: true,
  columns: {
    owner_id: bigint("The owner.", { references: "hubspot.owner.owner_id" }),
    month: date("First day of the month."),
    amount: decimal(12, 2, "Annual value of deals to be won, in US dollars."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const brandSurveyMonthly = {
  system: "reference",
  table: "brand_survey_monthly",
  pack: "star-lifecycle",
  key: ["month"],
  description:
    "A monthly survey among people who run bars, restaurants and hotels. It comes out on the tenth of the month after.",
  rows: { classroom: 60, full: 84 },
  faults: [],
  quiet: true,
  columns: {
    month: date("First day of the month that was asked about."),
    respondents: integer("People who answered."),
    aided_awareness: decimal(5, 4, "Share who know the brand when it is named."),
    unaided_awareness: decimal(5, 4, "Share who name the brand by themselves."),
    consideration: decimal(5, 4, "Share who would think of buying."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;
