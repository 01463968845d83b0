/**
 * Builds one model: view, table or incremental, with its hooks, indexes and comments.
 *
 * Everything that belongs to the node happens in one transaction, so a failure anywhere leaves what was there. A node that takes a
 * single statement needs none: DuckDB replaces a view or table in one step.
 */
import { EngineError } from "../core/errors.ts";
import type { ManifestNode } from "../core/manifest.ts";
import { recordOf } from "./config-values.ts";
import { checkContract, hasContract } from "./contract.ts";
import { hooksOf, runHooks } from "./hooks.ts";
import { buildIncremental } from "./incremental.ts";
import { createIndexes, hasIndexes } from "./indexes.ts";
import type { NodeSession } from "./node-session.ts";
import { persistDocs, persistsDocs } from "./persist-docs.ts";
import type { Built } from "./step.ts";
import { buildTable, buildView, replacesInOneStep } from "./table.ts";

const UNSUPPORTED = new Set(["materialized_view", "external", "table_function", "clone"]);

/** Answers the rows of the table, null for a view. */
export async function buildModel(session: NodeSession): Promise<number | null> {
  refuseUnknown(session);
  const { node } = session;
  await aroundHooks(session, needsTransaction(session), async () => {
    if (hasContract(node)) await checkContract(session);
    const built = await materialize(session);
    if (built.kind === "table" && built.fresh) await createIndexes(session);
    warnOfGrants(session);
    await persistDocs(session, built.kind);
    session.built(session.relation, built.kind);
  });
  return node.config.materialized === "view" ? null : session.countRows();
}

/** Hooks, transaction and the work between them, in dbt's order. */
export async function aroundHooks(session: NodeSession, atomic: boolean, work: () => Promise<void>): Promise<void> {
  await runHooks(session, "pre_hook", false);
  if (atomic) {
    await session.transaction(async () => {
      await runHooks(session, "pre_hook", true);
      await work();
      await runHooks(session, "post_hook", true);
    });
  } else await work();
  await runHooks(session, "post_hook", false);
}

function materialize(session: NodeSession): Promise<Built> {
  switch (session.node.config.materialized) {
    case "view":
      return buildView(session);
    case "table":
      return buildTable(session);
    default:
      return buildIncremental(session);
  }
}

/** Whether the statements of the node must share a connection. */
export function needsConnection(session: NodeSession): boolean {
  const { node } = session;
  if (node.config.materialized !== "view" && node.config.materialized !== "table") return true;
  const outside = [...hooksOf(node, "pre_hook", false), ...hooksOf(node, "post_hook", false)];
  return outside.length > 0 || needsTransaction(session);
}

function needsTransaction(session: NodeSession): boolean {
  const { node } = session;
  return (
    hooksOf(node, "pre_hook", true).length > 0 ||
    hooksOf(node, "post_hook", true).length > 0 ||
    hasIndexes(node) ||
    persistsDocs(session) ||
    !replacesInOneStep(session)
  );
}

export function warnOfGrants(session: NodeSession): void {
  const grants = recordOf(session.node.config["grants"]);
  if (grants === null || Object.keys(grants).length === 0) return;
  session.warnOnce("Grants for relations are not supported by DuckDB; the config `grants` is ignored.");
}

function refuseUnknown(session: NodeSession): void {
  const { node } = session;
  const { materialized } = node.config;
  const place = { at: node.span, node: node.unique_id };
  if (materialized === "view" || materialized === "table" || materialized === "incremental") {
    const written = customMaterialization(session, node);
    if (written === null) return;
    throw new EngineError(
      "P012",
      `The project replaces dbt's materialization "${materialized}" by one of its own ("${written}"), which is not supported yet.`,
      { hint: "Delete that materialization block to build the model as dbt itself would.", ...place },
    );
  }
  if (UNSUPPORTED.has(materialized) || customMaterialization(session, node) !== null)
    throw new EngineError(
      "P012",
      `"${node.name}" has the materialization "${materialized}", which is not supported yet.`,
      {
        hint: "Use view, table, incremental or ephemeral.",
        ...place,
      },
    );
  throw new EngineError("P010", `"${node.name}" has the materialization "${materialized}", which does not exist.`, {
    hint: "Use view, table, incremental or ephemeral.",
    ...place,
  });
}

/** The macro behind a `{% materialization %}` block of the project for this node, if there is one. */
function customMaterialization(session: NodeSession, node: ManifestNode): string | null {
  const { registry } = session.context.environment;
  for (const adapter of ["duckdb", "default"]) {
    const name = `materialization_${node.config.materialized}_${adapter}`;
    if (registry.resolve(name, node.package_name) !== null) return name;
  }
  return null;
}
