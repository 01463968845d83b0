/**
 * The questions behind a data diff, as SQL for DuckDB. Every question reads each side once, and joins only keys and one hash per row:
 * the wide values are touched again for the rows that differ, and only then.
 */
import type { RelationName } from "../warehouse/port.ts";
import { quoteIdentifier, renderRelation } from "../warehouse/sql.ts";
import type { SharedColumn } from "./shared-columns.ts";

export interface Pair {
  readonly before: RelationName;
  readonly after: RelationName;
  readonly shared: readonly SharedColumn[];
}

export type RowKind = "added" | "removed" | "changed";

type Where = "before" | "after";

/** What a changed column is called, as it was and as it is. */
export interface ChangeLabels {
  readonly before: (name: string) => string;
  readonly after: (name: string) => string;
}

/** A value as it is compared. */
function comparable(column: SharedColumn, name: string): string {
  const value = column.common === null ? name : `try_cast(${name} as ${column.common})`;
  if (!column.fraction) return value;
  return (
    `case when ${value} is null or ${value} = 0 or not isfinite(${value}) then ${value} ` +
    `else round(${value}, 11 - cast(floor(log10(abs(${value}))) as integer)) end`
  );
}

function valueOf(column: SharedColumn, side: Where, alias = ""): string {
  return comparable(column, `${alias}${quoteIdentifier(side === "before" ? column.before : column.after)}`);
}

function rowHash(columns: readonly SharedColumn[], side: Where): string {
  // Without a common column every row is like every other.
  return columns.length === 0 ? "0::ubigint" : `hash(${columns.map((column) => valueOf(column, side)).join(", ")})`;
}

function namedIn(shared: readonly SharedColumn[], names: readonly string[]): SharedColumn[] {
  return names.flatMap((name) => shared.find((column) => column.name.toLowerCase() === name.toLowerCase()) ?? []);
}

/** Rows, the sum of their hashes, and the number of keys (NULL without one), of one side. */
export function sumSql(
  relation: RelationName,
  shared: readonly SharedColumn[],
  side: "before" | "after",
  key: readonly string[] | null,
): string {
  const keys = key === null ? [] : namedIn(shared, key).map((column) => valueOf(column, side));
  const distinct = keys.length === 0 ? "null" : `count(distinct hash(${keys.join(", ")}))`;
  const hash = `coalesce(sum(${rowHash(shared, side)}), 0)::varchar`;
  return `select count(*), ${hash}, ${distinct} from ${renderRelation(relation)}`;
}

/** Each side as its key (`k0`, `k1` …) and the hash of the row. */
function narrowSides(pair: Pair, key: readonly string[]): string {
  const keys = namedIn(pair.shared, key);
  const side = (where: Where): string =>
    `select ${keys.map((column, index) => `${valueOf(column, where)} as k${index}, `).join("")}` +
    `${rowHash(pair.shared, where)} as h from ${renderRelation(pair[where])}`;
  return `with b as (${side("before")}), a as (${side("after")})`;
}

function onKeys(count: number): string {
  return Array.from({ length: count }, (_, index) => `b.k${index} is not distinct from a.k${index}`).join(" and ");
}

/** Added, removed and changed rows where a key finds them again. */
export function keyedCountsSql(pair: Pair, key: readonly string[]): string {
  return (
    `${narrowSides(pair, key)} select count(*) filter (b.h is null), count(*) filter (a.h is null), ` +
    `count(*) filter (a.h <> b.h) from b full join a on ${onKeys(key.length)}`
  );
}

/** Added and removed rows where whole rows are compared; equal rows are counted against each other. */
export function heapCountsSql(pair: Pair): string {
  return (
    `with sides as (select ${rowHash(pair.shared, "before")} as h, 1 as b, 0 as a from ${renderRelation(pair.before)} ` +
    `union all select ${rowHash(pair.shared, "after")}, 0, 1 from ${renderRelation(pair.after)}), ` +
    `heaps as (select h, sum(b) as b, sum(a) as a from sides group by h) ` +
    `select coalesce(sum(greatest(a - b, 0)), 0), coalesce(sum(greatest(b - a, 0)), 0), 0 from heaps`
  );
}

/** For each column the number of rows, on both sides, whose value differs. */
export function columnCountsSql(pair: Pair, key: readonly string[], columns: readonly SharedColumn[]): string {
  const counts = columns.map(
    (column) =>
      `count(*) filter (${valueOf(column, "before", "b.")} is distinct from ${valueOf(column, "after", "a.")})`,
  );
  return `select ${counts.join(", ")} ${bothSides(pair, key)}`;
}

function bothSides(pair: Pair, key: readonly string[]): string {
  const on = namedIn(pair.shared, key).map(
    (column) => `${valueOf(column, "before", "b.")} is not distinct from ${valueOf(column, "after", "a.")}`,
  );
  return `from ${renderRelation(pair.before)} as b join ${renderRelation(pair.after)} as a on ${on.join(" and ")}`;
}

/**
 * The rows behind a count. Changed rows show their key, and each column that `columns` names twice: before and now.
 */
export function rowsSql(
  pair: Pair,
  key: readonly string[] | null,
  kind: RowKind,
  columns: readonly string[],
  labels: ChangeLabels,
): string {
  if (kind === "changed") return changedRowsSql(pair, key ?? [], columns, labels);
  const from: Where = kind === "added" ? "after" : "before";
  const other: Where = kind === "added" ? "before" : "after";
  const here = renderRelation(pair[from]);
  const there = renderRelation(pair[other]);
  if (key === null) {
    return (
      `with here as (select *, ${rowHash(pair.shared, from)} as __h from ${here}), ` +
      `counts as (select __h, count(*) as n from here group by __h), ` +
      `others as (select ${rowHash(pair.shared, other)} as __h, count(*) as n from ${there} group by 1), ` +
      `surplus as (select counts.__h, counts.n - coalesce(others.n, 0) as n from counts left join others on counts.__h = others.__h ` +
      `where counts.n > coalesce(others.n, 0)) ` +
      `select here.* exclude (__h) from here join surplus on here.__h = surplus.__h ` +
      `qualify row_number() over (partition by here.__h) <= surplus.n`
    );
  }
  const on = namedIn(pair.shared, key).map(
    (column) => `${valueOf(column, from, "here.")} is not distinct from ${valueOf(column, other, "there.")}`,
  );
  const order = namedIn(pair.shared, key).map((column) =>
    quoteIdentifier(from === "before" ? column.before : column.after),
  );
  return `select here.* from ${here} as here anti join ${there} as there on ${on.join(" and ")} order by ${order.map((name) => `here.${name}`).join(", ")}`;
}

function changedRowsSql(pair: Pair, key: readonly string[], columns: readonly string[], labels: ChangeLabels): string {
  const keys = namedIn(pair.shared, key);
  const shown = namedIn(pair.shared, columns);
  const list = [
    ...keys.map((column) => `a.${quoteIdentifier(column.after)}`),
    ...shown.flatMap((column) => [
      `b.${quoteIdentifier(column.before)} as ${quoteIdentifier(labels.before(column.name))}`,
      `a.${quoteIdentifier(column.after)} as ${quoteIdentifier(labels.after(column.name))}`,
    ]),
  ];
  const differs = shown.map(
    (column) => `${valueOf(column, "before", "b.")} is distinct from ${valueOf(column, "after", "a.")}`,
  );
  return (
    `select ${list.join(", ")} ${bothSides(pair, key)} where ${differs.join(" or ") || "false"} ` +
    `order by ${keys.map((column) => `a.${quoteIdentifier(column.after)}`).join(", ")}`
  );
}
