/**
 * Which firmware a device runs on a day: each release reaches it after a lag of its own, early birds first.
 */
import { FIRMWARE, type Firmware } from "../facts/hardware.ts";
import type { Draws } from "../kit/random.ts";
import { SITES, at } from "../kit/sites.ts";

/** The slowest device follows a release after so many days. */
const SLOWEST_UPDATE_DAYS = 40;

/** The day on which each release would reach a device; a later release may overtake an earlier one. */
export function firmwareDays(draws: Draws): readonly number[] {
  return FIRMWARE.map(({ releasedOn }, index) => {
    const u = draws.unit(at(SITES.device.firmwareLag, index));
    return releasedOn + Math.floor(u * u * SLOWEST_UPDATE_DAYS);
  });
}

/** The newest release that has reached the device by this day. */
export function firmwareOn(days: readonly number[], day: number): Firmware {
  for (let index = FIRMWARE.length - 1; index > 0; index -= 1) {
    const release = FIRMWARE[index];
    const since = days[index];
    if (release !== undefined && since !== undefined && since <= day) return release;
  }
  return FIRMWARE[0] as Firmware;
}
