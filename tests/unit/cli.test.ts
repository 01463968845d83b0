import { existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { readArguments } from "../../src/cli/arguments.ts";
import { createDocsServer, listen } from "../../src/cli/docs-server.ts";
import { openLogFile } from "../../src/cli/log-file.ts";
import { logStatements } from "../../src/cli/logged-warehouse.ts";
import { openNativeEngine } from "../../src/cli/native-engine.ts";
import type { NativeEngine, NativeOptions } from "../../src/cli/native-engine.ts";
import { createPrinter } from "../../src/cli/print-log.ts";
import type { PrintOptions } from "../../src/cli/print-log.ts";
import { usageOf } from "../../src/cli/usage.ts";
import type { LogLine } from "../../src/engine/index.ts";

const folder = mkdtempSync(join(tmpdir(), "strata-cli-"));
const opened: NativeEngine[] = [];

afterEach(async () => {
  for (const native of opened.splice(0)) await native.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

function projectIn(name: string, files: Readonly<Record<string, string>>): string {
  const root = join(folder, name);
  const all = {
    "dbt_project.yml": "name: shop\nversion: '1.0'\nprofile: shop\n",
    "models/a.sql": "select 1 as id",
    ...files,
  };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

async function open(projectDir: string, options: Partial<NativeOptions> = {}): Promise<NativeEngine> {
  const native = await openNativeEngine({ projectDir, env: {}, ...options });
  opened.push(native);
  return native;
}

const relationOf = async (native: NativeEngine): Promise<string | undefined> => {
  const outcome = await native.engine.command("run");
  return outcome.results[0]?.relation_name ?? outcome.log.join("\n");
};

describe("folders", () => {
  const root = projectIn("folders", { "sub/x.txt": "" });

  test("are relative to the caller, and the project is the nearest one above", () => {
    expect(readArguments(["run"], join(root, "sub"), {})).toMatchObject({
      projectDir: root,
      profilesDir: null,
      targetDir: null,
    });
    expect(
      readArguments(
        [
          "run",
          "--project-dir",
          "folders",
          "--profiles-dir=p",
          "--target-path",
          "t",
          "--log-path",
          "l",
          "--database",
          "d.duckdb",
        ],
        folder,
        {},
      ),
    ).toMatchObject({
      projectDir: root,
      profilesDir: join(folder, "p"),
      targetDir: join(folder, "t"),
      logDir: join(folder, "l"),
      database: join(folder, "d.duckdb"),
    });
  });

  test("may come from the environment", () => {
    expect(readArguments(["run"], folder, { DBT_PROJECT_DIR: root, DBT_TARGET_PATH: "/t" })).toMatchObject({
      projectDir: root,
      targetDir: "/t",
    });
  });

  test("profiles.yml beside the caller wins over the project's own", () => {
    const caller = projectIn("caller", { "profiles.yml": "shop: {}" });
    expect(readArguments(["run", "--project-dir", root], caller, {})).toMatchObject({ profilesDir: caller });
  });
});

describe("the database", () => {
  test("is target/strata.duckdb without profiles.yml", async () => {
    const root = projectIn("bare", {});
    expect(await relationOf(await open(root))).toBe('"strata"."main"."a"');
    expect(existsSync(join(root, "target/strata.duckdb"))).toBe(true);
  });

  test("is named after the profile's file, and --database wins over it", async () => {
    const root = projectIn("profiled", {
      "profiles.yml": "shop: {target: dev, outputs: {dev: {type: duckdb, path: warehouse.duckdb}}}",
    });
    expect(await relationOf(await open(root))).toBe('"warehouse"."main"."a"');
    expect(existsSync(join(root, "warehouse.duckdb"))).toBe(true);
    expect(await relationOf(await open(root, { database: join(root, "other.duckdb") }))).toBe('"other"."main"."a"');
  });

  test("may have a dot in its file's name, as dbt names it", async () => {
    const root = projectIn("dotted", { "profiles.yml": "shop: {target: dev, outputs: {dev: {type: duckdb}}}" });
    const native = await open(root, { database: join(root, "my.shop.duckdb") });
    expect(await relationOf(native)).toBe('"my.shop"."main"."a"');
    expect((await native.engine.command("run")).exitCode).toBe(0);
    await native.close();
    const again = await open(root, { database: join(root, "my.shop.duckdb") });
    expect((await (await again.warehouse()).query('select count(*) from "my.shop".main.a')).rowCount).toBe(1);
  });

  test("is opened with the profile's settings and attached databases", async () => {
    const root = projectIn("attached", {
      "profiles.yml":
        "shop: {target: dev, outputs: {dev: {type: duckdb, path: ':memory:', settings: {TimeZone: Asia/Tokyo}, attach: [{path: side.duckdb, alias: side}]}}}",
      "models/a.sql": "{{ config(database='side', materialized='table') }} select current_setting('TimeZone') as zone",
    });
    const native = await open(root);
    expect(await relationOf(native)).toBe('"side"."main"."a"');
    expect((await (await native.warehouse()).query("select zone from side.main.a")).data).toEqual([["Asia/Tokyo"]]);
  });

  test("refuses an extension that is not on this machine", async () => {
    const root = projectIn("extended", {
      "profiles.yml":
        "shop: {target: dev, outputs: {dev: {type: duckdb, path: ':memory:', extensions: [no_such_thing]}}}",
    });
    const outcome = await (await open(root)).engine.command("run");
    expect(outcome).toMatchObject({
      exitCode: 2,
      diagnostics: [{ code: "W007", hint: expect.stringContaining("install no_such_thing") as string }],
    });
  });
});

test("deps links a local package, and its models are read through the link", async () => {
  projectIn("shared", {
    "dbt_project.yml": "name: shared\nversion: '1.0'\n",
    "models/a.sql": "{{ config(alias='shared_a') }} select 2 as id",
    "models/b.sql": "select 3 as id",
  });
  const root = projectIn("linking", {
    "packages.yml": "packages: [{local: ../shared}]",
    "models/a.sql": "select * from {{ ref('shared', 'b') }}",
  });
  const before = await open(root, { path: ":memory:" });
  expect((await before.engine.command("run")).exitCode).toBe(2);
  expect((await before.engine.command("deps")).exitCode).toBe(0);
  expect(lstatSync(join(root, "dbt_packages/shared")).isSymbolicLink()).toBe(true);
  const after = await open(root, { path: ":memory:" });
  expect((await after.engine.command("ls --resource-type model")).log).toEqual(["shared.a", "shared.b", "shop.a"]);
});

test("clean deletes target and nothing else", async () => {
  const root = projectIn("cleaned", { "target/manifest.json": "{}", "keep/me.txt": "" });
  expect((await (await open(root, { path: ":memory:" })).engine.command("clean")).exitCode).toBe(0);
  expect(existsSync(join(root, "target"))).toBe(false);
  expect(existsSync(join(root, "keep/me.txt"))).toBe(true);
});

describe("lines", () => {
  const base: PrintOptions = {
    colour: false,
    bare: false,
    quiet: false,
    level: "info",
    format: "text",
    fileLevel: "debug",
    fileFormat: "text",
    invocationId: "id-1",
  };
  const at = new Date(2025, 11, 31, 14, 5, 9).getTime();
  const line = (text: string, level: LogLine["level"] = "info", mark: LogLine["mark"] = null): LogLine => ({
    kind: "log",
    level,
    text,
    mark,
    at,
  });
  const printed = (options: Partial<PrintOptions>, ...lines: LogLine[]): string[] => {
    const out: string[] = [];
    const printer = createPrinter({ ...base, ...options }, (text) => out.push(text), null);
    for (const each of lines) printer.event(each);
    return out;
  };

  test("carry the time, and colour where there is a terminal", () => {
    expect(printed({}, line("Done."), line("SQL: select 1", "debug"))).toEqual(["14:05:09  Done."]);
    expect(printed({ colour: true }, line("1 of 1 OK created [OK in 1s]", "info", "ok"))[0]).toContain(
      "\u001b[32mOK\u001b[0m",
    );
  });

  test("are errors only under --quiet, except for data", () => {
    expect(printed({ quiet: true }, line("Found"), line("Bad", "error"))).toEqual(["14:05:09  Bad"]);
    expect(printed({ quiet: true, bare: true }, line("shop.a"), line("Careful", "warn"))).toEqual(["shop.a"]);
  });

  test("tell more under --debug, and are records under --log-format json", () => {
    expect(printed({ level: "debug" }, line("SQL: select 1", "debug"))).toEqual(["14:05:09  SQL: select 1"]);
    const [record] = printed({ format: "json" }, line("Bad", "error"));
    expect(JSON.parse(record ?? "")).toMatchObject({
      info: { level: "error", msg: "Bad", invocation_id: "id-1", ts: new Date(at).toISOString() },
    });
  });

  test("go to logs/dbt.log with every statement", async () => {
    const root = projectIn("logged", {});
    const file = openLogFile(join(root, "logs"), (text) => expect.fail(text));
    const printer = createPrinter(base, () => undefined, file);
    const native = await open(root, {
      path: ":memory:",
      wrap: (warehouse) => logStatements(warehouse, (text) => printer.debug(text)),
    });
    await native.engine.command("run", { onEvent: (event) => printer.event(event) });
    await file.close();
    const log = readFileSync(join(root, "logs/dbt.log"), "utf8");
    expect(log).toMatch(/\d\d:\d\d:\d\d\.\d{6} \[info \] \[MainThread\]: Found 1 model/);
    expect(log).toMatch(/\[debug\] \[MainThread\]: SQL: create (or replace )?view "strata"\."main"\."a"/);
    expect(log).toContain("Command `dbt run` succeeded");
  });

  test("that cannot be written are told once", async () => {
    writeFileSync(join(folder, "in-the-way"), "");
    const told: string[] = [];
    const file = openLogFile(join(folder, "in-the-way"), (text) => told.push(text));
    file.write("a");
    await file.close();
    expect(told).toHaveLength(1);
  });
});

describe("docs serve", () => {
  let server: Server;
  let address = "";
  beforeAll(async () => {
    const target = join(
      projectIn("served", { "target/index.html": "<h1>shop</h1>", "target/manifest.json": "{}", "secret.json": "{}" }),
      "target",
    );
    server = createDocsServer(target);
    address = await listen(server, "127.0.0.1", 0);
  });
  afterAll(() => server.close());

  test.each([
    ["/", 200, "text/html; charset=utf-8"],
    ["/manifest.json", 200, "application/json; charset=utf-8"],
    ["/nothing.json", 404, "text/plain; charset=utf-8"],
    ["/..%2fsecret.json", 404, "text/plain; charset=utf-8"],
  ])("answers %s with %i", async (path, status, type) => {
    const response = await fetch(`${address}${path}`);
    expect([response.status, response.headers.get("content-type")]).toEqual([status, type]);
    await response.text();
  });
});

test("--help lists a command's own options", () => {
  expect(usageOf("run-operation")).toContain("Usage: strata run-operation MACRO [options]");
  expect(usageOf("show")).toContain("--inline");
  expect(usageOf("run")).not.toContain("--inline");
});
