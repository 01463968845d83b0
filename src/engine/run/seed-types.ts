/** Column types of a seed from its cells, for columns without a type in `column_types`: the narrowest that fits every cell. */
const BOOLEAN = /^(true|false)$/i;
const INTEGER = /^[+-]?\d{1,18}$/;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const TIMESTAMP = /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/;

const CANDIDATES: readonly (readonly [string, RegExp])[] = [
  ["boolean", BOOLEAN],
  ["bigint", INTEGER],
  ["double", NUMBER],
  ["date", DATE],
  ["timestamp", TIMESTAMP],
];

/** A column of empty cells only is text, as is everything that fits nothing narrower. */
export function inferColumnType(cells: readonly (string | null)[]): string {
  const filled = cells.filter((cell): cell is string => cell !== null);
  if (filled.length === 0) return "varchar";
  if (filled.every((cell) => INTEGER.test(cell)) && filled.every((cell) => Math.abs(Number(cell)) <= 2_147_483_647))
    return "integer";
  return CANDIDATES.find(([, pattern]) => filled.every((cell) => pattern.test(cell)))?.[0] ?? "varchar";
}
