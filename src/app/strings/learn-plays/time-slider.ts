/** Words of the time slider where one chooses how a version is held against a day. */
import { count } from "../format.ts";

export const sliderRuleWords = {
  rule: "Rule",
  halfOpen: "half-open",
  between: "BETWEEN",
  conditionHalfOpen: "valid_from <= day and (day < valid_to or valid_to is null)",
  conditionBetween: "day between valid_from and coalesce(valid_to, date '9999-12-31')",
  matches: (total: number) => `${count(total, "version")} of this customer`,
  matched: "Versions that match",
  plan: "plan",
  status: "status",
  mrr: "MRR",
  validFrom: "valid from",
  validTo: "valid to",
  noPlan: "no plan",
  totals: (day: string) => `MRR of all customers on ${day}`,
  byHalfOpen: "half-open",
  byBetween: "BETWEEN",
  difference: "too much",
  total: "all plans",
  none: (day: string) => `No version: on ${day} there was no such customer.`,
  one: (day: string) => `On ${day} one version is true.`,
  oneQuiet: (day: string) => `On ${day} one version is true. On a quiet day both rules agree; go to a change.`,
  oneOnChange: (day: string) =>
    `A version ends on ${day} and the next one begins. The end is not part of a version, so only the new one counts.`,
  two: (day: string) => `On ${day} two versions match, so this customer counts twice. BETWEEN includes both ends.`,
};
