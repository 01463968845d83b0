/** Details of manifest.json that its readers rely on, as dbt-core 1.11 writes them. */
import { expect, test } from "vitest";
import { engineOf } from "../../support/project.ts";

interface Written {
  readonly nodes: Record<string, Record<string, unknown>>;
  readonly sources: Record<string, Record<string, unknown>>;
  readonly docs: Record<string, Record<string, unknown>>;
  readonly groups: Record<string, Record<string, unknown>>;
  readonly parent_map: Record<string, readonly string[]>;
}

async function manifestOf(files: Record<string, string>): Promise<Written> {
  const { artifacts } = await engineOf(files).command("parse");
  return JSON.parse(artifacts()["manifest.json"] ?? "{}") as Written;
}

test("descriptions name the docs blocks that they are made of, in their order", async () => {
  const { nodes, sources } = await manifestOf({
    "models/docs.md": "{% docs one %}First.{% enddocs %}\n{% docs two %}Second.{% enddocs %}\n",
    "models/a.sql": "select 1 as id",
    "models/b.sql": "select 1 as id",
    "models/a.yml": `
models:
  - name: a
    description: "{{ doc('two') }} and {{ doc('shop', 'one') }}"
    columns: [{name: id, description: "{{ doc('one') }}"}]
  - {name: b, description: Second.}
sources: [{name: raw, tables: [{name: t, description: "{{ doc('one') }}"}]}]
`,
  });
  expect(nodes["model.shop.a"]).toMatchObject({
    description: "Second. and First.",
    doc_blocks: ["doc.shop.two", "doc.shop.one"],
    columns: { id: { doc_blocks: ["doc.shop.one"] } },
  });
  expect(nodes["model.shop.b"]?.["doc_blocks"]).toEqual([]);
  expect(sources["source.shop.raw.t"]?.["doc_blocks"]).toEqual(["doc.shop.one"]);
});

test("an enforced contract has dbt's checksum, any other has none", async () => {
  const columns = `
      - {name: customer, data_type: varchar, constraints: [{type: not_null}]}
      - {name: total, data_type: "decimal(18,2)"}
      - {name: n, data_type: bigint}`;
  const { nodes } = await manifestOf({
    "models/a.sql": "{{ config(materialized='table') }}select 'x' as customer, 1.0 as total, 1 as n",
    "models/b.sql": "select 1 as id",
    "models/a.yml": `models:\n  - name: a\n    config: {contract: {enforced: true}}\n    columns:${columns}\n  - name: b\n`,
  });
  expect(nodes["model.shop.a"]?.["contract"]).toEqual({
    enforced: true,
    alias_types: true,
    checksum: "865f6d55862a0c6b4bceeed6ad0a3568f6f2a9507ea685199a7e54643b3f9740",
  });
  expect(nodes["model.shop.b"]?.["contract"]).toEqual({ enforced: false, alias_types: true, checksum: null });
});

test("there is always a start page for the docs, and hooks of the project are nodes", async () => {
  const {
    docs,
    nodes,
    parent_map: parents,
  } = await manifestOf({
    "dbt_project.yml": "name: shop\nversion: '1.0'\nprofile: shop\non-run-end: [select 1, select 2]\n",
  });
  expect(docs["doc.dbt.__overview__"]).toMatchObject({ package_name: "dbt", original_file_path: "docs/overview.md" });
  expect(nodes["operation.shop.shop-on-run-end-1"]).toMatchObject({
    resource_type: "operation",
    path: "hooks/shop-on-run-end-1.sql",
    original_file_path: "./dbt_project.yml",
    tags: ["on-run-end"],
    config: { tags: [] },
    raw_code: "select 2",
    index: 1,
  });
  expect(parents["operation.shop.shop-on-run-end-1"]).toEqual([]);
});

test("a source without freshness has empty thresholds, one that switches it off has null", async () => {
  const { sources } = await manifestOf({
    "models/s.yml": "sources:\n  - {name: raw, tables: [{name: t}, {name: quiet, freshness: null}]}\n",
  });
  const empty = { count: null, period: null };
  expect(sources["source.shop.raw.t"]?.["freshness"]).toEqual({ warn_after: empty, error_after: empty, filter: null });
  expect(sources["source.shop.raw.quiet"]?.["freshness"]).toBeNull();
});

test("a group has all parts of its owner, and no description where none is written", async () => {
  const { groups } = await manifestOf({ "models/g.yml": "groups: [{name: g, owner: {name: me}}]\n" });
  expect(groups["group.shop.g"]).toMatchObject({ owner: { email: null, name: "me" }, description: null });
});

test("tests have a relation only where they store their failures", async () => {
  const { nodes } = await manifestOf({
    "models/a.sql": "select 1 as id",
    "models/a.yml":
      "models: [{name: a, columns: [{name: id, data_tests: [" +
      "{not_null: {config: {store_failures: false}}}, {unique: {config: {store_failures_as: view}}}]}]}]\n",
  });
  const names = Object.values(nodes)
    .filter((node) => node["resource_type"] === "test")
    .map((node) => [node["name"], node["relation_name"]]);
  expect(names).toEqual([
    ["not_null_a_id", null],
    ["unique_a_id", '"strata"."main_dbt_test__audit"."unique_a_id"'],
  ]);
});
