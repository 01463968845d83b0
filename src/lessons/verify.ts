/**
 * Proves a lesson: its start fails, its solution passes on all data, every wrong answer gets its own code, every fault is caught,
 * and everything that it shows or links to exists. Also what a reader notices: hints without SQL first, a task within the first
 * 150 words.
 *
 * Used by the tests, by `strata lessons verify` and by the page, with any pack.
 */
import type { LessonEngine } from "./engine-port.ts";
import { INTERACTIVES } from "./interactives.ts";
import { loadPack } from "./load.ts";
import type { Exercise, Lesson, Pack } from "./pack.ts";
import { isWritten } from "./pack.ts";
import { refNames, sqlInProse } from "./sql-guard.ts";
import { verifyClicked } from "./verify-clicked.ts";
import { note, refute } from "./verify-notes.ts";
import type { Notes, VerifyRequest } from "./verify-notes.ts";
import { verifyWritten } from "./verify-written.ts";
import type { Diagnostic } from "../engine/core/errors.ts";
import type { SourceSpan } from "../engine/core/source-file.ts";
import { bindParameters } from "./parameters.ts";

export interface VerifyReport {
  readonly pack: Pack;
  /** What was proven, one line each. */
  readonly proven: readonly string[];
  /** What does not hold. Empty when the pack is sound. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Words before the first thing to do. */
const WORDS_BEFORE_ACTION = 150;
const MINUTES = 12;

export async function verifyPack(request: VerifyRequest): Promise<VerifyReport> {
  const { pack, diagnostics, places } = loadPack(request.files);
  const notes: Notes = { proven: [], diagnostics: [...diagnostics] };
  const wanted = pack.modules
    .flatMap((module) => module.lessons)
    .filter((lesson) => request.lessons === undefined || request.lessons.includes(lesson.id));
  for (const name of request.lessons ?? [])
    if (!wanted.some((lesson) => lesson.id === name))
      refute(notes, `There is no lesson "${name}".`, "Its id stands in its lesson.yml.");
  for (const [index, lesson] of wanted.entries()) {
    if (request.signal?.cancelled) break;
    request.onlesson?.(lesson, index, wanted.length);
    verifyText(lesson, notes);
    verifyLinks(lesson, pack, request.engine, notes);
    await verifyQueries(lesson, request, notes);
    placeFindings(notes, places.get(lesson.id));
    for (const exercise of lesson.exercises) {
      await verifyExercise(exercise, lesson, request, notes);
      if (exercise.twin !== null) await verifyExercise(exercise.twin, lesson, request, notes);
      placeFindings(notes, places.get(exercise.id));
    }
  }
  return { pack, ...notes };
}

/** What was found without a place stands where the lesson or exercise that it is about says its id. */
function placeFindings(notes: Notes, at: SourceSpan | undefined): void {
  if (at === undefined) return;
  for (const [index, found] of notes.diagnostics.entries())
    if (found.at === null) notes.diagnostics[index] = { ...found, at };
}

async function verifyExercise(exercise: Exercise, lesson: Lesson, request: VerifyRequest, notes: Notes): Promise<void> {
  if (isWritten(exercise)) await verifyWritten(exercise, lesson, request, notes);
  else await verifyClicked(exercise, lesson, request, notes);
}

function verifyText(lesson: Lesson, notes: Notes): void {
  const parts = lesson.steps.flatMap((step) => step.parts);
  const first = parts.findIndex((part) => part.kind === "exercise" || part.kind === "play");
  const words = parts
    .slice(0, first < 0 ? parts.length : first)
    .map((part) =>
      "markdown" in part && part.kind !== "presenter"
        ? part.markdown.split(/\s+/).filter((word) => /\p{L}|\p{N}/u.test(word)).length
        : 0,
    )
    .reduce((sum, count) => sum + count, 0);
  if (words > WORDS_BEFORE_ACTION) {
    refute(
      notes,
      `Lesson "${lesson.id}" has ${words} words before the first action.`,
      `Move the action up, or cut to ${WORDS_BEFORE_ACTION} words.`,
    );
  } else note(notes, `${lesson.id}: ${words} words before the first action`);
  if (lesson.minutes > MINUTES)
    refute(notes, `Lesson "${lesson.id}" takes ${lesson.minutes} minutes.`, `Split it: ${MINUTES} is the limit.`);
  for (const exercise of lesson.exercises) {
    if (sqlInProse(exercise.hints[0] ?? ""))
      refute(notes, `The first hint of "${exercise.id}" holds SQL.`, "Ask the question that leads there instead.");
    if (isWritten(exercise) && exercise.hints.length === 3 && !(exercise.hints[2] ?? "").includes("____"))
      refute(notes, `The last hint of "${exercise.id}" leaves nothing to decide.`, 'Put one blank into it: "____".');
  }
}

/** Addresses in the prose lead somewhere: `#/model/<name>` to a model, `#/learn/<module>/<lesson>` to a lesson. */
function verifyLinks(lesson: Lesson, pack: Pack, engine: LessonEngine, notes: Notes): void {
  const texts = lesson.steps.flatMap((step) => step.parts).flatMap((part) => ("markdown" in part ? part.markdown : []));
  const links = [...texts, ...lesson.exercises.flatMap((item) => [item.task, item.because])].flatMap((text) =>
    [...text.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? ""),
  );
  for (const link of links) {
    const [, surface, first = "", second = ""] = /^#\/([a-z]+)(?:\/([^/?]+))?(?:\/([^/?]+))?/.exec(link) ?? [];
    const module = pack.modules.find((item) => item.slug === first || item.id === first);
    const known =
      surface === "model"
        ? engine.manifest.nodes.has(decodeURIComponent(first) as never)
        : surface === "learn"
          ? first === "" || module?.lessons.some((item) => item.slug === second || item.id === second) === true
          : surface !== undefined;
    if (!known)
      refute(
        notes,
        `Lesson "${lesson.id}" links to "${link}", which does not exist.`,
        "Links stay in the page: #/model/<id>, #/learn/<module>/<lesson>, #/lineage?select=….",
      );
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
  for (const [name, sql] of Object.entries(lesson.facts)) {
    const result = await engine.query(sql, { limit: 2, ...(signal === undefined ? {} : { signal }) });
    const value = result.ok ? result.value.table.data[0]?.[0] : undefined;
    if (!result.ok || result.value.table.rowCount !== 1 || value === null || value === undefined)
      refute(
        notes,
        `The fact "${name}" of lesson "${lesson.id}" is no single value: ${result.ok ? `${result.value.table.rowCount} rows` : (result.diagnostics[0]?.message ?? "")}.`,
        "Return one row with one value that is not NULL.",
      );
  }
  for (const play of lesson.plays) {
    const contract = INTERACTIVES[play.interactive];
    if (contract === undefined) {
      refute(
        notes,
        `The play "${play.id}" of lesson "${lesson.id}" wants the interactive "${play.interactive}".`,
        `Known are ${Object.keys(INTERACTIVES).join(", ")}.`,
      );
      continue;
    }
    for (const name of Object.keys(play.options))
      if (contract.options?.[name] === undefined)
        refute(
          notes,
          `The play "${play.id}" has the option "${name}", which "${play.interactive}" does not know.`,
          `Known are ${Object.keys(contract.options ?? {}).join(", ") || "none"}.`,
        );
    for (const [name, wanted] of Object.entries(contract.queries)) {
      const sql = play.queries[name];
      if (sql === undefined) {
        if (!wanted.optional)
          refute(notes, `The play "${play.id}" lacks the query "${name}".`, `It returns ${wanted.columns.join(", ")}.`);
        continue;
      }
      const samples = Object.fromEntries((contract.params ?? []).map((param) => [param, "0"]));
      const ask = bindParameters(sql, samples).replaceAll(/'0'/g, "null");
      const result = await engine.query(ask, { limit: 1, ...(signal === undefined ? {} : { signal }) });
      const found = new Set(result.ok ? result.value.table.columns.map((column) => column.name) : []);
      const lacking = wanted.columns.filter((column) => !found.has(column));
      if (!result.ok)
        refute(
          notes,
          `The query "${play.id}.${name}" of lesson "${lesson.id}" fails: ${result.diagnostics[0]?.message ?? ""}`,
          "Correct it in lesson.yml.",
        );
      else if (lacking.length > 0)
        refute(notes, `The query "${play.id}.${name}" lacks the columns ${lacking.join(", ")}.`, "Name them so.");
    }
    for (const name of Object.keys(play.queries))
      if (contract.queries[name] === undefined)
        refute(
          notes,
          `The play "${play.id}" has the query "${name}", which "${play.interactive}" does not read.`,
          `It reads ${Object.keys(contract.queries).join(", ")}.`,
        );
  }
  if (lesson.plays.length > 0) note(notes, `${lesson.id}: ${lesson.plays.length} plays have what they need`);
}
