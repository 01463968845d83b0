/**
 * The checksum by which dbt notices that a contract changed: names, types and constraints of the columns, in the form in which Python
 * prints them. Only models whose contract is enforced have one.
 */
import { sha256 } from "../core/hash.ts";
import type { Constraint, ManifestNode } from "../core/manifest.ts";

export function contractChecksum(node: ManifestNode): string {
  const { materialized } = node.config;
  const columns = Object.values(node.columns).sort((a, b) => (a.name < b.name ? -1 : 1));
  const parts = columns.map(
    (column) => `|${column.name}${column.data_type ?? "None"}${listRepr((column.constraints ?? []).map(columnRepr))}`,
  );
  if (materialized === "table" || materialized === "incremental")
    parts.push(materialized, listRepr(node.constraints.map(modelRepr)));
  return sha256(parts.join(""));
}

function columnRepr(constraint: Constraint): string {
  return `ColumnLevelConstraint(${fieldsRepr(constraint)})`;
}

function modelRepr(constraint: Constraint): string {
  return `ModelLevelConstraint(${fieldsRepr(constraint)}, columns=${listRepr(constraint.columns.map(textRepr))})`;
}

function fieldsRepr(constraint: Constraint): string {
  const word = (value: boolean): string => (value ? "True" : "False");
  return [
    `type=<ConstraintType.${constraint.type}: '${constraint.type}'>`,
    `name=${textRepr(constraint.name)}`,
    `expression=${textRepr(constraint.expression)}`,
    `warn_unenforced=${word(constraint.warn_unenforced)}`,
    `warn_unsupported=${word(constraint.warn_unsupported)}`,
    `to=${textRepr(constraint.to)}`,
    `to_columns=${listRepr(constraint.to_columns.map(textRepr))}`,
  ].join(", ");
}

function listRepr(items: readonly string[]): string {
  return `[${items.join(", ")}]`;
}

/** Python prints a text in single quotes, unless it holds one and no double quote. */
function textRepr(value: string | null): string {
  if (value === null) return "None";
  const quote = value.includes("'") && !value.includes('"') ? '"' : "'";
  const escaped = value.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll("\t", "\\t");
  return `${quote}${quote === "'" ? escaped.replaceAll("'", "\\'") : escaped}${quote}`;
}
