/**
 * The marts say what happened: their figures are computed again from the simulation's own log of events, by other code and without
 * SQL, and agree to the cent.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { NativeEngine } from "../../src/cli/native-engine.ts";
import { addMonths, civil, dayNumber } from "../../src/datagen/kit/calendar.ts";
import { DEFAULT_SEED, TIERS } from "../../src/datagen/tiers.ts";
import { register } from "../../src/datagen/world/registry.ts";
import { simulate } from "../../src/datagen/world/simulate.ts";
import type { Account } from "../../src/datagen/world/world.ts";
import { openBuilt, rowsIn, type Row } from "./built-project.ts";

const TIER = TIERS.tiny;
const DAY = 86_400;

let native: NativeEngine;
const world = simulate({ tier: TIER, seed: DEFAULT_SEED });
const { accounts } = world;

const rowsOf = (sql: string): Promise<readonly Row[]> => rowsIn(native, sql);

beforeAll(async () => {
  native = await openBuilt(
    "+finance_mrr_movements +finance_revenue_cohorts +entity_devices_daily +int_campaigns__attribution",
  );
}, 180_000);
afterAll(async () => native.close());

/** The last days of the months from the first one on; the running month is judged on the as-of day. */
function monthEnds(): { readonly month: string; readonly lastDay: number }[] {
  const out: { month: string; lastDay: number }[] = [];
  for (let first = TIER.startDay; first <= TIER.asOfDay;) {
    const { year, month } = civil(first);
    const monthStart = dayNumber(year, month, 1);
    const next = addMonths(monthStart, 1);
    out.push({
      month: `${year}-${String(month).padStart(2, "0")}-01`,
      lastDay: Math.min(next - 1, TIER.asOfDay),
    });
    first = next;
  }
  return out;
}

/** What a customer pays in a month, in cents, as the log of its subscriptions says on the evening of a day. */
function centsOn(account: Account, day: number): number {
  let cents = 0;
  for (const { changes } of account.subscriptions) {
    const last = changes.filter(({ at }) => at < (day + 1) * DAY).at(-1);
    cents += last?.mrrAfter ?? 0;
  }
  return cents;
}

interface Movement {
  cents: number;
  customers: number;
}

describe("monthly recurring revenue", () => {
  const ends = monthEnds();
  const revenue = accounts.map((account) => ends.map(({ lastDay }) => centsOn(account, lastDay)));

  function movements(): Map<string, Movement> {
    const found = new Map<string, Movement>();
    for (const months of revenue) {
      let before = 0;
      let hasPaid = false;
      months.forEach((cents, index) => {
        const kind =
          cents === before
            ? null
            : before === 0
              ? hasPaid
                ? "reactivation"
                : "new"
              : cents === 0
                ? "churn"
                : cents > before
                  ? "expansion"
                  : "contraction";
        if (kind !== null) {
          const key = `${ends[index]?.month ?? ""} ${kind}`;
          const sum = found.get(key) ?? { cents: 0, customers: 0 };
          found.set(key, { cents: sum.cents + Math.abs(cents - before), customers: sum.customers + 1 });
        }
        hasPaid ||= cents > 0;
        before = cents;
      });
    }
    return found;
  }

  test("moves as customers came, grew, shrank, left and returned", async () => {
    const rows = await rowsOf(
      "select cast(month as varchar) as month, movement_type, mrr, customers from {{ ref('finance_mrr_movements') }} where customers > 0",
    );
    const told = rows.map((row) => [
      `${String(row["month"])} ${String(row["movement_type"])}`,
      { cents: Math.round(Math.abs(Number(row["mrr"])) * 100), customers: Number(row["customers"]) },
    ]);
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries(movements()));
  });

  test("closes each month at the sum of what the customers then pay", async () => {
    const rows = await rowsOf(
      "select distinct cast(month as varchar) as month, closing_mrr from {{ ref('finance_mrr_movements') }}",
    );
    const told = new Map(rows.map((row) => [String(row["month"]), Math.round(Number(row["closing_mrr"]) * 100)]));
    for (const [index, { month }] of ends.entries()) {
      const paid = revenue.reduce((sum, months) => sum + (months[index] ?? 0), 0);
      if (told.has(month) || paid > 0) expect(told.get(month), month).toBe(paid);
    }
  });

  test("is kept by cohorts as the customers of a first month went on paying", async () => {
    const rows = await rowsOf(
      "select cast(cohort_month as varchar) as cohort, month_number, mrr, customers, opening_mrr from {{ ref('finance_revenue_cohorts') }}",
    );
    const cohorts = new Map<string, number[][]>();
    for (const months of revenue) {
      const first = months.findIndex((cents) => cents > 0);
      if (first < 0) continue;
      const cohort = ends[first]?.month ?? "";
      cohorts.set(cohort, [...(cohorts.get(cohort) ?? []), months.slice(first)]);
    }
    expect(new Set(rows.map((row) => row["cohort"]))).toEqual(new Set(cohorts.keys()));
    for (const row of rows) {
      const members = cohorts.get(String(row["cohort"])) ?? [];
      const at = Number(row["month_number"]);
      const name = `${String(row["cohort"])} after ${at} months`;
      const sum = (index: number): number => members.reduce((total, months) => total + (months[index] ?? 0), 0);
      expect(Math.round(Number(row["mrr"]) * 100), name).toBe(sum(at));
      expect(Math.round(Number(row["opening_mrr"]) * 100), name).toBe(sum(0));
    }
  });
});

test("a device was online for all but the minutes of its outages", async () => {
  const { devices, deviceId } = register(world);
  const byId = new Map(devices.map(({ item }) => [deviceId.get(item), item]));
  const rows = await rowsOf(
    "select device_id, date_day - date '1970-01-01' as day, online_seconds from {{ ref('entity_devices_daily') }} where observed_seconds > 0",
  );
  const wrong = rows.filter((row) => {
    const device = byId.get(Number(row["device_id"]));
    const down = device?.downMinutes[Number(row["day"]) - device.installDay] ?? Number.NaN;
    return Number(row["online_seconds"]) !== (1440 - down) * 60;
  });
  expect(rows.length).toBeGreaterThan(10_000);
  expect(wrong.slice(0, 5)).toEqual([]);
});
