/**
 * Views and tables: the relation is replaced by what the query gives now.
 *
 * A relation of the other kind goes only when the new one is whole. Where a project writes `create_table_as` or `create_view_as`
 * itself, its statement makes an intermediate relation that then takes the place of the old one, as in dbt.
 */
import { RelationObject } from "../context/relation.ts";
import type { RelationName } from "../warehouse/port.ts";
import { quoteIdentifier, renderRelation } from "../warehouse/sql.ts";
import { textOf } from "./config-values.ts";
import { columnList, hasContract, tableDefinition } from "./contract.ts";
import type { NodeSession } from "./node-session.ts";
import type { RelationKind } from "./relation-cache.ts";
import type { Built } from "./step.ts";

const VIEW_MACROS = ["get_create_view_as_sql", "create_view_as"];
const TABLE_MACROS = [
  "get_create_table_as_sql",
  "create_table_as",
  "get_table_columns_and_constraints",
  "table_columns_and_constraints",
  "get_column_names",
  "get_select_subquery",
];

/** Whether `create or replace` alone builds the node. */
export function replacesInOneStep(session: NodeSession): boolean {
  const { materialized } = session.node.config;
  const before = session.relations.get(session.relation);
  if (materialized === "view") return before !== "table" && !session.overridden(...VIEW_MACROS);
  return (
    materialized === "table" && before !== "view" && !hasContract(session.node) && !session.overridden(...TABLE_MACROS)
  );
}

export async function buildView(session: NodeSession): Promise<Built> {
  if (session.overridden(...VIEW_MACROS)) return swapIn(session, "view");
  const name = renderRelation(session.relation);
  if (session.relations.get(session.relation) === "table")
    await session.execute(`drop table if exists ${name} cascade`);
  await session.around(`${header(session)}create or replace view ${name} as (\n`, "\n)");
  return { kind: "view", fresh: true };
}

export async function buildTable(session: NodeSession): Promise<Built> {
  if (session.overridden(...TABLE_MACROS)) return swapIn(session, "table");
  const name = renderRelation(session.relation);
  const wasView = session.relations.get(session.relation) === "view";
  const made = wasView ? intermediate(session.relation) : session.relation;
  await createTable(session, renderRelation(made));
  if (wasView)
    await session.execute(
      `drop view if exists ${name} cascade; alter table ${renderRelation(made)} rename to ${quoteIdentifier(session.relation.identifier)}`,
    );
  return { kind: "table", fresh: true };
}

/** Makes the table, with the columns and constraints of its contract where it has one. */
async function createTable(session: NodeSession, name: string): Promise<void> {
  const { node } = session;
  const before = `${header(session)}create or replace table ${name}`;
  if (!hasContract(node)) return session.around(`${before} as (\n`, "\n)");
  const columns = columnList(node);
  await session.around(
    `${before} ${await tableDefinition(session)};\ninsert into ${name} (${columns}) (\nselect ${columns} from (\n`,
    "\n) as model_subq\n)",
  );
}

/** `sql_header`, in front of the statement. */
export function header(session: NodeSession): string {
  const text = textOf(session.node.config["sql_header"]);
  return text === null ? "" : `${text}\n`;
}

/** The SQL that makes a table of a query, by the project's macro where it has one. */
export async function createTableSql(
  session: NodeSession,
  relation: RelationObject,
  sql: string,
  temporary: boolean,
): Promise<string> {
  if (session.overridden("get_create_table_as_sql", "create_table_as"))
    return session.sqlOf("get_create_table_as_sql", { temporary, relation, sql });
  return `${header(session)}create ${temporary ? "temporary " : ""}table ${relation.toText()} as (\n${sql}\n)`;
}

/** dbt's way with a statement that only creates: intermediate relation, then drop and rename. */
async function swapIn(session: NodeSession, kind: RelationKind): Promise<Built> {
  const { relation, sql } = session;
  const made = intermediate(relation);
  const target = RelationObject.of(made, kind);
  const before = session.relations.get(made);
  if (before !== null) await session.execute(`drop ${before} if exists ${renderRelation(made)} cascade`);
  const statement =
    kind === "view"
      ? await session.sqlOf("get_create_view_as_sql", { relation: target, sql })
      : await session.sqlOf("get_create_table_as_sql", { temporary: false, relation: target, sql });
  await session.main(statement);
  const old = session.relations.get(relation);
  const drop = old === null ? "" : `drop ${old} if exists ${renderRelation(relation)} cascade; `;
  await session.execute(
    `${drop}alter ${kind} ${renderRelation(made)} rename to ${quoteIdentifier(relation.identifier)}`,
  );
  return { kind, fresh: true };
}

function intermediate(relation: RelationName): RelationName {
  return { ...relation, identifier: `${relation.identifier}__dbt_tmp` };
}
