import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DataFile } from "../../src/archive/data-file.ts";
import { readProject } from "../../src/archive/read-project.ts";
import { bundledProject } from "../../src/bundle/project.ts";
import { builtinMacros } from "../../src/bundle/builtins.ts";
import { lentMacros } from "../../src/bundle/lent-macros.ts";
import { type Outcome } from "../../src/engine/core/errors.ts";
import type { SourceFile } from "../../src/engine/core/source-file.ts";
import { tableRows, type Value } from "../../src/engine/core/table.ts";
import { openNodePolyglot } from "../../src/engine/lineage/polyglot-node.ts";
import { openNodeWarehouse } from "../../src/engine/warehouse/node.ts";
import { createPackLoader } from "../../src/engine/warehouse/packs.ts";
import type { RelationName } from "../../src/engine/warehouse/port.ts";
import { sourcesNote } from "../../src/worker/export-project.ts";
import type { OpenRequest } from "../../src/worker/protocol.ts";
import { Workbench, type StoppableWarehouse } from "../../src/worker/workbench.ts";
import { callsForLentMacros } from "../../src/worker/workspace-files.ts";

const root = join(import.meta.dirname, "../..");
let now = Date.UTC(2031, 4, 6, 7);

const FILES: Readonly<Record<string, string>> = {
  "dbt_project.yml": "name: corner_shop\nversion: '1.0'\nprofile: corner_shop\nvars:\n  as_of_date: '2020-01-01'\n",
  "profiles.yml":
    "corner_shop:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: warehouse.duckdb, schema: main}\n",
  "models/sources.yml": [
    "sources:",
    "  - name: till",
    "    schema: raw",
    "    tables: [{name: orders}, {name: items}, {name: customers}]",
    "  - name: lake",
    "    schema: raw",
    "    tables: [{name: far, meta: {external_location: 's3://bucket/far.parquet'}}]",
    "",
  ].join("\n"),
  "data/orders.csv": "order_id,amount\n1,9.5\n2,1.25\n",
  "seeds/customers.csv": "customer_id\n7\n",
  "models/totals.sql": "select sum(amount) as total from {{ source('till', 'orders') }}",
  "models/today.sql": "select '{{ run_started_at.strftime('%Y-%m-%d') }}' as day",
  "models/parts.sql": "select count(*) as n from {{ source('till', 'items') }}",
  "models/far_away.sql": "select * from {{ source('lake', 'far') }}",
};

function texts(change: Readonly<Record<string, string>> = {}): SourceFile[] {
  return Object.entries({ ...FILES, ...change }).map(([path, text]) => ({ path, text }));
}

const data = (path: string, text: string, version = 1): DataFile => ({ path, content: new Blob([text]), version });

function value<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.diagnostics, null, 2));
  return outcome.value;
}

describe("a project from outside in the workbench", () => {
  const started: string[] = [];
  const opened: StoppableWarehouse[] = [];
  const bench = new Workbench({
    bundled: bundledProject(),
    builtins: builtinMacros(),
    lentMacros: () => Promise.resolve(lentMacros()),
    planData: () => Promise.reject(new Error("Not asked here.")),
    openParser: () => openNodePolyglot(),
    async openWarehouse(database) {
      started.push(database);
      const native = await openNodeWarehouse({ threads: 1, database });
      const warehouse = Object.assign(native, {
        dead: false,
        attachArrow: () => Promise.reject(new Error("Nothing is made for an opened project here.")),
        async attachCsv(relation: RelationName, bytes: Uint8Array) {
          const path = join(mkdtempSync(join(tmpdir(), "strata-csv-")), "data.csv");
          writeFileSync(path, bytes);
          const folder = `"${relation.database}"."${relation.schema}"`;
          await native.execute(
            `create schema if not exists ${folder}; create or replace table ${folder}."${relation.identifier}" as select * from read_csv('${path}')`,
          );
        },
      });
      opened.push(warehouse);
      return warehouse;
    },
    createLoader: () =>
      createPackLoader({
        tier: "tiny",
        readCatalog: async () => JSON.parse(readFileSync(join(root, "public/data/catalog.json"), "utf8")) as unknown,
        readFile: async ({ pack }) => new Uint8Array(readFileSync(join(root, "public/data", pack?.file ?? ""))),
        sha256: () => null,
      }),
    // It goes on with each look.
    wall: () => (now += 1),
    elapsed: () => 0,
  });
  const request: OpenRequest = {
    workspace: "corner_shop-1",
    project: { files: texts(), data: [] },
    overlay: {},
    tier: "tiny",
    dataUrl: "https://example.test/data/",
  };
  const rows = async (sql: string): Promise<Record<string, Value>[]> => tableRows(value(await bench.query(sql)).table);
  const run = async (command: string) => {
    const { results, exitCode } = value(await bench.command(command));
    return {
      exitCode,
      hints: results.flatMap((result) => result.diagnostics.map((found) => `${found.code} ${found.hint}`)),
    };
  };

  beforeAll(async () => {
    await bench.listen(
      () => undefined,
      () => undefined,
    );
    value(await bench.open(request));
  });
  afterAll(async () => {
    for (const warehouse of opened) await warehouse.close();
  });

  test("is read, with its own texts as what edits are compared with", async () => {
    const view = value(await bench.open({ ...request, overlay: { "models/today.sql": null } }));
    expect(view.manifest.project_name).toBe("corner_shop");
    expect(view.files.map((file) => file.path)).not.toContain("models/today.sql");
    expect(view.bundled).toEqual(texts());
    expect(value(await bench.commandWords()).map((command) => command.name)).toEqual(
      expect.arrayContaining(["build", "lint"]),
    );
    value(await bench.open(request));
  });

  test("lives in a database of its profile's name, and in the present", async () => {
    expect(value(await bench.compile("model.corner_shop.totals")).compiled_code).toContain(
      '"warehouse"."raw"."orders"',
    );
    expect(await rows("select * from {{ ref('today') }}")).toEqual([{ day: "2031-05-06" }]);
    expect(started).toEqual(["warehouse"]);
  });

  test("finds the data of its sources by name", async () => {
    expect(await rows("select total from {{ ref('totals') }}")).toEqual([{ total: 10.75 }]);
  });

  test("says which source has no data, and takes them when they are attached", async () => {
    const { exitCode, hints } = await run("run --select parts");
    expect(exitCode).toBe(1);
    expect(hints).toEqual([expect.stringMatching(/^W002 The source "till\.items" has no data here\. Attach/)]);
    value(await bench.setData([data("data/till__items.csv", "item_id\n1\n2\n3\n")]));
    expect((await run("run --select parts")).exitCode).toBe(0);
    expect(await rows("select n from {{ ref('parts') }}")).toEqual([{ n: 3n }]);
    value(await bench.setData([data("data/till__items.csv", "item_id\n1\n", 2)]));
    await run("run --select parts");
    expect(await rows("select n from {{ ref('parts') }}")).toEqual([{ n: 1n }]);
    value(await bench.setData([]));
    expect((await run("run --select parts")).exitCode).toBe(1);
  });

  test("refuses a location that nothing was attached for, and a file that is none", async () => {
    expect((await run("run --select far_away")).hints.join()).toContain("D004");
    value(await bench.setData([data("lake/far.parquet", "no parquet")]));
    expect((await run("run --select far_away")).hints.join()).toContain("D005");
    value(await bench.setData([]));
  });

  test("is held to lint's offline rules only", async () => {
    value(await bench.open({ ...request, overlay: { "models/now.sql": "select current_date as day" } }));
    const { log } = value(await bench.command("lint"));
    expect([...new Set(log.join("\n").match(/V0\d\d/g))]).toEqual(["V003"]);
    value(await bench.open(request));
  });

  test("may call for dbt_utils without bringing it along", async () => {
    const text = "select {{ dbt_utils.generate_surrogate_key(['1']) }} as id";
    expect(callsForLentMacros(texts())).toBe(false);
    value(await bench.open({ ...request, overlay: { "models/keyed.sql": text } }));
    expect(await rows("select length(id) as n from {{ ref('keyed') }}")).toEqual([{ n: 32n }]);
    value(await bench.open(request));
    const own = { path: "dbt_packages/dbt_utils/macros/x.sql", text: "" };
    expect(callsForLentMacros([{ path: "models/keyed.sql", text }, own])).toBe(false);
  });

  test("says where its columns come from, a seed's and a file's", async () => {
    const lineage = value(await bench.columnLineage("model.corner_shop.totals"));
    expect(lineage.columns).toMatchObject([
      { name: "total", kind: "aggregate", reads: [{ node: "source.corner_shop.till.orders", column: "amount" }] },
    ]);
  });

  test("is exported with its edits and artifacts, the same each time, and reads back as the same project", async () => {
    const overlay = { "models/today.sql": null, "models/more.sql": "select 1 as id" };
    value(
      await bench.open({ ...request, overlay, project: { files: texts(), data: [data("data/x.parquet", "PAR1")] } }),
    );
    await run("run --select more");
    const zip = value(await bench.exportProject());
    const bytes = new Uint8Array(await zip.arrayBuffer());
    expect(new Uint8Array(await value(await bench.exportProject()).arrayBuffer())).toEqual(bytes);
    const files = unzipSync(bytes);
    const artifacts = Object.keys(files).filter((path) => path.startsWith("target/"));
    expect(artifacts).toEqual(expect.arrayContaining(["target/manifest.json", "target/run_results.json"]));
    const read = value(await readProject({ kind: "zip", name: "x.zip", content: zip }));
    const edited = texts({ "models/more.sql": "select 1 as id" }).filter((file) => file.path !== "models/today.sql");
    expect(read.files).toEqual(edited.sort((a, b) => (a.path < b.path ? -1 : 1)));
    expect(read.data.map((file) => file.path)).toEqual(["data/x.parquet"]);
  });

  test("gives way to the bundled one, which stands at its as-of date in a database of its own", async () => {
    const view = value(await bench.open({ workspace: "main", overlay: {}, tier: "tiny", dataUrl: request.dataUrl }));
    expect(view.manifest.project_name).toBe("strata");
    expect(await rows("select '{{ run_started_at.strftime('%Y-%m-%d') }}' as day")).toEqual([{ day: "2025-12-31" }]);
    expect(started.at(-1)).toBe("strata");
    expect(await rows("select count(*) as n from information_schema.tables where table_name = 'totals'")).toEqual([
      { n: 0n },
    ]);
  });

  test("the bundled project is exported as it lies in src/models, with a note where its data are", async () => {
    const zip = value(await bench.exportProject());
    const read = value(await readProject({ kind: "zip", name: "strata.zip", content: zip }));
    expect(read.name).toBe("strata");
    const note = read.files.find((file) => file.path === "SOURCES.md")?.text ?? "";
    expect(note).toContain("<https://example.test/data/tiny/app_database__accounts.parquet>");
    expect(note).toContain("STRATA_DATA_DIR=");
    expect(read.files.filter((file) => file.path !== "SOURCES.md")).toEqual(bundledProject());
    // Opened again it is the same project, and reads the page's data as the bundled one does.
    const again = { ...request, workspace: "strata-2", project: { files: read.files, data: [] } };
    const view = value(await bench.open(again));
    expect(sourcesNote({ manifest: view.manifest, dataUrl: request.dataUrl, tier: "tiny", makeCommand: null })).toBe(
      note,
    );
    expect(await rows("select count(*) as n from {{ ref('stg_app_database__accounts') }}")).toEqual([{ n: 60n }]);
  });
});
