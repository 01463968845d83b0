/** Words of the interactive that turns a price into what it is worth in a month. */
const usd = (value: number) => value.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const plain = { day: "day", week: "week", month: "month", year: "year" } as const;
type Interval = keyof typeof plain;

export const priceWords = {
  example: "A price of Copperline",
  own: "Your own price",
  interval: "Interval",
  intervals: { day: "Day", week: "Week", month: "Month", year: "Year" },
  amount: "Amount",
  count: "Interval count",
  currency: "USD",
  usd,
  price: (cents: number, interval: Interval, times: number) =>
    `${usd(cents / 100)} USD every ${times === 1 ? plain[interval] : `${times} ${plain[interval]}s`}`,
  stored: (cents: number, interval: Interval, times: number) =>
    `amount_cents ${cents}, billing_interval '${interval}', interval_count ${times}`,
  covers: (months: number) => `covers ${months.toLocaleString("en-US", { maximumFractionDigits: 3 })} months`,
  worth: "MRR",
  calculation: (cents: number, interval: Interval, times: number) => {
    const factor = { day: " × 365 / 12", week: " × 52 / 12", month: "", year: " / 12" }[interval];
    return `${usd(cents / 100)}${factor}${times === 1 ? "" : ` / ${times}`}`;
  },
  year: "A year of invoices, and the same as MRR",
  month: "Month",
  invoices: "Invoices",
  invoiced: "Invoiced, USD",
  mrr: "MRR, USD",
  sum: "Sum",
  bars: "Bars: what is invoiced in the month. Line: MRR.",
  unknown: "not known",
};
