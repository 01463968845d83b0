import { existsSync, readFileSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openLab } from "../../support/project.ts";
import type { Lab } from "../../support/project.ts";

/** dbt's published JSON schemas lie beside the project on the machines that check it; they are not part of it. */
const SCHEMAS = "../shared/schemas";

let lab: Lab;
let artifacts: Readonly<Record<string, string>>;
let docs: Readonly<Record<string, string>>;
let freshness: Readonly<Record<string, string>>;

type Json = Record<string, never>;
const read = (name: string): Json => JSON.parse(artifacts[name] ?? "{}") as Json;

beforeAll(async () => {
  lab = await openLab(
    {
      "seeds/countries.csv": "code,name\nDE,Germany\n",
      "macros/upper.sql": "{% macro loud(x) %}upper({{ x }}){% endmacro %}",
      "macros/upper.yml":
        "macros: [{name: loud, description: Louder., arguments: [{name: x, type: text, description: A text.}]}]",
      "models/sources.yml":
        "sources:\n  - name: app\n    schema: main\n    loaded_at_field: came\n    freshness: {warn_after: {count: 1, period: day}}\n    tables: [{name: orders, columns: [{name: id, tests: [not_null]}]}]\nexposures:\n  - name: board\n    type: dashboard\n    owner: {name: Ada}\n    url: https://example.com\n    depends_on: [ref('shouting')]\n",
      "models/shouting.sql":
        "{{ config(materialized='table', post_hook='analyze {{ this }}', tags=['x'], group='people') }} select {{ loud('name') }} as name from {{ ref('countries') }}",
      "models/off.sql": "{{ config(enabled=false) }} select 1",
      "models/shouting.yml":
        "groups: [{name: people, owner: {name: Ada}}]\nmodels:\n  - name: shouting\n    description: Names, loud.\n    columns: [{name: name, description: The name., tests: [unique, not_null]}]\n" +
        "unit_tests:\n  - name: shouts\n    model: shouting\n    given: [{input: ref('countries'), rows: [{name: a}]}]\n    expect: {rows: [{name: A}]}\n",
      "models/strict.sql": "select 1 as id, 'a' as name",
      "models/strict.yml":
        "models:\n  - name: strict\n    latest_version: 1\n    config: {contract: {enforced: true}}\n    columns: [{name: id, data_type: integer, constraints: [{type: primary_key}]}, {name: name, data_type: varchar}]\n    versions: [{v: 1, defined_in: strict}]\n",
      "models/semantics.yml":
        "semantic_models:\n  - name: names\n    model: ref('shouting')\n    defaults: {agg_time_dimension: day}\n    entities: [{name: name, type: primary}]\n    measures: [{name: names, agg: count, expr: 1}]\n    dimensions: [{name: day, type: time, type_params: {time_granularity: day}}]\n" +
        "metrics:\n  - name: names\n    label: Names\n    type: simple\n    type_params: {measure: names}\n  - name: share\n    label: Share\n    type: ratio\n    type_params: {numerator: names, denominator: {name: names, filter: \"{{ Dimension('name__day') }} > '2024-01-01'\"}}\n" +
        "saved_queries:\n  - name: weekly\n    query_params: {metrics: [names], group_by: [\"Dimension('name__day')\"]}\n    exports: [{name: weekly, config: {export_as: table}}]\n",
      "models/time.sql": "select date '2024-01-01' as day",
      "models/time.yml":
        "models: [{name: time, time_spine: {standard_granularity_column: day}, columns: [{name: day, granularity: day}]}]",
      "models/docs.md": "{% docs loudness %}How loud.{% enddocs %}",
      "snapshots/kept.sql":
        "{% snapshot kept %}{{ config(unique_key='code', strategy='check', check_cols=['name']) }} select * from {{ ref('countries') }}{% endsnapshot %}",
      "analyses/look.sql": "select * from {{ ref('shouting') }}",
      "tests/none_quiet.sql": "select * from {{ ref('shouting') }} where name <> upper(name)",
      "selectors.yml": "selectors: [{name: nightly, description: All., definition: 'tag:x'}]",
    },
    { env: { DBT_ENV_CUSTOM_ENV_TEAM: "data" } },
  );
  await lab.warehouse.execute("create table orders as select 1 as id, timestamp '2025-12-30 12:00:00' as came");
  artifacts = (await lab.command("build")).artifacts();
  docs = (await lab.command("docs generate")).artifacts();
  freshness = (await lab.command("source freshness")).artifacts();
});
afterAll(async () => lab.close());

describe("manifest.json", () => {
  test("knows every kind of resource, under dbt's ids", () => {
    const manifest = read("manifest.json") as Record<string, Record<string, unknown>>;
    const ids = (part: string): string[] =>
      Object.keys(manifest[part] ?? {})
        .map((id) => id.replace(/\.[0-9a-f]{10}$/, ""))
        .sort();
    expect(ids("nodes")).toEqual([
      "analysis.shop.look",
      "model.shop.shouting",
      "model.shop.strict.v1",
      "model.shop.time",
      "seed.shop.countries",
      "snapshot.shop.kept",
      "test.shop.none_quiet",
      "test.shop.not_null_shouting_name",
      "test.shop.source_not_null_app_orders_id",
      "test.shop.unique_shouting_name",
    ]);
    expect(ids("sources")).toEqual(["source.shop.app.orders"]);
    expect(ids("exposures")).toEqual(["exposure.shop.board"]);
    expect(ids("unit_tests")).toEqual(["unit_test.shop.shouting.shouts"]);
    expect(ids("groups")).toEqual(["group.shop.people"]);
    expect(ids("disabled")).toEqual(["model.shop.off"]);
    expect(ids("docs")).toContain("doc.shop.loudness");
    expect(ids("selectors")).toEqual(["nightly"]);
    expect(ids("metrics")).toEqual(["metric.shop.names", "metric.shop.share"]);
    expect(ids("semantic_models")).toEqual(["semantic_model.shop.names"]);
    expect(ids("saved_queries")).toEqual(["saved_query.shop.weekly"]);
  });

  test("tells how nodes hang together", () => {
    const manifest = read("manifest.json") as Record<string, Record<string, unknown>>;
    expect(manifest["parent_map"]?.["exposure.shop.board"]).toEqual(["model.shop.shouting"]);
    expect(manifest["child_map"]?.["seed.shop.countries"]).toEqual(
      expect.arrayContaining(["model.shop.shouting", "snapshot.shop.kept"]),
    );
    expect(manifest["group_map"]?.["people"]).toContain("model.shop.shouting");
    expect(manifest["nodes"]?.["model.shop.shouting"]).toMatchObject({
      compiled: true,
      compiled_code: expect.stringContaining("upper(name)") as string,
      compiled_path: "target/compiled/shop/models/shouting.sql",
      depends_on: { macros: ["macro.shop.loud"], nodes: ["seed.shop.countries"] },
      relation_name: '"strata"."main"."shouting"',
      primary_key: ["name"],
      group: "people",
      config: { "post-hook": [{ sql: "analyze {{ this }}", transaction: true, index: null }], materialized: "table" },
    });
    expect(manifest["nodes"]?.["model.shop.strict.v1"]).toMatchObject({
      version: 1,
      contract: { enforced: true },
      columns: { id: { constraints: [{ type: "primary_key" }] } },
    });
    expect(manifest["unit_tests"]?.["unit_test.shop.shouting.shouts"]).toMatchObject({
      model: "shouting",
      given: [{ input: "ref('countries')", rows: [{ name: "a" }], format: "dict" }],
      overrides: null,
    });
    expect(manifest["macros"]?.["macro.shop.loud"]).toMatchObject({
      description: "Louder.",
      arguments: [{ name: "x" }],
    });
    expect(manifest["metadata"]).toMatchObject({ adapter_type: "duckdb", project_name: "shop", env: { TEAM: "data" } });
  });
});

describe("run_results.json", () => {
  test("tells each node's status", () => {
    const { results } = read("run_results.json") as unknown as { results: { unique_id: string; status: string }[] };
    expect(Object.fromEntries(results.map((result) => [result.unique_id.split(".")[2], result.status]))).toMatchObject({
      countries: "success",
      shouting: "success",
      unique_shouting_name: "pass",
      none_quiet: "pass",
      board: "no-op",
      kept: "success",
    });
  });

  test("carries the flags of the command", () => {
    expect(read("run_results.json")["args"]).toMatchObject({
      which: "build",
      full_refresh: false,
      indirect_selection: "eager",
    });
  });
});

test("the SQL lies where dbt puts it: compiled, and as it was sent", () => {
  const names = Object.keys(artifacts);
  expect(names).toEqual(
    expect.arrayContaining([
      "compiled/shop/models/shouting.sql",
      "compiled/shop/models/shouting.yml/unique_shouting_name.sql",
      "compiled/shop/tests/none_quiet.sql",
      "run/shop/models/shouting.sql",
    ]),
  );
  expect(artifacts["run/shop/models/shouting.sql"]).toMatch(/create (or replace )?table[\s\S]*upper\(name\)/);
});

test.runIf(existsSync(SCHEMAS)).each([
  ["manifest.json", "manifest_v12.json", () => artifacts],
  ["run_results.json", "run-results_v6.json", () => artifacts],
  ["catalog.json", "catalog_v1.json", () => docs],
  ["sources.json", "sources_v3.json", () => freshness],
] as const)("%s fits dbt's published schema", (artifact, schema, from) => {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);
  const validate = ajv.compile(JSON.parse(readFileSync(`${SCHEMAS}/${schema}`, "utf8")) as object);
  const text = from()[artifact];
  if (text === undefined) throw new Error(`The command wrote no ${artifact}.`);
  validate(JSON.parse(text));
  const errors = (validate.errors ?? [])
    .filter((error) => error.keyword !== "anyOf")
    .map((error) => `${error.instancePath} ${error.message ?? ""} ${JSON.stringify(error.params)}`);
  expect(errors.slice(0, 10)).toEqual([]);
  expect(validate.errors ?? []).toEqual([]);
});
