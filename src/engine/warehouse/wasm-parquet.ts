/**
 * Parquet bytes -> Arrow streams, one row group at a time.
 *
 * DuckDB's browser build has no Parquet reader. Decoding by row group keeps memory at the size of one group instead of the whole
 * table. The decoder is loaded once.
 */
import type * as ParquetWasm from "parquet-wasm/esm/parquet_wasm.js";

/** An absolute URL of parquet-wasm's module, or its bytes. */
export type ParquetModule = string | BufferSource;

let loading: Promise<typeof ParquetWasm> | null = null;

async function load(module: ParquetModule): Promise<typeof ParquetWasm> {
  loading ??= (async () => {
    const parquet = await import("parquet-wasm/esm/parquet_wasm.js");
    await parquet.default({ module_or_path: module });
    return parquet;
  })();
  try {
    return await loading;
  } catch (thrown) {
    // A download that failed may work the next time.
    loading = null;
    throw thrown;
  }
}

/** Begins to load the decoder, for a file that will come soon. */
export function warmParquet(module: ParquetModule): void {
  load(module).catch(() => undefined);
}

/** Rows that the file says it holds, and its row groups as Arrow IPC streams. */
export interface ParquetReader {
  readonly rows: number;
  groups(): AsyncGenerator<Uint8Array>;
  close(): void;
}

export async function openParquet(bytes: Uint8Array, module: ParquetModule): Promise<ParquetReader> {
  const parquet = await load(module);
  const file = await parquet.ParquetFile.fromFile(inMemory(bytes));
  const metadata = file.metadata();
  const groups = metadata.numRowGroups();
  let rows = 0;
  for (let index = 0; index < groups; index++) {
    const group = metadata.rowGroup(index);
    rows += group.numRows();
    group.free();
  }
  metadata.free();
  return {
    rows,
    async *groups() {
      // A file without row groups still has columns.
      if (groups === 0) yield (await file.read()).intoIPCStream();
      for (let index = 0; index < groups; index++) {
        const table = await file.read({ rowGroups: [index], batchSize: 8192 });
        yield table.intoIPCStream();
      }
    },
    close: () => file.free(),
  };
}

/**
 * What the decoder asks of a Blob. A real one is copied to another process of the browser and comes back column by column, which takes
 * longer than decoding does.
 */
function inMemory(bytes: Uint8Array): Blob {
  const blob: Pick<Blob, "size" | "slice" | "arrayBuffer"> = {
    size: bytes.length,
    slice: (start, end) => inMemory(bytes.subarray(start, end)),
    // Not `slice`: a Buffer of Node gives a view of its pool.
    arrayBuffer: () => Promise.resolve(new Uint8Array(bytes).buffer),
  };
  return blob as Blob;
}

/** An Arrow stream -> a Parquet file, compressed as other tools expect it. */
export async function writeParquet(stream: Uint8Array, module: ParquetModule): Promise<Uint8Array<ArrayBuffer>> {
  const parquet = await load(module);
  const properties = new parquet.WriterPropertiesBuilder().setCompression(parquet.Compression.SNAPPY).build();
  return parquet.writeParquet(parquet.Table.fromIPCStream(stream), properties) as Uint8Array<ArrayBuffer>;
}
