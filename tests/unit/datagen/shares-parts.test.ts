/** What each of two makers lives through: beyond the customers' lives, every part of the company is simulated by one of them alone. */
import { afterEach, expect, test, vi } from "vitest";
import { Company } from "../../../src/datagen/company.ts";
import { SCHEMAS, generateShare } from "../../../src/datagen/generate.ts";
import { tableName } from "../../../src/datagen/schema/table-schema.ts";
import { halfShares, unequalShares, wholeShare, type Share } from "../../../src/datagen/shares.ts";

const PARTS = [
  "registry",
  "operations",
  "market",
  "money",
  "shop",
  "lifecycle",
  "usage",
  "sales",
  "engagements",
  "mail",
  "advertising",
] as const;

afterEach(() => vi.restoreAllMocks());

/** The parts of the company that the tables of a share ask for. */
function partsOf(share: Share): readonly string[] {
  const asked = PARTS.map((part) => ({ part, spy: vi.spyOn(Company.prototype, part, "get") }));
  for (const table of generateShare({ tier: "tiny" }, share, () => undefined)) void table;
  const parts = asked.filter(({ spy }) => spy.mock.calls.length > 0).map(({ part }) => part);
  vi.restoreAllMocks();
  return parts;
}

const everything = wholeShare(SCHEMAS.map(tableName), () => true, false);

test("two makers have the lives and the support desk in common, and nothing else", () => {
  const [first, second] = halfShares(everything);
  const ofFirst = partsOf(first);
  const ofSecond = partsOf(second);
  expect(ofFirst.filter((part) => ofSecond.includes(part))).toEqual(["registry", "operations"]);
  expect([...new Set([...ofFirst, ...ofSecond])].sort()).toEqual([...PARTS].sort());
});

test("on few processors two makers have nothing in common: the second lives with the studios alone", () => {
  const [first, second] = unequalShares(everything);
  expect(partsOf(second)).toEqual(["lifecycle"]);
  expect(partsOf(first)).toEqual(PARTS.filter((part) => part !== "lifecycle"));
});
