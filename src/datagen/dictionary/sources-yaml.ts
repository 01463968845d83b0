/**
 * The sources' YAML of the dbt project, made from the schemas: one text per source system.
 *
 * In go the schemas of a system, out comes what stands in `src/models/models/<domain>/sources/<system>.yml` to the letter; a test
 * compares the two. Never edit those files: change the schema and run `npm run data:docs`.
 */
import type { Column } from "../schema/columns.ts";
import { tableName, type TableSchema } from "../schema/table-schema.ts";
import { SYSTEMS, type SystemFacts } from "./systems.ts";

/** Faults after which a test of the source is expected to find rows: it warns there, and the models clean up. */
const REPEATED_KEYS = ["F01"];
const ORPHANS = ["F05"];
/** Accounts are erased whole (F11), so that what referred to them is left alone; elsewhere a deleted row is only marked. */
const ERASED_FROM = "app_database.accounts";
const DRIFTED_VALUES = ["F09", "F12", "F13", "F17"];

export interface GeneratedFile {
  /** Relative to the root of the dbt project. */
  readonly path: string;
  readonly text: string;
}

/** One file per system that the project reads, in the order of the catalog. */
export function sourceFiles(schemas: readonly TableSchema[]): readonly GeneratedFile[] {
  return Object.entries(SYSTEMS).flatMap(([system, facts]) => {
    const tables = schemas.filter((schema) => schema.system === system);
    if (tables.length === 0) return [];
    return [{ path: `models/${facts.domain}/sources/${system}.yml`, text: sourceYaml(system, facts, tables, schemas) }];
  });
}

function sourceYaml(
  system: string,
  facts: SystemFacts,
  tables: readonly TableSchema[],
  all: readonly TableSchema[],
): string {
  const known = new Set(all.map(({ system: owner, table }) => `${owner}.${table}`));
  return [
    "version: 2",
    "",
    "sources:",
    `  - name: ${system}`,
    `    description: ${quoted(facts.description)}`,
    "    schema: raw",
    "    meta:",
    `      external_location: "{{ env_var('STRATA_DATA_DIR', '../../public/data/classroom') }}/{identifier}.parquet"`,
    "    loaded_at_field: _synced_at",
    "    freshness:",
    "      warn_after: {count: 2, period: day}",
    "      error_after: {count: 5, period: day}",
    "    tables:",
    tables.map((table) => tableLines(table, known).join("\n")).join("\n\n"),
    "",
  ].join("\n");
}

function tableLines(schema: TableSchema, known: ReadonlySet<string>): string[] {
  const lines = [
    `      - name: ${schema.table}`,
    `        identifier: ${tableName(schema)}`,
    `        description: ${quoted(schema.description)}`,
  ];
  if (schema.quiet === true) lines.push("        freshness: null  # days without a new record are normal here");
  if (schema.key.length > 1) {
    lines.push("        data_tests:", "          - unique_combination:");
    lines.push("              arguments:", `                columns: [${schema.key.map(plain).join(", ")}]`);
    lines.push(...warning(schema, REPEATED_KEYS, 14));
  }
  lines.push("        columns:");
  lines.push(
    Object.entries(schema.columns)
      .map(([name, column]) => columnLines(schema, name, column, known).join("\n"))
      .join("\n\n"),
  );
  return lines;
}

function columnLines(schema: TableSchema, name: string, column: Column, known: ReadonlySet<string>): string[] {
  const unit = column.unit === undefined ? "" : ` Unit: ${column.unit}.`;
  const lines = [
    `          - name: ${plain(name)}`,
    `            description: ${quoted(`${column.description}${unit}`)}`,
  ];
  const tests: string[] = [];
  if (schema.key.length === 1 && schema.key[0] === name) {
    tests.push(...mayWarn("unique", schema, REPEATED_KEYS), "              - not_null");
  }
  const target = column.references === undefined ? null : reference(column.references);
  const targetTable = target === null ? "" : `${target.system}.${target.table}`;
  if (target !== null && known.has(targetTable)) {
    tests.push(
      "              - relationships:",
      "                  arguments:",
      `                    to: source('${target.system}', '${target.table}')`,
      `                    field: ${target.column}`,
      ...(targetTable === ERASED_FROM ? severityWarn(18) : warning(schema, ORPHANS, 18)),
    );
  }
  if (column.values !== undefined) {
    tests.push(
      "              - accepted_values:",
      "                  arguments:",
      `                    values: [${column.values.map((value) => JSON.stringify(value)).join(", ")}]`,
      ...warning(schema, DRIFTED_VALUES, 18),
    );
  }
  return tests.length === 0 ? lines : [...lines, "            data_tests:", ...tests];
}

/** "app_database.accounts.id", taken apart. */
function reference(path: string): { readonly system: string; readonly table: string; readonly column: string } {
  const [system, table, column] = path.split(".");
  if (system === undefined || table === undefined || column === undefined)
    throw new RangeError(`"${path}" is not of the form system.table.column.`);
  return { system, table, column };
}

function hasFault(schema: TableSchema, faults: readonly string[]): boolean {
  return schema.faults.some((fault) => faults.includes(fault));
}

function warning(schema: TableSchema, faults: readonly string[], indent: number): string[] {
  return hasFault(schema, faults) ? severityWarn(indent) : [];
}

function severityWarn(indent: number): string[] {
  const pad = " ".repeat(indent);
  return [`${pad}config:`, `${pad}  severity: warn`];
}

function mayWarn(test: string, schema: TableSchema, faults: readonly string[]): string[] {
  const config = warning(schema, faults, 18);
  return config.length === 0 ? [`              - ${test}`] : [`              - ${test}:`, ...config];
}

/** Text for YAML that holds no template and no surprise; JSON's strings are YAML's too. */
function quoted(text: string): string {
  return JSON.stringify(text);
}

/** Names that YAML would read as something else ("on", "no", "y") are quoted. */
function plain(name: string): string {
  return /^(?:y|n|yes|no|on|off|true|false|null)$/i.test(name) ? JSON.stringify(name) : name;
}
