import { afterEach, expect, test } from "vitest";
import { attachStatements } from "../../../src/engine/run/attach.ts";
import { openLab } from "../../support/project.ts";
import type { Lab } from "../../support/project.ts";

let lab: Lab | null = null;
afterEach(async () => {
  await lab?.close();
  lab = null;
});

test("nodes of every kind are built in another attached database", async () => {
  const opened = await openLab({
    "dbt_project.yml":
      "name: shop\nversion: '1.0'\nprofile: shop\nseeds: {shop: {+database: other}}\nmodels: {shop: {+database: other}}\n",
    "seeds/s.csv": "id,name\n1,a\n",
    "models/v.sql": "select * from {{ ref('s') }}",
    "models/t.sql": "{{ config(materialized='table', indexes=[{'columns': ['id']}]) }}select * from {{ ref('v') }}",
    "models/i.sql": "{{ config(materialized='incremental', unique_key='id') }}select * from {{ ref('t') }}",
    "snapshots/h.sql":
      "{% snapshot h %}{{ config(target_database='other', target_schema='kept', unique_key='id', strategy='check', check_cols='all') }}select * from {{ ref('i') }}{% endsnapshot %}",
  });
  lab = opened;
  await opened.warehouse.execute("attach ':memory:' as other");
  for (const _run of [1, 2]) expect((await opened.command("build")).exitCode).toBe(0);
  expect(
    await opened.column(
      "select table_schema || '.' || table_name from information_schema.tables where table_catalog = 'other' order by 1",
    ),
  ).toEqual(["kept.h", "main.i", "main.s", "main.t", "main.v"]);
  expect(await opened.column("select count(*) from other.kept.h")).toEqual(["1"]);
});

test("the attachments of a profile are statements for whoever opens the database", () => {
  const attach = (entry: object) =>
    attachStatements(
      { attach: [{ alias: null, type: null, readOnly: false, options: {}, ...entry }] } as never,
      (path) => `/project/${path}`,
    );
  expect(attach({ path: "data/raw.duckdb" })).toEqual(["attach if not exists '/project/data/raw.duckdb'"]);
  expect(attach({ path: "host=localhost", type: "postgres" })).toEqual([
    "attach if not exists 'host=localhost' (type postgres)",
  ]);
  expect(attach({ path: ":memory:", alias: "scratch" })).toEqual([`attach if not exists ':memory:' as "scratch"`]);
  expect(attach({ path: "it's.db", alias: "raw", readOnly: true })).toEqual([
    `attach if not exists '/project/it''s.db' as "raw" (read_only)`,
  ]);
  expect(
    attach({ path: "x.sqlite", type: "sqlite", options: { block_size: 4096, secret: "a b", encrypted: false } }),
  ).toEqual(["attach if not exists '/project/x.sqlite' (type sqlite, block_size 4096, secret 'a b')"]);
});
