/** A warehouse that notes what crosses the port and how long it was awaited. */
import type { CommandOutcome, Warehouse } from "../../src/engine/index.ts";

export interface Statement {
  readonly sql: string;
  /** Whether rows were asked for. */
  readonly rows: boolean;
  /** How long the answer was awaited. */
  readonly ms: number;
}

export interface Recording {
  /** In the order in which they ended. */
  readonly statements: Statement[];
  awaitedMs: number;
}

export function recorded(warehouse: Warehouse, recording: Recording): Warehouse {
  const timed = async <T>(work: Promise<T>): Promise<T> => {
    const before = performance.now();
    try {
      return await work;
    } finally {
      recording.awaitedMs += performance.now() - before;
    }
  };
  const noted = async <T>(statement: Omit<Statement, "ms">, send: () => Promise<T>): Promise<T> => {
    const before = performance.now();
    try {
      return await timed(send());
    } finally {
      recording.statements.push({ ...statement, ms: performance.now() - before });
    }
  };
  return {
    version: warehouse.version,
    concurrency: 1,
    execute: (sql, options) => noted({ sql, rows: false }, () => warehouse.execute(sql, options)),
    query: (sql, options) => noted({ sql, rows: true }, () => warehouse.query(sql, options)),
    describe: (relation) => timed(warehouse.describe(relation)),
    session: (work) => warehouse.session((session) => work(recorded(session, recording))),
    attachParquet: (relation, bytes, options) => timed(warehouse.attachParquet(relation, bytes, options)),
    close: () => warehouse.close(),
  };
}

/** Drops what a build made, so that the next one starts from the same place. */
export async function dropModels(warehouse: Warehouse): Promise<void> {
  const table = await warehouse.query(
    "select table_name, table_type from information_schema.tables where table_schema = 'main'",
    { limit: Infinity },
  );
  for (let row = 0; row < table.rowCount; row += 1) {
    const kind = table.data[1]?.[row] === "VIEW" ? "view" : "table";
    await warehouse.execute(`drop ${kind} if exists strata.main."${String(table.data[0]?.[row])}" cascade`);
  }
}

/** The nodes that did not pass, each with what is wrong. */
export function failuresOf({ results }: CommandOutcome): string {
  return results
    .filter(({ status }) => status === "error" || status === "fail")
    .map(({ unique_id: id, diagnostics }) => `${id}: ${diagnostics.map(({ message }) => message).join(" ")}`)
    .join("\n");
}
