/**
 * `app_database.device_telemetry_monthly`: what is kept of telemetry by the month, once its days are about to be forgotten.
 *
 * A month is rolled up 334 days after it ended. The newest month of this table is therefore still there day by day as well,
 * and adds up to the same; older ones are only here.
 */
import { DAY_SECONDS, civil, dayNumber, daysInMonth } from "../../kit/calendar.ts";
import { nearest } from "../../kit/distributions.ts";
import * as schema from "../../schema/app-database.ts";
import { NULL_NUMBER, TableBuilder, type TableData } from "../../table.ts";
import { numberOf, type Registry } from "../../world/registry.ts";
import { DeviceReporter } from "../../world/telemetry.ts";

const ROLLED_UP_AFTER_DAYS = 334;
const ROLL_UP_SECOND = 4 * 3600;

export function writeDeviceTelemetryMonthly(registry: Registry): TableData {
  const { setting } = registry.world;
  const lastDay = setting.tier.asOfDay - ROLLED_UP_AFTER_DAYS;
  const table = new TableBuilder(schema.deviceTelemetryMonthly, registry.devices.length * 16 + 256);
  for (const { account, item: device } of registry.devices) {
    const reporter = new DeviceReporter(account, device, setting);
    const [from, to] = reporter.life();
    if (from > lastDay) continue;
    const deviceId = numberOf(registry.deviceId, device);
    for (let day = from; day <= Math.min(to, lastDay);) {
      const { year, month } = civil(day);
      const first = dayNumber(year, month, 1);
      const next = first + daysInMonth(year, month);
      if (next - 1 > lastDay) break;
      const sums = sumOf(reporter, day, Math.min(to, next - 1));
      day = next;
      if (sums.days === 0) continue;
      const row = table.reserve(1);
      table.column("device_id")[row] = deviceId;
      table.column("month")[row] = first;
      table.column("pours")[row] = sums.pours;
      table.column("volume_l")[row] = sums.litres;
      table.column("errors")[row] = sums.errors;
      table.column("anomalies")[row] = sums.anomalies;
      table.column("uptime_min")[row] = sums.uptime;
      table.column("temp_dc_avg")[row] = sums.measured === 0 ? NULL_NUMBER : nearest(sums.temperature / sums.measured);
      table.column("temp_dc_max")[row] = sums.measured === 0 ? NULL_NUMBER : sums.warmest;
      table.column("firmware")[row] = sums.firmware;
      table.column("_synced_at")[row] = (next - 1 + ROLLED_UP_AFTER_DAYS) * DAY_SECONDS + ROLL_UP_SECOND;
      table.advance(1);
    }
  }
  return table.finish();
}

function sumOf(reporter: DeviceReporter, from: number, to: number) {
  const sums = {
    days: 0,
    pours: 0,
    litres: 0,
    errors: 0,
    anomalies: 0,
    uptime: 0,
    measured: 0,
    temperature: 0,
    warmest: 0,
    firmware: 0,
  };
  for (let day = from; day <= to; day += 1) {
    const reading = reporter.read(day);
    if (reading === null) continue;
    sums.days += 1;
    sums.pours += reading.pours;
    sums.litres += reading.litres;
    sums.errors += reading.errors;
    sums.anomalies += reading.anomalies;
    sums.uptime += reading.uptimeMinutes;
    sums.firmware = reading.firmware.code;
    if (reading.temperature === null || reading.warmest === null) continue;
    sums.measured += 1;
    sums.temperature += reading.temperature;
    if (reading.warmest > sums.warmest) sums.warmest = reading.warmest;
  }
  return sums;
}
