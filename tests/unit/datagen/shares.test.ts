/** A large company is made by two makers side by side: together they make what one makes alone, to the last value and byte. */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { PackTable } from "../../../src/datagen/catalog.ts";
import { contentHash } from "../../../src/datagen/content-hash.ts";
import type { PlantedFault } from "../../../src/datagen/faults/dirty-table.ts";
import { SCHEMAS, generateShare } from "../../../src/datagen/generate.ts";
import { writeInProcess } from "../../../src/datagen/node-process.ts";
import { writeShare, type ShareTarget } from "../../../src/datagen/node-share.ts";
import { readWish } from "../../../src/datagen/request.ts";
import { tableName } from "../../../src/datagen/schema/table-schema.ts";
import { MANIFEST, fileShares, halfShares, unequalShares, wholeShare } from "../../../src/datagen/shares.ts";
import { writeFaultManifest } from "../../../src/datagen/tables/truth/fault-manifest.ts";
import { TIERS } from "../../../src/datagen/tiers.ts";
import golden from "./golden.json" with { type: "json" };

const NAMES = SCHEMAS.map(tableName);
const everything = wholeShare(NAMES, () => true, false);

describe("two shares", () => {
  test.each([
    { ways: "halves", divide: halfShares, least: 20 },
    { ways: "files", divide: fileShares, least: 20 },
    { ways: "unequal", divide: unequalShares, least: 10 },
  ])("($ways) are all tables, each once, and neither is empty", ({ divide, least }) => {
    const [first, second] = divide(everything);
    expect([...first.wanted, ...second.wanted].sort()).toEqual(NAMES.filter((name) => name !== MANIFEST).sort());
    expect(first.wanted.size).toBeGreaterThan(least);
    expect(second.wanted.size).toBeGreaterThan(least);
    expect(first.listed.size + second.listed.size).toBe(everything.listed.size);
  });

  test.each([
    { ways: "halves", divide: halfShares },
    { ways: "files", divide: fileShares },
    { ways: "unequal", divide: unequalShares },
  ])("($ways) have the values of the golden file, and so has the list of the faults of both", ({ divide }) => {
    const hashes: Record<string, string> = {};
    const faults: PlantedFault[] = [];
    for (const share of [...divide(everything)].reverse())
      for (const table of generateShare({ tier: "tiny" }, share, (planted) => faults.push(...planted)))
        hashes[tableName(table.schema)] = contentHash(table);
    hashes[MANIFEST] = contentHash(writeFaultManifest(faults, TIERS.tiny.asOfDay));
    expect(hashes).toEqual(golden.tiers.tiny);
  });

  test("hold what is made for its faults alone only when the list of faults is wanted", () => {
    const only = (...names: readonly string[]) => wholeShare(NAMES, (name) => names.includes(name), false);
    expect(only("app_database__plans").listed.size).toBe(0);
    expect(only(MANIFEST).wanted.size).toBe(0);
    expect(only(MANIFEST).listed).toEqual(everything.listed);
    expect(wholeShare(NAMES, () => true, true).listed.size).toBe(0);
  });
});

describe("a process of its own", () => {
  const share = wholeShare(NAMES, (name) => name.startsWith("google_ads__account") || name === "stripe__event", false);
  const written = async (write: (target: ShareTarget, hear: (entry: PackTable) => void) => Promise<void>) => {
    const out = mkdtempSync(join(tmpdir(), "strata-share-"));
    mkdirSync(join(out, "lesson"));
    const entries: PackTable[] = [];
    try {
      const target = { request: readWish({ tier: "lesson", customers: 20, locations: 25 }), out, everything: true };
      await write({ ...target, compression: 3 }, (entry) => entries.push(entry));
    } finally {
      rmSync(out, { recursive: true, force: true });
    }
    return entries;
  };
  const onPlanted = (): void => undefined;

  test("writes the same files, to the byte", async () => {
    const here = await written((target, onTable) => writeShare(share, target, { onTable, onPlanted }));
    const there = await written((target, onTable) =>
      writeInProcess({ share, target }, { onTable, onPlanted }, new AbortController().signal),
    );
    expect(here.map(({ table }) => table)).toEqual(["event", "account_history"]);
    expect(there).toEqual(here);
  }, 60_000);

  test("tells what went wrong in it", async () => {
    const target = { request: readWish({ tier: "tiny" }), out: "/nowhere/at/all", everything: true, compression: 3 };
    const hear = { onTable: () => undefined, onPlanted };
    await expect(writeInProcess({ share, target }, hear, new AbortController().signal)).rejects.toThrow(/nowhere/);
  }, 60_000);

  test("ends when it is called off", async () => {
    const over = new AbortController();
    const target = { request: readWish({ tier: "full" }), out: tmpdir(), everything: true, compression: 3 };
    const hear = { onTable: () => undefined, onPlanted };
    const made = writeInProcess({ share, target }, hear, over.signal);
    over.abort();
    await expect(made).rejects.toThrow();
  });
});
