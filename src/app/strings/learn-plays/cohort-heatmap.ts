/** Words of the interactive that shows rates by cohort and age. */
export const cohortWords = {
  measure: "Measure",
  cohort: "Cohort",
  age: (unit: string) => `${unit} after the start`,
  ageShort: (unit: string, age: number) => `${unit} ${age}`,
  unknown: "not known yet",
  hatched: "Hatched: it cannot be known yet. Empty is not zero.",
  cell: (cohort: string, age: string, value: string) => `${cohort}, ${age}: ${value}`,
  fraction: (numerator: string, denominator: string, unit: string) => `${numerator} of ${denominator} ${unit}`,
  chosen: "The chosen cell",
  pooled: "All cohorts together",
  pooledHint: (sum: string, mean: string) => `Sum over sum: ${sum}. The mean of the rates would say ${mean}.`,
  newcomersOn: "With those who came later",
  newcomersText: (added: string, unit: string) =>
    `${added} ${unit} come from those who were not in the cohort. The numerator has them, the denominator does not: the rate answers no question any more.`,
  basket: "Start",
  now: "Now",
  grid: "Rates by cohort and age. Arrow keys move.",
  numerator: "Numerator",
  denominator: "Denominator",
  rate: "Rate",
};
