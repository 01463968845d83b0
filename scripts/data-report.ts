/**
 * Says how well the generated company is calibrated: `tsx scripts/data-report.ts [--tier classroom] [--seed 42] [--clean]
 * [--out public/data]`.
 *
 * Makes the tables that the numbers need, and takes the sizes from the catalog in `--out` when it is of the same company. Exits
 * with 1 when a number lies out of its band or a pack is over its budget; a company of fewer than 1,000 customers is too small
 * to be judged, so its report is only shown.
 */
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import type { DataCatalog } from "../src/datagen/catalog.ts";
import { generateTables } from "../src/datagen/generate.ts";
import { CALIBRATION_TABLES, calibrate } from "../src/datagen/report/calibrate.ts";
import { overBudget, packSizes } from "../src/datagen/report/pack-sizes.ts";
import { isOf } from "../src/datagen/report/report-head.ts";
import { LEAST_CUSTOMERS, isOutOfBand, type PackSize } from "../src/datagen/report/report.ts";
import { reportText } from "../src/datagen/report/report-text.ts";
import { ImpossibleData, readWish, tierOf, type DataRequest } from "../src/datagen/request.ts";

function readOptions(): { readonly request: DataRequest; readonly out: string } {
  try {
    const { values } = parseArgs({
      options: {
        tier: { type: "string", default: "classroom" },
        seed: { type: "string" },
        clean: { type: "boolean", default: false },
        out: { type: "string", default: "public/data" },
      },
    });
    const { tier, seed, clean, out } = values;
    return { request: readWish({ tier, seed, clean }), out: resolve(out) };
  } catch (cause) {
    const hint = cause instanceof ImpossibleData ? `\n  ${cause.hint}` : "";
    console.error(`Error D006: ${cause instanceof Error ? cause.message : String(cause)}${hint}`);
    process.exit(2);
  }
}

/** Nothing when the files are of another company, or not there. */
function sizesOf(request: DataRequest, out: string): readonly PackSize[] {
  const path = resolve(out, "catalog.json");
  if (!existsSync(path)) return [];
  const catalog = JSON.parse(readFileSync(path, "utf8")) as DataCatalog;
  const entry = catalog.tiers[request.tier];
  return entry === undefined || !isOf({ ...entry, ...catalog, tier: request.tier }, request)
    ? []
    : packSizes(entry.tables);
}

const { request, out } = readOptions();
const { seed, clean } = request;
const tables = generateTables({ tier: tierOf(request), seed, clean, only: CALIBRATION_TABLES });
const report = calibrate(tables, request, sizesOf(request, out));
console.log(reportText(report));

const wrong = report.kpis.filter(isOutOfBand).map(({ title }) => title);
const heavy = request.tier === "classroom" ? overBudget(report.packs) : [];
if (report.packs.length === 0)
  console.log(`\nNo files of this company in ${out}: make them (npm run data) to see their sizes.`);
if (request.customers < LEAST_CUSTOMERS)
  console.log(
    `\nFewer than ${String(LEAST_CUSTOMERS)} customers: the bands are those of a larger company, and nothing is judged.`,
  );
else if (wrong.length + heavy.length > 0) {
  console.error(`\nOut of band or over budget: ${[...wrong, ...heavy].join(", ")}.`);
  process.exitCode = 1;
}
