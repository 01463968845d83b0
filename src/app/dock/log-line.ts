/** A line of the log, cut into the parts that are set differently: text, the status word, the bracket at the right end. */
import type { LogLine } from "../../engine/core/events.ts";
import type { Mark } from "../ui/status.ts";

export interface LineParts {
  readonly before: string;
  /** The status word, for example `OK` or `PASS=12`; empty when there is none. */
  readonly word: string;
  readonly after: string;
  /** `[2,000 rows in 0.31s]`, without the dots that lead to it; null when there is none. */
  readonly aside: string | null;
}

const MARKS: Readonly<Record<NonNullable<LogLine["mark"]>, Mark>> = {
  ok: "pass",
  pass: "pass",
  warn: "warn",
  fail: "fail",
  error: "fail",
  skip: "skipped",
};

export function markOfLine(line: LogLine): Mark | null {
  return line.mark === null ? null : MARKS[line.mark];
}

export function splitLine(text: string): LineParts {
  const trimmed = text.replace(/\s+$/, "");
  const aside = /\s*\.{0,}\s*(\[[^[\]]*\])$/.exec(trimmed);
  const body = aside ? trimmed.slice(0, aside.index) : trimmed;
  // dbt writes the status word in capitals, once, near the front: "3 of 9 OK created …", "Done. PASS=12 WARN=0 …".
  const word = /\b(OK|PASS|WARN|FAIL|ERROR|SKIP|START)(=\d+)?\b/.exec(body);
  if (!word) return { before: body, word: "", after: "", aside: aside?.[1] ?? null };
  return {
    before: body.slice(0, word.index),
    word: word[0],
    after: body.slice(word.index + word[0].length),
    aside: aside?.[1] ?? null,
  };
}
