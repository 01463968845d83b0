import { expect, test } from "vitest";
import { readCsv } from "../../../src/engine/project/csv.ts";
import { inferColumnType } from "../../../src/engine/run/seed-types.ts";

const read = (text: string) => readCsv({ path: "seeds/x.csv", text });

test("quotes keep commas, line breaks and doubled quotes; empty cells are NULL", () => {
  expect(read('a,b\r\n1,"x, ""y""\nz"\n2,\n')).toEqual({
    ok: true,
    value: {
      header: ["a", "b"],
      rows: [
        ["1", 'x, "y"\nz'],
        ["2", null],
      ],
    },
  });
});

test.each([
  ["a,b\n1,2\n1,2,3\n", 8, "3 cells where the header has 2"],
  ['a\n"x\n', 2, "never closed"],
  ["a,a\n1,2\n", 0, 'two columns named "a"'],
  ["", 0, "is empty"],
])("%j is refused at its place", (text, from, message) => {
  const outcome = read(text);
  expect(outcome.ok).toBe(false);
  if (!outcome.ok) {
    expect(outcome.diagnostics[0]?.code).toBe("P007");
    expect(outcome.diagnostics[0]?.message).toContain(message);
    expect(outcome.diagnostics[0]?.at?.from).toBe(from);
  }
});

test.each([
  [["1", "2", null], "integer"],
  [["3000000000"], "bigint"],
  [["1.5", "2"], "double"],
  [["true", "FALSE"], "boolean"],
  [["2024-01-31"], "date"],
  [["2024-01-31 10:00:00"], "timestamp"],
  [["2024-01-31", "soon"], "varchar"],
  [[null], "varchar"],
])("cells %j are a column of %s", (cells, type) => expect(inferColumnType(cells)).toBe(type));
