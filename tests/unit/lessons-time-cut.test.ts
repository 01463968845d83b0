import { describe, expect, test } from "vitest";
import {
  agreementOn,
  clampDay,
  isBoundary,
  nearestChange,
  readPast,
  versionOn,
} from "../../src/app/learn/interactives/time-cut.ts";
import { addDays, daysBetween, isDay } from "../../src/app/time/day-math.ts";
import { bindParameters, rowsOf } from "../../src/app/learn/interactives/play-query.ts";
import { table } from "./lessons-notation.ts";

const rows = (...written: Parameters<typeof table>) => rowsOf(table(...written));
const HEAD = "plan varchar, subscription_status varchar, monthly_recurring_revenue varchar";
const past = readPast(
  rows(
    `${HEAD}, valid_from date, valid_to date`,
    "starter active 99.00 2025-01-10 2025-03-31",
    "pro active 250.00 2025-03-31 null",
  ),
  rows(
    `date_day date, ${HEAD}`,
    "2025-03-30 starter active 99",
    "2025-03-31 pro active 250",
    "2025-04-02 starter active 250",
  ),
  rows(`${HEAD}, as_of_date date`, "pro active 250.00 2025-04-02"),
);

describe("a past that is cut at one day", () => {
  if (past === null) throw new Error("the past could not be read");

  test("has one true version each day; on the day of a change it is the later one", () => {
    expect(
      ["2025-01-09", "2025-01-10", "2025-03-30", "2025-03-31", "2025-04-02"].map(
        (day) => versionOn(past, day)?.plan ?? null,
      ),
    ).toEqual([null, "starter", "starter", "pro", "pro"]);
    expect([isBoundary(past, "2025-03-31"), isBoundary(past, "2025-01-10")]).toEqual([true, false]);
  });

  test("says whether the three tables agree", () => {
    expect(agreementOn(past, "2025-03-31")).toEqual({ kind: "all" });
    expect(agreementOn(past, "2025-03-30")).toEqual({ kind: "past", differs: ["plan", "mrr"] });
    expect(agreementOn(past, "2025-04-01")).toEqual({ kind: "history-only" });
    expect(agreementOn(past, "2025-04-02")).toEqual({ kind: "conflict", differs: ["plan"] });
  });

  test("knows the changes on either side of a day, and its own ends", () => {
    expect([
      nearestChange(past, "2025-03-31", -1),
      nearestChange(past, "2025-03-30", 1),
      nearestChange(past, "2025-03-31", 1),
    ]).toEqual(["2025-01-10", "2025-03-31", null]);
    expect([clampDay("2020-01-01", past), clampDay("2030-01-01", past)]).toEqual(["2025-01-10", "2025-04-02"]);
  });
});

test("days cross months, leap days and clock changes", () => {
  expect([addDays("2024-02-28", 1), addDays("2025-03-30", 1), daysBetween("2024-01-01", "2025-01-01")]).toEqual([
    "2024-02-29",
    "2025-03-31",
    366,
  ]);
  expect([isDay("2025-02-30x"), isDay("31.12.2025"), isDay("2025-13-01"), isDay("2025-12-31")]).toEqual([
    false,
    false,
    false,
    true,
  ]);
});

test("a history without rows has no past", () => {
  const empty = rows(`${HEAD}, valid_from date, valid_to date`);
  expect(readPast(empty, rows(`date_day date, ${HEAD}`), rows(`${HEAD}, as_of_date date`))).toBeNull();
});

test("parameters become literals; a cast is not a parameter and an unknown name stays", () => {
  expect(bindParameters("where id = $customer and day = $day::date", { customer: "o'neil" })).toBe(
    "where id = 'o''neil' and day = $day::date",
  );
});
