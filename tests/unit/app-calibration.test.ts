/** The calibration report on the page: where a number stands beside its band, and of which company the report is. */
import { describe, expect, test } from "vitest";
import { amount, bandText, placesOf } from "../../src/app/data/calibration.ts";
import { headOf } from "../../src/datagen/report/report-head.ts";
import { readWish } from "../../src/datagen/request.ts";
import { planData } from "../../src/worker/plan-data.ts";

describe("the bar of a number", () => {
  test.each([
    ["in the middle of its band", 0.24, 50],
    ["at the upper end", 0.28, 75],
    ["far below", -5, 1],
    ["far above", 700, 99],
  ])("%s stands in its place", (_, value, place) => {
    const places = placesOf({ value, band: { low: 0.2, high: 0.28 } });
    expect(places.value).toBeCloseTo(place, 6);
    expect([places.low, places.high]).toEqual([25, 75]);
  });

  test("has no mark without a value, and a band that can be seen when it is one number", () => {
    const places = placesOf({ value: null, band: { low: 2, high: 2 } });
    expect(places.value).toBeNull();
    expect(places.high).toBeGreaterThan(places.low);
  });

  test("is written in the unit of the number", () => {
    expect(amount(0.0287, "percent")).toBe("2.9 %");
    expect(bandText({ low: 10, high: 18 }, "months")).toBe("10.0 months to 18.0 months");
    expect(bandText({ low: 2, high: 2 }, "count")).toBe("2");
  });
});

test("the report beside the files is shown for just these data, and for no others", async () => {
  const report = { ...headOf(readWish({ tier: "tiny" })), kpis: [], faults: [], packs: [] };
  const tiny = {
    seed: 42,
    customers: 60,
    locations: 90,
    start_date: "2024-07-01",
    as_of_date: "2025-12-31",
    clean: false,
  };
  const catalog = { tiers: { tiny: { ...tiny, report, tables: [{ rows: 1, bytes: 1 }] } } };
  const plan = async (data: object): Promise<unknown> => {
    const outcome = await planData({ tier: "tiny", data }, () => Promise.resolve(catalog));
    return outcome.ok ? outcome.value.report : outcome;
  };
  expect(await plan({})).toEqual(report);
  for (const other of [{ seed: 7 }, { clean: true }, { asOf: "2025-06-30" }, { customers: 70 }])
    expect(await plan(other)).toBeNull();
});
