/** `app_database.device_telemetry_daily`: one row per device and observed day of the last 365. */
import { DAY_SECONDS } from "../kit/calendar.ts";
import * as schema from "../schema.ts";
import { TableBuilder, type TableData } from "../table.ts";
import { numberOf, type Registry } from "../world/registry.ts";
import { DeviceReporter } from "../world/telemetry.ts";

/** A day is rolled up and loaded just before it ends. */
const ROLL_UP_SECOND = 23 * 3600 + 58 * 60;

export function writeDeviceTelemetryDaily(registry: Registry): TableData {
  const { setting } = registry.world;
  const table = new TableBuilder(schema.deviceTelemetryDaily, registry.devices.length * 200);
  for (const { account, item: device } of registry.devices) {
    const reporter = new DeviceReporter(account, device, setting);
    const deviceId = numberOf(registry.deviceId, device);
    const [from, to] = reporter.window();
    for (let day = from; day <= to; day += 1) {
      const reading = reporter.read(day);
      if (reading === null) continue;
      table.add({
        device_id: deviceId,
        day,
        pours: reading.pours,
        volume_l: reading.litres,
        errors: reading.errors,
        anomalies: reading.anomalies,
        uptime_min: reading.uptimeMinutes,
        temp_dc_avg: reading.temperature,
        temp_dc_max: reading.warmest,
        firmware: reading.firmware.code,
        _synced_at: day * DAY_SECONDS + ROLL_UP_SECOND,
      });
    }
  }
  return table.finish();
}
