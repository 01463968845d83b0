/**
 * Currencies with their rates against the dollar at the turn of each year, rounded: the line around which the daily rates wander.
 */
export const CURRENCIES: readonly { readonly code: string; readonly yearEnds: readonly number[] }[] = [
  // Dollars per unit of the currency at the end of 2018, 2019, … 2026.
  { code: "AUD", yearEnds: [0.705, 0.702, 0.77, 0.726, 0.682, 0.682, 0.619, 0.66, 0.66] },
  { code: "CAD", yearEnds: [0.733, 0.77, 0.785, 0.791, 0.738, 0.755, 0.695, 0.72, 0.72] },
  { code: "CHF", yearEnds: [1.018, 1.033, 1.13, 1.096, 1.082, 1.188, 1.102, 1.25, 1.25] },
  { code: "EUR", yearEnds: [1.147, 1.121, 1.222, 1.137, 1.07, 1.104, 1.035, 1.17, 1.17] },
  { code: "GBP", yearEnds: [1.276, 1.326, 1.367, 1.353, 1.209, 1.273, 1.252, 1.34, 1.34] },
  { code: "MXN", yearEnds: [0.0509, 0.0528, 0.0502, 0.0488, 0.0513, 0.0589, 0.048, 0.0545, 0.0545] },
  { code: "NZD", yearEnds: [0.672, 0.674, 0.718, 0.684, 0.635, 0.632, 0.56, 0.58, 0.58] },
];

export const FIRST_YEAR_END = 2018;
