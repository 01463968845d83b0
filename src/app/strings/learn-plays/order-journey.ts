/** Words of the interactive that follows one customer from deal to payment. */
export const journeyWords = {
  customer: "Customer",
  steps: "Steps, in the order in which they happen",
  never: "has not happened",
  next: "Next step",
  previous: "Step before",
  table: "Table",
  row: (table: string) => `The row in ${table}`,
  noRow: (table: string) =>
    `${table} has no row for this customer. That is an answer, too: an inner join on it would lose the customer.`,
  link: "leads back",
  linkHint: "A value marked so stands in the row of the step before as well: that is how the two are joined.",
  open: (table: string) => `Open ${table}`,
  days: (days: number) =>
    days === 0 ? "the same day" : days === 1 ? "1 day later" : days > 1 ? `${days} days later` : `${-days} days before`,
  step: "Step",
  day: "Day",
  why: "What it says",
  span: (first: string, last: string, days: number) => `From ${first} to ${last}: ${days} days.`,
};
