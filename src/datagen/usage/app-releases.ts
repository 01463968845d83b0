/**
 * Versions of the mobile application. Versions before 4.2 send local time as if it were UTC, which the fault pass makes true;
 * 4.5.0 crashed until 4.5.1 replaced it.
 */
import { parseDay } from "../kit/calendar.ts";

interface Release {
  readonly version: string;
  readonly day: number;
}

function release(version: string, day: string): Release {
  return { version, day: parseDay(day) };
}

export const APP_RELEASES: readonly Release[] = [
  release("3.0.0", "2019-01-01"),
  release("3.4.0", "2020-06-15"),
  release("4.0.0", "2021-05-17"),
  release("4.1.0", "2022-11-07"),
  release("4.2.0", "2024-06-01"),
  release("4.3.0", "2024-10-14"),
  release("4.4.0", "2025-02-24"),
  release("4.5.0", "2025-07-07"),
  release("4.5.1", "2025-07-28"),
  release("4.6.0", "2025-11-03"),
];

/** Most people have the newest version, one in eight the one before it; nobody kept 4.1 when the old servers were switched off. */
export function appVersionOn(day: number, u: number): string {
  let newest = 0;
  while (newest + 1 < APP_RELEASES.length && (APP_RELEASES[newest + 1]?.day ?? 0) <= day) newest += 1;
  const isSwitch = APP_RELEASES[newest]?.version === "4.2.0";
  const index = u < 0.125 && newest > 0 && !isSwitch ? newest - 1 : newest;
  return APP_RELEASES[index]?.version ?? "3.0.0";
}

export function isTroubled(version: string | null): boolean {
  return version === "4.5.0";
}
