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
import { generate } from "../../../src/datagen/generate.ts";
import { tableName } from "../../../src/datagen/table.ts";
import { DEFAULT_SEED, GENERATOR_VERSION, TIERS, type TierName } from "../../../src/datagen/tiers.ts";
import { liveAccount } from "../../../src/datagen/world/life.ts";
import { makeProfiles } from "../../../src/datagen/world/profiles.ts";
import { simulate } from "../../../src/datagen/world/simulate.ts";
import { tablesOf } from "./generated.ts";

interface Golden {
  readonly generator_version: string;
  readonly seed: number;
  readonly tiers: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const path = join(import.meta.dirname, "golden.json");
const tiers = Object.keys(TIERS) as TierName[];

function hashes(tier: TierName): Record<string, string> {
  return Object.fromEntries([...tablesOf(tier)].map(([name, table]) => [name, contentHash(table)]));
}

if (process.env["UPDATE_GOLDEN"] === "1") {
  const golden: Golden = {
    generator_version: GENERATOR_VERSION,
    seed: DEFAULT_SEED,
    tiers: Object.fromEntries(tiers.map((tier) => [tier, hashes(tier)])),
  };
  writeFileSync(path, `${JSON.stringify(golden, null, 2)}\n`);
}

const golden = JSON.parse(readFileSync(path, "utf8")) as Golden;

test("the golden file is of this version of the generator", () => {
  expect([golden.generator_version, golden.seed]).toEqual([GENERATOR_VERSION, DEFAULT_SEED]);
});

test.each(tiers)("%s has the values of the golden file", (tier) => {
  expect(hashes(tier)).toEqual(golden.tiers[tier]);
});

test("another seed gives other values and the same tables", () => {
  const other = generate({ tier: "tiny", seed: 7 });
  const values = Object.fromEntries(other.map((table) => [tableName(table.schema), contentHash(table)]));
  const same = Object.entries(golden.tiers["tiny"] ?? {}).filter(([name, hash]) => values[name] === hash);
  expect(same.map(([name]) => name)).toEqual(["app_database__plans", "stripe__price"]);
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

test("a pass over the finished tables sees them all, and its result is what comes out", () => {
  const names: string[] = [];
  const kept = generate({
    tier: "tiny",
    damage: (tables) => {
      names.push(...tables.map((table) => tableName(table.schema)));
      return tables.slice(0, 1);
    },
  });
  expect(names).toEqual(Object.keys(golden.tiers["tiny"] ?? {}));
  expect(kept).toHaveLength(1);
});
