/**
 * A column of text that repeats few texts, as the number of a text for each row: whoever writes the column then handles each text once.
 *
 * The codes are made when they are first asked for and kept as long as the column is; NULL has the code after that of the last text.
 */
export interface TextCodes {
  /** The distinct texts, in order of appearance. */
  readonly texts: readonly string[];
  /** One for each row: a place in `texts`, or its length for NULL. */
  readonly codes: Uint8Array | Uint16Array;
}

/** Texts of a column that are worth a code each. */
const MOST_CODES = 4096;

const known = new WeakMap<readonly (string | null)[], TextCodes | "many">();

/** Null when there are many texts, or so many of the rows that codes save nothing, or none at all. */
export function textCodes(values: readonly (string | null)[]): TextCodes | null {
  let found = known.get(values);
  if (found === undefined) {
    found = madeCodes(values) ?? "many";
    known.set(values, found);
  }
  return found === "many" ? null : found;
}

function madeCodes(values: readonly (string | null)[]): TextCodes | null {
  const most = Math.min(MOST_CODES, values.length / 4);
  const codeOf = new Map<string, number>();
  const codes = new Uint16Array(values.length);
  let hasNull = false;
  let last: string | null = null;
  let lastCode = 0;
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row] ?? null;
    if (value === null) {
      hasNull = true;
      codes[row] = MOST_CODES;
      continue;
    }
    if (value !== last) {
      last = value;
      const code = codeOf.get(value);
      lastCode = code ?? codeOf.size;
      if (code === undefined) {
        if (codeOf.size >= most) return null;
        codeOf.set(value, lastCode);
      }
    }
    codes[row] = lastCode;
  }
  const { size } = codeOf;
  if (size === 0) return null;
  if (hasNull) for (let row = 0; row < codes.length; row += 1) if (codes[row] === MOST_CODES) codes[row] = size;
  return { texts: [...codeOf.keys()], codes: size < 256 ? new Uint8Array(codes) : codes };
}
