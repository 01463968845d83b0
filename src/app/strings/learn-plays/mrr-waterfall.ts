/** Words of the interactive that opens the MRR waterfall of a month into its customers. */
import { count } from "../format.ts";

const usd = (value: number) => value.toLocaleString("en-US", { maximumFractionDigits: 2 });

export const waterfallWords = {
  month: "Month",
  steps: "From opening to closing",
  kinds: {
    opening: "Opening",
    new: "New",
    reactivation: "Reactivation",
    expansion: "Expansion",
    contraction: "Contraction",
    churn: "Churn",
    closing: "Closing",
    none: "No change",
  },
  usd,
  signed: (value: number, isLoss: boolean) => (value === 0 ? "0" : `${isLoss ? "−" : "+"}${usd(value)}`),
  customers: (total: number) => count(total, "customer"),
  bucket: "Bucket",
  amount: "MRR, USD",
  many: "Customers",
  opened: (kind: string, total: number) => `${kind}: ${count(total, "customer")}`,
  nobody: "Nobody is in this bucket. Move a customer's MRR, and see whether one comes.",
  paidBefore: "has paid before",
  neverPaid: "has never paid before",
  move: (name: string) => `MRR of ${name} this month`,
  currency: "USD",
  went: (name: string, before: number, now: number, bucket: string) =>
    `${name}: ${usd(before)} → ${usd(now)}, ${bucket.toLowerCase()}`,
  moved: (from: string, to: string) => `It was in ${from.toLowerCase()}, and is in ${to.toLowerCase()} now.`,
  more: (total: number) => `and ${count(total, "more", "more")}`,
  cut: (from: number) => `The scale begins at ${usd(Math.round(from))} USD, so that the movements can be seen.`,
  identity: "opening + new + reactivation + expansion − contraction − churn = closing",
};
