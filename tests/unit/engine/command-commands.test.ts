import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { engineOf, openLab } from "../../support/project.ts";
import type { Lab } from "../../support/project.ts";
import type { ProjectHost } from "../../../src/engine/index.ts";

const FILES = {
  "seeds/codes.csv": "code,name\nDE,Germany\nFR,France\n",
  "models/places.sql": "{{ config(materialized='table') }} select * from {{ ref('codes') }}",
  "models/shouting.sql": "select upper(name) as name from {{ ref('places') }}",
  "models/places.yml": "models: [{name: places, columns: [{name: code, data_tests: [unique]}]}]",
  "macros/greet.sql":
    "{% macro greet(name, times=1) %}{{ log('hello ' ~ name ~ ' ' ~ times, info=true) }}{% do run_query('create or replace table greeted as select 1 as id') %}{{ return(5) }}{% endmacro %}" +
    "{% macro trouble() %}{{ exceptions.raise_compiler_error('no way') }}{% endmacro %}",
};

let lab: Lab;

beforeAll(async () => {
  lab = await openLab(FILES);
  await lab.command("build");
});
afterAll(async () => lab.close());

async function said(command: string): Promise<string> {
  return (await lab.command(command)).log.join("\n");
}

describe("compile", () => {
  test("prints a node that is named, and writes the others", async () => {
    const outcome = await lab.command("compile --select shouting");
    expect(outcome.log.slice(-2)).toEqual([
      "Compiled node 'shouting' is:",
      'select upper(name) as name from "strata"."main"."places"',
    ]);
    expect(outcome.artifacts()["compiled/shop/models/shouting.sql"]).toContain("upper(name)");
    expect((await lab.command("compile")).log.join("\n")).not.toContain("Compiled node");
  });

  test("prints SQL that stands in no file, as text and as JSON", async () => {
    expect(await said("compile --inline 'select * from {{ ref(\"places\") }}'")).toContain(
      'Compiled inline node is:\nselect * from "strata"."main"."places"',
    );
    expect(await said("compile --select shouting --output json")).toContain('"node": "shouting"');
  });

  test("of a model that cannot be compiled ends with 2", async () => {
    const broken = lab.change({ "models/broken.sql": "select {{ nope() }}" });
    expect((await broken.command("compile --select broken")).exitCode).toBe(2);
    expect((await broken.command("run --select broken")).exitCode).toBe(1);
  });
});

describe("show", () => {
  test("prints rows of a node as a table or as JSON", async () => {
    expect((await lab.command("show --select places --limit 1")).log).toEqual([
      "Previewing node 'places':",
      "| code | name    |",
      "| ---- | ------- |",
      "| DE   | Germany |",
    ]);
    const json = await said(
      "show --output json --inline \"select 9007199254740993 as big, 1.50 as price, true as yes, timestamp '2024-01-01 10:00:00' as at\"",
    );
    expect(json).toContain('"big": 9007199254740993');
    expect(JSON.parse(json)).toMatchObject({ show: [{ price: 1.5, yes: true, at: "2024-01-01T10:00:00" }] });
  });

  test("sends --inline-direct as it is", async () => {
    expect(await said("show --inline-direct \"select '{{ x }}' as x\"")).toContain("| {{ x }} |");
  });

  test("needs something to show, and ends with 2 when its query fails", async () => {
    expect(await lab.command("show")).toMatchObject({ exitCode: 2, diagnostics: [{ code: "C001" }] });
    expect(await lab.command("show --inline 'select nope'")).toMatchObject({
      exitCode: 2,
      diagnostics: [{ code: "W002" }],
    });
  });
});

describe("run-operation", () => {
  test("calls a macro with arguments", async () => {
    const outcome = await lab.command("run-operation greet --args '{name: Ada, times: 3}'");
    expect(outcome.log).toContain("hello Ada 3");
    expect(outcome.exitCode).toBe(0);
    expect(outcome.results).toMatchObject([{ unique_id: "macro.shop.greet", status: "success" }]);
    expect(await lab.column("select id from greeted")).toEqual(["1"]);
    expect((await lab.command("run-operation shop.greet --args '{name: Bo}'")).exitCode).toBe(0);
  });

  test("ends with 1 when the macro fails, with 2 when there is none", async () => {
    expect(await lab.command("run-operation trouble")).toMatchObject({ exitCode: 1, diagnostics: [{ code: "J003" }] });
    expect(await lab.command("run-operation greet --args '{who: Ada}'")).toMatchObject({ exitCode: 1 });
    expect(await lab.command("run-operation gret")).toMatchObject({
      exitCode: 2,
      diagnostics: [{ code: "R003", hint: 'Did you mean "greet"?' }],
    });
  });
});

describe("docs generate", () => {
  test("writes manifest, catalog with the columns as they are, and a page", async () => {
    const outcome = await lab.command("docs generate");
    const artifacts = outcome.artifacts();
    expect(Object.keys(artifacts)).toEqual(
      expect.arrayContaining(["manifest.json", "catalog.json", "run_results.json", "index.html"]),
    );
    const catalog = JSON.parse(artifacts["catalog.json"] ?? "{}") as { nodes: Record<string, unknown> };
    expect(Object.keys(catalog.nodes).sort()).toEqual(["model.shop.places", "model.shop.shouting", "seed.shop.codes"]);
    expect(catalog.nodes["model.shop.shouting"]).toMatchObject({
      metadata: { type: "VIEW", database: "strata", schema: "main", name: "shouting" },
      columns: { name: { type: "VARCHAR", index: 1, comment: null } },
    });
    const page = artifacts["index.html"] ?? "";
    const entries = JSON.parse(/id="entries">(.*?)<\/script>/.exec(page)?.[1] ?? "[]") as {
      id: string;
      columns: unknown[];
    }[];
    expect(entries.find(({ id }) => id === "model.shop.shouting")).toMatchObject({
      columns: expect.arrayContaining([expect.objectContaining({ name: "name", type: "VARCHAR" })]) as unknown,
    });
    expect(artifacts["static_index.html"]).toBeUndefined();
  });

  test("with --static writes the page once more, under dbt's name for it", async () => {
    const artifacts = (await lab.command("docs generate --static --no-compile --empty-catalog")).artifacts();
    expect(artifacts["static_index.html"]).toBe(artifacts["index.html"]);
  });

  test("without compiling, and with an empty catalog, when it is told so", async () => {
    const artifacts = (await lab.command("docs generate --no-compile --empty-catalog")).artifacts();
    expect(artifacts["run_results.json"]).toBeUndefined();
    expect(JSON.parse(artifacts["catalog.json"] ?? "{}")).toMatchObject({ nodes: {}, sources: {} });
  });
});

describe("a selection", () => {
  test("that matches nothing warns and ends with 0, or with 2 under --warn-error", async () => {
    const outcome = await lab.command("run --select nowhere");
    expect(outcome).toMatchObject({ exitCode: 0, diagnostics: [{ code: "G003", severity: "warning" }] });
    expect(outcome.log.slice(-2)).toEqual([
      "The selection criterion 'nowhere' does not match any enabled nodes",
      "Nothing to do. Try checking your model configs and model specification args",
    ]);
    expect((await lab.command("run --select nowhere --warn-error")).exitCode).toBe(2);
    const silent = "--warn-error-options '{error: all, warn: [NothingToDo], silence: [NoNodesForSelectionCriteria]}'";
    const silenced = await lab.command(`run --select nowhere ${silent}`);
    expect(silenced.exitCode).toBe(0);
    expect(silenced.log.join("\n")).not.toContain("does not match");
  });

  test("is narrowed by resource types", async () => {
    expect(await said("ls --resource-type seed")).toBe("shop.codes");
    expect(await said("ls --exclude-resource-type model test")).toBe("shop.codes");
    expect(await said("ls --models places")).toBe("shop.places");
  });
});

describe("flags", () => {
  test("of dbt_project.yml count where the command line is silent", async () => {
    const changed = lab.change({
      "dbt_project.yml":
        "name: shop\nversion: '1.0'\nprofile: shop\nflags: {full_refresh: true, store_failures: true}\n",
      "models/flags.sql": "select '{{ flags.FULL_REFRESH }} {{ flags.WHICH }} {{ flags.STORE_FAILURES }}' as flags",
    });
    expect((await changed.command("compile --select flags")).log.at(-1)).toContain("True compile True");
    const results = JSON.parse(
      (await changed.command("run --select flags")).artifacts()["run_results.json"] ?? "{}",
    ) as { args: object };
    expect(results.args).toMatchObject({ which: "run", full_refresh: true, select: ["flags"] });
  });

  test("of the environment count too, and the command line wins", async () => {
    const engine = engineOf(
      { "models/a.sql": "select 1 as id", "models/b.sql": "select 2 as id" },
      { env: { DBT_RESOURCE_TYPES: "seed" } },
    );
    expect((await engine.command("ls")).log).toEqual(["No nodes selected!"]);
    expect((await engine.command("ls --resource-type model")).log).toEqual(["shop.a", "shop.b"]);
  });
});

test("seed --show prints the loaded rows", async () => {
  expect(await said("seed --show")).toContain("Random sample of table: main.codes");
});

test("docs serve belongs to the command line", async () => {
  expect(await lab.command("docs serve")).toMatchObject({ exitCode: 2, diagnostics: [{ code: "C001" }] });
});

describe("commands that need no project that can be read", () => {
  const host = (files: Readonly<Record<string, string>> = {}): ProjectHost & { done: string[] } => {
    const done: string[] = [];
    return {
      done,
      profilesDir: "/p",
      targetDir: "/p/target",
      facts: {},
      resolve: (path) => (path.startsWith("/") ? path : path === "." || path === "" ? "/p" : `/p/${path}`),
      isInside: (path) => !path.startsWith("/") && !path.startsWith(".."),
      remove: (path) => Promise.resolve(void done.push(`remove ${path}`)),
      read: (path) => Promise.resolve(files[path] ?? null),
      install: (from, to) => Promise.resolve(void done.push(`install ${from} ${to}`)),
    };
  };
  const broken = { "models/a.sql": "select {{", "models/b.yml": "models: {" };
  const projectWith = (text: string): Record<string, string> => ({
    ...broken,
    "dbt_project.yml": `name: shop\nversion: '1.0'\nprofile: shop\n${text}\n`,
  });

  test("clean deletes the clean targets", async () => {
    const folder = host();
    const outcome = await engineOf(projectWith("clean-targets: [target, dbt_packages]"), { host: folder }).command(
      "clean",
    );
    expect(outcome.exitCode).toBe(0);
    expect(folder.done).toEqual(["remove target", "remove dbt_packages"]);
    expect(outcome.log.at(-1)).toBe("Finished cleaning all paths.");
  });

  test.each([
    ["models", "will not clean the following source paths: ['/p/models']"],
    [".", "will not clean the following source paths: ['/p']"],
    ["../other", "will not clean the following directories outside the project"],
  ])("clean leaves %s alone", async (target, message) => {
    const folder = host();
    const outcome = await engineOf(projectWith(`clean-targets: [${target}]`), { host: folder }).command("clean");
    expect(outcome).toMatchObject({
      exitCode: 2,
      diagnostics: [{ message: expect.stringContaining(message) as string }],
    });
    expect(folder.done).toEqual([]);
  });

  test("debug tells what is wrong with the profile, and ends with 1", async () => {
    const files = { ...broken, "profiles.yml": "shop: {target: dev, outputs: {dev: {type: duckdb, path: x.duckdb}}}" };
    const outcome = await engineOf(files).command("debug --target nope");
    expect(outcome.exitCode).toBe(1);
    expect(outcome.log.join("\n")).toContain("profiles.yml file [ERROR invalid]");
    expect(outcome.log.join("\n")).toContain("1 check failed:");
  });

  test("debug tries the connection", async () => {
    const outcome = await lab.command("debug");
    expect(outcome.exitCode).toBe(0);
    expect(outcome.log).toContain("  Connection test: [OK connection ok]");
    expect(outcome.log.at(-1)).toBe("All checks passed!");
  });

  test("deps puts local packages below dbt_packages, and theirs", async () => {
    const folder = host({
      "../shared/dbt_project.yml": "name: shared\n",
      "../shared/packages.yml": "packages: [{local: inner}]",
      "../shared/inner/dbt_project.yml": "name: inner\n",
    });
    const engine = engineOf({ "packages.yml": "packages: [{local: ../shared}]" }, { host: folder });
    expect((await engine.command("deps")).exitCode).toBe(0);
    expect(folder.done).toEqual([
      "install ../shared dbt_packages/shared",
      "install ../shared/inner dbt_packages/inner",
    ]);
  });

  test("deps says what to put where for packages that it cannot fetch", async () => {
    const files = {
      "packages.yml":
        "packages: [{package: acme/tools, version: 1.2.3}, {git: 'https://example.com/acme/other.git', revision: v1}]",
    };
    const outcome = await engineOf(files, { host: host() }).command("deps");
    expect(outcome).toMatchObject({ exitCode: 2, diagnostics: [{ code: "P014" }, { code: "P014" }] });
    expect(outcome.diagnostics[0]?.hint).toContain('into "dbt_packages/tools" (version 1.2.3)');
    const there = {
      ...files,
      "dbt_packages/tools/dbt_project.yml": "name: tools\n",
      "dbt_packages/other/dbt_project.yml": "name: other\n",
    };
    expect((await engineOf(there, { host: host() }).command("deps")).exitCode).toBe(0);
  });
});

test("lint says how many public models are documented, and how many with business logic are tested beyond their key", async () => {
  const columns = (names: string): string =>
    `columns: [${names
      .split(" ")
      .map((name) => `{ name: ${name}, description: A. }`)
      .join(", ")}]`;
  const changed = lab.change({
    "models/intermediate/int_a.sql": "select 1 as id",
    "models/intermediate/int_b.sql": "select 1 as id",
    "models/intermediate/a.yml": `models: [{ name: int_a, access: public, description: All., ${columns("id")} }, { name: int_b, access: public, description: No columns., columns: [{ name: id, data_tests: [unique, not_null] }] }]`,
    "tests/a_is_one.sql": "select id from {{ ref('int_a') }} where id <> 1",
  });
  const { log } = await changed.command("lint --select int_a int_b");
  expect(log).toContain("Documentation: 1 of 2 public models described with all columns (50%); not: int_b");
  expect(log).toContain("Tests: 1 of 2 models with business logic tested beyond the key (50%); not: int_b");
});

test("lint finds what fails offline, and warns in projects from outside", async () => {
  const changed = lab.change({ "models/today.sql": "select current_date as today" });
  const outcome = await changed.command("lint --select today");
  expect(outcome.diagnostics.map((found) => found.severity)).toContain("warning");
  expect(outcome.exitCode).toBe(0);
});
