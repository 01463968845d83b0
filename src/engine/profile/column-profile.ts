/**
 * One column of a query, over all of its rows: what is missing, how many values there are, how they are spread.
 *
 * The query runs once; its column is put into a temporary table, which the three questions after it read. So the numbers belong
 * together even where the query would give other rows the next time.
 */
import type { CancelSignal } from "../core/signal.ts";
import type { Table, Value } from "../core/table.ts";
import type { Warehouse } from "../warehouse/port.ts";
import { quoteIdentifier } from "../warehouse/sql.ts";

export interface ColumnProfile {
  readonly column: string;
  /** DuckDB's name of the type. */
  readonly type: string;
  readonly rows: number;
  readonly nulls: number;
  readonly distinct: number;
  /** Rows with the empty text; null for what is no text. */
  readonly empty: number | null;
  readonly min: string | null;
  readonly max: string | null;
  /** Of numbers only. */
  readonly mean: number | null;
  readonly deviation: number | null;
  /** A value that half of the rows do not exceed; of numbers, dates and times. */
  readonly median: string | null;
  readonly quarters: readonly [string, string] | null;
  /** Equal steps from the least to the greatest value; of numbers, dates and times. */
  readonly histogram: readonly ProfileBin[];
  /** The most frequent values; none when no value is there twice. */
  readonly top: readonly { readonly value: Value; readonly rows: number }[];
  readonly elapsed_ms: number;
}

export interface ProfileBin {
  readonly from: string;
  readonly to: string;
  readonly rows: number;
}

const NUMBER = /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|DECIMAL|DOUBLE|FLOAT)/;
const ORDERED = /^(DATE|TIMESTAMP)/;
const TABLE = "strata_profile";
const BINS = 20;
const TOP = 8;

export async function profileColumn(
  warehouse: Warehouse,
  query: string,
  column: string,
  options: { readonly elapsed: () => number; readonly signal?: CancelSignal },
): Promise<ColumnProfile> {
  const given = options.signal ? { signal: options.signal } : {};
  const started = options.elapsed();
  return warehouse.session(async (session) => {
    const name = quoteIdentifier(column);
    await session.execute(
      `create or replace temp table ${TABLE} as select ${name} as v from (${withoutEnd(query)}\n)`,
      given,
    );
    try {
      const first = await session.query(`select v from ${TABLE} limit 1`, given);
      const type = first.columns[0]?.type ?? "";
      const number = NUMBER.test(type) && !type.endsWith("[]");
      const ordered = number || ORDERED.test(type);
      const text = type.startsWith("VARCHAR") && !type.endsWith("[]");
      const facts = rowOf(
        await session.query(
          [
            `select count(*), count(*) - count(v), count(distinct v), min(v)::varchar, max(v)::varchar`,
            text ? `count(*) filter (where v = '')` : "null",
            number ? `avg(v::double), stddev_samp(v::double)` : "null, null",
            ordered
              ? `quantile_disc(v, 0.5)::varchar, quantile_disc(v, 0.25)::varchar, quantile_disc(v, 0.75)::varchar`
              : "null, null, null",
          ].join(", ") + ` from ${number && /DOUBLE|FLOAT/.test(type) ? finite() : TABLE}`,
          given,
        ),
      );
      const counted = rowOf(
        await session.query(`select count(*), count(*) - count(v), count(distinct v) from ${TABLE}`, given),
      );
      const [rows, nulls, distinct] = counted.map(Number) as [number, number, number];
      const [, , , min, max, empty, mean, deviation, median, low, high] = facts;
      return {
        column,
        type,
        rows,
        nulls,
        distinct,
        empty: empty === null ? null : Number(empty),
        min: textOf(min),
        max: textOf(max),
        mean: numberOf(mean),
        deviation: numberOf(deviation),
        median: textOf(median),
        quarters:
          low === null || high === null || low === undefined || high === undefined
            ? null
            : [textOf(low)!, textOf(high)!],
        histogram: ordered && distinct > 1 ? await histogram(session, type, number, given) : [],
        top: distinct > 0 && distinct < rows - nulls ? topOf(await session.query(TOP_SQL, given)) : [],
        elapsed_ms: options.elapsed() - started,
      };
    } finally {
      await session.execute(`drop table if exists ${TABLE}`).catch(() => undefined);
    }
  });
}

const TOP_SQL = `select v, count(*) as n from ${TABLE} where v is not null group by v order by n desc, v::varchar limit ${TOP}`;

/** Infinity and NaN have no mean and no place on an axis. */
function finite(): string {
  return `(select v from ${TABLE} where v is null or isfinite(v))`;
}

async function histogram(
  session: Warehouse,
  type: string,
  number: boolean,
  given: { readonly signal?: CancelSignal },
): Promise<ProfileBin[]> {
  // Dates are spread by their seconds; whole numbers and days get bins of a whole width.
  const place = number ? "v::double" : "epoch(v::timestamp)";
  const from = /DOUBLE|FLOAT/.test(type) ? finite() : TABLE;
  const whole = number ? /INT/.test(type) || /,0\)$/.test(type) : type === "DATE";
  const unit = number ? 1 : 86_400;
  const [low, high] = rowOf(
    await session.query(`select min(${place}), max(${place}) from ${from} where v is not null`, given),
  ).map(Number);
  if (low === undefined || high === undefined || !(high > low)) return [];
  const raw = (high - low) / BINS;
  const width = whole ? Math.max(unit, Math.ceil((high - low + unit) / unit / BINS) * unit) : raw;
  const bins = whole ? Math.floor((high - low) / width) + 1 : BINS;
  const counted = await session.query(
    `select least(${bins - 1}, floor((${place} - ${low}::double) / ${width}::double))::integer as bin, count(*) as n, min(v)::varchar, max(v)::varchar ` +
      `from ${from} where v is not null group by bin order by bin`,
    given,
  );
  const found = new Map(
    (counted.data[0] ?? []).map((bin, row) => [
      Number(bin),
      {
        rows: Number(counted.data[1]?.[row]),
        from: String(counted.data[2]?.[row]),
        to: String(counted.data[3]?.[row]),
      },
    ]),
  );
  return Array.from({ length: bins }, (_, bin): ProfileBin => {
    const edge = (index: number): string => edgeText(low + index * width, number, type);
    const held = found.get(bin);
    // Where values stand in a bin they name its ends better than its edges do.
    return { from: edge(bin), to: whole ? (held?.to ?? edge(bin + 1)) : edge(bin + 1), rows: held?.rows ?? 0 };
  });
}

function edgeText(value: number, number: boolean, type: string): string {
  if (number) return String(Number(value.toPrecision(6)));
  const text = new Date(value * 1000).toISOString();
  return type === "DATE" ? text.slice(0, 10) : text.slice(0, 16).replace("T", " ");
}

function topOf(table: Table): ColumnProfile["top"] {
  return (table.data[0] ?? []).map((value, row) => ({ value, rows: Number(table.data[1]?.[row]) }));
}

function rowOf(table: Table): Value[] {
  return table.data.map((values) => values[0] ?? null);
}

function textOf(value: Value | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}

function numberOf(value: Value | undefined): number | null {
  return value === null || value === undefined ? null : Number(value);
}

/** A query as part of another one: without its last semicolon. */
export function withoutEnd(query: string): string {
  return query.replace(/[\s;]+$/, "");
}
