/**
 * A log of changes on two time axes: what was believed on each day (recorded time) about each day (valid time). In go the rows of
 * the log, out come the bands between two arrivals, each with the versions that were believed meanwhile. Moments are milliseconds.
 */
import { addDays, daysBetween } from "../../../time/day-math.ts";
import type { PlayRow } from "../interactive.ts";
import { textOf } from "../play-query.ts";

export interface Change {
  readonly value: string;
  /** When it happened. */
  readonly changed: number;
  /** When it became known. */
  readonly recorded: number;
}

export interface Belief {
  readonly value: string;
  readonly from: number;
  /** Null for the version that was believed to be in force. */
  readonly to: number | null;
}

/** From one arrival to the next nothing new is known. */
export interface Band {
  readonly from: number;
  /** Null for the band of today. */
  readonly to: number | null;
  readonly versions: readonly Belief[];
}

const DAY_MS = 86_400_000;

export function momentOf(value: unknown): number {
  const text = String(value).replace(" ", "T");
  return Date.parse(/T/.test(text) ? `${text.replace(/Z$/, "")}Z` : `${text}T00:00:00Z`);
}

export function dayMoment(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

export function dayText(moment: number): string {
  return new Date(moment).toISOString().slice(0, 10);
}

export function momentText(moment: number): string {
  return new Date(moment).toISOString().slice(0, 16).replace("T", " ");
}

/** Rows in the order of the query; of two changes at one moment the later row counts. */
export function readChanges(rows: readonly PlayRow[]): readonly Change[] {
  return rows.map((row) => ({
    value: textOf(row["value"]) ?? "",
    changed: momentOf(row["changed_at"]),
    recorded: momentOf(row["recorded_at"]),
  }));
}

/** The versions that the rows known at a moment make. */
export function versionsKnown(changes: readonly Change[], known: number): readonly Belief[] {
  const last = new Map<number, Change>();
  for (const change of changes) if (change.recorded <= known) last.set(change.changed, change);
  const inOrder = [...last.values()].sort((one, other) => one.changed - other.changed);
  return inOrder.map((change, index) => ({
    value: change.value,
    from: change.changed,
    to: inOrder[index + 1]?.changed ?? null,
  }));
}

export function bandsOf(changes: readonly Change[]): readonly Band[] {
  const arrivals = [...new Set(changes.map((change) => change.recorded))].sort((one, other) => one - other);
  return arrivals.map((from, index) => ({
    from,
    to: arrivals[index + 1] ?? null,
    versions: versionsKnown(changes, from),
  }));
}

/** What was believed, on the day of knowledge, about the day in question; null when nothing was known about it. */
export function believed(changes: readonly Change[], day: number, known: number): string | null {
  return (
    versionsKnown(changes, known).find((version) => version.from <= day && (version.to === null || day < version.to))
      ?.value ?? null
  );
}

/** Days between what happened and what was known of it. */
export function delayDays(change: Change): number {
  return Math.max(0, (change.recorded - change.changed) / DAY_MS);
}

export function isLate(change: Change): boolean {
  return delayDays(change) >= 1;
}

/** Both axes reach over the same days, with a margin, so that what is known at once lies on the diagonal. */
export function rangeOf(changes: readonly Change[]): { readonly firstDay: string; readonly lastDay: string } | null {
  if (changes.length === 0) return null;
  const moments = changes.flatMap((change) => [change.changed, change.recorded]);
  const first = dayText(Math.min(...moments));
  const last = dayText(Math.max(...moments));
  const margin = Math.max(2, Math.round(daysBetween(first, last) * 0.08));
  return { firstDay: addDays(first, -margin), lastDay: addDays(last, margin) };
}

/** A few days to write at an axis, evenly spread. */
export function ticksOf(firstDay: string, lastDay: string, wanted: number): readonly string[] {
  const days = daysBetween(firstDay, lastDay);
  const step = Math.max(1, Math.ceil(days / Math.max(1, wanted)));
  const ticks: string[] = [];
  for (let at = step; at <= days - Math.ceil(step / 3); at += step) ticks.push(addDays(firstDay, at));
  return ticks;
}

/** A good place to begin: the middle of what the latest arrival told, asked just before it arrived. */
export function tellingPlace(changes: readonly Change[]): { readonly day: string; readonly known: string } | null {
  const late = changes.toSorted((one, other) => delayDays(other) - delayDays(one))[0];
  if (late === undefined) return null;
  const next = changes.filter((change) => change.changed > late.changed).map((change) => change.changed);
  const until = Math.min(late.recorded, ...next);
  const day = dayText(late.changed + Math.max(0, until - late.changed) / 2 + DAY_MS / 2);
  const known = addDays(dayText(late.recorded), -1);
  return { day, known: known < day ? day : known };
}
