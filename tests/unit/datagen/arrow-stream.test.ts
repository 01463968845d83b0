/** What a page puts into its database is what the generator made: the Arrow streams hold the values, types and gaps of the table. */
import { tableFromIPC } from "apache-arrow";
import { describe, expect, test } from "vitest";
import { GROUP_ROWS, arrowStreams } from "../../../src/datagen/arrow-stream.ts";
import {
  bigint,
  date,
  decimal,
  flag,
  integer,
  smallint,
  text,
  timestamp,
} from "../../../src/datagen/schema/columns.ts";
import type { TableSchema } from "../../../src/datagen/schema/table-schema.ts";
import { TableBuilder } from "../../../src/datagen/table.ts";

const schema = {
  system: "shop",
  table: "everything",
  pack: "core",
  key: ["id"],
  description: "",
  rows: { classroom: 1, full: 1 },
  faults: [],
  columns: {
    id: integer(""),
    small: smallint(""),
    wide: bigint(""),
    name: text(""),
    open: flag(""),
    day: date(""),
    at: timestamp(""),
    price: decimal(12, 2, ""),
  },
} as const satisfies TableSchema;

const FULL = {
  id: 1,
  small: -3,
  wide: -5_000_000_000,
  name: "Zur Linde · 木",
  open: true,
  day: 20_453,
  at: 1_767_139_200,
  price: -1999,
};
const EMPTY = { id: 2, small: null, wide: null, name: null, open: null, day: null, at: null, price: null };

function read(streams: readonly Uint8Array[]): Record<string, unknown>[] {
  return streams.flatMap((stream) =>
    tableFromIPC(stream)
      .toArray()
      .map((row: { toJSON(): Record<string, unknown> }) => row.toJSON()),
  );
}

describe("a table as Arrow streams", () => {
  test("keeps every type's values and NULLs", () => {
    const table = new TableBuilder(schema);
    table.add(FULL);
    table.add(EMPTY);
    const streams = [...arrowStreams(table.finish())];
    expect(tableFromIPC(streams[0]).schema.fields.map(({ type }) => String(type))).toEqual([
      "Int32",
      "Int16",
      "Int64",
      "Utf8",
      "Bool",
      "Date32<DAY>",
      "Timestamp<MICROSECOND>",
      "Decimal[12e+2]",
    ]);
    const [first, second] = read(streams);
    expect(first).toMatchObject({ id: 1, small: -3, wide: -5_000_000_000n, name: "Zur Linde · 木", open: true });
    expect(Number(first?.["day"])).toBe(20_453 * 86_400_000);
    expect(Number(first?.["at"])).toBe(1_767_139_200_000);
    // Four words of 32 bits, lowest first, in two's complement.
    expect([...(first?.["price"] as Uint32Array)]).toEqual([2 ** 32 - 1999, 2 ** 32 - 1, 2 ** 32 - 1, 2 ** 32 - 1]);
    expect(second).toEqual(EMPTY);
  });

  test("comes in groups, none of it lost", () => {
    const table = new TableBuilder(schema);
    for (let id = 1; id <= GROUP_ROWS + 2; id += 1) table.add({ ...EMPTY, id, name: `n${String(id % 9000)}` });
    const streams = [...arrowStreams(table.finish())];
    expect(streams).toHaveLength(2);
    const rest = read(streams.slice(1));
    expect(rest.map(({ id }) => id)).toEqual([GROUP_ROWS + 1, GROUP_ROWS + 2]);
    expect(rest[1]?.["name"]).toBe(`n${String((GROUP_ROWS + 2) % 9000)}`);
  });

  test("without rows still says its columns", () => {
    const streams = [...arrowStreams(new TableBuilder(schema).finish())];
    expect(streams).toHaveLength(1);
    expect(tableFromIPC(streams[0]).numRows).toBe(0);
    expect(tableFromIPC(streams[0]).schema.fields).toHaveLength(8);
  });
});
