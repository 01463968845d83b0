/** Marks of a time axis: months, quarters or years, so many that their labels have room. */
import { daysBetween } from "./day-math.ts";

export interface Tick {
  readonly day: string;
  /** Empty for a line without a label. */
  readonly label: string;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/** Labels that fit without touching each other. */
const MOST = 9;

export function axisTicks(first: string, last: string): readonly Tick[] {
  const months = Math.max(1, daysBetween(first, last) / 30.44);
  const step = [1, 3, 6, 12, 24, 60, 120].find((candidate) => months / candidate <= MOST) ?? 240;
  const ticks: Tick[] = [];
  const start = Number(first.slice(0, 4)) * 12 + Number(first.slice(5, 7)) - 1;
  const end = Number(last.slice(0, 4)) * 12 + Number(last.slice(5, 7)) - 1;
  for (let month = Math.ceil(start / step) * step; month <= end; month += step) {
    const [year, index] = [Math.floor(month / 12), month % 12];
    const day = `${String(year).padStart(4, "0")}-${String(index + 1).padStart(2, "0")}-01`;
    if (day < first || day > last) continue;
    const name =
      step >= 12
        ? String(year)
        : index === 0 || ticks.length === 0
          ? `${MONTHS[index] ?? ""} ${year}`
          : (MONTHS[index] ?? "");
    // A label at the very end would stand outside.
    const isLast = daysBetween(first, day) > daysBetween(first, last) * 0.92;
    ticks.push({ day, label: isLast ? "" : name });
  }
  return ticks.length > 0 ? ticks : [{ day: first, label: first }];
}
