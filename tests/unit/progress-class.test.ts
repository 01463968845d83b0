/** A class from its files to the table: decoded, replayed on a real DuckDB, and read by an instructor. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadPack } from "../../src/lessons/load.ts";
import { cellAt, classLessons, learnersOf, type ClassFile } from "../../src/lessons/progress/progress-class.ts";
import { classCsv } from "../../src/lessons/progress/progress-csv.ts";
import { decodeProgress, versionTrouble } from "../../src/lessons/progress/progress-decode.ts";
import type { ProgressBody, ProgressExercise } from "../../src/lessons/progress/progress-file.ts";
import { gatherProgress, leaveOut, type KeptLesson } from "../../src/lessons/progress/progress-gather.ts";
import { packHash } from "../../src/lessons/progress/progress-pack.ts";
import { readableAnswer } from "../../src/lessons/progress/progress-readable.ts";
import { REMEDIES } from "../../src/lessons/progress/progress-remedies.ts";
import { answerGroups, exerciseFacts, mistakesIn, stuckIn } from "../../src/lessons/progress/progress-report.ts";
import { restoreProgress } from "../../src/lessons/progress/progress-restore.ts";
import {
  knownExercises,
  replayKey,
  replaySteps,
  tidyAnswer,
  type ReplayVerdicts,
} from "../../src/lessons/progress/replay-plan.ts";
import { replayAnswers } from "../../src/lessons/progress/replay.ts";
import { createCancelSource } from "../../src/engine/core/signal.ts";
import { MISCONCEPTIONS } from "../../src/lessons/misconceptions.ts";
import type { ReplayVerdict } from "../../src/worker/protocol.ts";
import { openBench, type LessonBench } from "./lessons-engine.ts";
import { bodyOf, MONDAY, signedFile } from "./progress-files.ts";

const LESSON = "01-orders/01-count";
const RIGHT = "select shop, count(distinct order_id) as orders from {{ ref('orders') }} group by shop";
const WRONG = "select shop, count(*) as orders from {{ ref('orders') }} group by shop";
const files = Object.entries({
  "pack.yml": "{id: mini, version: 1.0.0, title: Mini}",
  "01-orders/module.yml": "{id: m1, title: Orders, summary: All about orders.}",
  [`${LESSON}/lesson.yml`]:
    "id: m1.01\ntitle: Count\nminutes: 3\nobjective: Count orders.\nuses: [orders]\nfinish: [count]",
  [`${LESSON}/lesson.md`]: "## Count\n\n::exercise m1.01.count\n\n::exercise m1.01.guess\n\n::exercise m1.01.which\n",
  [`${LESSON}/checks/a.yml`]: [
    "type: sql",
    "id: m1.01.count",
    "title: Count",
    "task: Orders of each shop.",
    "file: count.sql",
    "contract: {grain: one row for each shop, key: [shop], columns: [shop, orders]}",
    'variants: [visible, "file:variants/one.sql"]',
    "anti: [anti/rows.sql]",
    "hints: [hints/1.md, hints/1.md, hints/1.md]",
    "start: start/count.sql",
    "solution: solution/count.sql",
  ].join("\n"),
  [`${LESSON}/checks/b.yml`]:
    "type: predict\nid: m1.01.guess\ntitle: Guess\ntask: How many?\nreveal: select 1 as n\nfields: [{name: n, label: Orders}]",
  [`${LESSON}/checks/c.yml`]:
    "type: mcq\nid: m1.01.which\ntitle: Which\ntask: Think.\nquestion: Which?\nchoices:\n  - {text: keys, reply: Yes., right: true}\n  - {text: rows, reply: No., code: M-COUNTROWS}",
  [`${LESSON}/hints/1.md`]: "What is one row?",
  [`${LESSON}/start/count.sql`]: "select shop from {{ ref('orders') }}",
  [`${LESSON}/solution/count.sql`]: RIGHT,
  [`${LESSON}/variants/one.sql`]:
    "-- title: one order twice\n-- relation: orders\nselect 'z' as shop, 1 as order_id from range(2)",
  [`${LESSON}/anti/rows.sql`]: `-- code: M-COUNTROWS\n-- headline: Too large.\n-- feedback: Rows or orders?\n${WRONG}`,
}).map(([path, text]) => ({ path, text }));

const { pack, diagnostics } = loadPack(files);
const mark = { id: pack.id, version: pack.version, hash: packHash(files) };
const known = knownExercises([pack]);
const columns = classLessons([pack]).flatMap((lesson) => lesson.columns);
const data = { tier: "tiny", seed: null, as_of: null };
const plan = { pack, mark, lessons: () => true, count: 24 };
const { subtle } = globalThis.crypto;

let bench: LessonBench;
beforeAll(async () => {
  bench = await openBench({ orders: "select * from (values ('a', 1), ('a', 1), ('b', 2)) as o (shop, order_id)" });
});
afterAll(async () => bench.warehouse.close());

async function replayed(bodies: readonly ProgressBody[]): Promise<ReplayVerdicts> {
  const verdicts = new Map<string, ReplayVerdict>();
  for (const step of replaySteps(bodies, known, verdicts)) {
    const outcome = await replayAnswers({ files, engine: bench.engine, ...step });
    if (!outcome.ok) throw new Error(outcome.diagnostics[0]?.message);
    const type = known.get(step.exercise)?.type ?? "sql";
    outcome.value.forEach((verdict, index) =>
      verdicts.set(replayKey(step.exercise, type, step.answers[index] ?? ""), verdict),
    );
  }
  return verdicts;
}

/** One learner whose file says something about the first exercise. */
function oneBody(name: string, change: Partial<ProgressExercise>): ProgressBody {
  const exercise: ProgressExercise = {
    pack: pack.id,
    lesson: "m1.01",
    id: "m1.01.count",
    hints: 0,
    solution_seen: false,
    solved_at: null,
    answer: null,
    attempts: [],
    ...change,
  };
  return { ...bodyOf(plan, 0), name, exercises: [exercise] };
}

const attempt = (answer: string, passed: boolean, minute: number, code: string | null = null) => ({
  at: MONDAY + minute * 60_000,
  passed,
  headline: passed ? "Correct." : "Not yet.",
  code,
  answer,
});

function classOf(bodies: readonly ProgressBody[], verdicts: ReplayVerdicts, on = data) {
  const made: readonly ClassFile[] = bodies.map((body) => ({ id: body.name, body }));
  return learnersOf({ files: made, known, verdicts, data: on });
}

test("24 files: what is broken is told apart, what is fine is replayed, each answer once", async () => {
  expect(diagnostics).toEqual([]);
  const bodies = Array.from({ length: 24 }, (_, learner) => bodyOf(plan, learner));
  const handed = await Promise.all(bodies.map((body) => signedFile(body)));
  const texts = handed.map(({ text }, index) => {
    if (index === 3) return text.replace(`"name": "${bodies[3]?.name ?? ""}"`, '"name": "Max"');
    if (index === 9) return text.slice(0, -200);
    return text;
  });
  const decoded = await Promise.all(texts.map((text, index) => decodeProgress(`${index}.json`, text, { subtle })));
  const refused = decoded.flatMap((outcome, index) => (outcome.ok ? [] : [[index, outcome.diagnostics[0]?.code]]));
  expect(refused).toEqual([
    [3, "L005"],
    [9, "L003"],
  ]);
  const fine = decoded.flatMap((outcome) => (outcome.ok ? [outcome.value.body] : []));
  expect(fine.map((body) => versionTrouble("x", body, [mark])).filter((found) => found !== null)).toEqual([]);
  const steps = replaySteps(fine, known, new Map());
  expect(steps.map((step) => [step.exercise, step.answers.length])).toEqual([
    ["m1.01.count", 2],
    ["m1.01.guess", 1],
    ["m1.01.which", 2],
  ]);
  const verdicts = await replayed(fine);
  expect(replaySteps(fine, known, verdicts)).toEqual([]);
  const learners = classOf(fine, verdicts);
  expect(learners.flatMap((learner) => [...learner.cells.values()]).every((cell) => cell.held === "held")).toBe(true);
  expect(exerciseFacts(learners, "m1.01.count").solved + exerciseFacts(learners, "m1.01.count").notYet).toBe(22);
  expect(mistakesIn(learners, ["m1.01.count"], [pack])[0]).toMatchObject({
    code: "M-COUNTROWS",
    example: { answer: expect.stringContaining(WRONG) as string },
  });
});

test("an answer that the file calls right and that fails here is marked, and not counted as solved", async () => {
  const liar = oneBody("Liar", { solved_at: MONDAY, answer: WRONG, attempts: [attempt(WRONG, true, 1)] });
  const honest = oneBody("Honest", { solved_at: MONDAY, answer: RIGHT, attempts: [attempt(RIGHT, true, 1)] });
  const verdicts = await replayed([liar, honest]);
  const [first, second] = classOf([liar, honest], verdicts);
  if (!first || !second) throw new Error("no learners");
  expect([cellAt(first, "m1.01.count").held, first.solved]).toEqual(["refuted", 0]);
  expect([cellAt(second, "m1.01.count").held, second.solved]).toEqual(["held", 1]);
  expect(mistakesIn([first], ["m1.01.count"], [pack])[0]?.code).toBe("M-COUNTROWS");
  const [elsewhere] = classOf([liar], verdicts, { ...data, seed: null, tier: "classroom" });
  expect(elsewhere && cellAt(elsewhere, "m1.01.count").held).toBe("elsewhere");
});

test("a cell says alone, with a hint, after the solution, not yet, or working on it", () => {
  const done = (change: Partial<ProgressExercise>): string => {
    const [learner] = classOf([oneBody("A", change)], new Map());
    return learner ? cellAt(learner, "m1.01.count").done : "";
  };
  const solved = { solved_at: MONDAY, attempts: [attempt(RIGHT, true, 1)] };
  expect([
    done(solved),
    done({ ...solved, hints: 1 }),
    done({ ...solved, hints: 3, solution_seen: true }),
    done({ attempts: [attempt(WRONG, false, 1)] }),
    done({ answer: "select" }),
  ]).toEqual(["alone", "hint", "solution", "not-yet", "working"]);
});

test("who is stuck: three checks or ten minutes without a pass; pauses do not count", () => {
  const three = oneBody("Three", { attempts: [1, 2, 3].map((minute) => attempt(WRONG, false, minute, "M-COUNTROWS")) });
  const long = {
    ...oneBody("Long", {}),
    exercises: [
      ...oneBody("", { id: "m1.01.which", attempts: [attempt("[1]", false, 0)] }).exercises,
      ...oneBody("", { attempts: [attempt(WRONG, false, 6), attempt(WRONG, false, 12)] }).exercises,
    ],
  };
  const lunch = oneBody("Lunch", { attempts: [attempt(WRONG, false, 0), attempt(WRONG, false, 60)] });
  const helped = oneBody("Helped", {
    solved_at: MONDAY,
    attempts: [1, 2, 3, 4].map((minute) => attempt(WRONG, minute === 4, minute)),
  });
  const learners = classOf([three, long, lunch, helped], new Map());
  expect(stuckIn(learners, columns).map((item) => [item.learner, item.checks, item.minutes, item.code])).toEqual([
    ["Three", 3, 2, "M-COUNTROWS"],
    ["Long", 2, 12, null],
  ]);
  expect(learners.map((learner) => learner.stuck)).toEqual([1, 1, 0, 0]);
});

test("equal answers are one group, whatever their spaces, comments and case", () => {
  const spaced = `-- mine\nSELECT shop,\n  COUNT(*) AS orders\nFROM {{ ref('orders') }} GROUP BY shop;`;
  expect(tidyAnswer("sql", spaced)).toBe(tidyAnswer("sql", WRONG));
  expect(tidyAnswer("sql", "select 'A'")).not.toBe(tidyAnswer("sql", "select 'a'"));
  expect(tidyAnswer("order", '[ "b", "a" ]')).not.toBe(tidyAnswer("order", '["a","b"]'));
  expect(tidyAnswer("cmd", " build  --select +x ")).toBe("build --select +x");
  const bodies = [WRONG, spaced, RIGHT].map((answer, index) =>
    oneBody(`L${index}`, { attempts: [attempt(answer, answer === RIGHT, 1)] }),
  );
  const groups = answerGroups(classOf(bodies, new Map()), "m1.01.count", known);
  expect(groups.map((group) => group.learners)).toEqual([["L0", "L1"], ["L2"]]);
});

test("a replay can be cancelled, and says so", async () => {
  const source = createCancelSource();
  source.cancel();
  const outcome = await replayAnswers({
    files,
    engine: bench.engine,
    lesson: "m1.01",
    exercise: "m1.01.count",
    answers: [RIGHT],
    signal: source.signal,
  });
  expect(outcome.ok ? "" : outcome.diagnostics[0]?.code).toBe("W005");
});

test("a click reads as its text, and what is written as it was written", () => {
  expect(readableAnswer([pack], "m1.01.which", "[1]")).toBe("rows");
  expect(readableAnswer([pack], "m1.01.guess", '{"n":4}')).toBe("Orders: 4");
  expect(readableAnswer([pack], "m1.01.count", WRONG)).toBe(WRONG);
});

test("the CSV has a line for each exercise that was begun, and no cell is a formula", async () => {
  const body = oneBody("=HYPERLINK(1)", { solved_at: MONDAY, attempts: [attempt(RIGHT, true, 1)] });
  const learners = classOf([body], await replayed([body]));
  const lines = classCsv({ learners, columns, nameOf: (learner) => learner.name })
    .trim()
    .split("\r\n");
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(/^learner,lesson,exercise,/);
  expect(lines[1]).toMatch(/^'=HYPERLINK\(1\),m1\.01,m1\.01\.count,Count,alone,held,true,1,0,false/);
});

test("what was done in two copies of the project is one file, and what is left out is not in it", () => {
  const lesson = (change: Partial<KeptLesson>): KeptLesson => ({
    finished_at: null,
    updated_at: 1,
    exercises: {},
    answers: {},
    ...change,
  });
  const record = { draft: WRONG, hints: 2, solution_seen: false, solved_at: null };
  const body = gatherProgress({
    name: "A",
    group: "",
    product: "0.1.0",
    saved_at: MONDAY,
    data,
    packs: [{ pack, mark }],
    work: [
      {
        progress: new Map([
          ["m1.01", lesson({ exercises: { "m1.01.count": record }, answers: { "m1.01.guess": { n: 4 } } })],
        ]),
        attempts: new Map([["m1.01.count", [{ at: 5, text: WRONG, passed: false, headline: "No.", code: null }]]]),
      },
      {
        progress: new Map([
          [
            "m1.01",
            lesson({
              updated_at: 9,
              finished_at: 7,
              exercises: { "m1.01.count": { ...record, draft: RIGHT, hints: 0, solved_at: 7 } },
            }),
          ],
        ]),
        attempts: new Map([["m1.01.count", [{ at: 6, text: RIGHT, passed: true, headline: "Yes.", code: null }]]]),
      },
    ],
  });
  expect(
    body.exercises.map(({ id, answer, hints, solved_at, attempts }) => [id, answer, hints, solved_at, attempts.length]),
  ).toEqual([
    ["m1.01.count", RIGHT, 2, 7, 2],
    ["m1.01.guess", '{"n":4}', 0, null, 0],
  ]);
  expect(
    leaveOut(body, { lessons: new Set(), attempts: true }).exercises[0]?.attempts.map((item) => item.answer),
  ).toEqual([RIGHT]);
  expect(leaveOut(body, { lessons: new Set(["m1.01"]), attempts: false })).toMatchObject({
    packs: [],
    lessons: [],
    exercises: [],
  });

  const [restored] = restoreProgress({
    body,
    progress: new Map([["m1.01", lesson({ exercises: { "m1.01.count": { ...record, draft: "mine", hints: 1 } } })]]),
    attemptTimes: new Map([["m1.01.count", new Set([5])]]),
    guesses: new Set(["m1.01.guess"]),
    now: 10,
  });
  expect(restored?.progress).toMatchObject({
    finished_at: 7,
    answers: { "m1.01.guess": { n: 4 } },
    exercises: { "m1.01.count": { draft: "mine", hints: 2, solved_at: 7 } },
  });
  expect(restored?.attempts.map(({ attempt: { at } }) => at)).toEqual([6]);
});

test("every known mistake has its two minutes", () => {
  expect(Object.keys(REMEDIES).sort()).toEqual(Object.keys(MISCONCEPTIONS).sort());
});
