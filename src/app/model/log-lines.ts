/** The lines of a log that speak about certain names, each with the indented lines that follow it (the database's own words). */
import type { LogLine } from "../../engine/core/events.ts";

export function linesAbout(log: readonly LogLine[], names: readonly string[]): LogLine[] {
  const wanted = new Set(names);
  let following = false;
  return log.filter((line) => {
    if (following && /^\s+\S/.test(line.text)) return true;
    following = (line.text.match(/\w+/g) ?? []).some((word) => wanted.has(word));
    return following;
  });
}
