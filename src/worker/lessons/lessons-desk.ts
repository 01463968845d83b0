/** What the lessons' share of the API does; the checker and the lessons' texts are loaded when they are first asked for. */
import { diagnostic, fail, succeed, type Outcome } from "../../engine/core/errors.ts";
import type { CancelSignal } from "../../engine/core/signal.ts";
import type { SourceFile } from "../../engine/core/source-file.ts";
import type { ManifestNode } from "../../engine/core/manifest.ts";
import type { Engine } from "../../engine/index.ts";
import type { Memo } from "../../lessons/memo.ts";
import type { Lesson, Pack } from "../../lessons/pack.ts";
import { References } from "../../lessons/references.ts";
import type { Bench } from "../workbench.ts";
import { inWorkspace } from "../workspace-files.ts";
import type { LessonsApi } from "./protocol.ts";
import { SeedRoom } from "./seed-room.ts";

/** Schemas of lessons beside a project that was changed begin with this name. */
const BESIDE = "lesson";
/** Tables that a lesson builds when it is opened, without being told to; what is more is a command that the learner gives. */
const MOST_TABLES = 6;

export function lessonsDesk(bench: Bench): LessonsApi {
  const engines = lessonEngines(bench);
  const seeds = new SeedRoom(bench);
  const references = new References();
  const withReferences = async <T>(
    of: readonly object[],
    work: (references: Memo | undefined) => Promise<T>,
  ): Promise<T> => {
    const warehouse = await bench.warehouse();
    return references.during([...of, warehouse], () => warehouse.catalog?.changes, work);
  };
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
          const node = nodeNamed(engine, name);
          const columns =
            node === undefined
              ? null
              : await warehouse.describe({ database: node.database, schema: node.schema, identifier: node.alias });
          if (columns === null) missing.push(name);
        }
        return succeed({ missing, beside });
      }),

    lessonStandUp: (names) =>
      job(async (engine, signal) => {
        const ids = names.flatMap((name) => nodeNamed(engine, name)?.unique_id ?? []);
        const left = await engine.standUp(ids, {
          mostTables: MOST_TABLES,
          signal,
          onEvent: (event) => bench.emit(event),
        });
        return left.ok ? succeed(left.value.length === 0) : left;
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
        const files = keptPack(pack) ?? (await bundledLessons());
        return withReferences([engine, files], (known) =>
          checkAnswer({
            files,
            engine,
            lesson,
            exercise,
            answer,
            signal,
            seeds: seeds.open,
            ...(known === undefined ? {} : { references: known }),
          }),
        );
      }),

    lessonReplay: (lesson, exercise, answers, pack) =>
      job(async (engine, signal) => {
        const { replayAnswers } = await import("../../lessons/progress/replay.ts");
        const files = pack ?? (await bundledLessons());
        return replayAnswers({ files, engine, lesson, exercise, answers, signal, seeds: seeds.open });
      }),

    lessonVerify: (lessons, pack) =>
      job(async (engine, signal) => {
        const { verifyPack } = await import("../../lessons/verify.ts");
        const files = keptPack(pack) ?? (await bundledLessons());
        const report = await verifyPack({
          files,
          engine,
          signal,
          seeds: seeds.open,
          ...(lessons === null ? {} : { lessons }),
        });
        return succeed({ proven: report.proven, diagnostics: report.diagnostics });
      }),

    lessonSeedStep: (name, pack) =>
      job(async (_, signal) => {
        const lesson = await lessonNamed(name, keptPack(pack));
        return lesson.ok ? seeds.step(lesson.value, signal) : lesson;
      }),

    lessonReferenceStep: (name, pack) =>
      job(async (engine, signal) => {
        const { prepareReferences } = await import("../../lessons/check.ts");
        const files = keptPack(pack) ?? (await bundledLessons());
        const lesson = await lessonNamed(name, files);
        if (!lesson.ok) return lesson;
        return withReferences([engine, files], async (known) =>
          known === undefined
            ? succeed(0)
            : prepareReferences(lesson.value, { engine, signal, seeds: seeds.open, references: known }),
        );
      }),

    lessonStart: (name, pack) =>
      bench.withEngine(async () => {
        const found = await lessonNamed(name, pack);
        return found.ok ? succeed(found.value.overlay) : found;
      }),
  };
}

function nodeNamed(engine: Engine, name: string): ManifestNode | undefined {
  return [...engine.manifest.nodes.values()].find((item) => item.name === name && item.relation_name !== null);
}

async function lessonNamed(name: string, pack: readonly SourceFile[] | undefined): Promise<Outcome<Lesson>> {
  const [{ loadPack }, { findLesson }] = await Promise.all([
    import("../../lessons/load.ts"),
    import("../../lessons/pack.ts"),
  ]);
  const files = pack ?? (await bundledLessons());
  const loaded = packs.get(files) ?? loadPack(files).pack;
  packs.set(files, loaded);
  const found = findLesson(loaded, name);
  return found === null
    ? fail(diagnostic("L002", `There is no lesson "${name}".`, { hint: "Choose one from the list of lessons." }))
    : succeed(found);
}

const packs = new WeakMap<readonly SourceFile[], Pack>();

let lastPack: readonly SourceFile[] = [];

/** Files arrive as a copy with each question; the same list for the same pack, for what the checker keeps of it. */
function keptPack(pack: readonly SourceFile[] | undefined): readonly SourceFile[] | undefined {
  if (pack === undefined) return undefined;
  const same =
    pack.length === lastPack.length &&
    pack.every(({ path, text }, index) => path === lastPack[index]?.path && text === lastPack[index].text);
  if (!same) lastPack = pack;
  return lastPack;
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
            hint: "Switch back to it on the page “Workspaces and projects”; what is open there stays as it is.",
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
