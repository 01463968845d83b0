/**
 * Which data a choice stands for, as a short text: changes when the packs or the generator do.
 *
 * A tier as it is shipped has the version of its own tables, wherever it lies and whatever other tiers lie beside it. Data that are
 * made are told by the whole catalog: another generator would have written other tables into it.
 */
import { md5 } from "../../engine/core/hash.ts";
import { decodeCatalog } from "../../engine/warehouse/catalog.ts";
import type { OpenRequest } from "../protocol.ts";

export function dataVersion(catalog: unknown, { tier, data = {} }: Pick<OpenRequest, "tier" | "data">): string {
  const { generator_version, tiers } = decodeCatalog(catalog);
  const shipped = isAsShipped(data) ? tiers[tier] : undefined;
  const parts = shipped === undefined ? Object.values(tiers) : [shipped];
  const values = parts.map(({ tables }) =>
    tables.map(({ system, table, content_sha256 }) => [system, table, content_sha256]),
  );
  return md5(JSON.stringify([generator_version, values]));
}

/** Whether the data are those of the tier; the day of the clock is not theirs. */
export function isAsShipped(data: OpenRequest["data"]): boolean {
  const { seed, clean, customers, locations, start } = data ?? {};
  return [seed, clean, customers, locations, start].every((value) => value === undefined);
}
