import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { NodeId, Warehouse } from "../../../src/engine/index.ts";
import { columnLineage } from "../../../src/engine/lineage/column-lineage.ts";
import type { ColumnLineage, LineageRequest } from "../../../src/engine/lineage/column-lineage.ts";
import type { ColumnRef } from "../../../src/engine/lineage/flow.ts";
import { openNodePolyglot } from "../../../src/engine/lineage/polyglot-node.ts";
import type { SqlParser } from "../../../src/engine/lineage/sql-parser.ts";
import { openNodeWarehouse } from "../../../src/engine/warehouse/node.ts";
import { CASES, TABLES } from "./lineage-cases.ts";

const relationOf = (table: string) => `"db"."main"."${table}"`;
const relations = new Map(Object.keys(TABLES).map((table) => [relationOf(table), `model.shop.${table}` as NodeId]));
const schemas = new Map(Object.entries(TABLES).map(([table, columns]) => [relationOf(table), Object.keys(columns)]));

let parser: SqlParser;
let warehouse: Warehouse;

beforeAll(async () => {
  parser = await openNodePolyglot();
  warehouse = await openNodeWarehouse({ database: "db", threads: 1, settings: { threads: "1" } });
  for (const [table, columns] of Object.entries(TABLES)) {
    const list = Object.entries(columns).map(([name, type]) => `${name} ${type}`);
    await warehouse.execute(`create table ${table} (${list.join(", ")})`);
  }
  await warehouse.execute(`
    insert into t
    select i, i % 3, i % 2 + 1, i, (i * 7) % 5, (i * 3) % 4, [i, i + 1, 5], { f: i, g: -i }, if(i % 2 = 0, 'p', 'q')
    from range(1, 9) r(i);
    insert into u select i, (i * 5) % 4, (i * 2) % 7, if(i % 3 = 0, 'p', 'q') from range(1, 7) r(i);
    insert into v select i * 2, (i * 3) % 5, if(i % 2 = 0, 'q', 'p') from range(1, 5) r(i);
    ${Object.keys(TABLES)
      .map((table) => `create table ${table}_kept as from ${table};`)
      .join("\n")}
  `);
}, 60_000);

afterAll(() => warehouse.close());

describe("the columns of a query come from", () => {
  test.each(CASES)("$about", async ({ sql, columns, rows }) => {
    const lineage = await lineageOf(sql, { warehouse });
    expect(shown(lineage)).toEqual({ precision: "exact", columns, rows });
  });

  test("the same places when there is no database to ask, but for columns that only it can count", async () => {
    const open = CASES.filter(({ sql }) => !sql.includes("on k using sum(x))"));
    for (const { sql, columns, rows } of open) {
      const lineage = await lineageOf(sql);
      expect({ sql, ...shown(lineage), columns: places(shown(lineage).columns) }).toEqual({
        sql,
        precision: "exact",
        columns: places(columns),
        rows,
      });
    }
  });
});

describe("no column is missed:", () => {
  // Changing the data of a column must not change a result column that is said not to depend on it.
  test.each(CASES)("$about", { timeout: 20_000 }, async ({ sql }) => {
    const lineage = await lineageOf(sql, { warehouse });
    const before = await results(sql);
    expect(before).toHaveLength(lineage.columns.length);
    const missed: string[] = [];
    for (const [table, columns] of Object.entries(TABLES)) {
      if (!new RegExp(`\\b${table}\\b`, "i").test(sql)) continue;
      for (const [column, type] of Object.entries(columns)) {
        for (const change of changes(type, column)) {
          await warehouse.execute(
            `create or replace table ${table} as select * replace (${change} as ${column}) from ${table}_kept`,
          );
          const after = await results(sql);
          lineage.columns.forEach(({ name, reads, influences }, index) => {
            const known = [...reads, ...influences, ...lineage.influences].some((ref) => is(ref, table, column));
            if (!known && before[index] !== after[index]) missed.push(`${name} depends on ${table}.${column}`);
          });
        }
      }
      await warehouse.execute(`create or replace table ${table} as from ${table}_kept`);
    }
    expect([...new Set(missed)]).toEqual([]);
  });
});

describe("a lineage that cannot be followed", () => {
  test("is approximate where the database can plan it, and then names everything that is read", async () => {
    const lineage = await lineageOf("select * like 'a%' from t where b > 1", { warehouse });
    expect(lineage.precision).toBe("approximate");
    expect(lineage.reason).toMatch(/could not be parsed/);
    expect(lineage.columns.map(({ name, kind }) => `${name} ${kind}`)).toEqual(["a unknown"]);
    expect(lineage.columns[0]?.reads.map(place)).toEqual(expect.arrayContaining(["t.a", "t.b"]));
  });

  test("is unknown with a reason where there is no database, never empty without one", async () => {
    const lineage = await lineageOf("select * like 'a%' from t");
    expect(lineage).toMatchObject({ precision: "unknown", columns: [] });
    expect(lineage.reason).toMatch(/could not be parsed/);
  });

  test("is unknown when a star stands for columns that nobody knows", async () => {
    const lineage = await lineageOf("select * from elsewhere.raw_orders");
    expect(lineage).toMatchObject({
      precision: "unknown",
      reason: 'The columns of "elsewhere"."raw_orders" are not known.',
    });
  });

  test("follows the columns that are named, also of a relation that nobody knows", async () => {
    const lineage = await lineageOf("select amount as total from elsewhere.raw_orders");
    expect(lineage.precision).toBe("exact");
    expect(lineage.columns[0]?.reads).toEqual([{ relation: '"elsewhere"."raw_orders"', node: null, column: "amount" }]);
  });

  test("says so when a name could be of two relations", async () => {
    const lineage = await lineageOf("select amount from elsewhere.one, elsewhere.two");
    expect(lineage).toMatchObject({ precision: "approximate" });
    expect(lineage.columns[0]?.reads.map(({ relation }) => relation)).toEqual([
      '"elsewhere"."one"',
      '"elsewhere"."two"',
    ]);
  });

  test("describes what the SQL names past ref()", async () => {
    await warehouse.execute("create or replace table main.by_hand as select 1 as p, 2 as q");
    const lineage = await lineageOf("select * from main.by_hand", { warehouse });
    expect(shown(lineage)).toMatchObject({ precision: "exact", columns: "p = by_hand.p; q = by_hand.q" });
  });

  test("is not exact when the parser passed over a column", async () => {
    const forgetful: SqlParser = {
      parse: (sql) => parser.parse(sql.replace("+ b", "   ")),
    };
    const lineage = await columnLineage({ sql: "select a + b as ab from t", relations, schemas, parser: forgetful });
    expect(lineage).toMatchObject({ precision: "unknown", reason: 'The parser passed over "b".' });
  });

  test.each([
    ["nested parentheses", `select ${"(".repeat(20_000)}a${")".repeat(20_000)} from t`],
    ["nested subqueries", `${"select * from (".repeat(700)}select a from t${")".repeat(700)}`],
    ["an endless expression", `select ${Array.from({ length: 20_000 }, () => "a").join(" + ")} as s from t`],
    ["a common table that reads itself", "with r as (select * from r) select * from r"],
    ["two statements", "select a from t; select b from t"],
    ["no query", "drop table t"],
    ["nothing", ""],
    ["half a query", "select a from"],
    ["a hostile pattern", `select columns('(a+)+$') from t`],
  ])("%s ends with an answer", { timeout: 20_000 }, async (_, sql) => {
    const lineage = await lineageOf(sql);
    if (lineage.precision !== "exact") expect(lineage.reason).toMatch(/\.$/);
  });
});

test("types and units that are called like a column do not look like a column that was passed over", async () => {
  const dates = new Map([[relationOf("t"), ["date", "day", "year", "value"]]]);
  const sql = `
    select cast(value as date) as d, "date" + interval 1 day as e, date '2026-01-01' as f,
        extract(year from "day") as g, value::date + interval (value) day as h
    from t`;
  const lineage = await columnLineage({ sql, relations, schemas: dates, parser });
  expect(shown(lineage)).toMatchObject({
    precision: "exact",
    columns: "d + t.value; e + t.date; f 1; g + t.day; h + t.value",
  });
});

function lineageOf(sql: string, more: Partial<LineageRequest> = {}): Promise<ColumnLineage> {
  return columnLineage({ sql, relations, schemas, parser, ...more });
}

const SIGNS = { identity: "=", rename: ">", expression: "+", aggregate: "#", constant: "1", unknown: "?" };

function shown(lineage: ColumnLineage): { precision: string; columns: string; rows: string } {
  const columns = lineage.columns.map(({ name, kind, reads, influences }) =>
    [name, SIGNS[kind], ...placesOf(reads), ...(influences.length > 0 ? ["~", ...placesOf(influences)] : [])].join(" "),
  );
  return { precision: lineage.precision, columns: columns.join("; "), rows: placesOf(lineage.influences).join(" ") };
}

function placesOf(refs: readonly ColumnRef[]): string[] {
  return refs.map(place).sort();
}

function place({ relation, column }: ColumnRef): string {
  return `${relation.split('"').at(-2) ?? ""}.${column ?? "*"}`;
}

/** The columns without their names, which only DuckDB knows for expressions without an alias. */
function places(columns: string): string {
  return columns.replace(/(^|; )\S+ ([=>+#1?])/g, "$1$2");
}

function is(ref: ColumnRef, table: string, column: string): boolean {
  return ref.relation === relationOf(table) && ref.column?.toLowerCase() === column;
}

/** The values of each result column, as sets of rows have them: without order. */
async function results(sql: string): Promise<string[]> {
  const table = await warehouse.query(sql, { limit: Infinity });
  return table.data.map((values) => JSON.stringify(values.map((value) => JSON.stringify(value, text)).sort()));
}

function text(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? `${value}n` : value;
}

function changes(type: string, column: string): string[] {
  if (type === "varchar") return [`if(${column} = 'p', 'q', 'p')`];
  if (type === "integer[]") return [`list_transform(${column}, e -> e * 3 - 4)`];
  if (type.startsWith("struct")) return [`{ f: ${column}.g + 1, g: ${column}.f * 2 }`];
  return [`(${column} * 3 + 1) % 8`, `9 - ${column}`];
}
