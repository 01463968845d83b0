/**
 * Column types of a seed from its cells, for columns without a type in `column_types`: those that dbt finds.
 *
 * dbt's reader is lenient (`$5`, `1,234` and `5%` are numbers, `null` is empty) while the load is not, so a column may be given a type
 * that its cells do not fit; dbt fails then, and so do we. Whole numbers are `integer`, however large.
 */
export type SeedType = "integer" | "float8" | "date" | "timestamp without time zone" | "boolean" | "text";

/** A column of empty cells only is `integer`. */
export function inferColumnType(cells: readonly (string | null)[]): SeedType {
  const filled = cells.flatMap((cell) => (isNullText(cell) ? [] : [cell.trim()]));
  if (filled.every(isNumber)) return filled.some((cell) => decimals(cell) > 0) ? "float8" : "integer";
  if (filled.every(isDate)) return "date";
  if (filled.every(isDateTime) || filled.every(isIsoDateTime)) return "timestamp without time zone";
  return filled.every((cell) => /^(true|false)$/i.test(cell.replaceAll(",", ""))) ? "boolean" : "text";
}

export function isNullText(cell: string | null): cell is null {
  if (cell === null || cell === "") return true;
  const text = cell.trim();
  return text === "" || text.toLowerCase() === "null";
}

const CURRENCIES = "؋$ƒ៛¥₡₱£€¢﷼₪₩₭₮₦฿₤₫";
const NUMBER = /^[+-]?(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:e[+-]?\d+)?$/i;

/** `-$1,234.50` -> `-1234.50`: what dbt's reader takes for the number. */
export function plainNumber(cell: string): string {
  const text = withoutEnds(cell.trim(), "%");
  const negative = text.startsWith("-");
  const digits = withoutEnds(negative ? text.slice(1) : text, CURRENCIES).replaceAll(",", "");
  return negative ? `-${digits}` : digits;
}

/** The text without those signs at its ends; a pattern would try every run of them in a long text. */
function withoutEnds(text: string, signs: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && signs.includes(text.charAt(from))) from += 1;
  while (to > from && signs.includes(text.charAt(to - 1))) to -= 1;
  return text.slice(from, to);
}

function isNumber(cell: string): boolean {
  return NUMBER.test(plainNumber(cell).replace(/^-(?=[+-])/, ""));
}

/** Decimal places that are not zero: `1.50` has one, `1.0` and `1e5` have none. */
function decimals(cell: string): number {
  const [mantissa = "", exponent = "0"] = plainNumber(cell).toLowerCase().replaceAll("_", "").split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  const digits = `${whole}${fraction}`;
  if (/^[+-]*0*$/.test(digits)) return 0;
  const zeros = /0*$/.exec(digits)?.[0].length ?? 0;
  return fraction.length - zeros - Number(exponent);
}

function isDate(cell: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(cell) ?? [];
  return isDay(year, month, day);
}

function isDateTime(cell: string): boolean {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})-(\d{1,2})-(\d{1,2})\s+(\d{1,2}):(\d{1,2}):(\d{1,2})$/.exec(cell) ?? [];
  return isDay(year, month, day) && Number(hour) < 24 && Number(minute) < 60 && Number(second) < 62;
}

function isIsoDateTime(cell: string): boolean {
  const time = String.raw`\d{2}(?::?\d{2}(?::?\d{2}(?:[.,]\d+)?)?)?(?:Z|[+-]\d{2}(?::?\d{2})?)?`;
  const [, year, month, day] = new RegExp(String.raw`^(\d{4})-?(\d{2})-?(\d{2})T${time}$`).exec(cell) ?? [];
  return isDay(year, month, day);
}

function isDay(year: string | undefined, month: string | undefined, day: string | undefined): boolean {
  if (year === undefined || Number(year) === 0) return false;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}
