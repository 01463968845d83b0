/** The calibration report: each number is what its sentence says, judged against its band, whatever faults the tables hold. */
import { describe, expect, test } from "vitest";
import { generate } from "../../../src/datagen/generate.ts";
import { addMonths, parseDay } from "../../../src/datagen/kit/calendar.ts";
import { CALIBRATION_TABLES, calibrate } from "../../../src/datagen/report/calibrate.ts";
import { SPEND_TABLES, adSpend } from "../../../src/datagen/report/ad-spend.ts";
import { TOTAL_BUDGET_BYTES, downloadBytes, overBudget, packSizes } from "../../../src/datagen/report/pack-sizes.ts";
import { statusOf, stateOf } from "../../../src/datagen/report/read.ts";
import { isOf } from "../../../src/datagen/report/report-head.ts";
import { judge, type Kpi, type Report } from "../../../src/datagen/report/report.ts";
import { reportText } from "../../../src/datagen/report/report-text.ts";
import { monthlyRevenue, newCustomers, retention } from "../../../src/datagen/report/retention.ts";
import { readWish, tierOf, type DataRequest } from "../../../src/datagen/request.ts";
import * as app from "../../../src/datagen/schema/app-database.ts";
import { tableName, type RowOf, type TableSchema } from "../../../src/datagen/schema/table-schema.ts";
import { TableBuilder, type TableData } from "../../../src/datagen/table.ts";

function reportOf(request: DataRequest): Report {
  const { seed, clean } = request;
  return calibrate(generate({ tier: tierOf(request), seed, clean, only: CALIBRATION_TABLES }), request);
}

const faulty = reportOf(readWish({ tier: "lesson" }));
const clean = reportOf(readWish({ tier: "lesson", clean: true }));
const kpi = (report: Report, id: string): Kpi => {
  const found = report.kpis.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`The report has no "${id}".`);
  return found;
};

/** A table of rows that name only the columns that matter. */
function tableOf<S extends TableSchema>(schema: S, rows: readonly Partial<RowOf<S>>[]): [string, TableData] {
  const builder = new TableBuilder(schema, rows.length || 1);
  const empty = Object.fromEntries(Object.keys(schema.columns).map((name) => [name, null]));
  for (const row of rows) builder.add({ ...empty, ...row });
  return [tableName(schema), builder.finish()];
}

const at = (day: string): number => parseDay(day) * 86400;

/** Two customers: one pays 100 a month from January on and leaves in July, the other 50, and 80 from March on. */
const small = new Map([
  tableOf(app.accounts, [
    { id: 1, email: "office@one.example", status: "Churned", created_at: at("2024-01-05") },
    { id: 2, email: "office@two.example", status: "active", created_at: at("2024-01-05") },
    { id: 3, email: "qa+3@taplab.example", status: "active", created_at: at("2024-01-05") },
  ]),
  tableOf(app.subscriptions, [
    { id: 11, customer_id: 1, status: "Cancelled", billing_cycle: "monthly" },
    { id: 12, customer_id: 2, status: "active ", billing_cycle: "annual" },
    { id: 13, customer_id: 3, status: "canceled", billing_cycle: "monthly" },
  ]),
  tableOf(app.subscriptionChanges, [
    { subscription_id: 11, changed_at: at("2024-01-10"), mrr_before_cents: 0, mrr_after_cents: 10000 },
    { subscription_id: 12, changed_at: at("2024-01-31") + 86399, mrr_before_cents: 0, mrr_after_cents: 5000 },
    { subscription_id: 13, changed_at: at("2024-01-10"), mrr_before_cents: 0, mrr_after_cents: 900000 },
    { subscription_id: 12, changed_at: at("2024-03-15"), mrr_before_cents: 5000, mrr_after_cents: 8000 },
    { subscription_id: 11, changed_at: at("2024-07-20"), mrr_before_cents: 10000, mrr_after_cents: 0 },
  ]),
]);

describe("retention", () => {
  const asOf = parseDay("2025-01-31");
  const value = (id: string): number | null | undefined =>
    retention(small, asOf).find((candidate) => candidate.id === id)?.value;

  test("counts whole months only, and no test accounts", () => {
    const { byCustomer, months } = monthlyRevenue(small, parseDay("2024-04-29"));
    expect(months).toBe(3);
    expect([...byCustomer].map(([id, series]) => [id, [...series]])).toEqual([
      [1, [10000, 10000, 10000]],
      [2, [5000, 5000, 8000]],
    ]);
  });

  test("one of two customers left in one of the 18 customer-months that began with a payment", () => {
    expect(value("monthly_logo_churn")).toBeCloseTo(1 / 18, 10);
  });

  test("of 150 a month a year ago 80 are left", () => {
    expect(value("net_revenue_retention")).toBeCloseTo(80 / 150, 10);
  });

  test("half of the accounts are live, and the one subscription that runs is annual, however its status is spelt", () => {
    expect(value("live_accounts")).toBe(0.5);
    expect(value("annual_plans")).toBe(1);
  });

  test("who first paid within the last twelve months is new", () => {
    expect(newCustomers(monthlyRevenue(small, parseDay("2024-12-31")))).toEqual({ count: 2, monthlyCents: 15000 });
    expect(newCustomers(monthlyRevenue(small, asOf)).count).toBe(0);
  });

  test("nothing is measured where the tables are not there", () => {
    expect(retention(new Map(), asOf).map((one) => judge(one).verdict)).toEqual(Array(5).fill("not measured"));
  });
});

describe("a report", () => {
  test.each([
    [0.2, "in band"],
    [0.28, "in band"],
    [0.19, "too low"],
    [0.29, "too high"],
    [null, "not measured"],
    [NaN, "not measured"],
  ])("of a value of %s for a band of 0.20 to 0.28 says %s", (value, verdict) => {
    const facts = { id: "x", area: "sales", title: "X", meaning: "X.", unit: "percent" } as const;
    expect(judge({ ...facts, value, band: { low: 0.2, high: 0.28 } }).verdict).toBe(verdict);
  });

  test("is of one company only", () => {
    const request = readWish({ tier: "lesson" });
    expect(isOf(faulty, request)).toBe(true);
    expect(isOf(faulty, { ...request, seed: 7 })).toBe(false);
    expect(isOf(faulty, { ...request, asOfDay: addMonths(request.asOfDay, -1) })).toBe(false);
    expect(isOf(clean, request)).toBe(false);
  });

  test("measures everything that a company of five years can show but the tests by region, which need more leads", () => {
    const missing = faulty.kpis.filter(({ verdict }) => verdict === "not measured").map(({ id }) => id);
    expect(missing.filter((id) => !id.startsWith("holdout_"))).toEqual([]);
    expect(new Set(faulty.kpis.map(({ id }) => id)).size).toBe(faulty.kpis.length);
  });

  test("is hardly moved by the planted faults, since it reads as staging does", () => {
    for (const { id, value, unit } of clean.kpis) {
      const other = kpi(faulty, id).value;
      if (value === null || unit === "count") continue;
      expect(Math.abs((other ?? 0) - value), id).toBeLessThan(unit === "months" ? 1 : 0.03);
    }
  });

  test("lists each kind of fault with the lines of the manifest, and none where nothing was planted", () => {
    expect(clean.faults).toEqual([]);
    const tiny = readWish({ tier: "tiny" });
    const only = new Set(["truth__fault_manifest"]);
    const manifest = generate({ tier: "tiny", only });
    const { faults } = calibrate(manifest, tiny);
    expect(faults.reduce((sum, { lines }) => sum + lines, 0)).toBe(manifest[0]?.rowCount);
    expect(faulty.faults.map(({ id }) => id)).toContain("F12");
  });

  test("survives being sent out of a worker or written to a file", () => {
    expect(JSON.parse(JSON.stringify(faulty))).toEqual(faulty);
  });

  test("reads as text with a mark for what is out of its band", () => {
    const high = judge({ ...kpi(faulty, "device_uptime"), value: 0.5 });
    const text = reportText({ ...faulty, kpis: [kpi(faulty, "device_uptime"), high] });
    expect(text).toMatch(/ok +Device uptime +98\.\d % +97\.0 % to 99\.0 %/);
    expect(text).toMatch(/LOW +Device uptime +50\.0 %/);
    expect(text).toMatch(/F12 +test records +[\d,]+ +\d+/);
  });
});

describe("sizes", () => {
  const packs = packSizes([
    { pack: "core", rows: 10, bytes: 900_000 },
    { pack: "core", rows: 5, bytes: 1_200_000 },
    { pack: "usage", rows: 5, bytes: 1_000_000 },
    { pack: "generated", rows: 100, bytes: 0 },
    { pack: "truth", rows: 1, bytes: 7_000_000 },
  ]);

  test("add up by pack, and only what everybody downloads counts", () => {
    expect(packs.map(({ pack, tables, rows }) => [pack, tables, rows])).toEqual([
      ["core", 2, 15],
      ["usage", 1, 5],
      ["generated", 1, 100],
      ["truth", 1, 1],
    ]);
    expect(downloadBytes(packs)).toBe(3_100_000);
    expect(overBudget(packs)).toEqual(["core"]);
  });

  test("are over when all packs together are, each within its own", () => {
    const many = packSizes(
      ["core", "usage", "billing", "telemetry", "crm-marketing"].map((pack) => ({
        pack: pack as "core",
        rows: 1,
        bytes: TOTAL_BUDGET_BYTES / 5 + 1,
      })),
    );
    expect(overBudget(many)).toEqual(["all packs together"]);
  });
});

test("money is in cents, whichever way a platform writes it", () => {
  const rows = generate({
    tier: "tiny",
    clean: true,
    only: new Set(SPEND_TABLES),
  });
  const spend = adSpend(new Map(rows.map((table) => [tableName(table.schema), table])), { from: 0, to: 30000 });
  // The plan gives brand search 80 of a thousand and search on other words 460.
  const ratio = (spend.get("google_non_brand") ?? 0) / (spend.get("google_brand") ?? 1);
  expect(ratio).toBeGreaterThan(3.5);
  expect(ratio).toBeLessThan(9);
  const social = (spend.get("google_non_brand") ?? 0) / (spend.get("facebook_prospecting") ?? 1);
  expect(social).toBeGreaterThan(1.3);
  expect(social).toBeLessThan(3);
});

test.each([
  ["Cancelled", "canceled"],
  ["active ", "active"],
  ["past due", "past_due"],
])("the status %j is %j", (written, status) => {
  expect(statusOf(written)).toBe(status);
});

test.each([
  ["Texas", "TX"],
  ["tx", "TX"],
  ["ENG", "ENG"],
])("the state %j is %j", (written, state) => {
  expect(stateOf(written)).toBe(state);
});
