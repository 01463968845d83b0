/** The steps of one customer's way, with the row that each left behind. */
import { daysBetween } from "../../../time/day-math.ts";
import type { PlayRow } from "../interactive.ts";
import { textOf } from "../play-query.ts";

export interface JourneyStep {
  readonly id: string;
  readonly title: string;
  /** A day; null when it never happened. */
  readonly day: string | null;
  readonly table: string;
  readonly why: string;
  readonly record: readonly { readonly column: string; readonly value: string | null; readonly isLink: boolean }[];
  /** Days since the last step before it that happened; null for the first. */
  readonly since: number | null;
}

export function readJourney(steps: readonly PlayRow[], records: readonly PlayRow[]): readonly JourneyStep[] {
  let before: string | null = null;
  return steps.map((row) => {
    const id = String(row["step"]);
    const day = textOf(row["happened_at"])?.slice(0, 10) ?? null;
    const since = day === null || before === null ? null : daysBetween(before, day);
    before = day ?? before;
    return {
      id,
      title: textOf(row["title"]) ?? id,
      day,
      table: textOf(row["table_name"]) ?? "",
      why: textOf(row["why"]) ?? "",
      record: records
        .filter((record) => String(record["step"]) === id)
        .map((record) => ({
          column: textOf(record["column_name"]) ?? "",
          value: textOf(record["value"]),
          isLink: record["is_link"] === true,
        })),
      since,
    };
  });
}

/** First and last day on which anything happened, and the days between. */
export function spanOf(
  steps: readonly JourneyStep[],
): { readonly first: string; readonly last: string; readonly days: number } | null {
  const days = steps.flatMap((step) => step.day ?? []).sort();
  const [first, last] = [days[0], days.at(-1)];
  return first === undefined || last === undefined ? null : { first, last, days: daysBetween(first, last) };
}
