/**
 * catalog.json: which Parquet packs there are, by data tier, and what each must hold.
 *
 * The generator of the seed data writes it; browser and command line read it. It comes from outside, so it is decoded here once.
 */
import { EngineError } from "../core/errors.ts";

export interface PackTable {
  /** Source system and table, as the source's identifier joins them: `stripe` and `invoice` for `stripe__invoice`. */
  readonly system: string;
  readonly table: string;
  /** The group that the table is counted in, for sizes: `core`, `billing`, `telemetry`. */
  readonly pack: string;
  /** Path of the Parquet file from the folder that holds catalog.json: `classroom/stripe__invoice.parquet`. */
  readonly file: string;
  readonly rows: number;
  readonly bytes: number;
  /** SHA-256 of the file, hexadecimal; empty when there is none. */
  readonly sha256: string;
  /** SHA-256 of the values, whatever wrote the file. */
  readonly content_sha256: string;
  /** There is no file: the table is made from the seed where it is used. */
  readonly made?: "browser";
  /** The truth behind the data, for instructors: loaded only when a source asks for it. */
  readonly sealed?: boolean;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly min_date: string | null;
  readonly max_date: string | null;
}

export interface DataTier {
  readonly seed: number;
  readonly as_of_date: string;
  readonly start_date: string;
  readonly customers?: number;
  readonly locations?: number;
  /** True when no faults were planted. */
  readonly clean?: boolean;
  readonly tables: readonly PackTable[];
}

export interface DataCatalog {
  readonly generator_version: string;
  readonly tiers: Readonly<Record<string, DataTier>>;
}

/** Throws D003 when `value` is not a catalog. `name` is what the message calls it. */
export function decodeCatalog(value: unknown, name = "catalog.json"): DataCatalog {
  const tiers = isRecord(value) ? value["tiers"] : undefined;
  const broken = !isRecord(tiers) ? "tiers" : brokenPart(tiers);
  if (broken !== null) {
    throw new EngineError(
      "D003",
      `The data catalog "${name}" cannot be read: "${broken}" is missing or has another form.`,
      {
        hint: "Make the data anew (npm run data) and put the whole folder on the server.",
      },
    );
  }
  return value as DataCatalog;
}

/**
 * The entry for a source's `external_location`. With a tier, the file's name decides, wherever the project looks for it; without
 * one, the end of the location must be the entry's path, tier folder and all.
 */
export function findPack(catalog: DataCatalog, location: string, tier: string | null): PackTable | null {
  const path = location.replaceAll("\\", "/");
  const named = byFileName(catalog).get(baseName(path)) ?? [];
  const found = named.find((one) =>
    tier === null ? path === one.table.file || path.endsWith(`/${one.table.file}`) : one.tier === tier,
  );
  return found?.table ?? null;
}

interface Placed {
  readonly tier: string;
  readonly table: PackTable;
}

const indexes = new WeakMap<DataCatalog, ReadonlyMap<string, readonly Placed[]>>();

/** Every source asks once for each command. */
function byFileName(catalog: DataCatalog): ReadonlyMap<string, readonly Placed[]> {
  const known = indexes.get(catalog);
  if (known) return known;
  const index = new Map<string, Placed[]>();
  for (const [tier, { tables }] of Object.entries(catalog.tiers))
    for (const table of tables) {
      const name = baseName(table.file);
      index.set(name, [...(index.get(name) ?? []), { tier, table }]);
    }
  indexes.set(catalog, index);
  return index;
}

/** Path of the first part that is not as it must be, or null. */
function brokenPart(tiers: Record<string, unknown>): string | null {
  for (const [name, tier] of Object.entries(tiers)) {
    if (!isRecord(tier) || !Array.isArray(tier["tables"])) return `tiers.${name}.tables`;
    for (const [index, table] of tier["tables"].entries()) {
      const is = (key: string, type: string) => isRecord(table) && typeof table[key] === type;
      const wrong =
        ["system", "table", "file", "sha256"].find((key) => !is(key, "string")) ??
        ["rows", "bytes"].find((key) => !is(key, "number"));
      if (wrong !== undefined) return `tiers.${name}.tables[${index}].${wrong}`;
    }
  }
  return null;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
