/**
 * `_synced_at`: when the loader brought a row into the warehouse.
 *
 * Tables of current state are read anew every night, so all their rows carry the time of the last load. Logs are read in
 * batches after the event. Nothing is loaded after the last day of the world.
 */
import { DAY_SECONDS } from "../kit/calendar.ts";

/** The last second of the world. */
export function endOfWorld(asOfDay: number): number {
  return (asOfDay + 1) * DAY_SECONDS - 1;
}

/** The nightly load of whole tables, at 23:45. */
export function nightlyLoad(asOfDay: number): number {
  return asOfDay * DAY_SECONDS + 23 * 3600 + 45 * 60;
}

/** The first batch that ends after the event; batches run every `everySeconds`. */
export function nextBatch(time: number, everySeconds: number, asOfDay: number): number {
  const batch = (Math.floor(time / everySeconds) + 1) * everySeconds;
  return Math.min(batch, endOfWorld(asOfDay));
}
