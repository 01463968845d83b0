/** Descriptions as comments in the database, where `persist_docs` asks for it. */
import { nodeValue } from "../context/node-value.ts";
import { RelationObject } from "../context/relation.ts";
import { quoteIdentifier, quoteLiteral, renderRelation } from "../warehouse/sql.ts";
import { recordOf } from "./config-values.ts";
import type { NodeSession } from "./node-session.ts";
import type { RelationKind } from "./relation-cache.ts";

const MACROS = ["persist_docs", "alter_relation_comment", "alter_column_comment"];

export function persistsDocs(session: NodeSession): boolean {
  const given = recordOf(session.node.config["persist_docs"]);
  return given !== null && (given["relation"] === true || given["columns"] === true);
}

export async function persistDocs(session: NodeSession, kind: RelationKind): Promise<void> {
  const given = recordOf(session.node.config["persist_docs"]);
  if (given === null || !persistsDocs(session)) return;
  const { node, relation } = session;
  if (session.overridden(...MACROS)) {
    await session.call("persist_docs", { relation: RelationObject.of(relation, kind), model: nodeValue(node) });
    return;
  }
  const name = renderRelation(relation);
  const statements: string[] = [];
  if (given["relation"] === true && node.description !== "")
    statements.push(`comment on ${kind} ${name} is ${quoteLiteral(node.description)}`);
  const documented = Object.values(node.columns);
  if (given["columns"] === true && documented.length > 0) {
    const there = await session.columnsOf(relation);
    const missing: string[] = [];
    for (const column of documented) {
      const found = there.find((candidate) =>
        column.quote === true
          ? candidate.name === column.name
          : candidate.name.toLowerCase() === column.name.toLowerCase(),
      );
      if (found)
        statements.push(
          `comment on column ${name}.${quoteIdentifier(found.name)} is ${quoteLiteral(column.description)}`,
        );
      else missing.push(column.name);
    }
    if (missing.length > 0) {
      session.warn(
        `In relation ${name}: The following columns are specified in the schema but are not present in the database: ${missing.join(", ")}`,
      );
    }
  }
  if (statements.length > 0) await session.execute(statements.join(";\n"));
}
