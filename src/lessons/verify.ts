/**
 * Proves a lesson: its start fails, its solution passes on all data, every anti-solution fails with its own code, and no two of
 * them are the same mistake twice. Also what a reader notices: hints without SQL first, a task within the first 150 words.
 *
 * Used by the tests; a command and the page can call it with any pack.
 */
import { checkSql } from "./check.ts";
import { familyOf } from "./cell.ts";
import { compareTables } from "./compare.ts";
import { openDatasets } from "./dataset.ts";
import type { LessonEngine } from "./engine-port.ts";
import { factNames } from "./fact-names.ts";
import { loadPack } from "./load.ts";
import type { Lesson, Pack, PredictExercise, SqlExercise } from "./pack.ts";
import { TIME_LIMIT_MS, runAnswer } from "./run-answer.ts";
import { refNames, sqlInProse } from "./sql-guard.ts";
import { diagnostic } from "../engine/core/errors.ts";
import type { Diagnostic } from "../engine/core/errors.ts";
import type { CancelSignal } from "../engine/core/signal.ts";
import type { SourceFile } from "../engine/core/source-file.ts";
import type { Table } from "../engine/core/table.ts";

export interface VerifyRequest {
  readonly files: readonly SourceFile[];
  readonly engine: LessonEngine;
  /** Only this lesson; all of them by default. */
  readonly lesson?: string;
  readonly signal?: CancelSignal;
}

export interface VerifyReport {
  readonly pack: Pack;
  /** What was proven, one line each. */
  readonly proven: readonly string[];
  /** What does not hold. Empty when the pack is sound. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Words before the first thing to do. */
const WORDS_BEFORE_ACTION = 150;

export async function verifyPack(request: VerifyRequest): Promise<VerifyReport> {
  const { pack, diagnostics } = loadPack(request.files);
  const notes: Notes = { proven: [], diagnostics: [...diagnostics] };
  for (const lesson of pack.modules.flatMap((module) => module.lessons)) {
    if (request.lesson !== undefined && request.lesson !== lesson.id) continue;
    verifyText(lesson, notes);
    await verifyQueries(lesson, request, notes);
    for (const exercise of lesson.exercises) {
      if (exercise.type === "predict") await verifyPrediction(exercise, request, notes);
      else await verifySql(exercise, request, notes);
    }
  }
  return { pack, ...notes };
}

interface Notes {
  readonly proven: string[];
  readonly diagnostics: Diagnostic[];
}

function refute(notes: Notes, message: string, hint: string): void {
  notes.diagnostics.push(diagnostic("L001", message, { hint }));
}

function verifyText(lesson: Lesson, notes: Notes): void {
  const parts = lesson.steps.flatMap((step) => step.parts);
  const first = parts.findIndex((part) => part.kind === "exercise" || part.kind === "play");
  const words = parts
    .slice(0, first < 0 ? parts.length : first)
    .map((part) =>
      "markdown" in part ? part.markdown.split(/\s+/).filter((word) => /\p{L}|\p{N}/u.test(word)).length : 0,
    )
    .reduce((sum, count) => sum + count, 0);
  if (words > WORDS_BEFORE_ACTION) {
    refute(
      notes,
      `Lesson "${lesson.id}" has ${words} words before the first action.`,
      `Move the action up, or cut to ${WORDS_BEFORE_ACTION} words.`,
    );
  } else notes.proven.push(`${lesson.id}: ${words} words before the first action`);
  for (const exercise of lesson.exercises) {
    if (exercise.type === "sql" && sqlInProse(exercise.hints[0] ?? "")) {
      refute(notes, `The first hint of "${exercise.id}" holds SQL.`, "Ask the question that leads there instead.");
    }
  }
}

/** Everything that the lesson shows or needs can be asked of the project. */
async function verifyQueries(lesson: Lesson, { engine, signal }: VerifyRequest, notes: Notes): Promise<void> {
  const models = new Set([...engine.manifest.nodes.values()].map((node) => node.name));
  const texts = [...lesson.plays.flatMap((play) => Object.values(play.queries)), ...Object.values(lesson.facts)];
  for (const name of new Set([...lesson.uses, ...texts.flatMap(refNames)])) {
    if (!models.has(name))
      refute(
        notes,
        `Lesson "${lesson.id}" uses "${name}", which does not exist.`,
        "Correct the name, or add the model.",
      );
  }
  const queries = [
    ...Object.entries(lesson.facts),
    ...lesson.plays.flatMap((play) =>
      Object.entries(play.queries).map(([name, sql]) => [`${play.id}.${name}`, sql] as const),
    ),
  ];
  for (const [name, sql] of queries) {
    const result = await engine.query(sql.replaceAll(/\$[a-z_]+\b/g, "null"), signal === undefined ? {} : { signal });
    if (result.ok) notes.proven.push(`${lesson.id}: ${name} runs`);
    else
      refute(
        notes,
        `The query "${name}" of lesson "${lesson.id}" fails: ${result.diagnostics[0]?.message ?? ""}`,
        "Correct it in lesson.yml.",
      );
  }
}

async function verifyPrediction(exercise: PredictExercise, { engine }: VerifyRequest, notes: Notes): Promise<void> {
  const result = await engine.query(exercise.reveal);
  const table = result.ok ? result.value.table : null;
  const names = new Set(table?.columns.map((column) => column.name));
  const wanted = [
    ...exercise.fields.map((field) => field.name),
    ...factNames(exercise.task),
    ...factNames(exercise.because),
  ];
  const lacking = wanted.filter((name) => !names.has(name));
  if (table === null || table.rowCount !== 1 || lacking.length > 0) {
    const why = result.ok
      ? `${table?.rowCount ?? 0} rows, without ${lacking.join(", ") || "a missing column"}`
      : (result.diagnostics[0]?.message ?? "");
    refute(
      notes,
      `The reveal of "${exercise.id}" does not return one row with every name: ${why}.`,
      "Return one row with a column for each field.",
    );
  } else notes.proven.push(`${exercise.id}: the reveal returns one row`);
}

async function verifySql(exercise: SqlExercise, request: VerifyRequest, notes: Notes): Promise<void> {
  const check = async (answer: string): ReturnType<typeof checkSql> =>
    checkSql(exercise, {
      engine: request.engine,
      answer,
      ...(request.signal === undefined ? {} : { signal: request.signal }),
    });

  const solution = await check(exercise.solution);
  if (!solution.ok || !solution.value.passed) {
    const why = solution.ok ? solution.value.headline : (solution.diagnostics[0]?.message ?? "");
    refute(notes, `The solution of "${exercise.id}" does not pass: ${why}`, "Correct the solution or the data sets.");
    return;
  }
  notes.proven.push(`${exercise.id}: the solution passes on ${exercise.variants.length} data sets`);

  const start = await check(exercise.start);
  if (!start.ok || start.value.passed)
    refute(notes, `The start of "${exercise.id}" passes already.`, "Leave something to do.");
  else notes.proven.push(`${exercise.id}: the start fails`);

  for (const anti of exercise.anti) {
    const report = await check(anti.sql);
    const found = report.ok
      ? report.value.passed
        ? "passes"
        : `gets ${report.value.code ?? "no code"}`
      : "cannot be checked";
    const ownWords =
      report.ok && report.value.detail !== null && anti.feedback !== "" && report.value.code === anti.code;
    if (ownWords) notes.proven.push(`${exercise.id}: ${anti.file} gets ${anti.code}`);
    else
      refute(
        notes,
        `The anti-solution "${anti.file}" of "${exercise.id}" ${found} instead of ${anti.code}.`,
        "Add a data set that shows the mistake.",
      );
  }
  await verifyAntiDiffer(exercise, request, notes);
  await verifyVariants(exercise, request, notes);
}

/** A hidden data set stands in for a model, so it must have the model's columns; else a right answer would fail on it. */
async function verifyVariants(exercise: SqlExercise, { engine }: VerifyRequest, notes: Notes): Promise<void> {
  for (const variant of exercise.variants) {
    for (const relation of variant.kind === "file" ? variant.relations : []) {
      const model = await engine.query(`select * from {{ ref('${relation.model}') }}`, { limit: 1 });
      const hidden = await engine.query(relation.sql, { limit: 1 });
      if (!model.ok || !hidden.ok) continue;
      const types = new Map(hidden.value.table.columns.map((column) => [column.name, familyOf(column.type)]));
      const lacking = model.value.table.columns
        .filter((column) => types.get(column.name) !== familyOf(column.type))
        .map((column) => column.name);
      if (lacking.length === 0) notes.proven.push(`${exercise.id}: hidden "${relation.model}" has the model's columns`);
      else
        refute(
          notes,
          `Hidden "${relation.model}" of "${exercise.id}" lacks or retypes ${lacking.join(", ")}.`,
          "Give it the columns of the model.",
        );
    }
  }
}

/** Two anti-solutions with one result could not be told apart, so one of the two feedbacks would be wrong. */
async function verifyAntiDiffer(exercise: SqlExercise, request: VerifyRequest, notes: Notes): Promise<void> {
  const datasets = await openDatasets(exercise, request.engine, request.signal);
  if (!datasets.ok) return;
  const results: (readonly (Table | null)[])[] = [];
  for (const anti of exercise.anti) {
    const tables: (Table | null)[] = [];
    for (const dataset of datasets.value) {
      const run = await runAnswer(request.engine, dataset, anti.sql, TIME_LIMIT_MS, request.signal);
      tables.push(run.ok ? run.table : null);
    }
    results.push(tables);
  }
  for (const [first, tables] of results.entries()) {
    for (let second = first + 1; second < results.length; second += 1) {
      const same = tables.every((table, index) => {
        const other = results[second]?.[index] ?? null;
        return table !== null && other !== null && compareTables(table, other, exercise.compare).equal;
      });
      const names = `"${exercise.anti[first]?.file ?? ""}" and "${exercise.anti[second]?.file ?? ""}"`;
      if (same)
        refute(
          notes,
          `The anti-solutions ${names} return the same on every data set.`,
          "Add a data set that tells them apart.",
        );
    }
  }
}
