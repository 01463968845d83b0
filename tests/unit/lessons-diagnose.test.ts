import { expect, test } from "vitest";
import { DEFAULT_RULES, compareTables } from "../../src/lessons/compare.ts";
import type { CompareRules } from "../../src/lessons/compare.ts";
import { diagnoseColumns, diagnoseRows } from "../../src/lessons/diagnose.ts";
import type { Diagnosis } from "../../src/lessons/diagnose.ts";
import { differenceOf, keyRows } from "../../src/lessons/keyed-rows.ts";
import type { Table } from "../../src/engine/core/table.ts";
import { table } from "./lessons-notation.ts";

const contract = { grain: "one row for each customer", key: ["customer_id"], columns: ["customer_id", "plan", "mrr"] };
const HEAD = "customer_id varchar, plan varchar, mrr double";
const expected = table(HEAD, "c1 pro 250", "c2 basic 49", "c3 pro 300");

function finding(
  yours: Table,
  options: { answer?: string; rules?: Partial<CompareRules>; theirs?: Table; key?: string[] } = {},
): Diagnosis {
  const theirs = options.theirs ?? expected;
  const comparison = compareTables(yours, theirs, { ...DEFAULT_RULES, ...options.rules });
  const input = {
    comparison,
    yours,
    expected: theirs,
    contract: { ...contract, key: options.key ?? contract.key },
    answer: options.answer ?? "select 1",
  };
  return diagnoseColumns(input) ?? diagnoseRows(input);
}

test("missing columns come first, by the names of the contract", () => {
  const found = finding(table("customer_id varchar, tariff varchar", "c1 pro"));
  expect(found.step).toBe("columns");
  expect(found.headline).toBe('The columns "plan", "mrr" are missing.');
});

test("types that can never agree are told before values", () => {
  const found = finding(
    table("customer_id varchar, plan varchar, mrr varchar", "c1 pro 250", "c2 basic 49", "c3 pro 300"),
  );
  expect(found.headline).toBe('The column "mrr" is VARCHAR, but DOUBLE is expected.');
});

test("a doubled key is named with its rows and the factor; a join makes it a fan-out", () => {
  const yours = table(HEAD, "c1 pro 250", "c1 pro 250", "c2 basic 49", "c2 basic 49", "c3 pro 300");
  const found = finding(yours, { answer: "select * from a join b using (id)" });
  expect([found.step, found.code]).toEqual(["rows", "M-FANOUT"]);
  expect(found.headline).toBe("2 customers are counted twice.");
  expect(found.detail).toContain("customer_id c1 has 2 rows where one is expected");
  expect(found.detail).toContain("1.67 times as many");
  expect(finding(yours).code).toBe("M-GRAIN");
});

test("doubled keys win over lost ones", () => {
  expect(finding(table(HEAD, "c1 pro 250", "c1 pro 250", "c3 pro 300")).headline).toBe(
    "customer_id c1 is counted twice.",
  );
});

test("lost keys are counted and one of them is named", () => {
  const found = finding(table(HEAD, "c3 pro 300"));
  expect(found.headline).toBe("2 of 3 customers are missing.");
  expect(found.detail).toContain("customer_id c1");
});

test("keys that nobody asked for are told apart from doubled ones", () => {
  const found = finding(table(HEAD, "c1 pro 250", "c2 basic 49", "c3 pro 300", "c9 pro 1"));
  expect(found.headline).toBe("customer_id c9 does not belong to the result.");
});

test("right keys and wrong values: the worst column, how often, and one example", () => {
  const found = finding(table(HEAD, "c1 basic 250", "c2 pro 49", "c3 pro 1"));
  expect([found.step, found.code]).toEqual(["values", null]);
  expect(found.headline).toBe('"plan" differs for 2 of 3 customers.');
  expect(found.detail).toContain('For customer_id c1 you have "basic", expected is "pro".');
});

test.each([
  ["25000 4900 30000", "M-CENTS", "100 times the expected"],
  ["2.5 0.49 3", "M-CENTS", "one hundredth of the expected"],
  ["3000 588 3600", "M-INTERVAL", "12 times the expected"],
  ["500 98 600", null, "2 times the expected"],
])("a constant factor: %s", (values, code, words) => {
  const [a, b, c] = values.split(" ");
  const found = finding(table(HEAD, `c1 pro ${a}`, `c2 basic ${b}`, `c3 pro ${c}`));
  expect(found.code).toBe(code);
  expect(found.headline).toContain(words);
});

test("one agreeing value that is not zero breaks a constant factor", () => {
  expect(finding(table(HEAD, "c1 pro 25000", "c2 basic 4900", "c3 pro 300")).headline).toBe(
    '"mrr" differs for 2 of 3 customers.',
  );
});

test("differences that all have NULL on one side are about NULL", () => {
  const found = finding(table(HEAD, "c1 pro 250", "c2 null 49", "c3 null 300"));
  expect(found.headline).toContain('Only NULL makes the difference in "plan", 2 times');
});

test("differences in case and spaces only say so", () => {
  expect(finding(table(HEAD, "c1 Pro 250", "c2 basic 49", "c3 pro 300")).headline).toContain("upper and lower case");
});

test("differences only on the first or last day are about the boundary", () => {
  const days = table("day date, n integer", "2025-01-01 4", "2025-01-02 5", "2025-01-03 6");
  const found = finding(table("day date, n integer", "2025-01-01 4", "2025-01-02 5", "2025-01-03 9"), {
    theirs: days,
    key: ["day"],
  });
  expect(found.headline).toBe("Only the boundary is off: the rows of 2025-01-03 differ.");
});

test("right rows in the wrong order are told last", () => {
  const found = finding(table(HEAD, "c3 pro 300", "c1 pro 250", "c2 basic 49"), {
    rules: { order: { kind: "exact" } },
  });
  expect([found.step, found.headline]).toEqual([
    "order",
    "The rows are right, but not in the order that the task asks for.",
  ]);
});

test("the difference shows yours beside expected and marks the wrong cells, for at most five keys", () => {
  const theirs = table(HEAD, ...Array.from({ length: 9 }, (_, index) => `c${index} pro 250`));
  const yours = table(HEAD, ...Array.from({ length: 9 }, (_, index) => `c${index} basic 250`));
  const comparison = compareTables(yours, theirs);
  const difference = differenceOf(
    comparison,
    keyRows(comparison, theirs, yours, ["customer_id"]),
    yours,
    theirs,
    DEFAULT_RULES.tolerance,
  );
  expect(difference?.rows).toHaveLength(10);
  expect(difference?.rows[0]).toEqual({ side: "yours", cells: ["c0", "basic", "250"], wrong: [1] });
  expect(difference?.rows[1]).toEqual({ side: "expected", cells: ["c0", "pro", "250"], wrong: [] });
});

test("a row that is right but one too many has its key marked", () => {
  const yours = table(HEAD, "c1 pro 250", "c1 pro 250", "c2 basic 49", "c3 pro 300");
  const comparison = compareTables(yours, expected);
  const difference = differenceOf(
    comparison,
    keyRows(comparison, expected, yours, ["customer_id"]),
    yours,
    expected,
    DEFAULT_RULES.tolerance,
  );
  expect(difference?.rows.map((row) => [row.side, row.wrong])).toEqual([
    ["yours", []],
    ["yours", [0]],
    ["expected", []],
  ]);
});
