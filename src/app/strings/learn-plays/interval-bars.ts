/** Words of the interactive that shows versions as bars, and the rows that they come from. */
import { count } from "../format.ts";

export const intervalWords = {
  key: "Shown",
  mode: "Rule",
  mark: "row",
  open: "open",
  none: "none",
  move: (mark: string, id: string) => `Move ${mark} ${id} by`,
  days: "days",
  choose: (mark: string) => `Choose a ${mark} above to move it.`,
  markSentence: (mark: string, id: string, value: string, at: string) => `${mark} ${id}: ${value}, ${at}`,
  movable: "can be moved",
  barSentence: (value: string, from: string, to: string) => `${value}, ${from} – ${to}`,
  picture: (bars: number, marks: number, mark: string) =>
    marks === 0 ? count(bars, "bar") : `${count(marks, mark)} above ${count(bars, "bar")}`,
  bars: (total: number) => count(total, "version"),
  overlaps: (total: number) => `${total} of them begin${total === 1 ? "s" : ""} before another has ended`,
  gaps: (total: number) => `${count(total, "time")} between, in which none holds`,
  links: (marks: number, mark: string, rows: number) => `${count(marks, mark)}, joined: ${count(rows, "row")}`,
  twice: (total: number, mark: string) => `${count(total, mark)} matched more than once`,
  lost: (total: number, mark: string) => `${count(total, mark)} matched to nothing`,
  lane: "lane",
  value: "value",
  validFrom: "valid from",
  validTo: "valid to",
  at: "at",
  matched: "matched to",
  barTable: "Versions",
  markTable: (mark: string) => `Each ${mark}`,
};
