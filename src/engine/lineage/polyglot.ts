/**
 * The SQL parser of the page and of the command line: polyglot-sql, Rust compiled to WebAssembly.
 *
 * Nothing here is loaded until somebody asks for column lineage: the package comes by a dynamic import, and its WebAssembly is
 * whatever the caller hands in (bytes or a response), so that the room fetches nothing and the caller decides on addresses.
 */
import type { ParsedSql, SqlParser } from "./sql-parser.ts";

/** Bytes of `polyglot_sql.wasm`, or a `Response` that streams them. */
export type WasmModule = unknown;

/** Opens the parser once per page or process; a second call waits for the first. */
export function openPolyglot(wasm: () => Promise<WasmModule>): Promise<SqlParser> {
  opened ??= load(wasm).catch((error: unknown) => {
    opened = null;
    throw error;
  });
  return opened;
}

let opened: Promise<SqlParser> | null = null;

async function load(wasm: () => Promise<WasmModule>): Promise<SqlParser> {
  const sdk = await import("@polyglot-sql/sdk/manual");
  // The package's types know addresses only; its loader takes bytes and responses as well.
  await sdk.init(Object.assign({ wasmUrl: "" }, { wasmUrl: await wasm() }));
  return {
    parse(sql): ParsedSql {
      try {
        const { success, ast, error } = sdk.parse(sql, sdk.Dialect.DuckDB);
        return success && Array.isArray(ast)
          ? { ok: true, statements: ast }
          : { ok: false, message: error ?? "The parser gave no tree." };
      } catch (error) {
        // A trap in the module: the instance answers the next call again.
        return { ok: false, message: error instanceof Error ? error.message : String(error) };
      }
    },
  };
}
