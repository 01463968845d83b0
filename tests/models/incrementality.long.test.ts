/** On the data of a class the experiments find the truth that is sealed from the models, and attribution does not. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { NativeEngine } from "../../src/cli/native-engine.ts";
import { makeSeedData } from "../../scripts/seed-data.ts";
import { openBuilt, rowsIn, type Row } from "./built-project.ts";

let native: NativeEngine;

const rowsOf = (sql: string): Promise<readonly Row[]> => rowsIn(native, sql);

beforeAll(async () => {
  expect(await makeSeedData(["classroom"])).toBe(true);
  native = await openBuilt("+marketing_incrementality", "classroom");
}, 1_800_000);
afterAll(async () => native.close());

test("the interval of each holdout contains the true lift and lies below what last touch claims", async () => {
  const truth = new Map(
    (
      await rowsOf("select channel, expected_share_caused from 'public/data/classroom/truth__channel_lift.parquet'")
    ).map((row) => [String(row["channel"]), Number(row["expected_share_caused"])]),
  );
  const experiments = await rowsOf("select * from {{ ref('marketing_incrementality') }}");
  expect(experiments.map(({ channel }) => channel).sort()).toEqual(["facebook_retargeting", "google_brand"]);
  for (const row of experiments) {
    const channel = String(row["channel"]);
    expect(Number(row["ci_low"]), channel).toBeLessThan(truth.get(channel) ?? Number.NaN);
    expect(Number(row["ci_high"]), channel).toBeGreaterThan(truth.get(channel) ?? Number.NaN);
    expect(Number(row["attributed_share"]), channel).toBeGreaterThan(Number(row["ci_high"]));
    expect(Number(row["last_click_lead_share"]), channel).toBeGreaterThan(Number(row["ci_high"]));
  }
});
