import { describe, expect, test } from "vitest";
import { parsedOf } from "../../support/parsed.ts";

const profile = (target: string) =>
  `shop:\n  target: dev\n  outputs:\n    dev: ${target}\n    prod: {type: duckdb, path: prod.duckdb}\n`;
const read = (profiles: string, options = {}) => parsedOf({ "profiles.yml": profiles }, options);

describe("profiles.yml", () => {
  test("a target has a path, a schema, threads, attached databases, settings and extensions", () => {
    const { target } = read(
      profile(
        "{type: duckdb, path: data/warehouse.duckdb, schema: marts, threads: 4, settings: {memory_limit: 1GB, threads: 2}, " +
          "extensions: [parquet, {name: h3, repo: community}], own: 5, " +
          "attach: [{path: other.duckdb, alias: o, read_only: true}, {path: x.db, type: sqlite, options: {encryption_key: k}}]}",
      ),
    ).project;
    expect(target).toMatchObject({
      name: "dev",
      database: "warehouse",
      schema: "marts",
      threads: 4,
      settings: { memory_limit: "1GB", threads: 2 },
      extensions: ["parquet", "h3"],
      attach: [
        { path: "other.duckdb", alias: "o", type: null, readOnly: true, options: {} },
        { path: "x.db", alias: null, type: "sqlite", readOnly: false, options: { encryption_key: "k" } },
      ],
    });
    expect(target.raw["own"]).toBe(5);
  });

  test.each([
    ["{type: duckdb}", "memory"],
    ["{type: duckdb, path: ':memory:'}", "memory"],
    ["{type: duckdb, path: a/b.c.duckdb}", "b.c"],
    ["{type: duckdb, path: b.duckdb, database: given}", "given"],
  ])("the database of %s is called %s", (target, name) =>
    expect(read(profile(target)).project.target.database).toBe(name),
  );

  test("only the chosen target is rendered, and secrets are readable there", () => {
    const text = profile("{type: duckdb, path: \"{{ env_var('DBT_ENV_SECRET_PATH') }}\"}").replace(
      "prod.duckdb",
      "\"{{ env_var('NOPE') }}\"",
    );
    expect(read(text, { env: { DBT_ENV_SECRET_PATH: "s.duckdb" } }).project.target.path).toBe("s.duckdb");
    expect(read(text, { target: "prod" }).found).toContain("P015 profiles.yml:5");
  });

  test.each([
    ["an unknown target", profile("{type: duckdb}"), { target: "prd" }, 'Did you mean "prod"?'],
    ["an unknown profile", profile("{type: duckdb}"), { profile: "shp" }, 'Did you mean "shop"?'],
    ["another database", profile("{type: postgres}"), {}, "Use `type: duckdb`."],
    [
      "an attached database elsewhere",
      profile("{type: duckdb, attach: [{path: 'md:x'}]}"),
      {},
      "Attach a file that lies beside the project.",
    ],
    ["an attach that is no list", profile("{type: duckdb, attach: x}"), {}, "Write `attach:` and one `- …` per entry."],
  ])("%s is refused with a way out", (_what, text, options, hint) => {
    const [found] = read(text, options).manifest.diagnostics;
    expect(found?.code).toBe("P006");
    expect(found?.hint).toContain(hint);
  });

  test("what needs a network or Python is left out with a warning", () =>
    expect(read(profile("{type: duckdb, secrets: [{type: s3}], filesystems: []}")).found).toEqual([
      "P012w profiles.yml:4",
    ]));
});

describe("vars", () => {
  const texts = {
    "dbt_project.yml":
      "name: shop\nvars: {a: 1, text: \"{{ env_var('WHO', 'me') }}\", broken: \"{{ env_var('NOPE') }}\", shop: {a: 2}}\n",
    "models/m.sql": "{{ config(meta={'a': var('a'), 'text': var('text')}) }} select 1",
  };

  test("the section of the package wins over the project's own, the command line over both", () => {
    expect(parsedOf(texts).node("model.shop.m").meta["a"]).toBe(2);
    expect(parsedOf(texts, { vars: { a: 3n } }).node("model.shop.m").meta["a"]).toBe(3);
  });

  test("Jinja in a var is rendered when it is asked for, so one that nobody asks for may be broken", () => {
    const { node, found } = parsedOf(texts, { env: { WHO: "you" } });
    expect(node("model.shop.m").meta["text"]).toBe("you");
    expect(found).toEqual([]);
  });
});

test("require-dbt-version holds the engine's dbt against the range", () => {
  const found = (range: string) => parsedOf({ "dbt_project.yml": `name: shop\nrequire-dbt-version: ${range}\n` }).found;
  expect(found("'>=1.6.0,<2.0.0'")).toEqual([]);
  expect(found("['>=1.6.0', '<1.11.0']")).toEqual(["P013 dbt_project.yml:2"]);
  expect(found("2.0")).toEqual(["P003 dbt_project.yml:2"]);
  expect(found("'>=2.0.0'\nflags: {version_check: false}")).toEqual([]);
});

test("selectors.yml is read; two defaults are refused", () => {
  const { manifest, found } = parsedOf({
    "selectors.yml":
      "selectors:\n  - name: nightly\n    default: true\n    definition: {union: [tag:nightly, {method: tag, value: x}]}\n" +
      "  - {name: other, default: true, definition: 'a+'}\n  - {name: broken}\n",
  });
  expect([...manifest.selectors.keys()]).toEqual(["nightly", "other"]);
  expect(manifest.selectors.get("nightly")?.default).toBe(true);
  expect(found).toEqual(["P003 selectors.yml:5", "P003 selectors.yml:6"]);
});

test.each([
  ["model-paths: 4", "P003"],
  ["models: 4", "P003"],
  ["vars: [a]", "P003"],
  ["on-run-start: [{sql: x}]", "P003"],
  ["quoting: {identifier: maybe}", "P003"],
  ["config-version: 1", "P003"],
  ["tests: {}\ndata_tests: {}", "P002"],
  ["log-path: mine", "P011w"],
  ["log-path: logs", ""],
  ["name: store", "P011w"],
])("dbt_project.yml with %s", (line, code) =>
  expect(parsedOf({ "dbt_project.yml": `name: shop\n${line}\n` }).found.map((item) => item.split(" ")[0])).toEqual(
    code === "" ? [] : [code],
  ),
);
