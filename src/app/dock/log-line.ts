/** A line of the log, cut into the parts that are set differently: text, the status word, the bracket at the right end. */
import { ERROR_CODES, type ErrorCode } from "../../engine/core/errors.ts";
import type { LogLine } from "../../engine/core/events.ts";
import type { Mark } from "../ui/status.ts";

export interface LineParts {
  /** The code that the line begins with ("Error P002: …", "W001  …"), cut out of `before`; null when there is none. */
  readonly code: { readonly lead: string; readonly code: ErrorCode } | null;
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
  const found = /^(\s*(?:(?:Error|Warning|\[[A-Z]+\]:?)\s+)?)([A-Z]\d{3})(?=[:\s])/.exec(text);
  const code = found && isCode(found[2]) ? { lead: found[1] ?? "", code: found[2] } : null;
  const trimmed = text.slice(code ? (found?.[0].length ?? 0) : 0).replace(/\s+$/, "");
  const aside = /\s*\.{0,}\s*(\[[^[\]]*\])$/.exec(trimmed);
  const body = aside ? trimmed.slice(0, aside.index) : trimmed;
  // dbt writes the status word in capitals, once, near the front: "3 of 9 OK created …", "Done. PASS=12 WARN=0 …".
  const word = /\b(OK|PASS|WARN|FAIL|ERROR|SKIP|START)(=\d+)?\b/.exec(body);
  if (!word) return { code, before: body, word: "", after: "", aside: aside?.[1] ?? null };
  return {
    code,
    before: body.slice(0, word.index),
    word: word[0],
    after: body.slice(word.index + word[0].length),
    aside: aside?.[1] ?? null,
  };
}

function isCode(text: string | undefined): text is ErrorCode {
  return text !== undefined && text in ERROR_CODES;
}
