/**
 * The fingerprint of a table's values, apart from any file format: the SHA-256 of one canonical text.
 *
 * The text is a line of column names and types, then one line per row in key order. Values are joined by tabs; NULL is `\N`;
 * numbers are whole decimal digits in the held form of `schema.ts` (days, seconds, units of the last decimal place, 0 and 1);
 * text is itself with backslash, tab and line feed escaped by a backslash. Node, a browser worker and any other program that
 * follows these lines get the same 64 digits.
 */
import { Sha256 } from "./kit/sha256.ts";
import { NULL_NUMBER, type ColumnData, type TableData } from "./table.ts";

const TAB = 9;
const LINE_FEED = 10;
const MINUS = 45;
const ZERO = 48;
const CHUNK = 65536;

class CanonicalWriter {
  readonly #hash = new Sha256();
  readonly #buffer = new Uint8Array(CHUNK);
  readonly #encoder = new TextEncoder();
  readonly #digits = new Uint8Array(20);
  #used = 0;

  byte(value: number): void {
    if (this.#used === CHUNK) this.#flush();
    this.#buffer[this.#used] = value;
    this.#used += 1;
  }

  whole(value: number): void {
    let rest = value;
    if (rest < 0) {
      this.byte(MINUS);
      rest = -rest;
    }
    let count = 0;
    do {
      const next = Math.floor(rest / 10);
      this.#digits[count] = ZERO + (rest - next * 10);
      count += 1;
      rest = next;
    } while (rest > 0);
    while (count > 0) {
      count -= 1;
      this.byte(this.#digits[count] ?? ZERO);
    }
  }

  text(value: string): void {
    for (const byte of this.#encoder.encode(value)) this.byte(byte);
  }

  hex(): string {
    this.#flush();
    return this.#hash.hex();
  }

  #flush(): void {
    this.#hash.update(this.#buffer.subarray(0, this.#used));
    this.#used = 0;
  }
}

function escaped(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll("\t", "\\t").replaceAll("\n", "\\n");
}

function writeValue(out: CanonicalWriter, column: ColumnData, row: number): void {
  const value = column.data.values[row];
  if (value === null || value === undefined || value === NULL_NUMBER) out.text("\\N");
  else if (typeof value === "number") out.whole(value);
  else out.text(escaped(value));
}

export function contentHash(table: TableData): string {
  const out = new CanonicalWriter();
  out.text(table.columns.map(({ name, type }) => `${name} ${type}`).join("\t"));
  out.byte(LINE_FEED);
  for (let row = 0; row < table.rowCount; row += 1) {
    table.columns.forEach((column, index) => {
      if (index > 0) out.byte(TAB);
      writeValue(out, column, row);
    });
    out.byte(LINE_FEED);
  }
  return out.hex();
}
