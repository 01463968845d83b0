import { describe, expect, test } from "vitest";
import { createCancelSource } from "../../src/engine/core/signal.ts";
import { createFakeWarehouse } from "../../src/engine/warehouse/fake.ts";

const relation = (identifier: string) => ({ database: "strata", schema: "main", identifier });

describe("the fake warehouse", () => {
  test("notes statements and answers from its list, within the limit", async () => {
    const fake = createFakeWarehouse({
      answers: [
        {
          statement: /from orders/,
          rows: [
            { n: 1n, t: null },
            { n: 2n, t: "x" },
          ],
        },
      ],
    });
    await fake.execute("create schema s");
    expect(await fake.query("select * from orders", { limit: 1 })).toEqual({
      columns: [
        { name: "n", type: "BIGINT" },
        { name: "t", type: "VARCHAR" },
      ],
      data: [[1n], [null]],
      rowCount: 1,
      truncated: true,
    });
    expect(fake.statements).toEqual(["create schema s", "select * from orders"]);
    await expect(fake.query("select 1")).rejects.toThrow(/has no answer to: select 1/);
  });

  test("follows create, rename and drop, so that describe knows what is there", async () => {
    const fake = createFakeWarehouse({ relations: { '"strata"."main"."a"': [{ name: "id", type: "INTEGER" }] } });
    expect(await fake.describe(relation("a"))).toEqual([{ name: "id", type: "INTEGER" }]);
    await fake.execute(
      'create or replace table "strata"."main"."b" as (select 1); alter table "strata"."main"."a" rename to "c"',
    );
    expect([await fake.describe(relation("a")), await fake.describe(relation("b"))]).toEqual([null, []]);
    expect(await fake.describe(relation("c"))).toEqual([{ name: "id", type: "INTEGER" }]);
    await fake.execute('drop table if exists "strata"."main"."b"');
    expect(await fake.describe(relation("b"))).toBeNull();
  });

  test("waits where the test says so, and a cancel ends the wait with W005", async () => {
    const fake = createFakeWarehouse({ answers: [{ statement: /slow/, until: new Promise(() => undefined) }] });
    const source = createCancelSource();
    const running = fake.execute("select slow", { signal: source.signal });
    source.cancel();
    await expect(running).rejects.toMatchObject({ diagnostic: { code: "W005" } });
    await expect(fake.execute("select 1", { signal: source.signal })).rejects.toMatchObject({
      diagnostic: { code: "W005" },
    });
    expect(fake.statements).toEqual(["select slow"]);
  });

  test("refuses what is not Parquet", async () => {
    const fake = createFakeWarehouse();
    await expect(fake.attachParquet(relation("t"), new TextEncoder().encode("<html>"))).rejects.toMatchObject({
      diagnostic: { code: "D002" },
    });
    expect(await fake.describe(relation("t"))).toBeNull();
  });
});
