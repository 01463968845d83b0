/** Many findings of one kind are counted, so that the others are seen. */
import { expect, test } from "vitest";
import { listedProblems } from "../../src/app/results/problem-groups.ts";
import { diagnostic } from "../../src/engine/core/errors.ts";
import type { Diagnostic } from "../../src/engine/core/errors.ts";

function findings(number: number, severity: "error" | "warning", say: (index: number) => string): Diagnostic[] {
  return Array.from({ length: number }, (_, index) => diagnostic("P003", say(index), { severity }));
}

/** What stands in the list, in short: first and last finding of a stretch, and counts. */
function shown(problems: readonly Diagnostic[], steps?: Record<string, number>): string[] {
  return listedProblems(problems, steps).map((item) =>
    item.kind === "more" ? `+${item.count}` : item.problem.message,
  );
}

test("Of 4,000 warnings that differ in names only, five are shown and the rest is counted behind them.", () => {
  const many = findings(4000, "warning", (index) => `Model "m_${index}" has a key that dbt does not know.`);
  const [other] = findings(1, "warning", () => "A file cannot be read.");
  const list = shown([...many, ...(other ? [other] : [])]);
  expect(list.slice(4)).toEqual(['Model "m_4" has a key that dbt does not know.', "+3995", "A file cannot be read."]);
});

test("Each further step shows a hundred more, down to the last one.", () => {
  const many = findings(120, "warning", (index) => `Line ${index} is too long.`);
  const more = listedProblems(many).find((item) => item.kind === "more");
  const after = (steps: number) => shown(many, { [more?.key ?? ""]: steps });
  expect(after(1).slice(-2)).toEqual(["Line 104 is too long.", "+15"]);
  expect(after(2)).toHaveLength(120);
});

test("Kinds keep the order of the findings, and errors are all shown up to fifty.", () => {
  const mixed = findings(3, "error", (index) => `Model "e_${index}" cannot be read.`).flatMap((error, index) => [
    error,
    ...findings(2, "warning", (number) => `Column ${index * 2 + number} is not described.`),
  ]);
  expect(shown(mixed)).toEqual(mixed.map(({ message }) => message));
  expect(shown(findings(50, "error", (index) => `Model "e_${index}" cannot be read.`))).toHaveLength(50);
  expect(shown(findings(90, "error", (index) => `Model "e_${index}" cannot be read.`)).at(-1)).toBe("+40");
});

test("No row stands for a single finding.", () => {
  expect(shown(findings(6, "warning", (index) => `Line ${index} is too long.`))).toHaveLength(6);
});
