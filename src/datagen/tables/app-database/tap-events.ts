/**
 * `app_database.tap_events`: single events of the taps of the panel in the last 14 days.
 *
 * The number of an event is its second times 2^18 plus the device: it rises with time and needs no counter over all years.
 */
import { DAY_SECONDS } from "../../kit/calendar.ts";
import { sortNumbers } from "../../kit/sort-numbers.ts";
import { DeviceHours } from "../../operations/device-hours.ts";
import type { ServiceRecord } from "../../operations/maintenance-log.ts";
import type { PanelMember } from "../../operations/panel.ts";
import { TapLog, type Handling } from "../../operations/tap-log.ts";
import { pickRows } from "../../picked-rows.ts";
import * as schema from "../../schema/app-database.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import { numberOf, type Registry } from "../../world/registry.ts";
import { DeviceReporter } from "../../world/telemetry.ts";
import { nextBatch } from "../load-time.ts";
import { HOURLY_WINDOW_DAYS } from "./device-telemetry-hourly.ts";

const BATCH_SECONDS = 300;
const DEVICES = 262144;

export function writeTapEvents(
  registry: Registry,
  panel: readonly PanelMember[],
  records: readonly ServiceRecord[],
): TableData {
  const handled = handlingsByDevice(records);
  const table = new TableBuilder(schema.tapEvents, panel.length * 512 + 64);
  const first = new Map<number, number>();
  let rows = 0;
  // Device by device, so that no more than the events of an hour are held as objects.
  for (const member of panel) {
    first.set(member.deviceId, rows);
    rows += addEvents(table, registry, member, handled.get(member.deviceId) ?? []);
  }
  return inOrderOfIds(table.finish(), first);
}

/** Numbers sort fast; the events of one device are in order already, so each number takes the next event of its device. */
function inOrderOfIds(table: TableData, first: Map<number, number>): TableData {
  const ids = new Float64Array((table.columns.find(({ name }) => name === "id")?.data.values ?? []) as Float64Array);
  sortNumbers(ids);
  const rows = new Int32Array(ids.length);
  for (let place = 0; place < ids.length; place += 1) {
    const deviceId = (ids[place] ?? 0) % DEVICES;
    const row = first.get(deviceId) ?? 0;
    rows[place] = row;
    first.set(deviceId, row + 1);
  }
  return pickRows(table, rows);
}

/** Adds the events of one tap in order of time, and says how many they are. */
function addEvents(
  table: TableBuilder<typeof schema.tapEvents>,
  { siteId, world: { setting } }: Registry,
  member: PanelMember,
  handlings: readonly Handling[],
): number {
  const { account, item: device, deviceId } = member;
  const reporter = new DeviceReporter(account, device, setting);
  const [from, to] = reporter.window(HOURLY_WINDOW_DAYS);
  if (to < from) return 0;
  const hours = new DeviceHours(account, device, setting, from);
  const log = new TapLog(member, setting.seed);
  const locationId = numberOf(siteId, device.site);
  let count = 0;
  for (let day = from; day <= to; day += 1) {
    const reading = reporter.read(day);
    if (reading === null) continue;
    hours.split(reading);
    for (let hour = 0; hour < 24; hour += 1) {
      for (const event of log.hour(day * DAY_SECONDS + hour * 3600, hour, hours, handlings)) {
        count += 1;
        table.add({
          id: event.time * DEVICES + deviceId,
          device_id: deviceId,
          location_id: locationId,
          event_timestamp: event.time,
          event_type: event.type,
          status: event.status,
          beverage: event.beverage,
          volume_ml: event.millilitres,
          temperature_dc: event.temperature,
          pressure_dpsi: event.pressure,
          flow_ml_s: event.flow,
          duration_s: event.seconds,
          _synced_at: nextBatch(event.time, BATCH_SECONDS, setting.tier.asOfDay),
        });
      }
    }
  }
  return count;
}

function handlingsByDevice(records: readonly ServiceRecord[]): Map<number, Handling[]> {
  const handlings = new Map<number, Handling[]>();
  for (const { deviceId, start, type } of records) {
    // Repairs happen while the tap is down, and cables say nothing.
    if (start === null || (type !== "preventive" && type !== "cleaning")) continue;
    const known = handlings.get(deviceId) ?? [];
    known.push({ start: start * 60, type: type === "cleaning" ? "cleaning" : "maintenance" });
    handlings.set(deviceId, known);
  }
  return handlings;
}
