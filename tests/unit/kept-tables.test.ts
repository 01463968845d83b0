import { afterEach, describe, expect, test } from "vitest";
import type { NodeResult, RunEvent } from "../../src/engine/core/events.ts";
import type { NodeId } from "../../src/engine/core/ids.ts";
import { fingerprints } from "../../src/engine/kept/fingerprint.ts";
import {
  KeptTables,
  type KeptEntry,
  type ShippedTables,
  type TableCarrier,
} from "../../src/engine/kept/kept-tables.ts";
import { Ledger } from "../../src/engine/kept/ledger.ts";
import { neededFor } from "../../src/engine/kept/needed.ts";
import { reasonNotToKeep } from "../../src/engine/kept/volatile.ts";
import { tableRows } from "../../src/engine/core/table.ts";
import { renderRelation } from "../../src/engine/warehouse/sql.ts";
import type { Warehouse } from "../../src/engine/warehouse/port.ts";
import type { Engine } from "../../src/engine/index.ts";
import { KeptDesk } from "../../src/worker/kept/kept-desk.ts";
import type { KeptPlace } from "../../src/worker/kept/kept-idb.ts";
import type { KeptSettings, OpenRequest } from "../../src/worker/protocol.ts";
import { engineOf, filesOf, openLab, type Lab } from "../support/project.ts";

const SHOP = {
  "dbt_project.yml": "name: shop\nprofile: shop\nvars: {rate: 2}\n",
  "seeds/raw.csv": "id,amount\n1,10\n2,20\n",
  "models/stg.sql": "{{ config(materialized='view') }} select * from {{ ref('raw') }}",
  "models/orders.sql":
    "{{ config(materialized='table') }} select id, amount * {{ var('rate') }} as amount from {{ ref('stg') }}",
  "models/daily.sql":
    "{{ config(materialized='incremental') }} select * from {{ ref('orders') }} {% if is_incremental() %} where id > 1 {% endif %}",
  "models/total.sql": "{{ config(materialized='table') }} select sum(amount) as total from {{ ref('orders') }}",
  "models/lucky.sql": "{{ config(materialized='table') }} select random() as r",
  "models/schema.yml": "models:\n  - name: orders\n    description: Orders.\n",
};
const BESIDE = "shop:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: ':memory:', schema: beside}\n";
const id = (name: string): NodeId => (name === "raw" ? "seed.shop.raw" : `model.shop.${name}`);
const of = (engine: Engine, extra: { data?: string; built?: (id: NodeId) => string | null | undefined } = {}) =>
  fingerprints({
    manifest: engine.manifest,
    files: engine.files,
    data: () => extra.data ?? "day 1",
    engine: "v1",
    schema: engine.project.target.schema,
    ...(extra.built === undefined ? {} : { built: extra.built }),
  });
const changed = (texts: Readonly<Record<string, string>>, names = ["orders", "daily", "total"]) => {
  const [before, after] = [of(engineOf(SHOP)), of(engineOf({ ...SHOP, ...texts }))];
  return names.filter((name) => before(id(name)) !== after(id(name)));
};

describe("the fingerprint of a table", () => {
  test("follows its SQL, its config, vars, seeds and everything above it, and nothing else", () => {
    expect(changed({})).toEqual([]);
    expect(changed({ "models/total.sql": `${SHOP["models/total.sql"]} where true` })).toEqual(["total"]);
    expect(
      changed({ "models/stg.sql": "{{ config(materialized='view') }} select id, amount from {{ ref('raw') }}" }),
    ).toEqual(["orders", "daily", "total"]);
    expect(changed({ "seeds/raw.csv": "id,amount\n1,11\n2,20\n" })).toHaveLength(3);
    expect(changed({ "dbt_project.yml": SHOP["dbt_project.yml"].replace("rate: 2", "rate: 3") })).toHaveLength(3);
    expect(changed({ "models/schema.yml": "models:\n  - name: orders\n    description: Other words.\n" })).toEqual([]);
  });

  test("follows the macros that it calls, however deep", () => {
    const withMacro = (text: string) => ({
      ...SHOP,
      "macros/m.sql": `{% macro outer() %}{{ inner_one() }}{% endmacro %}{% macro inner_one() %}${text}{% endmacro %}`,
      "models/total.sql": "{{ config(materialized='table') }} select {{ outer() }} as total from {{ ref('orders') }}",
    });
    const [one, two] = [of(engineOf(withMacro("1"))), of(engineOf(withMacro("2")))];
    expect(one(id("total"))).not.toBe(two(id("total")));
    expect(one(id("orders"))).toBe(two(id("orders")));
  });

  test("follows the version of the source data; without one there is none", () => {
    const texts = {
      "models/s.yml": "sources:\n  - name: app\n    tables: [{name: accounts}]\n",
      "models/a.sql": "{{ config(materialized='table') }} select * from {{ source('app', 'accounts') }}",
    };
    const engine = engineOf(texts);
    expect(of(engine, { data: "day 1" })(id("a"))).not.toBe(of(engine, { data: "day 2" })(id("a")));
    const unknown = fingerprints({
      manifest: engine.manifest,
      files: [],
      data: () => null,
      engine: "v1",
      schema: "main",
    });
    expect(unknown(id("a"))).toBeNull();
  });

  test("is not to be had for what asks for chance or the time, nor for what reads it", () => {
    const engine = engineOf({
      ...SHOP,
      "models/total.sql": "{{ config(materialized='table') }} select * from {{ ref('lucky') }}",
    });
    expect([of(engine)(id("lucky")), of(engine)(id("total"))]).toEqual([null, null]);
    expect(reasonNotToKeep(engine.manifest, engine.manifest.nodes.get(id("lucky"))!)).toContain("chance");
  });

  test("is that of what a parent really holds, where it was built", () => {
    const engine = engineOf(SHOP);
    const stale = of(engine, { built: (node) => (node === id("orders") ? "of yesterday" : undefined) });
    expect(stale(id("total"))).not.toBe(of(engine)(id("total")));
    const unknown = of(engine, { built: (node) => (node === id("orders") ? null : undefined) });
    expect(unknown(id("total"))).toBeNull();
  });
});

describe("the ledger of what the database holds", () => {
  const engine = engineOf(SHOP);
  const finished = (name: string, status: NodeResult["status"] = "success"): RunEvent => ({
    kind: "node-finished",
    index: 1,
    total: 1,
    result: { unique_id: id(name), status } as NodeResult,
  });
  const note = (ledger: Ledger, event: RunEvent) =>
    ledger.note(
      event,
      (node) => engine.manifest.nodes.get(node),
      (node) => `of ${node}`,
    );

  test("knows an incremental model until it is added to, and again after a full refresh", () => {
    const ledger = new Ledger();
    ledger.begin("run");
    note(ledger, finished("daily"));
    expect(ledger.of(id("daily"))).toBe("of model.shop.daily");
    note(ledger, finished("daily"));
    expect(ledger.of(id("daily"))).toBeNull();
    ledger.begin("run --full-refresh");
    note(ledger, finished("daily"));
    expect(ledger.of(id("daily"))).toBe("of model.shop.daily");
  });

  test("knows nothing of what was built with other vars, or after somebody wrote into tables", () => {
    const ledger = new Ledger();
    ledger.begin("run --vars '{rate: 3}'");
    note(ledger, finished("orders"));
    expect(ledger.of(id("orders"))).toBeNull();
    ledger.begin("run");
    note(ledger, finished("orders"));
    ledger.begin("run-operation wipe");
    expect(ledger.of(id("orders"))).toBeNull();
  });

  test("takes no note of what failed", () => {
    const ledger = new Ledger();
    note(ledger, finished("orders", "error"));
    expect(ledger.of(id("orders"))).toBeUndefined();
  });
});

test("a table that is there is enough to be read; a view needs what it reads", () => {
  const { manifest } = engineOf(SHOP);
  const missing = (held: readonly string[], read: string) =>
    neededFor(manifest, [id(read)], (node) => held.includes(node.name)).map((node) => node.split(".").at(-1));
  expect(missing([], "total")).toEqual(["raw", "stg", "orders", "total"]);
  expect(missing(["orders"], "total")).toEqual(["total"]);
  expect(missing(["stg"], "stg")).toEqual(["raw"]);
  expect(missing(["total"], "total")).toEqual([]);
});

test("a question never runs a snapshot; a start state runs one that never ran", () => {
  const history =
    "{% snapshot history %}{{ config(unique_key='id', strategy='check', check_cols='all') }} select * from {{ ref('stg') }}{% endsnapshot %}";
  const { manifest } = engineOf({ ...SHOP, "snapshots/history.sql": history });
  const read = "snapshot.shop.history" as NodeId;
  const missing = (held: readonly string[], andSnapshots: boolean) =>
    neededFor(manifest, [read], (node) => held.includes(node.name), { andSnapshots }).map((node) =>
      node.split(".").at(-1),
    );
  expect(missing([], false)).toEqual(["raw", "stg"]);
  expect(missing([], true)).toEqual(["raw", "stg", "history"]);
  expect(missing(["history"], true)).toEqual([]);
});

interface Faults {
  full?: number;
  broken?: boolean;
}

function fakePlace(faults: Faults = {}): KeptPlace & { bodies: Map<string, Uint8Array> } {
  const entries = new Map<string, KeptEntry>();
  const bodies = new Map<string, Uint8Array>();
  let settings: KeptSettings | null = null;
  const guard = () => (faults.broken ? Promise.reject(new Error("gone")) : Promise.resolve());
  return {
    bodies,
    list: async () => (await guard(), [...entries.values()]),
    read: async (key) => (await guard(), bodies.get(key) ?? null),
    async write(entry, body) {
      await guard();
      const used = [...bodies.values()].reduce((sum, one) => sum + one.length, 0);
      if (faults.full !== undefined && used + body.length > faults.full)
        throw new DOMException("full", "QuotaExceededError");
      entries.set(entry.key, entry);
      bodies.set(entry.key, body);
    },
    async touch(key, used) {
      const entry = entries.get(key);
      if (entry) entries.set(key, { ...entry, used });
    },
    async remove(keys) {
      for (const key of keys) {
        entries.delete(key);
        bodies.delete(key);
      }
    },
    settings: async () => settings,
    setSettings: async (next) => void (settings = next),
  };
}

/** Native DuckDB has no Arrow door: rows travel as statements here. */
function textCarrier(warehouse: Warehouse): TableCarrier {
  return {
    async take(relation) {
      const columns = await warehouse.describe(relation);
      if (columns === null) return null;
      const table = await warehouse.query(`select * from ${renderRelation(relation)}`, { limit: Infinity });
      const text = JSON.stringify(tableRows(table), (_, value: unknown) =>
        typeof value === "bigint" ? String(value) : value,
      );
      return { body: new TextEncoder().encode(text), rows: table.rowCount, columns };
    },
    async put(relation, entry, body) {
      const rows = JSON.parse(new TextDecoder().decode(body)) as Record<string, unknown>[];
      const values = rows.map(
        (row) => `(${entry.columns.map(({ name, type }) => `cast('${String(row[name])}' as ${type})`).join(", ")})`,
      );
      const names = entry.columns.map((column) => `"${column.name}"`).join(", ");
      await warehouse.execute(
        `create schema if not exists "${relation.database}"."${relation.schema}"; create or replace table ${renderRelation(relation)} as select * from (values ${values.join(", ")}) as t(${names})`,
      );
      return rows.length;
    },
  };
}

describe("kept tables", () => {
  const NODE = engineOf(SHOP).manifest.nodes.get(id("orders"))!;
  const carrier = (bytes: number): TableCarrier => ({
    take: async () => ({ body: new Uint8Array(bytes), rows: 1, columns: [{ name: "a", type: "INTEGER" }] }),
    put: async () => 1,
  });
  const keep = (tables: KeptTables, key: string, bytes: number) => tables.keep(NODE, key, carrier(bytes), () => true);

  test("stay within the budget: the one that was not used for longest goes first", async () => {
    let now = 0;
    const place = fakePlace();
    const tables = new KeptTables({ store: place, budget: () => 100, now: () => (now += 1) });
    for (const key of ["a", "b", "c"]) await keep(tables, key, 40);
    expect((await tables.list()).map((entry) => entry.key)).toEqual(["c", "b"]);
    expect([...place.bodies.keys()]).toEqual(["b", "c"]);
    expect(await keep(tables, "huge", 80)).toBe(false);
  });

  test("make room when the device is full, and give up quietly when that does not help", async () => {
    const place = fakePlace({ full: 90 });
    const tables = new KeptTables({ store: place, budget: () => 1000, now: () => place.bodies.size });
    for (const key of ["a", "b"]) expect(await keep(tables, key, 40)).toBe(true);
    expect(await keep(tables, "c", 40)).toBe(true);
    expect((await tables.list()).map((entry) => entry.key)).toContain("c");
    expect(await keep(tables, "d", 95)).toBe(false);
    const nowhere = new KeptTables({ store: fakePlace({ broken: true }), budget: () => 1000, now: () => 0 });
    expect(await keep(nowhere, "a", 10)).toBe(false);
    expect(await nowhere.list()).toEqual([]);
  });

  test("are not kept when they were built again while they were put away", async () => {
    const tables = new KeptTables({ store: fakePlace(), budget: () => 1000, now: () => 0 });
    expect(await tables.keep(NODE, "a", carrier(10), () => false)).toBe(false);
    expect(await tables.list()).toEqual([]);
  });
});

describe("a preview", () => {
  let lab: Lab;
  afterEach(() => lab.close());
  const REQUEST = { workspace: "main", overlay: {}, tier: "tiny", dataUrl: "" } as OpenRequest;

  /** The same place behind a fresh database each time, as after a reload. */
  async function visit(place: KeptPlace, texts: Readonly<Record<string, string>> = SHOP, shipped?: ShippedTables) {
    const idle: (() => Promise<void>)[] = [];
    const events: RunEvent[] = [];
    const desk = new KeptDesk({
      place,
      carrier: textCarrier,
      dataVersion: async () => "1",
      ...(shipped === undefined ? {} : { shipped: () => shipped }),
      dataFiles: () => [],
      wall: () => 0,
      later: (work) => {
        idle.push(work);
        return () => void idle.splice(idle.indexOf(work), 1);
      },
    });
    lab = await openLab(texts, { restoreKept: desk.restore });
    const onEvent = (event: RunEvent) => {
      desk.note(event);
      events.push(event);
    };
    const job = async <T>(work: () => Promise<T>): Promise<T> => {
      await desk.begin(lab.engine, REQUEST);
      const result = await work();
      await desk.end(lab.warehouse);
      return result;
    };
    return {
      desk,
      /** The same as another project over the same database, in schemas of its own. */
      beside: (files: Readonly<Record<string, string>>, sql: string) =>
        job(async () => {
          const engine = await lab.engine.withFiles(filesOf({ ...files, "profiles.yml": BESIDE }));
          const outcome = await engine.query(sql, { onEvent });
          return outcome.ok ? tableRows(outcome.value.table) : outcome.diagnostics;
        }),
      query: (sql: string) =>
        job(async () => {
          desk.asked(sql);
          const outcome = await lab.engine.query(sql, { onEvent });
          return outcome.ok ? tableRows(outcome.value.table) : outcome.diagnostics;
        }),
      command: (text: string) =>
        job(() => {
          desk.command(text);
          return lab.engine.command(text, { onEvent });
        }),
      async rest() {
        await Promise.all(idle.splice(0).map((work) => work()));
      },
      built: () =>
        events.flatMap((event) =>
          event.kind === "node-finished" && !event.result.message?.startsWith("KEPT")
            ? [event.result.unique_id.split(".").at(-1)]
            : [],
        ),
      kept: () =>
        events.flatMap((event) => (event.kind === "log" && event.text.includes(" KEPT ") ? [event.text] : [])),
    };
  }

  const SUM = "select total from {{ ref('total') }}";

  test("after a reload reads what was kept, with the rows that a build would make", async () => {
    const place = fakePlace();
    const first = await visit(place);
    const rows = await first.query(SUM);
    expect(first.built()).toEqual(["raw", "stg", "orders", "total"]);
    await first.rest();
    expect((await first.desk.state()).tables.map((table) => table.node.split(".").at(-1)).sort()).toEqual([
      "orders",
      "raw",
      "total",
    ]);
    await lab.close();

    const second = await visit(place);
    expect(await second.query(SUM)).toEqual(rows);
    expect(second.built()).toEqual([]);
    expect(second.kept()).toHaveLength(1);
    expect((await second.desk.state()).putBack).toBe(1);
    // What reads a view builds the view, on the seed that is put back.
    expect(await second.query("select count(*) as n from {{ ref('stg') }}")).toEqual([{ n: 2n }]);
    expect(second.built()).toEqual(["stg"]);
  });

  test("builds what has changed since, and what follows from it", async () => {
    const place = fakePlace();
    const first = await visit(place);
    await first.query(SUM);
    await first.rest();
    await lab.close();
    const second = await visit(place, {
      ...SHOP,
      "models/total.sql": "{{ config(materialized='table') }} select sum(amount) + 1 as total from {{ ref('orders') }}",
    });
    expect(await second.query(SUM)).toEqual([{ total: 61n }]);
    expect(second.built()).toEqual(["total"]);
  });

  test("throws away what is damaged or gone, and builds it", async () => {
    const place = fakePlace();
    const first = await visit(place);
    await first.query(SUM);
    await first.rest();
    await lab.close();
    for (const [key, body] of place.bodies) place.bodies.set(key, body.subarray(1));
    const second = await visit(place);
    expect(await second.query(SUM)).toEqual([{ total: 60n }]);
    expect(second.built()).toEqual(["raw", "stg", "orders", "total"]);
    expect((await second.desk.state()).tables).toEqual([]);
  });

  test("never stands in for a command, and a command that did other things is never kept", async () => {
    const place = fakePlace();
    const first = await visit(place);
    await first.query(SUM);
    await first.rest();
    await lab.close();
    const second = await visit(place);
    await second.command("run --select total");
    expect(second.kept()).toEqual([]);
    await lab.close();

    const other = fakePlace();
    const third = await visit(other);
    await third.command("build --vars '{rate: 5}'");
    await third.rest();
    expect((await third.desk.state()).tables).toEqual([]);
  });

  test("does not keep a table that was written into by hand", async () => {
    const place = fakePlace();
    const first = await visit(place);
    await first.query(SUM);
    await first.query("update main.total set total = 0");
    await first.rest();
    expect((await first.desk.state()).tables).toEqual([]);
  });

  test("builds everything when keeping is turned off, and the place can be emptied", async () => {
    const place = fakePlace();
    const first = await visit(place);
    await first.query(SUM);
    await first.rest();
    await lab.close();
    const second = await visit(place);
    await second.desk.set({ reuse: false, budget: 1_000_000 });
    await second.query(SUM);
    expect(second.built()).toEqual(["raw", "stg", "orders", "total"]);
    expect((await second.desk.empty()).tables).toEqual([]);
    expect(place.bodies.size).toBe(0);
  });

  test("puts back what reads an incremental model that was put back before", async () => {
    const texts = {
      ...SHOP,
      "models/last.sql": "{{ config(materialized='table') }} select max(id) as id from {{ ref('daily') }}",
    };
    const last = "select id from {{ ref('last') }}";
    const place = fakePlace();
    const first = await visit(place, texts);
    const rows = await first.query(last);
    await first.rest();
    await lab.close();
    const second = await visit(place, texts);
    expect(await second.query("select count(*) as n from {{ ref('daily') }}")).toEqual([{ n: 2n }]);
    expect(await second.query(last)).toEqual(rows);
    expect(second.built()).toEqual([]);
  });

  describe("where tables came with the page", () => {
    /** What a visit has built, as it lies beside the page. */
    async function ahead(place = fakePlace()): Promise<ShippedTables> {
      const first = await visit(place);
      await first.query(SUM);
      await first.rest();
      await lab.close();
      return { list: () => place.list(), read: (key) => place.read(key) };
    }

    test("reads them without a build, and keeps no second copy", async () => {
      const shipped = await ahead();
      const place = fakePlace();
      const second = await visit(place, SHOP, shipped);
      expect(await second.query(SUM)).toEqual([{ total: 60n }]);
      expect(second.built()).toEqual([]);
      expect(second.kept()).toHaveLength(1);
      await second.command("build --select +total");
      await second.rest();
      expect((await second.desk.state()).tables).toEqual([]);
    });

    test("builds what differs from them, and what cannot be read", async () => {
      const shipped = await ahead();
      const changed = await visit(fakePlace(), { ...SHOP, "seeds/raw.csv": "id,amount\n1,5\n" }, shipped);
      expect(await changed.query(SUM)).toEqual([{ total: 10n }]);
      expect(changed.kept()).toEqual([]);
      await lab.close();
      const damaged = { list: shipped.list, read: async () => new Uint8Array(3) };
      const cut = await visit(fakePlace(), SHOP, damaged);
      expect(await cut.query(SUM)).toEqual([{ total: 60n }]);
      expect(cut.built()).toEqual(["raw", "stg", "orders", "total"]);
      await lab.close();
      const gone = await visit(fakePlace(), SHOP, { ...damaged, list: () => Promise.reject(new Error("404")) });
      expect(await gone.query(SUM)).toEqual([{ total: 60n }]);
    });

    test("another project over the same database gets its own rows, not those of the open one", async () => {
      const shipped = await ahead();
      const place = fakePlace();
      const total = "{{ config(materialized='table') }} select 7 as total from {{ ref('orders') }} limit 1";
      const open = await visit(place, { ...SHOP, "models/total.sql": total }, shipped);
      expect(await open.query(SUM)).toEqual([{ total: 7 }]);
      await open.rest();
      expect(await open.beside(SHOP, SUM)).toEqual([{ total: 60n }]);
      expect(await open.query(SUM)).toEqual([{ total: 7 }]);
      expect(open.built()).toEqual(["total"]);
    });
  });
});
