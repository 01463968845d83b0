/** ISO dates, a step further: plain text in and out, no time zone. */

export type Step = "day" | "week" | "month" | "back";

export function stepDay(date: string, step: Step): string {
  const [year = 0, month = 0, day = 0] = date.split("-").map(Number);
  if (step === "day") return iso(Date.UTC(year, month - 1, day + 1));
  if (step === "week") return iso(Date.UTC(year, month - 1, day + 7));
  const other = month - 1 + (step === "month" ? 1 : -1);
  // The 31st of a short month is its last day.
  const last = new Date(Date.UTC(year, other + 1, 0)).getUTCDate();
  return iso(Date.UTC(year, other, Math.min(day, last)));
}

/** A day of the calendar, inside the bounds: text of this form sorts as dates do. */
export function isDayWithin(date: string, start: string, end: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(date) && date >= start && date <= end;
}

function iso(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
