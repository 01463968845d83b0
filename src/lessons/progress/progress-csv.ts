/**
 * A class as CSV: a line for each learner and exercise that was begun. Names and answers come from strangers and the file ends up in a
 * spreadsheet, which takes a cell that begins with "=", "+", "-" or "@" for a formula: such a cell is given an apostrophe.
 */
import { isSolved, type ClassColumn, type Learner } from "./progress-class.ts";
import { decidingAnswer } from "./replay-plan.ts";

export interface CsvRequest {
  readonly learners: readonly Learner[];
  readonly columns: readonly ClassColumn[];
  /** What stands for a learner; a number where names are hidden. */
  readonly nameOf: (learner: Learner) => string;
}

const HEADINGS = [
  "learner",
  "lesson",
  "exercise",
  "title",
  "file_says",
  "replay",
  "solved",
  "checks",
  "hints",
  "solution_seen",
  "minutes",
  "solved_at",
  "last_code",
  "last_headline",
  "answer",
] as const;

export function classCsv({ learners, columns, nameOf }: CsvRequest): string {
  const lines = learners.flatMap((learner) =>
    columns.flatMap((column): string[] => {
      const cell = learner.cells.get(column.exercise);
      if (cell === undefined || cell.exercise === null) return [];
      const { exercise } = cell;
      const last = exercise.attempts.at(-1);
      return [
        csvLine([
          nameOf(learner),
          column.lesson,
          column.exercise,
          column.title,
          cell.done,
          cell.held,
          isSolved(cell),
          cell.checks,
          exercise.hints,
          exercise.solution_seen,
          cell.minutes === null ? "" : Math.round(cell.minutes * 10) / 10,
          exercise.solved_at === null ? "" : new Date(exercise.solved_at).toISOString(),
          cell.verdict?.code ?? last?.code ?? "",
          cell.verdict?.headline ?? last?.headline ?? "",
          decidingAnswer(exercise) ?? exercise.answer ?? "",
        ]),
      ];
    }),
  );
  return [csvLine(HEADINGS), ...lines].map((line) => `${line}\r\n`).join("");
}

function csvLine(cells: readonly (string | number | boolean)[]): string {
  return cells.map(csvCell).join(",");
}

function csvCell(value: string | number | boolean): string {
  if (typeof value !== "string") return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
