/** A warehouse that tells each statement and how long it took, for logs/dbt.log and `--debug`. */
import type { Warehouse } from "../engine/index.ts";

export function logStatements(warehouse: Warehouse, tell: (line: string) => void): Warehouse {
  const timed = async <T>(sql: string, work: () => Promise<T>): Promise<T> => {
    tell(`SQL: ${sql.trim()}`);
    const started = performance.now();
    const seconds = (): string => ((performance.now() - started) / 1000).toFixed(3);
    try {
      const result = await work();
      tell(`SQL status: OK in ${seconds()} seconds`);
      return result;
    } catch (error) {
      tell(`SQL status: ERROR in ${seconds()} seconds: ${error instanceof Error ? error.message : String(error)}`);
      throw error;
    }
  };
  return {
    version: warehouse.version,
    concurrency: warehouse.concurrency,
    execute: (sql, options) => timed(sql, () => warehouse.execute(sql, options)),
    query: (sql, options) => timed(sql, () => warehouse.query(sql, options)),
    describe: (relation) => warehouse.describe(relation),
    session: (work) => warehouse.session((session) => work(logStatements(session, tell))),
    attachParquet: (relation, bytes, options) => warehouse.attachParquet(relation, bytes, options),
    close: () => warehouse.close(),
  };
}
