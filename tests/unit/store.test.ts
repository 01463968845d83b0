import { expect, test, vi } from "vitest";
import type { RunFinished } from "../../src/engine/core/events.ts";
import type { KeptProject } from "../../src/store/kept.ts";
import { createMemoryRecords } from "../../src/store/memory-records.ts";
import { DATABASE_VERSION, migrate } from "../../src/store/migrations.ts";
import { TABLES, type Records } from "../../src/store/records.ts";
import { RUNS_KEPT } from "../../src/store/run-store.ts";
import { ATTEMPTS_KEPT, createStore, openStore } from "../../src/store/store.ts";
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
  expect(runs.map((entry) => entry.command).slice(0, 3)).toEqual(["run 34", "run 33", "run 32"]);
  expect(await kept.listRuns("main", 2)).toHaveLength(2);
});

test("what a run left lies beside its headline, and goes with it", async () => {
  const kept = store();
  const heard = vi.fn();
  const stop = kept.watchRuns(heard);
  const log = [{ kind: "log", level: "info", text: "Done.", at: 1, mark: null } as const];
  await kept.saveRun("main", run("build"), 7, log);
  await kept.saveRun("main", run("test"), 8);
  await kept.saveRun("other", run("seed"), 9);
  const [newest, oldest] = await kept.listRuns("main");
  expect(oldest).toMatchObject({ at: 7, command: "build", nodes: 0 });
  expect(await kept.loadRun("main", oldest?.id ?? "")).toEqual({ run: run("build"), log });

  await kept.deleteRuns("main", [oldest?.id ?? ""]);
  expect(await kept.loadRun("main", oldest?.id ?? "")).toBeNull();
  expect(await kept.listRuns("main")).toEqual([newest]);
  await kept.deleteRuns("main");
  expect(await kept.listRuns("main")).toEqual([]);
  expect(await kept.listRuns("other")).toHaveLength(1);
  expect(heard).toHaveBeenCalledTimes(5);
  stop();
  await kept.deleteRuns("other");
  expect(heard).toHaveBeenCalledTimes(5);
});

test("a run that was kept whole is still listed and read", async () => {
  const records = createMemoryRecords();
  await records.put("runs", ["main", 5, 1], { at: 5, run: run("build") });
  const kept = createStore(records, null);
  expect(await kept.listRuns("main")).toMatchObject([{ id: "5-1", at: 5, command: "build" }]);
  expect(await kept.loadRun("main", "5-1")).toEqual({ run: run("build"), log: [] });
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

const project = (workspace: string, opened_at = 1): KeptProject => ({
  workspace,
  name: workspace,
  origin: `${workspace}.zip`,
  opened_at,
  file_count: 2,
  removed_at: null,
});
const content = {
  files: [{ path: "dbt_project.yml", text: "name: shop" }],
  data: [{ path: "data/a.csv", content: new Blob(["a\n1\n"]), version: 1 }],
};

test("an opened project comes back with its texts and data files, newest first", async () => {
  const kept = store();
  await kept.addProject(project("shop", 1), content);
  await kept.addProject(project("bar", 2), { files: [], data: [] });
  expect((await kept.listProjects()).map((one) => one.workspace)).toEqual(["bar", "shop"]);
  const loaded = await kept.loadProject("shop");
  expect(loaded?.content.files).toEqual(content.files);
  expect(await loaded?.content.data[0]?.content.text()).toBe("a\n1\n");
  expect(await kept.loadProject("nobody")).toBeNull();
});

test("data files are replaced and deleted one by one", async () => {
  const kept = store();
  await kept.addProject(project("shop"), content);
  await kept.saveData("shop", { path: "data/a.csv", content: new Blob(["a\n2\n"]), version: 2 });
  await kept.saveData("shop", { path: "data/b.csv", content: new Blob(["b"]), version: 1 });
  await kept.deleteData("shop", "data/b.csv");
  const data = (await kept.loadProject("shop"))?.content.data ?? [];
  expect(data.map((file) => [file.path, file.version])).toEqual([["data/a.csv", 2]]);
  expect(await data[0]?.content.text()).toBe("a\n2\n");
});

test("a removed project can be brought back until it is deleted for good, with everything of its workspace", async () => {
  const kept = store();
  await kept.addProject(project("shop"), content);
  await kept.saveFile("shop", "models/a.sql", "select 1");
  await kept.saveFile("main", "models/a.sql", "select 2");
  await kept.markRemoved("shop", 10);
  expect([await kept.listProjects(), await kept.loadProject("shop")]).toEqual([[], null]);
  await kept.markRemoved("shop", null);
  expect(await kept.listProjects()).toHaveLength(1);
  await kept.markRemoved("shop", 10);
  await kept.deleteRemoved(10);
  await kept.markRemoved("shop", null);
  expect(await kept.listProjects()).toHaveLength(1);
  await kept.markRemoved("shop", 10);
  await kept.deleteRemoved(11);
  await kept.markRemoved("shop", null);
  expect(await kept.listProjects()).toEqual([]);
  expect(await kept.loadOverlay("shop")).toEqual({});
  expect(await kept.loadOverlay("main")).toEqual({ "models/a.sql": "select 2" });
});

test("a project that does not fit on the device is not kept by half", async () => {
  const records = createMemoryRecords();
  const full: Records = {
    ...records,
    put: (table, key, value) =>
      table === "project_data"
        ? Promise.reject(new DOMException("full", "QuotaExceededError"))
        : records.put(table, key, value),
  };
  const kept = createStore(full, null);
  expect(await kept.addProject(project("shop"), content)).toMatchObject({ ok: false, diagnostics: [{ code: "S002" }] });
  for (const table of TABLES) expect(await records.list(table, []), table).toEqual([]);
});
