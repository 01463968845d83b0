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
import { TapLog, type Handling, type TapEvent } from "../../operations/tap-log.ts";
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
  const { asOfDay } = registry.world.setting.tier;
  const handled = handlingsByDevice(records);
  const perMember = panel.map((member) => eventsOf(registry, member, handled.get(member.deviceId) ?? []));
  const total = perMember.reduce((sum, events) => sum + events.length, 0);
  const ids = new Float64Array(total);
  let next = 0;
  perMember.forEach((events, index) => {
    for (const { time } of events) {
      ids[next] = time * DEVICES + (panel[index]?.deviceId ?? 0);
      next += 1;
    }
  });
  // Numbers sort fast; the events of one device are in order already, so each number takes the next event of its device.
  sortNumbers(ids);
  const place = new Map(panel.map(({ deviceId }, index) => [deviceId, index]));
  const locations = panel.map(({ item }) => numberOf(registry.siteId, item.site));
  const cursor = new Int32Array(panel.length);
  const table = new TableBuilder(schema.tapEvents, total);
  for (const id of ids) {
    const deviceId = id % DEVICES;
    const index = place.get(deviceId) ?? 0;
    const event = perMember[index]?.[cursor[index] ?? 0];
    cursor[index] = (cursor[index] ?? 0) + 1;
    if (event === undefined) continue;
    table.add({
      id,
      device_id: deviceId,
      location_id: locations[index] ?? 0,
      event_timestamp: event.time,
      event_type: event.type,
      status: event.status,
      beverage: event.beverage,
      volume_ml: event.millilitres,
      temperature_dc: event.temperature,
      pressure_dpsi: event.pressure,
      flow_ml_s: event.flow,
      duration_s: event.seconds,
      _synced_at: nextBatch(event.time, BATCH_SECONDS, asOfDay),
    });
  }
  return table.finish();
}

function eventsOf(registry: Registry, member: PanelMember, handlings: readonly Handling[]): TapEvent[] {
  const { setting } = registry.world;
  const reporter = new DeviceReporter(member.account, member.item, setting);
  const [from, to] = reporter.window(HOURLY_WINDOW_DAYS);
  if (to < from) return [];
  const hours = new DeviceHours(member.account, member.item, setting, from);
  const log = new TapLog(member, setting.seed);
  const events: TapEvent[] = [];
  for (let day = from; day <= to; day += 1) {
    const reading = reporter.read(day);
    if (reading === null) continue;
    hours.split(reading);
    for (let hour = 0; hour < 24; hour += 1)
      for (const event of log.hour(day * DAY_SECONDS + hour * 3600, hour, hours, handlings)) events.push(event);
  }
  return events;
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
