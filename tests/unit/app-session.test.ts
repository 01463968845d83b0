import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Remote } from "comlink";
import type { ProjectInput, ReadProject } from "../../src/archive/read-project.ts";
import { createPageApi } from "../../src/app/session/page-api.ts";
import { Session, type SessionPorts } from "../../src/app/session/session.svelte.ts";
import { diagnostic, fail, succeed } from "../../src/engine/core/errors.ts";
import type { NodeResult, RunEvent } from "../../src/engine/core/events.ts";
import type { NodeId } from "../../src/engine/core/ids.ts";
import { createMemoryRecords } from "../../src/store/memory-records.ts";
import { createStore, type Store } from "../../src/store/store.ts";
import type { OpenRequest, Overlay, ProjectView, WorkbenchApi } from "../../src/worker/protocol.ts";
import { manifestOf } from "./app-project.ts";

const A = "model.shop.a" as NodeId;
const bundled = [{ path: "models/a.sql", text: "select 1" }];

function viewOf(overlay: Overlay): ProjectView {
  const files = bundled.flatMap((file) => {
    const edited = overlay[file.path];
    return edited === null ? [] : [{ path: file.path, text: edited ?? file.text }];
  });
  return { version: 1, manifest: manifestOf("a > b"), files, bundled, diagnostics: [], parse_ms: 1 };
}

const resultOf = (id: NodeId): NodeResult => ({
  unique_id: id,
  status: "success",
  failures: null,
  message: "OK",
  execution_time_ms: 1,
  compiled_code: null,
  relation_name: null,
  rows: 1,
  diagnostics: [],
  started_at: 1,
  completed_at: 2,
  thread_id: "Thread-1",
});

/** A worker that answers at once, unless a test says otherwise, and remembers what it was asked. */
class SmallWorker {
  readonly asked: string[] = [];
  opened: OpenRequest[] = [];
  edits: Overlay[] = [];
  answers: Partial<WorkbenchApi> = {};
  send: (event: RunEvent) => void = () => undefined;
  #lost: (reason: string) => void = () => undefined;

  readonly api = new Proxy({} as Remote<WorkbenchApi>, {
    get:
      (_, name: string) =>
      async (...args: unknown[]) => {
        this.asked.push(name);
        const special = (this.answers as Record<string, ((...args: unknown[]) => unknown) | undefined>)[name];
        if (special) return special(...args);
        return this.#usual(name, args);
      },
  });

  #usual(name: string, args: unknown[]): unknown {
    switch (name) {
      case "listen":
        this.send = (event) => (args[0] as (events: readonly RunEvent[]) => void)([event]);
        return undefined;
      case "open":
        this.opened.push(args[0] as OpenRequest);
        return succeed(viewOf((args[0] as OpenRequest).overlay));
      case "edit":
        this.edits.push(args[0] as Overlay);
        return succeed(viewOf(args[0] as Overlay));
      case "commandWords":
        return succeed([{ name: "build", options: ["--select"] }]);
      case "startWarehouse":
        return succeed({ version: "v1.4.3", startup_ms: 1 });
      case "command": {
        this.send({ kind: "run-started", command: "dbt build", nodes: [A] });
        this.send({ kind: "node-finished", index: 1, total: 1, result: resultOf(A) });
        return succeed({ exitCode: 0, cancelled: false, results: [resultOf(A)], log: ["1 of 1 OK"], diagnostics: [] });
      }
      default:
        return succeed(null);
    }
  }

  connection = {
    api: this.api,
    onLost: (listener: (reason: string) => void) => (this.#lost = listener),
    restart: () => this.asked.push("restart"),
  };
  die(reason = "out of memory"): void {
    this.#lost(reason);
  }
}

const kept = new Map<string, string>();
let worker: SmallWorker;
let store: Store;
let session: Session;

function open(change: Partial<SessionPorts> = {}): Session {
  session = new Session(
    {
      connect: () => worker.connection,
      openStore: async () => store,
      painted: async () => undefined,
      registerOffline: async (tell) =>
        tell("unsupported", { storedFiles: 0, totalFiles: 0, problem: null, update: null }),
      ...change,
    },
    { tier: "tiny", dataUrl: "http://localhost/data/" },
  );
  return session;
}

beforeEach(() => {
  vi.useFakeTimers();
  kept.clear();
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
  worker = new SmallWorker();
  store = createStore(createMemoryRecords(), null);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("starting", () => {
  test("an outline is drawn before the engine is asked for, and goes when the project is there", async () => {
    const outline = manifestOf("a > b");
    const order: string[] = [];
    const starting = open({
      readOutline: async () => outline,
      painted: async () => void order.push(`painted ${session.picture === outline ? "outline" : "project"}`),
      connect: () => (order.push("engine"), worker.connection),
    }).start();
    await starting;
    expect(order.slice(0, 2)).toEqual(["painted outline", "engine"]);
    expect(session.picture).toBe(session.project?.manifest);
  });

  test("where files are edited, the outline, which does not know the edits, is not shown", async () => {
    await store.saveFile("main", "models/a.sql", "select 2");
    const painted: unknown[] = [];
    await open({
      readOutline: async () => manifestOf("a > b"),
      painted: async () => void painted.push(session.project),
    }).start();
    expect(painted).not.toContain(null);
  });

  test("an outline that does not arrive keeps nothing from starting", async () => {
    await open({ readOutline: () => Promise.reject(new Error("not there")) }).start();
    expect(session.engine.kind).toBe("ready");
  });

  test("the project is shown before the database is there", async () => {
    let startDatabase = () => undefined as void;
    worker.answers.startWarehouse = () =>
      new Promise((resolve) => (startDatabase = () => resolve(succeed({ version: "v1", startup_ms: 1 }))));
    const starting = open().start();
    await vi.waitFor(() => expect(session.project?.manifest.nodes.size).toBe(2));
    expect(session.warehouse.kind).toBe("starting");
    startDatabase();
    await starting;
    expect(session.warehouse.kind).toBe("ready");
    await session.ready;
  });

  test("workers wait for the service worker's control, but not for ever", async () => {
    let connected = false;
    const starting = open({
      registerOffline: () => new Promise(() => undefined),
      connect: () => ((connected = true), worker.connection),
    }).start();
    await vi.advanceTimersByTimeAsync(4000);
    expect(connected).toBe(false);
    await vi.advanceTimersByTimeAsync(1500);
    await starting;
    expect(connected).toBe(true);
  });

  test("kept edits are opened with the project", async () => {
    await store.saveFile("main", "models/a.sql", "select 2");
    await open().start();
    expect(worker.opened[0]?.overlay).toEqual({ "models/a.sql": "select 2" });
    expect(session.file("models/a.sql")).toBe("select 2");
    expect(session.bundledFile("models/a.sql")).toBe("select 1");
  });

  test("a browser without workers says so and rejects ready", async () => {
    await open({
      connect: () => {
        throw new Error("no Worker");
      },
    }).start();
    expect(session.engine).toMatchObject({ kind: "stopped", diagnostic: { code: "S001" } });
    await expect(session.ready).rejects.toThrow("no Worker");
    expect(await session.preview(A)).toMatchObject({ ok: false });
  });

  test("without WebAssembly the project can be read and the database says why not", async () => {
    vi.stubGlobal("WebAssembly", undefined);
    await open().start();
    expect(session.project).not.toBeNull();
    expect(session.warehouse).toMatchObject({ kind: "failed", diagnostic: { code: "S001" } });
    expect(worker.asked).not.toContain("startWarehouse");
  });

  test("a database that failed can be tried again", async () => {
    worker.answers.startWarehouse = async () => fail(diagnostic("W007", "No network."));
    await open().start();
    expect(session.warehouse.kind).toBe("failed");
    delete worker.answers.startWarehouse;
    await session.retryWarehouse();
    expect(session.warehouse.kind).toBe("ready");
  });
});

describe("editing", () => {
  test("a text is there at once, in the database and the engine shortly after", async () => {
    await open().start();
    session.edit("models/a.sql", "select 3");
    expect(session.file("models/a.sql")).toBe("select 3");
    expect(session.isEdited("models/a.sql")).toBe(true);
    expect(session.saving.kind).toBe("pending");
    await vi.advanceTimersByTimeAsync(400);
    expect(await store.loadOverlay("main")).toEqual({ "models/a.sql": "select 3" });
    expect(worker.edits).toEqual([{ "models/a.sql": "select 3" }]);
    expect(session.saving.kind).toBe("saved");
  });

  test("typing back to the bundled text leaves no edit behind", async () => {
    await open().start();
    session.edit("models/a.sql", "select 3");
    session.edit("models/a.sql", "select 1");
    expect(session.isEdited("models/a.sql")).toBe(false);
    await session.flush();
    expect(await store.loadOverlay("main")).toEqual({});
  });

  test("restore brings the bundled text back", async () => {
    await store.saveFile("main", "models/a.sql", "broken");
    await open().start();
    session.restore("models/a.sql");
    expect(session.file("models/a.sql")).toBe("select 1");
    await session.flush();
    expect(await store.loadOverlay("main")).toEqual({});
  });

  test("a question asked right after an edit is answered about the new text", async () => {
    await open().start();
    session.edit("models/a.sql", "select 4");
    await session.compile(A);
    expect(worker.asked.slice(-2)).toEqual(["edit", "compile"]);
  });

  test("what the page could not save in time is found again at the next start", async () => {
    await open().start();
    const never = { ...store, saveFile: () => new Promise<never>(() => undefined) };
    await open({ openStore: async () => never }).start();
    session.edit("models/a.sql", "select 5");
    session.keepDrafts();
    await open().start();
    expect(session.file("models/a.sql")).toBe("select 5");
    await session.flush();
    expect(await store.loadOverlay("main")).toEqual({ "models/a.sql": "select 5" });
    expect(kept.get("strata.drafts.main")).toBeUndefined();
  });

  test("storage that refuses is told, and the text stays", async () => {
    await open({
      openStore: async () => ({ ...store, saveFile: async () => fail(diagnostic("S002", "The disk is full.")) }),
    }).start();
    session.edit("models/a.sql", "select 6");
    await session.flush();
    expect(session.saving).toMatchObject({ kind: "failed", diagnostic: { code: "S002" } });
    expect(session.file("models/a.sql")).toBe("select 6");
  });
});

describe("commands", () => {
  test("a command moves the run, keeps its results and the history", async () => {
    await open().start();
    worker.answers.command = async () => {
      worker.send({ kind: "run-started", command: "dbt build", nodes: [A] });
      worker.send({ kind: "node-finished", index: 1, total: 1, result: resultOf(A) });
      worker.send({
        kind: "run-finished",
        command: "dbt build",
        exitCode: 0,
        cancelled: false,
        elapsed_ms: 5,
        results: [resultOf(A)],
      });
      return succeed({ exitCode: 0 as const, cancelled: false, results: [resultOf(A)], log: [], diagnostics: [] });
    };
    const result = await session.command("dbt build");
    expect(result?.exitCode).toBe(0);
    expect(session.run).toMatchObject({ running: false, command: "dbt build", done: 1 });
    expect(session.results.get(A)?.status).toBe("success");
    expect(await store.listRuns("main")).toHaveLength(1);
  });

  test("a second command is refused while one runs, and says so", async () => {
    await open().start();
    let finish = () => undefined as void;
    worker.answers.command = () =>
      new Promise(
        (resolve) =>
          (finish = () => resolve(succeed({ exitCode: 0, cancelled: false, results: [], log: [], diagnostics: [] }))),
      );
    const first = session.command("build");
    await vi.waitFor(() => expect(worker.asked).toContain("command"));
    expect(await session.command("test")).toBeNull();
    expect(session.toasts.list.at(-1)?.message).toBe("A command is running already.");
    finish();
    await first;
    expect(worker.asked.filter((name) => name === "command")).toHaveLength(1);
  });

  test("a command that cannot be read is a problem and a line of the log", async () => {
    await open().start();
    worker.answers.command = async () =>
      fail(diagnostic("C001", 'There is no command "bild".', { hint: "Did you mean build?" }));
    expect(await session.command("bild")).toBeNull();
    expect(session.diagnostics.map((problem) => problem.code)).toEqual(["C001"]);
    expect(session.run.log.map((line) => line.text)).toEqual([
      'C001  There is no command "bild".',
      "Did you mean build?",
    ]);
  });

  test("cancel is passed on once", async () => {
    await open().start();
    let finish = () => undefined as void;
    worker.answers.command = () =>
      new Promise(
        (resolve) =>
          (finish = () => resolve(succeed({ exitCode: 1, cancelled: true, results: [], log: [], diagnostics: [] }))),
      );
    const run = session.command("build");
    await vi.waitFor(() => expect(worker.asked).toContain("command"));
    await Promise.all([session.cancel(), session.cancel()]);
    expect(worker.asked.filter((name) => name === "cancel")).toHaveLength(1);
    expect(session.run.cancelling).toBe(true);
    finish();
    await run;
    expect(session.run.cancelling).toBe(false);
  });
});

describe("a worker that dies", () => {
  test("is started again with the same project and edits; open questions are answered", async () => {
    await open().start();
    session.edit("models/a.sql", "select 7");
    await vi.advanceTimersByTimeAsync(400);
    worker.answers.command = () => new Promise(() => undefined);
    const run = session.runCommand("build");
    await vi.waitFor(() => expect(worker.asked).toContain("command"));
    worker.die();
    expect(await run).toMatchObject({ ok: false, diagnostics: [{ code: "S003" }] });
    await vi.waitFor(() => expect(session.warehouse.kind).toBe("ready"));
    expect(worker.asked).toContain("restart");
    expect(worker.opened.at(-1)?.overlay).toEqual({ "models/a.sql": "select 7" });
    expect(session.run.running).toBe(false);
    expect(session.results.size).toBe(0);
    expect(session.toasts.list.at(-1)?.message).toBe("The engine stopped and was started again.");
  });

  test("twice in a short time is not started a third time without being asked", async () => {
    await open().start();
    worker.die();
    await vi.waitFor(() => expect(session.warehouse.kind).toBe("ready"));
    worker.die();
    await vi.waitFor(() => expect(session.engine.kind).toBe("stopped"));
    expect(worker.asked.filter((name) => name === "restart")).toHaveLength(1);
    expect(await session.preview(A)).toMatchObject({ ok: false, diagnostics: [{ code: "S003" }] });
    await session.restartEngine();
    expect(session.engine.kind).toBe("ready");
    expect((await session.select("a")).ok).toBe(true);
  });
});

describe("the page API", () => {
  test("a command answers with exit code, results and log", async () => {
    const api = createPageApi(open());
    void session.start();
    await api.ready;
    expect(await api.command("dbt build")).toEqual({
      exitCode: 0,
      results: [{ unique_id: A, status: "success", failures: null, message: "OK" }],
      log: ["1 of 1 OK"],
    });
  });

  test("a query answers with rows as records, a wrong one rejects with code and hint", async () => {
    const api = createPageApi(open());
    await session.start();
    worker.answers.query = async () =>
      succeed({
        table: { columns: [{ name: "n", type: "INTEGER" }], data: [[1, 2]], rowCount: 2, truncated: false },
        elapsed_ms: 1,
        compiled_code: "",
      });
    expect(await api.query("select 1")).toEqual([{ n: 1 }, { n: 2 }]);
    worker.answers.query = async () => fail(diagnostic("W002", "No such table.", { hint: "Build it." }));
    await expect(api.query("select")).rejects.toThrow("W002: No such table. Build it.");
  });
});

describe("a preview that has to build first", () => {
  test("is shown as a run of its own, and leaves nothing running behind", async () => {
    await open().start();
    let finish = () => undefined as void;
    worker.answers.preview = () =>
      new Promise((resolve) => {
        worker.send({ kind: "run-started", command: "build", nodes: [A] });
        worker.send({ kind: "node-started", id: A, index: 1, total: 1 });
        finish = () => resolve(fail(diagnostic("W005", "Cancelled.")));
      });
    const rows = session.preview("model.shop.b");
    await vi.waitFor(() => expect(session.run).toMatchObject({ running: true, background: true, total: 1 }));
    expect(session.run.states.get(A)).toBe("running");
    finish();
    await rows;
    expect(session.run).toMatchObject({ running: false, background: false });
    expect(session.run.states.has(A)).toBe(false);
  });
});

describe("projects from outside", () => {
  const shop: ReadProject = {
    name: "corner_shop",
    origin: "shop.zip",
    folder: "",
    files: [{ path: "models/a.sql", text: "select 9" }],
    data: [],
    otherFolders: [],
    leftOut: 3,
  };
  const input: ProjectInput = { kind: "zip", name: "shop.zip", content: new Blob(["zip"]) };

  async function openShop(): Promise<void> {
    worker.answers.readProject = async () => succeed(shop);
    await open().start();
    expect(await session.projects.open(input)).toMatchObject({ ok: true });
  }

  test("open in a workspace of their own; the edits of the bundled one are saved first and come back", async () => {
    worker.answers.readProject = async () => succeed(shop);
    await open().start();
    session.edit("models/a.sql", "select 2");
    await session.projects.open(input);
    expect(worker.opened.at(-1)).toMatchObject({ overlay: {}, project: { files: shop.files } });
    expect(worker.opened.at(-1)?.workspace).toMatch(/^corner_shop-/);
    expect(session.overlay).toEqual({});
    session.edit("models/b.sql", "select 3");
    await session.projects.switchTo("main");
    expect(worker.opened.at(-1)).toMatchObject({ workspace: "main", overlay: { "models/a.sql": "select 2" } });
    expect(worker.opened.at(-1)?.project).toBeUndefined();
    expect(session.overlay).toEqual({ "models/a.sql": "select 2" });
    await session.projects.switchTo(session.projects.list[0]!.workspace);
    expect(session.overlay).toEqual({ "models/b.sql": "select 3" });
  });

  test("nothing of a run of the project before is left", async () => {
    worker.answers.readProject = async () => succeed(shop);
    await open().start();
    await session.command("dbt build");
    expect(session.results.size).toBe(1);
    await session.projects.open(input);
    expect([session.results.size, session.run.log.length, session.run.finished, session.diagnostics]).toEqual([
      0,
      0,
      null,
      [],
    ]);
  });

  test("are open again after the page is", async () => {
    await openShop();
    const { workspace } = session;
    worker = new SmallWorker();
    await open().start();
    expect(worker.opened).toMatchObject([{ workspace, project: { files: shop.files } }]);
    expect(session.projects.opened?.project).toMatchObject({ name: "corner_shop", origin: "shop.zip", file_count: 1 });
  });

  test("that are gone leave the bundled one and a word about it", async () => {
    await openShop();
    await store.markRemoved(session.workspace, 1);
    worker = new SmallWorker();
    await open().start();
    expect(worker.opened).toMatchObject([{ workspace: "main" }]);
    expect(session.deviceProblems).toMatchObject([{ code: "S002", severity: "warning" }]);
  });

  test("that cannot be read any more do not keep the page from starting", async () => {
    await openShop();
    worker = new SmallWorker();
    worker.answers.open = async (request) =>
      request.project ? fail(diagnostic("S003", "Unread.")) : succeed(viewOf(request.overlay));
    await open().start();
    expect([session.engine.kind, session.workspace]).toEqual(["ready", "main"]);
    expect(session.deviceProblems).toMatchObject([{ code: "S003" }]);
  });

  test("that are refused, or cannot be kept, change nothing", async () => {
    await open().start();
    worker.answers.readProject = async () => fail(diagnostic("S005", "A bomb."));
    expect(await session.projects.open(input)).toMatchObject({ ok: false, diagnostics: [{ code: "S005" }] });
    worker.answers.readProject = async () => succeed(shop);
    store.addProject = async () => fail(diagnostic("S002", "Full."));
    expect(await session.projects.open(input)).toMatchObject({ ok: false, diagnostics: [{ code: "S002" }] });
    expect([worker.opened.length, session.workspace, session.projects.busy]).toEqual([1, "main", null]);
  });

  test("of which there are several in one archive are a question", async () => {
    await open().start();
    worker.answers.readProject = async (_, folder) =>
      succeed(
        folder === undefined ? { ...shop, folder: null, files: [], otherFolders: ["a", "b"] } : { ...shop, folder },
      );
    expect(await session.projects.open(input)).toMatchObject({ ok: false, diagnostics: [{ code: "S008" }] });
    expect(session.projects.question?.folders).toEqual(["a", "b"]);
    expect(await session.projects.open(input, "b")).toMatchObject({ ok: true });
    expect(session.projects.question).toBeNull();
  });

  test("are removed with a way back; the open one gives way to the bundled one", async () => {
    await openShop();
    const { workspace } = session;
    await session.projects.remove(workspace);
    expect([session.workspace, session.projects.list]).toEqual(["main", []]);
    await session.projects.bringBack(workspace);
    expect(session.projects.list).toMatchObject([{ workspace }]);
  });

  describe("take data", () => {
    const manifest = manifestOf("till.orders > a");
    const told: string[][] = [];
    beforeEach(() => {
      told.length = 0;
      worker.answers.setData = async (data) => {
        told.push(data.map((file) => `${file.path} ${file.version}`));
        return succeed(null);
      };
    });
    const attach = async (name: string, text: string, source: string | null = null) => {
      const node = source === null ? null : (manifest.nodes.get(source as NodeId) ?? null);
      const outcome = await session.projects.attach(name, new Blob([text]), manifest, node);
      return outcome.ok ? outcome.value : outcome.diagnostics.map((one) => one.code).join(" ");
    };

    test("for the source that bears the file's name, or for a chosen one", async () => {
      await openShop();
      expect(await attach("Orders.csv", "id\n1\n")).toBe("till.orders");
      expect(await attach("monday.csv", "id\n2\n", "source.shop.till.orders")).toBe("till.orders");
      expect(told).toEqual([["data/till__orders.csv 1"], ["data/till__orders.csv 2"]]);
      expect((await store.loadProject(session.workspace))?.content.data).toMatchObject([{ version: 2 }]);
      await session.projects.detach("data/till__orders.csv");
      expect(told.at(-1)).toEqual([]);
    });

    test("that is data, and is read by somebody", async () => {
      await openShop();
      expect(await attach("orders.xlsx", "x")).toBe("D005");
      expect(await attach("nobody.csv", "id\n1\n")).toBe("D005");
      expect(await attach("orders.csv", "")).toBe("D005");
      expect(await attach("orders.csv", "a\0b")).toBe("D005");
      expect(await attach("orders.parquet", "no parquet at all")).toBe("D005");
      expect(told).toEqual([]);
    });
  });

  test("are opened and exported by scripts through window.strata", async () => {
    worker.answers.readProject = async () => succeed(shop);
    worker.answers.exportProject = async () => succeed(new Blob(["zip"]));
    await open().start();
    const api = createPageApi(session);
    expect(await api.openProject(new Blob(["zip"]))).toEqual({
      name: "corner_shop",
      files: 1,
      leftOut: 3,
      otherFolders: [],
      problems: [],
    });
    expect(await (await api.exportProject()).text()).toBe("zip");
    await api.closeProject();
    expect(session.workspace).toBe("main");
    worker.answers.readProject = async () => fail(diagnostic("S005", "A bomb.", { hint: "Do not." }));
    await expect(api.openProject(new ArrayBuffer(3))).rejects.toThrow("S005: A bomb. Do not.");
  });
});
