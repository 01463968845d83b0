/**
 * Builds one model or seed in the warehouse: view, table, incremental (append, delete+insert, merge), seed.
 *
 * Each is atomic for a reader: a failed build leaves the relation as it was.
 */
import { EngineError } from "../core/errors.ts";
import type { ManifestNode } from "../core/manifest.ts";
import type { CancelSignal } from "../core/signal.ts";
import type { SourceFile } from "../core/source-file.ts";
import type { Column } from "../core/table.ts";
import { relationType } from "../context/warehouse-requests.ts";
import type { CompiledNode } from "../compile/compile.ts";
import { readCsv } from "../project/csv.ts";
import type { RelationName, Warehouse } from "../warehouse/port.ts";
import { quoteIdentifier, quoteLiteral, renderRelation } from "../warehouse/sql.ts";
import { inferColumnType } from "./seed-types.ts";

export interface Materialized {
  readonly rows: number | null;
  /** dbt's word for what happened, for the log: OK, or `INSERT 5` for seeds. */
  readonly response: string;
}

export interface MaterializeContext {
  readonly warehouse: Warehouse;
  readonly fullRefresh: boolean;
  readonly signal?: CancelSignal | undefined;
  /** Text in front of the compiled SQL in the statement that runs now; the caller subtracts it from error positions. */
  onStatement(prefixLength: number): void;
}

export function relationNameOf(node: ManifestNode): RelationName {
  return { database: node.database, schema: node.schema, identifier: node.alias };
}

export async function materialize(context: MaterializeContext, compiled: CompiledNode): Promise<Materialized> {
  const { node } = compiled;
  switch (node.config.materialized) {
    case "view":
      return buildView(context, compiled);
    case "table":
      return buildTable(context, compiled);
    case "incremental":
      return buildIncremental(context, compiled);
    default:
      throw new EngineError(
        "P010",
        `"${node.name}" has the materialization "${node.config.materialized}", which is not known.`,
        {
          hint: "Use view, table or incremental.",
          at: node.span,
          node: node.unique_id,
        },
      );
  }
}

async function buildView(
  context: MaterializeContext,
  { node, compiled_code: sql }: CompiledNode,
): Promise<Materialized> {
  const relation = relationNameOf(node);
  await dropOther(context, relation, "view");
  await send(context, `create or replace view ${renderRelation(relation)} as (\n`, sql, "\n)");
  return { rows: null, response: "OK" };
}

async function buildTable(
  context: MaterializeContext,
  { node, compiled_code: sql }: CompiledNode,
): Promise<Materialized> {
  const relation = relationNameOf(node);
  const before = await relationType(context.warehouse, relation, context.signal);
  if (before === "view") {
    // The view stays until the table has been computed, so that a failure leaves what was there.
    const temporary = { ...relation, identifier: `${relation.identifier}__dbt_tmp` };
    await send(context, `create or replace table ${renderRelation(temporary)} as (\n`, sql, "\n)");
    await context.warehouse.execute(
      `drop view ${renderRelation(relation)}; alter table ${renderRelation(temporary)} rename to ${quoteIdentifier(relation.identifier)}`,
    );
  } else {
    await send(context, `create or replace table ${renderRelation(relation)} as (\n`, sql, "\n)");
  }
  return { rows: await countRows(context, relation), response: "OK" };
}

async function buildIncremental(context: MaterializeContext, compiled: CompiledNode): Promise<Materialized> {
  const { node } = compiled;
  const relation = relationNameOf(node);
  const before = await relationType(context.warehouse, relation, context.signal);
  const own = node.config["full_refresh"];
  if (before !== "table" || (typeof own === "boolean" ? own : context.fullRefresh))
    return buildTable(context, compiled);

  const keys = uniqueKeys(node);
  const strategy = strategyOf(node, keys);
  const temporary = { ...relation, identifier: `${relation.identifier}__dbt_tmp` };
  await send(context, `create or replace table ${renderRelation(temporary)} as (\n`, compiled.compiled_code, "\n)");
  try {
    const columns = await matchColumns(context, node, relation, temporary);
    await context.warehouse.execute(addRows(strategy, relation, temporary, columns, keys, node), options(context));
  } finally {
    await context.warehouse.execute(`drop table if exists ${renderRelation(temporary)}`);
  }
  return { rows: await countRows(context, relation), response: "OK" };
}

export async function loadSeed(
  context: MaterializeContext,
  node: ManifestNode,
  file: SourceFile,
): Promise<Materialized> {
  const delimiter = node.config["delimiter"];
  const csv = readCsv(file, typeof delimiter === "string" ? delimiter : ",");
  if (!csv.ok) throw toError(csv.diagnostics[0], node);
  const { header, rows } = csv.value;
  const given = node.config["column_types"];
  const types = header.map((name, index) => {
    const own =
      typeof given === "object" && given !== null
        ? Object.entries(given as Record<string, unknown>).find(
            ([key]) => key.toLowerCase() === name.toLowerCase(),
          )?.[1]
        : undefined;
    return typeof own === "string" ? own : inferColumnType(rows.map((row) => row[index] ?? null));
  });
  const relation = relationNameOf(node);
  const temporary = { ...relation, identifier: `${relation.identifier}__dbt_tmp` };
  await dropOther(context, relation, "table");
  await context.warehouse.execute(
    `create or replace table ${renderRelation(temporary)} (${header.map((name, index) => `${quoteIdentifier(name)} ${types[index] ?? "varchar"}`).join(", ")})`,
    options(context),
  );
  for (let from = 0; from < rows.length; from += SEED_BATCH) {
    const values = rows
      .slice(from, from + SEED_BATCH)
      .map((row) => `(${row.map((cell) => (cell === null ? "null" : quoteLiteral(cell))).join(", ")})`);
    await context.warehouse.execute(
      `insert into ${renderRelation(temporary)} values ${values.join(",\n")}`,
      options(context),
    );
  }
  await context.warehouse.execute(
    `create or replace table ${renderRelation(relation)} as select * from ${renderRelation(temporary)}; drop table ${renderRelation(temporary)}`,
  );
  return { rows: rows.length, response: `INSERT ${rows.length}` };
}

/** dbt's default number of rows per insert. */
const SEED_BATCH = 10_000;

type Strategy = "append" | "delete+insert" | "merge";

function uniqueKeys(node: ManifestNode): string[] {
  const key = node.config["unique_key"];
  if (typeof key === "string") return [key];
  return Array.isArray(key) ? key.map(String) : [];
}

function strategyOf(node: ManifestNode, keys: readonly string[]): Strategy {
  const given = node.config["incremental_strategy"];
  const strategy = typeof given === "string" ? given : keys.length > 0 ? "delete+insert" : "append";
  if (strategy !== "append" && strategy !== "delete+insert" && strategy !== "merge") {
    throw new EngineError("P010", `"${node.name}" has the incremental strategy "${strategy}", which is not known.`, {
      hint: "Use append, delete+insert or merge.",
      at: node.span,
      node: node.unique_id,
    });
  }
  if (strategy !== "append" && keys.length === 0) {
    throw new EngineError("P003", `"${node.name}" uses the incremental strategy "${strategy}" without a unique_key.`, {
      hint: "Set unique_key to the column, or list of columns, that names a row.",
      at: node.span,
      node: node.unique_id,
    });
  }
  return strategy;
}

/** Columns that are written, after `on_schema_change` has had its say. */
async function matchColumns(
  context: MaterializeContext,
  node: ManifestNode,
  relation: RelationName,
  temporary: RelationName,
): Promise<readonly string[]> {
  const have = (await context.warehouse.describe(relation)) ?? [];
  const come = (await context.warehouse.describe(temporary)) ?? [];
  const haveNames = new Set(have.map((column) => column.name.toLowerCase()));
  const comeNames = new Set(come.map((column) => column.name.toLowerCase()));
  const added = come.filter((column) => !haveNames.has(column.name.toLowerCase()));
  const gone = have.filter((column) => !comeNames.has(column.name.toLowerCase()));
  const policy = node.config["on_schema_change"] ?? "ignore";
  if (policy === "ignore" || (added.length === 0 && gone.length === 0)) {
    // As in dbt, the columns of the existing table are written; one that no longer comes is an error of DuckDB's.
    return have.map((column) => column.name);
  }
  if (policy === "fail") {
    throw new EngineError("W002", `The columns of "${node.name}" changed: ${describeChange(added, gone)}.`, {
      hint: "Run it once with --full-refresh, or set on_schema_change to append_new_columns or sync_all_columns.",
      at: node.span,
      node: node.unique_id,
    });
  }
  const target = renderRelation(relation);
  for (const column of added)
    await context.warehouse.execute(
      `alter table ${target} add column ${quoteIdentifier(column.name)} ${column.type}`,
      options(context),
    );
  if (policy === "sync_all_columns") {
    for (const column of gone)
      await context.warehouse.execute(
        `alter table ${target} drop column ${quoteIdentifier(column.name)}`,
        options(context),
      );
  }
  return come.map((column) => column.name);
}

function describeChange(added: readonly Column[], gone: readonly Column[]): string {
  const list = (columns: readonly Column[]): string => columns.map((column) => `"${column.name}"`).join(", ");
  return [added.length > 0 ? `new ${list(added)}` : "", gone.length > 0 ? `gone ${list(gone)}` : ""]
    .filter((part) => part !== "")
    .join("; ");
}

function addRows(
  strategy: Strategy,
  relation: RelationName,
  temporary: RelationName,
  columns: readonly string[],
  keys: readonly string[],
  node: ManifestNode,
): string {
  const target = renderRelation(relation);
  const source = renderRelation(temporary);
  const list = columns.map(quoteIdentifier).join(", ");
  const insert = `insert into ${target} (${list}) select ${list} from ${source}`;
  if (strategy === "append") return insert;
  const given = node.config["incremental_predicates"];
  const predicates = (Array.isArray(given) ? given : given === undefined || given === null ? [] : [given]).map(String);
  if (strategy === "merge") {
    const on = [...keys.map((key) => `DBT_INTERNAL_SOURCE.${key} = DBT_INTERNAL_DEST.${key}`), ...predicates]
      .map((part) => `(${part})`)
      .join(" and ");
    const values = columns.map((column) => `DBT_INTERNAL_SOURCE.${quoteIdentifier(column)}`).join(", ");
    const sets = columns
      .map((column) => `${quoteIdentifier(column)} = DBT_INTERNAL_SOURCE.${quoteIdentifier(column)}`)
      .join(", ");
    return (
      `merge into ${target} as DBT_INTERNAL_DEST using ${source} as DBT_INTERNAL_SOURCE on ${on} ` +
      `when matched then update set ${sets} when not matched then insert (${list}) values (${values})`
    );
  }
  const match = keys
    .map((key) => `${source}.${key} = ${target}.${key}`)
    .concat(predicates)
    .join(" and ");
  return `begin transaction; delete from ${target} where exists (select 1 from ${source} where ${match}); ${insert}; commit`;
}

async function dropOther(context: MaterializeContext, relation: RelationName, wanted: "view" | "table"): Promise<void> {
  const before = await relationType(context.warehouse, relation, context.signal);
  if (before !== null && before !== wanted)
    await context.warehouse.execute(`drop ${before} ${renderRelation(relation)}`, options(context));
}

async function send(context: MaterializeContext, prefix: string, sql: string, suffix: string): Promise<void> {
  context.onStatement(prefix.length);
  await context.warehouse.execute(`${prefix}${sql}${suffix}`, options(context));
  context.onStatement(Number.POSITIVE_INFINITY);
}

async function countRows(context: MaterializeContext, relation: RelationName): Promise<number> {
  const table = await context.warehouse.query(`select count(*) from ${renderRelation(relation)}`, { limit: 1 });
  return Number(table.data[0]?.[0] ?? 0);
}

function options(context: MaterializeContext): { signal?: CancelSignal } {
  return context.signal === undefined ? {} : { signal: context.signal };
}

function toError(
  found: { code: string; message: string; hint: string | null; at: unknown } | undefined,
  node: ManifestNode,
): EngineError {
  return new EngineError("P007", found?.message ?? `The seed "${node.name}" cannot be read.`, {
    hint: found?.hint ?? null,
    at: (found?.at as never) ?? node.span,
    node: node.unique_id,
  });
}
