/** How often people come, and how much of the day their devices run. */
import { DAY_SECONDS } from "../kit/calendar.ts";
import { grouped } from "./grouped.ts";
import { dayOf, hasRows, isMissing, numbers, rowsIn, type Tables } from "./read.ts";
import type { Measured } from "./report.ts";

const SESSIONS = "app_database__user_sessions";
const TELEMETRY = "app_database__device_telemetry_daily";
export const USAGE_TABLES = [SESSIONS, TELEMETRY] as const;

const WINDOW_DAYS = 30;

export function usage(tables: Tables, asOfDay: number): Measured[] {
  return [
    {
      id: "dau_over_mau",
      area: "product",
      title: "Daily over monthly active users",
      meaning:
        "People who visit the application on a day, on average over the last 30 days, of all who came in these days.",
      unit: "percent",
      band: { low: 0.25, high: 0.4 },
      ...stickiness(tables, asOfDay),
    },
    {
      id: "device_uptime",
      area: "product",
      title: "Device uptime",
      meaning:
        "Minutes that devices were up, of all minutes of the days on which they were in use, over the last 365 days.",
      unit: "percent",
      band: { low: 0.97, high: 0.99 },
      ...uptime(tables),
    },
  ];
}

function stickiness(tables: Tables, asOfDay: number): Pick<Measured, "value" | "detail"> {
  if (!hasRows(tables, SESSIONS)) return { value: null };
  const users = numbers(tables, SESSIONS, "user_id");
  const started = numbers(tables, SESSIONS, "start_time");
  const byDay = new Map<number, Set<number>>();
  for (let row = 0; row < rowsIn(tables, SESSIONS); row += 1) {
    const day = dayOf(started[row] ?? 0);
    if (day <= asOfDay - WINDOW_DAYS || day > asOfDay) continue;
    byDay.set(day, (byDay.get(day) ?? new Set()).add(users[row] ?? 0));
  }
  const month = new Set([...byDay.values()].flatMap((people) => [...people]));
  if (month.size === 0) return { value: null };
  const daily = [...byDay.values()].reduce((sum, people) => sum + people.size, 0) / WINDOW_DAYS;
  return {
    value: daily / month.size,
    detail: `${grouped(Math.floor(daily + 0.5))} a day, ${grouped(month.size)} in 30 days`,
  };
}

function uptime(tables: Tables): Pick<Measured, "value" | "detail"> {
  if (!hasRows(tables, TELEMETRY)) return { value: null };
  let minutes = 0;
  let days = 0;
  for (const value of numbers(tables, TELEMETRY, "uptime_min")) {
    if (isMissing(value)) continue;
    minutes += value;
    days += 1;
  }
  return { value: (minutes * 60) / (days * DAY_SECONDS), detail: `${grouped(days)} device-days` };
}
