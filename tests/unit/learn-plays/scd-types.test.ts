/** One change kept in eight ways: what each can report. */
import { describe, expect, it } from "vitest";
import { TYPES, keep, until, type Story } from "../../../src/app/learn/interactives/scd-types/keep.ts";

/** Account 7 goes from SMB to Mid; it orders for 100 before and for 200 after. */
const story: Story = {
  account: "7",
  attribute: "segment",
  values: [
    { value: "SMB", from: "2024-01-01" },
    { value: "Mid", from: "2024-02-01" },
  ],
  facts: [
    { name: "order 1", day: "2024-01-15", amount: 100 },
    { name: "order 2", day: "2024-03-10", amount: 200 },
  ],
};
const reports = (type: number, of: Story = story) =>
  keep(of, type).reports.map(
    (report) => `${report.reading}: ${report.lines.map((line) => `${line.value ?? "none"} ${line.amount}`).join(", ")}`,
  );
const table = (type: number, name: string) => keep(story, type).tables.find((item) => item.name === name);

describe("revenue by segment", () => {
  it("is of the first value in type 0, of now in type 1 and of then in type 2", () => {
    expect(reports(0)).toEqual(["first: SMB 300"]);
    expect(reports(1)).toEqual(["now: Mid 300"]);
    expect(reports(2)).toEqual(["then: SMB 100, Mid 200"]);
  });
  it("is of now and of before in type 3", () => {
    expect(reports(3)).toEqual(["now: Mid 300", "before: SMB 300"]);
  });
  it("is of then in type 4, and of both in types 5, 6 and 7", () => {
    expect(reports(4)).toEqual(["then: SMB 100, Mid 200"]);
    for (const type of [5, 6, 7]) expect(reports(type)).toEqual(["then: SMB 100, Mid 200", "now: Mid 300"]);
  });
  it("counts an order of the day of the change in the new segment", () => {
    const onTheDay = { ...story, facts: [{ name: "order", day: "2024-02-01", amount: 5 }] };
    expect(reports(2, onTheDay)).toEqual(["then: Mid 5"]);
  });
  it("has the same total in every type", () => {
    for (const type of TYPES)
      for (const report of keep(story, type).reports)
        expect(report.lines.reduce((sum, line) => sum + line.amount, 0)).toBe(300);
  });
});

describe("the tables", () => {
  it("of type 6 carry the value of now on every version", () => {
    expect(table(6, "accounts")?.rows.map((row) => row.at(-1))).toEqual(["Mid", "Mid"]);
  });
  it("of type 7 give an order two keys", () => {
    expect(table(7, "orders")?.rows).toEqual([
      ["order 1", "2024-01-15", "100", "V1", "7"],
      ["order 2", "2024-03-10", "200", "V2", "7"],
    ]);
  });
  it("of types 4 and 5 differ in what the account knows", () => {
    expect(table(4, "accounts")?.columns).toEqual(["account_id"]);
    expect(table(5, "accounts")?.rows).toEqual([["7", "B2"]]);
  });
});

it("tells the story up to the next change", () => {
  const before = until(story, 0);
  expect(before.values.map((item) => item.value)).toEqual(["SMB"]);
  expect(before.facts.map((fact) => fact.name)).toEqual(["order 1"]);
  expect(reports(1, before)).toEqual(["now: SMB 100"]);
});
