/** The target's `attach:` entries as statements, for whoever opens the database. */
import type { Target } from "../project/profile.ts";
import { quoteIdentifier, quoteLiteral } from "../warehouse/sql.ts";

/** `pathOf` makes a path of the profile one that the database process can open. */
export function attachStatements(target: Target, pathOf: (path: string) => string = (path) => path): string[] {
  return target.attach.map(({ path, alias, type, readOnly, options }) => {
    const clauses = [
      ...(type === null ? [] : [`type ${type}`]),
      ...(readOnly ? ["read_only"] : []),
      ...Object.entries(options).flatMap(([name, value]) => {
        if (typeof value === "boolean") return value ? [name] : [];
        return [`${name} ${typeof value === "number" ? value : optionText(value)}`];
      }),
    ];
    const name = alias === null ? "" : ` as ${quoteIdentifier(alias)}`;
    const place = isFile(path, type) ? pathOf(path) : path;
    return `attach if not exists ${quoteLiteral(place)}${name}${clauses.length === 0 ? "" : ` (${clauses.join(", ")})`}`;
  });
}

/** Other types take connection strings, and DuckDB itself takes `:memory:` and addresses. */
function isFile(path: string, type: string | null): boolean {
  return (type === null || /^(duckdb|sqlite)$/i.test(type)) && !/^(:|[a-z][\w+.-]+:)/i.test(path);
}

/** Quoted, unless the profile has quoted it. */
function optionText(value: string): string {
  return /^(['"]).*\1$/s.test(value.trim()) ? value : quoteLiteral(value);
}
