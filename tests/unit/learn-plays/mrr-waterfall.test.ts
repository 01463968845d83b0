/** The waterfall of a month: every customer in one bucket, and from opening to closing without a gap. */
import { expect, test } from "vitest";
import {
  bucketOf,
  customersIn,
  isLoss,
  readCustomers,
  scaleStart,
  waterfallOf,
  withMrr,
} from "../../../src/app/learn/interactives/mrr-waterfall/waterfall.ts";

const rows = [
  [1, 100, 100, true],
  [2, 200, 300, true],
  [3, 300, 240, true],
  [4, 150, 0, true],
  [5, 0, 250, false],
  [6, 0, 90, true],
  [7, 50, 50, true],
].map(([id, before, now, paid]) => ({
  customer_id: Number(id),
  customer_name: `Bar ${String(id)}`,
  previous_mrr: `${String(before)}.00`,
  mrr: `${String(now)}.00`,
  ever_paid_before: paid === true,
}));
const month = readCustomers(rows);
const amounts = (customers = month) =>
  Object.fromEntries(waterfallOf(customers).map((step) => [step.kind, step.amount]));

test("each customer is in one bucket", () => {
  expect(month.map(bucketOf)).toEqual(["none", "expansion", "contraction", "churn", "new", "reactivation", "none"]);
});

test("opening and movements are closing", () => {
  expect(amounts()).toEqual({
    opening: 800,
    new: 250,
    reactivation: 90,
    expansion: 100,
    contraction: 60,
    churn: 150,
    closing: 1030,
  });
});

test("a bar begins where the one before ended", () => {
  const steps = waterfallOf(month);
  const levels = steps.slice(0, -1).map((step) => (isLoss(step.kind) ? step.from : step.to));
  expect(levels).toEqual([800, 1050, 1140, 1240, 1180, 1030]);
  expect(steps.at(-1)?.to).toBe(1030);
});

test("a customer that is moved changes its bucket, and the sum goes on holding", () => {
  const back = withMrr(month, "4", 200);
  expect(bucketOf(back[3] ?? { before: 0, now: 0, hasPaid: false })).toBe("expansion");
  const { opening = 0, closing, ...moves } = amounts(back);
  const net = Object.entries(moves).reduce(
    (sum, [kind, amount]) => sum + (kind === "churn" || kind === "contraction" ? -amount : amount),
    0,
  );
  expect(opening + net).toBe(closing);
});

test("a bucket opens into its customers, the largest change first", () => {
  expect(customersIn(month, "closing").map((customer) => customer.id)).toEqual(["2", "5", "3", "1", "6", "7"]);
  expect(customersIn(month, "churn").map((customer) => customer.name)).toEqual(["Bar 4"]);
});

test("beside a large opening the scale begins below the lowest level, else at zero", () => {
  expect(scaleStart(waterfallOf(month))).toBe(0);
  const large = readCustomers([
    ...rows,
    { customer_id: 8, customer_name: "Chain", previous_mrr: "90000", mrr: "90000", ever_paid_before: true },
  ]);
  const start = scaleStart(waterfallOf(large));
  expect(start).toBeGreaterThan(89_000);
  expect(start).toBeLessThan(90_800);
  expect(scaleStart(waterfallOf([]))).toBe(0);
});
