/** Where a workshop stands: times as a room reads them, and how far the clock and the agenda are apart. */
import type { TimedStep } from "../../lessons/workshop/workshop.ts";

const MINUTE_MS = 60_000;

/** "0:45", in hours and minutes from the beginning. */
export function agendaTime(minutes: number): string {
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
}

/** "4:05", minutes and seconds; "−1:30" beyond the end. */
export function timerText(leftMs: number): string {
  const seconds = Math.round(Math.abs(leftMs) / 1000);
  const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  return leftMs < 0 && seconds > 0 ? `−${text}` : text;
}

interface Pace {
  /** Whole minutes since the beginning. */
  readonly minute: number;
  /** Whole minutes that the step is behind its time; negative when ahead, 0 within it. */
  readonly late: number;
}

/** Null before the beginning. */
export function paceOf(step: TimedStep | undefined, startedAt: number | null, now: number): Pace | null {
  if (startedAt === null || step === undefined) return null;
  const minute = Math.max(0, Math.floor((now - startedAt) / MINUTE_MS));
  const late = minute > step.to ? minute - step.to : minute < step.from ? minute - step.from : 0;
  return { minute, late };
}

/** What can be left out from here on: of the steps that are not over, those that say what may go. */
export function whatMayGo(agenda: readonly TimedStep[], number: number): readonly TimedStep[] {
  return agenda.filter((timed) => timed.number >= number && timed.step.late !== "");
}
