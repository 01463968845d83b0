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
import { textCodes } from "./text-codes.ts";

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
const FOUR_DIGITS = 10_000;
const EIGHT_DIGITS = 100_000_000;
const TWELVE_DIGITS = 1_000_000_000_000;
/** The digits of 0000 to 9999, one after the other. */
const DIGITS = Uint8Array.from({ length: FOUR_DIGITS * 4 }, (_, index) => {
  const power = [1000, 100, 10, 1][index % 4] ?? 1;
  return ZERO + (Math.floor(Math.floor(index / 4) / power) % 10);
});

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
  const columns = table.columns.map(canonicalColumn);
  for (let row = 0; row < table.rowCount; row += 1) {
    for (let index = 0; index < columns.length; index += 1) {
      if (index > 0) out.byte(TAB);
      const column = columns[index];
      if (column?.kind === "number") out.number(column.values[row] ?? NULL_NUMBER);
      else if (column?.kind === "codes") out.bytes(column.bytes[column.codes[row] ?? 0] ?? NULL_BYTES);
      else out.string(column?.values[row] ?? null);
    }
    out.byte(LINE_FEED);
  }
  return out.hex();
}

/** A column as it is read here: the few texts of a column are brought into their canonical form once. */
type CanonicalColumn =
  | ColumnData["data"]
  | { readonly kind: "codes"; readonly codes: Uint8Array | Uint16Array; readonly bytes: readonly Uint8Array[] };

const NULL_BYTES = Uint8Array.of(BACKSLASH, UPPER_N);

function canonicalColumn({ data }: ColumnData): CanonicalColumn {
  const coded = data.kind === "text" ? textCodes(data.values) : null;
  if (coded === null) return data;
  const encoder = new TextEncoder();
  return { kind: "codes", codes: coded.codes, bytes: coded.texts.map((text) => encoder.encode(escaped(text))) };
}

function escaped(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("\t", "\\t").replaceAll("\n", "\\n");
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

  bytes(bytes: Uint8Array): void {
    const { length } = bytes;
    if (this.used + length > BUFFER_BYTES) this.flush();
    if (length > BUFFER_BYTES) {
      this.hash.update(bytes);
      return;
    }
    const { buffer, used } = this;
    for (let index = 0; index < length; index += 1) buffer[used + index] = bytes[index] ?? 0;
    this.used = used + length;
  }

  number(value: number): void {
    if (this.used > BUFFER_BYTES - LONGEST_NUMBER) this.flush();
    if (value === NULL_NUMBER) this.bytes(NULL_BYTES);
    else if (value < 0) {
      this.byte(MINUS);
      this.digits(-value);
    } else this.digits(value);
  }

  /** Four digits at a time, without a division for each. */
  private digits(value: number): void {
    if (value < FOUR_DIGITS) this.fewDigits(value);
    else if (value < EIGHT_DIGITS) {
      const high = Math.floor(value / FOUR_DIGITS);
      this.fewDigits(high);
      this.fourDigits(value - high * FOUR_DIGITS);
    } else if (value < TWELVE_DIGITS) {
      const high = Math.floor(value / EIGHT_DIGITS);
      const rest = value - high * EIGHT_DIGITS;
      const middle = Math.floor(rest / FOUR_DIGITS);
      this.fewDigits(high);
      this.fourDigits(middle);
      this.fourDigits(rest - middle * FOUR_DIGITS);
    } else {
      const high = Math.floor(value / FOUR_DIGITS);
      this.digits(high);
      this.fourDigits(value - high * FOUR_DIGITS);
    }
  }

  /** A number below 10,000 without zeros before it. */
  private fewDigits(value: number): void {
    const { buffer } = this;
    let at = this.used;
    for (
      let from = value * 4 + (value < 10 ? 3 : value < 100 ? 2 : value < 1000 ? 1 : 0);
      from < value * 4 + 4;
      from += 1
    ) {
      buffer[at] = DIGITS[from] ?? ZERO;
      at += 1;
    }
    this.used = at;
  }

  private fourDigits(value: number): void {
    const { buffer, used } = this;
    const from = value * 4;
    buffer[used] = DIGITS[from] ?? ZERO;
    buffer[used + 1] = DIGITS[from + 1] ?? ZERO;
    buffer[used + 2] = DIGITS[from + 2] ?? ZERO;
    buffer[used + 3] = DIGITS[from + 3] ?? ZERO;
    this.used = used + 4;
  }

  string(value: string | null): void {
    if (value === null) this.bytes(NULL_BYTES);
    else if (!this.plain(value)) this.text(escaped(value));
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
    const bytes = this.encoder.encode(value);
    for (let index = 0; index < bytes.length; index += 1) this.byte(bytes[index] ?? 0);
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
