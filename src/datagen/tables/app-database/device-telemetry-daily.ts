/** `app_database.device_telemetry_daily`: one row per device and observed day of the last 365. Millions of rows: by column. */
import { DAY_SECONDS } from "../../kit/calendar.ts";
import * as schema from "../../schema/app-database.ts";
import { NULL_NUMBER, TableBuilder, type TableData } from "../../table.ts";
import { numberOf, type Registry } from "../../world/registry.ts";
import { DeviceReporter, WINDOW_DAYS } from "../../world/telemetry.ts";

/** A day is rolled up and loaded just before it ends. */
const ROLL_UP_SECOND = 23 * 3600 + 58 * 60;

export function writeDeviceTelemetryDaily(registry: Registry): TableData {
  const { setting } = registry.world;
  const table = new TableBuilder(schema.deviceTelemetryDaily, registry.devices.length * 200 + WINDOW_DAYS);
  for (const { account, item: device } of registry.devices) {
    const reporter = new DeviceReporter(account, device, setting);
    const [from, to] = reporter.window();
    if (to < from) continue;
    const deviceId = numberOf(registry.deviceId, device);
    let row = table.reserve(to - from + 1);
    const first = row;
    const ids = table.column("device_id");
    const days = table.column("day");
    const pours = table.column("pours");
    const litres = table.column("volume_l");
    const errors = table.column("errors");
    const anomalies = table.column("anomalies");
    const uptime = table.column("uptime_min");
    const mean = table.column("temp_dc_avg");
    const max = table.column("temp_dc_max");
    const firmware = table.column("firmware");
    const synced = table.column("_synced_at");
    for (let day = from; day <= to; day += 1) {
      const reading = reporter.read(day);
      if (reading === null) continue;
      ids[row] = deviceId;
      days[row] = day;
      pours[row] = reading.pours;
      litres[row] = reading.litres;
      errors[row] = reading.errors;
      anomalies[row] = reading.anomalies;
      uptime[row] = reading.uptimeMinutes;
      mean[row] = reading.temperature ?? NULL_NUMBER;
      max[row] = reading.warmest ?? NULL_NUMBER;
      firmware[row] = reading.firmware.code;
      synced[row] = day * DAY_SECONDS + ROLL_UP_SECOND;
      row += 1;
    }
    table.advance(row - first);
  }
  return table.finish();
}
