import { expect, test } from "vitest";
import type { RunFinished } from "../../src/engine/core/events.ts";
import { createMemoryRecords } from "../../src/store/memory-records.ts";
import { DATABASE_VERSION, migrate } from "../../src/store/migrations.ts";
import { TABLES, type Records } from "../../src/store/records.ts";
import { ATTEMPTS_KEPT, RUNS_KEPT, createStore, openStore } from "../../src/store/store.ts";
import { openTrouble, saveTrouble } from "../../src/store/trouble.ts";

const store = () => createStore(createMemoryRecords(), null);
const run = (command: string): RunFinished => ({
  kind: "run-finished",
  command,
  exitCode: 0,
  cancelled: false,
  elapsed_ms: 1,
  results: [],
});
const attempt = (exercise: string, text: string, at: number) => ({
  exercise,
  text,
  passed: false,
  headline: "Not yet.",
  code: null,
  at,
});

test("an edit is kept by workspace, a deletion is an edit, and restoring forgets it", async () => {
  const kept = store();
  await kept.saveFile("main", "models/a.sql", "select 1");
  await kept.saveFile("main", "models/b.sql", null);
  await kept.saveFile("lesson", "models/a.sql", "select 2");
  expect(await kept.loadOverlay("main")).toEqual({ "models/a.sql": "select 1", "models/b.sql": null });
  expect(await kept.loadOverlay("lesson")).toEqual({ "models/a.sql": "select 2" });

  await kept.saveFile("main", "models/a.sql", undefined);
  expect(await kept.loadOverlay("main")).toEqual({ "models/b.sql": null });
});

test("a workspace never sees another one whose name it starts", async () => {
  const kept = store();
  await kept.saveFile("main", "a.sql", "1");
  await kept.saveFile("main-2", "b.sql", "2");
  expect(Object.keys(await kept.loadOverlay("main"))).toEqual(["a.sql"]);
});

test("an empty file is not a restored one", async () => {
  const kept = store();
  await kept.saveFile("main", "a.sql", "");
  expect(await kept.loadOverlay("main")).toEqual({ "a.sql": "" });
});

test("runs come newest first, also those of the same millisecond, and only the last are kept", async () => {
  const kept = store();
  for (let index = 0; index < RUNS_KEPT + 5; index += 1)
    await kept.saveRun("main", run(`run ${index}`), 1000 + Math.floor(index / 2));
  const runs = await kept.listRuns("main");
  expect(runs).toHaveLength(RUNS_KEPT);
  expect(runs.map((entry) => entry.run.command).slice(0, 3)).toEqual(["run 24", "run 23", "run 22"]);
  expect(await kept.listRuns("main", 2)).toHaveLength(2);
});

test("attempts are kept by exercise, newest first, at most fifty", async () => {
  const kept = store();
  await kept.addAttempt("main", attempt("m/l/b", "other", 1));
  for (let index = 0; index < ATTEMPTS_KEPT + 1; index += 1)
    await kept.addAttempt("main", attempt("m/l/a", `try ${index}`, index));
  const attempts = await kept.listAttempts("main", "m/l/a");
  expect(attempts[0]?.text).toBe(`try ${ATTEMPTS_KEPT}`);
  expect(attempts).toHaveLength(ATTEMPTS_KEPT);
  expect(await kept.listAttempts("main", "m/l/b")).toHaveLength(1);
});

test("progress and settings come back as they were given", async () => {
  const kept = store();
  const progress = {
    finished_at: null,
    updated_at: 5,
    exercises: { a: { draft: "select", hints: 1, solution_seen: false, solved_at: null } },
    answers: { predict: [3, 7, 93] },
  };
  await kept.saveProgress("main", "entities/three-tables", progress);
  expect((await kept.loadProgress("main")).get("entities/three-tables")).toEqual(progress);

  expect(await kept.getSetting("theme")).toBeUndefined();
  await kept.setSetting("theme", "dark");
  expect(await kept.getSetting<string>("theme")).toBe("dark");
});

test("a full device refuses a write with a way out, and keeps what it had", async () => {
  const memory = createMemoryRecords();
  let full = false;
  const records: Records = {
    ...memory,
    put: (table, key, value) =>
      full ? Promise.reject(new DOMException("no room", "QuotaExceededError")) : memory.put(table, key, value),
  };
  const kept = createStore(records, null);
  await kept.saveFile("main", "a.sql", "old");
  full = true;
  const outcome = await kept.saveFile("main", "a.sql", "new");
  expect(outcome).toMatchObject({
    ok: false,
    diagnostics: [
      { code: "S002", message: expect.stringContaining('"a.sql"'), hint: expect.stringContaining("Free space") },
    ],
  });
  expect(await kept.loadOverlay("main")).toEqual({ "a.sql": "old" });
});

test("without IndexedDB the store works in memory and says so", async () => {
  const kept = await openStore();
  expect(kept.persistent).toBe(false);
  expect(kept.problem).toMatchObject({
    code: "S001",
    severity: "warning",
    hint: expect.stringContaining("private window"),
  });
  await kept.saveFile("main", "a.sql", "1");
  expect(await kept.loadOverlay("main")).toEqual({ "a.sql": "1" });
});

test("a database of a newer version is told apart from a missing one", () => {
  expect(openTrouble(new DOMException("", "VersionError")).message).toContain("newer version");
  expect(openTrouble(new DOMException("", "SecurityError")).code).toBe("S001");
  expect(saveTrouble("it", new DOMException("", "InvalidStateError")).hint).toContain("reload this tab");
  expect(saveTrouble("it", new Error("disk gone")).message).toContain("disk gone.");
});

test("migrations make every table once, and a database that is up to date is left alone", () => {
  const made: string[] = [];
  const shape = { createTable: (name: string) => made.push(name), deleteTable: () => undefined };
  migrate(shape, 0);
  expect(made).toEqual([...TABLES]);
  migrate(shape, DATABASE_VERSION);
  expect(made).toHaveLength(TABLES.length);
});
