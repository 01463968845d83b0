/**
 * Snapshots: a history table that keeps the versions of each row of a query.
 *
 * The first run makes the table. Later ones stage what is new, changed or gone, add columns that the query has gained, and merge. All
 * SQL comes from the snapshot macros, so that strategies and overrides of a project work; the time is the engine's clock.
 */
import { EngineError } from "../core/errors.ts";
import type { ManifestNode } from "../core/manifest.ts";
import { nearest } from "../core/nearest.ts";
import type { Column } from "../core/table.ts";
import { nodeValue } from "../context/node-value.ts";
import { RelationObject } from "../context/relation.ts";
import { fromJson } from "../jinja/convert.ts";
import { pyStr } from "../jinja/python.ts";
import { PyDict } from "../jinja/values.ts";
import { quoteIdentifier, renderRelation } from "../warehouse/sql.ts";
import { recordOf, textOf, textsOf } from "./config-values.ts";
import { createIndexes } from "./indexes.ts";
import { temporaryRelation } from "./macro-values.ts";
import { aroundHooks, warnOfGrants } from "./materialize.ts";
import type { NodeSession } from "./node-session.ts";
import { persistDocs } from "./persist-docs.ts";
import { keepStrict } from "./snapshot-strict.ts";
import { createTableSql } from "./table.ts";

/** Answers the rows of the history. */
export async function buildSnapshot(session: NodeSession): Promise<number> {
  const before = session.relations.get(session.relation);
  if (before === "view") throw isView(session);
  await aroundHooks(session, true, async () => {
    const strategy = await strategyOf(session, before !== null);
    if (before === null) await createHistory(session, strategy);
    else await addVersions(session, strategy);
    warnOfGrants(session);
    await persistDocs(session, "table");
    if (before === null) await createIndexes(session);
    session.built(session.relation, "table");
  });
  return session.countRows();
}

async function strategyOf(session: NodeSession, targetExists: boolean): Promise<PyDict> {
  const { node } = session;
  const name = textOf(node.config["strategy"]);
  const place = { at: node.span, node: node.unique_id };
  if (name === null || textsOf(node.config["unique_key"]).length === 0) {
    const lacking = name === null ? "strategy" : "unique_key";
    throw new EngineError("P003", `The snapshot "${node.name}" has no \`${lacking}\`.`, {
      hint: "A snapshot needs the configs `strategy` (timestamp or check) and `unique_key`.",
      ...place,
    });
  }
  const [packageName, bare] = name.includes(".")
    ? [`${name.split(".", 1).join("")}.`, name.slice(name.indexOf(".") + 1)]
    : ["", name];
  const { registry } = session.context.environment;
  const macro = `snapshot_${bare}_strategy`;
  const found =
    packageName === ""
      ? registry.resolve(macro, node.package_name)
      : registry.inPackage(packageName.slice(0, -1), macro);
  if (found === null) {
    const near = nearest(name, ["timestamp", "check"]);
    throw new EngineError("P010", `The snapshot "${node.name}" has the strategy "${name}", which does not exist.`, {
      hint: `${near === null ? "" : `Did you mean "${near}"? `}Use timestamp or check, or write a macro "${macro}".`,
      ...place,
    });
  }
  const model = nodeValue(node);
  model.set("compiled_code", session.sql);
  const strategy = await session.call(`${packageName}${macro}`, {
    node: model,
    snapshotted_rel: "snapshotted_data",
    current_rel: "source_data",
    model_config: fromJson(node.config as never),
    target_exists: targetExists,
  });
  if (strategy instanceof PyDict) return strategy;
  throw new EngineError("J003", `The snapshot strategy "${name}" gave no dictionary.`, {
    hint: "A macro `snapshot_…_strategy` returns unique_key, updated_at, row_changed and scd_id.",
    ...place,
  });
}

async function createHistory(session: NodeSession, strategy: PyDict): Promise<void> {
  const query = await session.sqlOf("build_snapshot_table", { strategy, sql: session.sql });
  await session.main(await createTableSql(session, RelationObject.of(session.relation, "table"), query, false));
  await warnOfTimes(session, await session.columnsOf(session.relation));
}

async function addVersions(session: NodeSession, strategy: PyDict): Promise<void> {
  const { relation, sql } = session;
  const target = RelationObject.of(relation, "table");
  requireHistory(session, strategy, await session.columnsOf(relation));

  const identifier = `${relation.identifier}__dbt_tmp`;
  const temporary = temporaryRelation(identifier);
  const staged = { database: "temp", schema: "main", identifier };
  await session.execute(`drop table if exists temp.${temporary.toText()}`);
  const staging = await session.sqlOf("snapshot_staging_table", { strategy, source_sql: sql, target_relation: target });
  await session.main(await createTableSql(session, temporary, staging, true));
  const columns = (await session.columnsOf(staged)).filter((column) => !isHelper(column.name));
  await warnOfTimes(session, columns);
  await keepStrict(session, temporary.toText(), strategy, metaColumns(session.node));

  const have = new Set((await session.columnsOf(relation)).map((column) => column.name));
  const added = columns.filter((column) => !have.has(column.name));
  if (added.length > 0)
    await session.execute(
      added
        .map(
          (column) =>
            `alter table ${renderRelation(relation)} add column ${quoteIdentifier(column.name)} ${column.type}`,
        )
        .join(";\n"),
    );
  const merge = await session.sqlOf("snapshot_merge_sql", {
    target,
    source: temporary,
    insert_cols: columns.map((column) => quoteIdentifier(column.name)),
  });
  await session.main(merge);
  await session.execute(`drop table temp.${temporary.toText()}`);
}

/** Columns of the staging table that are not part of the history. */
function isHelper(name: string): boolean {
  return /^(dbt_change_type|dbt_unique_key(_\d+)?)$/i.test(name);
}

/** dbt's own columns and what the snapshot calls them. */
function metaColumns(node: ManifestNode): Readonly<Record<string, string>> {
  const own =
    recordOf(node.config["snapshot_meta_column_names"]) ?? recordOf(node.config["snapshot_table_column_names"]) ?? {};
  const names = ["dbt_valid_from", "dbt_valid_to", "dbt_scd_id", "dbt_updated_at", "dbt_is_deleted"];
  return Object.fromEntries(names.map((name) => [name, textOf(own[name]) ?? name]));
}

function requireHistory(session: NodeSession, strategy: PyDict, columns: readonly Column[]): void {
  const there = new Set(columns.map((column) => column.name.toLowerCase()));
  const meta = metaColumns(session.node);
  const records = pyStr(strategy.get("hard_deletes") ?? null) === "new_record";
  const needed = ["dbt_scd_id", "dbt_valid_from", "dbt_valid_to", ...(records ? ["dbt_is_deleted"] : [])];
  const missing = needed.map((name) => meta[name] ?? name).filter((name) => !there.has(name.toLowerCase()));
  if (missing.length === 0) return;
  const list = missing.map((name) => `"${name}"`).join(", ");
  throw new EngineError(
    "W002",
    `The history of the snapshot "${session.node.name}" lacks ${missing.length === 1 ? "the column" : "the columns"} ${list}.`,
    {
      hint: records
        ? "Add the column to the table yourself, with 'False' for the rows that are there, or drop the table to start anew."
        : "The table was not made by a snapshot, or the names of dbt's columns were changed; rename its columns, or drop it.",
      at: session.node.span,
      node: session.node.unique_id,
    },
  );
}

/** Times of another type than the run's own compare badly with it; dbt warns as well. */
async function warnOfTimes(session: NodeSession, columns: readonly Column[]): Promise<void> {
  const name = metaColumns(session.node)["dbt_updated_at"];
  const type = columns.find((column) => column.name === name)?.type;
  if (type === undefined || type === "TIMESTAMP" || session.overridden("snapshot_get_time", "current_timestamp"))
    return;
  session.warn(
    `The times of the snapshot "${session.node.name}" are of the type ${type}, those of the run are TIMESTAMP. Cast \`updated_at\` to timestamp.`,
  );
}

function isView(session: NodeSession): EngineError {
  const { node, relation } = session;
  return new EngineError(
    "W002",
    `The snapshot "${node.name}" needs the table ${renderRelation(relation)}, but that is a view.`,
    {
      hint: "Drop the view, or give the snapshot another alias or schema.",
      at: node.span,
      node: node.unique_id,
    },
  );
}
