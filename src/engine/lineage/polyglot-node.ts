/** The SQL parser in Node: the WebAssembly is read from the installed package. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { openPolyglot } from "./polyglot.ts";
import type { SqlParser } from "./sql-parser.ts";

export function openNodePolyglot(): Promise<SqlParser> {
  return openPolyglot(() => readFile(createRequire(import.meta.url).resolve("@polyglot-sql/sdk/polyglot_sql.wasm")));
}
