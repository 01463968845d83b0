/** On the data of a class the experiments find the truth that is sealed from the models, and attribution does not. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { openNativeEngine } from "../../src/cli/native-engine.ts";
import type { NativeEngine } from "../../src/cli/native-engine.ts";
import { tableRows } from "../../src/engine/index.ts";
import { makeSeedData } from "../../scripts/seed-data.ts";

type Row = Readonly<Record<string, unknown>>;

let native: NativeEngine;

async function rowsOf(sql: string): Promise<readonly Row[]> {
  const answer = await native.engine.query(sql, { limit: 1_000 });
  if (!answer.ok) throw new Error(answer.diagnostics[0]?.message);
  return tableRows(answer.value.table);
}

beforeAll(async () => {
  expect(await makeSeedData(["classroom"])).toBe(true);
  native = await openNativeEngine({ projectDir: "src/models", path: ":memory:", tier: "classroom" });
  const { exitCode, log } = await native.engine.command(
    "build --select +marketing_incrementality --resource-type model seed",
  );
  expect(exitCode, log.join("\n")).toBe(0);
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
