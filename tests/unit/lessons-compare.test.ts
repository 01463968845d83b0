import { describe, expect, test } from "vitest";
import { DEFAULT_RULES, compareTables } from "../../src/lessons/compare.ts";
import type { CompareRules } from "../../src/lessons/compare.ts";
import { matchPairs } from "../../src/lessons/match.ts";
import type { Table } from "../../src/engine/core/table.ts";
import { table } from "./lessons-notation.ts";

function equal(yours: Table, expected: Table, rules: Partial<CompareRules> = {}): boolean {
  return compareTables(yours, expected, { ...DEFAULT_RULES, ...rules }).equal;
}

describe("columns", () => {
  const expected = table("customer_id varchar, mrr double", "a 1", "b 2");

  test("match by name, whatever their order and case", () => {
    expect(equal(table("MRR double, Customer_ID varchar", "1 a", "2 b"), expected)).toBe(true);
  });

  test("a missing column is named", () => {
    expect(compareTables(table("customer_id varchar", "a", "b"), expected).missing).toEqual(["mrr"]);
  });

  test("an extra column is accepted with a note, or refused when the exercise says so", () => {
    const yours = table("customer_id varchar, mrr double, plan varchar", "a 1 x", "b 2 y");
    expect(equal(yours, expected)).toBe(true);
    expect(compareTables(yours, expected).notes.join()).toContain("plan");
    expect(equal(yours, expected, { extraColumns: "refuse" })).toBe(false);
  });

  test("match by position ignores names", () => {
    expect(equal(table("x varchar, y double", "a 1", "b 2"), expected, { match: "position" })).toBe(true);
    expect(equal(table("x varchar, y double", "a 1", "b 2"), expected)).toBe(false);
  });

  test("inferred columns are those that hold the same values", () => {
    expect(equal(table("total double, who varchar", "2 b", "1 a"), expected, { match: "infer" })).toBe(true);
    expect(equal(table("total double, who varchar", "2 b", "3 a"), expected, { match: "infer" })).toBe(false);
  });

  test("inferred columns prefer the equal name, then the place, when several hold the same values", () => {
    const twins = table("id varchar, opening double, closing double", "a 1 1", "b 2 2");
    const swapped = compareTables(table("closing double, opening double, id varchar", "1 1 a", "2 2 b"), twins, {
      ...DEFAULT_RULES,
      match: "infer",
    });
    expect(swapped.pairs.map((pair) => [pair.name, pair.yours])).toEqual([
      ["id", 2],
      ["opening", 1],
      ["closing", 0],
    ]);
  });

  test("a preferred pair gives way when another column would be left alone", () => {
    const yours = table("a double, b double", "1 1", "2 2");
    expect(equal(yours, table("b double, c double", "1 1", "2 2"), { match: "infer" })).toBe(true);
  });
});

describe("types", () => {
  test.each([
    ["integer", "bigint", "7", "7", true],
    ["integer", "decimal(12,2)", "7", "7.00", true],
    ["decimal(12,2)", "double", "7.10", "7.1", true],
    ["hugeint", "bigint", "7", "8", false],
    ["date", "timestamp", "2025-12-31", "2025-12-31 00:00:00", true],
    ["date", "timestamp", "2025-12-31", "2025-12-31 10:00:00", false],
    ["boolean", "integer", "true", "1", true],
    ["boolean", "integer", "false", "1", false],
    ["varchar", "varchar", "Pro", "pro", false],
    ["varchar", "integer", "7", "7", false],
    ["varchar", "varchar", "null", "null", true],
    ["integer", "integer", "null", "0", false],
    ["integer[]", "bigint[]", "[1,2]", "[1,2]", true],
    ["integer[]", "integer[]", "[1,2]", "[2,1]", false],
    ["struct(a decimal(4,1), b integer)", "struct(b integer, a double)", '{"a":"1.5","b":2}', '{"b":2,"a":1.5}', true],
  ])("%s beside %s: %s and %s", (mine, theirs, yours, expected, same) => {
    expect(equal(table(`v ${mine}`, yours), table(`v ${theirs}`, expected))).toBe(same);
  });

  test("a date where a timestamp is meant, or a boolean where 0 and 1 are, is accepted with a note", () => {
    expect(
      compareTables(table("d date", "2025-12-31"), table("d timestamp", "2025-12-31 00:00:00")).notes,
    ).toHaveLength(1);
    expect(compareTables(table("d boolean", "true"), table("d integer", "1")).notes).toHaveLength(1);
  });

  test("the empty text is not NULL", () => {
    const empty: Table = { columns: [{ name: "v", type: "VARCHAR" }], data: [[""]], rowCount: 1, truncated: false };
    expect(equal(empty, table("v varchar", "null"))).toBe(false);
  });
});

describe("numbers", () => {
  test("are equal within the absolute tolerance or the relative one, whichever is wider", () => {
    expect(equal(table("v double", "0.1"), table("v double", "0.1000009"))).toBe(true);
    expect(equal(table("v double", "0.1"), table("v double", "0.100002"))).toBe(false);
    expect(equal(table("v double", "1000000000"), table("v double", "1000000000.9"))).toBe(true);
    expect(equal(table("v double", "1000000000"), table("v double", "1000000002"))).toBe(false);
  });

  test("infinity equals nothing but itself", () => {
    const one = table("x double", "1");
    const infinite: Table = { ...one, data: [[Infinity]] };
    expect(equal(infinite, one)).toBe(false);
    expect(equal(infinite, infinite)).toBe(true);
  });

  test("whole numbers are exact, however large", () => {
    expect(equal(table("cents bigint", "9007199254740993"), table("cents bigint", "9007199254740992"))).toBe(false);
    expect(equal(table("cents bigint", "100000000000"), table("cents integer", "100000000001"))).toBe(false);
  });
});

test.each([
  [
    "a preferred pair is kept where nobody else needs it",
    [
      [0, 1],
      [1, 0],
    ],
    [0, 1],
  ],
  ["a pair gives way so that the other side finds one too", [[0, 1], [0]], [1, 0]],
  ["several give way in a chain", [[0, 1], [1, 2], [0]], [1, 2, 0]],
  ["who has no choice stays alone", [[0], [0], []], [0, null, null]],
] as const)("matching: %s", (_, choices, partners) => {
  expect(matchPairs(choices, 3)).toEqual(partners);
});

describe("rows", () => {
  const expected = table("k varchar, v double", "a 1", "a 1", "b 2");

  test("come in any order", () => {
    expect(equal(table("k varchar, v double", "b 2", "a 1", "a 1"), expected)).toBe(true);
  });

  test("count as often as they stand there", () => {
    const once = compareTables(table("k varchar, v double", "a 1", "b 2"), expected);
    expect([once.equal, once.unmatchedYours.length, once.unmatchedExpected.length]).toEqual([false, 0, 1]);
    const thrice = compareTables(table("k varchar, v double", "a 1", "a 1", "a 1", "b 2"), expected);
    expect([thrice.equal, thrice.unmatchedYours.length, thrice.unmatchedExpected.length]).toEqual([false, 1, 0]);
  });

  test("that differ by less than the tolerance are paired one to one, though sorting alone would cross them", () => {
    const yours = table("x double, y double", "1 5", "1.0000004 3");
    const theirs = table("x double, y double", "1.0000004 5", "1 3");
    expect(equal(yours, theirs)).toBe(true);
  });

  test("one unmatched number in a large group leaves the others matched", () => {
    const rows = Array.from({ length: 300 }, (_, index) => `${index}.5`);
    const comparison = compareTables(table("v double", ...rows.slice(1), "1000"), table("v double", ...rows));
    expect([comparison.unmatchedYours, comparison.unmatchedExpected]).toEqual([[299], [0]]);
  });
});

describe("order", () => {
  const expected = table("k varchar, v integer", "a 3", "b 2", "c 2");

  test("does not matter unless the exercise asks for it", () => {
    expect(equal(table("k varchar, v integer", "c 2", "b 2", "a 3"), expected)).toBe(true);
  });

  test("exact means row by row", () => {
    const moved = compareTables(table("k varchar, v integer", "a 3", "c 2", "b 2"), expected, {
      ...DEFAULT_RULES,
      order: { kind: "exact" },
    });
    expect([moved.equal, moved.ordered, moved.unmatchedYours]).toEqual([false, false, []]);
  });

  test("by keys leaves ties free and forbids going down", () => {
    const order = { kind: "by", keys: [{ column: "v", descending: true }] } as const;
    expect(equal(table("k varchar, v integer", "a 3", "c 2", "b 2"), expected, { order })).toBe(true);
    expect(equal(table("k varchar, v integer", "b 2", "a 3", "c 2"), expected, { order })).toBe(false);
  });

  test("NULL stands last in either direction", () => {
    const rows = table("v integer", "1", "null");
    for (const descending of [true, false]) {
      const order = { kind: "by", keys: [{ column: "v", descending }] } as const;
      expect(equal(table("v integer", "1", "null"), rows, { order })).toBe(true);
      expect(equal(table("v integer", "null", "1"), rows, { order })).toBe(false);
    }
  });
});
