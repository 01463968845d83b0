/**
 * Tables between the database and the store: Arrow streams in a parcel, compressed by the browser, which is done soonest. What is put
 * back may also be a Parquet file: the tables that come with the page are, since that is a fraction of the size.
 */
import type { KeptEntry, TableCarrier } from "../../engine/kept/kept-tables.ts";
import { canCarry, retypeSql, takeSql } from "../../engine/kept/carry.ts";
import { packPieces, unpackPieces } from "../../engine/kept/parcel.ts";
import type { CancelSignal } from "../../engine/core/signal.ts";
import type { RelationName, Warehouse } from "../../engine/warehouse/port.ts";
import type { ArrowRows } from "../../engine/warehouse/wasm.ts";
import { renderRelation } from "../../engine/warehouse/sql.ts";

export interface CarryingWarehouse extends Warehouse {
  attachArrow(
    relation: RelationName,
    content: ArrowRows,
    options?: { readonly signal?: CancelSignal },
  ): Promise<number>;
  exportArrow(
    sql: string,
    options: { readonly mostBytes: number; readonly signal?: CancelSignal },
  ): Promise<readonly Uint8Array[] | null>;
}

/** Larger tables are built again: putting them away would keep the machine busy for longer than building them does. */
export const MOST_BYTES = 96_000_000;

export function arrowCarrier(warehouse: CarryingWarehouse): TableCarrier {
  return {
    take: (relation, signal) =>
      takenAs(warehouse, relation, async (sql) => {
        const options = { mostBytes: MOST_BYTES, ...(signal === undefined ? {} : { signal }) };
        const streams = await warehouse.exportArrow(sql, options);
        return streams === null ? null : squeezed(packPieces(streams));
      }),
    async put(relation: RelationName, entry: KeptEntry, body: Uint8Array, signal) {
      const options = signal === undefined ? {} : { signal };
      const rows = isParquet(body)
        ? await warehouse.attachParquet(relation, body, options)
        : await warehouse.attachArrow(relation, await arrowRows(entry, body), options);
      const found = await warehouse.describe(relation);
      const retype = found === null ? null : retypeSql(relation, entry.columns, found);
      if (retype !== null) await warehouse.execute(retype, options);
      return rows;
    },
  };
}

/** A table with what is known of it; `bytesOf` makes a body of a query's rows. Null when it cannot travel. */
export async function takenAs(
  warehouse: Pick<Warehouse, "describe" | "query">,
  relation: RelationName,
  bytesOf: (sql: string) => Promise<Uint8Array | null>,
): ReturnType<TableCarrier["take"]> {
  const columns = await warehouse.describe(relation);
  if (columns === null || !canCarry(columns)) return null;
  const counted = await warehouse.query(`select count(*) from ${renderRelation(relation)}`);
  const body = await bytesOf(takeSql(relation, columns));
  return body === null ? null : { body, rows: Number(counted.data[0]?.[0] ?? -1), columns };
}

async function arrowRows(entry: KeptEntry, body: Uint8Array): Promise<ArrowRows> {
  const streams = unpackPieces(await expanded(body));
  if (streams === null) throw new Error("The kept table is not whole.");
  return {
    rows: entry.rows,
    async *groups() {
      // Copies: the database's worker takes the memory of what it is given, and with it the rest of the parcel.
      for (const stream of streams) yield stream.slice();
    },
  };
}

function isParquet(body: Uint8Array): boolean {
  return new TextDecoder().decode(body.subarray(0, 4)) === "PAR1";
}

async function squeezed(bytes: Uint8Array): Promise<Uint8Array> {
  return through(bytes, new CompressionStream("gzip"));
}

async function expanded(bytes: Uint8Array): Promise<Uint8Array> {
  return through(bytes, new DecompressionStream("gzip"));
}

async function through(bytes: Uint8Array, stream: CompressionStream | DecompressionStream): Promise<Uint8Array> {
  const content = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(stream);
  return new Uint8Array(await new Response(content).arrayBuffer());
}
