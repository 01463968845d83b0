/** Which company a report, or the entry of a catalog, is of; and whether that is the one that somebody asked for. */
import { formatDay } from "../kit/calendar.ts";
import type { DataRequest } from "../request.ts";
import { GENERATOR_VERSION } from "../tiers.ts";
import type { ReportHead } from "./report.ts";

export function headOf({ tier, seed, customers, asOfDay, clean }: DataRequest): ReportHead {
  return {
    generator_version: GENERATOR_VERSION,
    tier,
    seed,
    customers,
    as_of_date: formatDay(asOfDay),
    clean,
  };
}

/** Whether a report, or the entry of a catalog, is of this company and made by this generator. */
export function isOf(head: ReportHead, request: DataRequest): boolean {
  return Object.entries(headOf(request)).every(([name, value]) => head[name as keyof ReportHead] === value);
}
