/** Some rows of a table: the right values of every kind of column, whether rows are picked in any order or only left out. */
import { expect, test } from "vitest";
import { keepRows, pickRows } from "../../../src/datagen/picked-rows.ts";
import { bigint, integer, text } from "../../../src/datagen/schema/columns.ts";
import type { TableSchema } from "../../../src/datagen/schema/table-schema.ts";
import { TableBuilder, records, type TableData } from "../../../src/datagen/table.ts";

const schema = {
  system: "shop",
  table: "things",
  pack: "core",
  key: ["id"],
  description: "",
  rows: { classroom: 1, full: 1 },
  faults: [],
  columns: { id: integer(""), wide: bigint(""), name: text("") },
} as const satisfies TableSchema;

const ROWS = 60;
const row = (id: number) => ({ id, wide: id * 5_000_000_000, name: id % 7 === 0 ? null : `thing ${String(id)}` });

function things(): TableData {
  const table = new TableBuilder(schema, 16);
  for (let id = 0; id < ROWS; id += 1) table.add(row(id));
  return table.finish();
}

const every = Array.from({ length: ROWS }, (_, id) => id);
const LONG_RUNS = every.filter((id) => id !== 3 && id !== 40 && id !== 41);

test.each([
  ["long runs", LONG_RUNS],
  ["single rows", every.filter((id) => id % 3 === 1)],
  ["the end alone", every.slice(50)],
  ["all of them", every],
  ["none", []],
])("rows that stay are the same, copied or moved up: %s", (_, kept) => {
  const places = Int32Array.from(kept);
  expect(records(pickRows(things(), places))).toEqual(kept.map(row));
  expect(records(keepRows(things(), places))).toEqual(kept.map(row));
});

test("rows are picked in any order, and more than once", () => {
  const picked = [...LONG_RUNS.slice(20), 5, 5, ...every.slice(0, 20), 59];
  const table = things();
  expect(records(pickRows(table, Int32Array.from(picked)))).toEqual(picked.map(row));
  expect(records(table)).toEqual(every.map(row));
});

test("rows that come to a table stand where their places say, beside its own last row as well", () => {
  const table = things();
  const added: Readonly<Record<string, readonly (number | string | null)[]>> = {
    id: [100, 101, 102],
    wide: [1, 2, 3],
    name: ["new", null, "newest"],
  };
  const addedTo = (column: string) =>
    column === "name"
      ? (added[column] as readonly (string | null)[])
      : column === "wide"
        ? Float64Array.from(added[column] as readonly number[])
        : Int32Array.from(added[column] as readonly number[]);
  const picked = [101, ...every.slice(0, 15), ROWS - 1, 100, 101, 102, 3];
  const places = picked.map((id) => (id < ROWS ? id : ROWS + id - 100));
  expect(records(pickRows(table, Int32Array.from(places), addedTo))).toEqual(
    picked.map((id) =>
      id < ROWS ? row(id) : { id, wide: added["wide"]?.[id - 100], name: added["name"]?.[id - 100] },
    ),
  );
});
