import { afterEach, expect, test } from "vitest";
import { inferColumnType } from "../../../src/engine/run/seed-types.ts";
import { openLab } from "../../support/project.ts";
import type { Lab } from "../../support/project.ts";

let lab: Lab | null = null;
afterEach(async () => {
  await lab?.close();
  lab = null;
});

test.each([
  [["1", "2", null], "integer"],
  [["2147483648"], "integer"],
  [["007", "1e5", "1.0"], "integer"],
  [["$5", "1,234", "-3%"], "integer"],
  [["1.5", "2"], "float8"],
  [["true", "FALSE"], "boolean"],
  [["2024-01-31", "2024-2-1"], "date"],
  [["2024-02-30"], "text"],
  [["2024-01-31 10:00:00"], "timestamp without time zone"],
  [["2024-01-31 10:00:00.5"], "text"],
  [["2024-01-31T10:00:00Z"], "timestamp without time zone"],
  [["2024-01-31", "soon"], "text"],
  [[null, "null", " NULL "], "integer"],
] as const)("cells %j are a column of %s", (cells, type) => expect(inferColumnType(cells)).toBe(type));

const types = (name: string) =>
  `select string_agg(column_name || ' ' || data_type, ', ' order by ordinal_position) from information_schema.columns where table_name = '${name}'`;

async function seeded(texts: Readonly<Record<string, string>>, config = ""): Promise<Lab> {
  const opened = await openLab({
    "dbt_project.yml": `name: shop\nversion: '1.0'\nprofile: shop\nseeds:\n  shop:\n    +enabled: true\n${config}`,
    ...texts,
  });
  lab = opened;
  return opened;
}

test("column names, empty cells and line ends are read as dbt does", async () => {
  const { command, column } = await seeded({
    "seeds/kinds.csv": '\uFEFFid, spaced ,,id\r\n1,"",x,4\r\n\r\n2,"a ""b""",,5\r\n',
  });
  expect((await command("seed")).exitCode).toBe(0);
  expect(await column(types("kinds"))).toEqual(["id INTEGER,  spaced  VARCHAR, c VARCHAR, id_2 INTEGER"]);
  expect(await column("select coalesce(\" spaced \", '-') from strata.main.kinds order by id")).toEqual(["-", 'a "b"']);
});

test("column_types, quote_columns and delimiter", async () => {
  const { command, column } = await seeded(
    { "seeds/codes.csv": "Code;amount\n007;1\n08;2.5\n" },
    "    codes: {+column_types: {Code: varchar, amount: 'decimal(10,2)'}, +quote_columns: true, +delimiter: ';'}\n",
  );
  expect((await command("seed")).exitCode).toBe(0);
  expect(await column(types("codes"))).toEqual(["Code VARCHAR, amount DECIMAL(10,2)"]);
  expect(await column('select "Code" from strata.main.codes order by 1')).toEqual(["007", "08"]);
});

test("a cell that does not fit its column is named with its place", async () => {
  const text = "id,amount\n1,2\n3,2147483648\n";
  const { command } = await seeded({ "seeds/s.csv": text });
  const outcome = await command("seed");
  expect(outcome.exitCode).toBe(1);
  const [found] = outcome.diagnostics;
  expect(found).toMatchObject({ code: "P007", at: { path: "seeds/s.csv", from: text.indexOf("3,") } });
  expect(found?.message).toContain('"2147483648" in the column "amount"');
});

test("with fast: false dbt reads the values: null is empty, 1,234 is a number", async () => {
  const { command, column } = await seeded(
    { "seeds/slow.csv": 'id,name,n\n1,null,"1,234"\n2,b,3\n' },
    "    slow: {+fast: false}\n",
  );
  expect((await command("seed")).exitCode).toBe(0);
  expect(await column("select coalesce(name, '-') || n from strata.main.slow order by id")).toEqual(["-1234", "b3"]);
});

test("a second load fills the table anew and keeps its columns; --full-refresh makes it anew", async () => {
  const first = await seeded({ "seeds/s.csv": "id,v\n1,a\n2,b\n" });
  const outcome = await first.command("seed");
  expect(outcome.log.find((line) => line.includes("OK loaded"))).toMatch(
    /^1 of 1 OK loaded seed file main\.s \.+ \[INSERT 2 in/,
  );
  const renamed = first.change({ "seeds/s.csv": "id,w\n3,c\n" });
  expect((await renamed.command("seed")).exitCode).toBe(0);
  expect(await renamed.column("select v from strata.main.s")).toEqual(["c"]);
  const wider = first.change({ "seeds/s.csv": "id,v,w\n4,d,e\n" });
  expect((await wider.command("seed")).exitCode).toBe(1);
  expect(await wider.column("select v from strata.main.s")).toEqual(["c"]);
  const refreshed = await wider.command("seed --full-refresh");
  expect(refreshed.log.find((line) => line.includes("OK loaded"))).toContain("[CREATE 1 in");
  expect(await wider.column("select w from strata.main.s")).toEqual(["e"]);
});

test("a seed does not take the place of a view", async () => {
  const { command, warehouse } = await seeded({ "seeds/s.csv": "id\n1\n" });
  await warehouse.execute("create view strata.main.s as select 1 as id");
  const outcome = await command("seed");
  expect(outcome.exitCode).toBe(1);
  expect(outcome.diagnostics[0]?.message).toContain("that is a view");
});

test("a seed without rows is a table without rows", async () => {
  const { command, column } = await seeded({ "seeds/s.csv": "id,name\n" });
  expect((await command("seed")).exitCode).toBe(0);
  expect(await column(types("s"))).toEqual(["id INTEGER, name INTEGER"]);
});
