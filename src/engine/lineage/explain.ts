/**
 * The approximation: when the text cannot be followed, the database still knows what it reads.
 *
 * Every output column is said to come from everything that the plan scans. That is too much for most columns and never too little.
 * A view upstream is expanded in the plan, so of a view every column counts that the text could mean.
 */
import type { CancelSignal } from "../core/signal.ts";
import type { Warehouse } from "../warehouse/port.ts";
import type { ColumnRef } from "./flow.ts";
import { isFields } from "./ast.ts";
import type { RelationBook } from "./relations.ts";
import { sqlTokens } from "./sql-tokens.ts";

/** Everything that the statement could read; null when the database refuses to plan it. */
export async function scannedColumns(
  sql: string,
  book: RelationBook,
  warehouse: Warehouse,
  signal?: CancelSignal,
): Promise<ReadonlySet<ColumnRef> | null> {
  let plan: unknown;
  try {
    const table = await warehouse.query(`explain (format json) ${sql}`, signal ? { signal } : {});
    plan = JSON.parse(String(table.data[1]?.[0] ?? table.data[0]?.[0] ?? "null"));
  } catch {
    return null;
  }
  const refs = new Set<ColumnRef>();
  const scanned = new Set<string>();
  for (const { table, columns } of scansOf(plan)) {
    const known = book.find(table);
    if (!known) continue;
    scanned.add(known.relation);
    refs.add(book.rows(known));
    for (const name of columns) {
      const column = known.columns?.find((candidate) => candidate.toLowerCase() === name.toLowerCase());
      if (column !== undefined) refs.add(book.ref(known, column));
    }
  }
  const words = sqlTokens(sql);
  const named = new Set(words.filter(({ kind }) => kind === "word" || kind === "name").map(({ key }) => key));
  // A star, and `from orders` without a select list, stand for every column.
  const everything = words.some(
    ({ key }, index) =>
      key === "*" ||
      key === "columns" ||
      key === "natural" ||
      (key === "from" && /^\(?$/.test(words[index - 1]?.key ?? "")),
  );
  for (const known of book.known) {
    const identifier = known.parts.at(-1)?.toLowerCase() ?? "";
    // A table that the plan shows is exact already; an empty or constant branch hides a table that the text names.
    if (scanned.has(known.relation) || !named.has(identifier)) continue;
    refs.add(book.rows(known));
    for (const column of known.columns ?? [])
      if (everything || named.has(column.toLowerCase())) refs.add(book.ref(known, column));
  }
  return refs;
}

function scansOf(plan: unknown): { table: string[]; columns: string[] }[] {
  if (Array.isArray(plan)) return plan.flatMap(scansOf);
  if (!isFields(plan)) return [];
  const below = scansOf(plan["children"]);
  const info = isFields(plan["extra_info"]) ? plan["extra_info"] : {};
  const table = info["Table"];
  if (typeof table !== "string") return below;
  const projected = info["Projections"] ?? [];
  const filters = typeof info["Filters"] === "string" ? info["Filters"] : JSON.stringify(info["Filters"] ?? "");
  const columns = (Array.isArray(projected) ? projected : [projected]).map(String);
  const filtered = sqlTokens(filters).map(({ key }) => key);
  return [{ table: table.split("."), columns: [...columns, ...filtered] }, ...below];
}
