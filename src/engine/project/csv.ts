/**
 * Reads a seed's CSV (RFC 4180: quotes, doubled quotes, line breaks inside quotes) and says where a wrong row stands.
 *
 * Column names are dbt's: kept with their blanks, a missing one is a letter (`c` for the third), a repeated one gets `_2`. An empty
 * line is no row, unless there is only one column.
 */
import { diagnostic } from "../core/errors.ts";
import type { Outcome } from "../core/errors.ts";
import { fail, succeed } from "../core/errors.ts";
import type { SourceFile } from "../core/source-file.ts";

export interface CsvTable {
  readonly header: readonly string[];
  /** Cells as text; an empty unquoted cell is null. */
  readonly rows: readonly (readonly (string | null)[])[];
  /** Where each row stands in the file. */
  readonly places: readonly { readonly from: number; readonly to: number }[];
}

interface Row {
  cells: (string | null)[];
  from: number;
  to: number;
}

export function readCsv(file: SourceFile, delimiter = ","): Outcome<CsvTable> {
  const text = file.text.replace(/^\uFEFF/, "");
  const offset = file.text.length - text.length;
  const refuse = (message: string, hint: string, from: number, to: number): Outcome<CsvTable> =>
    fail(
      diagnostic("P007", message, {
        hint,
        at: { path: file.path, from: from + offset, to: Math.max(to, from + 1) + offset },
      }),
    );

  const rows: Row[] = [];
  let row: Row = { cells: [], from: 0, to: 0 };
  let position = 0;
  while (position < text.length) {
    const start = position;
    let cell: string | null;
    if (text[position] === '"') {
      let value = "";
      position += 1;
      for (;;) {
        const quote = text.indexOf('"', position);
        if (quote === -1) {
          return refuse(
            `A quote that opens in "${file.path}" is never closed.`,
            'Close it with ", or double it to keep it as text.',
            start,
            start + 1,
          );
        }
        value += text.slice(position, quote);
        position = quote + 1;
        if (text[position] !== '"') break;
        value += '"';
        position += 1;
      }
      cell = value;
    } else {
      while (
        position < text.length &&
        text[position] !== delimiter &&
        text[position] !== "\n" &&
        text[position] !== "\r"
      )
        position += 1;
      cell = text.slice(start, position);
      if (cell === "") cell = null;
    }
    row.cells.push(cell);
    if (text[position] === delimiter) {
      position += 1;
      if (position < text.length) continue;
      row.cells.push(null);
    }
    row.to = position;
    if (text.startsWith("\r\n", position)) position += 2;
    else if (text[position] === "\n" || text[position] === "\r") position += 1;
    else if (position < text.length) {
      return refuse(
        `There is text after a closing quote in "${file.path}".`,
        "Put the whole cell inside the quotes.",
        position,
        position + 1,
      );
    }
    rows.push(row);
    row = { cells: [], from: position, to: position };
  }
  const [head, ...below] = rows.filter((candidate, index) => index > 0 || !isBlank(candidate));
  if (!head || isBlank(head))
    return refuse(`The seed "${file.path}" is empty.`, "Write a first line with the column names.", 0, 1);
  const header = columnNames(head.cells);
  const kept = below.filter((candidate) => header.length === 1 || !isBlank(candidate));
  for (const candidate of kept) {
    if (candidate.cells.length !== header.length) {
      return refuse(
        `A row of "${file.path}" has ${candidate.cells.length} cells where the header has ${header.length}.`,
        "Add the missing commas, or put quotes around a cell that holds a comma.",
        candidate.from,
        candidate.to,
      );
    }
  }
  return succeed({
    header,
    rows: kept.map((candidate) => candidate.cells),
    places: kept.map(({ from, to }) => ({ from: from + offset, to: to + offset })),
  });
}

function isBlank(row: Row): boolean {
  return row.cells.length === 1 && row.cells[0] === null;
}

function columnNames(cells: readonly (string | null)[]): string[] {
  const names: string[] = [];
  for (const [index, cell] of cells.entries()) {
    const plain = cell === null || cell === "" ? letters(index) : cell;
    let name = plain;
    for (let count = 2; names.includes(name); count += 1) name = `${plain}_${count}`;
    names.push(name);
  }
  return names;
}

/** a, b … z, aa, bb … */
function letters(index: number): string {
  return String.fromCharCode(97 + (index % 26)).repeat(Math.floor(index / 26) + 1);
}
