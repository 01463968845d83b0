/** What may be asked of the generator, and what is refused before any work starts. */
import { describe, expect, test } from "vitest";
import { PLANNED_ROWS, estimate, gigabytes, millions } from "../../../src/datagen/estimate.ts";
import { formatDay, parseDay } from "../../../src/datagen/kit/calendar.ts";
import { askedData } from "../../../src/datagen/project-vars.ts";
import { ImpossibleData, readWish, requestKey, tierOf, type DataWish } from "../../../src/datagen/request.ts";
import { TIERS, isTierName } from "../../../src/datagen/tiers.ts";

function refusal(wish: DataWish): string {
  try {
    readWish(wish);
  } catch (thrown) {
    if (thrown instanceof ImpossibleData) return `${thrown.message} ${thrown.hint}`;
    throw thrown;
  }
  return "";
}

describe("a request", () => {
  test.each(Object.keys(TIERS).filter(isTierName))("for the tier %s is the tier itself", (tier) => {
    expect(tierOf(readWish({ tier }))).toEqual(TIERS[tier]);
  });

  test("with other customers gets the locations that go with them", () => {
    expect(readWish({ customers: 500 })).toMatchObject({ customers: 500, locations: 750 });
    expect(readWish({ customers: "10", locations: "12" })).toMatchObject({ customers: 10, locations: 12 });
  });

  test("is told apart from every other by its key", () => {
    const wishes: DataWish[] = [
      {},
      { seed: 7 },
      { customers: 9 },
      { locations: 4000 },
      { asOf: "2025-06-30" },
      { clean: true },
    ];
    expect(new Set(wishes.map((wish) => requestKey(readWish(wish)))).size).toBe(wishes.length);
  });
});

describe("refused is", () => {
  test.each<[string, DataWish, RegExp]>([
    ["a tier that does not exist", { tier: "huge" }, /"huge".*tiny, lesson, classroom/],
    ["a negative count", { customers: -5 }, /"customer_count" must be a whole number of at least 1, not "-5"/],
    ["half a customer", { customers: 1.5 }, /not "1.5"/],
    ["a word for a number", { locations: "many" }, /"location_count".*"many"/],
    [
      "more customers than fit, with what they would take",
      { customers: 1e9 },
      /1,000,000,000.*billion rows.*GB.*100,000/,
    ],
    ["fewer locations than customers", { customers: 5, locations: 3 }, /5 customers has at least one/],
    ["more locations than chains have", { customers: 5, locations: 5000 }, /at most 200/],
    ["a day that the calendar does not have", { start: "2025-02-30" }, /"start_date".*"2025-02-30"/],
    ["a start before prices are known", { start: "1999-01-01" }, /2019-01-01 to 2025-12-30/],
    ["an end before the start", { start: "2024-01-01", asOf: "2023-12-31" }, /before "start_date" 2024-01-01/],
    ["a day after the last one", { asOf: "2026-01-01" }, /end on 2025-12-31/],
    ["a seed that is no number", { seed: "x" }, /"seed".*0 to 999999999/],
  ])("%s", (_, wish, told) => {
    expect(refusal(wish)).toMatch(told);
  });
});

describe("the vars of the project", () => {
  const usual = {
    generate_sample_data: true,
    customer_count: 2000,
    location_count: 3000,
    start_date: "2021-01-01",
    as_of_date: "2025-12-31",
  };
  const lying = {
    seed: 7,
    customers: 60,
    locations: 90,
    start_date: "2024-07-01",
    as_of_date: "2025-12-31",
    clean: false,
  };

  test("as the project comes with them leave everything to the tier and its files", () => {
    const { wish, changed, fits } = askedData({ tier: "tiny" }, lying, usual);
    expect([changed, fits]).toEqual([false, true]);
    expect(readWish(wish)).toMatchObject({ seed: 7, customers: 60, locations: 90 });
  });

  test("that were changed win over the files", () => {
    const { wish, changed } = askedData({ tier: "tiny" }, lying, {
      ...usual,
      customer_count: 100,
      as_of_date: "2025-06-30",
    });
    expect(changed).toBe(true);
    const request = readWish(wish);
    expect(request).toMatchObject({ seed: 7, customers: 100, locations: 150 });
    expect(formatDay(request.asOfDay)).toBe("2025-06-30");
  });

  test("mean nothing in a project without generate_sample_data, where start_date may be anything", () => {
    expect(askedData({ tier: "tiny" }, lying, { start_date: "soon" })).toMatchObject({ changed: false });
  });

  test("and a seed of one's own: the files are not of it", () => {
    expect(askedData({ tier: "tiny", seed: 42 }, lying, usual)).toMatchObject({ changed: false, fits: false });
  });
});

describe("an estimate", () => {
  test("starts from the planned rows of all tables", async () => {
    const files = import.meta.glob<Record<string, unknown>>("../../../src/datagen/schema/*.ts", { eager: true });
    const schemas = Object.values(files).flatMap((module) =>
      Object.values(module).filter(
        (value): value is { rows: { classroom: number; full: number } } =>
          typeof value === "object" && value !== null && "rows" in value && "pack" in value && value.pack !== "truth",
      ),
    );
    const sum = (tier: "classroom" | "full") => schemas.reduce((total, { rows }) => total + rows[tier], 0);
    for (const tier of ["classroom", "full"] as const) {
      expect(PLANNED_ROWS[tier] / sum(tier)).toBeGreaterThan(0.95);
      expect(PLANNED_ROWS[tier] / sum(tier)).toBeLessThan(1.05);
    }
  });

  test("grows with the customers and says itself in words", () => {
    const of = (customers: number) => estimate({ customers, startDay: parseDay("2021-01-01") }).rows;
    expect(of(2000)).toBe(PLANNED_ROWS.classroom);
    expect(of(20_000)).toBe(PLANNED_ROWS.full);
    expect(of(1000) * 2).toBe(of(2000));
    expect([millions(33_414_058), millions(45_000), gigabytes(2_940_000_000), gigabytes(90_000_000)]).toEqual([
      "about 33.4 million",
      "about 45 thousand",
      "about 2.9 GB",
      "about 90 MB",
    ]);
  });
});
