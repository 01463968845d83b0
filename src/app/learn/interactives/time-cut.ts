/**
 * A customer's past cut at one day: which version is true, what the daily table says, where the next change lies.
 */
import { clampBetween, nearestDay } from "../../time/day-math.ts";
import type { PlayRow } from "./interactive.ts";
import { textOf } from "./play-query.ts";

/** What all three tables say about a customer. */
export interface CustomerState {
  readonly plan: string | null;
  readonly status: string | null;
  /** MRR as the database writes it, for example "250.00". */
  readonly mrr: string | null;
}

export interface Version extends CustomerState {
  readonly validFrom: string;
  /** Null for the version in force. */
  readonly validTo: string | null;
}

export interface Past {
  /** In order of time. */
  readonly versions: readonly Version[];
  readonly daily: ReadonlyMap<string, CustomerState>;
  readonly now: CustomerState | null;
  readonly firstDay: string;
  /** The as-of date. */
  readonly lastDay: string;
}

export function clampDay(day: string, past: Past): string {
  return clampBetween(day, past.firstDay, past.lastDay);
}

/** Half open: the first day of a version belongs to it, its last bound does not. */
export function versionOn(past: Past, day: string): Version | null {
  return (
    past.versions.find((version) => version.validFrom <= day && (version.validTo === null || day < version.validTo)) ??
    null
  );
}

/** How a version is held against a day: without its end, as it should be, or with both ends, as BETWEEN does. */
export type Rule = "half-open" | "between";

/** All versions that match the day: one at most with the half-open rule, two on the day of a change with BETWEEN. */
export function versionsOn(past: Past, day: string, rule: Rule): readonly Version[] {
  if (rule === "half-open") {
    const one = versionOn(past, day);
    return one === null ? [] : [one];
  }
  return past.versions.filter(
    (version) => version.validFrom <= day && (version.validTo === null || day <= version.validTo),
  );
}

/** True when a version starts exactly on the day and another one ends there. */
export function isBoundary(past: Past, day: string): boolean {
  return (
    past.versions.some((version) => version.validTo === day) &&
    past.versions.some((version) => version.validFrom === day)
  );
}

/** First days of the versions, as far as the data reach. */
export function changesOf(past: Past): readonly string[] {
  return past.versions.map((version) => version.validFrom).filter((start) => start <= past.lastDay);
}

/** The nearest start of a version before or after the day; null when there is none. */
export function nearestChange(past: Past, day: string, direction: -1 | 1): string | null {
  return nearestDay(changesOf(past), day, direction);
}

export type Agreement =
  | { readonly kind: "all" }
  /** The row of now is of another day, and differs in these columns. */
  | { readonly kind: "past"; readonly differs: readonly Part[] }
  /** The daily table has no row for the day. */
  | { readonly kind: "history-only" }
  /** History and daily contradict each other: one of them is out of date. */
  | { readonly kind: "conflict"; readonly differs: readonly Part[] };

export type Part = "plan" | "status" | "mrr";

export function agreementOn(past: Past, day: string): Agreement {
  const version = versionOn(past, day);
  const daily = past.daily.get(day);
  if (version === null || daily === undefined) return { kind: "history-only" };
  const conflict = differing(version, daily);
  if (conflict.length > 0) return { kind: "conflict", differs: conflict };
  const differs = past.now === null ? [] : differing(version, past.now);
  return differs.length === 0 ? { kind: "all" } : { kind: "past", differs };
}

export function differing(left: CustomerState, right: CustomerState): readonly Part[] {
  const parts: Part[] = [];
  if (left.plan !== right.plan) parts.push("plan");
  if (left.status !== right.status) parts.push("status");
  if (
    left.mrr === null || right.mrr === null
      ? left.mrr !== right.mrr
      : Math.abs(Number(left.mrr) - Number(right.mrr)) > 0.005
  )
    parts.push("mrr");
  return parts;
}

/** The results of one customer -> its past; null when the history is empty. Without a daily table its lane stays empty. */
export function readPast(
  history: readonly PlayRow[],
  daily: readonly PlayRow[],
  atomic: readonly PlayRow[],
): Past | null {
  const versions = history.map((row) => ({
    ...stateOf(row),
    validFrom: dayOf(row["valid_from"]) ?? "",
    validTo: dayOf(row["valid_to"]),
  }));
  const now = atomic[0];
  const days = new Map(daily.map((row) => [dayOf(row["date_day"]) ?? "", stateOf(row)]));
  const firstDay = versions[0]?.validFrom;
  const lastDay = now === undefined ? [...days.keys()].at(-1) : dayOf(now["as_of_date"]);
  if (firstDay === undefined || lastDay === undefined || lastDay === null) return null;
  return {
    versions,
    daily: days,
    now: now === undefined ? null : stateOf(now),
    firstDay: firstDay > lastDay ? lastDay : firstDay,
    lastDay,
  };
}

/** "250.00" for every way in which a database writes the number; empty for NULL. */
export function moneyText(mrr: string | null): string {
  return mrr === null
    ? ""
    : Number(mrr).toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

function stateOf(row: Readonly<Record<string, unknown>>): CustomerState {
  return {
    plan: textOf(row["plan"] as string | null),
    status: textOf(row["subscription_status"] as string | null),
    mrr: textOf(row["monthly_recurring_revenue"] as string | null),
  };
}

function dayOf(value: unknown): string | null {
  return typeof value === "string" ? value.slice(0, 10) : null;
}
