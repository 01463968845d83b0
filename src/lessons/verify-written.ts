/** Proves exercises with an editor: start fails, solution passes, wrong answers get their own code, data sets tell them apart. */
import { checkExercise } from "./check.ts";
import { familyOf } from "./cell.ts";
import type { Memo } from "./memo.ts";
import type { Lesson, WrittenExercise } from "./pack.ts";
import { TIME_LIMIT_MS } from "./run-answer.ts";
import { refNames } from "./sql-guard.ts";
import { note, refute } from "./verify-notes.ts";
import type { Notes, VerifyRequest } from "./verify-notes.ts";

const BUDGET_MS = 5_000;
const LONGEST_MS = 120_000;

export async function verifyWritten(
  exercise: WrittenExercise,
  lesson: Lesson,
  request: VerifyRequest,
  notes: Notes,
): Promise<void> {
  const { engine, signal, seeds } = request;
  const memo: Memo = new Map();
  const check = (answer: string): ReturnType<typeof checkExercise> =>
    checkExercise(exercise, lesson, {
      engine,
      answer,
      memo,
      // Who allows more time for a check allows it for the queries too; a timer takes no endless time.
      timeLimitMs: Math.min(LONGEST_MS, Math.max(TIME_LIMIT_MS, request.budgetMs ?? 0)),
      ...(signal === undefined ? {} : { signal }),
      ...(seeds === undefined ? {} : { seeds }),
    });

  const unbuilt = refNames(exercise.solution).find(
    (name) => !lesson.uses.includes(name) && !("model" in exercise && exercise.model === name),
  );
  if (unbuilt !== undefined)
    refute(
      notes,
      `The solution of "${exercise.id}" reads "${unbuilt}", which lesson "${lesson.id}" does not build.`,
      'Add it to "uses" in lesson.yml.',
    );

  const hasSeed = "variants" in exercise && exercise.variants.some((variant) => variant.kind === "seed");
  // Making another company's data is no part of the time that a check takes.
  if (hasSeed && seeds !== undefined)
    await checkExercise(exercise, lesson, {
      engine,
      answer: exercise.solution,
      seeds,
      ...(signal === undefined ? {} : { signal }),
    });
  const solution = await check(exercise.solution);
  if (!solution.ok || !solution.value.passed) {
    const why = solution.ok
      ? `${solution.value.headline} ${solution.value.detail ?? ""}`
      : (solution.diagnostics[0]?.message ?? "");
    refute(notes, `The solution of "${exercise.id}" does not pass: ${why}`, "Correct the solution or the data sets.");
    return;
  }
  const datasets =
    "variants" in exercise
      ? exercise.variants.filter((variant) => variant.kind !== "seed" || seeds !== undefined).length
      : 1;
  note(notes, `${exercise.id}: the solution passes on ${datasets} data sets`);
  if ("mutants" in exercise) note(notes, `${exercise.id}: ${exercise.mutants.length} faults are caught`);
  const budget = request.budgetMs ?? BUDGET_MS;
  if (solution.value.elapsed_ms > budget)
    refute(
      notes,
      `The check of "${exercise.id}" takes ${Math.round(solution.value.elapsed_ms)} ms.`,
      `Read less: ${budget} ms is the limit.`,
    );

  const start = await check(exercise.start);
  if (!start.ok || start.value.passed)
    refute(notes, `The start of "${exercise.id}" passes already.`, "Leave something to do.");
  else note(notes, `${exercise.id}: the start fails`);

  for (const anti of exercise.anti) {
    const report = await check(anti.sql);
    const found = report.ok
      ? report.value.passed
        ? "passes"
        : `gets ${report.value.code ?? `no code ("${report.value.headline}")`}`
      : `cannot be checked (${report.diagnostics[0]?.message ?? ""})`;
    const ownWords =
      report.ok && !report.value.passed && report.value.code === anti.code && same(report.value.detail, anti.feedback);
    if (ownWords) note(notes, `${exercise.id}: ${anti.file} gets ${anti.code}`);
    else
      refute(
        notes,
        `The anti-solution "${anti.file}" of "${exercise.id}" ${found} instead of ${anti.code} with its own words.`,
        "Add a data set that shows the mistake, and tells it from the others.",
      );
  }
  await verifyVariants(exercise, request, notes);
}

/** The detail is the feedback with its blanks filled in, and perhaps a sentence about the hidden data set. */
function same(detail: string | null, feedback: string): boolean {
  const words = feedback.split(/\{[a-z]+\}/).map((part) => part.trim());
  return detail !== null && words.every((part) => detail.includes(part));
}

/** A hidden data set stands in for a model, so it must have the model's columns; else a right answer would fail on it. */
async function verifyVariants(exercise: WrittenExercise, { engine }: VerifyRequest, notes: Notes): Promise<void> {
  const sets = [
    ...("variants" in exercise ? exercise.variants.flatMap((item) => (item.kind === "file" ? [item] : [])) : []),
    ...("benign" in exercise ? exercise.benign.flatMap((item) => (item.kind === "file" ? [item] : [])) : []),
    ...("mutants" in exercise ? exercise.mutants : []),
  ];
  for (const { title, relations } of sets) {
    for (const relation of relations) {
      const model = await engine.query(`select * from {{ ref('${relation.model}') }}`, { limit: 1 });
      const hidden = await engine.query(relation.sql, { limit: 1 });
      if (!hidden.ok) {
        refute(
          notes,
          `"${title}" of "${exercise.id}" does not run: ${hidden.diagnostics[0]?.message ?? ""}`,
          `Correct the select below "-- relation: ${relation.model}".`,
        );
        continue;
      }
      if (!model.ok) continue;
      const types = new Map(hidden.value.table.columns.map((column) => [column.name, familyOf(column.type)]));
      const lacking = model.value.table.columns
        .filter((column) => types.get(column.name) !== familyOf(column.type))
        .map((column) => column.name);
      if (lacking.length === 0) note(notes, `${exercise.id}: hidden "${relation.model}" has the model's columns`);
      else
        refute(
          notes,
          `Hidden "${relation.model}" of "${exercise.id}" lacks or retypes ${lacking.join(", ")}.`,
          "Give it the columns of the model.",
        );
    }
  }
}
