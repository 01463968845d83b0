/** What the classroom is to look like: sizes, retention and spread that the lessons rely on. */
import { describe, expect, test } from "vitest";
import { DAY_SECONDS, civil, dayNumber, parseDay } from "../../../src/datagen/kit/calendar.ts";
import { TIERS, DEFAULT_SEED } from "../../../src/datagen/tiers.ts";
import { simulate } from "../../../src/datagen/world/simulate.ts";
import { byId, groupBy, numbersOf, rowsOf, tableOf } from "./generated.ts";

const AS_OF = parseDay("2025-12-31");
const TIER = "classroom";

const accounts = rowsOf(TIER, "app_database__accounts");
const subscriptions = rowsOf(TIER, "app_database__subscriptions");
const devices = byId(rowsOf(TIER, "app_database__devices"));
const telemetry = tableOf(TIER, "app_database__device_telemetry_daily");

describe("sizes", () => {
  test("2,000 accounts, about 3,000 locations and 4,500 devices", () => {
    expect(accounts).toHaveLength(2000);
    expect(rowsOf(TIER, "app_database__locations").length).toBeGreaterThan(2940);
    expect(rowsOf(TIER, "app_database__locations").length).toBeLessThan(3060);
    expect(devices.size).toBeGreaterThan(4200);
    expect(devices.size).toBeLessThan(4800);
  });

  test("about 1,150 accounts are live at the end", () => {
    const live = accounts.filter(({ status }) => status !== "churned").length;
    expect(live).toBeGreaterThan(1100);
    expect(live).toBeLessThan(1200);
  });

  test("0.7 to 0.95 million days of telemetry, with a mean uptime of 97 to 99 percent", () => {
    expect(telemetry.rowCount).toBeGreaterThan(700_000);
    expect(telemetry.rowCount).toBeLessThan(950_000);
    let minutes = 0;
    for (const value of numbersOf(telemetry, "uptime_min")) minutes += value;
    const share = minutes / (telemetry.rowCount * 1440);
    expect(share).toBeGreaterThan(0.97);
    expect(share).toBeLessThan(0.99);
  });

  test("three percent of Stripe's customers lack the account id, and six percent of accounts belong to a group", () => {
    const customers = rowsOf(TIER, "stripe__customer");
    const share = customers.filter((row) => row["metadata_account_id"] === null).length / customers.length;
    expect(share).toBeGreaterThan(0.02);
    expect(share).toBeLessThan(0.04);
    const members = accounts.filter((row) => row["parent_account_id"] !== null).length / accounts.length;
    expect(members).toBeGreaterThan(0.045);
    expect(members).toBeLessThan(0.075);
  });
});

/** Per customer the MRR at the end of each month, from the log; months counted from 2021-01. */
function monthlyRevenue(): { customers: Map<number, Float64Array>; canceled: Map<number, Set<number>> } {
  const customerOf = new Map(subscriptions.map((row) => [row["id"], Number(row["customer_id"])]));
  const customers = new Map<number, Float64Array>();
  const canceled = new Map<number, Set<number>>();
  for (const [id, lines] of groupBy(rowsOf(TIER, "app_database__subscription_changes"), "subscription_id")) {
    const customer = customerOf.get(id) ?? 0;
    const series = customers.get(customer) ?? new Float64Array(60);
    customers.set(customer, series);
    for (const line of lines) {
      const { year, month } = civil(Math.floor(Number(line["changed_at"]) / DAY_SECONDS));
      const from = (year - 2021) * 12 + month - 1;
      const step = Number(line["mrr_after_cents"]) - Number(line["mrr_before_cents"]);
      for (let index = from; index < 60; index += 1) series[index] = (series[index] ?? 0) + step;
      if (line["event"] === "cancel") canceled.set(customer, (canceled.get(customer) ?? new Set()).add(from));
    }
  }
  return { customers, canceled };
}

describe("retention", () => {
  const { customers, canceled } = monthlyRevenue();

  test("a month loses 1.5 to 3 percent of its paying customers, pauses counted or not", () => {
    let opened = 0;
    let lost = 0;
    let left = 0;
    for (const [customer, series] of customers) {
      for (let month = 1; month < 60; month += 1) {
        if ((series[month - 1] ?? 0) === 0) continue;
        opened += 1;
        if ((series[month] ?? 0) > 0) continue;
        lost += 1;
        if (canceled.get(customer)?.has(month) === true) left += 1;
      }
    }
    for (const rate of [lost / opened, left / opened]) {
      expect(rate).toBeGreaterThan(0.015);
      expect(rate).toBeLessThan(0.03);
    }
  });

  test("the customers of a year ago pay 98 to 108 percent of what they paid then", () => {
    let then = 0;
    let now = 0;
    for (const series of customers.values()) {
      if ((series[47] ?? 0) === 0) continue;
      then += series[47] ?? 0;
      now += series[59] ?? 0;
    }
    expect(now / then).toBeGreaterThan(0.98);
    expect(now / then).toBeLessThan(1.08);
  });

  test("each cohort of sign-ups cancels more rarely than the one two years before", () => {
    const rates = [2021, 2022, 2023, 2024, 2025].map((cohort) => {
      let months = 0;
      let gone = 0;
      for (const account of accounts) {
        if (civil(Math.floor(Number(account["created_at"]) / DAY_SECONDS)).year !== cohort) continue;
        const series = customers.get(Number(account["id"]));
        const first = series?.findIndex((value) => value > 0) ?? -1;
        if (first < 0) continue;
        const end =
          account["status"] === "churned" ? Math.max(...(canceled.get(Number(account["id"])) ?? [first])) : 59;
        months += end - first;
        if (account["status"] === "churned") gone += 1;
      }
      return gone / months;
    });
    // Neighbouring years are within the noise of some 180 to 400 accounts each; two years apart the trend is clear.
    rates.forEach((rate, index) => {
      if (index > 1) expect(rate).toBeLessThan(rates[index - 2] ?? 0);
    });
    expect(rates[4]).toBeLessThan(0.6 * (rates[0] ?? 0));
  });

  test("downtime has a price: accounts with the most of it in their first weeks are less healthy and leave more often", () => {
    const world = simulate({ tier: TIERS[TIER], seed: DEFAULT_SEED });
    const watched = world.accounts.flatMap(({ profile, devices: fleet, health, statusChanges }) => {
      const early = fleet.filter(({ installDay }) => installDay < profile.signupDay + 60);
      if (early.length === 0 || health.length < 180 || (health[60] ?? 0) === 0) return [];
      let down = 0;
      for (const { downMinutes } of early) for (const minutes of downMinutes.subarray(0, 90)) down += minutes;
      return [
        {
          id: profile.id,
          down: down / early.length,
          health: health[60] ?? 0,
          left: statusChanges.at(-1)?.status === "churned",
        },
      ];
    });
    watched.sort((a, b) => a.down - b.down || a.id - b.id);
    const half = Math.floor(watched.length / 2);
    const share = (group: typeof watched): number => group.filter(({ left }) => left).length / group.length;
    const health = (group: typeof watched): number =>
      group.reduce((sum, account) => sum + account.health, 0) / group.length;
    const calm = watched.slice(0, half);
    const troubled = watched.slice(-Math.floor(watched.length / 4));
    expect(health(troubled)).toBeLessThan(health(calm) - 50);
    expect(share(troubled)).toBeGreaterThan(share(calm) + 0.02);
  });
});

describe("spread of the health score", () => {
  test("each band holds at least 15 percent of the live customers, and 500 events in 30 days divide them", () => {
    const events = new Map<number, number>();
    const uptime = new Map<number, [sum: number, days: number]>();
    const [device, day, pours, errors, minutes] = ["device_id", "day", "pours", "errors", "uptime_min"].map((name) =>
      numbersOf(telemetry, name),
    );
    for (let row = 0; row < telemetry.rowCount; row += 1) {
      if ((day?.[row] ?? 0) <= AS_OF - 30) continue;
      const customer = Number(devices.get(device?.[row] ?? 0)?.["customer_id"]);
      events.set(customer, (events.get(customer) ?? 0) + (pours?.[row] ?? 0) + (errors?.[row] ?? 0));
      const seen = uptime.get(customer) ?? [0, 0];
      uptime.set(customer, [seen[0] + (minutes?.[row] ?? 0) / 1440, seen[1] + 1]);
    }
    const order = ["active", "past_due", "trialing", "paused", "canceled"];
    const accountOf = new Map(accounts.map((row) => [row["email"], Number(row["id"])]));
    const delinquent = new Set(
      rowsOf(TIER, "stripe__customer")
        .filter((row) => row["delinquent"] === 1)
        .map((row) => accountOf.get(row["email"] ?? null)),
    );
    const mrr = new Map<number, number>();
    const customerOf = new Map(subscriptions.map((row) => [row["id"], Number(row["customer_id"])]));
    for (const line of rowsOf(TIER, "app_database__subscription_changes")) {
      const customer = customerOf.get(line["subscription_id"]) ?? 0;
      mrr.set(
        customer,
        (mrr.get(customer) ?? 0) + (Number(line["mrr_after_cents"]) - Number(line["mrr_before_cents"])) / 100,
      );
    }
    const weight: Readonly<Record<string, number>> = { active: 1, trialing: 0.6, past_due: 0.4, paused: 0.2 };
    const bands = { healthy: 0, at_risk: 0, unhealthy: 0 };
    let live = 0;
    let quiet = 0;
    for (const [customer, rows] of groupBy(subscriptions, "customer_id")) {
      const status = order.find((name) => rows.some((row) => row["status"] === name)) ?? "canceled";
      if (status === "canceled") continue;
      live += 1;
      const id = Number(customer);
      const used = events.get(id) ?? 0;
      if (used < 500) quiet += 1;
      const seen = uptime.get(id);
      const score =
        0.3 * (weight[status] ?? 0) +
        0.3 * Math.min(1, used / 500) +
        0.2 * (seen === undefined ? 0.5 : seen[0] / seen[1]) +
        0.15 * (delinquent.has(id) ? 0 : 1) +
        0.05 * Math.min(1, (mrr.get(id) ?? 0) / 500);
      bands[score >= 0.7 ? "healthy" : score >= 0.4 ? "at_risk" : "unhealthy"] += 1;
    }
    for (const count of Object.values(bands)) expect(count / live).toBeGreaterThanOrEqual(0.15);
    expect(quiet / live).toBeGreaterThan(0.25);
    expect(quiet / live).toBeLessThan(0.75);
  });

  test("the firmware regression quadruples the errors of the devices that run it", () => {
    const [firmware, errors, pours] = ["firmware", "errors", "pours"].map((name) => numbersOf(telemetry, name));
    const rate = (code: number): number => {
      let failed = 0;
      let done = 0;
      for (let row = 0; row < telemetry.rowCount; row += 1) {
        if (firmware?.[row] !== code) continue;
        failed += errors?.[row] ?? 0;
        done += (pours?.[row] ?? 0) + 20;
      }
      return failed / done;
    };
    expect(rate(320) / rate(321)).toBeGreaterThan(3.5);
    expect(rate(320) / rate(321)).toBeLessThan(5.5);
  });

  test("weekends and summer show in the pours", () => {
    const [day, pours] = ["day", "pours"].map((name) => numbersOf(telemetry, name));
    const mean = (chosen: (at: number) => boolean): number => {
      let sum = 0;
      let count = 0;
      for (let row = 0; row < telemetry.rowCount; row += 1) {
        if (!chosen(day?.[row] ?? 0)) continue;
        sum += pours?.[row] ?? 0;
        count += 1;
      }
      return sum / count;
    };
    const saturday = dayNumber(2025, 6, 14);
    expect(mean((at) => (at - saturday) % 7 === 0)).toBeGreaterThan(1.5 * mean((at) => (at - saturday - 2) % 7 === 0));
    expect(mean((at) => civil(at).month === 7)).toBeGreaterThan(1.15 * mean((at) => civil(at).month === 2));
  });
});
