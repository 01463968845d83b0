/** Words of the interactive that tunes the weights of a score. */
import { count, integer } from "../format.ts";

export const scoreWords = {
  sum: "The weights add up to 1: what one gains, the others lose.",
  reset: "Weights of the project",
  rank: "Rank",
  moved: "Moved",
  score: "Score",
  before: "Before",
  band: "Band",
  up: (places: number) => `${integer(places)} up`,
  down: (places: number) => `${integer(places)} down`,
  same: "stays",
  capped: (ceiling: string) => `held at ${ceiling}`,
  ceiling: "An upright line is a ceiling: the score stays below it, whatever its parts say.",
  bands: "How many in each band",
  bandNow: (total: number, before: number) =>
    total === before ? integer(total) : `${integer(before)} → ${integer(total)}`,
  changedBand: (total: number, thing: string) =>
    total === 0 ? `None of the ${thing} is in another band.` : `${integer(total)} of the ${thing} changed band:`,
  change: (name: string, before: string, now: string) => `${name}: ${before} → ${now}`,
  more: (total: number) => `and ${count(total, "more", "more")}`,
  order: "Order",
  lowest: "Lowest first",
  highest: "Highest first",
  ranking: (thing: string, shown: number, all: number) => `${integer(shown)} of ${integer(all)} ${thing}`,
};
