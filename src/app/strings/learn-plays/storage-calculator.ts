/** Words of the interactive that says what a table for each day costs. */
import { bytes, count, duration, integer } from "../format.ts";

export const storageWords = {
  customers: "Customers",
  features: "Features",
  days: "Days kept",
  changes: "Versions of each",
  atomic: "now: a row for each customer",
  history: "history: a row for each version",
  daily: "daily: a row for each customer and day",
  rows: (total: number) => count(total, "row"),
  size: (value: number) => bytes(value),
  times: (factor: number) => `${integer(factor)} times the table of now`,
  sizeHint: (perValue: number) =>
    `Rows × features × ${perValue} bytes, before compression. A column store packs what repeats from day to day to a part of that.`,
  rebuild: (ms: number) => `Rebuilding the daily table: about ${duration(ms)}`,
  rebuildHint: (rows: number, ms: number) =>
    `One feature with a window over ${count(rows, "row")} took ${duration(ms)} in this browser; that times rows and features.`,
  incremental: (ms: number) => `Adding one day only: about ${duration(ms)}`,
  table: "Table",
  rowColumn: "Rows",
  sizeColumn: "Size",
  driftTitle: (feature: string) => `What if the definition of ${feature} changes?`,
  definition: "Definition",
  asItIs: "As it is",
  changed: "Changed",
  backfilled: "Changed and backfilled",
  changeAt: "Changed from",
  old: (text: string) => `old: ${text}`,
  new: (text: string) => `new: ${text}`,
  quiet: (months: number) => `One definition in all ${count(months, "month")}.`,
  jump: (month: string, from: string, to: string) =>
    `In ${month} the line jumps from ${from} to ${to}, and nothing happened to any customer.`,
  inconsistent: (rows: number, all: number) =>
    `${count(rows, "row")} of ${integer(all)} still follow the old definition. Who compares across the line compares two features with one name.`,
  backfilledText: (rows: number) =>
    `${count(rows, "row")} were computed again. What was reported before can no longer be found: keep it under a name of its own, such as _v1.`,
  picture: (feature: string, months: number) => `${feature} for ${count(months, "month")}, as a line`,
  month: "Month",
  oldColumn: "Old definition",
  newColumn: "New definition",
  keptColumn: "What the table holds",
};
