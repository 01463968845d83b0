/**
 * Which data a project is to have: what was chosen (tier, seed, faults), what lies there as files, and what the project's vars say.
 *
 * dbt_project.yml comes with the numbers of the classroom. A var that still has them leaves the matter to the tier, so that the tiny
 * tier has 60 customers; one that was changed, in the file or on the command line, wins over everything else, and then no file fits.
 */
import type { CatalogTier } from "./catalog.ts";
import { formatDay } from "./kit/calendar.ts";
import { TIERS } from "./tiers.ts";
import type { DataWish } from "./request.ts";

/** Values are JSON, as YAML or `--vars` has them. */
export interface ProjectVars {
  readonly customer_count?: unknown;
  readonly location_count?: unknown;
  readonly start_date?: unknown;
  readonly as_of_date?: unknown;
  /** Only a project that sets it means the other vars so; elsewhere `start_date` may be anything. */
  readonly generate_sample_data?: unknown;
}

/** What somebody chose; without a seed, or without a word on faults, the files' own count. */
export interface Chosen {
  readonly tier: string;
  readonly seed?: number | undefined;
  readonly clean?: boolean | undefined;
}

/** What the catalog says of the files; catalogs of other origin may say less. */
export type Lying = Pick<CatalogTier, "seed" | "start_date" | "as_of_date"> & Partial<Omit<CatalogTier, "tables">>;

export interface Asked {
  readonly wish: DataWish;
  /** True when the vars ask for other data than those that were chosen. */
  readonly changed: boolean;
  /** True when the files are of the seed and with the faults that were chosen. */
  readonly fits: boolean;
}

export function askedData(chosen: Chosen, lying: Lying | null, given: ProjectVars): Asked {
  const vars: ProjectVars = given.generate_sample_data === undefined ? {} : given;
  const { tier, seed, clean } = chosen;
  const sameSeed = lying !== null && (seed === undefined || seed === lying.seed);
  const sameFaults = lying !== null && (clean === undefined || clean === (lying.clean ?? false));
  const fits = sameSeed && sameFaults;
  const { classroom } = TIERS;
  const changed = {
    ...unlessUsual("customers", vars.customer_count, classroom.accounts),
    ...unlessUsual("locations", vars.location_count, classroom.locations),
    ...unlessUsual("start", vars.start_date, formatDay(classroom.startDay)),
    ...unlessUsual("asOf", vars.as_of_date, formatDay(classroom.lastDay)),
  };
  // Whoever asks for other customers gets the locations that go with them.
  const { customers, locations } = lying ?? {};
  const counts = "customers" in changed ? {} : { customers, locations };
  const files = fits ? { ...counts, start: lying.start_date, asOf: lying.as_of_date } : {};
  return {
    wish: { tier, seed: seed ?? lying?.seed, clean: clean ?? lying?.clean, ...files, ...changed },
    changed: Object.keys(changed).length > 0,
    fits,
  };
}

function unlessUsual(name: keyof DataWish, value: unknown, usual: string | number): Partial<DataWish> {
  if (value === undefined || value === null) return {};
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return text.trim() === String(usual) ? {} : { [name]: text.trim() };
}
