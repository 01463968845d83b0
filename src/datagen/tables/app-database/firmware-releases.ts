/** `app_database.firmware_releases`: the releases up to the as-of day. */
import { FIRMWARE } from "../../facts/hardware.ts";
import * as schema from "../../schema/app-database.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import { nightlyLoad } from "../load-time.ts";

/** Errors per thousand operating hours and factor of a release, which the makers call its defect rate. */
const DEFECTS_PER_FACTOR = 11;

export function writeFirmwareReleases(asOfDay: number): TableData {
  const table = new TableBuilder(schema.firmwareReleases, FIRMWARE.length);
  FIRMWARE.forEach(({ version, releasedOn, errorFactor }, index) => {
    if (releasedOn > asOfDay) return;
    table.add({
      version,
      released_on: releasedOn,
      defect_rate: Math.floor(errorFactor * DEFECTS_PER_FACTOR + 0.5),
      supersedes: FIRMWARE[index - 1]?.version ?? null,
      _synced_at: nightlyLoad(asOfDay),
    });
  });
  return table.finish();
}
