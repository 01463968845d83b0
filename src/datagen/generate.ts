/**
 * The front door: a tier, a seed and a day in, source tables out, in the order of the catalog.
 *
 * Runs unchanged in Node and in a browser worker. Tables come one at a time, so that a caller who writes them out need not hold
 * them all. What had not been loaded by the end of the as-of day is left out.
 */
import { Company } from "./company.ts";
import { arrivedBy } from "./arrived.ts";
import type { PlantedFault } from "./faults/dirty-table.ts";
import { isDamaged, plantFaults } from "./faults/plant.ts";
import { writeFaultManifest } from "./tables/truth/fault-manifest.ts";
import { faultManifest } from "./schema/truth.ts";
import { tableName, type TableSchema } from "./schema/table-schema.ts";
import type { TableData } from "./table.ts";
import { APP_DATABASE } from "./tables/app-database/writers.ts";
import { CRM } from "./tables/crm/writers.ts";
import { FACEBOOK_ADS } from "./tables/facebook-ads/writers.ts";
import { GOOGLE_ADS } from "./tables/google-ads/writers.ts";
import { HUBSPOT } from "./tables/hubspot/writers.ts";
import { ITERABLE } from "./tables/iterable/writers.ts";
import { LINKEDIN_ADS } from "./tables/linkedin-ads/writers.ts";
import { MONSTERA } from "./tables/monstera/writers.ts";
import { REFERENCE } from "./tables/reference/writers.ts";
import { STRIPE } from "./tables/stripe/writers.ts";
import { TRUTH } from "./tables/truth/writers.ts";
import type { TableWriter } from "./tables/writer.ts";
import { DEFAULT_SEED, TIERS, type Tier, type TierName } from "./tiers.ts";

const WRITERS: readonly TableWriter[] = [
  ...APP_DATABASE,
  ...STRIPE,
  ...HUBSPOT,
  ...GOOGLE_ADS,
  ...FACEBOOK_ADS,
  ...LINKEDIN_ADS,
  ...ITERABLE,
  ...CRM,
  ...MONSTERA,
  ...REFERENCE,
  ...TRUTH,
];

/** Every source table there is. */
export const SCHEMAS: readonly TableSchema[] = [...WRITERS.map(({ schema }) => schema), faultManifest];

export interface GenerateOptions {
  /** A tier by name, or one of the caller's own making. */
  readonly tier: TierName | Tier;
  /** 42 unless told. */
  readonly seed?: number;
  /** Without the planted faults; defaults to false. */
  readonly clean?: boolean;
  /** Names of tables ("stripe__invoice"); all of them unless told. */
  readonly only?: ReadonlySet<string>;
}

/** Lists what was planted; written after all other tables. */
const MANIFEST = tableName(faultManifest);

export function* generateTables(options: GenerateOptions): Generator<TableData> {
  const { tier, seed = DEFAULT_SEED, only, clean = false } = options;
  const company = new Company({ tier: typeof tier === "string" ? TIERS[tier] : tier, seed });
  const { asOfDay } = company.setting.tier;
  const isWanted = (name: string): boolean => only === undefined || only.has(name);
  const faults: PlantedFault[] = [];
  for (const { schema, write } of WRITERS) {
    const name = tableName(schema);
    const isListed = !clean && isWanted(MANIFEST) && isDamaged(name);
    if (!isWanted(name) && !isListed) continue;
    const { table, planted } = clean ? { table: write(company), planted: [] } : plantFaults(write(company), company);
    if (isListed) for (const fault of planted) faults.push(fault);
    if (isWanted(name)) yield arrivedBy(table, asOfDay);
  }
  if (isWanted(MANIFEST)) yield writeFaultManifest(faults, asOfDay);
}

export function generate(options: GenerateOptions): readonly TableData[] {
  return [...generateTables(options)];
}
