/** A wrong answer never passes, and a right one in another shape never fails: answers with the verdict and the code they must get. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBench } from "../../unit/lessons-engine.ts";
import type { LessonBench } from "../../unit/lessons-engine.ts";
import { checkExercise } from "../../../src/lessons/check.ts";
import { DEFAULT_RULES } from "../../../src/lessons/compare.ts";
import type { Memo } from "../../../src/lessons/memo.ts";
import type { Lesson, SqlExercise } from "../../../src/lessons/pack.ts";
import type { CheckReport } from "../../../src/worker/protocol.ts";
import { EXERCISES } from "./exercises.ts";
import type { AnsweredExercise } from "./exercises.ts";
import { FREE_COLUMNS, IN_ORDER, MULTISETS } from "./rows.ts";
import { FUNNELS, GUARDS } from "./meanings.ts";
import { LOCAL_DAYS, SESSIONS, WINDOWS } from "./times.ts";
import { NESTED, OF_ONE_FAMILY } from "./values.ts";
import { SHAPES } from "./shapes.ts";

const lesson = { id: "a.01", exercises: [] } as unknown as Lesson;

const ALL: readonly AnsweredExercise[] = [
  ...EXERCISES,
  OF_ONE_FAMILY,
  NESTED,
  MULTISETS,
  FREE_COLUMNS,
  IN_ORDER,
  LOCAL_DAYS,
  WINDOWS,
  SESSIONS,
  FUNNELS,
  GUARDS,
];

function exerciseOf(given: AnsweredExercise): SqlExercise {
  const relations = Object.entries(given.hidden).map(([model, sql]) => ({ model, sql }));
  return {
    type: "sql",
    id: "a.01.x",
    title: given.name,
    task: "",
    hints: [],
    explain: null,
    because: "",
    twin: null,
    files: ["answer.sql"],
    start: "",
    solution: given.right[0] ?? "",
    anti: Object.entries(given.anti).map(([code, sql]) => ({
      file: `${code}.sql`,
      sql,
      code,
      headline: code,
      feedback: code,
    })),
    forbid: given.forbid ?? [],
    reads: [],
    contract: { grain: given.grain, key: given.key, columns: given.columns },
    compare: { ...DEFAULT_RULES, ...given.compare },
    variants: [
      { kind: "visible" },
      ...(relations.length > 0 ? [{ kind: "file" as const, title: "edges", relations }] : []),
    ],
  };
}

describe.each(ALL)("$name", (given) => {
  let bench: LessonBench;
  beforeAll(async () => {
    bench = await openBench(given.tables);
  });
  afterAll(async () => bench.warehouse.close());

  const exercise = exerciseOf(given);
  // The tables stay as they are, so each query is asked once.
  const memo: Memo = new Map();
  const check = async (answer: string): Promise<CheckReport> => {
    // How long an answer may take has tests of its own; this machine may be busy.
    const request = { engine: bench.engine, answer, memo, timeLimitMs: 60_000 };
    const outcome = await checkExercise(exercise, lesson, request);
    if (!outcome.ok) throw new Error(outcome.diagnostics[0]?.message);
    return outcome.value;
  };
  const shapes = SHAPES.filter((shape) => shape.keepsOrder || given.compare?.order === undefined).slice(
    0,
    given.once ? 1 : SHAPES.length,
  );

  test.each(given.right.flatMap((sql) => shapes.map((shape) => [sql, shape] as const)))(
    "right: %s",
    async (sql, shape) => {
      const report = await check(shape.of(sql, given.columns));
      expect([shape.name, report.passed, report.passed ? "" : `${report.headline} ${report.detail ?? ""}`]).toEqual([
        shape.name,
        true,
        "",
      ]);
    },
  );

  test.each(
    given.wrong.flatMap(([code, sql, says]) =>
      shapes.slice(0, 3).map((shape) => [code, sql, { ...shape, says: says ?? "" }] as const),
    ),
  )("wrong, %s: %s", async (code, sql, shape) => {
    // A column that is missing cannot be asked for in another order.
    const missing = given.columns.some((name) => !new RegExp(`\\b${name}\\b`).test(sql));
    const report = await check(missing ? sql : shape.of(sql, given.columns));
    expect([report.passed, report.code, report.headline]).toEqual([false, code, expect.stringContaining(shape.says)]);
    expect(report.headline).not.toBe("");
  });
});
