/**
 * A comparison that failed -> what to tell the learner: one finding, the first that fits.
 *
 * The order is: missing columns, types that cannot agree, (an anti-solution, asked by the caller in between), doubled keys, lost
 * keys, keys that nobody asked for, values, order. Among values the narrow causes come before the general one (a constant factor,
 * boundary dates, NULL, spelling), because "column c differs" is true of all of them and helps least.
 */
import { cellsEqual, compareCells } from "./cell.ts";
import type { Cell } from "./cell.ts";
import type { Comparison } from "./compare.ts";
import { findFactor } from "./factor.ts";
import { keyRows } from "./keyed-rows.ts";
import type { KeyedRows } from "./keyed-rows.ts";
import { nounOf, plural } from "./noun.ts";
import type { Contract } from "./pack.ts";
import type { Finding } from "./sql-guard.ts";
import type { Table } from "../engine/core/table.ts";

export type CheckStep = "columns" | "rows" | "values" | "order";

export interface Diagnosis extends Finding {
  /** The step of the check that failed. */
  readonly step: CheckStep;
}

export interface DiagnoseInput {
  readonly comparison: Comparison;
  readonly yours: Table;
  readonly expected: Table;
  readonly contract: Contract;
  /** The answer's text, for asking whether it joins. */
  readonly answer: string;
}

/** What must be settled before rows are worth comparing. */
export function diagnoseColumns(input: DiagnoseInput): Diagnosis | null {
  const { comparison, expected, yours } = input;
  if (comparison.missing.length > 0) {
    const names = comparison.missing.map((name) => `"${name}"`).join(", ");
    const plural = comparison.missing.length > 1;
    const yourNames = yours.columns.map((column) => column.name).join(", ");
    return {
      step: "columns",
      code: null,
      headline: `The column${plural ? "s" : ""} ${names} ${plural ? "are" : "is"} missing.`,
      detail: `Your result has ${yourNames}. Name the columns as the task does: ${expected.columns.map((column) => column.name).join(", ")}.`,
    };
  }
  const wrong = comparison.wrongTypes[0];
  if (wrong !== undefined) {
    const [mine, theirs] = [yours.columns[wrong.yours]?.type ?? "", expected.columns[wrong.expected]?.type ?? ""];
    return {
      step: "columns",
      code: null,
      headline: `The column "${wrong.name}" is ${mine}, but ${theirs} is expected.`,
      detail: "The two can never be equal. Which column did you mean, or which cast is missing?",
    };
  }
  return null;
}

export function diagnoseRows(input: DiagnoseInput): Diagnosis {
  const { comparison, yours, expected, contract } = input;
  const keyed = keyRows(comparison, expected, yours, contract.key);
  return (
    doubledKeys(input, keyed) ??
    lostKeys(input, keyed) ??
    unaskedKeys(input, keyed) ??
    wrongValues(input, keyed) ??
    extraColumns(input) ?? {
      step: "order",
      code: null,
      headline: "The rows are right, but not in the order that the task asks for.",
      detail: "A result has no order unless order by gives it one. Which columns decide, and in which direction?",
    }
  );
}

function doubledKeys({ comparison, contract, answer }: DiagnoseInput, keyed: KeyedRows): Diagnosis | null {
  const first = keyed.doubled[0];
  if (first === undefined) return null;
  const count = keyed.doubled.length;
  const most = Math.max(...keyed.doubled.map((entry) => entry.yours.length));
  const times = most === 2 ? "twice" : "more than once";
  const factor = comparison.yours.length / Math.max(1, comparison.expected.length);
  return {
    step: "rows",
    code: /\bjoin\b/i.test(answer) ? "M-FANOUT" : "M-GRAIN",
    headline: `${count === 1 ? `${first.label} is` : `${formatCount(count)} ${plural(nounOf(contract))} are`} counted ${times}.`,
    detail:
      `${first.label} has ${first.yours.length} rows where ${first.expected.length === 1 ? "one is" : `${first.expected.length} are`} expected; ` +
      `in all ${formatCount(comparison.yours.length)} rows instead of ${formatCount(comparison.expected.length)} (${factor.toFixed(2)} times as many). ` +
      `The grain is ${contract.grain}: which step stops keeping it?`,
  };
}

function lostKeys({ comparison, contract }: DiagnoseInput, keyed: KeyedRows): Diagnosis | null {
  const first = keyed.missing[0];
  if (first === undefined) return null;
  const count = keyed.missing.length;
  return {
    step: "rows",
    code: null,
    headline:
      count === 1
        ? `${first.label} is missing.`
        : `${formatCount(count)} of ${formatCount(comparison.expected.length)} ${plural(nounOf(contract))} are missing.`,
    detail: `${count === 1 ? "It" : `One of them is ${first.label}. It`} belongs to the result. Which condition or join drops it?`,
  };
}

function unaskedKeys({ contract }: DiagnoseInput, keyed: KeyedRows): Diagnosis | null {
  const first = keyed.unasked[0];
  if (first === undefined) return null;
  const count = keyed.unasked.length;
  return {
    step: "rows",
    code: null,
    headline: `${count === 1 ? `${first.label} does` : `${formatCount(count)} ${plural(nounOf(contract))} do`} not belong to the result.`,
    detail: `${count === 1 ? "It" : `One of them is ${first.label}. It`} is in your result and not in the expected one. What should have kept it out?`,
  };
}

function wrongValues(input: DiagnoseInput, keyed: KeyedRows): Diagnosis | null {
  const { comparison } = input;
  if (keyed.different.length === 0) return null;
  const cells = comparison.pairs.map((pair, index) => ({ name: pair.name, ...cellPairs(comparison, keyed, index) }));
  const wrong = cells
    .filter((column) => column.different.length > 0)
    .sort((a, b) => b.different.length - a.different.length);
  const worst = wrong[0];
  if (worst === undefined) return null;
  return (
    constantFactor(worst.name, worst.different, worst.same) ??
    onBoundaryDates(input, keyed) ??
    nullHandling(worst.name, worst.different) ??
    spelling(worst.name, worst.different) ?? {
      step: "values",
      code: null,
      headline: `"${worst.name}" differs for ${formatCount(worst.different.length)} of ${formatCount(comparison.expected.length)} ${plural(nounOf(input.contract))}.`,
      detail: firstDifference(worst.different),
    }
  );
}

interface CellPair {
  readonly label: string;
  readonly yours: Cell;
  readonly expected: Cell;
}

function constantFactor(name: string, different: readonly CellPair[], same: readonly CellPair[]): Diagnosis | null {
  const found = findFactor(different, same);
  return found === null
    ? null
    : {
        step: "values",
        code: found.code,
        headline: `Every "${name}" is ${found.text} the expected value.`,
        detail: found.detail,
      };
}

/** Only rows on the first or last date of the expected result differ. */
function onBoundaryDates({ comparison, contract }: DiagnoseInput, keyed: KeyedRows): Diagnosis | null {
  const column = comparison.pairs.findIndex(
    (pair) => contract.key.includes(pair.name) && isTimeColumn(comparison, pair.name),
  );
  if (column < 0) return null;
  const times = comparison.expected
    .flatMap((row) => (row[column]?.kind === "exact" ? [row[column]] : []))
    .sort(compareCells);
  const ends = [times[0], times.at(-1)].map((cell) => (cell?.kind === "exact" ? cell.text : ""));
  const dates = keyed.different.flatMap((entry) =>
    entry.expected.map((row) => {
      const cell = comparison.expected[row]?.[column];
      return cell?.kind === "exact" ? cell.text : null;
    }),
  );
  const date = dates[0];
  if (
    ends[0] === ends[1] ||
    date === null ||
    date === undefined ||
    !dates.every((text) => text !== null && ends.includes(text))
  )
    return null;
  return {
    step: "values",
    code: null,
    headline: `Only the boundary is off: the rows of ${[...new Set(dates)].join(" and ")} differ.`,
    detail: `Everything between agrees. Does ${date} itself belong to the window or not?`,
  };
}

function isTimeColumn(comparison: Comparison, name: string): boolean {
  const index = comparison.pairs.findIndex((pair) => pair.name === name);
  return comparison.expected.every((row) => {
    const cell = row[index];
    return cell?.kind === "exact" && /^\d{4}-\d\d-\d\d/.test(cell.text);
  });
}

function nullHandling(name: string, different: readonly CellPair[]): Diagnosis | null {
  const first = different[0];
  if (
    first === undefined ||
    !different.every((pair) => (pair.yours.kind === "null") !== (pair.expected.kind === "null"))
  )
    return null;
  const nullIsYours = different.every((pair) => pair.yours.kind === "null");
  const nullIsExpected = different.every((pair) => pair.expected.kind === "null");
  const other = [...new Set(different.map((pair) => show(pair.yours.kind === "null" ? pair.expected : pair.yours)))];
  const sides = nullIsYours
    ? `You return NULL where ${other.length === 1 ? `${other[0] ?? ""} is` : "a value is"} expected.`
    : nullIsExpected
      ? `You return ${other.length === 1 ? (other[0] ?? "") : "a value"} where NULL is expected.`
      : "NULL and a value have changed places.";
  return {
    step: "values",
    code: null,
    headline: `Only NULL makes the difference in "${name}", ${different.length === 1 ? "once" : `${formatCount(different.length)} times`}.`,
    detail: `${sides} NULL, 0 and the empty text are three different answers: unknown, none, and nothing written. Which is meant for ${first.label}?`,
  };
}

function spelling(name: string, different: readonly CellPair[]): Diagnosis | null {
  const plain = (cell: Cell): string | null =>
    cell.kind === "exact" ? cell.text.replace(/\s+/g, "").toLowerCase() : null;
  const first = different[0];
  if (
    first === undefined ||
    !different.every((pair) => plain(pair.yours) !== null && plain(pair.yours) === plain(pair.expected))
  )
    return null;
  return {
    step: "values",
    code: null,
    headline: `"${name}" differs only in upper and lower case or in spaces.`,
    detail: `You have ${show(first.yours)}, expected is ${show(first.expected)}. Text is compared exactly, as a join would.`,
  };
}

function extraColumns({ comparison }: DiagnoseInput): Diagnosis | null {
  if (comparison.extra.length === 0 || comparison.ordered === false) return null;
  return {
    step: "columns",
    code: null,
    headline: `The columns ${comparison.extra.map((name) => `"${name}"`).join(", ")} were not asked for.`,
    detail: "The task names the columns exactly. Leave the others out.",
  };
}

function firstDifference(different: readonly CellPair[]): string {
  const first = different[0];
  if (first === undefined) return "";
  return `For ${first.label} you have ${show(first.yours)}, expected is ${show(first.expected)}. Follow that one row through your query: which row does the value come from?`;
}

/** The cells of one column under the differing keys and, apart from them, under the keys that agree. */
function cellPairs(
  comparison: Comparison,
  keyed: KeyedRows,
  column: number,
): { different: CellPair[]; same: CellPair[] } {
  const different: CellPair[] = [];
  const same: CellPair[] = [];
  for (const entry of keyed.keys) {
    entry.expected.forEach((row, index) => {
      const [yours, expected] = [
        comparison.yours[entry.yours[index] ?? -1]?.[column],
        comparison.expected[row]?.[column],
      ];
      if (yours === undefined || expected === undefined) return;
      const pair = { label: entry.label, yours, expected };
      (cellsEqual(yours, expected, comparison.tolerance) ? same : different).push(pair);
    });
  }
  return { different, same };
}

function show(cell: Cell): string {
  if (cell.kind === "null") return "NULL";
  if (cell.kind === "number") return String(cell.whole ?? cell.value);
  return cell.kind === "exact" ? `"${cell.text}"` : "another list";
}

export function formatCount(count: number): string {
  return count.toLocaleString("en-US");
}
