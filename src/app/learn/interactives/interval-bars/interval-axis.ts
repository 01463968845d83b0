/**
 * Rows of bars, marks and links -> what is drawn on one axis: lanes, each with its bars on as few tracks as they need, and its marks.
 * Positions are days since 1970 for dates and moments, and the number itself for plain numbers, so one axis serves both.
 */
import type { Value } from "../../../../engine/core/table.ts";
import type { PlayRow } from "../interactive.ts";
import { textOf } from "../play-query.ts";

export interface Bar {
  readonly value: string | null;
  readonly from: number;
  /** Null while open. */
  readonly to: number | null;
  readonly fromText: string;
  readonly toText: string | null;
  /** 0, or more where bars of a lane lie over each other. */
  readonly track: number;
}

export interface Mark {
  readonly id: string;
  readonly at: number;
  readonly atText: string;
  readonly value: string | null;
}

export interface Lane {
  readonly name: string;
  readonly bars: readonly Bar[];
  readonly marks: readonly Mark[];
  readonly tracks: number;
}

export interface Link {
  readonly mark: string;
  readonly lane: string;
  readonly from: number;
}

export interface Tick {
  readonly at: number;
  readonly text: string;
}

const DAY = 86_400_000;

/** A date, a moment or a number as a place on the axis; null for NULL and for what is neither. */
export function placeOf(value: Value | undefined): number | null {
  if (typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  if (typeof value !== "string") return null;
  if (/^-?\d+(\.\d+)?$/.test(value)) return Number(value);
  const time = Date.parse(value.length === 10 ? `${value}T00:00:00Z` : `${value.replace(" ", "T")}Z`);
  return Number.isNaN(time) ? null : time / DAY;
}

/** True when the rows hold dates or moments. */
export function isTime(rows: readonly PlayRow[], column: string): boolean {
  return rows.some((row) => typeof row[column] === "string" && /^\d{4}-\d\d-\d\d/.test(row[column]));
}

export function readLanes(bars: readonly PlayRow[], marks: readonly PlayRow[]): readonly Lane[] {
  const names = [...new Set([...bars, ...marks].map((row) => textOf(row["lane"]) ?? ""))];
  return names.map((name) => {
    const own = stack(bars.filter((row) => (textOf(row["lane"]) ?? "") === name));
    return {
      name,
      bars: own,
      marks: marks
        .filter((row) => (textOf(row["lane"]) ?? "") === name)
        .flatMap((row) => {
          const at = placeOf(row["marked_at"]);
          return at === null
            ? []
            : [
                {
                  id: textOf(row["mark"]) ?? "",
                  at,
                  atText: momentText(textOf(row["marked_at"]) ?? ""),
                  value: textOf(row["value"]),
                },
              ];
        }),
      tracks: Math.max(1, ...own.map((bar) => bar.track + 1)),
    };
  });
}

/** Each bar on the first track on which it lies over no other one. */
function stack(rows: readonly PlayRow[]): readonly Bar[] {
  const ends: number[] = [];
  return rows
    .flatMap((row) => {
      const from = placeOf(row["valid_from"]);
      if (from === null) return [];
      const to = placeOf(row["valid_to"]);
      const [fromText, toText] = [textOf(row["valid_from"]) ?? "", textOf(row["valid_to"])];
      return [
        {
          value: textOf(row["value"]),
          from,
          to,
          fromText: momentText(fromText),
          toText: toText === null ? null : momentText(toText),
        },
      ];
    })
    .sort((one, other) => one.from - other.from || (one.to ?? Infinity) - (other.to ?? Infinity))
    .map((bar) => {
      const free = ends.findIndex((end) => end <= bar.from);
      const track = free < 0 ? ends.length : free;
      ends[track] = bar.to ?? Infinity;
      return { ...bar, track };
    });
}

export function readLinks(rows: readonly PlayRow[]): readonly Link[] {
  return rows.flatMap((row) => {
    const from = placeOf(row["valid_from"]);
    return from === null ? [] : [{ mark: textOf(row["mark"]) ?? "", lane: textOf(row["lane"]) ?? "", from }];
  });
}

/** Bars that begin before one of their lane has ended, and times between two bars in which none holds. */
export function faultsOf(lanes: readonly Lane[]): { readonly overlaps: number; readonly gaps: number } {
  let [overlaps, gaps] = [0, 0];
  for (const lane of lanes) {
    let end: number | null = null;
    for (const bar of lane.bars) {
      if (end !== null && bar.from < end) overlaps += 1;
      if (end !== null && bar.from > end) gaps += 1;
      end = Math.max(end ?? -Infinity, bar.to ?? Infinity);
    }
  }
  return { overlaps, gaps };
}

/** The ends of the axis: those that are given, else the first and last place, with room for marks that can be moved. */
export function extentOf(
  lanes: readonly Lane[],
  given: { readonly first: number | null; readonly last: number | null },
  room: number,
): { readonly first: number; readonly last: number } {
  const places = lanes.flatMap((lane) => [
    ...lane.bars.flatMap((bar) => (bar.to === null ? [bar.from] : [bar.from, bar.to])),
    ...lane.marks.map((mark) => mark.at),
  ]);
  const first = given.first ?? Math.min(...places) - room;
  const last = given.last ?? Math.max(...places) + room;
  if (!Number.isFinite(first) || !Number.isFinite(last)) return { first: 0, last: 1 };
  // What is open at its own start still needs a width.
  return last > first
    ? { first, last: given.last === null && room === 0 ? last + (last - first) * 0.04 : last }
    : { first, last: first + 1 };
}

/** At most `most` ticks at round places. */
export function ticksOf(first: number, last: number, most: number, time: boolean): readonly Tick[] {
  return time ? timeTicks(first, last, most) : numberTicks(first, last, most);
}

function numberTicks(first: number, last: number, most: number): readonly Tick[] {
  const rough = (last - first) / Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? 10 * power;
  const ticks: Tick[] = [];
  for (let at = Math.ceil(first / step) * step; at <= last; at += step)
    ticks.push({ at, text: String(Number(at.toPrecision(6))) });
  return ticks;
}

function timeTicks(first: number, last: number, most: number): readonly Tick[] {
  const days = [1, 2, 3, 4, 7, 14].find((step) => (last - first) / step <= most);
  const ticks: Tick[] = [];
  if (days !== undefined) {
    for (let at = Math.ceil(first); at <= last; at += days) ticks.push({ at, text: iso(at) });
    return ticks;
  }
  const months = [1, 3, 6, 12, 24].find((step) => (last - first) / (30.4 * step) <= most) ?? 60;
  const start = new Date(first * DAY);
  let month =
    start.getUTCFullYear() * 12 + Math.ceil((start.getUTCMonth() + (start.getUTCDate() > 1 ? 1 : 0)) / months) * months;
  for (;;) {
    const at = Date.UTC(Math.floor(month / 12), month % 12, 1) / DAY;
    if (at > last) return ticks;
    ticks.push({ at, text: months % 12 === 0 ? iso(at).slice(0, 4) : iso(at).slice(0, 7) });
    month += months;
  }
}

function iso(at: number): string {
  return new Date(at * DAY).toISOString().slice(0, 10);
}

/** A moment at midnight is a day. */
export function momentText(text: string): string {
  return text.replace(/ 00:00:00(\.0+)?$/, "").replace(/(\d\d:\d\d):00$/, "$1");
}

/** Marks of a lane on levels, so that those at one place can be told apart; `near` is a distance on the axis. */
export function levelsOf(marks: readonly Mark[], near: number): readonly number[] {
  const last: number[] = [];
  return marks.map((mark) => {
    const free = last.findIndex((at) => mark.at - at >= near);
    const level = free < 0 ? last.length : free;
    last[level] = mark.at;
    return level;
  });
}

/** Tokens of the colours that values take in their order; NULL has none of its own. */
const TONES = ["staging", "intermediate", "entity", "mart", "metric", "bronze"] as const;

export function toneOf(value: string | null, values: readonly (string | null)[]): string {
  return value === null ? "control" : (TONES[values.indexOf(value) % TONES.length] ?? "control");
}
