/**
 * The log of device states over the whole fleet, in order of time, with the numbers of events and outages.
 *
 * Numbers are counted over everything that was ever logged, so they stay the same when the log forgets: of what is older than
 * `LOG_DAYS` it keeps installations, how devices ended, and the failure of a whole region.
 */
import { sortNumbers } from "../kit/sort-numbers.ts";
import { numberOf, type Registry } from "../world/registry.ts";
import { stateEvents, type DeviceStatus, type StateEvent } from "./device-states.ts";

/** Days for which the application keeps every change of state. */
export const LOG_DAYS = 92;
const DAY_MINUTES = 1440;
/** The nightly load of the devices table looks at 23:45. */
const LOAD_MINUTE = 23 * 60 + 45;

export interface LoggedState {
  readonly id: number;
  readonly deviceId: number;
  readonly minute: number;
  readonly status: DeviceStatus;
  readonly cause: StateEvent["cause"];
  readonly outageId: number | null;
}

/** What the devices table says of a device. */
export interface CurrentState {
  readonly status: DeviceStatus;
  /** The minute up to which the device was heard of; null while it is. */
  readonly silentSince: number | null;
}

export interface StatusLog {
  readonly events: readonly LoggedState[];
  /** By number of the device, from 1. */
  readonly current: readonly (CurrentState | undefined)[];
}

export function keepStatusLog(registry: Registry): StatusLog {
  const { setting } = registry.world;
  const { asOfDay } = setting.tier;
  const loadedAt = asOfDay * DAY_MINUTES + LOAD_MINUTE;
  const perDevice: (readonly StateEvent[])[] = [];
  const current: (CurrentState | undefined)[] = [];
  let total = 0;
  for (const { account, item: device } of registry.devices) {
    const events = stateEvents(account, device, setting);
    const deviceId = numberOf(registry.deviceId, device);
    perDevice[deviceId] = events;
    current[deviceId] = stateAt(events, loadedAt);
    total += events.length;
  }
  return { events: numbered(perDevice, total, (asOfDay - LOG_DAYS + 1) * DAY_MINUTES), current };
}

/** Sorting whole numbers is total: the minute and the device are packed into one. */
function numbered(perDevice: readonly (readonly StateEvent[])[], total: number, keptFrom: number): LoggedState[] {
  const devices = perDevice.length;
  const keys = new Float64Array(total);
  let next = 0;
  perDevice.forEach((events, deviceId) => {
    for (const { minute } of events) {
      keys[next] = minute * devices + deviceId;
      next += 1;
    }
  });
  sortNumbers(keys);
  const cursor = new Int32Array(devices);
  const running = new Int32Array(devices);
  const logged: LoggedState[] = [];
  let outages = 0;
  keys.forEach((key, index) => {
    const deviceId = key % devices;
    const event = perDevice[deviceId]?.[cursor[deviceId] ?? 0];
    cursor[deviceId] = (cursor[deviceId] ?? 0) + 1;
    if (event === undefined) return;
    if (event.outage === "begins") {
      outages += 1;
      running[deviceId] = outages;
    }
    if (event.minute < keptFrom && event.keptUntil < keptFrom) return;
    const { minute, status, cause } = event;
    logged.push({
      id: index + 1,
      deviceId,
      minute,
      status,
      cause,
      outageId: event.outage === "none" ? null : (running[deviceId] ?? null),
    });
  });
  return logged;
}

function stateAt(events: readonly StateEvent[], minute: number): CurrentState {
  let status: DeviceStatus = "online";
  let silentSince: number | null = null;
  for (const event of events) {
    if (event.minute > minute) break;
    if (event.status === "offline" || event.status === "retired") silentSince ??= event.minute;
    else silentSince = null;
    status = event.status;
  }
  return { status, silentSince };
}
