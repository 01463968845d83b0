/** Words of the command bar, the log and the problems. */
import { bytesOf, count } from "./format.ts";

export const dock = {
  label: "Commands and problems",
  commands: "Commands",
  results: "Results",
  problems: "Problems",
  hint: "every button shows the command it runs",
  hide: "Hide the commands",
  prompt: "A dbt command",
  placeholder: "build --select +entity_customers",
  run: "Run",
  cancel: "Cancel",
  cancelling: "Stopping",
  clear: "Clear",
  suggestions: "Completions",
  log: "Log",
  emptyTitle: "Nothing was run yet.",
  emptyText: (command: string) =>
    `${command} builds everything that leads to the executive health figures and tests it.`,
  emptyAction: "Run it",
  dropped: (lines: number) => `${count(lines, "earlier line")} left out.`,
  data: (table: string, done: number, total: number, bytes: number, totalBytes: number) =>
    `Source data ${Math.min(done + 1, total)} of ${total}, ${table}, ${bytesOf(bytes, totalBytes)}`,
  loading: (label: string, bytes: number, totalBytes: number | null) => `${label} ${bytesOf(bytes, totalBytes)}`,
  nodes: (done: number, total: number) => `${done} of ${total} nodes`,
  starting: "Waiting for the engine",
  noProblemsTitle: "No problems.",
  noProblemsText: "Every file of the project can be read, and nothing that ran has failed.",
  problem: "error",
  warning: "warning",
  line: (line: number) => `line ${line}`,
  open: (path: string) => `Open ${path}`,
  nothingSelectedTitle: "The selection matches nothing.",
};
