import { expect, test } from "vitest";
import { readCsv } from "../../../src/engine/project/csv.ts";

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
      places: [
        { from: 5, to: 19 },
        { from: 20, to: 22 },
      ],
    },
  });
});

test.each([
  ["a,b\n1,2\n1,2,3\n", 8, "3 cells where the header has 2"],
  ['a\n"x\n', 2, "never closed"],
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

test("columns are named as dbt names them: kept, lettered, numbered; empty lines are no rows", () => {
  const outcome = read(" a ,,a,a\n1,2,3,4\n\n,,,\n");
  expect(outcome.ok && outcome.value.header).toEqual([" a ", "b", "a", "a_2"]);
  expect(outcome.ok && outcome.value.rows).toEqual([
    ["1", "2", "3", "4"],
    [null, null, null, null],
  ]);
});

test("an empty line is a row where there is one column only", () => {
  const outcome = read("a\n1\n\n2\n");
  expect(outcome.ok && outcome.value.rows).toEqual([["1"], [null], ["2"]]);
});
