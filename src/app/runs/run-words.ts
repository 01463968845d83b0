/** A run's headline in a mark and words. */
import type { RunHead } from "../../store/kept.ts";
import { runs as words } from "../strings/runs.ts";
import { clockSeconds, clockTime } from "../strings/format.ts";
import type { Mark } from "../ui/status.ts";

export function headMark(run: RunHead): Mark {
  if (run.cancelled) return "skipped";
  if (run.failed > 0 || run.exitCode !== 0) return "fail";
  return run.warned > 0 ? "warn" : "pass";
}

export function headWord(run: RunHead): string {
  if (run.cancelled) return words.cancelled;
  if (run.failed > 0) return words.failed(run.failed);
  if (run.exitCode !== 0) return words.refused;
  return run.warned > 0 ? words.warned(run.warned) : words.passed;
}

/** "14:22" today, "Yesterday 09:10", else "2026-03-01 09:10"; the reader's time. */
export function whenText(at: number, now: number = Date.now(), time: string = clockTime(at)): string {
  const day = dayOf(at);
  if (day === dayOf(now)) return time;
  return `${day === dayOf(now - 86_400_000) ? words.yesterday : day} ${time}`;
}

/** With seconds, where one run is told from another. */
export function exactWhen(at: number, now: number = Date.now()): string {
  return whenText(at, now, clockSeconds(at));
}

function dayOf(at: number): string {
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
