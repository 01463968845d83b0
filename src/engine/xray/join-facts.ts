/**
 * One join, row by row: which rows of what came before found no partner, one, or several.
 *
 * Each relation gets a number per row (inside the same statement, so that the numbers cannot shift), and a LEFT JOIN on the very
 * condition counts the partners of each row. From those counts the rows after the join follow by the rules of its kind. If that is
 * not what DuckDB counted, nothing is said: a wrong number would be worse than none.
 */
import type { Counter } from "./counter.ts";
import { quoteIdentifier } from "../warehouse/sql.ts";
import { textOf, type FromChain, type Join, type Relation } from "./from-chain.ts";
import type { Closed } from "./sql-parts.ts";
import type { JoinFacts } from "./xray-facts.ts";

const ROW = "strata_xray_row";
const EXAMPLES = 5;
/** Beyond this, numbering every row costs more than the answer is worth in a page. */
const MOST_ROWS = 3_000_000;

export async function joinFacts(
  counter: Counter,
  chain: FromChain,
  index: number,
  counts: { readonly before: number; readonly after: number },
): Promise<JoinFacts | Closed> {
  const join = chain.joins[index]!;
  const earlier = chain.joins.slice(0, index);
  const closed =
    join.closed ?? chain.base.closed ?? earlier.map((one) => one.closed).find((why) => why !== null) ?? null;
  if (closed !== null) return closed;
  const { sql } = counter;
  const rightRows = (await counter.numbers(`select count(*) from ${textOf(sql, join.relation.whole)}`))?.[0];
  if (rightRows === undefined) return "refused";
  if (Math.max(counts.before, counts.after, rightRows) > MOST_ROWS) return "too-many-rows";

  const left = leftOf(sql, chain.base, earlier);
  const partners = partnersText(sql, join, left);
  const found = await counter.numbers(
    `select count(*), count(*) filter (m = 0), count(*) filter (m > 1), coalesce(sum(m), 0)::bigint, coalesce(max(m), 0), ` +
      `coalesce(sum(m - 1) filter (m > 1), 0)::bigint from (select count(${rowOf(join.relation)}) as m ${partners} group by ${left.ids})`,
  );
  if (!found) return "refused";
  const [before = 0, without = 0, multiplied = 0, pairs = 0, most = 0, added = 0] = found;
  const keepsRight = join.kind === "right" || join.kind === "full";
  const rightWithout = keepsRight ? await unmatchedRight(counter, join, left) : null;
  if (keepsRight && rightWithout === null) return "refused";
  const expected = rowsAfter(join, { before, without, pairs, rightWithout: rightWithout ?? 0 });
  if (before !== counts.before || expected !== counts.after) return "unsteady";
  const multiplies = join.kind !== "semi" && join.kind !== "anti" && join.kind !== "asof" && join.kind !== "asof left";
  return {
    kind: join.kind,
    rightRows,
    keys: join.keys.map(({ left: expression }) => expression),
    others: join.others.map((other) => textOf(sql, other)),
    without,
    multiplied: multiplies ? multiplied : 0,
    added: multiplies ? added : 0,
    most,
    rightWithout,
    fanOut: multiplies && multiplied > 0 ? await fanOutOf(counter, join, left, partners) : null,
    lost: without > 0 ? await lostOf(counter, chain.base, join, left, partners) : null,
  };
}

interface Left {
  /** The FROM clause so far, with numbered relations. */
  readonly text: string;
  /** The numbers of its relations: together they name one row. */
  readonly ids: string;
}

function leftOf(sql: string, base: Relation, earlier: readonly Join[]): Left {
  const text = [
    numbered(sql, base),
    ...earlier.map((join) => `${wordsOf(sql, join)} ${numbered(sql, join.relation)}${conditionOf(sql, join)}`),
  ].join("\n");
  const seen = earlier.filter(({ kind }) => kind !== "semi" && kind !== "anti").map(({ relation }) => relation);
  return { text, ids: [base, ...seen].map(rowOf).join(", ") };
}

function partnersText(sql: string, join: Join, left: Left): string {
  const words = join.kind.startsWith("asof") ? "asof left join" : "left join";
  const condition = join.condition === null ? " on true" : conditionOf(sql, join);
  return `from ${left.text}\n${words} ${numbered(sql, join.relation)}${condition}`;
}

async function unmatchedRight(counter: Counter, join: Join, left: Left): Promise<number | null> {
  const { sql } = counter;
  const right = numbered(sql, join.relation);
  const text = `from ${left.text}\nright join ${right}${conditionOf(sql, join)}`;
  const ids = left.ids.includes(",") ? `coalesce(${left.ids})` : left.ids;
  const counted = await counter.numbers(
    `select count(*) filter (m = 0) from (select count(${ids}) as m ${text} group by ${rowOf(join.relation)})`,
  );
  return counted?.[0] ?? null;
}

function rowsAfter(
  join: Join,
  counts: { readonly before: number; readonly without: number; readonly pairs: number; readonly rightWithout: number },
): number {
  const { before, without, pairs, rightWithout } = counts;
  switch (join.kind) {
    case "left":
    case "asof left":
      return pairs + without;
    case "right":
      return pairs + rightWithout;
    case "full":
      return pairs + without + rightWithout;
    case "semi":
      return before - without;
    case "anti":
      return without;
    default:
      return pairs;
  }
}

/** Which values of the key multiply most, and how many rows become how many. */
function fanOutOf(counter: Counter, join: Join, left: Left, partners: string) {
  const keys = join.keys.map((key, index) => ({ ...key, name: `k${index}` }));
  const picked = keys.map(({ left: text, name }) => `any_value(${text}) as ${name}, `).join("");
  const shown = keys.map(({ name, left: text }) => `${name} as ${quoteIdentifier(lastPart(text))}, `).join("");
  const inner = `select ${picked}count(${rowOf(join.relation)}) as m ${partners} group by ${left.ids}`;
  return counter.rows(
    `select ${shown}count(*) as rows_before, sum(m)::bigint as rows_after from (${inner}) where m > 1 ` +
      `group by all order by rows_after desc limit ${EXAMPLES}`,
    EXAMPLES,
  );
}

/** Rows without a partner: the values that were looked for, and the row that looked. */
function lostOf(counter: Counter, base: Relation, join: Join, left: Left, partners: string) {
  const keys = join.keys.filter(({ left: text }) => /[^\w."]/.test(text) || !isOf(text, base));
  const picked = keys.map(({ left: text }) => `any_value(${text}) as ${quoteIdentifier(text)}, `).join("");
  const inner = `select ${picked}any_value(${base.alias}) as strata_xray_base, count(${rowOf(join.relation)}) as m ${partners} group by ${left.ids}`;
  const shown = keys.map(({ left: text }) => `${quoteIdentifier(text)}, `).join("");
  return counter
    .rows(
      `select ${shown}unnest(strata_xray_base) from (${inner} having count(${rowOf(join.relation)}) = 0 limit ${EXAMPLES})`,
      EXAMPLES,
    )
    .then((table) => table && withoutColumn(table, ROW));
}

function withoutColumn<T extends { columns: readonly { name: string }[]; data: readonly unknown[] }>(
  table: T,
  name: string,
): T {
  const keep = table.columns.map((column) => column.name !== name);
  return { ...table, columns: table.columns.filter((_, at) => keep[at]), data: table.data.filter((_, at) => keep[at]) };
}

function isOf(text: string, base: Relation): boolean {
  const owner = text.split(".")[0]?.replaceAll('"', "").toLowerCase();
  return owner === base.aliasKey || !text.includes(".");
}

/** The relation with a number per row, behind its own columns so that column names given to it still fit. */
function numbered(sql: string, relation: Relation): string {
  const columns = relation.columns ? textOf(sql, relation.columns) : "";
  return `(select *, row_number() over () as ${ROW} from ${textOf(sql, relation.body)}) as ${relation.alias}${columns}`;
}

function rowOf(relation: Relation): string {
  return `${relation.alias}.${ROW}`;
}

/** The words of a join as they were written, in front of its relation. */
function wordsOf(sql: string, join: Join): string {
  return textOf(sql, { from: join.whole.from, to: join.relation.whole.from });
}

function conditionOf(sql: string, join: Join): string {
  return join.condition === null ? "" : ` ${textOf(sql, join.condition)}`;
}

function lastPart(text: string): string {
  return /^["\w.]+$/.test(text) ? text.split(".").at(-1)!.replaceAll('"', "") : text;
}
