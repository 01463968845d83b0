/** `table.print_table()`: the first rows and columns of a result, as a table of Markdown. */
import { bindFunction } from "../jinja/arguments.ts";
import { pyStr, toIndex } from "../jinja/python.ts";
import type { CallArguments, PyValue } from "../jinja/values.ts";
import type { AgateColumn } from "./agate-sequences.ts";
import { DecimalObject } from "./decimal.ts";

const PARAMETERS = ["max_rows?", "max_columns?", "output?", "max_column_width?", "locale?", "max_precision?"];

interface Printed {
  readonly columns: readonly AgateColumn[];
  readonly rows: readonly (readonly PyValue[])[];
}

export function tableText({ columns, rows }: Printed, call: CallArguments): string {
  const [maxRows, maxColumns, , maxWidth, , maxPrecision] = bindFunction("print_table", PARAMETERS, call);
  const limit = (value: PyValue | undefined, otherwise: number): number =>
    value === undefined ? otherwise : value === null ? Infinity : toIndex(value);
  const shownRows = rows.slice(0, limit(maxRows, 20));
  const shownColumns = columns.slice(0, limit(maxColumns, 6));
  const width = limit(maxWidth, 20);
  const cut = (text: string): string => (text.length > width ? `${text.slice(0, Math.max(0, width - 3))}...` : text);

  const cells = shownColumns.map((column, index) => {
    const write = writerOf(
      column,
      shownRows.map((row) => row[index] ?? null),
      limit(maxPrecision, 3),
    );
    return shownRows.map((row) => cut(row[index] === null || row[index] === undefined ? "" : write(row[index])));
  });
  const heads = shownColumns.map((column) => cut(column.name));
  if (shownColumns.length < columns.length) {
    heads.push("...");
    cells.push(shownRows.map(() => "..."));
  }
  const widths = heads.map((head, index) => Math.max(head.length, ...(cells[index] ?? []).map((cell) => cell.length)));
  const line = (texts: readonly string[]): string =>
    `|${texts
      .map((text, index) => {
        const size = widths[index] ?? 0;
        return ` ${columns[index]?.type === "Text" ? text.padEnd(size) : text.padStart(size)} `;
      })
      .join("|")}|`;
  const body = shownRows.map((_, row) => line(cells.map((column) => column[row] ?? "")));
  if (shownRows.length < rows.length) body.push(line(heads.map(() => "...")));
  return [line(heads), `| ${widths.map((size) => "-".repeat(size)).join(" | ")} |`, ...body].join("\n");
}

/** Numbers of a column share their number of places and group their thousands. */
function writerOf(column: AgateColumn, values: readonly PyValue[], most: number): (value: PyValue) => string {
  if (column.type !== "Number") return (value) => pyStr(value).replaceAll("\n", "↵");
  const needed = Math.max(0, ...values.map((value) => (value instanceof DecimalObject ? value.places : 0)));
  const places = Math.min(needed, most);
  return (value) => {
    if (!(value instanceof DecimalObject)) return pyStr(value);
    const [whole = "", fraction] = value.quantized(places).toText().split(".");
    const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ",");
    return `${grouped}${fraction === undefined ? "" : `.${fraction}`}${needed > places ? "…" : ""}`;
  };
}
