/** Moments, sessions and the gaps between them, in minutes since the epoch: times are texts without a zone, read as UTC. */
import type { PlayRow } from "../interactive.ts";

export interface Session {
  readonly number: number;
  readonly from: number;
  readonly to: number;
  readonly events: number;
}

/** "2025-03-01 10:00:00" -> minutes. */
export function minutesOf(value: PlayRow[string] | undefined): number {
  return Date.parse(`${String(value).replace(" ", "T")}Z`) / 60_000;
}

/** Minutes -> "2025-03-01 10:00". */
export function momentText(minutes: number): string {
  return new Date(minutes * 60_000).toISOString().slice(0, 16).replace("T", " ");
}

export function readSessions(rows: readonly PlayRow[]): readonly Session[] {
  return rows
    .map((row) => ({
      number: Number(row["session"]),
      from: minutesOf(row["started_at"]),
      to: minutesOf(row["ended_at"]),
      events: Number(row["events"]),
    }))
    .sort((left, right) => left.from - right.from);
}

export interface Gaps {
  /** The longest gap that did not end a session; null when no session has two moments. */
  readonly inside: number | null;
  /** The shortest gap that did; null with one session. */
  readonly between: number | null;
}

/** How far the threshold is from making a difference: between these two nothing changes. */
export function gapsOf(moments: readonly number[], sessions: readonly Session[]): Gaps {
  const starts = new Set(sessions.slice(1).map((session) => session.from));
  let inside: number | null = null;
  let between: number | null = null;
  moments.forEach((moment, index) => {
    const before = moments[index - 1];
    if (before === undefined) return;
    const gap = moment - before;
    if (starts.has(moment)) between = between === null ? gap : Math.min(between, gap);
    else inside = inside === null ? gap : Math.max(inside, gap);
  });
  return { inside, between };
}
