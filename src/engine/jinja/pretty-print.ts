/** The `pprint` filter: repr with sorted keys, broken into lines of at most 80 characters, as Python's `pprint.pformat` does. */
import { spend } from "./budget.ts";
import { TemplateError } from "./error.ts";
import { pyRepr, pySorted } from "./python.ts";
import { PyDict, PySet, PyTuple } from "./values.ts";
import type { PyValue } from "./values.ts";

const WIDTH = 80;

export function prettyPrint(value: PyValue): string {
  return format(ordered(value), 0, 0);
}

/** Of an ordered value. `column` is where the text starts, `behind` how many characters follow it on its last line. */
function format(value: PyValue, column: number, behind: number): string {
  const flat = pyRepr(value);
  if (flat.length <= WIDTH - column - behind) return flat;
  if (typeof value === "string") return formatText(value, column, behind);
  if (value instanceof PyDict) {
    if (value.size === 0) return flat;
    const keys = sortedOr(value.keys());
    const lines = keys.map((key, index) => {
      const label = `${pyRepr(key)}: `;
      return (
        label + format(value.get(key) ?? null, column + 1 + label.length, index === keys.length - 1 ? behind + 1 : 1)
      );
    });
    return `{${lines.join(`,\n${" ".repeat(column + 1)}`)}}`;
  }
  if (Array.isArray(value) || value instanceof PyTuple || value instanceof PySet) {
    const items = Array.isArray(value) ? value : value instanceof PyTuple ? value.items : sortedOr(value.items());
    if (items.length === 0) return flat;
    const [begin, end] = Array.isArray(value)
      ? ["[", "]"]
      : value instanceof PySet
        ? ["{", "}"]
        : ["(", items.length === 1 ? ",)" : ")"];
    const lines = items.map((item, index) =>
      format(item, column + 1, index === items.length - 1 ? behind + end.length : 1),
    );
    return begin + lines.join(`,\n${" ".repeat(column + 1)}`) + end;
  }
  return flat;
}

/** Long text becomes several literals, cut after blanks; in brackets when it stands alone. */
function formatText(text: string, column: number, behind: number): string {
  const lines = text.split(/(?<=\n)/);
  const start = column === 0 ? 1 : column;
  const room = (last: boolean) => WIDTH - start - (last ? behind + (column === 0 ? 1 : 0) : 0);
  const pieces: string[] = [];
  lines.forEach((line, lineIndex) => {
    const lastLine = lineIndex === lines.length - 1;
    if (pyRepr(line).length <= room(lastLine)) return pieces.push(pyRepr(line));
    const parts = line.match(/\S*\s*/g)?.filter((part) => part !== "") ?? [];
    let current = "";
    parts.forEach((part, index) => {
      const candidate = current + part;
      if (current !== "" && pyRepr(candidate).length > room(lastLine && index === parts.length - 1)) {
        pieces.push(pyRepr(current));
        current = part;
      } else {
        current = candidate;
      }
    });
    return current === "" ? pieces.length : pieces.push(pyRepr(current));
  });
  if (pieces.length === 1) return pieces[0] ?? "";
  const joined = pieces.join(`\n${" ".repeat(start)}`);
  return column === 0 ? `(${joined})` : joined;
}

/** The value with dict keys and set items sorted all the way down. */
function ordered(value: PyValue, open: readonly PyValue[] = []): PyValue {
  // A list that holds another one twice, and so on for forty levels, has a million million items.
  spend(2);
  if (open.includes(value)) return value;
  const inside = [...open, value];
  if (Array.isArray(value)) return value.map((item) => ordered(item, inside));
  if (value instanceof PyTuple) return new PyTuple(value.items.map((item) => ordered(item, inside)));
  if (value instanceof PySet) return new PySet(sortedOr(value.items()));
  if (value instanceof PyDict)
    return PyDict.from(sortedOr(value.keys()).map((key) => [key, ordered(value.get(key) ?? null, inside)] as const));
  return value;
}

function sortedOr(values: readonly PyValue[]): readonly PyValue[] {
  try {
    return pySorted(values, null, false);
  } catch (error) {
    if (error instanceof TemplateError && error.kind === "TypeError") return values;
    throw error;
  }
}
