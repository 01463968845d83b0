/** `app_database.maintenance_events`: the service records of the last year. */
import type { ServiceRecord } from "../../operations/maintenance-log.ts";
import * as schema from "../../schema/app-database.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import { nextBatch } from "../load-time.ts";

const BATCH_SECONDS = 86400;

export function writeMaintenanceEvents(records: readonly ServiceRecord[], asOfDay: number): TableData {
  const table = new TableBuilder(schema.maintenanceEvents, records.length);
  for (const record of records)
    table.add({
      id: record.id,
      device_id: record.deviceId,
      technician_id: record.technicianId,
      scheduled_for: record.scheduledDay,
      started_at: record.start === null ? null : record.start * 60,
      completed_at: record.end === null ? null : record.end * 60,
      type: record.type,
      parts_cost: record.partsCents,
      outcome: record.outcome,
      notes: record.note,
      _synced_at: nextBatch(record.enteredAt * 60, BATCH_SECONDS, asOfDay),
    });
  return table.finish();
}
