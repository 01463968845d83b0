import { describe, expect, test } from "vitest";
import { columnFacts } from "../../src/app/results/column-facts.ts";
import { compareRows } from "../../src/app/results/compare-rows.ts";
import { copyTable } from "../../src/app/results/copy-table.ts";
import { factText } from "../../src/app/results/fact-text.ts";
import { moveCell } from "../../src/app/results/grid-cell.ts";
import { HeldGrid, type HeldPort } from "../../src/app/results/held-grid.svelte.ts";
import { MAX_HEIGHT, rowWindow, scrollToRow } from "../../src/app/results/row-window.ts";
import { nextOrder, sortedRows } from "../../src/app/results/sort-rows.ts";
import { shownText } from "../../src/app/results/value-kind.ts";
import { surfaceStrings } from "../../src/app/strings/surface-strings.ts";
import { succeed } from "../../src/engine/core/errors.ts";
import type { Table, Value } from "../../src/engine/core/table.ts";

function table(columns: Record<string, [type: string, values: Value[]]>, truncated = false): Table {
  const entries = Object.entries(columns);
  return {
    columns: entries.map(([name, [type]]) => ({ name, type })),
    data: entries.map(([, [, values]]) => values),
    rowCount: entries[0]?.[1][1].length ?? 0,
    truncated,
  };
}

const shop = table({
  order_id: ["BIGINT", [10n, 9n, 100n]],
  amount: ["DECIMAL(12,2)", ["1250.50", null, "-3.00"]],
  note: ["VARCHAR", ["a|b", "", 'say "hi", please']],
  paid: ["BOOLEAN", [true, false, null]],
});
const all = [0, 1, 2];

describe("the grid's values", () => {
  test.each<[Value, string, string | null]>([
    ["1250.50", "DECIMAL(12,2)", "1,250.50"],
    ["-0.10", "DECIMAL(12,2)", "-0.10"],
    [12345678901234567890n, "HUGEINT", "12,345,678,901,234,567,890"],
    [0.1 + 0.2, "DOUBLE", "0.3"],
    [1e-9, "DOUBLE", "1.00000e-9"],
    [null, "DOUBLE", null],
    ["", "VARCHAR", ""],
    ["2025-12-31", "DATE", "2025-12-31"],
    [[1n, null], "BIGINT[]", '["1",null]'],
  ])("%s as %s reads %s", (value, type, text) => expect(shownText(value, { name: "amount", type })).toBe(text));

  test("an id is not an amount and is not grouped", () =>
    expect(shownText(1234567n, { name: "customer_id", type: "BIGINT" })).toBe("1234567"));
});

describe("sorting the fetched rows", () => {
  test("numbers sort as numbers, also as big and as exact decimals, with NULL last both ways", () => {
    expect(sortedRows(shop, [{ column: 0, descending: false }])).toEqual([1, 0, 2]);
    expect(sortedRows(shop, [{ column: 1, descending: false }])).toEqual([2, 0, 1]);
    expect(sortedRows(shop, [{ column: 1, descending: true }])).toEqual([0, 2, 1]);
    const near = table({ amount: ["DECIMAL(38,2)", ["90071992547409930.02", "90071992547409930.01"]] });
    expect(sortedRows(near, [{ column: 0, descending: false }])).toEqual([1, 0]);
  });

  test("a head goes from ascending to descending to the order that came", () => {
    const first = nextOrder([], 2);
    const second = nextOrder(first, 2);
    expect([first, second, nextOrder(second, 2)]).toEqual([
      [{ column: 2, descending: false }],
      [{ column: 2, descending: true }],
      [],
    ]);
    expect(nextOrder(second, 0)).toEqual([{ column: 0, descending: false }]);
  });

  test("a second order counts where the first leaves rows equal, and comes and goes by itself", () => {
    const sales = table({ tier: ["VARCHAR", ["b", "a", "b", null]], amount: ["INTEGER", [1, 2, 3, 4]] });
    const both = nextOrder([{ column: 0, descending: false }], 1, true);
    expect(sortedRows(sales, nextOrder(both, 1, true))).toEqual([1, 2, 0, 3]);
    expect(nextOrder(nextOrder(both, 1, true), 1, true)).toEqual([{ column: 0, descending: false }]);
  });
});

describe("two results side by side", () => {
  const before = table({ order_id: ["INTEGER", [1, 2, 3]], status: ["VARCHAR", ["new", "paid", null]] });
  const after = table({
    status: ["VARCHAR", ["paid", "paid", ""]],
    order_id: ["INTEGER", [2, 1, 4]],
    extra: ["DATE", [null, null, null]],
  });

  test("belong together by the column that tells the rows of both apart", () => {
    const found = compareRows(before, after);
    expect(found).toMatchObject({ key: ["order_id"], changed: 1, added: 1, removed: 1, onlyNewer: ["extra"] });
    expect(found.rows.map(({ older, newer, differs }) => [older, newer, [...differs].join()])).toEqual([
      [1, 0, ""],
      [0, 1, "status"],
      [null, 2, ""],
      [2, null, ""],
    ]);
  });

  test("are taken by their place where no column does, and NULL differs from the empty text", () => {
    const found = compareRows(
      table({ note: ["VARCHAR", ["a", "a", null]] }),
      table({ note: ["VARCHAR", ["a", "b", "", "c"]] }),
    );
    expect(found).toMatchObject({ key: null, changed: 2, added: 1, removed: 0 });
  });
});

describe("all rows of a query", () => {
  const answer = (from: number, count: number): Table =>
    table({ n: ["INTEGER", Array.from({ length: count }, (_, at) => from + at)] });
  function heldOf(rows: number) {
    const asked: number[] = [];
    const port: HeldPort = {
      arrange: async () => succeed(rows / 2),
      window: async (_id, from, count) => {
        asked.push(from);
        return succeed(answer(from, Math.min(count, rows - from)));
      },
    };
    return {
      asked,
      grid: new HeldGrid(port, { id: 1, columns: [{ name: "n", type: "INTEGER" }], rows, elapsed_ms: 0 }),
    };
  }

  test("come in pieces, each asked for once while it is kept", async () => {
    const { asked, grid } = heldOf(1_000_000);
    grid.want(390, 410);
    grid.want(395, 420);
    expect(grid.cell(400, 0)).toBeUndefined();
    await Promise.resolve();
    expect([grid.cell(400, 0), grid.cell(399, 0), asked]).toEqual([400, 399, [200, 400]]);
  });

  test("are asked for anew when they are sorted or filtered", async () => {
    const { asked, grid } = heldOf(1000);
    grid.want(0, 10);
    await grid.arrange({ order: [{ column: 0, descending: true }], filters: [] });
    expect([grid.rowCount, grid.total, grid.cell(0, 0)]).toEqual([500, 1000, undefined]);
    grid.want(0, 10);
    expect(asked).toEqual([0, 0]);
  });

  test("that are gone with the database say so", async () => {
    const { grid } = heldOf(10);
    const gone = new HeldGrid(
      { arrange: async () => succeed(null), window: async () => succeed(null) },
      { id: 2, columns: grid.columns, rows: 10, elapsed_ms: 0 },
    );
    gone.want(0, 5);
    await Promise.resolve();
    await Promise.resolve();
    expect(gone.lost).toEqual([]);
  });
});

describe("what a head tells", () => {
  const fact = (name: string, type: string, values: Value[]) =>
    factText(columnFacts(table({ [name]: [type, values] }), 0), { name, type });
  test.each<[string, string, Value[], string]>([
    ["customer_id", "VARCHAR", ["c_1", "c_2"], "unique"],
    ["status", "VARCHAR", ["active", "active", "paused"], "2 values"],
    ["mrr", "DECIMAL(12,2)", ["10.00", "1000.00", null], "10.00 to 1,000.00, 1 NULL"],
    ["ended_at", "DATE", [null, null], "all NULL"],
    ["day", "DATE", ["2025-12-30", "2025-12-31"], "2025-12-30 to 2025-12-31"],
  ])("%s %s %j: %s", (name, type, values, text) => expect(fact(name, type, values)).toBe(text));

  test("numbers have a histogram whose tallest bar is whole, few values have shares that add up", () => {
    const numbers = columnFacts(table({ mrr: ["DOUBLE", [1, 1, 1, 2, 9]] }), 0).picture;
    expect(numbers?.kind).toBe("histogram");
    expect(Math.max(...(numbers?.parts ?? []))).toBe(1);
    const shares = columnFacts(table({ tier: ["VARCHAR", ["a", "a", "b", "b", "b"]] }), 0).picture;
    expect(shares).toEqual({ kind: "shares", parts: [0.6, 0.4] });
  });

  test("infinite and missing numbers spoil no picture", () => {
    expect(
      columnFacts(table({ ratio: ["DOUBLE", [Infinity, NaN, 1, 2, 3, null]] }), 0).picture?.parts.every(
        Number.isFinite,
      ),
    ).toBe(true);
  });
});

describe("copying", () => {
  test("CSV tells NULL from the empty text and quotes what needs it", () => {
    expect(copyTable(shop, all, "CSV")).toBe(
      'order_id,amount,note,paid\r\n10,1250.50,a|b,true\r\n9,,"",false\r\n100,-3.00,"say ""hi"", please",\r\n',
    );
  });
  test("JSON keeps every digit and NULL", () => {
    expect(copyTable(shop, [0, 1], "JSON")).toBe(
      '[\n  {"order_id": 10, "amount": 1250.50, "note": "a|b", "paid": true},\n  {"order_id": 9, "amount": null, "note": "", "paid": false}\n]',
    );
    expect(JSON.parse(copyTable(shop, all, "JSON"))).toHaveLength(3);
  });
  test("TSV has one line per row in the order shown", () =>
    expect(
      copyTable(shop, [2, 0], "TSV")
        .split("\n")
        .map((line) => line.split("\t")[0]),
    ).toEqual(["order_id", "100", "10"]));
  test("Markdown escapes its own signs and puts numbers right", () => {
    const lines = copyTable(shop, [0, 1], "Markdown").split("\n");
    expect(lines[1]).toBe("| ---: | ---: | --- | --- |");
    expect(lines[2]).toBe("| 10 | 1250.50 | a\\|b | true |");
    expect(lines[3]).toBe("| 9 | *NULL* |  | false |");
  });
});

describe("a long grid", () => {
  test("draws only what is near the screen", () => {
    expect(rowWindow(500, 26, 0, 260)).toEqual({ height: 13000, first: 0, end: 16, top: 0 });
    const middle = rowWindow(500, 26, 2600, 260);
    expect([middle.first, middle.end]).toEqual([94, 116]);
    expect(middle.top).toBe(94 * 26);
  });
  test("a million rows fit a browser's height, and the end shows the last row", () => {
    const end = rowWindow(1_000_000, 26, MAX_HEIGHT, 260);
    expect(end.height).toBe(MAX_HEIGHT);
    expect(end.end).toBe(1_000_000);
    expect(end.top + (end.end - end.first) * 26).toBeCloseTo(MAX_HEIGHT, 3);
  });
  test("a row outside is scrolled to, one inside is not", () => {
    expect(scrollToRow(3, 500, 26, 0, 260)).toBeNull();
    expect(scrollToRow(20, 500, 26, 0, 260)).toBe(21 * 26 - 260);
    expect(scrollToRow(0, 500, 26, 100, 260)).toBe(0);
    const top = scrollToRow(700_000, 1_000_000, 26, 0, 260)!;
    const seen = rowWindow(1_000_000, 26, top, 260);
    expect(seen.first <= 700_000 && 700_000 < seen.end).toBe(true);
  });
  test.each([
    [{ row: 0, column: 0 }, "ArrowUp", false, { row: -1, column: 0 }],
    [{ row: 4, column: 2 }, "ArrowRight", false, { row: 4, column: 2 }],
    [{ row: 1, column: 1 }, "End", true, { row: 4, column: 2 }],
    [{ row: 1, column: 1 }, "PageDown", false, { row: 4, column: 1 }],
  ])("from %j the key %s (ctrl %s) leads to %j", (cell, key, ctrl, next) =>
    expect(moveCell(cell, key, ctrl, { rows: 5, columns: 3, page: 10 })).toEqual(next),
  );
  test("other keys are left to the page", () =>
    expect(moveCell({ row: 0, column: 0 }, "a", false, { rows: 5, columns: 3, page: 10 })).toBeNull());
});

test("the extent is always told", () => {
  expect(surfaceStrings.results.extent(500, true, 310)).toBe("first 500 of more rows, 0.31 s");
  expect(surfaceStrings.results.extent(1, false, 20)).toBe("1 row, 0.02 s");
});
