/** Fixtures of the codes around the engine: data, lessons, storage, archives, and the workbench in its worker. */
import { vi } from "vitest";
import type { DataFile } from "../../src/archive/data-file.ts";
import { LIMITS } from "../../src/archive/limits.ts";
import { readProject } from "../../src/archive/read-project.ts";
import type { ErrorCode, SourceFile } from "../../src/engine/index.ts";
import { openNodeWarehouse } from "../../src/engine/warehouse/node.ts";
import { createPackLoader } from "../../src/engine/warehouse/packs.ts";
import { openWasmWarehouse } from "../../src/engine/warehouse/wasm.ts";
import { checkAnswer } from "../../src/lessons/check.ts";
import { decodeProgress, versionTrouble } from "../../src/lessons/progress/progress-decode.ts";
import type { ProgressBody } from "../../src/lessons/progress/progress-file.ts";
import { createMemoryRecords } from "../../src/store/memory-records.ts";
import { createStore, openStore } from "../../src/store/store.ts";
import { createDataMaker } from "../../src/worker/data-maker.ts";
import { openParser } from "../../src/worker/open-parser.ts";
import { packFiles } from "../../src/worker/pack-files.ts";
import { planData } from "../../src/worker/plan-data.ts";
import { Workbench } from "../../src/worker/workbench.ts";
import { DUCKDB_MODULE, DUCKDB_WORKER, startThread } from "../../scripts/duckdb-thread.ts";
import { builtins, engineOf } from "../support/project.ts";
import { blobOf, type Lie } from "../unit/archive-zips.ts";
import { signedFile } from "../unit/progress-files.ts";
import { refused } from "./fixture.ts";
import type { Fixture, Raised } from "./fixture.ts";

type WorkbenchCode = Extract<ErrorCode, `${"D" | "L" | "S"}${string}` | "W006">;

const PROJECT: Lie = { path: "dbt_project.yml", text: "name: shop\nprofile: shop\n" };
const SOURCES = [
  "sources:",
  "  - name: till",
  "    tables:",
  "      - name: orders",
  '        meta: {external_location: "data/till__orders.parquet"}',
  "",
].join("\n");
const SHOP: readonly SourceFile[] = [
  { path: "dbt_project.yml", text: "name: shop\nprofile: shop\n" },
  { path: "models/s.yml", text: SOURCES },
  { path: "models/a.sql", text: "select * from {{ source('till', 'orders') }}" },
];
const ORDERS = `models/s.yml: ${SOURCES.slice(SOURCES.indexOf("name: orders")).trimEnd()}`;
/** The same with a source that the generator knows. */
const MADE = SHOP.map(({ path, text }) => ({ path, text: text.replace("till__orders", "app_database__accounts") }));
const CATALOG = {
  tiers: {
    tiny: {
      tables: [
        {
          system: "till",
          table: "orders",
          file: "tiny/till__orders.parquet",
          rows: 1,
          bytes: 100,
          sha256: "0".repeat(64),
        },
      ],
    },
  },
};

const PROGRESS: ProgressBody = {
  name: "Noor",
  group: "",
  product: "0.1.0",
  saved_at: 0,
  packs: [{ id: "till", version: "1.0.0", hash: "" }],
  data: { tier: "tiny", seed: null, as_of: null },
  lessons: [],
  exercises: [
    {
      pack: "till",
      lesson: "m1.01",
      id: "m1.01.count",
      hints: 0,
      solution_seen: false,
      solved_at: 0,
      answer: "select 1",
      attempts: [],
    },
  ],
};

export const WORKBENCH_FIXTURES: Readonly<Record<WorkbenchCode, Fixture>> = {
  W006: {
    what: "a database whose thread has ended",
    raise: stoppedDatabase,
    marks: null,
    nameless: "it is the database",
  },
  D001: {
    what: "a pack that is not on the server",
    raise: () => packsFrom((url) => (url.includes("catalog.json") ? Response.json(CATALOG) : notThere())),
    marks: ORDERS,
  },
  D002: {
    what: "a start page in place of a pack",
    raise: () =>
      packsFrom((url) =>
        url.includes("catalog.json") ? Response.json(CATALOG) : new Response("<!doctype html><p>Hello"),
      ),
    marks: ORDERS,
  },
  D003: { what: "a folder without catalog.json", raise: () => packsFrom(notThere), marks: ORDERS },
  D004: { what: "a location that no file fits", raise: () => openedWith([]), marks: ORDERS },
  D005: {
    what: "a data file that is no Parquet",
    raise: () => openedWith([{ path: "data/till__orders.parquet", content: new Blob(["no parquet"]), version: 1 }]),
    marks: ORDERS,
  },
  D006: {
    what: "fewer locations than customers",
    raise: async () => refused(await opened().then((one) => one.planData("tiny", { customers: 5, locations: 3 }))),
    marks: null,
  },
  D007: {
    what: "a generator whose files are not on the server",
    async raise() {
      const one = bench(MADE);
      const { project: _project, ...bundled } = request([]);
      return ran(one, await one.open({ ...bundled, tier: "tiny", data: { seed: 7 } }));
    },
    marks: ORDERS.replace("till__orders", "app_database__accounts"),
    nameless: "it is the worker",
  },
  L001: {
    what: "a lesson without its files",
    raise: () => answerTo([{ path: "pack.yml", text: "id: p\nversion: 1\n" }]),
    marks: "pack.yml: id: p\nversion: 1",
  },
  L002: {
    what: "an exercise that is gone",
    raise: () => answerTo([{ path: "pack.yml", text: "id: p\nversion: '1'\ntitle: P\nlocale: en\nlicense: CC0\n" }]),
    marks: null,
  },
  L003: {
    what: "a progress file that ends in the middle",
    raise: () => progressFrom((text) => text.slice(0, -60)),
    marks: null,
  },
  L004: {
    what: "a file that is something else",
    raise: () => progressFrom(() => "name,points\nNoor,3\n"),
    marks: null,
  },
  L005: {
    what: "a progress file with another name in it",
    raise: () => progressFrom((text) => text.replace("Noor", "Max")),
    marks: null,
  },
  L006: {
    what: "a progress file of lessons that this page does not have",
    async raise() {
      const found = versionTrouble("progress.json", PROGRESS, []);
      return Promise.resolve({ found: found === null ? [] : [found], files: [] });
    },
    marks: null,
    severity: "warning",
  },
  L007: {
    what: "a progress file of tomorrow",
    raise: () => progressFrom((text) => text.replace('"format": 1', '"format": 2')),
    marks: null,
  },
  S001: {
    what: "a browser without storage",
    async raise() {
      const { problem } = await openStore();
      return { found: problem === null ? [] : [problem], files: [] };
    },
    marks: null,
    severity: "warning",
    nameless: "it is the browser",
  },
  S002: {
    what: "a device that is full",
    async raise() {
      const full = Object.assign(new Error("full"), { name: "QuotaExceededError" });
      const store = createStore({ ...createMemoryRecords(), put: () => Promise.reject(full) }, null);
      return refused(await store.saveFile("main", "models/a.sql", "select 1"));
    },
    marks: null,
  },
  S003: {
    what: "a question before a project is open",
    raise: async () => refused(await bench().command("ls")),
    marks: null,
    nameless: "nothing is open",
  },
  S004: {
    what: "half of an archive",
    raise: () => zip(blobOf([PROJECT]).slice(0, 40)),
    marks: null,
    nameless: "it is the file that was chosen",
  },
  S005: {
    what: "a path that leads out of the archive",
    raise: () => zip(blobOf([PROJECT, { path: "../../.ssh/config", text: "Host *" }])),
    marks: null,
  },
  S006: {
    what: "a text file of many megabytes",
    raise: () => zip(blobOf([PROJECT, { path: "models/events.sql", text: randomLines(LIMITS.textBytes + 1) }])),
    marks: null,
  },
  S007: {
    what: "a seed in another encoding",
    raise: () => zip(blobOf([PROJECT, { path: "seeds/customers.csv", bytes: Uint8Array.of(0x6e, 0x0a, 0xe9, 0x0a) }])),
    marks: null,
  },
  S008: {
    what: "an archive without a project",
    raise: () => zip(blobOf([{ path: "models/a.sql", text: "select 1" }])),
    marks: null,
  },
  S009: {
    what: "a parser that the server does not have",
    async raise() {
      // Another test of this process may have opened the parser, which is kept: fresh modules have not.
      vi.resetModules();
      const fresh = await import("./workbench-fixtures.ts");
      return fresh.lineageWithoutParser();
    },
    marks: null,
  },
};

export function lineageWithoutParser(): Promise<Raised> {
  return withFetch(notThere, async () => {
    const opened = bench();
    await opened.open(request([]));
    return refused(await opened.columnLineage("model.shop.a"));
  });
}

function notThere(): Response {
  return new Response("not found", { status: 404 });
}

async function withFetch<T>(answer: (url: string) => Response, work: () => Promise<T>): Promise<T> {
  vi.stubGlobal("fetch", (url: unknown) => {
    const response = answer(String(url));
    return Promise.resolve(Object.defineProperty(response, "url", { value: String(url) }));
  });
  try {
    return await work();
  } finally {
    vi.unstubAllGlobals();
  }
}

const request = (data: readonly DataFile[]) => ({
  workspace: "shop-1",
  project: { files: SHOP, data },
  overlay: {},
  tier: "tiny",
  dataUrl: "https://shop.test/data/",
});

/** A worker whose script does not arrive. */
class BrokenWorker extends EventTarget {
  postMessage(): void {
    this.dispatchEvent(Object.assign(new Event("error"), { message: "" }));
  }

  terminate(): void {
    // It never ran.
  }
}

async function opened(): Promise<Workbench> {
  const one = bench();
  const { project: _project, ...bundled } = request([]);
  await one.open(bundled);
  return one;
}

function bench(bundled: readonly SourceFile[] = SHOP): Workbench {
  return new Workbench({
    bundled,
    builtins,
    lentMacros: () => Promise.resolve([]),
    openParser,
    openWarehouse: async (database) =>
      Object.assign(await openNodeWarehouse({ threads: 1, database }), {
        dead: false,
        attachCsv: () => Promise.resolve(),
        attachArrow: () => Promise.resolve(0),
      }),
    createLoader: ({ dataUrl, tier, data }, { onProgress, attachArrow }) =>
      createPackLoader({
        ...packFiles({ dataUrl, tier, onProgress }),
        maker: createDataMaker({ ...data, attachArrow, onProgress, startWorker: () => new BrokenWorker() as never }),
      }),
    planData: (wanted) => planData(wanted, () => Promise.resolve(CATALOG)),
    wall: () => 0,
    elapsed: () => 0,
  });
}

/** The bundled project's sources come from packs on the server. */
function packsFrom(answer: (url: string) => Response): Promise<Raised> {
  return withFetch(answer, async () => {
    const opened = bench();
    const { project: _project, ...bundled } = request([]);
    return ran(opened, await opened.open(bundled));
  });
}

async function openedWith(data: readonly DataFile[]): Promise<Raised> {
  const opened = bench();
  return ran(opened, await opened.open(request(data)));
}

async function ran(opened: Workbench, view: Awaited<ReturnType<Workbench["open"]>>): Promise<Raised> {
  if (!view.ok) return refused(view);
  const outcome = await opened.command("run");
  if (!outcome.ok) return refused(outcome);
  const { diagnostics, results } = outcome.value;
  return { found: [...diagnostics, ...results.flatMap((result) => result.diagnostics)], files: view.value.files };
}

async function progressFrom(change: (text: string) => string): Promise<Raised> {
  const { text } = await signedFile(PROGRESS);
  return refused(await decodeProgress("progress.json", change(text), { subtle: globalThis.crypto.subtle }));
}

async function answerTo(files: readonly SourceFile[]): Promise<Raised> {
  const engine = engineOf({});
  const outcome = await checkAnswer({ files, engine, lesson: "m1.01", exercise: "m1.01.count", answer: "select 1" });
  return refused(outcome, files);
}

async function zip(content: Blob): Promise<Raised> {
  return refused(await readProject({ kind: "zip", name: "shop.zip", content }, null));
}

/** Text that packs badly, so that it does not pass for a zip bomb. */
function randomLines(bytes: number): string {
  let state = 1;
  let text = "id\n";
  while (text.length < bytes) {
    state = (state * 48_271) % 2_147_483_647;
    text += `${state.toString(36)}${(state * 7).toString(36)}\n`;
  }
  return text;
}

/** The browser's own database, in a thread that has been ended. */
async function stoppedDatabase(): Promise<Raised> {
  const warehouse = await openWasmWarehouse({
    workerUrl: DUCKDB_WORKER,
    wasmUrl: DUCKDB_MODULE,
    parquetModule: new Uint8Array(),
    startWorker: startThread,
  });
  const engine = engineOf({ "models/a.sql": "select 1 as id" }, { warehouse: () => Promise.resolve(warehouse) });
  await warehouse.close();
  const outcome = await engine.command("run");
  return {
    found: outcome.results.flatMap((result) => result.diagnostics).concat(outcome.diagnostics),
    files: engine.files,
  };
}
