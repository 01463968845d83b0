/** Every idea of the catalogue is met by a learner: some lesson recognises it. */
import { expect, test } from "vitest";
import { loadPack } from "../../src/lessons/load.ts";
import { MISCONCEPTIONS } from "../../src/lessons/misconceptions.ts";
import { lessonsOf, type Exercise } from "../../src/lessons/pack.ts";
import { wallClockFinding } from "../../src/lessons/sql-guard.ts";
import { contentFiles } from "./content-files.ts";

const lessons = lessonsOf(loadPack(contentFiles()).pack);
const exercises = lessons.flatMap((lesson) => lesson.exercises);

/** The codes of known wrong answers, which `strata lessons verify` proves, and of the guard against the wall clock. */
function codesOf(exercise: Exercise): readonly (string | null)[] {
  switch (exercise.type) {
    case "mcq":
      return exercise.choices.map((choice) => choice.code);
    case "find":
      return exercise.wrong.map((wrong) => wrong.code);
    case "predict":
      return [];
    case "order":
    case "tune":
    case "cmd":
    case "unit":
      return exercise.anti.map((anti) => anti.code);
    default: {
      const clock = exercise.forbid.includes("current_date") ? wallClockFinding("select current_date") : null;
      return [...exercise.anti.map((anti) => anti.code), clock?.code ?? null];
    }
  }
}

test.each(Object.keys(MISCONCEPTIONS))("%s is recognised in a lesson", (code) => {
  expect(exercises.filter((exercise) => codesOf(exercise).includes(code)).map(({ id }) => id)).not.toEqual([]);
});
