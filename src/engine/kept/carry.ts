/**
 * How the columns of a table travel. What Arrow carries exactly goes as it is; types that it widens or renames go as text and are cast
 * back; a table with a column that neither way carries exactly is not kept.
 */
import type { Column } from "../core/table.ts";
import type { RelationName } from "../warehouse/port.ts";
import { quoteIdentifier, renderRelation } from "../warehouse/sql.ts";

const EXACT =
  /^(boolean|u?tinyint|u?smallint|u?integer|u?bigint|float|double|real|varchar|date|timestamp|blob|decimal\(\d+,\s*\d+\))$/i;
const AS_TEXT = /^(u?hugeint|uuid|time|interval|enum\(.*\)|timestamp_(s|ms|ns))$/i;

/** `exact`, `text`, or null when it cannot be carried. */
export function wayOf(type: string): "exact" | "text" | null {
  if (EXACT.test(type)) return "exact";
  // A list of what is exact is exact; its values may be NULL.
  const list = /^(.*)\[\]$/.exec(type)?.[1];
  if (list !== undefined) return EXACT.test(list) ? "exact" : null;
  return AS_TEXT.test(type) ? "text" : null;
}

export function canCarry(columns: readonly Column[]): boolean {
  return columns.length > 0 && columns.every(({ type }) => wayOf(type) !== null);
}

/** The query that takes a table away. */
export function takeSql(relation: RelationName, columns: readonly Column[]): string {
  const parts = columns.map(({ name, type }) => {
    const column = quoteIdentifier(name);
    return wayOf(type) === "text" ? `cast(${column} as varchar) as ${column}` : column;
  });
  return `select ${parts.join(", ")} from ${renderRelation(relation)}`;
}

/** The statement that gives an attached table the types that it had; null when it has them already. */
export function retypeSql(relation: RelationName, columns: readonly Column[], found: readonly Column[]): string | null {
  const same = (left: string, right: string): boolean =>
    left.replaceAll(" ", "").toLowerCase() === right.replaceAll(" ", "").toLowerCase();
  if (found.length === columns.length && columns.every(({ type }, index) => same(type, found[index]?.type ?? "")))
    return null;
  const parts = columns.map(
    ({ name, type }) => `cast(${quoteIdentifier(name)} as ${type}) as ${quoteIdentifier(name)}`,
  );
  const target = renderRelation(relation);
  return `create or replace table ${target} as select ${parts.join(", ")} from ${target}`;
}
