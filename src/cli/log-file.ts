/**
 * `logs/dbt.log`: every line of a command, debug lines and SQL included, appended as dbt appends them.
 *
 * Lines are kept and written in one go at the end, and in between when they have become many. A log that cannot be written is told
 * once and stops nothing.
 */
import { appendFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { LogLine } from "../engine/index.ts";

export interface LogFile {
  write(line: string): void;
  close(): Promise<void>;
}

/** Bytes after which the lines are written. */
const MUCH = 256 * 1024;

export function openLogFile(folder: string, onTrouble: (text: string) => void): LogFile {
  let waiting: string[] = [];
  let size = 0;
  let broken = false;
  let writing: Promise<void> = Promise.resolve();
  const flush = (): void => {
    const text = waiting.join("");
    waiting = [];
    size = 0;
    if (text === "" || broken) return;
    writing = writing
      .then(async () => {
        await mkdir(folder, { recursive: true });
        await appendFile(join(folder, "dbt.log"), text);
      })
      .catch((error: unknown) => {
        if (!broken)
          onTrouble(
            `The log could not be written to "${folder}": ${error instanceof Error ? error.message : String(error)}`,
          );
        broken = true;
      });
  };
  return {
    write(line) {
      waiting.push(`${line}\n`);
      size += line.length;
      if (size > MUCH) flush();
    },
    async close() {
      flush();
      await writing;
    },
  };
}

/** `14:15:44.123000 [info ] [MainThread]: text`. */
export function fileLine(level: LogLine["level"], text: string, at: number): string {
  const time = new Date(at);
  const two = (value: number): string => String(value).padStart(2, "0");
  const clock = `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}.${String(time.getMilliseconds()).padStart(3, "0")}000`;
  return `${clock} [${level.padEnd(5)}] [MainThread]: ${text}`;
}
