import { existsSync, readFileSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openLab } from "../../support/project.ts";
import type { Lab } from "../../support/project.ts";

/** dbt's published JSON schemas lie beside the project on the machines that check it; they are not part of it. */
const SCHEMAS = "../shared/schemas";

let lab: Lab;
let artifacts: Readonly<Record<string, string>>;

beforeAll(async () => {
  lab = await openLab({
    "seeds/countries.csv": "code,name\nDE,Germany\n",
    "macros/upper.sql": "{% macro loud(x) %}upper({{ x }}){% endmacro %}",
    "models/sources.yml":
      "sources:\n  - name: app\n    tables: [{name: orders, columns: [{name: id, tests: [not_null]}]}]\nexposures:\n  - name: board\n    type: dashboard\n    owner: {name: Ada}\n    depends_on: [ref('shouting')]\n",
    "models/shouting.sql":
      "{{ config(materialized='table', post_hook='analyze {{ this }}', tags=['x']) }} select {{ loud('name') }} as name from {{ ref('countries') }}",
    "models/off.sql": "{{ config(enabled=false) }} select 1",
    "models/shouting.yml":
      "models:\n  - name: shouting\n    description: Names, loud.\n    columns: [{name: name, description: The name., tests: [unique]}]\n",
    "tests/none_quiet.sql": "select * from {{ ref('shouting') }} where name <> upper(name)",
  });
  artifacts = (await lab.command("build --exclude source:app")).artifacts();
});
afterAll(async () => lab.close());

test("the manifest knows nodes, sources, exposures, macros and the edges between them", () => {
  const manifest = JSON.parse(artifacts["manifest.json"] ?? "{}") as Record<string, Record<string, never>>;
  expect(Object.keys(manifest["sources"] ?? {})).toEqual(["source.shop.app.orders"]);
  expect(Object.keys(manifest["disabled"] ?? {})).toEqual(["model.shop.off"]);
  expect(manifest["parent_map"]?.["exposure.shop.board"]).toEqual(["model.shop.shouting"]);
  expect(manifest["child_map"]?.["seed.shop.countries"]).toEqual(["model.shop.shouting"]);
  expect(manifest["nodes"]?.["model.shop.shouting"]).toMatchObject({
    compiled_code: expect.stringContaining("upper(name)") as string,
    depends_on: { macros: ["macro.shop.loud"], nodes: ["seed.shop.countries"] },
    relation_name: '"strata"."main"."shouting"',
  });
});

test("run results tell each node's status", () => {
  const { results } = JSON.parse(artifacts["run_results.json"] ?? "{}") as {
    results: { unique_id: string; status: string }[];
  };
  expect(Object.fromEntries(results.map((result) => [result.unique_id.split(".")[2], result.status]))).toEqual({
    countries: "success",
    shouting: "success",
    unique_shouting_name: "pass",
    none_quiet: "pass",
  });
});

test.runIf(existsSync(SCHEMAS)).each([
  ["manifest.json", "manifest_v12.json"],
  ["run_results.json", "run-results_v6.json"],
])("%s fits dbt's published schema", (artifact, schema) => {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);
  const validate = ajv.compile(JSON.parse(readFileSync(`${SCHEMAS}/${schema}`, "utf8")) as object);
  validate(JSON.parse(artifacts[artifact] ?? "{}"));
  const errors = (validate.errors ?? [])
    .filter((error) => error.keyword !== "anyOf")
    .map((error) => `${error.instancePath} ${error.message ?? ""} ${JSON.stringify(error.params)}`);
  expect(errors.slice(0, 10)).toEqual([]);
  expect(validate.errors ?? []).toEqual([]);
});
