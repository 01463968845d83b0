/**
 * `on_schema_change` of incremental models: what happens when the query's columns are no longer those of the table.
 *
 * The answer is the list of columns that are written. As in dbt, `ignore` writes the table's columns: one that the query lost is then
 * an error of DuckDB's. A changed type counts as a change too, but only `sync_all_columns` alters it.
 */
import { EngineError } from "../core/errors.ts";
import type { Column } from "../core/table.ts";
import { RelationObject } from "../context/relation.ts";
import type { RelationName } from "../warehouse/port.ts";
import { quoteIdentifier, renderRelation } from "../warehouse/sql.ts";
import type { NodeSession } from "./node-session.ts";

const MACROS = [
  "process_schema_changes",
  "check_for_schema_changes",
  "sync_column_schemas",
  "alter_relation_add_remove_columns",
  "alter_column_type",
  "diff_columns",
  "diff_column_data_types",
];

export async function matchColumns(session: NodeSession, temporary: RelationName): Promise<readonly Column[]> {
  const policy = session.node.config["on_schema_change"];
  if (policy !== "fail" && policy !== "append_new_columns" && policy !== "sync_all_columns")
    return session.columnsOf(session.relation);
  if (session.overridden(...MACROS)) {
    await session.call("process_schema_changes", {
      on_schema_change: policy,
      source_relation: RelationObject.of(temporary, "table"),
      target_relation: RelationObject.of(session.relation, "table"),
    });
    return session.columnsOf(temporary);
  }
  const have = await session.columnsOf(session.relation);
  const come = await session.columnsOf(temporary);
  const added = come.filter((column) => !find(have, column));
  const gone = have.filter((column) => !find(come, column));
  const changed = come.filter((column) => {
    const before = find(have, column);
    return before !== undefined && before.type !== column.type;
  });
  if (added.length + gone.length + changed.length === 0) return come;
  if (policy === "fail") throw outOfStep(session, added, gone, changed);
  const statements = added.map((column) => `add column ${quoteIdentifier(column.name)} ${column.type}`);
  if (policy === "sync_all_columns")
    statements.push(...gone.map((column) => `drop column ${quoteIdentifier(column.name)}`));
  const target = renderRelation(session.relation);
  const all = statements.map((statement) => `alter table ${target} ${statement}`);
  if (policy === "sync_all_columns") all.push(...changed.flatMap((column) => retype(target, column)));
  if (all.length > 0) await session.execute(all.join(";\n"));
  return come;
}

/** As dbt does it: a new column of the type takes over the values and the name, so it comes to stand last. */
function retype(target: string, { name, type }: Column): string[] {
  const old = quoteIdentifier(name);
  const fresh = quoteIdentifier(`${name}__dbt_alter`);
  return [
    `alter table ${target} add column ${fresh} ${type}`,
    `update ${target} set ${fresh} = ${old}`,
    `alter table ${target} drop column ${old} cascade`,
    `alter table ${target} rename column ${fresh} to ${old}`,
  ];
}

function find(columns: readonly Column[], wanted: Column): Column | undefined {
  return columns.find((column) => column.name === wanted.name);
}

function outOfStep(
  session: NodeSession,
  added: readonly Column[],
  gone: readonly Column[],
  changed: readonly Column[],
): EngineError {
  const list = (columns: readonly Column[]): string => columns.map((column) => `"${column.name}"`).join(", ");
  const parts = [
    added.length > 0 ? `new ${list(added)}` : "",
    gone.length > 0 ? `gone ${list(gone)}` : "",
    changed.length > 0
      ? `of another type ${changed.map(({ name, type }) => `"${name}" (now ${type})`).join(", ")}`
      : "",
  ].filter((part) => part !== "");
  return new EngineError("W002", `The columns of "${session.node.name}" changed: ${parts.join("; ")}.`, {
    hint: "Run it once with --full-refresh, or set on_schema_change to append_new_columns or sync_all_columns.",
    at: session.node.span,
    node: session.node.unique_id,
  });
}
