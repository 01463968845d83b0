/**
 * Reading the parser's trees without trusting them: each helper says what it found, or nothing.
 *
 * An expression is `{ kind: fields }` with exactly one key. Clauses (`where_clause`, `over`, `with` …) are plain objects without that
 * wrapping, which is why a walk must look at both.
 */
export type Fields = Readonly<Record<string, unknown>>;

export interface Expression {
  readonly kind: string;
  readonly fields: Fields;
}

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The one key of a tagged node and what is below it; null for clauses, lists and plain values. */
export function expressionOf(value: unknown): Expression | null {
  if (!isFields(value)) return null;
  const keys = Object.keys(value);
  const kind = keys[0];
  if (keys.length !== 1 || kind === undefined) return null;
  const fields = value[kind];
  return isFields(fields) ? { kind, fields } : null;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function fieldsOf(value: unknown): Fields | null {
  return isFields(value) ? value : null;
}

/** The name in an identifier, as it was written; null when there is none. */
export function nameOf(value: unknown): string | null {
  if (typeof value === "string") return value;
  if (!isFields(value)) return null;
  if (typeof value["name"] === "string") return value["name"] === "" ? null : value["name"];
  return nameOf(value["name"]);
}

export function namesOf(value: unknown): string[] {
  return listOf(value).flatMap((item) => nameOf(item) ?? []);
}

/** Takes parentheses and aliases off an expression. */
export function bare(value: unknown): unknown {
  const found = expressionOf(value);
  if (found && (found.kind === "paren" || found.kind === "alias" || found.kind === "annotated"))
    return bare(found.fields["this"]);
  return value;
}

/** `a.b.c` as its parts, whichever mix of column and field access the parser made of it; null for anything else. */
export function dottedName(value: unknown): string[] | null {
  const found = expressionOf(value);
  if (!found) return null;
  if (found.kind === "column") {
    const parts = ["catalog", "schema", "table", "name"].map((key) => nameOf(found.fields[key]));
    return parts.flatMap((part) => (part === null ? [] : [part]));
  }
  if (found.kind === "dot") {
    const left = dottedName(found.fields["this"]);
    const field = nameOf(found.fields["field"]);
    return left && field !== null ? [...left, field] : null;
  }
  return null;
}

export function stringLiteral(value: unknown): string | null {
  const found = expressionOf(value);
  if (found?.kind !== "literal" || found.fields["literal_type"] !== "string") return null;
  return typeof found.fields["value"] === "string" ? found.fields["value"] : null;
}

/** The text of a literal of any type, as DuckDB would print a simple one; null for other expressions. */
export function literalText(value: unknown): string | null {
  const found = expressionOf(value);
  if (found?.kind === "literal" && typeof found.fields["value"] === "string") return found.fields["value"];
  if (found?.kind === "boolean") return String(found.fields["value"]);
  return null;
}

const QUERY_KINDS: ReadonlySet<string> = new Set([
  "select",
  "union",
  "intersect",
  "except",
  "values",
  "subquery",
  "pivot",
  "unpivot",
  "describe",
  "summarize",
  "show",
]);

export function isQuery(value: unknown): boolean {
  const found = expressionOf(value);
  return found !== null && QUERY_KINDS.has(found.kind);
}

/** Calls `visit` on every object of the tree, outer ones first; a `false` leaves what is below unvisited. */
export function walk(value: unknown, visit: (fields: Fields) => boolean | undefined): void {
  if (Array.isArray(value)) {
    for (const item of value) walk(item, visit);
    return;
  }
  if (!isFields(value) || visit(value) === false) return;
  for (const item of Object.values(value)) if (typeof item === "object" && item !== null) walk(item, visit);
}
