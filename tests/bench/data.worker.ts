/** The browser's half of the data bench: a tier from its seed to tables of DuckDB-WASM, through the page's own maker. */
import { SCHEMAS } from "../../src/datagen/generate.ts";
import { tableName } from "../../src/datagen/schema/table-schema.ts";
import type { ManifestNode } from "../../src/engine/core/manifest.ts";
import { openDuckDB } from "../../src/worker/open-duckdb.ts";
import { makerInto } from "./worker-engine.ts";

export interface DataBenchRequest {
  readonly tier: string;
  readonly rounds: number;
}
export type DataBenchReply = { readonly ms: readonly number[] } | { readonly trouble: string };

onmessage = (event: MessageEvent<DataBenchRequest>) => {
  void measure(event.data)
    .then((ms): DataBenchReply => ({ ms }))
    .catch((error: unknown): DataBenchReply => ({
      trouble: error instanceof Error ? (error.stack ?? "") : String(error),
    }))
    .then((reply) => postMessage(reply));
};

async function measure({ tier, rounds }: DataBenchRequest): Promise<number[]> {
  const measured: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const warehouse = await openDuckDB("strata", () => undefined);
    const maker = makerInto(warehouse);
    const tables = SCHEMAS.map((schema) => {
      const name = tableName(schema);
      const relation = { database: "strata", schema: "raw", identifier: name };
      return { name, location: `${tier}/${name}.parquet`, relation, source: { unique_id: name } as ManifestNode };
    });
    const before = performance.now();
    await maker
      .dataFor({}, tier, null)
      .make(tables, { warehouse, onProgress: () => undefined, onTable: () => undefined });
    measured.push(performance.now() - before);
    await warehouse.close();
  }
  return measured;
}
