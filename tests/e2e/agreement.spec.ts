import type { Page } from "@playwright/test";
import { resolve } from "node:path";
import { openNativeEngine } from "../../src/cli/native-engine.ts";
import { tableRows, type Value } from "../../src/engine/core/table.ts";
import { command, expect, openReady, test } from "./site.ts";

type Rows = readonly Readonly<Record<string, Value>>[];
type Query = (sql: string) => Promise<Rows>;

const projectDir = resolve(import.meta.dirname, "../../src/models");
const pageSize = 5_000;

test("browser and command line agree on every model: columns, types and rows", async ({ page, site }) => {
  test.setTimeout(600_000);
  // One thread: on more, sums over DOUBLE come out in another order from run to run.
  const native = await openNativeEngine({
    projectDir,
    path: ":memory:",
    env: { STRATA_DATA_DIR: resolve(projectDir, "../../public/data/tiny") },
    threads: 1,
    settings: { threads: "1" },
  });
  try {
    const build = "build --resource-type model seed snapshot";
    const built = await native.engine.command(build);
    expect(built.exitCode, built.log.join("\n")).toBe(0);
    await openReady(page, site);
    await command(page, `dbt ${build}`);

    const models = [...native.engine.manifest.nodes.values()].filter(
      (node) => node.resource_type === "model" && node.config.materialized !== "ephemeral",
    );
    expect(models.length).toBeGreaterThan(200);
    const here = nativeQuery(native.engine);
    const there = browserQuery(page);
    for (const { name } of models) {
      const columns = await columnsOf(here, name);
      expect(await columnsOf(there, name), `columns of ${name}`).toEqual(columns);
      expect(columns.length, name).toBeGreaterThan(0);
      if (!(await haveSameContent(name, here, there))) await expectSameRows(name, columns, here, there);
    }
  } finally {
    await native.close();
  }
});

function nativeQuery(engine: Awaited<ReturnType<typeof openNativeEngine>>["engine"]): Query {
  return async (sql) => {
    const answer = await engine.query(sql, { limit: Infinity });
    if (!answer.ok) throw new Error(answer.diagnostics.map((trouble) => trouble.message).join("\n"));
    return tableRows(answer.value.table);
  };
}

function browserQuery(page: Page): Query {
  return (sql) => page.evaluate((text) => window.strata.query(text), sql);
}

async function columnsOf(query: Query, model: string): Promise<{ name: string; type: string }[]> {
  const rows = await query(
    `select column_name, data_type from information_schema.columns
     where table_schema = '{{ ref('${model}').schema }}' and table_name = '{{ ref('${model}').identifier }}'
     order by ordinal_position`,
  );
  return rows.map((row) => ({ name: String(row["column_name"]), type: String(row["data_type"]) }));
}

/** Whether number and hash of the rows are the same; where they are not, a sum of DOUBLE may still be close enough. */
async function haveSameContent(model: string, here: Query, there: Query): Promise<boolean> {
  const sql = `select count(*) as n, sum(cast(hash(t) as hugeint)) as content from {{ ref('${model}') }} as t`;
  const [mine, theirs] = await Promise.all([here(sql), there(sql)]);
  return textOf(mine) === textOf(theirs);
}

/** Row by row in the order of all columns but the inexact ones, page by page. */
async function expectSameRows(
  model: string,
  columns: readonly { name: string; type: string }[],
  here: Query,
  there: Query,
): Promise<void> {
  const inexact = new Set(columns.filter(({ type }) => /DOUBLE|FLOAT|REAL/.test(type)).map(({ name }) => name));
  const order = columns.filter(({ name }) => !inexact.has(name)).map(({ name }) => `"${name}"`);
  for (let offset = 0; ; offset += pageSize) {
    const sql = `select * from {{ ref('${model}') }} order by ${order.join(", ")} limit ${pageSize} offset ${offset}`;
    const [mine, theirs] = [await here(sql), await there(sql)];
    expect(theirs.length, `rows of ${model} from ${offset}`).toBe(mine.length);
    mine.forEach((row, index) => {
      for (const { name } of columns) {
        const same = inexact.has(name)
          ? isClose(row[name], theirs[index]?.[name])
          : textOf(row[name]) === textOf(theirs[index]?.[name]);
        if (!same) {
          throw new Error(
            `${model}, row ${offset + index}, "${name}": ${textOf(row[name])} on the command line, ${textOf(theirs[index]?.[name])} in the browser`,
          );
        }
      }
    });
    if (mine.length < pageSize) return;
  }
}

function isClose(mine: unknown, theirs: unknown): boolean {
  if (typeof mine !== "number" || typeof theirs !== "number") return mine === theirs;
  return Object.is(mine, theirs) || Math.abs(mine - theirs) <= 1e-9 * Math.max(Math.abs(mine), Math.abs(theirs));
}

function textOf(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === "bigint" ? `${part}n` : part)) ?? "undefined";
}
