/** Which known mistake does an answer make? Decided by its results, never by its text. */
import { compareTables } from "./compare.ts";
import type { Dataset } from "./dataset.ts";
import type { LessonEngine } from "./engine-port.ts";
import { remembered, type Memo } from "./memo.ts";
import type { AntiSolution, RowExercise } from "./pack.ts";
import { runAnswer, type AnswerRun } from "./run-answer.ts";
import type { Outcome } from "../engine/core/errors.ts";
import type { CancelSignal } from "../engine/core/signal.ts";
import type { Table } from "../engine/core/table.ts";

export interface AntiMatch {
  readonly exercise: RowExercise;
  readonly engine: LessonEngine;
  /** The answer as a query. */
  readonly answer: string;
  readonly toQuery: (answer: string) => Promise<Outcome<string>>;
  readonly datasets: readonly Dataset[];
  /** What the answer returned on the first data sets; it is run on the others here. */
  readonly results: readonly Table[];
  readonly limitMs: number;
  readonly signal: CancelSignal | undefined;
  readonly memo: Memo | undefined;
}

/**
 * The anti-solution whose result equals the answer's on every data set. On the visible data alone two mistakes may look alike
 * (or look right), so all data sets decide.
 */
export async function matchAntiSolution(match: AntiMatch): Promise<AntiSolution | null> {
  const { exercise, engine, datasets, limitMs, signal } = match;
  const runOf = (place: number, dataset: Dataset, query: string): Promise<AnswerRun> =>
    remembered(match.memo, `run ${place} ${query}`, () => runAnswer(engine, dataset, query, limitMs, signal));
  const tables: (Table | null)[] = [];
  for (const [index, dataset] of datasets.entries()) {
    const known = match.results[index];
    const run = known === undefined ? await runOf(index, dataset, match.answer) : null;
    tables.push(known ?? (run?.ok ? run.table : null));
  }
  for (const anti of exercise.anti) {
    const query = await match.toQuery(anti.sql);
    if (!query.ok) continue;
    let alike = true;
    for (const [index, dataset] of datasets.entries()) {
      const table = tables[index];
      const wrong = await runOf(index, dataset, query.value);
      // Equal results have equally many rows; most anti-solutions are told apart by that alone.
      const sameSize = table !== null && table !== undefined && wrong.ok && wrong.table.rowCount === table.rowCount;
      alike = sameSize && compareTables(table, wrong.table, exercise.compare).equal;
      if (!alike) break;
    }
    if (alike) return anti;
  }
  return null;
}
