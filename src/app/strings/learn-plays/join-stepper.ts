/** Words of the interactive that cuts a query after each of its joins. */
import { count, integer } from "../format.ts";

export const joinWords = {
  way: "How the tables are put together",
  direct: "Joined at once",
  aggregated: "Aggregated first",
  next: "Join the next table",
  previous: "Take the last one away",
  step: (number: number, total: number) => `${number} of ${total}`,
  rows: (total: number) => count(total, "row"),
  unique: (key: string) => `${key} is unique`,
  repeats: (key: string, times: string) => `${key} repeats, ${times} rows each`,
  lost: (total: number, thing: string) => `${integer(total)} ${thing} lost`,
  total: (label: string, value: string) => `${label} ${value}`,
  wrongTotal: (times: string) => `${times} times the truth`,
  repeatsSince: (name: string, key: string) => `Since the join of ${name}, ${key} stands in several rows.`,
  repeatsAtOnce: (name: string, key: string, times: string) =>
    `Since the join of ${name}, ${key} stands in several rows, and so does what is added up: the sum is ${times} times the truth.`,
  stillRight: "The sum is still right, because each row brings a part of its own. The next child meets all of them.",
  sumWrong: (name: string, times: string) =>
    `With ${name} each part stands in several rows, too: the sum is ${times} times the truth.`,
  lossy: (name: string, total: number, key: string) =>
    `${name} loses ${integer(total)} of ${key}: an inner join keeps only what has a child.`,
  clean: (key: string) => `${key} is still unique, and no row was lost.`,
  oneKey: (key: string) => `One ${key}, row by row`,
  keyOption: (key: string, rows: number) => `${key} · ${count(rows, "row")} in the end`,
  product: (factors: readonly number[]) =>
    `${factors.join(" × ")} = ${integer(factors.reduce((all, one) => all * one, 1))}`,
  rowsNow: (step: string, rows: number) => `${step}: ${count(rows, "row")}`,
  text: (name: string) => `SQL of ${name}`,
  stepColumn: "Step",
  rowColumn: "Rows",
  keyColumn: "Different keys",
  noSteps: "This query has no CTEs.",
};
