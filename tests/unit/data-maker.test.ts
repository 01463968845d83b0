/** Tables that a page makes: asked of a worker, put into the database one by one, stopped at any time. */
import { describe, expect, test } from "vitest";
import type { MakeMessage, MakeReply } from "../../src/datagen/make-messages.ts";
import { EngineError } from "../../src/engine/core/errors.ts";
import type { ManifestNode } from "../../src/engine/core/manifest.ts";
import { createCancelSource } from "../../src/engine/core/signal.ts";
import { createFakeWarehouse } from "../../src/engine/warehouse/fake.ts";
import type { DataVars } from "../../src/engine/warehouse/source-loader.ts";
import type { WantedTable } from "../../src/engine/warehouse/table-maker.ts";
import { createDataMaker } from "../../src/worker/data-maker.ts";
import { planData } from "../../src/worker/plan-data.ts";
import { dataKey, makeCommand, settledData } from "../../src/worker/settled-data.ts";

const USUAL: DataVars = {
  generate_sample_data: true,
  customer_count: 2000,
  location_count: 3000,
  start_date: "2021-01-01",
  as_of_date: "2025-12-31",
};
const TINY = { seed: 42, start_date: "2024-07-01", as_of_date: "2025-12-31", customers: 60, locations: 90, tables: [] };

/** A worker that answers "make" with what the test says and remembers what it was asked. */
class FakeWorker extends EventTarget {
  readonly asked: MakeMessage[] = [];
  ended = false;
  readonly #answer: (message: MakeMessage, worker: FakeWorker) => void;

  constructor(answer: (message: MakeMessage, worker: FakeWorker) => void) {
    super();
    this.#answer = answer;
  }

  postMessage(message: MakeMessage): void {
    this.asked.push(message);
    queueMicrotask(() => !this.ended && this.#answer(message, this));
  }

  say(...replies: MakeReply[]): void {
    for (const data of replies) this.dispatchEvent(new MessageEvent("message", { data }));
  }

  terminate(): void {
    this.ended = true;
  }
}

function setting(answer: (message: MakeMessage, worker: FakeWorker) => void, choice: { seed?: number } = {}) {
  const workers: FakeWorker[] = [];
  const attached: string[] = [];
  const maker = createDataMaker({
    ...choice,
    startWorker() {
      const worker = new FakeWorker(answer);
      workers.push(worker);
      return worker as never;
    },
    async attachArrow(relation, content) {
      let bytes = 0;
      for await (const group of content.groups()) bytes += group.length;
      attached.push(`${relation.identifier}: ${String(content.rows)} rows in ${String(bytes)} bytes`);
    },
    onProgress: () => undefined,
  });
  return { maker, workers, attached };
}

function wanted(name: string): WantedTable {
  const relation = { database: "strata", schema: "raw", identifier: name };
  return { name, location: `tiny/${name}.parquet`, relation, source: { unique_id: `source.${name}` } as ManifestNode };
}

const rows = (name: string, group: number): MakeReply => ({ kind: "rows", name, bytes: new Uint8Array(10), group });

describe("what has to be made", () => {
  const { maker } = setting(() => undefined);
  const made = (vars: DataVars, tier = "tiny", lying: typeof TINY | null = TINY) => maker.dataFor(vars, tier, lying);

  test("is only what no file holds, when the vars are the project's own", () => {
    expect(made(USUAL).everything).toBe(false);
    expect(made({}).everything).toBe(false);
  });

  test("is everything when a var asks for other data, and each request has a version of its own", () => {
    const other = [
      { customer_count: 30 },
      { as_of_date: "2025-06-30" },
      { start_date: "2025-01-01" },
      { location_count: 99 },
    ];
    const asked = other.map((vars) => made({ ...USUAL, ...vars }));
    expect(asked.map(({ everything }) => everything)).toEqual([true, true, true, true]);
    expect(new Set([made(USUAL), ...asked].map(({ version }) => version)).size).toBe(5);
  });

  test("is everything for another seed than that of the files, and for a tier that has none", () => {
    expect(setting(() => undefined, { seed: 7 }).maker.dataFor(USUAL, "tiny", TINY).everything).toBe(true);
    expect(made(USUAL, "large", null).everything).toBe(true);
    // Files of the classroom belong beside the page: that they are missing is told, not made up for.
    expect(made(USUAL, "classroom", null).everything).toBe(false);
  });

  test("cannot be made when it makes no sense", () => {
    expect(() => made({ ...USUAL, customer_count: -1 })).toThrow(EngineError);
    expect(() => made(USUAL, "huge", null)).toThrow(/no data tier "huge"/);
  });
});

describe("making tables", () => {
  const load = { warehouse: createFakeWarehouse(), onProgress: () => undefined };

  test("puts each into the database as it comes, and tells the worker when to go on", async () => {
    const { maker, workers, attached } = setting((message, worker) => {
      if (message.kind !== "make") return;
      worker.say({ kind: "table", name: "a", rows: 5 }, rows("a", 1), rows("a", 2), { kind: "end", name: "a" });
      worker.say({ kind: "table", name: "b", rows: 0 }, rows("b", 1), { kind: "end", name: "b" }, { kind: "done" });
    });
    const done: string[] = [];
    await maker
      .dataFor(USUAL, "tiny", TINY)
      .make([wanted("a"), wanted("b")], { ...load, onTable: ({ name }) => done.push(name) });
    expect(attached).toEqual(["a: 5 rows in 20 bytes", "b: 0 rows in 10 bytes"]);
    expect(done).toEqual(["a", "b"]);
    expect(workers[0]?.asked.map(({ kind }) => kind)).toEqual(["make", "more", "more", "more"]);
    expect(workers[0]?.ended).toBe(true);
  });

  test("ends at once when it is cancelled, also while the worker says nothing", async () => {
    const { maker, workers } = setting(() => undefined);
    const cancel = createCancelSource();
    const making = maker
      .dataFor(USUAL, "tiny", TINY)
      .make([wanted("a")], { ...load, signal: cancel.signal, onTable: () => undefined });
    cancel.cancel();
    await expect(making).rejects.toMatchObject({ diagnostic: { code: "W005" } });
    expect(workers[0]?.ended).toBe(true);
  });

  test("tells why when the worker gives up", async () => {
    const { maker } = setting((_, worker) => worker.say({ kind: "failed", reason: "Array buffer allocation failed" }));
    await expect(
      maker.dataFor(USUAL, "tiny", TINY).make([wanted("a")], { ...load, onTable: () => undefined }),
    ).rejects.toMatchObject({ diagnostic: { code: "D007", message: expect.stringContaining("allocation failed") } });
  });
});

describe("a choice on the page", () => {
  test("of a tier that comes as files leaves the project's vars alone, but for the day", () => {
    expect(settledData({ tier: "tiny" })).toMatchObject({ tier: "tiny", vars: {} });
    expect(settledData({ tier: "tiny", data: { seed: 7, asOf: "2025-06-30" } }).vars).toEqual({
      as_of_date: "2025-06-30",
    });
  });

  test("of another size is told to the project as vars", () => {
    expect(settledData({ tier: "large" }).vars).toEqual({
      customer_count: 8000,
      location_count: 12_000,
      start_date: "2019-01-01",
    });
    expect(settledData({ tier: "tiny", data: { customers: 100 } })).toMatchObject({
      tier: "classroom",
      vars: { customer_count: 100, location_count: 150, start_date: "2024-07-01" },
    });
  });

  test("can be had as files with a command", () => {
    expect(makeCommand({ tier: "tiny" })).toBeNull();
    expect(makeCommand({ tier: "tiny", data: { seed: 7, asOf: "2025-06-30" } })).toBe(
      "npm run data -- --tier tiny --seed 7 --as-of 2025-06-30 --all --out data",
    );
  });

  test("of another day is no other company", () => {
    const key = (data: object) => dataKey({ tier: "tiny", dataUrl: "/", data });
    expect(key({ asOf: "2025-06-30" })).toBe(key({}));
    expect(key({ seed: 7 })).not.toBe(key({}));
  });

  test("comes to a plan: files with their bytes, or rows to be made", async () => {
    const catalog = {
      tiers: {
        tiny: {
          ...TINY,
          tables: [
            { rows: 100, bytes: 2000 },
            { rows: 10, bytes: 50, sealed: true },
          ],
        },
      },
    };
    const plan = (tier: string, data: object) => planData({ tier, data }, () => Promise.resolve(catalog));
    expect(await plan("tiny", {})).toMatchObject({
      value: { shipped: true, download: 2000, rows: 110, seed: 42, start: "2024-07-01", end: "2025-12-31" },
    });
    expect(await plan("tiny", { seed: 7 })).toMatchObject({ value: { shipped: false, download: 0, customers: 60 } });
    expect(await plan("full", {})).toMatchObject({ value: { shipped: false, customers: 20_000, start: "2019-01-01" } });
    await expect(plan("tiny", { customers: 1e9 })).rejects.toMatchObject({ diagnostic: { code: "D006" } });
  });
});
