/** `app_database.device_telemetry_hourly`: one row per device and reported hour of the last 14 days. By column, for speed. */
import { DAY_SECONDS } from "../../kit/calendar.ts";
import { DeviceHours } from "../../operations/device-hours.ts";
import * as schema from "../../schema/app-database.ts";
import { NULL_NUMBER, TableBuilder, type TableData } from "../../table.ts";
import { numberOf, type Registry } from "../../world/registry.ts";
import { DeviceReporter } from "../../world/telemetry.ts";

export const HOURLY_WINDOW_DAYS = 14;
/** An hour is loaded in its last minute. */
const LOADED_SECOND = 59 * 60;

export function writeDeviceTelemetryHourly(registry: Registry): TableData {
  const { setting } = registry.world;
  const table = new TableBuilder(schema.deviceTelemetryHourly, registry.devices.length * 120 + 24 * HOURLY_WINDOW_DAYS);
  for (const { account, item: device } of registry.devices) {
    const reporter = new DeviceReporter(account, device, setting);
    const [from, to] = reporter.window(HOURLY_WINDOW_DAYS);
    if (to < from) continue;
    const deviceId = numberOf(registry.deviceId, device);
    const hours = new DeviceHours(account, device, setting, from);
    let row = table.reserve((to - from + 1) * 24);
    const first = row;
    const ids = table.column("device_id");
    const times = table.column("hour_ts");
    const pours = table.column("pours");
    const volume = table.column("volume_dl");
    const errors = table.column("errors");
    const anomalies = table.column("anomalies");
    const uptime = table.column("uptime_min");
    const temperature = table.column("temp_dc_avg");
    const pressure = table.column("pressure_dpsi_avg");
    const synced = table.column("_synced_at");
    for (let day = from; day <= to; day += 1) {
      const reading = reporter.read(day);
      if (reading === null) continue;
      hours.split(reading);
      for (let hour = 0; hour < 24; hour += 1) {
        if (hours.reports[hour] === 0) continue;
        const minutes = hours.uptimeMinutes[hour] ?? 0;
        const gauge = hours.pressure[hour] ?? 0;
        ids[row] = deviceId;
        times[row] = day * DAY_SECONDS + hour * 3600;
        pours[row] = hours.pours[hour] ?? 0;
        volume[row] = hours.decilitres[hour] ?? 0;
        errors[row] = hours.errors[hour] ?? 0;
        anomalies[row] = hours.anomalies[hour] ?? 0;
        uptime[row] = minutes;
        temperature[row] = hours.measures[hour] === 1 ? (hours.temperature[hour] ?? 0) : NULL_NUMBER;
        pressure[row] = gauge === 0 || minutes === 0 ? NULL_NUMBER : gauge;
        synced[row] = day * DAY_SECONDS + hour * 3600 + LOADED_SECOND;
        row += 1;
      }
    }
    table.advance(row - first);
  }
  return table.finish();
}
