/** What the lessons' share of the API does; the checker and the lessons' texts are loaded when they are first asked for. */
import { diagnostic, fail, succeed, type Outcome } from "../../engine/core/errors.ts";
import type { CancelSignal } from "../../engine/core/signal.ts";
import type { SourceFile } from "../../engine/core/source-file.ts";
import type { Engine } from "../../engine/index.ts";
import type { Bench } from "../workbench.ts";
import { inWorkspace } from "../workspace-files.ts";
import type { LessonsApi } from "./protocol.ts";

/** Schemas of lessons beside a project that was changed begin with this name. */
const BESIDE = "lesson";

export function lessonsDesk(bench: Bench): LessonsApi {
  const engines = lessonEngines(bench);
  const job = <T>(work: (engine: Engine, signal: CancelSignal) => Promise<Outcome<T>>): Promise<Outcome<T>> =>
    bench.job(async (session, signal) => {
      const engine = await engines.engineFor(session);
      return engine.ok ? work(engine.value.engine, signal) : engine;
    });
  return {
    lessonQuery: (sql, options = {}) =>
      job(async (engine, signal) => {
        const outcome = await engine.query(sql, { ...options, signal, onEvent: (event) => bench.emit(event) });
        if (!outcome.ok) return outcome;
        const { table, elapsed_ms, compiled_code } = outcome.value;
        return succeed({ table, elapsed_ms, compiled_code });
      }),

    lessonTables: (names) =>
      bench.withEngine(async (session) => {
        const found = await engines.engineFor(session);
        if (!found.ok) return found;
        const { engine, beside } = found.value;
        const warehouse = await bench.warehouse();
        const missing: string[] = [];
        for (const name of names) {
          const node = [...engine.manifest.nodes.values()].find(
            (item) => item.name === name && item.relation_name !== null,
          );
          const columns =
            node === undefined
              ? null
              : await warehouse.describe({ database: node.database, schema: node.schema, identifier: node.alias });
          if (columns === null) missing.push(name);
        }
        return succeed({ missing, beside });
      }),

    lessonBuild: (names) =>
      job(async (engine, signal) => {
        const select = names.map((name) => `+${name}`).join(" ");
        const built = await engine.command(`build --select ${select} --resource-type model seed snapshot`, {
          signal,
          onEvent: (event) => bench.emit(event),
        });
        return built.cancelled || built.exitCode === 2 ? fail(...built.diagnostics) : succeed(built.exitCode === 0);
      }),

    lessonCheck: (lesson, exercise, answer, pack) =>
      job(async (engine, signal) => {
        const { checkAnswer } = await import("../../lessons/check.ts");
        return checkAnswer({ files: pack ?? (await bundledLessons()), engine, lesson, exercise, answer, signal });
      }),

    lessonVerify: (lessons, pack) =>
      job(async (engine, signal) => {
        const { verifyPack } = await import("../../lessons/verify.ts");
        const files = pack ?? (await bundledLessons());
        const report = await verifyPack({ files, engine, signal, ...(lessons === null ? {} : { lessons }) });
        return succeed({ proven: report.proven, diagnostics: report.diagnostics });
      }),

    lessonStart: (lesson, pack) =>
      bench.withEngine(async () => {
        const [{ loadPack }, { findLesson }] = await Promise.all([
          import("../../lessons/load.ts"),
          import("../../lessons/pack.ts"),
        ]);
        const found = findLesson(loadPack(pack ?? (await bundledLessons())).pack, lesson);
        return found === null
          ? fail(
              diagnostic("L002", `There is no lesson "${lesson}".`, { hint: "Choose one from the list of lessons." }),
            )
          : succeed(found.overlay);
      }),
  };
}

let bundled: Promise<readonly SourceFile[]> | null = null;

/** The same list each time: the checker keeps what it has read of it. */
function bundledLessons(): Promise<readonly SourceFile[]> {
  bundled ??= import("../../bundle/lessons.ts")
    .then(({ lessonFiles }) => lessonFiles())
    .catch((thrown: unknown) => {
      bundled = null;
      throw thrown;
    });
  return bundled;
}

interface LessonEngines {
  engineFor(session: Engine): Promise<Outcome<{ readonly engine: Engine; readonly beside: boolean }>>;
}

/** The session's engine while nothing is changed; else one over the project as it came, read once for the same data. */
function lessonEngines(bench: Bench): LessonEngines {
  let key = "";
  let opened: Promise<Engine> | null = null;
  return {
    async engineFor(session) {
      const request = bench.request();
      if (request === null || request.project !== undefined)
        return fail(
          diagnostic("L002", "Lessons work on the project that comes with the page, and another one is open.", {
            hint: "Switch back to it under Projects; what is open there stays as it is.",
          }),
        );
      if (Object.keys(request.overlay).length === 0) return succeed({ engine: session, beside: false });
      const { workspace, tier, data } = request;
      const wanted = JSON.stringify([workspace, tier, data ?? null]);
      if (opened === null || key !== wanted) {
        key = wanted;
        opened = import("../../bundle/project.ts")
          .then(({ bundledProject }) => session.withFiles(inWorkspace(bundledProject(), BESIDE)))
          .catch((thrown: unknown) => {
            opened = null;
            throw thrown;
          });
      }
      return succeed({ engine: await opened, beside: true });
    },
  };
}
