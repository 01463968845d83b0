/** `app_database.devices`: every device that was ever installed, with its state at the last day. */
import { DAY_SECONDS, addMonths } from "../kit/calendar.ts";
import { weighted } from "../kit/distributions.ts";
import { SITES, at } from "../kit/sites.ts";
import * as schema from "../schema.ts";
import { TableBuilder, type TableData } from "../table.ts";
import { numberOf, type Registry } from "../world/registry.ts";
import { DeviceReporter } from "../world/telemetry.ts";
import type { Account, Device } from "../world/world.ts";
import { nightlyLoad } from "./load-time.ts";

const S = SITES.device;

const NETWORKS: readonly (readonly [string, number])[] = [
  ["wifi", 62],
  ["ethernet", 27],
  ["cellular", 11],
];

const LAST_BEAT = 23 * 3600 + 55 * 60;
const LAST_BEAT_BEFORE_LOAD = 23 * 3600 + 40 * 60;

type DeviceStatus = "online" | "offline" | "maintenance" | "retired";

export function writeDevices(registry: Registry): TableData {
  const { setting } = registry.world;
  const { asOfDay } = setting.tier;
  const table = new TableBuilder(schema.devices, registry.devices.length);
  for (const { account, item: device } of registry.devices) {
    const { model, draws } = device;
    const retiredDay = device.retiredDay !== null && device.retiredDay <= asOfDay ? device.retiredDay : null;
    const status = statusNow(account, device, retiredDay, asOfDay);
    const id = numberOf(registry.deviceId, device);
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
      last_heartbeat_at: lastHeartbeat(account, device, retiredDay ?? asOfDay + 1, asOfDay),
      _synced_at: nightlyLoad(asOfDay),
    });
  }
  return table.finish();
}

/** Off when the account is switched off or the day ended in an outage; a few are being serviced. */
function statusNow(account: Account, device: Device, retiredDay: number | null, asOfDay: number): DeviceStatus {
  if (retiredDay !== null) return "retired";
  const off = (account.engagement[asOfDay - account.profile.signupDay] ?? 0) === 0;
  const down = (device.downMinutes[asOfDay - device.installDay] ?? 0) > 720;
  if (off || down) return "offline";
  return device.draws.chance(at(SITES.device.statusNow), 0.045) ? "maintenance" : "online";
}

/** The last beat of the last day on which the device was on: 23:55, or 23:40 on the day that the nightly load cuts off. */
function lastHeartbeat(account: Account, device: Device, endDay: number, asOfDay: number): number | null {
  const { engagement, profile } = account;
  for (let day = endDay - 1; day >= device.installDay; day -= 1) {
    const down = device.downMinutes[day - device.installDay] ?? 0;
    if ((engagement[day - profile.signupDay] ?? 0) === 0 || down >= 1400) continue;
    const last = day * DAY_SECONDS + (day === asOfDay ? LAST_BEAT_BEFORE_LOAD : LAST_BEAT);
    return last - down * 60;
  }
  return null;
}
