/** Words of the interactive that loads a table of hours step by step. */
import { count, integer } from "../format.ts";

export const loadWords = {
  way: "How it is loaded",
  next: "Load the next",
  back: "Back",
  again: "From the beginning",
  lastLoad: "Everything is loaded.",
  load: (number: number, all: number, title: string) => `Load ${integer(number)} of ${integer(all)}: ${title}`,
  arrived: (total: number, late: number, what: string) =>
    late === 0
      ? `${integer(total)} ${what} arrived.`
      : `${integer(total)} ${what} arrived, ${integer(late)} of them for a day that was loaded before.`,
  drift: (hours: number, all: number) =>
    hours === 0
      ? `All ${count(all, "hour")} are as after a full refresh.`
      : `${integer(hours)} of ${count(all, "hour")} ${hours === 1 ? "differs" : "differ"} from a full refresh.`,
  low: (hours: number, missing: number, what: string) =>
    `${count(hours, "hour is", "hours are")} too low, ${integer(missing)} ${what} in all`,
  doubled: (hours: number) => `${count(hours, "hour has", "hours have")} more than one row`,
  compare: "Hours that differ, by way",
  day: "Day",
  hour: "Hour",
  rows: "Rows",
  value: (what: string) => `${what} in the table`,
  truth: "After a full refresh",
  difference: "Difference",
  grid: (way: string) => `Hours of the table, loaded by: ${way}`,
  cell: (time: string, value: number, truth: number, rows: number, what: string) =>
    rows > 1
      ? `${time}: ${integer(value)} ${what} in ${integer(rows)} rows`
      : value === truth
        ? `${time}: ${integer(value)} ${what}`
        : `${time}: ${integer(value)} ${what} instead of ${integer(truth)}`,
  legend: "Darker is more. A hatched hour with a frame differs from a full refresh.",
};
