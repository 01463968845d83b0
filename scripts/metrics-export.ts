/**
 * Writes the unified views of the metrics layer for other tools: Parquet and CSV of metrics_unified_domains, metrics_api and
 * metrics_company_overview, and superset.zip, which Superset imports as it is: the database and the dataset with its metrics. `npm run metrics:export -- --database <file> [--out <folder>]`; the database is one that
 * `strata build` has made, and it is only read.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { DuckDBInstance } from "@duckdb/node-api";
import { strToU8, zipSync } from "fflate";
import { SUPERSET_DATABASE } from "./metrics-yaml.ts";

const VIEWS = ["metrics_unified_domains", "metrics_api", "metrics_company_overview"];

const { values } = parseArgs({
  options: {
    database: { type: "string", default: "src/models/target/strata.duckdb" },
    schema: { type: "string", default: "main" },
    out: { type: "string", default: "metrics-export" },
  },
});

const database = resolve(values.database);
if (!existsSync(database)) {
  console.error(
    `There is no database at "${database}". Build one: npm run strata -- build --project-dir src/models --select +saas.metrics`,
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

// One folder around all: Superset takes the first part of each path away.
const dataset = readFileSync(
  resolve(import.meta.dirname, "../src/models/bi/superset/metrics_unified_domains.yaml"),
  "utf8",
).replace("schema: main", `schema: ${values.schema}`);
const bundle = zipSync(
  {
    "strata/metadata.yaml": strToU8('version: 1.0.0\ntype: SqlaTable\ntimestamp: "2025-12-31T00:00:00+00:00"\n'),
    "strata/databases/strata.yaml": strToU8(
      [
        "database_name: strata",
        `sqlalchemy_uri: ${JSON.stringify(`duckdb:///${database}?access_mode=read_only`)}`,
        "expose_in_sqllab: true",
        `uuid: ${SUPERSET_DATABASE}`,
        "version: 1.0.0",
        "",
      ].join("\n"),
    ),
    "strata/datasets/strata/metrics_unified_domains.yaml": strToU8(dataset),
  },
  // The same bytes each time.
  { mtime: "2025-12-31T00:00:00Z" },
);
writeFileSync(resolve(out, "superset.zip"), bundle);
console.log(resolve(out, "superset.zip"));
