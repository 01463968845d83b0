/**
 * Puts the calibration report of written data into their catalog, where the page finds it.
 *
 * A report of just these data is left alone; `writeData` drops the one of a tier whose tables it has made anew.
 */
import { generateTables } from "./generate.ts";
import { addToCatalog, readCatalog } from "./node.ts";
import { CALIBRATION_TABLES, calibrate } from "./report/calibrate.ts";
import { packSizes } from "./report/pack-sizes.ts";
import { isOf } from "./report/report-head.ts";
import { isOutOfBand } from "./report/report.ts";
import { tierOf, type DataRequest } from "./request.ts";

/** `out` is the folder of catalog.json. */
export async function writeReport(request: DataRequest, out: string, log: (line: string) => void): Promise<void> {
  const entry = (await readCatalog(out))?.tiers[request.tier];
  if (entry === undefined || (entry.report !== undefined && isOf(entry.report, request))) return;
  const { seed, clean, tier } = request;
  const tables = generateTables({ tier: tierOf(request), seed, clean, only: CALIBRATION_TABLES });
  const report = calibrate(tables, request, packSizes(entry.tables));
  await addToCatalog(out, tier, { ...entry, report });
  const count = (of: typeof report.kpis) => String(of.length);
  log(
    `${tier}: ${count(report.kpis.filter((kpi) => !isOutOfBand(kpi)))} of ${count(report.kpis)} numbers in their bands`,
  );
}
