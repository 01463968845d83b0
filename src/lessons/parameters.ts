/** `$name` in a lesson's SQL -> a literal. A name without a value stays, so that DuckDB complains about it by name. */
export function bindParameters(sql: string, values: Readonly<Record<string, string | number>>): string {
  return sql.replace(/\$([a-z][a-z0-9_]*)\b/g, (written, name: string) => {
    const value = values[name];
    if (value === undefined) return written;
    return typeof value === "number" ? String(value) : `'${value.replaceAll("'", "''")}'`;
  });
}
