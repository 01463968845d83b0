/**
 * A warehouse without a database, for tests of the engine: it notes every statement and answers from a list.
 *
 * It does not understand SQL. `create` and `drop` statements of the usual forms are followed, so that `describe` knows which
 * relations would be there; everything else is what the test says.
 */
import type { EngineError } from "../core/errors.ts";
import type { CancelSignal } from "../core/signal.ts";
import type { Column, Table, Value } from "../core/table.ts";
import { cancelledError, WarehouseError } from "./errors.ts";
import { requireParquet, requireRows } from "./parquet-bytes.ts";
import type { AttachOptions, QueryOptions, RelationName, Warehouse } from "./port.ts";
import { renderRelation } from "./sql.ts";

export interface FakeAnswer {
  /** Tried in order against the whole statement. */
  readonly statement: RegExp;
  /** Rows of a query, all with the same keys; none by default. */
  readonly rows?: readonly Readonly<Record<string, Value>>[];
  /** Thrown instead of answering. */
  readonly error?: EngineError;
  /** The answer waits for this, or for the cancel. */
  readonly until?: Promise<unknown>;
}

export interface FakeWarehouse extends Warehouse {
  /** Everything that was sent, in order. */
  readonly statements: readonly string[];
  /** Rendered name -> columns of what is there. */
  readonly relations: ReadonlyMap<string, readonly Column[]>;
}

export function createFakeWarehouse(
  options: {
    readonly answers?: readonly FakeAnswer[];
    readonly relations?: Readonly<Record<string, readonly Column[]>>;
    readonly concurrency?: number;
    /** Rows that an attached file is said to hold; by default what is expected of it. */
    readonly parquetRows?: number;
  } = {},
): FakeWarehouse {
  const statements: string[] = [];
  const relations = new Map<string, readonly Column[]>(Object.entries(options.relations ?? {}));
  let closed = false;

  const answer = async (sql: string, signal: CancelSignal | undefined): Promise<FakeAnswer | null> => {
    if (closed) throw new WarehouseError("W003", "The database has been closed.", { hint: "Open it again.", sql });
    if (signal?.cancelled) throw cancelledError(sql);
    statements.push(sql);
    const found =
      options.answers?.find(({ statement }) => new RegExp(statement, statement.flags.replace("g", "")).test(sql)) ??
      null;
    if (found?.until) await waitFor(found.until, sql, signal);
    if (found?.error) throw found.error;
    return found;
  };

  const fake: FakeWarehouse = {
    version: "v0.0.0-fake",
    concurrency: options.concurrency ?? 1,
    statements,
    relations,
    async execute(sql, { signal } = {}) {
      await answer(sql, signal);
      for (const statement of sql.split(";")) follow(statement, relations);
    },
    async query(sql, { limit = 500, signal }: QueryOptions = {}) {
      const found = await answer(sql, signal);
      if (found) return tableOf(found.rows ?? [], limit);
      throw new WarehouseError("W003", `The fake warehouse has no answer to: ${sql}`, {
        hint: "Give it one in `answers`.",
        sql,
      });
    },
    async describe(relation) {
      return relations.get(renderRelation(relation)) ?? null;
    },
    session: (work) => work(fake),
    async attachParquet(relation: RelationName, bytes: Uint8Array, attach: AttachOptions = {}) {
      const name = renderRelation(relation);
      await answer(`attach ${name}`, attach.signal);
      requireParquet(bytes, name);
      const rows = options.parquetRows ?? attach.expectedRows ?? 0;
      requireRows(name, rows, attach.expectedRows);
      relations.set(name, []);
      return rows;
    },
    async close() {
      closed = true;
    },
  };
  return fake;
}

const NAME = String.raw`((?:"(?:[^"]|"")*"|[\w$]+)(?:\.(?:"(?:[^"]|"")*"|[\w$]+))*)`;
const CREATE = new RegExp(
  String.raw`^\s*create\s+(?:or\s+replace\s+)?(?:temp(?:orary)?\s+)?(?:table|view)\s+(?:if\s+not\s+exists\s+)?${NAME}`,
  "i",
);
const DROP = new RegExp(String.raw`^\s*drop\s+(?:table|view)\s+(?:if\s+exists\s+)?${NAME}`, "i");
const RENAME = new RegExp(String.raw`^\s*alter\s+(?:table|view)\s+${NAME}\s+rename\s+to\s+${NAME}`, "i");

function follow(statement: string, relations: Map<string, readonly Column[]>): void {
  const created = CREATE.exec(statement)?.[1];
  if (created !== undefined) relations.set(created, relations.get(created) ?? []);
  const dropped = DROP.exec(statement)?.[1];
  if (dropped !== undefined) relations.delete(dropped);
  const [, from, to] = RENAME.exec(statement) ?? [];
  if (from === undefined || to === undefined) return;
  relations.set(`${from.slice(0, from.lastIndexOf(".") + 1)}${to}`, relations.get(from) ?? []);
  relations.delete(from);
}

function waitFor(until: Promise<unknown>, sql: string, signal: CancelSignal | undefined): Promise<unknown> {
  if (!signal) return until;
  return new Promise((resolve, reject) => {
    const unsubscribe = signal.subscribe(() => reject(cancelledError(sql)));
    until.then(resolve, reject).finally(unsubscribe);
  });
}

function tableOf(rows: readonly Readonly<Record<string, Value>>[], limit: number): Table {
  const kept = rows.slice(0, limit);
  const names = Object.keys(rows[0] ?? {});
  return {
    columns: names.map((name) => ({ name, type: typeOf(rows.find((row) => row[name] !== null)?.[name] ?? null) })),
    data: names.map((name) => kept.map((row) => row[name] ?? null)),
    rowCount: kept.length,
    truncated: kept.length < rows.length,
  };
}

function typeOf(value: Value): string {
  switch (typeof value) {
    case "boolean":
      return "BOOLEAN";
    case "bigint":
      return "BIGINT";
    case "number":
      return Number.isInteger(value) ? "INTEGER" : "DOUBLE";
    default:
      return "VARCHAR";
  }
}
