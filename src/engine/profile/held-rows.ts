/**
 * All rows of a query, kept in the database, so that a grid can show a million of them a window at a time, sorted and filtered.
 *
 * An arrangement (sort and filters) is a small table of row numbers, made once: a window of it is then a look-up by place and does
 * not sort again. The newest few results are kept; asking for an older one says that it is gone (null).
 */
import type { CancelSignal } from "../core/signal.ts";
import type { Column, Table } from "../core/table.ts";
import type { Warehouse } from "../warehouse/port.ts";
import { quoteIdentifier } from "../warehouse/sql.ts";
import { withoutEnd } from "./column-profile.ts";
import { filterSql, type ColumnFilter } from "./filter-sql.ts";

const RESULT_SCHEMA = "strata_results";
const RESULTS_KEPT = 3;

export interface HeldResult {
  readonly id: number;
  readonly columns: readonly Column[];
  readonly rows: number;
  readonly elapsed_ms: number;
}

export interface SortBy {
  readonly column: number;
  readonly descending: boolean;
}

export interface Arrangement {
  readonly order: readonly SortBy[];
  readonly filters: readonly ColumnFilter[];
}

interface Held {
  readonly columns: readonly Column[];
  /** The arrangement that the table of row numbers was made for; null when there is none. */
  arranged: string | null;
  rows: number;
}

export class HeldRows {
  readonly #warehouse: Warehouse;
  readonly #database: string;
  readonly #elapsed: () => number;
  readonly #held = new Map<number, Held>();
  #last = 0;

  constructor(warehouse: Warehouse, database: string, elapsed: () => number) {
    this.#warehouse = warehouse;
    this.#database = database;
    this.#elapsed = elapsed;
  }

  async hold(query: string, signal?: CancelSignal): Promise<HeldResult> {
    const started = this.#elapsed();
    const id = (this.#last += 1);
    await this.#execute(`create schema if not exists ${this.#schema()}`, signal);
    for (const old of [...this.#held.keys()].slice(0, Math.max(0, this.#held.size - RESULTS_KEPT + 1)))
      await this.drop(old);
    await this.#execute(`create or replace table ${this.#rows(id)} as ${withoutEnd(query)}`, signal);
    const counted = await this.#query(`select count(*) from ${this.#rows(id)}`, signal);
    const { columns } = await this.#query(`select * from ${this.#rows(id)} limit 0`, signal);
    const rows = Number(counted.data[0]?.[0] ?? 0);
    this.#held.set(id, { columns, arranged: null, rows });
    return { id, columns, rows, elapsed_ms: this.#elapsed() - started };
  }

  /** How many rows the arrangement leaves; null when the result is gone. */
  async arrange(id: number, arrangement: Arrangement, signal?: CancelSignal): Promise<number | null> {
    const held = this.#held.get(id);
    if (!held) return null;
    const key = JSON.stringify(arrangement);
    if (held.arranged === key) return held.rows;
    const clauses = clausesOf(arrangement, held.columns);
    if (clauses === "") {
      held.arranged = null;
      const counted = await this.#query(`select count(*) from ${this.#rows(id)}`, signal);
      held.rows = Number(counted.data[0]?.[0] ?? 0);
      return held.rows;
    }
    await this.#execute(
      `create or replace table ${this.#places(id)} as select rowid as spot from ${this.#rows(id)} ${clauses}`,
      signal,
    );
    const counted = await this.#query(`select count(*) from ${this.#places(id)}`, signal);
    held.arranged = key;
    held.rows = Number(counted.data[0]?.[0] ?? 0);
    return held.rows;
  }

  /** Rows `from` to `from + count` of the arrangement that was asked for last; null when the result is gone. */
  async window(id: number, from: number, count: number, signal?: CancelSignal): Promise<Table | null> {
    const held = this.#held.get(id);
    if (!held) return null;
    const [low, high] = [Math.max(0, Math.floor(from)), Math.max(0, Math.floor(from + count))];
    const rows = this.#rows(id);
    const sql =
      held.arranged === null
        ? `select * from ${rows} where rowid >= ${low} and rowid < ${high} order by rowid`
        : `select shown.* from (select rowid as place, spot from ${this.#places(id)} where rowid >= ${low} and rowid < ${high}) as places ` +
          `join ${rows} as shown on shown.rowid = places.spot order by places.place`;
    return this.#warehouse.query(sql, { limit: Infinity, ...(signal ? { signal } : {}) });
  }

  /** SQL for the rows as they are arranged; null when the result is gone. */
  sqlOf(id: number): string | null {
    const held = this.#held.get(id);
    if (!held) return null;
    return held.arranged === null
      ? `select * from ${this.#rows(id)}`
      : `select shown.* from (select rowid as place, spot from ${this.#places(id)}) as places ` +
          `join ${this.#rows(id)} as shown on shown.rowid = places.spot order by places.place`;
  }

  async drop(id: number): Promise<void> {
    if (!this.#held.delete(id)) return;
    await this.#execute(`drop table if exists ${this.#rows(id)}; drop table if exists ${this.#places(id)}`);
  }

  #schema(): string {
    return `${quoteIdentifier(this.#database)}.${quoteIdentifier(RESULT_SCHEMA)}`;
  }

  #rows(id: number): string {
    return `${this.#schema()}.result_${id}`;
  }

  #places(id: number): string {
    return `${this.#schema()}.places_${id}`;
  }

  #execute(sql: string, signal?: CancelSignal): Promise<void> {
    return this.#warehouse.execute(sql, signal ? { signal } : {});
  }

  #query(sql: string, signal?: CancelSignal): Promise<Table> {
    return this.#warehouse.query(sql, signal ? { signal } : {});
  }
}

function clausesOf({ order, filters }: Arrangement, columns: readonly Column[]): string {
  const conditions = filters.flatMap(({ column, test }) => {
    const found = columns[column];
    return found ? [filterSql(test, found)] : [];
  });
  const sorts = order.flatMap(({ column, descending }) => {
    const found = columns[column];
    return found ? [`${quoteIdentifier(found.name)} ${descending ? "desc" : "asc"} nulls last`] : [];
  });
  const where = conditions.length === 0 ? "" : `where ${conditions.join(" and ")}`;
  const by = sorts.length === 0 ? "" : `order by ${[...sorts, "rowid"].join(", ")}`;
  return `${where} ${by}`.trim();
}
