/** Lessons stand on the project as it came: on the learner's tables while nothing is changed, beside them as soon as something is. */
import { expect, test } from "vitest";
import { succeed } from "../../src/engine/core/errors.ts";
import { createCancelSource } from "../../src/engine/core/signal.ts";
import type { SourceFile } from "../../src/engine/core/source-file.ts";
import type { Engine } from "../../src/engine/index.ts";
import { lessonsApi } from "../../src/worker/lessons/lessons-api.ts";
import type { OpenRequest } from "../../src/worker/protocol.ts";
import type { Bench } from "../../src/worker/workbench.ts";

/** A bench whose engines only say who they are. */
function openBench(request: Partial<OpenRequest>): {
  readonly bench: Bench;
  readonly opened: (readonly SourceFile[])[];
  set(change: Partial<OpenRequest>): void;
} {
  const opened: (readonly SourceFile[])[] = [];
  let current = { workspace: "main", overlay: {}, tier: "tiny", dataUrl: "", ...request };
  const engineOf = (name: string): Engine =>
    ({
      query: async () =>
        Promise.resolve(
          succeed({
            table: { columns: [], data: [], rowCount: 0, truncated: false },
            elapsed_ms: 0,
            compiled_code: name,
          }),
        ),
      withFiles: async (files: readonly SourceFile[]) => {
        opened.push(files);
        return Promise.resolve(engineOf("beside"));
      },
    }) as unknown as Engine;
  const session = engineOf("session");
  const bench = {
    job: (work: (engine: Engine, signal: unknown) => unknown) => work(session, createCancelSource().signal),
    withEngine: (work: (engine: Engine) => unknown) => work(session),
    request: () => current,
    emit: () => undefined,
  } as unknown as Bench;
  return { bench, opened, set: (change) => (current = { ...current, ...change }) };
}

async function asked(bench: Bench): Promise<string> {
  const outcome = await lessonsApi(bench).lessonQuery("select 1");
  return outcome.ok ? outcome.value.compiled_code : (outcome.diagnostics[0]?.code ?? "");
}

test("an unchanged project is the lessons' own", async () => {
  const { bench, opened } = openBench({});
  expect([await asked(bench), opened.length]).toEqual(["session", 0]);
});

test("beside a changed project lessons have schemas of their own, and the models as they came", async () => {
  const { bench, opened, set } = openBench({ overlay: { "models/x.sql": "select broken" } });
  const api = lessonsApi(bench);
  const ask = async (): Promise<string> => {
    const outcome = await api.lessonQuery("select 1");
    return outcome.ok ? outcome.value.compiled_code : "";
  };
  expect([await ask(), await ask(), opened.length]).toEqual(["beside", "beside", 1]);
  const [files = []] = opened;
  expect(files.some((file) => file.text.includes("select broken"))).toBe(false);
  expect(files.find((file) => file.path === "profiles.yml")?.text).toContain("schema: lesson_main");

  set({ tier: "classroom" });
  expect([await ask(), opened.length]).toEqual(["beside", 2]);
  set({ overlay: {} });
  expect(await ask()).toBe("session");
});

test("another project has no lessons, and says where they are", async () => {
  const { bench } = openBench({ project: { files: [], data: [] } });
  expect(await asked(bench)).toBe("L002");
});
