/** What a customer is worth: LTV needs churn, payback does not, and what is not known is null. */
import { expect, test } from "vitest";
import {
  breakEven,
  lifeMonths,
  lifetimeValue,
  paybackMonths,
  ratio,
  readCurve,
  readStarts,
  roundUp,
} from "../../../src/app/learn/interactives/unit-economics/economics.ts";

const bar = { arpa: 100, margin: 0.8, churn: 0.04, cac: 500 };

test("LTV is ARPA times margin over churn, and doubles when churn is halved", () => {
  expect(lifetimeValue(bar)).toBeCloseTo(2000);
  expect(lifetimeValue({ ...bar, churn: 0.02 })).toBeCloseTo(4000);
  expect(lifeMonths(bar)).toBeCloseTo(25);
  expect(ratio(bar)).toBeCloseTo(4);
});

test("without churn life, LTV and ratio are not known; without earnings payback is not", () => {
  expect(lifetimeValue({ ...bar, churn: 0 })).toBeNull();
  expect(lifeMonths({ ...bar, churn: 0 })).toBeNull();
  expect(ratio({ ...bar, churn: 0 })).toBeNull();
  expect(ratio({ ...bar, cac: 0 })).toBeNull();
  expect(paybackMonths({ ...bar, margin: 0 })).toBeNull();
});

test("payback is CAC over what a month earns, whatever the churn", () => {
  expect(paybackMonths(bar)).toBeCloseTo(6.25);
  expect(paybackMonths({ ...bar, churn: 0.5 })).toBeCloseTo(6.25);
});

test("break-even is the first month that is not below zero", () => {
  const curve = readCurve([
    { month: 2, balance: 0 },
    { month: 0, balance: -100 },
    { month: 1, balance: -50 },
  ]);
  expect(curve.map((point) => point.month)).toEqual([0, 1, 2]);
  expect(breakEven(curve)).toBe(2);
  expect(breakEven(curve.slice(0, 2))).toBeNull();
});

test("starting points are read as numbers, also where the database writes texts", () => {
  expect(readStarts([{ label: "all", arpa: "99.50", gross_margin: "0.8", monthly_churn: null, cac: 10 }])).toEqual([
    { label: "all", arpa: 99.5, margin: 0.8, churn: 0, cac: 10 },
  ]);
});

test("a slider ends at a round number", () => {
  expect([1, 3, 180, 2600, 0].map(roundUp)).toEqual([1, 5, 200, 5000, 1]);
});
