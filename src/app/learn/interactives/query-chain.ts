/**
 * A query with CTEs -> its steps, each with its text, the remark above it and the steps that it reads; and the query up to one of them,
 * to ask something of it. Works on SQL with Jinja as well as on what it compiles to.
 */
import { withClause } from "../../../lessons/cte.ts";
import { isName, isWord, sqlTokens } from "../../../lessons/sql-tokens.ts";

export interface ChainStep {
  readonly name: string;
  /** What stands between the parentheses, without its indentation. */
  readonly body: string;
  /** The comment above the CTE, as one line; empty when there is none. */
  readonly remark: string;
  /** Names of earlier steps that it reads, in the order of FROM and JOIN. */
  readonly reads: readonly string[];
  /** Everything from the beginning of the query to the end of this CTE. */
  readonly until: string;
}

/** The name of the step that what follows the last CTE becomes, unless it only reads one of them. */
export const RESULT = "result";

/** A query without a WITH clause has no steps. */
export function readChain(sql: string): readonly ChainStep[] {
  const start = sqlTokens(sql).find((token) => token.kind !== "jinja")?.from ?? 0;
  const preamble = sql.slice(0, start);
  const query = sql.slice(start);
  const clause = withClause(query);
  if (clause === null) return [];
  const steps: ChainStep[] = [];
  let from = clause.start;
  // The comment of the first CTE stands between WITH and its name.
  let before = query.slice(0, clause.start);
  for (const { name, to } of clause.ctes) {
    const text = query.slice(from, to);
    const open = text.indexOf("(", text.search(/\bas\s*(?:not\s+materialized\s*|materialized\s*)?\(/i));
    const body = dedent(text.slice(open + 1, -1));
    steps.push({
      name,
      body,
      remark: remarkIn(before === "" ? text.slice(0, open) : `${before}\n${text.slice(0, open)}`),
      reads: namesIn(body, steps),
      until: preamble + query.slice(0, to),
    });
    before = "";
    from = to;
  }
  const last = query.slice(from).replace(/^\s+|[\s;]+$/g, "");
  if (!/^select\s+\*\s+from\s+\w+$/i.test(last)) {
    const until = `${preamble}${query.slice(0, from)},\n\n${RESULT} as (\n${last}\n)`;
    steps.push({ name: RESULT, body: last, remark: "", reads: namesIn(last, steps), until });
  }
  return steps;
}

/** The query up to a step, and a question that may name it. */
export function askChain(step: ChainStep, question: string): string {
  return `${step.until}\n\n${question}`;
}

/** Earlier steps that stand behind FROM or JOIN, in that order. */
function namesIn(text: string, steps: readonly ChainStep[]): readonly string[] {
  const tokens = sqlTokens(text);
  const named = tokens.flatMap((token, index) =>
    isName(token) && isWord(tokens[index - 1], "from", "join") ? [token.value] : [],
  );
  return [...new Set(named)].filter((name) => steps.some((step) => step.name === name));
}

function remarkIn(text: string): string {
  const lines = text.split("\n").map((line) => line.trim());
  return lines
    .filter((line) => line.startsWith("--"))
    .map((line) => line.replace(/^--\s*/, ""))
    .join(" ");
}

function dedent(text: string): string {
  const lines = text.replace(/^\s*\n|\s+$/g, "").split("\n");
  const indents = lines.filter((line) => line.trim() !== "").map((line) => /^ */.exec(line)?.[0].length ?? 0);
  const least = Math.min(...indents, 40);
  return lines.map((line) => line.slice(least)).join("\n");
}
