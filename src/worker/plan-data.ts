/** A choice of data -> what it comes to, with an estimate; what cannot be made is a finding with its code. */
import type { CatalogTier, DataCatalog } from "../datagen/catalog.ts";
import { estimate } from "../datagen/estimate.ts";
import { formatDay } from "../datagen/kit/calendar.ts";
import { isOf } from "../datagen/report/report-head.ts";
import { askedData } from "../datagen/project-vars.ts";
import { SHIPPED_TIERS, TIERS } from "../datagen/tiers.ts";
import { succeed, type Outcome } from "../engine/core/errors.ts";
import { readRequest } from "./data-request.ts";
import type { DataPlan, OpenRequest } from "./protocol.ts";
import { settledData } from "./settled-data.ts";

/** Throws D006. `readCatalog` may fail: then nothing lies there. */
export async function planData(
  request: Pick<OpenRequest, "tier" | "data">,
  readCatalog: () => Promise<unknown>,
): Promise<Outcome<DataPlan>> {
  readRequest({ tier: request.tier, ...request.data });
  const { tier, vars } = settledData(request);
  const catalog = (await readCatalog().catch(() => null)) as DataCatalog | null;
  const lying: CatalogTier | null = catalog?.tiers[tier] ?? null;
  const { seed, clean } = request.data ?? {};
  // The choice is one of the bundled project, whose vars decide its data.
  const { wish, changed, fits } = askedData({ tier, seed, clean }, lying, { generate_sample_data: true, ...vars });
  const settled = readRequest(wish);
  const files = lying !== null && fits && !changed ? lying.tables : [];
  const report = files.length > 0 ? lying?.report : undefined;
  const about = estimate(settled);
  const rows = files.length > 0 ? sum(files.map((table) => table.rows)) : about.rows;
  return succeed({
    tier: request.tier,
    seed: settled.seed,
    customers: settled.customers,
    locations: settled.locations,
    start: formatDay(settled.startDay),
    asOf: formatDay(settled.asOfDay),
    end: formatDay(TIERS[settled.tier].lastDay),
    clean: settled.clean,
    rows,
    bytes: Math.floor((about.bytes * rows) / Math.max(1, about.rows)),
    shipped: SHIPPED_TIERS.includes(settled.tier) && files.length > 0,
    report: report !== undefined && isOf(report, settled) ? report : null,
    download: sum(files.map((table) => (table.sealed === true ? 0 : table.bytes))),
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
