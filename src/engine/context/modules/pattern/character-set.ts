/**
 * What one character of a pattern stands for: a letter, `.`, `\w`, `[a-z]`, with or without regard to case.
 *
 * Python asks the Unicode table where JavaScript's `\w`, `\d` and `\s` know ASCII or a list of their own, and it folds case letter
 * by letter: "ß" never stands for two letters.
 */
export interface CharacterSet {
  has(code: number): boolean;
}

/** `d`, `w` and `s`; the capital letter is the opposite. */
export type Category = "d" | "w" | "s" | "D" | "W" | "S";

export interface SetItems {
  readonly ranges: readonly (readonly [from: number, to: number])[];
  readonly categories: readonly Category[];
}

export interface SetOptions {
  readonly negative?: boolean;
  readonly ignoreCase: boolean;
  readonly ascii: boolean;
}

export function characterSet(items: SetItems, options: SetOptions): CharacterSet {
  const { ascii, ignoreCase, negative = false } = options;
  const fold = foldFor(ascii);
  const categories = items.categories.map((category) => categoryTest(category, ascii));
  const ranges = ignoreCase
    ? items.ranges.flatMap(([from, to]) => (from === to ? [[fold(from), fold(from)] as const] : [[from, to] as const]))
    : items.ranges;
  const listed = (code: number): boolean => ranges.some(([from, to]) => code >= from && code <= to);
  const plain = (code: number): boolean => listed(code) || categories.some((test) => test(code));
  const either = (code: number): boolean => {
    if (plain(code)) return true;
    const folded = fold(code);
    return plain(folded) || listed(capital(folded, ascii));
  };
  const test = ignoreCase ? either : plain;
  return tabled((code) => test(code) !== negative);
}

/** `.`: everything, or everything but the line end. */
export function anyCharacter(withLineEnd: boolean): CharacterSet {
  return withLineEnd ? { has: () => true } : { has: (code) => code !== 10 };
}

export function foldFor(ascii: boolean): (code: number) => number {
  return ascii ? foldAscii : foldUnicode;
}

/** Whether the code counts as part of a word. */
export function isWord(code: number, ascii: boolean): boolean {
  return ascii ? isAsciiWord(code) : IS_WORD.has(code);
}

/** The first 128 answers are looked up. */
function tabled(test: (code: number) => boolean): CharacterSet {
  const table = Uint8Array.from({ length: 128 }, (_, code) => (test(code) ? 1 : 0));
  return { has: (code) => (code < 128 ? table[code] === 1 : test(code)) };
}

function categoryTest(category: Category, ascii: boolean): (code: number) => boolean {
  switch (category) {
    case "d":
      return ascii ? isAsciiDigit : isDigit;
    case "w":
      return ascii ? isAsciiWord : isUnicodeWord;
    case "s":
      return ascii ? isAsciiSpace : isSpace;
    default: {
      const opposite = categoryTest(category.toLowerCase() as Category, ascii);
      return (code) => !opposite(code);
    }
  }
}

function isAsciiDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isAsciiWord(code: number): boolean {
  return isAsciiDigit(code) || (code >= 65 && code <= 90) || code === 95 || (code >= 97 && code <= 122);
}

function isAsciiSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

function isDigit(code: number): boolean {
  return code < 128 ? isAsciiDigit(code) : /\p{Nd}/u.test(String.fromCodePoint(code));
}

function isUnicodeWord(code: number): boolean {
  return code < 128 ? isAsciiWord(code) : /[\p{L}\p{N}]/u.test(String.fromCodePoint(code));
}

/** `str.isspace`: JavaScript's list has the byte-order mark more, and the separators 1C to 1F and 85 less. */
function isSpace(code: number): boolean {
  if (code < 128) return isAsciiSpace(code) || (code >= 28 && code <= 31);
  return code === 0x85 || (code !== 0xfeff && /\s/.test(String.fromCodePoint(code)));
}

const IS_WORD = tabled(isUnicodeWord);

function foldAscii(code: number): number {
  return code >= 65 && code <= 90 ? code + 32 : code;
}

const folded = new Map<number, number>();

function foldUnicode(code: number): number {
  if (code < 128) return foldAscii(code);
  let result = folded.get(code);
  if (result === undefined) folded.set(code, (result = small(capital(small(code), false))));
  return result;
}

/** Of the small letters that have several characters only the dotted I's first one counts in Python. */
function small(code: number): number {
  return String.fromCodePoint(code).toLowerCase().codePointAt(0) ?? code;
}

function capital(code: number, ascii: boolean): number {
  if (ascii || code < 128) return code >= 97 && code <= 122 ? code - 32 : code;
  const text = String.fromCodePoint(code).toUpperCase();
  const first = text.codePointAt(0) ?? code;
  return String.fromCodePoint(first).length === text.length ? first : code;
}
