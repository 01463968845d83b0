/**
 * Names of nested types as `typeof()` and `describe` spell them: `STRUCT(a INTEGER, "value" VARCHAR)`.
 *
 * DuckDB quotes a field's name only where it must: when it is not a plain word, or when it is any of DuckDB's keywords. The list
 * of keywords comes from the database itself (`duckdb_keywords()`), because it grows with every version.
 */
import { quoteIdentifier, quoteLiteral } from "./sql.ts";

export const KEYWORDS_SQL = "select keyword_name from duckdb_keywords()";

export class TypeNames {
  readonly #keywords: ReadonlySet<string>;

  constructor(keywords: Iterable<string>) {
    this.#keywords = new Set(keywords);
  }

  struct(fields: readonly (readonly [name: string, type: string])[]): string {
    return `STRUCT(${this.#fields(fields)})`;
  }

  union(members: readonly (readonly [name: string, type: string])[]): string {
    return `UNION(${this.#fields(members)})`;
  }

  list(item: string): string {
    return `${item}[]`;
  }

  array(item: string, length: number): string {
    return `${item}[${length}]`;
  }

  map(key: string, value: string): string {
    return `MAP(${key}, ${value})`;
  }

  enum(values: readonly string[]): string {
    return `ENUM(${values.map(quoteLiteral).join(", ")})`;
  }

  #fields(fields: readonly (readonly [string, string])[]): string {
    return fields.map(([name, type]) => `${this.#word(name)} ${type}`).join(", ");
  }

  #word(name: string): string {
    const plain = /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !this.#keywords.has(name.toLowerCase());
    return plain ? name : quoteIdentifier(name);
  }
}
