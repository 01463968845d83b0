/** Runs a query that somebody wrote, on one data set, within the limits; what goes wrong is told to its author. */
import type { Dataset } from "./dataset.ts";
import { formatCount } from "./diagnose.ts";
import type { LessonEngine } from "./engine-port.ts";
import { withTimeLimit } from "./time-limit.ts";
import type { Diagnostic } from "../engine/core/errors.ts";
import type { CancelSignal } from "../engine/core/signal.ts";
import type { Table } from "../engine/core/table.ts";

/** Rows an answer may return. */
export const ROW_LIMIT = 50_000;
/** Milliseconds one run may take. */
export const TIME_LIMIT_MS = 5_000;

export type AnswerRun =
  | { readonly ok: true; readonly table: Table }
  | {
      readonly ok: false;
      readonly trouble: { headline: string; detail: string | null; code: null; diagnostics: readonly Diagnostic[] };
    };

export async function runAnswer(
  engine: LessonEngine,
  dataset: Dataset,
  answer: string,
  limitMs: number,
  signal?: CancelSignal,
): Promise<AnswerRun> {
  const trouble = (headline: string, detail: string | null, diagnostics: readonly Diagnostic[] = []): AnswerRun => ({
    ok: false,
    trouble: { headline, detail, code: null, diagnostics },
  });
  const bound = await dataset.bind(answer);
  if (!bound.ok)
    return trouble(
      bound.diagnostics[0]?.message ?? "The query cannot be compiled.",
      bound.diagnostics[0]?.hint ?? null,
      bound.diagnostics,
    );
  const { value: result, timedOut } = await withTimeLimit(limitMs, signal, (limited) =>
    engine.query(bound.value, { limit: ROW_LIMIT, signal: limited }),
  );
  if (timedOut) {
    return trouble(
      `The query took more than ${limitMs / 1000} seconds and was stopped.`,
      "Which join pairs every row with every other? Look for a missing condition.",
    );
  }
  if (!result.ok) {
    const first = result.diagnostics[0];
    return trouble(
      first?.message ?? "The query does not run.",
      first?.hint ?? null,
      dataset.hiddenTitle === null ? result.diagnostics : [],
    );
  }
  if (result.value.table.truncated) {
    return trouble(
      `The query returns more than ${formatCount(ROW_LIMIT)} rows.`,
      "That many are not compared. What is the grain of the result?",
    );
  }
  return { ok: true, table: result.value.table };
}
