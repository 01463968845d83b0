/** What a query's text says of its columns' names, and that it never says another list than lineage finds. */
import { expect, test } from "vitest";
import { writtenColumns } from "../../../src/engine/lineage/written-columns.ts";
import { CASES } from "./lineage-cases.ts";

const said = (sql: string): string | null => writtenColumns(sql)?.join(" ") ?? null;

test.each([
  ["select id, orders.day, sum(x) as total from orders", "id day total"],
  ['select "Order Id", a as "b c", x as From_Date, from orders', "Order Id b c From_Date"],
  ["select distinct on (a, b) a, [1, 2] as list, {'k': 1, 'l': 2} as pair from t", "a list pair"],
  ["select a is distinct from b as differs, extract(year from day) as year from t", "differs year"],
  ["with a as (select x, y from t), final as (select * from a where x > 1) select * from final order by y;", "x y"],
  ["with recursive r(n, m) as (select 1, 2 union all select n + 1, m from r) select * from r", "n m"],
  ["with t as (select * from t) select * from t", null],
  ["select a, b from t union all select b, c from u", "a b"],
  ["select a from t union all by name select b from u", null],
  ["select * from orders", null],
  ["with a as (select x from t) select * from a join b using (x)", null],
  ["with a as (select x from t) select a.* from a", null],
  ["select count(*) from t", null],
  ["select count(*) n from t", null],
  ["select a, A from t", null],
  ["select null from t", null],
  ["select total: sum(x) from t", null],
  ["from t select a", null],
  ["(select a from t)", null],
  ["pivot t on a using sum(x)", null],
  ["select", null],
])("%s", (sql, names) => expect(said(sql)).toBe(names));

test("no list differs from what lineage and the database find", () => {
  const names = CASES.flatMap(({ sql, columns }) => {
    const mine = said(sql);
    const found = columns.split("; ").map((column) => /^(.*?) (?:[=>+#]|1(?=$| ~))/.exec(column)?.[1] ?? column);
    return mine === null ? [] : [[sql, mine, found.join(" ")] as const];
  });
  expect(names.length).toBeGreaterThan(40);
  for (const [sql, mine, found] of names) expect([sql, mine.toLowerCase()]).toEqual([sql, found.toLowerCase()]);
});
