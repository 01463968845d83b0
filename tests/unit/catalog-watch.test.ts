/** In doubt a statement counts as one that may have changed what a database holds. */
import { expect, test } from "vitest";
import { CatalogWatch } from "../../src/engine/warehouse/catalog-watch.ts";

async function counts(sql: string): Promise<boolean> {
  const watch = new CatalogWatch();
  await watch.during(sql, () => Promise.resolve());
  return watch.changes > 0;
}

test.each([
  "select 1",
  "  -- a comment; with a semicolon\nselect 1;\n",
  "/* a block */ with a as (select 1) select * from a",
  "select ';' as text, \"a;b\" from t",
  "select 1 -- the end; really",
  "(select 1) union all (select 2)",
  "from t",
])("a question changes nothing: %s", async (sql) => {
  expect(await counts(sql)).toBe(false);
});

test.each([
  "create table t as select 1",
  "select 1; drop table t",
  "select 'it''s'; drop table t",
  "select 1 -- a comment\n; drop table t",
  "select E'\\'' ; drop table t; --'",
  "select $$ ' $$; drop table t --'",
  "select 1 /* ' */; drop table t --'",
  "use other",
  "",
])("anything else may: %s", async (sql) => {
  expect(await counts(sql)).toBe(true);
});
