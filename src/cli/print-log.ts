/**
 * Tells a command's events: to the terminal as dbt prints them (the time, then the line, coloured), or as one JSON record per line;
 * and to the log file, debug lines included.
 */
import { fileLine } from "./log-file.ts";
import type { LogFile } from "./log-file.ts";
import type { LogLine, RunEvent } from "../engine/index.ts";

const COLOURS: Record<NonNullable<LogLine["mark"]>, string> = {
  ok: "32",
  pass: "32",
  warn: "33",
  fail: "31",
  error: "31",
  skip: "33",
};

export type Level = LogLine["level"] | "none";
const ORDER: readonly Level[] = ["debug", "info", "warn", "error", "none"];

export type Format = "text" | "debug" | "json";

export interface PrintOptions {
  readonly colour: boolean;
  /** Lines without time, for commands whose output is data (`ls`, `show`). */
  readonly bare: boolean;
  /** Only errors, and what is data. */
  readonly quiet: boolean;
  /** The least level that is printed. */
  readonly level: Level;
  readonly format: Format;
  readonly fileLevel: Level;
  readonly fileFormat: Format;
  /** Written in every JSON record. */
  readonly invocationId: string;
}

export interface Printer {
  event(event: RunEvent): void;
  /** A line that is no event of the engine, such as a statement that was sent. */
  debug(text: string): void;
}

export function createPrinter(options: PrintOptions, write: (line: string) => void, file: LogFile | null): Printer {
  const tell = (line: Omit<LogLine, "kind">): void => {
    if (atLeast(line.level, options.fileLevel))
      file?.write(
        options.fileFormat === "json" ? jsonLine(line, options.invocationId) : fileLine(line.level, line.text, line.at),
      );
    const isData = line.printed === true || (options.bare && line.level === "info");
    if (!atLeast(line.level, options.quiet && !isData ? "error" : options.level)) return;
    if (options.format === "json") return write(jsonLine(line, options.invocationId));
    if (options.format === "debug") return write(fileLine(line.level, line.text, line.at));
    const text = options.colour && line.mark !== null ? colourMark(line.text, COLOURS[line.mark]) : line.text;
    write(options.bare || line.printed === true ? text : `${timeOf(line.at)}  ${text}`);
  };
  return {
    debug: (text) => tell({ level: "debug", text, mark: null, at: Date.now() }),
    event(event) {
      switch (event.kind) {
        case "log":
          return tell(event);
        case "data-progress":
          if (event.done === event.total && event.total > 0)
            tell({
              level: options.bare ? "debug" : "info",
              text: `Loaded ${event.total} source ${event.total === 1 ? "table" : "tables"}`,
              mark: null,
              at: Date.now(),
            });
          return;
        case "node-started":
          return tell({ level: "debug", text: `Began running node ${event.id}`, mark: null, at: Date.now() });
        case "node-finished":
          return tell({
            level: "debug",
            text: `Finished running node ${event.result.unique_id}`,
            mark: null,
            at: Date.now(),
          });
        case "run-started":
          return;
        case "run-finished":
          return tell({
            level: "debug",
            text: `Command \`dbt ${event.command}\` ${event.exitCode === 0 ? "succeeded" : "failed"} after ${(event.elapsed_ms / 1000).toFixed(2)} seconds`,
            mark: null,
            at: Date.now(),
          });
      }
    },
  };
}

function atLeast(level: Level, least: Level): boolean {
  return ORDER.indexOf(level) >= ORDER.indexOf(least);
}

function colourMark(text: string, colour: string): string {
  return text.replace(/\b(OK|PASS|WARN|FAIL|ERROR|SKIP)\b(.*?)(?= |$)/, `\u001b[${colour}m$1\u001b[0m$2`);
}

/** One record per line, with dbt's keys. */
function jsonLine(line: Omit<LogLine, "kind">, invocationId: string): string {
  const info = {
    category: "",
    code: "",
    extra: {},
    invocation_id: invocationId,
    level: line.level,
    msg: line.text,
    name: "Log",
    pid: process.pid,
    thread: "MainThread",
    ts: new Date(line.at).toISOString(),
  };
  return JSON.stringify({ data: {}, info });
}

function timeOf(at: number): string {
  return new Date(at).toTimeString().slice(0, 8);
}
