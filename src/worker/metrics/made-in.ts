/**
 * SQL of a model, with its Jinja -> the expressions that give a column its value: each item of a select list that ends with
 * `as <column>`, from the first step (CTE) to the last. A line that only passes the column on is left out.
 *
 * Reads signs, not grammar: quotes, comments and Jinja are skipped whole, brackets are counted. So it works on SQL that is being
 * written, and finds nothing rather than something wrong where a macro makes the column.
 */
export interface Made {
  /** Name of the CTE, or empty outside of all. */
  readonly step: string;
  readonly sql: string;
}

/** Quoted text, comments and Jinja, whole; words; and single signs. */
const TOKEN =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}|\{#[\s\S]*?#\}|\w+|[^\s\w]/g;

interface Frame {
  /** Where the item that is being read began. */
  from: number;
  step: string;
}

export function madeIn(sql: string, column: string): readonly Made[] {
  const found: Made[] = [];
  const frames: Frame[] = [{ from: 0, step: "" }];
  const words: { text: string; at: number }[] = [];
  for (const match of sql.matchAll(TOKEN)) {
    const text = match[0];
    const lower = text.toLowerCase();
    const frame = frames.at(-1)!;
    const before = words.at(-1)?.text.toLowerCase();
    if (/^(--|\/\*|\{[%#])/.test(text)) {
      // A note above an item belongs to it only when the item has not begun.
      if (sql.slice(frame.from, match.index).trim() === "") frame.from = match.index + text.length;
      continue;
    }
    if (text === "(") {
      const name = before === "as" ? (words.at(-2)?.text ?? "") : "";
      // Only a CTE names a step: `x as (`; a nested query belongs to the step that it stands in.
      const step = name !== "" && frames.length === 1 ? name : frame.step;
      frames.push({ from: match.index + 1, step });
    } else if (text === ")") {
      if (frames.length > 1) frames.pop();
    } else if (text === ",") frame.from = match.index + 1;
    else if (lower === "select" || (lower === "distinct" && before === "select"))
      frame.from = match.index + text.length;
    else if (lower === column.toLowerCase() && before === "as") {
      const expression = sql.slice(frame.from, match.index + text.length).trim();
      if (!/\b(from|where)\b/i.test(outsideBrackets(expression)))
        found.push({ step: frame.step, sql: dedent(expression) });
    }
    words.push({ text, at: match.index });
  }
  return found.filter((each, index) => found.findIndex((other) => other.sql === each.sql) === index);
}

function outsideBrackets(text: string): string {
  let depth = 0;
  return [...text].filter((sign) => (sign === "(" ? (depth += 1) : sign === ")" ? (depth -= 1) : depth) === 0).join("");
}

/** Lines after the first stand as far in as they do beyond the least of them. */
function dedent(text: string): string {
  const [first = "", ...rest] = text.split("\n");
  const least = Math.min(...rest.filter((line) => line.trim() !== "").map((line) => /^ */.exec(line)![0].length));
  return [first, ...rest.map((line) => `    ${line.slice(Math.min(least, line.length))}`.trimEnd())].join("\n");
}
