import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { bundledProject } from "../../src/bundle/project.ts";
import { builtinMacros } from "../../src/bundle/builtins.ts";
import { lentMacros } from "../../src/bundle/lent-macros.ts";
import { lessonFiles } from "../../src/bundle/lessons.ts";
import { type Outcome } from "../../src/engine/core/errors.ts";
import type { RunEvent } from "../../src/engine/core/events.ts";
import type { NodeId } from "../../src/engine/core/ids.ts";
import { openNodePolyglot } from "../../src/engine/lineage/polyglot-node.ts";
import { openNodeWarehouse } from "../../src/engine/warehouse/node.ts";
import type { RelationName, Warehouse } from "../../src/engine/warehouse/port.ts";
import { createPackLoader } from "../../src/engine/warehouse/packs.ts";
import { createEventStream } from "../../src/worker/event-stream.ts";
import { watchHeartbeat } from "../../src/worker/heartbeat.ts";
import { Jobs } from "../../src/worker/jobs.ts";
import { DUCKDB_MODULE_BYTES } from "../../src/worker/open-duckdb.ts";
import { PARSER_MODULE_BYTES } from "../../src/worker/open-parser.ts";
import type { LoadProgress, OpenRequest, ProjectView } from "../../src/worker/protocol.ts";
import { Workbench, type StoppableWarehouse } from "../../src/worker/workbench.ts";
import { applyOverlay, inWorkspace } from "../../src/worker/workspace-files.ts";

const root = join(import.meta.dirname, "../..");

/** What the browser's warehouse does with a file in memory, with one on disk. */
async function attachCsv(warehouse: Warehouse, relation: RelationName, bytes: Uint8Array): Promise<void> {
  const path = join(mkdtempSync(join(tmpdir(), "strata-csv-")), "data.csv");
  writeFileSync(path, bytes);
  const folder = `"${relation.database}"."${relation.schema}"`;
  await warehouse.execute(
    `create schema if not exists ${folder}; create or replace table ${folder}."${relation.identifier}" as select * from read_csv('${path}')`,
  );
}

function value<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.diagnostics, null, 2));
  return outcome.value;
}

describe("the bundle", () => {
  test("holds the project as it lies in src/models, without what runs wrote", () => {
    const bundled = bundledProject();
    const onDisk = readdirSync(join(root, "src/models"), { recursive: true, encoding: "utf8" })
      .filter((path) => /\.(sql|ya?ml|csv|md)$/.test(path) && !/^(target|logs|dbt_packages)\//.test(path))
      .sort();
    expect(bundled.map((file) => file.path)).toEqual(onDisk);
    for (const { path, text } of bundled) expect(text).toBe(readFileSync(join(root, "src/models", path), "utf8"));
  });

  test("holds the built-in macros and the lessons", () => {
    expect(builtinMacros().map((file) => file.path)).toContain("dbt/generic_tests.sql");
    const onDisk = readdirSync(join(root, "src/engine/macros"), { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".sql"))
      .sort();
    expect([...builtinMacros(), ...lentMacros()].map((file) => file.path).sort()).toEqual(onDisk);
    expect(lessonFiles().map((file) => file.path)).toContain("pack.yml");
  });
});

describe("a workspace's files", () => {
  const bundled = [
    { path: "a.sql", text: "1" },
    { path: "b.sql", text: "2" },
    { path: "profiles.yml", text: "p:\n  outputs:\n    dev:\n      schema: main\n" },
  ];

  test("are the bundled ones with edits, additions and deletions on top", () => {
    expect(applyOverlay(bundled, { "a.sql": "one", "b.sql": null, "aa.sql": "new", "gone.sql": null })).toEqual([
      { path: "a.sql", text: "one" },
      { path: "aa.sql", text: "new" },
      bundled[2],
    ]);
  });

  test("put their relations into schemas of their own, except in main", () => {
    expect(inWorkspace(bundled, "main")).toEqual(bundled);
    expect(inWorkspace(bundled, "What if")[2]?.text).toContain("schema: what_if_main");
  });
});

describe("events on their way to the page", () => {
  test("keep their order, replace progress that was not sent yet, and are all there after a drain", async () => {
    const taken: string[] = [];
    const stream = createEventStream<string>({
      deliver: async (events) => {
        await Promise.resolve();
        taken.push(...events);
      },
      replaceKey: (event) => (event.startsWith("%") ? "progress" : null),
      delayMs: 10_000,
    });
    for (const event of ["a", "%1", "%2", "b", "%3", "c"]) stream.send(event);
    expect(taken).toEqual([]);
    await stream.drain();
    expect(taken).toEqual(["a", "%2", "b", "%3", "c"]);
  });

  test("that a page does not take are no trouble", async () => {
    const stream = createEventStream<string>({
      deliver: () => Promise.reject(new Error("gone")),
      replaceKey: () => null,
    });
    stream.send("a");
    await stream.drain();
  });
});

describe("jobs", () => {
  test("run one after the other, also after one has failed", async () => {
    const jobs = new Jobs();
    const order: number[] = [];
    const first = jobs.run(async () => {
      await Promise.resolve();
      order.push(1);
      throw new Error("first");
    });
    const second = jobs.run(async () => order.push(2));
    await expect(first).rejects.toThrow("first");
    await second;
    expect(order).toEqual([1, 2]);
  });

  test("are all cancelled, the waiting ones too, and cancel resolves when they have ended", async () => {
    const jobs = new Jobs();
    const ended: string[] = [];
    const run = (name: string) =>
      jobs.run(async (signal) => {
        await new Promise<void>((resolve) => signal.subscribe(resolve));
        ended.push(name);
      });
    void run("a");
    void run("b");
    await jobs.cancel();
    expect(ended).toEqual(["a", "b"]);
  });
});

describe("the heartbeat", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("is lost after the given number of unanswered pings, once", () => {
    let answers = true;
    let hear: (event: unknown) => void = () => undefined;
    const worker = {
      addEventListener: (_: string, listener: (event: unknown) => void) => (hear = listener),
      postMessage: () => answers && hear({ data: "strata:pong" }),
    };
    const onLost = vi.fn();
    const heartbeat = watchHeartbeat(worker as never, { intervalMs: 5000, misses: 3, onLost });
    expect(heartbeat.alive).toBe(false);
    vi.advanceTimersByTime(60_000);
    expect([heartbeat.alive, onLost.mock.calls.length]).toEqual([true, 0]);
    answers = false;
    vi.advanceTimersByTime(15_000);
    expect(onLost).not.toHaveBeenCalled();
    vi.advanceTimersByTime(60_000);
    expect(onLost).toHaveBeenCalledTimes(1);
  });
});

test.each([
  ["DuckDB", "@duckdb/duckdb-wasm/dist/duckdb-eh.wasm", DUCKDB_MODULE_BYTES],
  ["the SQL parser", "@polyglot-sql/sdk/polyglot_sql.wasm", PARSER_MODULE_BYTES],
])("progress of %s counts to the size that its module has", (_, module, bytes) => {
  expect(statSync(createRequire(import.meta.url).resolve(module)).size).toBe(bytes);
});

describe("the workbench", () => {
  const request: OpenRequest = { workspace: "main", overlay: {}, tier: "tiny", dataUrl: "file:///data/" };
  const opened: StoppableWarehouse[] = [];
  let dead = false;

  function workbench(): Workbench {
    return new Workbench({
      bundled: bundledProject(),
      builtins: builtinMacros(),
      lentMacros: () => Promise.resolve(lentMacros()),
      openParser: () => openNodePolyglot(),
      async openWarehouse(database, onProgress) {
        onProgress({ stage: "engine", label: "DuckDB", bytes: 1, totalBytes: 2, done: false });
        const native = await openNodeWarehouse({ threads: 1, database });
        dead = false;
        const warehouse: StoppableWarehouse = Object.assign(Object.create(native) as typeof native, {
          execute: native.execute.bind(native),
          query: native.query.bind(native),
          describe: native.describe.bind(native),
          session: native.session.bind(native),
          attachParquet: native.attachParquet.bind(native),
          attachCsv: (relation: RelationName, bytes: Uint8Array) => attachCsv(native, relation, bytes),
          close: native.close.bind(native),
        }) as never;
        Object.defineProperty(warehouse, "dead", { get: () => dead });
        opened.push(native as never);
        return warehouse;
      },
      createLoader: () =>
        createPackLoader({
          tier: "tiny",
          readCatalog: async () => JSON.parse(readFileSync(join(root, "public/data/catalog.json"), "utf8")),
          readFile: async ({ pack }) => new Uint8Array(readFileSync(join(root, "public/data", pack?.file ?? ""))),
          sha256: () => null,
        }),
      planData: () => Promise.reject(new Error("Not asked here.")),
      wall: () => 0,
      elapsed: () => 0,
    });
  }

  const events: RunEvent[] = [];
  const progress: LoadProgress[] = [];
  let bench: Workbench;
  beforeAll(async () => {
    bench = workbench();
    await bench.listen(
      (told) => void events.push(...told),
      (steps) => void progress.push(...steps),
    );
  });
  afterAll(async () => {
    for (const warehouse of opened) await warehouse.close();
  });

  test("answers before anything is opened", async () => {
    const early = await bench.command("ls");
    expect(early).toMatchObject({ ok: false, diagnostics: [{ code: "S003" }] });
  });

  test("reads the project without a database, and sends plain data", async () => {
    const project = value(await bench.open(request));
    expect(project.diagnostics).toEqual([]);
    expect(opened).toEqual([]);
    const copy = structuredClone(project);
    expect(copy.manifest.nodes.get("model.strata.stg_app_database__accounts")?.name).toBe("stg_app_database__accounts");
    expect(structuredClone(copy)).toEqual(project);
  });

  test("starts the database once, and tells its progress", async () => {
    const [one, two] = await Promise.all([bench.startWarehouse(), bench.startWarehouse()]);
    expect([value(one).version, value(two).version]).toEqual(["v1.4.5", "v1.4.5"]);
    expect(opened).toHaveLength(1);
    expect(progress).toContainEqual({ stage: "engine", label: "DuckDB", bytes: 1, totalBytes: 2, done: false });
  });

  test("runs a command; all its events have arrived when the answer comes", async () => {
    events.length = 0;
    const result = value(await bench.command("dbt build --select +stg_app_database__accounts --exclude path:tests"));
    expect(result.results.filter(({ status }) => !["success", "pass", "warn"].includes(status))).toEqual([]);
    expect([result.exitCode, result.cancelled]).toEqual([0, false]);
    expect(structuredClone(result)).toEqual(result);
    expect(events[0]?.kind).not.toBe("run-finished");
    expect(events.at(-1)?.kind).toBe("run-finished");
    expect(events.filter((event) => event.kind === "node-finished")).toHaveLength(result.results.length);
    expect(events.some((event) => event.kind === "data-progress")).toBe(true);
  });

  test("shows rows of a node, of edited text and of SQL with Jinja", async () => {
    const id = "model.strata.stg_app_database__accounts" as NodeId;
    const preview = value(await bench.preview(id, { limit: 2 }));
    expect([preview.table.rowCount, preview.table.truncated]).toEqual([2, true]);
    expect(value(await bench.preview(id, { text: "select 41 + 1 as n" })).table.data).toEqual([[42]]);
    const counted = value(await bench.query("select count(*) as n from {{ ref('stg_app_database__accounts') }}"));
    expect(counted.table.data).toEqual([[60n]]);
    expect(counted.compiled_code).toContain('"strata"."main"."stg_app_database__accounts"');
  });

  test("compiles, selects and describes", async () => {
    const id = "model.strata.stg_app_database__accounts" as NodeId;
    expect(value(await bench.compile(id)).compiled_code).toContain('"strata"."raw"."app_database__accounts"');
    expect(value(await bench.compile(id, "select '{{ this }}'")).compiled_code).toContain("stg_app_database__accounts");
    expect(value(await bench.select("stg_app_database__accounts"))).toContain(id);
    expect(value(await bench.describe(id))?.map((column) => column.name)).toContain("customer_id");
    expect(await bench.describe("model.strata.nope")).toMatchObject({ ok: false });
  });

  test("says where columns come from, through the whole project, and what one row is", async () => {
    const id = "model.strata.stg_app_database__accounts" as NodeId;
    const source = "source.strata.app_database.accounts" as NodeId;
    const lineage = value(await bench.columnLineage(id));
    expect(lineage.precision).toBe("exact");
    expect(lineage.columns.find(({ name }) => name === "customer_id")?.reads).toEqual([
      expect.objectContaining({ node: source }),
    ]);
    expect(structuredClone(lineage)).toEqual(lineage);
    const down = value(await bench.traceColumn(id, "customer_id", "downstream"));
    expect(down.edges.map(({ to }) => to)).toContainEqual({
      node: "model.strata.entity_customers",
      column: "customer_id",
    });
    expect(value(await bench.grain(id)).keys).toContainEqual(
      expect.objectContaining({ columns: ["customer_id"], source: "unique test" }),
    );
    expect(await bench.columnLineage(source)).toMatchObject({ ok: false, diagnostics: [{ code: "R001" }] });
    expect(await bench.traceColumn("model.strata.nope", "x", "upstream")).toMatchObject({ ok: false });
  });

  test("follows the columns of the text as it was edited last", async () => {
    const path = "models/scratch.sql";
    const id = "model.strata.scratch" as NodeId;
    value(await bench.edit({ [path]: "select 1 as one" }));
    expect(value(await bench.columnLineage(id)).columns).toMatchObject([{ name: "one", kind: "constant" }]);
    value(await bench.edit({ [path]: "select customer_id as c from {{ ref('stg_app_database__accounts') }}" }));
    expect(value(await bench.columnLineage(id)).columns).toMatchObject([{ name: "c", kind: "rename" }]);
    value(await bench.edit({}));
  });

  test("holds the bundled project to all rules of lint", async () => {
    value(await bench.edit({ "models/oddly_named.sql": "select 1 as id" }));
    const found = value(await bench.command("lint --select oddly_named"));
    expect(found.log.join("\n")).toMatch(/V0\d\d/);
    value(await bench.edit({}));
  });

  test("reads again after an edit, and keeps what is built", async () => {
    const path = "models/scratch.sql";
    const project = value(
      await bench.edit({ [path]: "select count(*) as n from {{ ref('stg_app_database__accounts') }}" }),
    ) as ProjectView;
    expect(project.files.some((file) => file.path === path)).toBe(true);
    expect(project.bundled.some((file) => file.path === path)).toBe(false);
    expect(value(await bench.preview("model.strata.scratch")).table.data).toEqual([[60n]]);
    expect(opened).toHaveLength(1);
    const broken = await bench.edit({ [path]: "select {{ nope" });
    expect(value(broken).diagnostics[0]).toMatchObject({ code: "J001", at: { path } });
    value(await bench.edit({}));
  });

  test("stops what runs and what waits, and is free afterwards", async () => {
    const endless = "select sum(range % 7) from range(100000000000)";
    const running = [bench.query(endless), bench.query(endless)];
    setTimeout(() => void bench.cancel(), 50);
    expect((await Promise.all(running)).map((outcome) => (outcome.ok ? "ran" : outcome.diagnostics[0]?.code))).toEqual([
      "W005",
      "W005",
    ]);
    expect(value(await bench.query("select 1 as n")).table.data).toEqual([[1]]);
  });

  test("starts another database when the one it had has stopped, and builds what is asked for again", async () => {
    dead = true;
    const counted = value(await bench.query("select count(*) as n from {{ ref('stg_app_database__accounts') }}"));
    expect(counted.table.data).toEqual([[60n]]);
    expect(opened).toHaveLength(2);
  });

  test("starts with other data when another tier is opened", async () => {
    value(await bench.open({ ...request, dataUrl: "file:///elsewhere/" }));
    value(await bench.startWarehouse());
    expect(opened).toHaveLength(3);
  });
});
