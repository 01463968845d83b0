/**
 * Which points of the history may go, so that it stays small: the older they are, the further apart they lie.
 *
 * For each file all points of the last hour stay, then one for five minutes, after a day one for an hour, after a week one for a day.
 * Points that were made on purpose (a rename, a restore) stay for a week. The newest point of a file always stays, whatever the limits.
 */
import type { KeptChange } from "./change-store.ts";

export const MOST_CHANGES = 1500;
/** Characters of all texts together. */
export const MOST_LENGTH = 12_000_000;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Points to drop, given all of a workspace in any order. */
export function changesToDrop(changes: readonly KeptChange[], now: number): KeptChange[] {
  const newestFirst = [...changes].sort((a, b) => b.at - a.at || b.number - a.number);
  const dropped: KeptChange[] = [];
  const kept: KeptChange[] = [];
  const taken = new Set<string>();
  const newest = new Set<KeptChange>();
  const files = new Set<string>();
  for (const change of newestFirst) {
    const slot = `${change.path} ${slotOf(change, now)}`;
    if (!files.has(change.path)) newest.add(change);
    files.add(change.path);
    if (!newest.has(change) && taken.has(slot)) dropped.push(change);
    else kept.push(change);
    taken.add(slot);
  }
  let count = kept.length;
  let length = kept.reduce((sum, change) => sum + Math.max(0, change.length), 0);
  for (const change of kept.reverse()) {
    if (count <= MOST_CHANGES && length <= MOST_LENGTH) break;
    if (newest.has(change)) continue;
    dropped.push(change);
    count -= 1;
    length -= Math.max(0, change.length);
  }
  return dropped;
}

/** Points of one file in one slot stand for each other. */
function slotOf(change: KeptChange, now: number): string {
  const age = now - change.at;
  const onPurpose = change.cause !== "typed" && change.cause !== "found";
  if (age <= HOUR || (onPurpose && age <= 7 * DAY)) return `${change.at} ${change.number}`;
  const width = age <= DAY ? 5 * MINUTE : age <= 7 * DAY ? HOUR : DAY;
  return `${width} ${Math.floor(change.at / width)}`;
}
