import { beforeEach, describe, expect, test } from "vitest";
import { readNote, separate, writeNote, type WorkspaceNote } from "../../src/archive/workspace-note.ts";
import { readProject } from "../../src/archive/read-project.ts";
import { writeZip } from "../../src/archive/write-zip.ts";
import { declarationPath, planOwnSource, tableName } from "../../src/app/session/attach-file.ts";
import { Projects, type ProjectHost, type Shown } from "../../src/app/session/projects.svelte.ts";
import { WorkspaceFiles } from "../../src/app/session/workspace-files.svelte.ts";
import { WorkspaceOwner } from "../../src/app/session/workspace-owner.svelte.ts";
import { succeed, type Outcome } from "../../src/engine/core/errors.ts";
import type { KeptProject } from "../../src/store/kept.ts";
import { createMemoryRecords } from "../../src/store/memory-records.ts";
import { TABLES, type Records } from "../../src/store/records.ts";
import { createStore, type Store } from "../../src/store/store.ts";
import { KINDS } from "../../src/store/workspace-store.ts";
import type { ReadProject } from "../../src/archive/read-project.ts";

function value<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.diagnostics));
  return outcome.value;
}

const project = (workspace: string, more: Partial<KeptProject> = {}): KeptProject => ({
  workspace,
  name: "strata",
  origin: "",
  opened_at: 1,
  file_count: 0,
  removed_at: null,
  ...more,
});

describe("the store", () => {
  let records: Records;
  let store: Store;
  beforeEach(() => {
    records = createMemoryRecords();
    store = createStore(records, null);
  });

  test("knows of what kind each object store is", () => expect(Object.keys(KINDS).sort()).toEqual([...TABLES].sort()));

  test("copies edits, data and progress, not the runs, and the two go separate ways", async () => {
    await store.saveFile("main", "models/a.sql", "select 1");
    await store.saveData("main", { path: "data/attached__x.csv", content: new Blob(["id\n1\n"]), version: 1 });
    await store.saveProgress("main", "scd/basics", { finished_at: 5, updated_at: 5, exercises: {}, answers: {} });
    await store.saveRun("main", {
      kind: "run-finished",
      command: "build",
      exitCode: 0,
      cancelled: false,
      elapsed_ms: 1,
      results: [],
    });
    value(await store.copyWorkspace("main", project("copy", { bundled: true })));
    expect(await store.loadOverlay("copy")).toEqual({ "models/a.sql": "select 1" });
    expect(await store.loadData("copy")).toMatchObject([{ path: "data/attached__x.csv" }]);
    expect((await store.loadProgress("copy")).get("scd/basics")?.finished_at).toBe(5);
    expect(await store.listRuns("copy")).toEqual([]);
    await store.saveFile("copy", "models/a.sql", "select 2");
    expect(await store.loadOverlay("main")).toEqual({ "models/a.sql": "select 1" });
  });

  test("a copy that cannot be kept leaves nothing behind", async () => {
    await store.saveFile("main", "models/a.sql", "select 1");
    const put = records.put.bind(records);
    records.put = (table, key, kept) =>
      table === "projects" ? Promise.reject(new DOMException("full", "QuotaExceededError")) : put(table, key, kept);
    expect(await store.copyWorkspace("main", project("copy", { bundled: true }))).toMatchObject({
      ok: false,
      diagnostics: [{ code: "S002" }],
    });
    expect(await store.loadOverlay("copy")).toEqual({});
    expect(await store.listProjects()).toEqual([]);
  });

  test("forgets one kind of work in one workspace, and one kind or all of it everywhere", async () => {
    for (const workspace of ["main", "main-2"]) {
      await store.saveFile(workspace, "a.sql", "1");
      await store.saveProgress(workspace, "l", { finished_at: null, updated_at: 1, exercises: {}, answers: {} });
    }
    value(await store.forget("main", ["progress"]));
    expect([(await store.loadProgress("main")).size, (await store.loadProgress("main-2")).size]).toEqual([0, 1]);
    expect(await store.loadOverlay("main")).toEqual({ "a.sql": "1" });
    value(await store.forgetEverywhere(["progress"]));
    expect((await store.loadProgress("main-2")).size).toBe(0);
    await store.setSetting("workspace", "main-2");
    value(await store.forgetEverywhere(null));
    expect((await store.sizes()).every((size) => size.entries === 0 && size.bytes === 0)).toBe(true);
  });

  test("measures what it keeps, by kind", async () => {
    await store.saveFile("main", "a.sql", "x".repeat(1000));
    await store.saveData("main", { path: "data/a.csv", content: new Blob(["y".repeat(5000)]), version: 1 });
    const sizes = new Map((await store.sizes()).map((size) => [size.kind, size]));
    expect(sizes.get("edits")).toMatchObject({ entries: 1 });
    expect(sizes.get("edits")?.bytes).toBeGreaterThan(2000);
    expect(sizes.get("projects")?.bytes).toBeGreaterThan(5000);
    expect(sizes.get("runs")).toMatchObject({ entries: 0, bytes: 0 });
  });

  test("a name given to a workspace can be taken back; main has one too", async () => {
    await store.addProject(project("w", { bundled: true }), { files: [], data: [] });
    value(await store.renameWorkspace("w", "Friday"));
    expect((await store.listProjects())[0]?.title).toBe("Friday");
    value(await store.renameWorkspace("w", null));
    expect((await store.listProjects())[0]).not.toHaveProperty("title");
    value(await store.renameWorkspace("main", "Home"));
    expect(await store.mainTitle()).toBe("Home");
    expect(await store.renameWorkspace("gone", "x")).toMatchObject({ ok: false, diagnostics: [{ code: "S002" }] });
  });
});

describe("workspaces of a session", () => {
  let store: Store;
  let shown: Shown[];
  let edited: Record<string, string | null>;
  let read: ReadProject;
  let refuse: Outcome<null> | null;
  let projects: Projects;

  beforeEach(async () => {
    store = createStore(createMemoryRecords(), null);
    [shown, edited, refuse] = [[], {}, null];
    const host: ProjectHost = {
      read: async () => succeed(read),
      show: async (next) => {
        if (refuse) return refuse;
        shown.push(next);
        projects.shown = next;
        return succeed(null);
      },
      setData: async () => succeed(null),
      edit: (path, text) => void (edited[path] = text),
      flush: async () => undefined,
      overlay: () => ({ "models/unsaved.sql": "select 3" }),
    };
    projects = new Projects(Promise.resolve(store), host);
    await projects.restore();
  });

  test("a new one stands on the bundled project, under a name that no other has", async () => {
    value(await projects.createOnBundled("strata", "Friday", { "models/a.sql": "select 1" }));
    expect(shown.at(-1)).toMatchObject({ files: null, project: { title: "Friday", bundled: true } });
    expect(projects.opened).toBeNull();
    expect(await store.loadOverlay(projects.workspace)).toEqual({ "models/a.sql": "select 1" });
    value(await projects.createOnBundled("strata", "Friday", {}));
    expect(projects.list.map((one) => one.title).sort()).toEqual(["Friday", "Friday 2"]);
    expect(new Set(projects.list.map((one) => one.workspace)).size).toBe(2);
  });

  test("a copy of the shown one takes along what only this tab knows", async () => {
    await store.saveFile("main", "models/a.sql", "select 1");
    value(await projects.copy("main", "strata", "Copy"));
    expect(await store.loadOverlay(projects.workspace)).toEqual({
      "models/a.sql": "select 1",
      "models/unsaved.sql": "select 3",
    });
  });

  test("is shown again after a start, also a copy of the bundled project", async () => {
    value(await projects.createOnBundled("strata", "Friday", {}));
    const { workspace } = projects;
    await projects.restore();
    expect([projects.workspace, projects.shown.files]).toEqual([workspace, null]);
  });

  test("that cannot be shown is not kept", async () => {
    refuse = { ok: false, diagnostics: [] };
    expect(await projects.createOnBundled("strata", "Friday", {})).toMatchObject({ ok: false });
    expect(await store.listProjects()).toEqual([]);
  });

  test("renamed, shows its new name at once", async () => {
    value(await projects.createOnBundled("strata", "Friday", {}));
    value(await projects.rename(projects.workspace, "  Monday "));
    expect([projects.shown.project?.title, projects.list[0]?.title]).toEqual(["Monday", "Monday"]);
    value(await projects.rename("main", "Home"));
    expect(projects.mainTitle).toBe("Home");
  });

  test("a file attached on the bundled project gets a source of its own, and takes it away again", async () => {
    const manifest = { nodes: new Map() } as never;
    const source = value(await projects.attach("Monday's tills.csv", new Blob(["id\n1\n"]), manifest, null));
    expect(source).toBe("attached.monday_s_tills");
    const path = "models/attached/attached__monday_s_tills.yml";
    expect(edited[path]).toContain('external_location: "data/attached__monday_s_tills.csv"');
    expect(projects.data).toMatchObject([{ path: "data/attached__monday_s_tills.csv", version: 1 }]);
    // Attached again, the rows are others and the declaration is the user's.
    edited = {};
    await projects.attach("Monday's tills.csv", new Blob(["id\n2\n"]), manifest, null);
    expect([edited, projects.data[0]?.version]).toEqual([{}, 2]);
    await projects.detach("data/attached__monday_s_tills.csv");
    expect([edited[path], projects.data]).toEqual([null, []]);
    expect(await store.loadData("main")).toEqual([]);
  });

  test("an exported one opens as it was: edits as edits, attached files, progress, its name", async () => {
    const note: WorkspaceNote = {
      title: "Friday",
      bundled: true,
      edited: { "models/a.sql": null },
      deleted: { "models/old.sql": null },
      attached: ["data/attached__x.csv"],
      tier: "tiny",
      data: {},
      progress: { "scd/basics": { finished_at: 7, updated_at: 7, exercises: {}, answers: {} } },
      attempts: [{ exercise: "scd/basics/1", text: "select 1", passed: true, headline: "Right.", code: null, at: 3 }],
    };
    const zip = writeZip(
      [
        { path: "dbt_project.yml", text: "name: strata\n" },
        { path: "models/a.sql", text: "select 2" },
        { path: "models/b.sql", text: "select 1" },
        { path: ".strata/workspace.json", text: writeNote(note) },
      ],
      [{ path: "data/attached__x.csv", bytes: new TextEncoder().encode("id\n1\n") }],
    );
    read = value(await readProject({ kind: "zip", name: "friday.zip", content: new Blob([zip]) }));
    expect([read.note?.title, read.leftOut]).toEqual(["Friday", 0]);
    value(await projects.open({ kind: "zip", name: "friday.zip", content: new Blob([zip]) }));
    expect(shown.at(-1)).toMatchObject({ files: null, project: { title: "Friday", bundled: true } });
    expect(await store.loadOverlay(projects.workspace)).toEqual({ "models/a.sql": "select 2", "models/old.sql": null });
    expect((await store.loadProgress(projects.workspace)).get("scd/basics")?.finished_at).toBe(7);
    expect(await store.listAttempts(projects.workspace, "scd/basics/1")).toHaveLength(1);
    expect(await (await store.loadData(projects.workspace))[0]?.content.text()).toBe("id\n1\n");
  });
});

describe("the note in a zip", () => {
  const note: WorkspaceNote = {
    title: null,
    bundled: false,
    edited: { "models/a.sql": "select 1", "models/new.sql": null },
    deleted: { "models/gone.sql": "select 9" },
    attached: [],
    tier: null,
    data: {},
    progress: {},
    attempts: [],
  };

  test("parts the files of a project into what was opened and what was edited", () => {
    const files = [
      { path: "models/a.sql", text: "select 2" },
      { path: "models/new.sql", text: "select 3" },
    ];
    expect(separate(files, value(succeed(readNote(writeNote(note))))!)).toEqual({
      files: [
        { path: "models/a.sql", text: "select 1" },
        { path: "models/gone.sql", text: "select 9" },
      ],
      overlay: { "models/a.sql": "select 2", "models/new.sql": "select 3", "models/gone.sql": null },
    });
  });

  test("of a later format, or of no form at all, is as good as none", () => {
    expect(readNote('{"format": 2}')).toBeNull();
    expect(readNote("[1]")).toBeNull();
    expect(readNote("{")).toBeNull();
  });

  test("brings in no path that leads out, and nothing of a wrong form", () => {
    const hostile = JSON.stringify({
      format: 1,
      title: "x".repeat(500),
      edited: { "../../evil.sql": "select 1", "models/a.sql": 7 },
      attached: ["/etc/passwd", "data/a.csv"],
      progress: { a: null, b: { finished_at: "soon", exercises: { e: 1 } } },
      attempts: [{ exercise: 1 }, "x"],
    });
    expect(readNote(hostile)).toEqual({
      ...note,
      edited: {},
      deleted: {},
      attached: ["data/a.csv"],
      progress: { b: { finished_at: null, updated_at: 0, exercises: {}, answers: {} } },
    });
  });
});

describe("a file of one's own", () => {
  test.each([
    ["Export of Monday.csv", "export_of_monday"],
    ["2024 Größe.parquet", "t_2024_grosse"],
    ["???.csv", "file"],
  ])("%s is the table %s", (name, table) => expect(tableName(name.replace("ß", "ss"))).toBe(table));

  test("is refused when it is no data", async () => {
    expect(await planOwnSource("a.xlsx", new Blob(["x"]))).toMatchObject({
      ok: false,
      diagnostics: [{ code: "D005" }],
    });
    expect(await planOwnSource("a.csv", new Blob([]))).toMatchObject({ ok: false, diagnostics: [{ code: "D005" }] });
  });

  test("its declaration says nothing that YAML or Jinja would read", async () => {
    const plan = value(await planOwnSource(`a"b: {{ evil() }} \n#.csv`, new Blob(["id\n1\n"])));
    expect(plan.declaration?.text).not.toMatch(/\{\{|#|evil\(\) \}/);
    expect(declarationPath(plan.path)).toBe(plan.declaration?.path);
  });
});

describe("two tabs on one workspace", () => {
  /** Locks of one browser, shared by the tabs of a test. */
  class Locks {
    readonly #held = new Map<string, { free: () => void; lose: (reason: Error) => void }>();
    readonly #queue = new Map<string, (() => void)[]>();

    request = async (name: string, options: LockOptions, grant: (lock: Lock | null) => unknown): Promise<unknown> => {
      if (this.#held.has(name)) {
        if (options.ifAvailable) return grant(null);
        if (options.steal) {
          const before = this.#held.get(name);
          this.#held.delete(name);
          before?.lose(new DOMException("stolen", "AbortError"));
        } else {
          await new Promise<void>((resolve, reject) => {
            this.#queue.set(name, [...(this.#queue.get(name) ?? []), resolve]);
            options.signal?.addEventListener("abort", () => {
              this.#queue.set(
                name,
                (this.#queue.get(name) ?? []).filter((one) => one !== resolve),
              );
              reject(new DOMException("given up", "AbortError"));
            });
          });
        }
      }
      return new Promise((resolve, reject) => {
        const free = () => {
          this.#held.delete(name);
          const [next, ...rest] = this.#queue.get(name) ?? [];
          this.#queue.set(name, rest);
          next?.();
        };
        this.#held.set(name, { free, lose: reject });
        void Promise.resolve(grant({ name, mode: "exclusive" })).then((kept) => {
          free();
          resolve(kept);
        });
      });
    };
  }

  const heard: ((message: unknown) => void)[] = [];
  function tab(locks: Locks, asleep = false) {
    const log: string[] = [];
    const owner = new WorkspaceOwner({
      locks: locks as unknown as LockManager,
      say: (message) => heard.forEach((hear) => hear(message)),
      listen: (hear) => {
        if (!asleep) heard.push(hear);
      },
      beforeGiving: async () => void log.push("saved"),
      taken: () => void log.push("taken"),
    });
    return { owner, log };
  }
  const settled = async () => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };
  beforeEach(() => void (heard.length = 0));

  test("the first owns it, the second says so; another workspace is free", async () => {
    const locks = new Locks();
    const [a, b] = [tab(locks), tab(locks)];
    await a.owner.hold("main");
    await b.owner.hold("main");
    expect([a.owner.state, b.owner.state]).toEqual(["mine", "other"]);
    await b.owner.hold("copy");
    expect(b.owner.state).toBe("mine");
  });

  test("taking over: the owner saves and lets go; when the new one leaves, it has it back", async () => {
    const locks = new Locks();
    const [a, b] = [tab(locks), tab(locks)];
    await a.owner.hold("main");
    await b.owner.hold("main");
    void b.owner.takeOver();
    await settled();
    expect([a.owner.state, b.owner.state, a.log, b.log]).toEqual(["other", "mine", ["saved"], ["taken"]]);
    await b.owner.hold("copy");
    await settled();
    expect([a.owner.state, a.log]).toEqual(["mine", ["saved", "taken"]]);
  });

  test("an owner that sleeps has the workspace taken away", async () => {
    const locks = new Locks();
    const [a, b] = [tab(locks, true), tab(locks)];
    await a.owner.hold("main");
    await b.owner.hold("main");
    const { vi } = await import("vitest");
    vi.useFakeTimers();
    const taking = b.owner.takeOver();
    await vi.advanceTimersByTimeAsync(2_000);
    await taking;
    vi.useRealTimers();
    await settled();
    expect([a.owner.state, b.owner.state]).toEqual(["other", "mine"]);
  });

  test("the tab that does not own it writes nothing over the other's work, and keeps its own text", async () => {
    const store = createStore(createMemoryRecords(), null);
    await store.saveFile("main", "models/a.sql", "theirs");
    const owner = { mine: false };
    const files = new WorkspaceFiles("main", Promise.resolve(store), owner);
    await files.load();
    files.set("models/a.sql", "ours");
    await files.flush();
    expect([files.saving.kind, files.holdsUnsaved]).toEqual(["failed", true]);
    expect(await store.loadOverlay("main")).toEqual({ "models/a.sql": "theirs" });
    owner.mine = true;
    await files.load();
    expect(await store.loadOverlay("main")).toEqual({ "models/a.sql": "ours" });
    expect(files.holdsUnsaved).toBe(false);
  });
});

test("a draft that was kept when the page was hidden does not come back over newer text", async () => {
  const kept = new Map<string, string>();
  const before = globalThis.localStorage;
  globalThis.localStorage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
    removeItem: (key: string) => void kept.delete(key),
  } as unknown as Storage;
  const store = createStore(createMemoryRecords(), null);
  const first = new WorkspaceFiles("main", Promise.resolve(store));
  await first.load();
  first.set("models/a.sql", "old");
  first.journal();
  await first.flush();
  first.set("models/a.sql", "new");
  await first.flush();
  const second = new WorkspaceFiles("main", Promise.resolve(store));
  await second.load();
  globalThis.localStorage = before;
  expect(second.overlay).toEqual({ "models/a.sql": "new" });
});

test("what is shown is kept again after site data were deleted: edits, data and the project's own files", async () => {
  const records = createMemoryRecords();
  const store = createStore(records, null);
  const files = new WorkspaceFiles("w", Promise.resolve(store));
  await files.load();
  files.set("models/a.sql", "select 1");
  await files.flush();
  value(await store.forgetEverywhere(null));
  await files.keepAgain();
  expect(await store.loadOverlay("w")).toEqual({ "models/a.sql": "select 1" });
});
