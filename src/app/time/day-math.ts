/** Days as `YYYY-MM-DD` texts, which sort as dates do; arithmetic goes through UTC, so no time zone ever moves a day. */

const DAY_MS = 86_400_000;

export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10);
}

export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}

export function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));
}

export function clampBetween(day: string, first: string, last: string): string {
  if (day < first) return first;
  return day > last ? last : day;
}

/** The nearest of the days before or after one; null when there is none. `days` are in order. */
export function nearestDay(days: readonly string[], day: string, direction: -1 | 1): string | null {
  if (direction > 0) return days.find((candidate) => candidate > day) ?? null;
  return days.findLast((candidate) => candidate < day) ?? null;
}
