/** Faults of delivery: rows that come twice, late, in the wrong order, or not at all. */
import { DAY_SECONDS, parseDay } from "../kit/calendar.ts";
import type { DirtyTable } from "./dirty-table.ts";
import { sizeOf, type Chances, type Fault } from "./fault.ts";

const HOUR = 3600;

function redeliver(rate: number): (table: DirtyTable, chances: Chances) => void {
  return (table, chances) => {
    const end = (chances.company.setting.tier.asOfDay + 1) * DAY_SECONDS;
    for (const [row, draws] of chances.rows(table, rate)) {
      const again = (table.number(row, "_synced_at") ?? 0) + sizeOf(draws, 1, 20) * HOUR;
      if (again < end) table.repeat("F01", row, { _synced_at: again });
    }
  };
}

function late(
  rate: number,
  unit: number,
  [least, most]: readonly [number, number],
): (table: DirtyTable, chances: Chances) => void {
  return (table, chances) => {
    for (const [row, draws] of chances.rows(table, rate)) {
      const synced = table.number(row, "_synced_at") ?? 0;
      table.set("F03", row, "_synced_at", synced + sizeOf(draws, least, most) * unit);
    }
  };
}

/** A line of the log is shipped after the lines that follow it. */
function shipLater(table: DirtyTable, chances: Chances): void {
  for (const [row, draws] of chances.rows(table, 0.008))
    table.set("F04", row, "_synced_at", (table.number(row, "_synced_at") ?? 0) + sizeOf(draws, 2, 30) * HOUR);
}

function deliverLater(table: DirtyTable, chances: Chances): void {
  for (const [row, draws] of chances.rows(table, 0.008)) {
    const delay = sizeOf(draws, 3, 60) * HOUR;
    const synced = table.number(row, "_synced_at") ?? 0;
    table.set("F04", row, "delivered_at", (table.number(row, "delivered_at") ?? 0) + delay);
    table.alsoSet(row, "_synced_at", synced + delay);
  }
}

/** The loader was down for two days for the devices of one state. */
const SILENT_DAYS = [parseDay("2025-10-14"), parseDay("2025-10-15")] as const;
const SILENT_STATE = "CO";

function loseRegion(table: DirtyTable, { company }: Chances): void {
  const { devices, deviceId } = company.registry;
  const silent = new Set(
    devices.filter(({ account }) => account.profile.city.state === SILENT_STATE).map(({ item }) => deviceId.get(item)),
  );
  const days = table.numbers("day");
  const device = table.numbers("device_id");
  for (let row = 0; row < table.rowCount; row += 1) {
    const day = days[row] ?? 0;
    if (day >= SILENT_DAYS[0] && day <= SILENT_DAYS[1] && silent.has(device[row] ?? 0)) table.lose("F15", row);
  }
}

const MISSING_ADS_DAY = parseDay("2025-09-23");

function loseAdsDay(table: DirtyTable): void {
  for (let row = 0; row < table.rowCount; row += 1)
    if (table.number(row, "date") === MISSING_ADS_DAY) table.lose("F15", row);
}

/** What was converted in the last days is known only in part until the attribution window has closed. */
const RESTATED_DAYS = 3;
const KNOWN_PERCENT = [35, 60, 85] as const;

function restate(columns: readonly string[], dayColumn: string): (table: DirtyTable, chances: Chances) => void {
  return (table, { company }) => {
    const { asOfDay } = company.setting.tier;
    for (let row = 0; row < table.rowCount; row += 1) {
      const age = asOfDay - (table.number(row, dayColumn) ?? 0);
      if (age >= RESTATED_DAYS) {
        // The last restatement is the version that was loaded last.
        const day = table.number(row, dayColumn) ?? 0;
        table.alsoSet(
          row,
          "_synced_at",
          Math.max(table.number(row, "_synced_at") ?? 0, (day + RESTATED_DAYS) * DAY_SECONDS + 6 * HOUR),
        );
        continue;
      }
      for (const column of columns) {
        const value = table.number(row, column) ?? 0;
        const known = Math.floor((value * (KNOWN_PERCENT[age] ?? 100)) / 100);
        if (value > 0) table.set("F20", row, column, known);
      }
    }
  };
}

export const DELIVERY: readonly Fault[] = [
  {
    id: "F01",
    title: "delivered twice",
    rule: "The same record, with the same key, is loaded a second time some hours later.",
    cleaning: "Keep one record per key, the first by _synced_at.",
    tables: {
      app_database__tap_events: redeliver(0.004),
      app_database__web_sessions: redeliver(0.002),
      stripe__event: redeliver(0.006),
    },
  },
  {
    id: "F03",
    title: "late arrival",
    rule: "A record is loaded one to six days after it came to be; tap events one to 36 hours.",
    cleaning: "Incremental models read the last seven days again.",
    tables: {
      app_database__device_telemetry_daily: late(0.015, DAY_SECONDS, [1, 6]),
      app_database__tap_events: late(0.01, HOUR, [1, 36]),
      iterable__event: late(0.01, DAY_SECONDS, [1, 6]),
      crm__deal_stage_history: late(0.01, DAY_SECONDS, [1, 6]),
    },
  },
  {
    id: "F04",
    title: "out of order",
    rule: "Change events are delivered after events that happened later.",
    cleaning: "Order by log position or by the time of the event, never by the time of loading.",
    tables: { app_database__account_changes: shipLater, stripe__event: deliverLater },
  },
  {
    id: "F15",
    title: "missing slices",
    rule: "No telemetry of one state for two days (CO, 2025-10-14 and 15), and no Google Ads statistics on 2025-09-23.",
    cleaning: "Watch volumes per day; fill gaps on a spine and say that they were filled.",
    tables: { app_database__device_telemetry_daily: loseRegion, google_ads__campaign_stats: loseAdsDay },
  },
  {
    id: "F20",
    title: "restated history",
    rule: "Conversions of the last three days are told in part and grow on the days after.",
    cleaning: "Read the attribution window of 30 days again with each load.",
    tables: {
      google_ads__campaign_stats: restate(["conversions", "conversions_value"], "date"),
      google_ads__keyword_stats: restate(["conversions", "conversions_value"], "date"),
      facebook_ads__basic_ad_actions: restate(["value"], "date"),
      linkedin_ads__ad_analytics_by_campaign: restate(["conversion_value_in_local_currency"], "day"),
    },
  },
];
