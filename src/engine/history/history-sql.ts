/**
 * SQL about a table of versions: what was in force on a day, how a number went over time, what a table without history would say.
 *
 * A version is in force on a day when it began on or before it and had not ended by it: half open. For columns with a time of day the
 * question is asked at the end of the day, which for plain dates is the same question. An end in the year 9000 or later is an open end.
 */
import { quoteIdentifier, quoteLiteral } from "../warehouse/sql.ts";

export interface HistoryShape {
  readonly key: readonly string[];
  readonly from: string;
  readonly to: string;
  /** DuckDB's types of the two bounds. */
  readonly fromType: string;
  readonly toType: string;
}

/** `half-open` is the rule; `between` counts the day on which one version ends and the next begins twice. */
export type CutRule = "half-open" | "between";

export type Aggregate = "count" | "sum" | "avg";

export interface Measure {
  readonly aggregate: Aggregate;
  /** Null for a count of rows. */
  readonly column: string | null;
}

const OPEN_FROM = "9000-01-01";

export function keySql({ key }: Pick<HistoryShape, "key">, alias = ""): string {
  const columns = key.map((name) => `cast(${alias}${quoteIdentifier(name)} as varchar)`);
  return columns.length === 1 ? (columns[0] ?? "''") : `concat_ws(' · ', ${columns.join(", ")})`;
}

export function hasTime(type: string): boolean {
  return !/^date$/i.test(type);
}

/** A bound as a date or timestamp; text is read as one, and what is none becomes NULL. */
export function boundSql(name: string, type: string): string {
  const column = quoteIdentifier(name);
  return /^(date|timestamp)/i.test(type) ? column : `try_cast(${column} as timestamp)`;
}

export function cutSql(shape: HistoryShape, day: string, rule: CutRule): string {
  const from = boundSql(shape.from, shape.fromType);
  const to = boundSql(shape.to, shape.toType);
  const timed = hasTime(shape.fromType) || hasTime(shape.toType);
  if (rule === "between") {
    const moment = timed ? `timestamp ${quoteLiteral(`${nextDay(day)} 00:00:00`)}` : `date ${quoteLiteral(day)}`;
    return `${moment} between ${from} and coalesce(${to}, date '9999-12-31')`;
  }
  if (timed) {
    const end = `timestamp ${quoteLiteral(`${nextDay(day)} 00:00:00`)}`;
    return `${from} < ${end}\n  and (${to} is null or ${to} >= ${end})`;
  }
  return `${from} <= date ${quoteLiteral(day)}\n  and (${to} is null or ${to} > date ${quoteLiteral(day)})`;
}

export function measureSql({ aggregate, column }: Measure): string {
  return aggregate === "count" || column === null ? "count(*)" : `${aggregate}(${quoteIdentifier(column)})`;
}

/** The query that answers for one day, as somebody would write it. */
export function metricSql(
  reference: string,
  shape: HistoryShape,
  cut: { readonly day: string; readonly rule: CutRule; readonly category: string | null; readonly measure: Measure },
): string {
  const value = measureSql(cut.measure);
  const name = cut.measure.column === null ? "versions" : cut.measure.column;
  const columns = [
    ...(cut.category === null ? [] : [quotedWhereNeeded(cut.category)]),
    ...(cut.measure.column === null ? [] : ["count(*) as versions"]),
    `${simplified(value)} as ${quotedWhereNeeded(name)}`,
  ];
  return [
    `select ${columns.join(",\n    ")}`,
    `from ${reference}`,
    `where ${simplified(cutSql(shape, cut.day, cut.rule))}`,
    ...(cut.category === null ? [] : [`group by ${quotedWhereNeeded(cut.category)}`, "order by 2 desc"]),
  ].join("\n");
}

/** How many rows, keys, and from when to when. Dates come as text. */
export function spanSql(relation: string, shape: HistoryShape): string {
  const from = boundSql(shape.from, shape.fromType);
  const to = boundSql(shape.to, shape.toType);
  return `select
    count(*)::integer as versions,
    count(distinct ${keySql(shape)})::integer as keys,
    count(*) filter (where ${openSql(to)})::integer as open,
    cast(min(${from}) as date)::varchar as first_day,
    cast(greatest(max(${from}), max(case when not ${openSql(to)} then ${to} end)) as date)::varchar as last_day
from ${relation}`;
}

/** Pairs of versions that follow each other badly: `overlap`, `gap`; and versions without length. */
export function faultsSql(relation: string, shape: HistoryShape): string {
  const from = boundSql(shape.from, shape.fromType);
  const to = boundSql(shape.to, shape.toType);
  return `with ordered as (
    select
        ${keySql(shape)} as key, ${from} as starts, ${to} as ends,
        lead(${from}) over (partition by ${keySql(shape)} order by ${from}, ${to} nulls last) as next
    from ${relation}
), judged as (
    select *,
        case
            when ends <= starts then 'empty'
            when next is not null and (ends is null or ends > next) then 'overlap'
            when next is not null and ends < next then 'gap'
        end as fault
    from ordered
)
select fault, count(*) over (partition by fault)::integer as total, key,
    cast(starts as date)::varchar as starts, cast(ends as date)::varchar as ends, cast(next as date)::varchar as next
from judged where fault is not null
qualify row_number() over (partition by fault order by key, starts) <= 50
order by fault, key, starts`;
}

export function keysSql(
  relation: string,
  shape: HistoryShape,
  options: { readonly label: string | null; readonly search: string; readonly limit: number },
): string {
  const label = options.label === null ? "null" : `cast(${quoteIdentifier(options.label)} as varchar)`;
  const from = boundSql(shape.from, shape.fromType);
  const search = options.search.trim().toLowerCase();
  const found =
    search === ""
      ? ""
      : `\nwhere contains(lower(key), ${quoteLiteral(search)}) or contains(lower(coalesce(label, '')), ${quoteLiteral(search)})`;
  return `with keys as (
    select ${keySql(shape)} as key, arg_max(${label}, ${from}) as label, count(*)::integer as versions
    from ${relation} where ${keySql(shape)} is not null group by 1
)
select key, label, versions, count(*) over ()::integer as total from keys${found}
order by versions desc, key limit ${options.limit}`;
}

export function barsSql(
  relation: string,
  shape: HistoryShape,
  options: { readonly keys: readonly string[]; readonly category: string | null; readonly value: string | null },
): string {
  const from = boundSql(shape.from, shape.fromType);
  const to = boundSql(shape.to, shape.toType);
  const text = (name: string | null): string => (name === null ? "null" : `cast(${quoteIdentifier(name)} as varchar)`);
  return `select ${keySql(shape)} as key,
    cast(${from} as date)::varchar as starts,
    case when not ${openSql(to)} then cast(${to} as date)::varchar end as ends,
    ${text(options.category)} as category, ${text(options.value)} as value
from ${relation}
where ${inKeys(shape, options.keys)} and ${from} is not null
order by 1, ${from}, ${to} nulls last`;
}

/** Both rules side by side, by category; the row of all categories together has `is_total`. */
export function cutTotalsSql(
  relation: string,
  shape: HistoryShape,
  cut: {
    readonly day: string;
    readonly today: string;
    readonly category: string | null;
    readonly measure: Measure;
    readonly keys: readonly string[] | null;
  },
): string {
  const value = measureSql(cut.measure);
  const filtered = (where: string) => `cast(${value} filter (where ${where}) as double)`;
  const half = cutSql(shape, cut.day, "half-open");
  const between = cutSql(shape, cut.day, "between");
  const today = cutSql(shape, cut.today, "half-open");
  const category = cut.category === null ? "null" : `cast(${quoteIdentifier(cut.category)} as varchar)`;
  return `select
    grouping(category) = 1 as is_total, category,
    count(*) filter (where ${half})::integer as versions,
    count(*) filter (where ${between})::integer as between_versions,
    count(*) filter (where ${today})::integer as today_versions,
    ${filtered(half)} as value, ${filtered(between)} as between_value, ${filtered(today)} as today_value
from (select *, ${category} as category from ${relation}${cut.keys === null ? "" : ` where ${inKeys(shape, cut.keys)}`})
group by grouping sets ((category), ())
order by is_total desc, versions desc, category`;
}

/** Keys that BETWEEN counts more than once on the day. */
export function doubledSql(relation: string, shape: HistoryShape, day: string, keys: readonly string[] | null): string {
  return `select ${keySql(shape)} as key, count(*)::integer as times, count(*) over ()::integer as total
from ${relation}
where ${cutSql(shape, day, "between")}${keys === null ? "" : ` and ${inKeys(shape, keys)}`}
group by 1 having count(*) > 1
order by 1 limit 20`;
}

/** The rows of the day; the columns in question stand first. */
export function rowsSql(
  relation: string,
  shape: HistoryShape,
  cut: {
    readonly day: string;
    readonly rule: CutRule;
    readonly keys: readonly string[] | null;
    /** Names of columns of the table. */
    readonly first: readonly string[];
  },
): string {
  const keys = cut.keys === null ? "" : `\n  and ${inKeys(shape, cut.keys)}`;
  const first = [...new Set([...shape.key, ...cut.first, shape.from, shape.to])].map(quoteIdentifier);
  const where = `${cutSql(shape, cut.day, cut.rule)}${keys}`;
  const order = `${keySql(shape)}, ${boundSql(shape.from, shape.fromType)}`;
  return `select ${first.join(", ")}, * exclude (${first.join(", ")})\nfrom ${relation}\nwhere ${where}\norder by ${order}`;
}

/** The measure at the end of each day on which something began or ended. */
export function lineSql(
  relation: string,
  shape: HistoryShape,
  options: { readonly measure: Measure; readonly keys: readonly string[] | null },
): string {
  const from = boundSql(shape.from, shape.fromType);
  const to = boundSql(shape.to, shape.toType);
  const { aggregate, column } = options.measure;
  const value = aggregate === "count" || column === null ? "1" : quoteIdentifier(column);
  const where = options.keys === null ? "true" : inKeys(shape, options.keys);
  const running = {
    count: "sum(rows) over (order by day)",
    sum: "sum(amount) over (order by day)",
    avg: "sum(amount) over (order by day) / nullif(sum(filled) over (order by day), 0)",
  }[aggregate];
  return `with changes as (
    select cast(${from} as date) as day, ${value} as amount, 1 as rows, (${value} is not null)::integer as filled
    from ${relation} where ${where} and ${from} is not null and (${to} is null or ${to} > ${from})
    union all
    select cast(${to} as date), -${value}, -1, -(${value} is not null)::integer
    from ${relation} where ${where} and ${from} is not null and not ${openSql(to)} and ${to} > ${from}
), days as (
    select day, coalesce(sum(amount), 0) as amount, sum(rows) as rows, sum(filled) as filled from changes group by day
)
select day::varchar as day, cast(${running} as double) as value from days order by day`;
}

/**
 * What a table that only holds the present (Type 1) would say about the day, against what was true: one row per key and column that
 * differ. `attributes` are the columns compared.
 */
export function typesSql(
  relation: string,
  shape: HistoryShape,
  options: {
    readonly day: string;
    readonly attributes: readonly string[];
    readonly label: string | null;
    readonly keys: readonly string[] | null;
    readonly limit: number;
  },
): string {
  const from = boundSql(shape.from, shape.fromType);
  const to = boundSql(shape.to, shape.toType);
  const label = options.label === null ? "null" : `cast(${quoteIdentifier(options.label)} as varchar)`;
  const pairs = options.attributes.map((name) => {
    const column = quoteIdentifier(name);
    return `{'name': ${quoteLiteral(name)}, 'was': cast(was.${column} as varchar), 'now': cast(now.${column} as varchar)}`;
  });
  const where = options.keys === null ? "" : ` where ${inKeys(shape, options.keys)}`;
  const listed = pairs.length === 0 ? "[]::struct(name varchar, was varchar, now varchar)[]" : `[${pairs.join(", ")}]`;
  return `with versions as (
    select *, ${keySql(shape)} as version_key, ${label} as version_label from ${relation}${where}
), was as (
    select * from versions where ${cutSql(shape, options.day, "half-open")}
    qualify row_number() over (partition by version_key order by ${from} desc) = 1
), now as (
    select * from versions
    qualify row_number() over (partition by version_key order by (${openSql(to)}) desc, ${from} desc) = 1
), pairs as (
    select now.version_key as key, now.version_label as label, unnest(${listed}) as pair
    from now join was on was.version_key = now.version_key
), differing as (
    select key, label, pair.name as name, pair.was as was, pair.now as now from pairs
    where pair.was is distinct from pair.now
)
select 'differs' as kind, key, label, name, was, now,
    count(*) over ()::integer as total, (select count(distinct key) from differing)::integer as keys,
    (select count(*) from was)::integer as compared, (select count(*) from now)::integer - (select count(*) from was)::integer as absent
from differing
union all
select 'none', null, null, null, null, null, 0, 0, (select count(*) from was)::integer,
    (select count(*) from now)::integer - (select count(*) from was)::integer
where not exists (select 1 from differing)
order by key, name limit ${options.limit}`;
}

/** Rows, and those whose version has ended. */
export function countSql(relation: string, to: { readonly name: string; readonly type: string } | null): string {
  const closed = to === null ? "0" : `count(*) filter (where not ${openSql(boundSql(to.name, to.type))})`;
  return `select count(*), ${closed} from ${relation}`;
}

/** Names of columns with few values, and of how many each has. */
export function distinctSql(relation: string, columns: readonly string[]): string {
  return `select ${columns.map((name, index) => `approx_count_distinct(${quoteIdentifier(name)})::integer as c${index}`).join(", ")} from ${relation}`;
}

function openSql(to: string): string {
  return `(${to} is null or ${to} >= date '${OPEN_FROM}')`;
}

function inKeys(shape: HistoryShape, keys: readonly string[]): string {
  return keys.length === 0 ? "false" : `${keySql(shape)} in (${keys.map(quoteLiteral).join(", ")})`;
}

function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

/** Names that need no quotes are easier to read without. */
function simplified(sql: string): string {
  return sql.replace(/"([a-z_][a-z0-9_]*)"/g, (quoted, name: string) => (RESERVED.has(name) ? quoted : name));
}

function quotedWhereNeeded(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) && !RESERVED.has(name) ? name : quoteIdentifier(name);
}

const RESERVED: ReadonlySet<string> = new Set(
  (
    "all analyze and any array as asc both case cast check column constraint create default desc distinct do else end except " +
    "false fetch for foreign from grant group having in initially intersect into lateral leading limit not null offset on only " +
    "or order primary references returning select some table then to trailing true union unique using when where window with"
  ).split(" "),
);
