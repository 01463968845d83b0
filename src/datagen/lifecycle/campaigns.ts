/** Twice a year the company writes to everybody who stopped: who comes back often does so in these weeks. */
import { civil, dayNumber } from "../kit/calendar.ts";

/** The first days of the two campaigns of a year: 3 June and 3 December. */
const MONTHS = [6, 12] as const;
export const CAMPAIGN_DAYS = 18;

/** The first day of the next campaign that begins on this day or later. */
export function nextCampaign(day: number): number {
  const { year } = civil(day);
  for (const candidate of [year, year + 1]) {
    for (const month of MONTHS) {
      const start = dayNumber(candidate, month, 3);
      if (start >= day) return start;
    }
  }
  return dayNumber(year + 1, 12, 3);
}
