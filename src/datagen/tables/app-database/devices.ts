/** `app_database.devices`: every device that was ever installed, with its state at the last day. */
import { DAY_SECONDS, addMonths } from "../../kit/calendar.ts";
import { weighted } from "../../kit/distributions.ts";
import { SITES, at } from "../../kit/sites.ts";
import { INSTALL_MINUTE } from "../../operations/device-states.ts";
import type { CurrentState, StatusLog } from "../../operations/status-log.ts";
import * as schema from "../../schema/app-database.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import { numberOf, type Registry } from "../../world/registry.ts";
import { DeviceReporter } from "../../world/telemetry.ts";
import type { Device } from "../../world/world.ts";
import { nightlyLoad } from "../load-time.ts";

const S = SITES.device;

const NETWORKS: readonly (readonly [string, number])[] = [
  ["wifi", 62],
  ["ethernet", 27],
  ["cellular", 11],
];

const LAST_BEAT_BEFORE_LOAD = 23 * 3600 + 40 * 60;

const BEAT_MINUTES = 5;

/** What a device is before its first state was noted. */
const NEW: CurrentState = { status: "online", silentSince: null };

export function writeDevices(registry: Registry, { current }: StatusLog): TableData {
  const { setting } = registry.world;
  const { asOfDay } = setting.tier;
  const table = new TableBuilder(schema.devices, registry.devices.length);
  for (const { account, item: device } of registry.devices) {
    const { model, draws } = device;
    const retiredDay = device.retiredDay !== null && device.retiredDay <= asOfDay ? device.retiredDay : null;
    const id = numberOf(registry.deviceId, device);
    const { status, silentSince } = current[id] ?? NEW;
    table.add({
      id,
      location_id: numberOf(registry.siteId, device.site),
      customer_id: account.profile.id,
      device_type: model.type,
      category: model.category,
      manufacturer: model.manufacturer,
      model: model.model,
      serial_number: `${model.model}-${String(100000 + id)}`,
      firmware_version: new DeviceReporter(account, device, setting).firmwareOn(retiredDay ?? asOfDay).version,
      status,
      is_online: status === "online",
      network_connectivity: weighted(draws.unit(at(S.network)), NETWORKS),
      install_date: device.installDay,
      retired_date: retiredDay,
      warranty_expiry: addMonths(device.installDay, model.warrantyYears * 12),
      expected_lifespan_years: model.lifespanYears,
      purchase_price: model.priceCents,
      energy_consumption_watts: model.watts,
      maintenance_interval_days: model.maintenanceDays,
      last_heartbeat_at: lastHeartbeat(device, silentSince, asOfDay),
      _synced_at: nightlyLoad(asOfDay),
    });
  }
  return table.finish();
}

/** The last beat before the device fell silent, or before the nightly load; null when it was never on. */
function lastHeartbeat({ installDay }: Device, silentSince: number | null, asOfDay: number): number | null {
  if (silentSince === null) return asOfDay * DAY_SECONDS + LAST_BEAT_BEFORE_LOAD;
  const last = (silentSince - BEAT_MINUTES) * 60;
  return last < installDay * DAY_SECONDS + INSTALL_MINUTE * 60 ? null : last;
}
