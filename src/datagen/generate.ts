/**
 * The front door: a tier, a seed and a day in, source tables out, in the order of the catalog.
 *
 * Runs unchanged in Node and in a browser worker. Tables come one at a time, so that a caller who writes them out need not hold
 * them all. What had not been loaded by the end of the as-of day is left out.
 */
import { Company } from "./company.ts";
import { arrivedBy } from "./arrived.ts";
import type { PlantedFault } from "./faults/dirty-table.ts";
import { plantFaults, type Planted } from "./faults/plant.ts";
import { writeFaultManifest } from "./tables/truth/fault-manifest.ts";
import { faultManifest } from "./schema/truth.ts";
import { MANIFEST, wholeShare, type Share } from "./shares.ts";
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

export function* generateTables(options: GenerateOptions): Generator<TableData> {
  const { only, clean = false } = options;
  const isWanted = (name: string): boolean => only === undefined || only.has(name);
  const faults: PlantedFault[] = [];
  const share = wholeShare(SCHEMAS.map(tableName), isWanted, clean);
  yield* generateShare(options, share, (planted) => faults.push(...planted));
  if (isWanted(MANIFEST)) yield writeFaultManifest(faults, tierOf(options).asOfDay);
}

/** The tables of a share, in the order of the catalog; tells of the faults that are to be listed as they are planted. */
export function* generateShare(
  options: Omit<GenerateOptions, "only">,
  { wanted, listed }: Share,
  onPlanted: (faults: readonly PlantedFault[]) => void,
): Generator<TableData> {
  const { seed = DEFAULT_SEED, clean = false } = options;
  const company = new Company({ tier: tierOf(options), seed });
  for (const { schema, write } of WRITERS) {
    const name = tableName(schema);
    if (!wanted.has(name) && !listed.has(name)) continue;
    const { table, planted } = madeAndPlanted(write, company, clean, listed.has(name));
    onPlanted(planted);
    if (wanted.has(name)) yield table;
  }
}

/** In a function of its own: what a table was before its faults is not held while the next one is made. */
function madeAndPlanted(write: TableWriter["write"], company: Company, clean: boolean, listed: boolean): Planted {
  const made = write(company);
  const { table, planted } = clean ? { table: made, planted: [] } : plantFaults(made, company, listed);
  return { table: arrivedBy(table, company.setting.tier.asOfDay), planted };
}

function tierOf({ tier }: Pick<GenerateOptions, "tier">): Tier {
  return typeof tier === "string" ? TIERS[tier] : tier;
}

export function generate(options: GenerateOptions): readonly TableData[] {
  return [...generateTables(options)];
}
