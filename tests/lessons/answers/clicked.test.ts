/** Answers that are clicked: what is accepted, and which words a wrong one gets. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBench } from "../../unit/lessons-engine.ts";
import type { LessonBench } from "../../unit/lessons-engine.ts";
import { checkExercise } from "../../../src/lessons/check.ts";
import type {
  Exercise,
  FindExercise,
  Lesson,
  McqExercise,
  OrderExercise,
  PredictExercise,
  TuneExercise,
} from "../../../src/lessons/pack.ts";
import { SHOPS, VISITS } from "./tables.ts";

const base = { id: "a.01.x", title: "", task: "", hints: [], explain: null, because: "", twin: null };
const lesson = { id: "a.01", exercises: [] } as unknown as Lesson;

const plans = ["basic", "pro", "team", "free"];
const mcq = (right: readonly string[], many: boolean): McqExercise => ({
  ...base,
  type: "mcq",
  question: "",
  many,
  choices: plans.map((text) => ({
    text,
    right: right.includes(text),
    reply: `about ${text}`,
    code: right.includes(text) ? null : `M-${text.toUpperCase()}`,
  })),
});

const order = (before: OrderExercise["before"]): OrderExercise => ({
  ...base,
  type: "order",
  items: ["read", "clean", "join", "sum"].map((id) => ({ id, text: id, groups: [] })),
  before,
  groups: [],
  anti: [{ item: "sum", than: "join", code: "M-FANOUT", reply: "sum last" }],
});

const piles: OrderExercise = {
  ...base,
  type: "order",
  items: [
    { id: "mrr", text: "MRR", groups: ["fact"] },
    { id: "plan", text: "plan", groups: ["dimension"] },
    { id: "day", text: "day", groups: ["dimension", "fact"] },
  ],
  before: null,
  groups: [
    { id: "fact", text: "facts" },
    { id: "dimension", text: "dimensions" },
  ],
  anti: [{ item: "mrr", than: "dimension", code: "M-MEASURE", reply: "it is summed" }],
};

const guess: PredictExercise = {
  ...base,
  type: "predict",
  reveal: "select 1 as rows_of, 'yes' as unique_key",
  fields: [
    { name: "rows_of", label: "Rows", choices: [], band: 0 },
    { name: "unique_key", label: "Unique?", choices: ["yes", "no"], band: null },
  ],
};

const find = (all: boolean): FindExercise => ({
  ...base,
  type: "find",
  kind: "row",
  show: "select * from {{ ref('shops') }}",
  key: ["shop_id"],
  answer:
    "select shop_id from {{ ref('shops') }} where shop_id not in (select shop_id from {{ ref('visits') }}) or shop_id = 'd'",
  targets: [],
  options: [],
  all,
  wrong: [{ target: "a", code: "M-VISITED", reply: "a was visited twice" }],
});

const tune: TuneExercise = {
  ...base,
  type: "tune",
  params: [{ name: "limit", label: "From", min: 0, max: 10, step: 1, start: 0, unit: "" }],
  show: null,
  goal: "select count(*) = 1 as holds, count(*) as shops from (select shop_id from {{ ref('visits') }} group by 1 having count(*) >= $limit)",
  solution: { limit: 2 },
  anti: [{ values: { limit: 0 }, code: "M-NOLIMIT", reply: "all of them" }],
};

let bench: LessonBench;
beforeAll(async () => {
  bench = await openBench({ shops: SHOPS, visits: VISITS });
});
afterAll(async () => bench.warehouse.close());

async function judged(exercise: Exercise, answer: unknown): Promise<readonly [boolean, string | null]> {
  const outcome = await checkExercise(exercise, lesson, { engine: bench.engine, answer: JSON.stringify(answer) });
  if (!outcome.ok) throw new Error(outcome.diagnostics[0]?.message);
  expect(outcome.value.headline).not.toBe("");
  return [outcome.value.passed, outcome.value.code];
}

const PASSED = [true, null] as const;
const wrong = (code: string | null) => [false, code] as const;

describe("one of several", () => {
  test.each([
    ["the right one", mcq(["pro"], false), [1], PASSED],
    ["a wrong one", mcq(["pro"], false), [0], wrong("M-BASIC")],
    ["another wrong one", mcq(["pro"], false), [3], wrong("M-FREE")],
    ["nothing", mcq(["pro"], false), [], wrong(null)],
    ["a place that there is not", mcq(["pro"], false), [9], wrong(null)],
    ["no answer at all", mcq(["pro"], false), null, wrong(null)],
    ["both that are right", mcq(["pro", "team"], true), [1, 2], PASSED],
    ["both, clicked the other way round", mcq(["pro", "team"], true), [2, 1], PASSED],
    ["one of two", mcq(["pro", "team"], true), [2], wrong(null)],
    ["both and one too many", mcq(["pro", "team"], true), [1, 2, 3], wrong("M-FREE")],
    ["all", mcq(["pro", "team"], true), [0, 1, 2, 3], wrong("M-BASIC")],
  ])("%s", async (_, exercise, answer, expected) => {
    expect(await judged(exercise, answer)).toEqual(expected);
  });
});

describe("in a row", () => {
  const strict = order(null);
  const partial = order([
    ["read", "join"],
    ["join", "sum"],
  ]);
  test.each([
    ["as it is meant", strict, ["read", "clean", "join", "sum"], PASSED],
    ["two neighbours changed", strict, ["clean", "read", "join", "sum"], wrong(null)],
    ["a known mistake", strict, ["read", "clean", "sum", "join"], wrong("M-FANOUT")],
    ["backwards", strict, ["sum", "join", "clean", "read"], wrong("M-FANOUT")],
    ["one missing", strict, ["read", "clean", "join"], wrong(null)],
    ["one twice", strict, ["read", "clean", "join", "join"], wrong(null)],
    ["what is free stands elsewhere", partial, ["clean", "read", "join", "sum"], PASSED],
    ["what is free stands last", partial, ["read", "join", "sum", "clean"], PASSED],
    ["what is not free", partial, ["join", "read", "sum", "clean"], wrong(null)],
    ["a known mistake where much is free", partial, ["clean", "read", "sum", "join"], wrong("M-FANOUT")],
    ["nothing", partial, [], wrong(null)],
  ])("%s", async (_, exercise, answer, expected) => {
    expect(await judged(exercise, answer)).toEqual(expected);
  });
});

describe("on piles", () => {
  test.each([
    ["each on its own", { mrr: "fact", plan: "dimension", day: "dimension" }, PASSED],
    ["one that may lie on either", { mrr: "fact", plan: "dimension", day: "fact" }, PASSED],
    ["a known mistake", { mrr: "dimension", plan: "dimension", day: "fact" }, wrong("M-MEASURE")],
    ["an unknown one", { mrr: "fact", plan: "fact", day: "fact" }, wrong(null)],
    ["one left over", { mrr: "fact", plan: "dimension" }, wrong(null)],
    ["one left over, and a known mistake", { mrr: "dimension", plan: "dimension" }, wrong("M-MEASURE")],
    ["a pile that there is not", { mrr: "fact", plan: "elsewhere", day: "fact" }, wrong(null)],
    ["nothing", {}, wrong(null)],
  ])("%s", async (_, answer, expected) => {
    expect(await judged(piles, answer)).toEqual(expected);
  });
});

describe("a guess", () => {
  test.each([
    ["near", { rows_of: 1, unique_key: "yes" }, PASSED],
    ["far off is a guess too", { rows_of: 1000, unique_key: "no" }, PASSED],
    ["one field open", { rows_of: 1 }, wrong(null)],
    ["an empty field", { rows_of: 1, unique_key: "" }, wrong(null)],
    ["nothing", null, wrong(null)],
  ])("%s", async (_, answer, expected) => {
    expect(await judged(guess, answer)).toEqual(expected);
  });
});

describe("marked rows", () => {
  test.each([
    ["one is enough", find(false), ["c"], PASSED],
    ["the other one, too", find(false), ["d"], PASSED],
    ["a known wrong one", find(false), ["a"], wrong("M-VISITED")],
    ["an unknown wrong one", find(false), ["b"], wrong(null)],
    ["a right and a wrong one", find(false), ["c", "a"], wrong("M-VISITED")],
    ["a row that there is not", find(false), ["z"], wrong(null)],
    ["nothing", find(false), [], wrong(null)],
    ["all of them", find(true), ["d", "c"], PASSED],
    ["one of all", find(true), ["c"], wrong(null)],
    ["all and one too many", find(true), ["c", "d", "a"], wrong("M-VISITED")],
  ])("%s", async (_, exercise, answer, expected) => {
    expect(await judged(exercise, answer)).toEqual(expected);
  });
});

describe("a slider", () => {
  test.each([
    ["where the goal holds", { limit: 2 }, PASSED],
    ["a known wrong place", { limit: 0 }, wrong("M-NOLIMIT")],
    ["where it stood at first", {}, wrong("M-NOLIMIT")],
    ["too low", { limit: 1 }, wrong(null)],
    ["too high", { limit: 3 }, wrong(null)],
    ["outside", { limit: 11 }, wrong(null)],
    ["no number", { limit: "many" }, wrong(null)],
  ])("%s", async (_, answer, expected) => {
    expect(await judged(tune, answer)).toEqual(expected);
  });
});
