/**
 * Days lived one after the other on the command line: a snapshot keeps what changed, an incremental model takes what is new, and the
 * vars of the project decide which data there are.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { openNativeEngine } from "../../src/cli/native-engine.ts";
import type { Table } from "../../src/engine/index.ts";

const FILES = {
  "dbt_project.yml": [
    "name: days",
    "profile: days",
    "vars:",
    "  generate_sample_data: true",
    "  customer_count: 2000",
    "  location_count: 3000",
    '  start_date: "2021-01-01"',
    '  as_of_date: "2025-12-31"',
    "",
  ].join("\n"),
  "profiles.yml": "days:\n  target: dev\n  outputs: {dev: {type: duckdb, path: days.duckdb, schema: main}}\n",
  "models/sources.yml": [
    "sources:",
    "  - name: app_database",
    "    schema: raw",
    '    meta: {external_location: "data/tiny/{identifier}.parquet"}',
    "    tables:",
    "      - {name: accounts, identifier: app_database__accounts}",
    "      - {name: account_changes, identifier: app_database__account_changes}",
    "",
  ].join("\n"),
  "models/changes.sql": [
    "{{ config(materialized='incremental', unique_key='change_id') }}",
    "select change_id, changed_at, _synced_at from {{ source('app_database', 'account_changes') }}",
    "{% if is_incremental() %}where _synced_at > (select max(_synced_at) from {{ this }}){% endif %}",
    "",
  ].join("\n"),
  "snapshots/account_states.sql": [
    "{% snapshot account_states %}",
    "{{ config(unique_key='id', strategy='check', check_cols=['status']) }}",
    "select id, status from {{ source('app_database', 'accounts') }}",
    "{% endsnapshot %}",
    "",
  ].join("\n"),
};

const folder = mkdtempSync(join(tmpdir(), "strata-days-"));
for (const [path, text] of Object.entries(FILES)) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Done {
  readonly exitCode: number;
  readonly log: string;
  query(sql: string): Promise<unknown[][]>;
}

/** Runs one command as the command line would, then asks the database. */
async function strata<T>(
  text: string,
  vars: Readonly<Record<string, string | number | boolean>>,
  ask: (done: Done) => Promise<T>,
): Promise<T> {
  const native = await openNativeEngine({ projectDir: folder, vars, env: {} });
  try {
    const { exitCode, log } = await native.engine.command(text);
    const warehouse = await native.warehouse();
    const rowsOf = ({ data, rowCount }: Table) =>
      Array.from({ length: rowCount }, (_, row) => data.map((column) => column[row]));
    return await ask({
      exitCode,
      log: log.join("\n"),
      query: async (sql) => rowsOf(await warehouse.query(sql, { limit: Infinity })),
    });
  } finally {
    await native.close();
  }
}

describe("one day after the other", () => {
  const DAYS = ["2025-04-30", "2025-05-31", "2025-06-30"];

  test("a snapshot keeps the versions that were true, an incremental model has every change once", async () => {
    const counts: number[] = [];
    for (const day of DAYS) {
      counts.push(
        await strata("build", { as_of_date: day }, async ({ exitCode, log, query }) => {
          expect(exitCode, log).toBe(0);
          expect(
            await query("select count(*)::integer, max(_synced_at)::date::varchar <= '" + day + "' from main.changes"),
          ).toEqual(await query("select count(*)::integer, true from raw.app_database__account_changes"));
          return Number((await query("select count(*)::integer from main.changes"))[0]?.[0]);
        }),
      );
    }
    expect(counts[0]).toBeGreaterThan(20);
    expect(counts.toSorted((a, b) => a - b)).toEqual([...new Set(counts)]);
    await strata("ls", { as_of_date: "2025-06-30" }, async ({ query }) => {
      const closed = await query(
        "select distinct dbt_valid_to::date::varchar from main.account_states where dbt_valid_to is not null order by 1",
      );
      // Templates stand at the day that was lived, not at the day on the wall.
      expect(closed.flat()).toEqual(DAYS.slice(1));
      const open = await query(
        "select count(*)::integer, count(distinct id)::integer from main.account_states where dbt_valid_to is null",
      );
      expect(open).toEqual(await query("select count(*)::integer, count(*)::integer from raw.app_database__accounts"));
    });
  });
});

describe("the vars of the project", () => {
  const customers = (vars: Readonly<Record<string, string | number | boolean>>) =>
    strata(
      'show --inline \'select count(*) as n from {{ source("app_database", "accounts") }}\'',
      vars,
      async ({ query }) => Number((await query("select count(*)::integer from raw.app_database__accounts"))[0]?.[0]),
    );

  test("customer_count makes as many customers", async () => {
    expect(await customers({ customer_count: 25, start_date: "2024-01-01" })).toBe(25);
  });

  test("generate_sample_data: false makes none, and reads what is in the database", async () => {
    const vars = { generate_sample_data: false };
    await strata("run --select changes", vars, async ({ exitCode }) => expect(exitCode).toBe(0));
    await strata("ls", vars, async ({ query }) => {
      await query("drop schema raw cascade").catch(() => []);
    });
    await strata("run --select changes", vars, async ({ exitCode, log }) => {
      expect(exitCode).toBe(1);
      expect(log).toContain(
        'The source "app_database.account_changes" has no table "raw.app_database__account_changes"',
      );
      expect(log).toContain("D004");
    });
  });

  test("impossible ones end the command before anything is done", async () => {
    await strata("run", { customer_count: 5, location_count: 2 }, async ({ exitCode, log }) => {
      expect(exitCode).toBe(2);
      expect(log).toContain("D006");
      expect(log).toContain('"location_count" is 2');
    });
  });
});
