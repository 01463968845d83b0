/** The lessons' share of the API; what it does is loaded when it is first asked. */
import type { Bench } from "../workbench.ts";
import type { LessonsApi } from "./protocol.ts";

export function lessonsApi(bench: Bench): LessonsApi {
  let opened: Promise<LessonsApi> | null = null;
  /** One desk for all questions: it keeps the engine that it opened. */
  const desk = () =>
    (opened ??= import("./lessons-desk.ts").then(
      ({ lessonsDesk }) => lessonsDesk(bench),
      (thrown: unknown) => {
        opened = null;
        throw thrown;
      },
    ));
  return {
    lessonQuery: async (sql, options) => (await desk()).lessonQuery(sql, options),
    lessonTables: async (names) => (await desk()).lessonTables(names),
    lessonStandUp: async (names) => (await desk()).lessonStandUp(names),
    lessonBuild: async (names) => (await desk()).lessonBuild(names),
    lessonCheck: async (lesson, exercise, answer, pack) => (await desk()).lessonCheck(lesson, exercise, answer, pack),
    lessonReplay: async (lesson, exercise, answers, pack) =>
      (await desk()).lessonReplay(lesson, exercise, answers, pack),
    lessonVerify: async (lessons, pack) => (await desk()).lessonVerify(lessons, pack),
    lessonSeedStep: async (lesson, pack) => (await desk()).lessonSeedStep(lesson, pack),
    lessonReferenceStep: async (lesson, pack) => (await desk()).lessonReferenceStep(lesson, pack),
    lessonStart: async (lesson, pack) => (await desk()).lessonStart(lesson, pack),
  };
}
