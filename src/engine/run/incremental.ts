/**
 * Incremental models: the first run makes the table, later ones add to it.
 *
 * New rows are computed into a temporary table. Which statement brings them over is said by the macro of the strategy
 * (`get_incremental_<strategy>_sql`), so a project's own strategies and overrides work as in dbt.
 */
import { EngineError } from "../core/errors.ts";
import { RelationObject } from "../context/relation.ts";
import { fromJson } from "../jinja/convert.ts";
import { PyDict } from "../jinja/values.ts";
import { pyTruth } from "../jinja/python.ts";
import { columnValues, temporaryRelation } from "./macro-values.ts";
import type { NodeSession } from "./node-session.ts";
import { matchColumns } from "./schema-change.ts";
import type { ManifestNode } from "../core/manifest.ts";
import type { Built } from "./step.ts";
import { buildTable, createTableSql } from "./table.ts";

/** Strategies that dbt knows and DuckDB has no use for. */
const NOT_FOR_DUCKDB = new Set(["insert_overwrite"]);

export async function buildIncremental(session: NodeSession): Promise<Built> {
  const { node, relation } = session;
  if (node.config["incremental_strategy"] === "microbatch") throw notYet(node);
  if (session.relations.get(relation) !== "table" || (await refreshesFully(session))) return buildTable(session);

  // As in dbt, the strategy is looked at only when there is something to add to; a wrong one was told while parsing.
  const strategy = strategyOf(session);
  const identifier = `${relation.identifier}__dbt_tmp`;
  const temporary = temporaryRelation(identifier);
  await session.execute(`drop table if exists temp.${temporary.toText()}`);
  await session.main(await createTableSql(session, temporary, session.sql, true));
  const target = RelationObject.of(relation, "table");
  const columns = await matchColumns(session, { database: "temp", schema: "main", identifier });
  const config = (key: string) => fromJson((node.config[key] ?? null) as never);
  const statement = await session.sqlOf(`get_incremental_${strategy.replaceAll("+", "_")}_sql`, {
    arg_dict: PyDict.from([
      ["target_relation", target],
      ["temp_relation", temporary],
      ["unique_key", config("unique_key")],
      ["dest_columns", columnValues(columns)],
      ["incremental_predicates", node.config["predicates"] ? config("predicates") : config("incremental_predicates")],
    ]),
  });
  await session.main(statement);
  await session.execute(`drop table temp.${temporary.toText()}`);
  return { kind: "table", fresh: false };
}

async function refreshesFully(session: NodeSession): Promise<boolean> {
  if (session.overridden("should_full_refresh")) return pyTruth(await session.call("should_full_refresh", {}));
  const own = session.node.config["full_refresh"];
  return typeof own === "boolean" ? own : session.context.fullRefresh;
}

function notYet(node: ManifestNode): EngineError {
  return new EngineError(
    "P012",
    `"${node.name}" has the incremental strategy "microbatch", which is not supported yet.`,
    {
      hint: "Use append, delete+insert or merge with a filter on the event time.",
      at: node.span,
      node: node.unique_id,
    },
  );
}

function strategyOf(session: NodeSession): string {
  const { node } = session;
  const given = node.config["incremental_strategy"];
  const strategy = typeof given === "string" && given !== "" ? given : "default";
  const place = { at: node.span, node: node.unique_id };
  const macro = `get_incremental_${strategy.replaceAll("+", "_")}_sql`;
  if (NOT_FOR_DUCKDB.has(strategy) || session.context.environment.registry.resolve(macro, node.package_name) === null)
    throw new EngineError(
      "P010",
      `"${node.name}" has the incremental strategy "${strategy}", which does not exist here.`,
      {
        hint: `Use append, delete+insert or merge, or write a macro "${macro}".`,
        ...place,
      },
    );
  return strategy;
}
