/**
 * The fingerprint of a table's values, apart from any file format: the SHA-256 of one canonical text.
 *
 * The text is a line of column names and types, then one line per row in key order. Values are joined by tabs; NULL is `\N`;
 * numbers are whole decimal digits in the held form of `schema.ts` (days, seconds, units of the last decimal place, 0 and 1);
 * text is itself with backslash, tab and line feed escaped by a backslash. Node, a browser worker and any other program that
 * follows these lines get the same 64 digits.
 */
import { Sha256 } from "./kit/sha256.ts";
import { NULL_NUMBER, type TableData } from "./table.ts";

const TAB = 9;
const LINE_FEED = 10;
const MINUS = 45;
const ZERO = 48;
const UPPER_N = 78;
const BACKSLASH = 92;
const FIRST_OF_TWO_BYTES = 128;
const BUFFER_BYTES = 65536;
/** Digits and sign of the largest whole number that a column holds. */
const LONGEST_NUMBER = 20;

/** Anything that computes a SHA-256 of bytes that come in pieces. */
export interface Hasher {
  update(bytes: Uint8Array): unknown;
  hex(): string;
}

/** `hash` is for hosts that have a faster SHA-256 of their own. */
export function contentHash(table: TableData, hash: Hasher = new Sha256()): string {
  const out = new Output(hash);
  out.text(table.columns.map(({ name, type }) => `${name} ${type}`).join("\t"));
  out.byte(LINE_FEED);
  const columns = table.columns.map(({ data }) => data);
  for (let row = 0; row < table.rowCount; row += 1) {
    for (let index = 0; index < columns.length; index += 1) {
      if (index > 0) out.byte(TAB);
      const column = columns[index];
      if (column?.kind === "number") out.number(column.values[row] ?? NULL_NUMBER);
      else out.string(column?.values[row] ?? null);
    }
    out.byte(LINE_FEED);
  }
  return out.hex();
}

/** Bytes on their way to the hash. */
class Output {
  private readonly hash: Hasher;
  private readonly buffer = new Uint8Array(BUFFER_BYTES);
  private readonly encoder = new TextEncoder();
  private used = 0;

  constructor(hash: Hasher) {
    this.hash = hash;
  }

  byte(value: number): void {
    if (this.used === BUFFER_BYTES) this.flush();
    this.buffer[this.used] = value;
    this.used += 1;
  }

  number(value: number): void {
    if (value === NULL_NUMBER) {
      this.byte(BACKSLASH);
      this.byte(UPPER_N);
      return;
    }
    if (this.used > BUFFER_BYTES - LONGEST_NUMBER) this.flush();
    const { buffer } = this;
    let rest = value;
    if (rest < 0) {
      buffer[this.used] = MINUS;
      this.used += 1;
      rest = -rest;
    }
    let length = 1;
    for (let power = 10; power <= rest; power *= 10) length += 1;
    for (let at = this.used + length - 1; at >= this.used; at -= 1) {
      const next = Math.floor(rest / 10);
      buffer[at] = ZERO + (rest - next * 10);
      rest = next;
    }
    this.used += length;
  }

  string(value: string | null): void {
    if (value === null) this.text("\\N");
    else if (!this.plain(value))
      this.text(value.replaceAll("\\", "\\\\").replaceAll("\t", "\\t").replaceAll("\n", "\\n"));
  }

  /** Writes a text that is its own canonical form, letter by letter; false, and nothing is written, for any other. */
  private plain(value: string): boolean {
    const { length } = value;
    if (length > BUFFER_BYTES) return false;
    if (this.used + length > BUFFER_BYTES) this.flush();
    const { buffer, used } = this;
    for (let index = 0; index < length; index += 1) {
      const code = value.charCodeAt(index);
      if (code >= FIRST_OF_TWO_BYTES || code === BACKSLASH || code === TAB || code === LINE_FEED) return false;
      buffer[used + index] = code;
    }
    this.used = used + length;
    return true;
  }

  text(value: string): void {
    for (const byte of this.encoder.encode(value)) this.byte(byte);
  }

  hex(): string {
    this.flush();
    return this.hash.hex();
  }

  private flush(): void {
    this.hash.update(this.buffer.subarray(0, this.used));
    this.used = 0;
  }
}
