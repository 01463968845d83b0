/** Browser and command line build the bundled project on the same data; what they hold afterwards is compared, model by model. */
import type { Page } from "@playwright/test";
import { resolve } from "node:path";
import { openNativeEngine } from "../../src/cli/native-engine.ts";
import { tableRows, type Value } from "../../src/engine/core/table.ts";
import type { Site } from "./server.ts";
import { command, expect, ready } from "./site.ts";

type Rows = readonly Readonly<Record<string, Value>>[];
type Query = (sql: string) => Promise<Rows>;

const projectDir = resolve(import.meta.dirname, "../../src/models");
const pageSize = 5_000;

/** Builds all models on both sides; throws at the first column, type or row that differs. DOUBLE may differ by 1e-9 of its size. */
export async function expectAgreement(page: Page, site: Site, tier: "tiny" | "classroom"): Promise<void> {
  // One thread: on more, sums over DOUBLE come out in another order from run to run.
  const native = await openNativeEngine({ projectDir, path: ":memory:", tier, threads: 1, settings: { threads: "1" } });
  try {
    const build = "build --resource-type model seed snapshot";
    const built = await native.engine.command(build);
    expect(built.exitCode, built.log.join("\n")).toBe(0);
    await page.goto(`${site.url}?tier=${tier}`);
    await ready(page);
    await command(page, `dbt ${build}`);

    const models = [...native.engine.manifest.nodes.values()].filter(
      (node) => node.resource_type === "model" && node.config.materialized !== "ephemeral",
    );
    expect(models.length).toBeGreaterThan(200);
    const here = nativeQuery(native.engine);
    const there = browserQuery(page);
    const [ours, theirs] = [await allColumns(here), await allColumns(there)];
    const others = await differingContent(models, here, there);
    for (const { name, schema, alias } of models) {
      const columns = ours.get(`${schema}.${alias}`) ?? [];
      expect(theirs.get(`${schema}.${alias}`), `columns of ${name}`).toEqual(columns);
      expect(columns.length, name).toBeGreaterThan(0);
      if (others.has(name)) await expectSameRows(name, columns, here, there);
    }
  } finally {
    await native.close();
  }
}

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

interface NamedType {
  readonly name: string;
  readonly type: string;
}

/** "schema.table" -> its columns in their order. A row for each table: the page answers with 10,000 rows at most. */
async function allColumns(query: Query): Promise<ReadonlyMap<string, readonly NamedType[]>> {
  const rows = await query(
    `select table_schema || '.' || table_name as relation,
       string_agg(column_name || ' ' || data_type, '\n' order by ordinal_position) as columns
     from information_schema.columns group by all`,
  );
  return new Map(
    rows.map((row) => [
      String(row["relation"]),
      String(row["columns"])
        .split("\n")
        .map((column) => {
          const end = column.indexOf(" ");
          return { name: column.slice(0, end), type: column.slice(end + 1) };
        }),
    ]),
  );
}

/** Models whose number or hash of rows is not the same; in these a sum of DOUBLE may still be close enough. */
async function differingContent(models: readonly { name: string }[], here: Query, there: Query): Promise<Set<string>> {
  const differing = new Set<string>();
  // So many at a time that neither the text nor the wait grows long.
  const many = 20;
  for (let from = 0; from < models.length; from += many) {
    const sql = models
      .slice(from, from + many)
      .map(
        ({ name }) =>
          `select '${name}' as model, count(*) as n, sum(cast(hash(t) as hugeint)) as content from {{ ref('${name}') }} as t`,
      )
      .join(" union all ");
    const contents = (rows: Rows) => new Map(rows.map((row) => [String(row["model"]), textOf(row)]));
    const [mine, theirs] = (await Promise.all([here(sql), there(sql)])).map(contents);
    for (const [name, content] of mine ?? []) if (theirs?.get(name) !== content) differing.add(name);
    expect(theirs?.size).toBe(mine?.size);
  }
  return differing;
}

/** Row by row in the order of all columns but the inexact ones, page by page. */
async function expectSameRows(model: string, columns: readonly NamedType[], here: Query, there: Query): Promise<void> {
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
