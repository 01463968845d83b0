/** Lines of a log by how bad they are, and the log as text. */
import type { LogLine } from "../../engine/core/events.ts";
import { clockSeconds } from "../strings/format.ts";

export type LogFilter = "all" | "warnings" | "errors";

export function isError(line: LogLine): boolean {
  return line.level === "error" || line.mark === "error" || line.mark === "fail";
}

export function isWarning(line: LogLine): boolean {
  return !isError(line) && (line.level === "warn" || line.mark === "warn");
}

/** `warnings` has the errors too: who asks for what is less bad wants to see what is worse. */
export function filteredLog(lines: readonly LogLine[], filter: LogFilter): readonly LogLine[] {
  if (filter === "all") return lines;
  return lines.filter((line) => isError(line) || (filter === "warnings" && isWarning(line)));
}

/** As dbt prints it. */
export function logText(lines: readonly LogLine[]): string {
  return lines.map((line) => `${clockSeconds(line.at)}  ${line.text}\n`).join("");
}
