/** A data diff says what two relations hold that the other does not: added, removed and changed rows, by key where there is one. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { diffRelations, type DiffOptions, type RelationDiff } from "../../../src/engine/diff/relation-diff.ts";
import { keyChoices } from "../../../src/engine/diff/diff-key.ts";
import { rowsSql, type RowKind } from "../../../src/engine/diff/diff-sql.ts";
import { sharedColumns } from "../../../src/engine/diff/shared-columns.ts";
import { tableRows } from "../../../src/engine/core/table.ts";
import { openNodeWarehouse } from "../../../src/engine/warehouse/node.ts";
import type { RelationName, Warehouse } from "../../../src/engine/warehouse/port.ts";
import { engineOf } from "../../support/project.ts";

let warehouse: Warehouse;
beforeAll(async () => (warehouse = await openNodeWarehouse({ threads: 1, settings: { threads: "1" } })));
afterAll(() => warehouse.close());

const before: RelationName = { database: "strata", schema: "main", identifier: "before" };
const after: RelationName = { database: "strata", schema: "main", identifier: "after" };
const ID = { columns: ["id"], source: "test" } as const;
const labels = { before: (name: string) => `${name} before`, after: (name: string) => `${name} now` };

async function diff(was: string, is: string, options: DiffOptions = { keys: [ID] }): Promise<RelationDiff> {
  await warehouse.execute(`create or replace table main.before as ${was}; create or replace table main.after as ${is}`);
  return diffRelations(warehouse, await side(before), await side(after), options);
}

async function side(relation: RelationName) {
  return { relation, columns: (await warehouse.describe(relation)) ?? [] };
}

async function rows(kind: RowKind, key: readonly string[] | null, columns: readonly string[] = []): Promise<unknown[]> {
  const shared = sharedColumns((await side(before)).columns, (await side(after)).columns);
  const table = await warehouse.query(rowsSql({ before, after, shared }, key, kind, columns, labels), { limit: 100 });
  return tableRows(table);
}

const counts = ({ added, removed, changed, unchanged }: RelationDiff) => ({ added, removed, changed, unchanged });
const values = (list: string, names = "id, name, amount") => `select * from (values ${list}) as t(${names})`;

describe("with a key", () => {
  test("a row that came is added, one that went is removed, one with other values is changed", async () => {
    const found = await diff(
      values("(1, 'a', 10), (2, 'b', 20), (3, 'c', 30)"),
      values("(2, 'b', 21), (3, 'c', 30), (4, 'd', 40)"),
    );
    expect(counts(found)).toEqual({ added: 1, removed: 1, changed: 1, unchanged: 1 });
    expect(found.columns.values).toEqual([{ name: "amount", rows: 1 }]);
    expect(found).toMatchObject({ same: false, key: ID, key_trouble: null, rows_before: 3, rows_after: 3 });
    expect(await rows("added", ["id"])).toEqual([{ id: 4, name: "d", amount: 40 }]);
    expect(await rows("removed", ["id"])).toEqual([{ id: 1, name: "a", amount: 10 }]);
    expect(await rows("changed", ["id"], ["amount"])).toEqual([{ id: 2, "amount before": 20, "amount now": 21 }]);
  });

  test("the same rows in another order are the same result", async () => {
    const found = await diff(values("(1, 'a', 10), (2, null, null)"), values("(2, null, null), (1, 'a', 10)"));
    expect(found).toMatchObject({ same: true, unchanged: 2, added: 0, removed: 0, changed: 0 });
  });

  test("NULL differs from a value and is like NULL, also in the key", async () => {
    const found = await diff(values("(null, 'a', null), (2, 'b', 1)"), values("(null, 'a', null), (2, 'b', null)"));
    expect(counts(found)).toEqual({ added: 0, removed: 0, changed: 1, unchanged: 1 });
  });

  test("a key of two columns finds rows again", async () => {
    const found = await diff(values("(1, 'x', 1), (1, 'y', 2)"), values("(1, 'x', 1), (1, 'y', 3)"), {
      keys: [{ columns: ["id", "name"], source: "test" }],
    });
    expect(counts(found)).toEqual({ added: 0, removed: 0, changed: 1, unchanged: 1 });
  });

  test("an empty relation lost all of its rows", async () => {
    expect(counts(await diff(values("(1, 'a', 1), (2, 'b', 2)"), `${values("(1, 'a', 1)")} where false`))).toEqual({
      added: 0,
      removed: 2,
      changed: 0,
      unchanged: 0,
    });
  });
});

describe("without a key that holds", () => {
  test("rows are compared whole, equal ones against each other", async () => {
    const found = await diff(values("(1, 'a', 1), (1, 'a', 1), (2, 'b', 2)"), values("(1, 'a', 1), (3, 'c', 3)"), {
      keys: [],
    });
    expect(counts(found)).toEqual({ added: 1, removed: 2, changed: 0, unchanged: 1 });
    expect(found).toMatchObject({ key: null, key_trouble: null });
    expect(await rows("removed", null)).toEqual([
      { id: 1, name: "a", amount: 1 },
      { id: 2, name: "b", amount: 2 },
    ]);
    expect(await rows("added", null)).toEqual([{ id: 3, name: "c", amount: 3 }]);
  });

  test("a key that an edit broke is named, with the rows that share it", async () => {
    const found = await diff(values("(1, 'a', 1), (2, 'b', 2)"), values("(1, 'a', 1), (1, 'a', 5), (2, 'b', 2)"));
    expect(found).toMatchObject({ key: null, key_trouble: { columns: ["id"], kind: "repeats now", rows: 1 } });
    expect(counts(found)).toEqual({ added: 1, removed: 0, changed: 0, unchanged: 2 });
  });

  test("the next key is tried", async () => {
    const found = await diff(values("(1, 'a', 1), (1, 'b', 2)"), values("(1, 'a', 1), (1, 'b', 3)"), {
      keys: [ID, { columns: ["name"], source: "grain" }],
    });
    expect(found).toMatchObject({ key: { columns: ["name"] }, key_trouble: null, changed: 1 });
  });

  test("a key column that is gone is told", async () => {
    const found = await diff(values("(1, 'a', 1)"), "select 'a' as name, 2 as amount");
    expect(found).toMatchObject({ key: null, key_trouble: { columns: ["id"], kind: "missing" } });
  });
});

describe("columns", () => {
  test("new, gone and renamed columns are told apart from changed values", async () => {
    const found = await diff("select 1 as id, 'a' as name, 5 as amount", "select 1 as id, 'a' as label, 5 as amount");
    expect(found.columns).toMatchObject({
      added: [{ name: "label", type: "VARCHAR" }],
      removed: [{ name: "name", type: "VARCHAR" }],
      values: [],
    });
    expect(found).toMatchObject({ same: false, changed: 0, unchanged: 1 });
  });

  test("another type with the same values changes the column and no row", async () => {
    const found = await diff("select 1 as id, 1.50::decimal(10,2) as price", "select 1 as id, 1.5::double as price");
    expect(found.columns.retyped).toEqual([{ name: "price", before: "DECIMAL(10,2)", after: "DOUBLE" }]);
    expect(found).toMatchObject({ same: false, changed: 0 });
  });

  test("another order of columns is a change, since a union reads them by place", async () => {
    const found = await diff("select 1 as id, 2 as amount", "select 2 as amount, 1 as id");
    expect(found).toMatchObject({ same: false, changed: 0, columns: { reordered: true } });
  });

  test("noise in the last digit of a sum of fractions is no change", async () => {
    expect(await diff("select 1 as id, 0.1::double + 0.2 as x", "select 1 as id, 0.3::double as x")).toMatchObject({
      same: true,
    });
    expect(await diff("select 1 as id, 0.3::double as x", "select 1 as id, 0.3001::double as x")).toMatchObject({
      changed: 1,
    });
  });

  test("lists and structs are compared by what they hold", async () => {
    const found = await diff(
      "select 1 as id, [1, 2] as l, {'a': 1} as s",
      "select 1 as id, [1, 3] as l, {'a': 1} as s",
    );
    expect(found.columns.values).toEqual([{ name: "l", rows: 1 }]);
  });
});

test("the old side is summed up once for many comparisons", async () => {
  const known = new Map();
  await diff(values("(1, 'a', 1)"), values("(1, 'a', 1)"), { keys: [ID], known });
  expect(known.size).toBe(1);
  const asked: string[] = [];
  const listening = { ...warehouse, query: (sql: string) => (asked.push(sql), warehouse.query(sql)) };
  await diffRelations(listening, await side(before), await side(after), { keys: [ID], known });
  expect(asked).toHaveLength(1);
});

test("a million rows are compared", { timeout: 20_000 }, async () => {
  const wide = Array.from({ length: 20 }, (_, index) => `i * ${index + 1} as c${index}`).join(", ");
  const found = await diff(
    `select i as id, ${wide} from range(1000000) t(i)`,
    `select i as id, ${wide.replace("i * 7 as", "i * 7 + (i % 1000 = 0)::int as")} from range(500, 1000500) t(i)`,
  );
  expect(counts(found)).toEqual({ added: 500, removed: 500, changed: 999, unchanged: 998_501 });
  expect(found.columns.values).toEqual([{ name: "c6", rows: 999 }]);
});

describe("the key of a model", () => {
  const column = (...names: string[]) => names.map((name) => ({ name, type: "INTEGER" }));
  const keys = (files: Record<string, string>, ...names: string[]) => {
    const { manifest } = engineOf(files);
    return keyChoices(manifest, manifest.nodes.get("model.shop.orders")!, column(...names)).map(
      ({ columns, source }) => `${source}: ${columns.join(", ")}`,
    );
  };

  test("is what config, tests and the first comment say, in this order", () => {
    const found = keys(
      {
        "models/orders.sql":
          "-- One row per customer and day.\n{{ config(materialized='incremental', unique_key='order_id') }}select 1 as order_id",
        "models/orders.yml":
          "models:\n  - name: orders\n    columns:\n      - name: order_no\n        data_tests: [unique, not_null]\n",
      },
      "order_id",
      "order_no",
      "customer_id",
      "day",
    );
    expect(found).toEqual(["config: order_id", "test: order_no", "grain: customer_id, day"]);
  });

  test("is guessed from names where nobody says it", () =>
    expect(keys({ "models/orders.sql": "select 1" }, "amount", "order_id", "customer_id")).toEqual([
      "name: order_id",
      "name: customer_id",
    ]));
});
