/**
 * The same seed gives the same values, table by table, wherever it runs. The browser compares with the same file.
 *
 * A rule that changes data on purpose raises `GENERATOR_VERSION` and writes the file anew: UPDATE_GOLDEN=1 npx vitest run
 * tests/unit/datagen/golden
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { contentHash } from "../../../src/datagen/content-hash.ts";
import { generate, generateTables } from "../../../src/datagen/generate.ts";
import { tableName } from "../../../src/datagen/schema/table-schema.ts";
import { DEFAULT_SEED, GENERATOR_VERSION, SHIPPED_TIERS, TIERS, type TierName } from "../../../src/datagen/tiers.ts";
import { liveAccount } from "../../../src/datagen/world/life.ts";
import { makeProfiles } from "../../../src/datagen/world/profiles.ts";
import { TESTED_TIERS } from "./generated.ts";
import { simulate } from "../../../src/datagen/world/simulate.ts";

interface Golden {
  readonly generator_version: string;
  readonly seed: number;
  readonly tiers: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const path = join(import.meta.dirname, "golden.json");
const tiers = TESTED_TIERS;

/** Of the tables as they are shipped: with their faults. */
function hashes(tier: TierName): Record<string, string> {
  const found: Record<string, string> = {};
  for (const table of generateTables({ tier })) found[tableName(table.schema)] = contentHash(table);
  return found;
}

if (process.env["UPDATE_GOLDEN"] === "1") {
  const golden: Golden = {
    generator_version: GENERATOR_VERSION,
    seed: DEFAULT_SEED,
    tiers: Object.fromEntries(SHIPPED_TIERS.map((tier) => [tier, hashes(tier)])),
  };
  writeFileSync(path, `${JSON.stringify(golden, null, 2)}\n`);
}

const golden = JSON.parse(readFileSync(path, "utf8")) as Golden;

test("the golden file is of this version of the generator", () => {
  expect([golden.generator_version, golden.seed]).toEqual([GENERATOR_VERSION, DEFAULT_SEED]);
});

// The classroom takes a busy machine longer than a unit test may.
test.each(tiers)("%s has the values of the golden file", { timeout: 180_000 }, (tier) => {
  expect(hashes(tier)).toEqual(golden.tiers[tier]);
});

test("another seed gives another company: the same tables, and the same values only where nothing is left to chance", () => {
  const other = new Map(generate({ tier: "tiny", seed: 7 }).map((table) => [tableName(table.schema), table]));
  const expected = golden.tiers["tiny"] ?? {};
  expect([...other.keys()]).toEqual(Object.keys(expected));
  const same = [...other].filter(([name, table]) => expected[name] === contentHash(table));
  expect(same.length).toBeLessThan(other.size / 3);
  for (const name of ["app_database__accounts", "stripe__invoice", "hubspot__contact", "monstera__events"])
    expect(same.map(([table]) => table)).not.toContain(name);
});

test("one customer can be simulated again alone", () => {
  const setting = { tier: TIERS.tiny, seed: DEFAULT_SEED };
  const whole = simulate(setting).accounts[30];
  const profile = makeProfiles(setting)[30];
  if (whole === undefined || profile === undefined) throw new Error("no such account");
  const again = liveAccount(profile, setting);
  expect(again.statusChanges).toEqual(whole.statusChanges);
  expect(again.engagement).toEqual(whole.engagement);
  expect(again.subscriptions.flatMap(({ changes }) => changes)).toEqual(whole.subscriptions.flatMap(({ changes }) => changes));
});

test("only the tables that were asked for are made, and they are the same as among all others", () => {
  const only = new Set(["stripe__invoice", "app_database__plans"]);
  const made = generate({ tier: "tiny", only });
  expect(made.map((table) => tableName(table.schema))).toEqual(["app_database__plans", "stripe__invoice"]);
  for (const table of made) expect(contentHash(table)).toBe(golden.tiers["tiny"]?.[tableName(table.schema)]);
});
