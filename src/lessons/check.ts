/**
 * An answer -> a report, by running it beside the reference on the data that the learner sees and on hidden data.
 *
 * No result is ever stored: reference and anti-solutions run live, on the same data in the same engine, so a lesson stays true
 * when the data change. What the answer gets wrong is a report; an `Outcome` that failed means that the check itself could not
 * be done (an unknown exercise, a model that does not build, cancelled).
 */
import { compareTables } from "./compare.ts";
import type { Comparison } from "./compare.ts";
import { openDatasets } from "./dataset.ts";
import type { Dataset } from "./dataset.ts";
import { diagnoseColumns, diagnoseRows, formatCount, nounOf, plural } from "./diagnose.ts";
import type { Diagnosis } from "./diagnose.ts";
import type { LessonEngine } from "./engine-port.ts";
import { differenceOf, keyRows } from "./keyed-rows.ts";
import { loadPack } from "./load.ts";
import type { LoadedPack } from "./load.ts";
import { findExercise, findLesson } from "./pack.ts";
import type { AntiSolution, SqlExercise } from "./pack.ts";
import { matchAntiSolution } from "./anti.ts";
import { ROW_LIMIT, TIME_LIMIT_MS, runAnswer } from "./run-answer.ts";
import { stepsOf } from "./steps.ts";
import type { FailedAt } from "./steps.ts";
import { findMultiplyingCte, findTableWithoutKeys } from "./probe.ts";
import {
  hardCodedRelation,
  literalIdFinding,
  readOnlyFinding,
  refNames,
  styleNotes,
  wallClockFinding,
} from "./sql-guard.ts";
import type { Finding } from "./sql-guard.ts";
import { diagnostic, fail, succeed } from "../engine/core/errors.ts";
import type { Outcome } from "../engine/core/errors.ts";
import type { CancelSignal } from "../engine/core/signal.ts";
import type { SourceFile } from "../engine/core/source-file.ts";
import type { Table } from "../engine/core/table.ts";
import type { CheckReport } from "../worker/protocol.ts";

export interface CheckRequest {
  /** All files of the lesson content. */
  readonly files: readonly SourceFile[];
  readonly engine: LessonEngine;
  readonly lesson: string;
  readonly exercise: string;
  readonly answer: string;
  readonly signal?: CancelSignal;
  /** Milliseconds that one run of the answer may take; defaults to 5,000. */
  readonly timeLimitMs?: number;
  /** A monotonic reading in milliseconds. */
  readonly elapsed?: () => number;
}

export async function checkAnswer(request: CheckRequest): Promise<Outcome<CheckReport>> {
  const { pack, diagnostics } = loadOnce(request.files);
  const lesson = findLesson(pack, request.lesson);
  const exercise = lesson === null ? null : findExercise(lesson, request.exercise);
  if (exercise === null || exercise.type !== "sql") {
    const broken = diagnostics.find((item) => item.severity === "error");
    return fail(
      broken ??
        diagnostic("L002", `There is no exercise "${request.exercise}" to check in lesson "${request.lesson}".`, {
          hint: "Open the lesson again from the list of lessons.",
        }),
    );
  }
  return checkSql(exercise, request);
}

const loaded = new WeakMap<readonly SourceFile[], LoadedPack>();

/** Reading all lessons again for each check would cost more than the check. */
function loadOnce(files: readonly SourceFile[]): LoadedPack {
  const pack = loaded.get(files) ?? loadPack(files);
  loaded.set(files, pack);
  return pack;
}

/** The check of one exercise that is already loaded. */
export async function checkSql(
  exercise: SqlExercise,
  request: Omit<CheckRequest, "files" | "lesson" | "exercise">,
): Promise<Outcome<CheckReport>> {
  const now = request.elapsed ?? (() => performance.now());
  const begun = now();
  const { engine, signal } = request;
  const answer = request.answer.trim().replace(/(\s*;)+$/, "");
  const report = (part: Partial<CheckReport> & Pick<CheckReport, "headline" | "steps">): Outcome<CheckReport> =>
    succeed({
      passed: false,
      detail: null,
      code: null,
      difference: null,
      diagnostics: [],
      table: null,
      ...part,
      elapsed_ms: now() - begun,
    });

  const refused = refuse(exercise, engine, answer);
  if (refused !== null) return report({ ...refused, steps: stepsOf(exercise, "run") });

  const datasets = await openDatasets(exercise, engine, signal);
  if (!datasets.ok) return datasets;
  const limitMs = request.timeLimitMs ?? TIME_LIMIT_MS;
  const runs: DatasetRun[] = [];
  let table: Table | null = null;
  const notes = new Set<string>(styleNotes(answer));

  for (const dataset of datasets.value) {
    const expected = await runReference(exercise, engine, dataset, signal);
    if (!expected.ok) return expected;
    const yours = await runAnswer(engine, dataset, answer, limitMs, signal);
    if (signal?.cancelled)
      return fail(diagnostic("W005", "The check was cancelled.", { hint: "Press Check to start it again." }));
    if (!yours.ok) {
      const at: FailedAt = dataset.hiddenTitle === null ? "run" : "hidden";
      return report({ ...yours.trouble, steps: stepsOf(exercise, at), table });
    }
    if (dataset.hiddenTitle === null) table = yours.table;
    const run = {
      dataset,
      yours: yours.table,
      expected: expected.value,
      comparison: compareTables(yours.table, expected.value, exercise.compare),
    };
    runs.push(run);
    run.comparison.notes.forEach((note) => notes.add(note));
    if (dataset.hiddenTitle === null && exercise.forbid.includes("literal_ids")) {
      const literal = literalIdFinding(answer, keysOf(exercise, run));
      if (literal !== null) return report({ ...literal, steps: stepsOf(exercise, "run"), table });
    }
    if (run.comparison.equal) continue;

    const diagnosis = await diagnose(exercise, request, answer, runs, datasets.value);
    if (!diagnosis.ok) return diagnosis;
    const keyed = keyRows(run.comparison, run.expected, run.yours, exercise.contract.key);
    const hidden = dataset.hiddenTitle;
    const { step, headline, detail, code } = diagnosis.value;
    return report({
      headline:
        hidden === null ? headline : `Right on the data that you see, not on other data: ${lowerFirst(headline)}`,
      detail: hidden === null ? detail : `${detail} The hidden data set is "${hidden}".`,
      code,
      steps: stepsOf(exercise, hidden === null ? step : "hidden"),
      difference:
        step === "columns"
          ? null
          : differenceOf(run.comparison, keyed, run.yours, run.expected, exercise.compare.tolerance),
      table,
    });
  }

  const noted = [...notes];
  return report({
    passed: true,
    headline:
      noted.length === 0 ? "Correct, on this data and on the hidden data." : `Correct. Style: ${noted.join("; ")}.`,
    steps: stepsOf(exercise, null),
    table,
  });
}

interface DatasetRun {
  readonly dataset: Dataset;
  readonly yours: Table;
  readonly expected: Table;
  readonly comparison: Comparison;
}

/** What can be said from the text alone. */
function refuse(exercise: SqlExercise, engine: LessonEngine, answer: string): Finding | null {
  const written = readOnlyFinding(answer);
  if (written !== null) return written;
  const clock = exercise.forbid.includes("current_date") ? wallClockFinding(answer) : null;
  if (clock !== null) return clock;
  const models = new Set(
    [...engine.manifest.nodes.values()]
      .filter((node) => node.relation_name !== null)
      .map((node) => node.name.toLowerCase()),
  );
  const bare = hardCodedRelation(answer, models);
  if (bare !== null) return bare;
  const other =
    exercise.reads.length === 0 ? undefined : refNames(answer).find((name) => !exercise.reads.includes(name));
  if (other === undefined) return null;
  return {
    headline: `The answer reads "${other}".`,
    detail: `The task is to derive the result from ${exercise.reads.map((name) => `"${name}"`).join(" and ")} alone. Which columns there tell the same?`,
    code: null,
  };
}

async function runReference(
  exercise: SqlExercise,
  engine: LessonEngine,
  dataset: Dataset,
  signal?: CancelSignal,
): Promise<Outcome<Table>> {
  const bound = await dataset.bind(exercise.solution);
  if (!bound.ok) return bound;
  // Without a time limit: the first run may have to build the models that it reads.
  const result = await engine.query(bound.value, { limit: ROW_LIMIT, ...(signal === undefined ? {} : { signal }) });
  return result.ok ? succeed(result.value.table) : result;
}

/** The first finding that fits: columns, then a known mistake, then what the rows show. */
async function diagnose(
  exercise: SqlExercise,
  request: Omit<CheckRequest, "files" | "lesson" | "exercise">,
  answer: string,
  runs: readonly DatasetRun[],
  datasets: readonly Dataset[],
): Promise<Outcome<Diagnosis>> {
  const run = runs.at(-1);
  if (run === undefined) throw new Error("diagnose() needs the run that failed");
  const input = {
    comparison: run.comparison,
    yours: run.yours,
    expected: run.expected,
    contract: exercise.contract,
    answer,
  };
  const columns = diagnoseColumns(input);
  if (columns !== null) return succeed(columns);

  const found = diagnoseRows(input);
  const anti = await matchAntiSolution({
    exercise,
    engine: request.engine,
    answer,
    datasets,
    results: runs.map((other) => other.yours),
    limitMs: request.timeLimitMs ?? TIME_LIMIT_MS,
    signal: request.signal,
  });
  if (anti !== null) return succeed({ ...fillTemplate(exercise, anti, run), step: found.step });
  if (run.dataset.hiddenTitle !== null) {
    return succeed({
      ...found,
      code: found.code ?? "M-LITERAL",
      detail: `${found.detail} What rule produces the right row on any data?`,
    });
  }
  const [key, ...more] = exercise.contract.key;
  if (key === undefined || more.length > 0) return succeed(found);
  const probe = {
    engine: request.engine,
    dataset: run.dataset,
    answer,
    key,
    ...(request.signal === undefined ? {} : { signal: request.signal }),
  };
  const keyed = keyRows(run.comparison, run.expected, run.yours, exercise.contract.key);
  if (keyed.doubled.length > 0) {
    const place = await findMultiplyingCte(probe);
    return succeed(place === null ? found : { ...found, detail: `${found.detail} ${place}` });
  }
  if (keyed.missing.length === 0) return succeed(found);
  const empty = await findTableWithoutKeys(
    probe,
    keyed.missing.flatMap((entry) => entry.values),
  );
  return succeed(empty === null ? found : { ...found, code: "M-INNERLOSS", detail: `${found.detail} ${empty}` });
}

/** `{n}` becomes "14 customers", `{are}` agrees with it, `{key}` is the first of them. */
function fillTemplate(exercise: SqlExercise, anti: AntiSolution, run: DatasetRun): Finding {
  const keyed = keyRows(run.comparison, run.expected, run.yours, exercise.contract.key);
  const differing = [...keyed.doubled, ...keyed.missing, ...keyed.unasked, ...keyed.different];
  const noun = nounOf(exercise.contract);
  const counted = differing.length === 1 ? `1 ${noun}` : `${formatCount(differing.length)} ${plural(noun)}`;
  const fill = (text: string): string =>
    text
      .replaceAll("{n}", counted)
      .replaceAll("{key}", differing[0]?.label ?? "")
      .replaceAll("{are}", differing.length === 1 ? "is" : "are");
  return { headline: fill(anti.headline), detail: fill(anti.feedback), code: anti.code };
}

function keysOf(exercise: SqlExercise, run: DatasetRun): ReadonlySet<string> {
  return new Set(
    keyRows(run.comparison, run.expected, run.yours, exercise.contract.key).keys.flatMap((entry) => entry.values),
  );
}

/** "One customer" after a colon is "one customer"; a code word in capitals stays. */
function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
