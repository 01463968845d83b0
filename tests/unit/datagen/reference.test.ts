/** Facts that other systems are joined with: rates, holidays, clocks. Checked against what the calendars of those years say. */
import { describe, expect, test } from "vitest";
import { easter, holidaysOf } from "../../../src/datagen/facts/holidays.ts";
import { offsetMinutes, transitionsOf, zoneOf } from "../../../src/datagen/facts/time-zones.ts";
import { generate } from "../../../src/datagen/generate.ts";
import { formatDay, parseDay, weekday } from "../../../src/datagen/kit/calendar.ts";
import { tableName } from "../../../src/datagen/schema/table-schema.ts";
import { records } from "../../../src/datagen/table.ts";
import { usdRate } from "../../../src/datagen/usage/rates.ts";

const seconds = (text: string): number => Date.parse(text) / 1000;

describe("clocks", () => {
  test("change in North America and Europe at the moments that the law says", () => {
    expect(transitionsOf(zoneOf("America/New_York"), 2025).map(({ at }) => at)).toEqual([
      seconds("2025-03-09T07:00:00Z"),
      seconds("2025-11-02T06:00:00Z"),
    ]);
    expect(transitionsOf(zoneOf("Europe/London"), 2024).map(({ at }) => at)).toEqual([
      seconds("2024-03-31T01:00:00Z"),
      seconds("2024-10-27T01:00:00Z"),
    ]);
    expect(transitionsOf(zoneOf("America/Phoenix"), 2024)).toEqual([]);
  });

  test("are as far ahead of UTC as the machine's own calendar says, every week of seven years", () => {
    for (const zone of [
      "America/Chicago",
      "America/Vancouver",
      "America/Anchorage",
      "Europe/London",
      "Pacific/Honolulu",
    ]) {
      const format = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
      for (let at = seconds("2019-01-02T12:00:00Z"); at < seconds("2026-01-01T00:00:00Z"); at += 7 * 86400) {
        const name = format.formatToParts(at * 1000).find(({ type }) => type === "timeZoneName")?.value ?? "";
        const [, sign, hours, minutes] = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(name) ?? [];
        const expected = (sign === "-" ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
        expect(offsetMinutes(zone, at) - expected).toBe(0);
      }
    }
  });
});

describe("holidays", () => {
  test("fall on the days on which they fell", () => {
    expect([2021, 2024, 2025].map((year) => formatDay(easter(year)))).toEqual([
      "2021-04-04",
      "2024-03-31",
      "2025-04-20",
    ]);
    const named = (year: number, country: string, name: string): string | undefined => {
      const found = holidaysOf(year).find((holiday) => holiday.country === country && holiday.name === name);
      return found === undefined ? undefined : formatDay(found.day);
    };
    expect(named(2024, "US", "Thanksgiving")).toBe("2024-11-28");
    expect(named(2025, "US", "Memorial Day")).toBe("2025-05-26");
    expect(named(2024, "CA", "Victoria Day")).toBe("2024-05-20");
    expect(named(2023, "CA", "Victoria Day")).toBe("2023-05-22");
    expect(named(2025, "GB", "Summer bank holiday")).toBe("2025-08-25");
  });
});

describe("the reference tables", () => {
  const tables = new Map(
    generate({
      tier: "tiny",
      only: new Set(
        ["exchange_rates", "state_timezones", "tz_transitions", "brand_survey_monthly"].map(
          (name) => `reference__${name}`,
        ),
      ),
    }).map((table) => [tableName(table.schema), records(table)]),
  );

  test("have rates on working days only, near those of the year", () => {
    const rates = tables.get("reference__exchange_rates") ?? [];
    expect(rates.length).toBeGreaterThan(2000);
    for (const { day } of rates) expect(weekday(Number(day))).toBeLessThan(5);
    for (const year of [2021, 2023, 2025]) {
      const pound = usdRate("GBP", parseDay(`${String(year)}-06-30`), 42) / 1_000_000;
      expect(pound).toBeGreaterThan(1.15);
      expect(pound).toBeLessThan(1.45);
    }
  });

  test("give every state a zone whose changes are known", () => {
    const zones = new Set((tables.get("reference__tz_transitions") ?? []).map(({ zone }) => zone));
    const states = tables.get("reference__state_timezones") ?? [];
    expect(states.length).toBeGreaterThan(45);
    for (const { timezone, state_name: name, state } of states) {
      expect(zones.has(timezone ?? null), String(timezone)).toBe(true);
      expect(name).not.toBe(state);
    }
  });

  test("show a brand that more people know each year", () => {
    const survey = tables.get("reference__brand_survey_monthly") ?? [];
    expect(Number(survey.at(-1)?.["aided_awareness"])).toBeGreaterThan(Number(survey[0]?.["aided_awareness"]));
    for (const row of survey) expect(Number(row["unaided_awareness"])).toBeLessThan(Number(row["aided_awareness"]));
  });
});
