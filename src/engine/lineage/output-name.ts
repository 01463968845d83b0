/**
 * The name that DuckDB gives a column without an alias, for the simple expressions where it is sure; otherwise a description. Where
 * the warehouse is at hand, DESCRIBE replaces these names.
 */
import { dottedName, expressionOf, listOf, literalText, nameOf, stringLiteral } from "./ast.ts";

export function outputName(node: unknown): string {
  const name = dottedName(node)?.at(-1);
  if (name !== undefined) return name;
  const found = expressionOf(node);
  if (!found) return "expression";
  const text = stringLiteral(node);
  if (text !== null) return `'${text}'`;
  const literal = literalText(node);
  if (literal !== null) return literal;
  const { kind, fields } = found;
  if (kind === "count" && fields["star"] === true) return "count_star()";
  if (kind === "subquery") return "subquery";
  const called = kind === "function" || kind === "aggregate_function" ? nameOf(fields["name"])?.toLowerCase() : kind;
  const argument = fields["this"] ?? listOf(fields["args"])[0];
  const inside = argument === undefined || argument === null ? "" : outputName(argument);
  return called === undefined ? "expression" : `${called}(${inside === "expression" ? "…" : inside})`;
}
