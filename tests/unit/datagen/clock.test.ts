/** The clock may stand at any day: the sources then show what had happened and had been loaded by then, and nothing else. */
import { describe, expect, test } from "vitest";
import { generate } from "../../../src/datagen/generate.ts";
import { DAY_SECONDS, parseDay } from "../../../src/datagen/kit/calendar.ts";
import { tableName } from "../../../src/datagen/schema/table-schema.ts";
import { records, type TableData } from "../../../src/datagen/table.ts";
import { TIERS, atDay } from "../../../src/datagen/tiers.ts";
import { numbersOf, tablesOf, type Row } from "./generated.ts";

const DAY = parseDay("2025-06-30");
const END = (DAY + 1) * DAY_SECONDS;
const early = new Map(
  generate({ tier: atDay(TIERS.tiny, DAY), clean: true }).map((table) => [tableName(table.schema), table] as const),
);

function keyOf(table: TableData): (row: Row) => string {
  return (row) => table.schema.key.map((column) => String(row[column])).join("|");
}

/** Logs are loaded once and never change; the rows of these tables carry the time of their own load. */
const LOGS = [...tablesOf("tiny").values()].filter((table) => new Set(numbersOf(table, "_synced_at")).size > 1);

describe("on an earlier day", () => {
  test.each(LOGS.map((table) => [tableName(table.schema), table] as const))(
    "%s holds each row that was loaded by then, as it is known today",
    (name, table) => {
      const now = early.get(name);
      if (now === undefined) throw new Error(`"${name}" was not generated.`);
      const known = new Map(records(now).map((row) => [keyOf(now)(row), row]));
      for (const row of records(table)) {
        if (Number(row["_synced_at"]) >= END) continue;
        expect(known.get(keyOf(table)(row))).toEqual(row);
      }
    },
  );

  test("nothing was loaded after it, and every table is there", () => {
    expect([...early.keys()]).toEqual([...tablesOf("tiny").keys()]);
    for (const table of early.values())
      for (const row of records(table)) expect(Number(row["_synced_at"])).toBeLessThan(END);
  });

  test("customers who signed up later are nobody yet", () => {
    const then = early.get("app_database__accounts")?.rowCount ?? 0;
    expect(then).toBeGreaterThan(10);
    expect(then).toBeLessThan(tablesOf("tiny").get("app_database__accounts")?.rowCount ?? 0);
  });
});
