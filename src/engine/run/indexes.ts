/** The `indexes` config: a list of `{columns, unique}`, made after a table has been built anew. */
import { EngineError } from "../core/errors.ts";
import { md5 } from "../core/hash.ts";
import type { ManifestNode } from "../core/manifest.ts";
import { RelationObject } from "../context/relation.ts";
import { quoteIdentifier, renderRelation } from "../warehouse/sql.ts";
import { recordOf, textsOf } from "./config-values.ts";
import type { NodeSession } from "./node-session.ts";

interface Index {
  readonly columns: readonly string[];
  readonly unique: boolean;
}

export function hasIndexes(node: ManifestNode): boolean {
  return Array.isArray(node.config["indexes"]) && node.config["indexes"].length > 0;
}

export async function createIndexes(session: NodeSession): Promise<void> {
  if (!hasIndexes(session.node)) return;
  if (session.overridden("create_indexes", "get_create_index_sql")) {
    await session.call("create_indexes", { relation: RelationObject.of(session.relation, "table") });
    return;
  }
  const name = renderRelation(session.relation);
  const statements = readIndexes(session.node).map(({ columns, unique }) => {
    const digest = md5([...columns, name, String(unique)].join("_"));
    return `create ${unique ? "unique " : ""}index ${quoteIdentifier(digest)} on ${name} (${columns.join(", ")})`;
  });
  await session.execute(statements.join(";\n"));
}

function readIndexes(node: ManifestNode): Index[] {
  return (node.config["indexes"] as unknown[]).map((entry) => {
    const given = recordOf(entry);
    const columns = textsOf(given?.["columns"]);
    if (Array.isArray(given?.["columns"]) && columns.length > 0) return { columns, unique: given["unique"] === true };
    throw new EngineError("P003", `An entry of \`indexes\` of "${node.name}" has no list of columns.`, {
      hint: "Write for example `indexes: [{columns: [customer_id], unique: true}]`.",
      at: node.span,
      node: node.unique_id,
    });
  });
}
