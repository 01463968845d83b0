/**
 * Tables that were built when the page was: those that lessons begin with, for the tiers that lie beside the page. They are found
 * through the catalog, and fetched one by one when a lesson or a query needs them.
 *
 * Addresses carry the start of the file's hash, as those of the data packs do; a file that holds something else is not used.
 */
import type { CancelSignal } from "../../engine/core/signal.ts";
import { isKeptEntry, type KeptEntry, type ShippedTables } from "../../engine/kept/kept-tables.ts";
import type { OpenRequest } from "../protocol.ts";
import { isAsShipped } from "./data-version.ts";

/** Where a file lies, from the folder of catalog.json, and what it must hold. */
export interface ShippedFile {
  readonly file: string;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

export type ShippedEntry = KeptEntry & Pick<ShippedFile, "file" | "sha256">;

/** What the file that the catalog's `built` names holds. */
export interface ShippedIndex {
  readonly tables: readonly ShippedEntry[];
}

export interface ShippedPorts {
  readCatalog(): Promise<unknown>;
  /** Rejects where there is no such file, and as soon as `signal` is cancelled. */
  readFile(file: ShippedFile, signal?: CancelSignal): Promise<Uint8Array>;
  /** Hexadecimal; null where hashing is not to be had. */
  sha256(bytes: Uint8Array): Promise<string | null>;
}

/** Nothing for data of one's own: they are made in the page, and so are their tables. */
export function shippedTables({ tier, data }: Pick<OpenRequest, "tier" | "data">, ports: ShippedPorts): ShippedTables {
  const files = new Map<string, ShippedEntry>();
  const whole = async (file: ShippedFile, signal?: CancelSignal): Promise<Uint8Array | null> => {
    const bytes = await ports.readFile(file, signal);
    const found = await ports.sha256(bytes);
    return bytes.length === file.bytes && (found === null || found === file.sha256) ? bytes : null;
  };
  return {
    async list() {
      const index = isAsShipped(data) ? indexOf(await ports.readCatalog(), tier) : null;
      const bytes = index === null ? null : await whole(index);
      if (bytes === null) return [];
      for (const entry of entriesOf(JSON.parse(new TextDecoder().decode(bytes)))) files.set(entry.key, entry);
      return [...files.values()];
    },
    async read(key, signal) {
      const entry = files.get(key);
      return entry === undefined ? null : whole(entry, signal);
    },
  };
}

function indexOf(catalog: unknown, tier: string): ShippedFile | null {
  const tiers = (catalog as { readonly tiers?: Readonly<Record<string, { readonly built?: unknown }>> } | null)?.tiers;
  const built = tiers?.[tier]?.built;
  return isFile(built) ? built : null;
}

function entriesOf(index: unknown): readonly ShippedEntry[] {
  const tables = (index as { readonly tables?: unknown } | null)?.tables;
  return Array.isArray(tables) ? tables.filter((one): one is ShippedEntry => isKeptEntry(one) && isFile(one)) : [];
}

function isFile(value: unknown): value is ShippedFile {
  const file = value as Partial<Record<keyof ShippedFile, unknown>> | null;
  return (
    typeof file === "object" &&
    file !== null &&
    typeof file.file === "string" &&
    typeof file.bytes === "number" &&
    typeof file.sha256 === "string"
  );
}
