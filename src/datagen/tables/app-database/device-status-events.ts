/** `app_database.device_status_events`: each change of state of a device, as long as the log keeps it. */
import type { StatusLog } from "../../operations/status-log.ts";
import * as schema from "../../schema/app-database.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import { nextBatch } from "../load-time.ts";

const BATCH_SECONDS = 86400;

export function writeDeviceStatusEvents({ events }: StatusLog, asOfDay: number): TableData {
  const table = new TableBuilder(schema.deviceStatusEvents, events.length);
  for (const { id, deviceId, minute, status, cause, outageId } of events)
    table.add({
      id,
      device_id: deviceId,
      occurred_at: minute * 60,
      status,
      cause,
      outage_id: outageId,
      _synced_at: nextBatch(minute * 60, BATCH_SECONDS, asOfDay),
    });
  return table.finish();
}
