/** Words of the interactive that counts events in windows which end with a day. */
import { count, integer } from "../format.ts";

export const windowWords = {
  customer: "Customer",
  length: "Window",
  asOf: "As-of date",
  days: "days",
  lower: "First comparison",
  upper: "Last comparison",
  preset: (days: number) => `${days} days`,
  setBack: "As agreed",
  picture: (event: string, days: number) => `${event} of each day, ${count(days, "day")}; those in the window are dark`,
  window: (days: number, first: string, last: string) => `${count(days, "day")}: ${first} to ${last}`,
  emptyWindow: "No day lies in this window.",
  sum: (total: number, event: string) => `${integer(total)} ${event}`,
  agreed: "As agreed: the as-of date is in, and the day that lies the whole window back is not.",
  tooLong: (day: string, events: number, event: string) =>
    `One day too many: ${day} lies the whole window back and adds ${integer(events)} ${event}.`,
  tooShort: (day: string, events: number, event: string) =>
    `The as-of date is missing: ${day} had ${integer(events)} ${event}.`,
  shifted: (events: string) =>
    `As many days as agreed, but each a day too early: the oldest is one too old, and the as-of date is missing. The difference is ${events}.`,
  moved: (asOf: string) => `The project's as-of date is ${asOf}. On another day the same names hold other values.`,
  future: (days: number) => `${count(days, "day")} after it would be counted without the last comparison.`,
  feature: "Feature",
  value: "With these comparisons",
  agreedValue: "As agreed",
  difference: "Difference",
  date: "Day",
  inside: "In the window",
  yes: "yes",
  no: "no",
  features: "Three features of this customer",
};
