/** Words of the interactive that goes through the CTEs of a model. */
import { count, integer } from "../format.ts";

export const cteWords = {
  steps: "CTEs, in their order",
  step: (number: number, total: number) => `${number} of ${total}`,
  reads: (names: readonly string[]) => `reads ${names.join(", ")}`,
  readsTables: "reads tables",
  rows: (total: number) => count(total, "row"),
  change: (delta: number, from: string) =>
    delta === 0 ? `as many as ${from}` : `${integer(Math.abs(delta))} ${delta < 0 ? "fewer" : "more"} than ${from}`,
  unique: (key: string) => `${key} is unique`,
  repeats: (key: string, total: number) => `${key} repeats: ${integer(total)} too many`,
  written: "As written",
  compiled: "Compiled",
  text: "Text",
  firstRows: (shown: number, total: number) =>
    shown < total ? `the first ${integer(shown)} of ${count(total, "row")}` : count(total, "row"),
  rowsOf: (name: string) => `Rows of ${name}`,
  codeOf: (name: string) => `SQL of ${name}`,
  openModel: (name: string) => `Open ${name}`,
  previous: "Step before",
  next: "Next step",
  noSteps: "This query has no CTEs.",
};
