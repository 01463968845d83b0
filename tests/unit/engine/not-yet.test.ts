/** What the engine cannot build yet fails alone, with P012; the rest of the project is read, listed, compiled and run. */
import { afterEach, expect, test } from "vitest";
import { pythonCalls } from "../../../src/engine/parse/python-calls.ts";
import { engineOf, openLab } from "../../support/project.ts";
import type { Lab } from "../../support/project.ts";

let lab: Lab | null = null;
afterEach(async () => {
  await lab?.close();
  lab = null;
});

const PYTHON = {
  "models/a.sql": "select 1 as id",
  "models/p.py": `"""Reads dbt.ref('nobody')."""
import pandas
def model(dbt, session):
    # dbt.ref("nobody either")
    dbt.config(tags=["slow", 'py'], meta={"rows": 3, 'keys': [True, None]})
    orders = dbt.ref("a").df()
    raw = dbt.source("raw", "events")
    return orders
`,
  "models/b.sql": "select * from {{ ref('p') }}",
  "models/s.yml":
    "sources: [{name: raw, schema: main, tables: [{name: events}]}]\n" +
    "models: [{name: p, columns: [{name: id, data_tests: [not_null]}]}]\n",
};

async function statuses(text: string): Promise<Record<string, string>> {
  const { results } = (await lab?.command(text)) ?? { results: [] };
  return Object.fromEntries(results.map(({ unique_id: id, status }) => [id.split(".")[2], status]));
}

test("a Python model is a node with its lineage, config and tests", () => {
  const { manifest, diagnostics } = engineOf(PYTHON);
  const node = manifest.nodes.get("model.shop.p");
  expect(node).toMatchObject({ resource_type: "model", language: "python", path: "p.py", tags: ["slow", "py"] });
  expect(node?.config).toMatchObject({ materialized: "table", meta: { rows: 3, keys: [true, null] } });
  expect([...(node?.depends_on.nodes ?? [])].sort()).toEqual(["model.shop.a", "source.shop.raw.events"]);
  expect(manifest.nodes.get("model.shop.b")?.depends_on.nodes).toEqual(["model.shop.p"]);
  expect(diagnostics.map(({ code, severity, at }) => [code, severity, at?.path])).toEqual([
    ["P012", "warning", "models/p.py"],
  ]);
});

test("a Python model fails alone when it is run, and what reads it is skipped", async () => {
  lab = await openLab(PYTHON);
  expect(await statuses("build --warn-error")).toEqual({
    a: "success",
    p: "error",
    b: "skipped",
    not_null_p_id: "skipped",
  });
  const outcome = await lab.command("build");
  expect(outcome.exitCode).toBe(1);
  expect(outcome.diagnostics.map(({ code, node }) => [code, node])).toEqual([["P012", "model.shop.p"]]);
  expect(outcome.log.join("\n")).toMatch(/\d of 4 START python table model main\.p \.+ \[RUN\]/);
  expect((await lab.command("run --exclude p+")).exitCode).toBe(0);
});

test("a Python model is listed, and the others are compiled and documented", async () => {
  lab = await openLab(PYTHON);
  const list = await lab.command("ls --select p --resource-type model");
  expect([list.exitCode, list.log]).toEqual([0, ["shop.p"]]);
  const compiled = await lab.command("compile");
  expect(compiled.exitCode).toBe(1);
  expect(Object.keys(compiled.artifacts()).filter((path) => path.startsWith("compiled/shop/models/"))).toEqual(
    expect.arrayContaining(["compiled/shop/models/a.sql", "compiled/shop/models/b.sql"]),
  );
  expect((await lab.command("docs generate")).exitCode).toBe(0);
  expect((await lab.command("lint")).exitCode).toBe(0);
});

test.each([
  ['dbt.ref("a")', ["ref a"]],
  ["dbt.ref('pkg', \"a\", v=2).df().join(dbt.ref('b'))", ["ref pkg a v=2", "ref b"]],
  ["dbt.source(\n  'raw',  # the raw data\n  'ev' 'ents',\n)", ["source raw events"]],
  ['x = """dbt.ref("a")""" # dbt.ref("b")', []],
  ["f\"{dbt.ref('a')} dbt.ref('b')\"", ["ref a"]],
  ["self.dbt.ref('a'); my_dbt.ref('b'); dbt.reference('c')", []],
  ["dbt.ref(name)", []],
  ["dbt.config(a=-1.5, b=('x',), c=1_000, d={'k': [None]})", ["config a=-1.5 b=x c=1000 d=[object]"]],
  ["dbt.ref('never closed", []],
])("the Python text %s calls %j", (code, calls) => {
  const word = (value: unknown): string =>
    Object(value) === value && "items" in (value as object)
      ? String((value as { items: readonly unknown[] }).items)
      : typeof value === "object"
        ? "[object]"
        : String(value);
  expect(
    pythonCalls(code).map(({ name, call }) =>
      [name, ...call.args.map(word), ...[...call.kwargs].map(([key, value]) => `${key}=${word(value)}`)].join(" "),
    ),
  ).toEqual(calls);
});

test("brackets without an end are no calls", () => expect(pythonCalls(`dbt.ref(${"[".repeat(50_000)}`)).toEqual([]));

test.each([
  ["a materialization of the project's own", { "models/x.sql": "{{ config(materialized='divided') }}select 1 as id" }],
  [
    "a materialization of the project's own, named in YAML",
    { "models/x.sql": "select 1 as id", "models/x.yml": "models: [{name: x, config: {materialized: divided}}]\n" },
  ],
  [
    "a microbatch model",
    {
      "models/x.sql":
        "{{ config(materialized='incremental', incremental_strategy='microbatch', event_time='at', batch_size='day', begin='2025-01-01') }}select 1 as id",
    },
  ],
])("%s fails alone, without a word before", async (_what, files) => {
  lab = await openLab({
    ...files,
    "macros/divided.sql":
      "{% materialization divided, adapter='duckdb' %}{{ return({'relations': []}) }}{% endmaterialization %}",
    "models/a.sql": "select 1 as id",
    "models/b.sql": "select * from {{ ref('x') }}",
  });
  expect(lab.engine.diagnostics).toEqual([]);
  expect(await statuses("build")).toEqual({ a: "success", x: "error", b: "skipped" });
  const outcome = await lab.command("run");
  expect([outcome.exitCode, outcome.diagnostics.map(({ code }) => code)]).toEqual([1, ["P012"]]);
});
