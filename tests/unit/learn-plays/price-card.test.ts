/** A price over a year: invoices come as the interval says, and one price covers so many months. */
import { expect, test } from "vitest";
import {
  invoicesByMonth,
  monthsCovered,
  readExamples,
  type Price,
} from "../../../src/app/learn/interactives/price-card/invoices.ts";

const price = (interval: Price["interval"], count: number): Price => ({ cents: 10_000, interval, count });
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

test("a price every three months is invoiced four times a year, a yearly one once", () => {
  expect(invoicesByMonth(price("month", 3))).toEqual([1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0]);
  expect(invoicesByMonth(price("year", 1))).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  expect(invoicesByMonth(price("month", 1))).toEqual(Array<number>(12).fill(1));
});

test("weeks do not fit into months: some months have five invoices", () => {
  const weekly = invoicesByMonth(price("week", 1));
  expect(new Set(weekly)).toEqual(new Set([4, 5]));
  expect(sum(weekly)).toBe(53);
  expect(sum(invoicesByMonth(price("day", 1)))).toBe(365);
  expect(sum(invoicesByMonth(price("day", 90)))).toBe(5);
});

test("one price covers as many months as its interval and count say", () => {
  expect(monthsCovered(price("month", 3))).toBe(3);
  expect(monthsCovered(price("year", 2))).toBe(24);
  expect(monthsCovered(price("week", 52))).toBeCloseTo(12);
  expect(monthsCovered(price("day", 365))).toBeCloseTo(12);
});

test("a price with an interval that nobody knows is no example", () => {
  const row = { label: "Lite", amount_cents: 5900, interval_count: 1 };
  expect(
    readExamples([
      { ...row, billing_interval: "month" },
      { ...row, billing_interval: "fortnight" },
    ]),
  ).toEqual([{ label: "Lite", cents: 5900, interval: "month", count: 1 }]);
});
