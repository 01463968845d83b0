/**
 * An answer -> a report, by running it beside the reference.
 *
 * No result is ever shipped: reference and anti-solutions run live, on the same data in the same engine, so a lesson stays true
 * when the data change; what a reference gave is held only as long as no table changes. What the answer gets wrong is a report; an `Outcome` that failed means that the check itself could not
 * be done (an unknown exercise, a model that does not build, cancelled).
 */
import { checkClicked } from "./check-clicked.ts";
import { checkModel, modelCheck } from "./check-model.ts";
import { checkRows, prepareRows, type RowCheck } from "./check-rows.ts";
import { checkTests } from "./check-test.ts";
import { loadPack } from "./load.ts";
import type { LoadedPack } from "./load.ts";
import { findExercise, findLesson } from "./pack.ts";
import type { Exercise, Lesson } from "./pack.ts";
import type { CheckPorts } from "./report.ts";
import { diagnostic, fail, succeed } from "../engine/core/errors.ts";
import type { Outcome } from "../engine/core/errors.ts";
import type { SourceFile } from "../engine/core/source-file.ts";
import type { CheckReport } from "../worker/protocol.ts";

export interface CheckRequest extends CheckPorts {
  /** All files of the lesson content. */
  readonly files: readonly SourceFile[];
  readonly lesson: string;
  readonly exercise: string;
}

export async function checkAnswer(request: CheckRequest): Promise<Outcome<CheckReport>> {
  const { pack, diagnostics } = loadModuleOf(request.lesson, request.files);
  const lesson = findLesson(pack, request.lesson);
  const exercise = lesson === null ? null : findExercise(lesson, request.exercise);
  if (lesson === null || exercise === null) {
    const broken = diagnostics.find((item) => item.severity === "error");
    return fail(
      broken ??
        diagnostic("L002", `There is no exercise "${request.exercise}" to check in lesson "${request.lesson}".`, {
          hint: "Open the lesson again from the list of lessons.",
        }),
    );
  }
  return checkExercise(exercise, lesson, request);
}

/** The check of one exercise that is already loaded. */
export function checkExercise(exercise: Exercise, lesson: Lesson, request: CheckPorts): Promise<Outcome<CheckReport>> {
  const plain = { ...request, answer: withoutSemicolon(request.answer) };
  switch (exercise.type) {
    case "sql":
      return checkRows(exercise, queryCheck(plain));
    case "fix":
    case "new":
      return checkModel(exercise, request);
    case "test":
    case "unit":
      return checkTests(exercise, request);
    default:
      return checkClicked(exercise, lesson, request);
  }
}

/** Runs the references of the lesson's next exercise that lacks them. Resolves to how many exercises may still lack them after it. */
export async function prepareReferences(lesson: Lesson, request: Omit<CheckPorts, "answer">): Promise<Outcome<number>> {
  const exercises = lesson.exercises.flatMap((exercise) =>
    exercise.type === "sql" || exercise.type === "fix" || exercise.type === "new" ? [exercise] : [],
  );
  for (const [index, exercise] of exercises.entries()) {
    const asked = { ...request, answer: exercise.solution };
    const any = await prepareRows(exercise, exercise.type === "sql" ? queryCheck(asked) : modelCheck(exercise, asked));
    if (!any.ok) return any;
    if (any.value) return succeed(exercises.length - index - 1);
  }
  return succeed(0);
}

function queryCheck(request: CheckPorts): RowCheck {
  return {
    ...request,
    guarded: request.answer,
    toQuery: async (answer) => Promise.resolve(succeed(withoutSemicolon(answer))),
  };
}

const loaded = new WeakMap<readonly SourceFile[], LoadedPack>();

/** Reading all lessons again for each check would cost more than the check. */
export function loadOnce(files: readonly SourceFile[]): LoadedPack {
  const pack = loaded.get(files) ?? loadPack(files);
  loaded.set(files, pack);
  return pack;
}

const parts = new WeakMap<readonly SourceFile[], Map<string, readonly SourceFile[]>>();

/** The first check should not wait until every module is read: that of the lesson will do. */
function loadModuleOf(lesson: string, files: readonly SourceFile[]): LoadedPack {
  const says = new RegExp(`^id:\\s*["']?${lesson.replaceAll(/[^\w-]/g, String.raw`\$&`)}["']?\\s*$`, "m");
  const own = files.find(({ path, text }) => path.endsWith("/lesson.yml") && says.test(text));
  if (own === undefined) return loadOnce(files);
  const folder = own.path.slice(0, own.path.indexOf("/") + 1);
  const known = parts.get(files) ?? new Map<string, readonly SourceFile[]>();
  parts.set(files, known);
  const part = known.get(folder) ?? files.filter(({ path }) => path.startsWith(folder) || !path.includes("/"));
  known.set(folder, part);
  return loadOnce(part);
}

function withoutSemicolon(text: string): string {
  return text.trim().replace(/(\s*;)+$/, "");
}
