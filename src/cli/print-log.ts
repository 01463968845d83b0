/** Prints run events as dbt prints them: the time, then the line, coloured on a terminal. */
import type { LogLine, RunEvent } from "../engine/index.ts";

const COLOURS: Record<NonNullable<LogLine["mark"]>, string> = {
  ok: "32",
  pass: "32",
  warn: "33",
  fail: "31",
  error: "31",
  skip: "33",
};

export interface PrintOptions {
  readonly colour: boolean;
  /** Lines without time, for commands whose output is data (`ls`, `show`). */
  readonly bare: boolean;
  readonly quiet: boolean;
}

export function printEvent(event: RunEvent, options: PrintOptions, write: (line: string) => void): void {
  if (
    event.kind === "data-progress" &&
    !options.bare &&
    !options.quiet &&
    event.done === event.total &&
    event.total > 0
  ) {
    write(`${timeOf(Date.now())}  Loaded ${event.total} source ${event.total === 1 ? "table" : "tables"}`);
    return;
  }
  if (event.kind !== "log" || event.level === "debug") return;
  if (options.quiet && event.level === "info") return;
  const text = options.colour && event.mark !== null ? colourMark(event.text, COLOURS[event.mark]) : event.text;
  write(options.bare ? text : `${timeOf(event.at)}  ${text}`);
}

function colourMark(text: string, colour: string): string {
  return text.replace(/\b(OK|PASS|WARN|FAIL|ERROR|SKIP)\b(.*?)(?= |$)/, `\u001b[${colour}m$1\u001b[0m$2`);
}

function timeOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(11, 19);
}
