/** Planted faults: the manifest says exactly what differs between the clean and the faulty company, and nothing else differs. */
import { describe, expect, test } from "vitest";
import { FAULTS } from "../../../src/datagen/faults/plant.ts";
import { SCHEMAS, generate } from "../../../src/datagen/generate.ts";
import { tableName } from "../../../src/datagen/schema/table-schema.ts";
import { records, type TableData } from "../../../src/datagen/table.ts";
import type { Row } from "./generated.ts";

const clean = new Map(generate({ tier: "tiny", clean: true }).map((table) => [tableName(table.schema), table]));
const dirty = new Map(generate({ tier: "tiny" }).map((table) => [tableName(table.schema), table]));
const manifest = records(dirty.get("truth__fault_manifest") as TableData);
/** Faults that are facts of the world, told of but not made by the pass. */
const NOTED_ONLY = new Set(["F18"]);

function keyOf(table: TableData): (row: Row) => string {
  return (row) => table.schema.key.map((column) => String(row[column] ?? "")).join("|");
}

describe("the fault manifest", () => {
  test("is empty when the company is made without faults", () => {
    expect(clean.get("truth__fault_manifest")?.rowCount).toBe(0);
  });

  test.each([...clean.keys()].filter((name) => !name.startsWith("truth__")))(
    "names every row of %s that differs",
    (name) => {
      const table = dirty.get(name);
      const before = clean.get(name);
      if (table === undefined || before === undefined) throw new Error(`"${name}" is missing.`);
      const listed = new Set(
        manifest
          .filter((row) => row["table_name"] === name && !NOTED_ONLY.has(String(row["fault_id"])))
          .map((row) => String(row["row_key"])),
      );
      const key = keyOf(table);
      // What is restated is loaded again; the time of the last load is no fault.
      const isRestated = FAULTS.some(({ id, tables }) => id === "F20" && Object.hasOwn(tables, name));
      const rows = (data: TableData): Map<string, string[]> => {
        const found = new Map<string, string[]>();
        for (const row of records(data)) {
          const told = JSON.stringify(isRestated ? { ...row, _synced_at: null } : row);
          found.set(key(row), [...(found.get(key(row)) ?? []), told]);
        }
        return found;
      };
      const now = rows(table);
      const then = rows(before);
      const changed = new Set(
        [...now.keys(), ...then.keys()].filter((at) => now.get(at)?.join() !== then.get(at)?.join()),
      );
      for (const at of changed) expect(listed.has(at), `row ${at} of ${name} differs and is not listed`).toBe(true);
      for (const at of listed)
        if (now.has(at) || then.has(at)) expect(changed.has(at), `row ${at} of ${name} is listed`).toBe(true);
    },
  );

  test("knows every kind of fault that the schemas announce, and each finds something in the classroom's tables", () => {
    const announced = new Set(SCHEMAS.flatMap(({ faults }) => faults));
    const planted = new Set(FAULTS.map(({ id }) => id));
    expect([...announced].filter((id) => !planted.has(id))).toEqual([]);
    for (const { tables, id } of FAULTS)
      for (const name of Object.keys(tables)) {
        const schema = SCHEMAS.find((one) => tableName(one) === name);
        expect(schema?.faults, `${id} in ${name}`).toContain(id);
      }
  });
});

describe("a faulty company", () => {
  test("has the same faults whichever tables are made", () => {
    const alone = generate({ tier: "tiny", only: new Set(["stripe__event"]) })[0];
    expect(alone?.rowCount).toBe(dirty.get("stripe__event")?.rowCount);
  });
});

describe("customers who pay in another currency", () => {
  const tables = new Map(
    generate({
      tier: "lesson",
      only: new Set(
        ["customer", "invoice", "invoice_line_item", "charge", "balance_transaction"].map((name) => `stripe__${name}`),
      ),
    }).map((table) => [tableName(table.schema), records(table)]),
  );
  const rows = (name: string): Row[] =>
    (tables.get(`stripe__${name}`) ?? []).filter((row) => !String(row["id"]).includes("_test_"));
  const currency = new Map(rows("customer").map((row) => [row["id"], row["currency"]]));

  test("are about eight of a hundred, and every record of theirs is in that currency", () => {
    const foreign = [...currency.values()].filter((code) => code !== "usd").length;
    expect(foreign / currency.size).toBeGreaterThan(0.05);
    expect(foreign / currency.size).toBeLessThan(0.13);
    for (const name of ["invoice", "charge"])
      for (const row of rows(name)) expect(row["currency"]).toBe(currency.get(row["customer_id"] ?? null));
  });

  test("have invoices whose lines still sum to the subtotal, and charges of what was due", () => {
    const lines = new Map<unknown, number>();
    for (const row of rows("invoice_line_item"))
      lines.set(row["invoice_id"], (lines.get(row["invoice_id"]) ?? 0) + Number(row["amount"]));
    const due = new Map(rows("invoice").map((row) => [row["id"], row["amount_due"]]));
    for (const row of rows("invoice")) expect(lines.get(row["id"])).toBe(row["subtotal"]);
    for (const row of rows("charge")) expect(row["amount"]).toBe(due.get(row["invoice_id"] ?? null));
  });
});

describe("the advertising account that is billed in another currency", () => {
  const rowsOf = (tables: ReadonlyMap<string, TableData>, name: string): Row[] =>
    records(tables.get(name) as TableData);
  const account = (row: Row): boolean => row["currency_code"] === "CAD";
  const foreign = rowsOf(dirty, "google_ads__account_history").filter(account);
  const campaigns = new Set(
    rowsOf(dirty, "google_ads__campaign_history")
      .filter((row) => row["customer_id"] === foreign[0]?.["id"])
      .map((row) => row["id"]),
  );
  const groups = new Set(
    rowsOf(dirty, "google_ads__ad_group_history")
      .filter((row) => campaigns.has(row["campaign_id"] ?? null))
      .map((row) => row["id"]),
  );

  test("is one of three, and has campaigns", () => {
    expect(foreign).toHaveLength(1);
    expect(rowsOf(clean, "google_ads__account_history").filter(account)).toEqual([]);
    expect(campaigns.size).toBeGreaterThan(0);
  });

  /** What a model does: the last rate that was known on the day. */
  const rates = rowsOf(dirty, "reference__exchange_rates").filter((row) => row["currency"] === "CAD");
  const dollarsOn = (day: number): number =>
    Number(rates.findLast((row) => Number(row["day"]) <= day)?.["usd_rate"]) / 1000000;

  test.each([
    ["google_ads__campaign_stats", "id", campaigns],
    ["google_ads__keyword_stats", "ad_group_id", groups],
  ] as const)("costs in %s the same dollars as before, at the rate of the day", (name, column, ids) => {
    const key = keyOf(dirty.get(name) as TableData);
    const before = new Map(rowsOf(clean, name).map((row) => [key(row), row]));
    let changed = 0;
    for (const row of rowsOf(dirty, name)) {
      const was = before.get(key(row));
      const clicks = Number(row["clicks"]);
      if (!ids.has(row[column] ?? null)) {
        expect(row["cost_micros"]).toBe(was?.["cost_micros"]);
        continue;
      }
      const dollars = Number(row["cost_micros"]) * dollarsOn(Number(row["date"]));
      expect(Math.abs(dollars - Number(was?.["cost_micros"]))).toBeLessThanOrEqual(clicks * 5000);
      if (clicks > 0) changed += 1;
    }
    expect(changed).toBeGreaterThan(0);
  });

  test("has keywords that add up to devices, to the cent", () => {
    const sumByDay = (name: string, column: string, ids: ReadonlySet<unknown>): Map<unknown, number> => {
      const sums = new Map<unknown, number>();
      for (const row of rowsOf(dirty, name))
        if (ids.has(row[column])) sums.set(row["date"], (sums.get(row["date"]) ?? 0) + Number(row["cost_micros"]));
      return sums;
    };
    const devices = sumByDay("google_ads__campaign_stats", "id", campaigns);
    const keywords = sumByDay("google_ads__keyword_stats", "ad_group_id", groups);
    expect(keywords.size).toBeGreaterThan(0);
    // A day that the loader has lost is known by its keywords only.
    for (const [day, micros] of keywords) if (devices.has(day)) expect(micros).toBe(devices.get(day));
  });
});
