/**
 * Who sells and who answers at the hardware shop. A seller's skill moves the odds of a deal by up to thirty percent.
 */

export interface Seller {
  readonly name: string;
  readonly skill: number;
  /** How often new accounts are given to this seller. */
  readonly weight: number;
}

export const SELLERS: readonly Seller[] = [
  { name: "Marlon Achterberg", skill: 1.3, weight: 5 },
  { name: "Priya Halloran", skill: 1.2, weight: 5 },
  { name: "Tobias Wynn", skill: 1.1, weight: 4 },
  { name: "Ingrid Salvatore", skill: 1.05, weight: 4 },
  { name: "Deshawn Pruitt", skill: 1, weight: 4 },
  { name: "Noor Lindgren", skill: 0.95, weight: 3 },
  { name: "Callum Ferreira", skill: 0.85, weight: 3 },
  { name: "Beatrix Oyelaran", skill: 0.7, weight: 2 },
];

export const AGENTS: readonly string[] = [
  "Sunniva Marsh",
  "Ruben Castellane",
  "Aoife Tindall",
  "Jomar Beck",
  "Lotte Verma",
];
