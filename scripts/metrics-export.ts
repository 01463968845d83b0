/**
 * Writes the unified views of the metrics layer for other tools: Parquet and CSV of metrics_unified_domains, metrics_api and
 * metrics_company_overview. `npm run metrics:export -- --database <file> [--out <folder>]`; the database is one that
 * `strata build` has made, and it is only read.
 */
import { existsSync, mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { DuckDBInstance } from "@duckdb/node-api";

const VIEWS = ["metrics_unified_domains", "metrics_api", "metrics_company_overview"];

const { values } = parseArgs({
  options: {
    database: { type: "string", default: "src/models/strata.duckdb" },
    schema: { type: "string", default: "main" },
    out: { type: "string", default: "metrics-export" },
  },
});

const database = resolve(values.database);
if (!existsSync(database)) {
  console.error(
    `There is no database at "${database}". Build one: npm run strata -- build --project-dir src/models --select +metrics_api+ metrics_company_overview`,
  );
  process.exit(1);
}
const out = resolve(values.out);
mkdirSync(out, { recursive: true });

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const identifier = (text: string): string => `"${text.replaceAll('"', '""')}"`;

const instance = await DuckDBInstance.create(database, { access_mode: "READ_ONLY" });
const connection = await instance.connect();
for (const view of VIEWS) {
  const from = `from ${identifier(values.schema)}.${identifier(view)}`;
  for (const [ending, options] of [
    ["parquet", "format parquet, compression zstd"],
    ["csv", "format csv, header"],
  ] as const) {
    const path = resolve(out, `${view}.${ending}`);
    await connection.run(`copy (select * ${from}) to ${literal(path)} (${options})`);
    console.log(path);
  }
}
connection.closeSync();
instance.closeSync();
