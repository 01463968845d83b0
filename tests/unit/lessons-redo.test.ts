import { describe, expect, test } from "vitest";
import { dueExercises, readRedo, redoAfter, redoName, withTwin } from "../../src/app/learn/redo.ts";
import { shuffled } from "../../src/app/learn/shuffle.ts";
import { warmUp } from "../../src/app/learn/warm-up.ts";
import { joinFiles, splitFiles, withFile } from "../../src/lessons/answer-files.ts";
import type { Lesson, McqExercise, Pack } from "../../src/lessons/pack.ts";
import type { LessonProgress } from "../../src/store/kept.ts";

const DAY = 86_400_000;

function mcq(id: string, twin: McqExercise | null = null): McqExercise {
  return {
    type: "mcq",
    id,
    title: id,
    task: "",
    hints: [],
    explain: null,
    because: "",
    twin,
    question: `${id}?`,
    many: false,
    choices: [
      { text: "a", reply: "", right: true, code: null },
      { text: "b", reply: "", right: false, code: null },
    ],
  };
}

function lesson(id: string, ...exercises: McqExercise[]): Lesson {
  const parts = exercises.map((exercise) => ({ kind: "exercise" as const, id: exercise.id }));
  return { id, title: id, exercises, steps: [{ title: "", parts }] } as unknown as Lesson;
}

function packOf(...lessons: Lesson[]): Pack {
  return { modules: [{ lessons }] } as unknown as Pack;
}

function progressOf(answers: LessonProgress["answers"], finished: number | null = null): LessonProgress {
  return { finished_at: finished, updated_at: 0, exercises: {}, answers };
}

describe("what comes back another day", () => {
  test("solved with help returns after one, three and seven days, then never", () => {
    const first = redoAfter(null, "m1.x", true, 0);
    expect(first).toEqual({ stage: 0, due: DAY });
    const second = redoAfter(first, "m1.x.twin", false, DAY);
    expect(second).toEqual({ stage: 1, due: 4 * DAY });
    const third = redoAfter(second, "m1.x.twin", false, 4 * DAY);
    expect(third).toEqual({ stage: 2, due: 11 * DAY });
    expect(redoAfter(third, "m1.x.twin", false, 11 * DAY)).toEqual({ stage: 3, due: null });
    expect(redoAfter({ stage: 3, due: null }, "m1.x.twin", false, 12 * DAY)).toBeNull();
  });

  test("help on the way begins again, and solved alone at once does not return", () => {
    expect(redoAfter({ stage: 2, due: 5 }, "m1.x.twin", true, 0)).toEqual({ stage: 0, due: DAY });
    expect(redoAfter(null, "m1.x", false, 0)).toBeNull();
  });

  test("only what is due is shown, the oldest first", () => {
    const pack = packOf(lesson("m1", mcq("m1.a"), mcq("m1.b"), mcq("m1.c")));
    const progress = progressOf({
      [redoName("m1.a")]: { stage: 0, due: 20 },
      [redoName("m1.b")]: { stage: 1, due: 10 },
      [redoName("m1.c")]: { stage: 0, due: 99 },
    });
    expect(dueExercises(pack, new Map([["m1", progress]]), 50).map((item) => item.exercise.id)).toEqual([
      "m1.b",
      "m1.a",
    ]);
    expect(readRedo("nonsense")).toBeNull();
  });

  test("a twin takes the place of its exercise, and an exercise without one comes as itself", () => {
    const given = lesson("m1", mcq("m1.a", mcq("m1.a.twin")), mcq("m1.b"));
    expect(withTwin(given, "m1.a").steps[0]?.parts.map((part) => "id" in part && part.id)).toEqual([
      "m1.a.twin",
      "m1.b",
    ]);
    expect(withTwin(given, "m1.b").exercises.map((exercise) => [exercise.id, exercise.title])).toEqual([
      ["m1.a", "m1.a"],
      ["m1.b.twin", "m1.b"],
    ]);
  });
});

describe("warm-up", () => {
  test("asks two questions from earlier lessons that were finished, always the same", () => {
    const [one, two, three] = [lesson("l1", mcq("l1.a"), mcq("l1.b")), lesson("l2", mcq("l2.a")), lesson("l3")];
    const pack = packOf(one, two, three);
    const done = new Map([["l1", progressOf({}, 1)]]);
    const asked = warmUp(pack, three, done).map((question) => question.choice.question);
    expect([...asked].sort()).toEqual(["l1.a?", "l1.b?"]);
    expect(warmUp(pack, three, done).map((question) => question.choice.question)).toEqual(asked);
    expect(warmUp(pack, one, done)).toEqual([]);
  });
});

test("a list is shown in another order than the right one, and in the same one again", () => {
  const items = ["a", "b", "c", "d"];
  for (const name of ["m1.x", "m2.y", "m3.z"]) {
    expect(shuffled(items, name)).not.toEqual(items);
    expect([...shuffled(items, name)].sort()).toEqual(items);
    expect(shuffled(items, name)).toEqual(shuffled(items, name));
  }
});

describe("an answer of several files", () => {
  const names = ["x.sql", "x.yml"];
  const answer = joinFiles([
    { name: "x.sql", text: "select 1\n" },
    { name: "x.yml", text: "models:\n" },
  ]);

  test("is one text that falls apart again", () => {
    expect(splitFiles(answer, names)).toEqual([
      { name: "x.sql", text: "select 1\n" },
      { name: "x.yml", text: "models:\n" },
    ]);
    expect(splitFiles(withFile(answer, names, "x.yml", "models: []"), names)[1]?.text).toBe("models: []\n");
  });

  test("a text without marks is the main file", () => {
    expect(splitFiles("select 2", names).map((file) => file.text)).toEqual(["select 2\n", "\n"]);
    expect(splitFiles("=== a\nselect 3", ["only.sql"])).toEqual([{ name: "only.sql", text: "=== a\nselect 3" }]);
  });
});
