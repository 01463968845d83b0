/** Words of the interactive that turns the four numbers behind LTV, CAC and payback. */
import { integer } from "../format.ts";

const usd = (value: number) => (Math.abs(value) < 100 ? value.toFixed(2) : integer(Math.round(value)));

export const economicsWords = {
  of: "Start from",
  arpa: "ARPA, a month",
  margin: "Gross margin",
  churn: "Logo churn, a month",
  cac: "CAC",
  currency: "USD",
  percent: "%",
  ltv: "LTV",
  ratio: "LTV to CAC",
  life: "A customer stays",
  payback: "Payback, if it stays",
  breakEven: "Break-even, with churn",
  usd,
  times: (value: number) => value.toFixed(1),
  months: (value: number) => `${value.toFixed(1)} months`,
  inMonth: (value: number) => `month ${integer(value)}`,
  notKnown: "not known",
  noChurn: "Nobody leaves in this rate, so nobody can say how long a customer stays.",
  never: (months: number) => `not in ${integer(months)} months`,
  curve: (months: number) => `What one customer has earned less its CAC, over ${integer(months)} months`,
  month: "Month",
  balance: "Earned less CAC, USD",
  axis: "months after it was won",
};
