/**
 * Every idea of the catalogue is met by a learner: some lesson recognises it. And whatever a lesson recognises, whoever teaches is told
 * what it means and what to do about it.
 */
import { describe, expect, test } from "vitest";
import { loadPack } from "../../src/lessons/load.ts";
import { MISCONCEPTIONS } from "../../src/lessons/misconceptions.ts";
import { lessonsOf, type Exercise } from "../../src/lessons/pack.ts";
import { mistakeWords } from "../../src/lessons/progress/mistake-words.ts";
import { wallClockFinding } from "../../src/lessons/sql-guard.ts";
import { contentFiles } from "./content-files.ts";

const { pack } = loadPack(contentFiles());
const lessons = lessonsOf(pack);
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

describe("whoever teaches", () => {
  const withTwins = exercises.flatMap((exercise) => (exercise.twin === null ? [exercise] : [exercise, exercise.twin]));
  const raised = withTwins.flatMap((exercise) =>
    [...new Set(codesOf(exercise))].flatMap((code) => (code === null ? [] : [{ exercise: exercise.id, code }])),
  );
  const wordsOf = (code: string, exercise: string, answer = "") => mistakeWords([pack], code, { exercise, answer });

  test("reads what each recognised mistake means, and what to do about it", () => {
    const wordless = raised.filter(({ code, exercise }) => {
      const words = wordsOf(code, exercise);
      return ![words?.idea, words?.advice, words?.remedy].every((text) => /\S.*[\p{L}].*[.?!]$/u.test(text ?? ""));
    });
    expect(wordless).toEqual([]);
  });

  test("reads no blank that a learner's rows would have filled, and no marks of Markdown", () => {
    const texts = raised.map(({ code, exercise }) => Object.values(wordsOf(code, exercise) ?? {}).join(" "));
    expect(texts.filter((text) => /\{(n|are|key|first)\}|`|\*\*/.test(text))).toEqual([]);
  });

  test("reads of a mistake that one lesson alone knows what that lesson says about it", () => {
    expect(wordsOf("M-CLIP", "m4.03.week")).toEqual({
      idea: "Some devices are given more time than a week has.",
      advice:
        "A state that only touches the week was counted with its whole length, for one device too. Which part of it lies under the window?",
      remedy:
        "Open “Uptime of a week” in “Uptime and SLA” and ask: Which part of it lies under the window? Then run a wrong answer and a right one, and look at one row in which they differ.",
      picture: null,
    });
  });

  test("reads about the answer that was given, where several wrong ones bear one code", () => {
    const piles = (answer: Readonly<Record<string, string>>) =>
      wordsOf("M-TYPE2", "m3.01.sort", JSON.stringify(answer));
    expect(piles({ typo: "t2" })?.advice).toContain("misspelt");
    expect(piles({ both: "t2" })?.advice).toContain("the value of now");
  });

  test("is told about a mistake by another exercise that knows it, when the one at hand does not", () => {
    expect(wordsOf("M-CLIP", "gone.exercise")).toEqual(wordsOf("M-CLIP", "m4.03.week"));
    expect(wordsOf("M-OFNOBODY", "m4.03.week")).toBeNull();
  });
});
