/**
 * Looks for the place in an answer where something went wrong, by asking the database: which CTE first holds a key twice, and
 * which table knows none of the lost keys. Best effort: when a question cannot be asked, the answer is null.
 */
import { withClause } from "./cte.ts";
import type { Dataset } from "./dataset.ts";
import type { LessonEngine } from "./engine-port.ts";
import { refNames } from "./sql-guard.ts";
import type { CancelSignal } from "../engine/core/signal.ts";
import { quoteIdentifier, quoteLiteral } from "../engine/warehouse/sql.ts";

export interface Probe {
  readonly engine: LessonEngine;
  readonly dataset: Dataset;
  /** The answer as a query. */
  readonly answer: string;
  /** The answer as it was written, with its refs. */
  readonly text: string;
  /** The one column that identifies a row; nothing is probed for composite keys. */
  readonly key: string;
  readonly signal?: CancelSignal;
}

/** One sentence naming the first CTE whose key is not unique while every CTE before it kept it, or null. */
export async function findMultiplyingCte(probe: Probe): Promise<string | null> {
  const compiled = await probe.engine.compileText(probe.answer);
  if (!compiled.ok) return null;
  const sql = compiled.value.compiled_code;
  const clause = withClause(sql);
  for (const cte of clause?.ctes ?? []) {
    const key = quoteIdentifier(probe.key);
    const counts = await ask(
      probe,
      `${sql.slice(0, cte.to)} select count(*) as row_count, count(distinct ${key}) as key_count from ${quoteIdentifier(cte.name)}`,
      true,
    );
    const [rows, keys] = counts ?? [];
    if (rows === undefined || keys === undefined || rows <= keys) continue;
    return `"${cte.name}" is the first step with more rows than keys: ${rows} rows for ${keys} keys.`;
  }
  return null;
}

const KEYS_ASKED = 500;

/** One sentence naming a table that the answer joins and that holds none of the lost keys, or null. */
export async function findTableWithoutKeys(probe: Probe, lost: readonly string[]): Promise<string | null> {
  const keys = lost.slice(0, KEYS_ASKED).map(quoteLiteral).join(", ");
  for (const name of [...new Set(refNames(probe.text))]) {
    const counts = await ask(
      probe,
      `select count(*) as row_count from {{ ref('${name}') }} where cast(${quoteIdentifier(probe.key)} as varchar) in (${keys})`,
      false,
    );
    if (counts?.[0] === 0) return `None of them has a row in "${name}".`;
  }
  return null;
}

async function ask(probe: Probe, sql: string, compiled: boolean): Promise<readonly number[] | null> {
  const bound = await probe.dataset.bind(compiled ? `{% raw %}${sql}{% endraw %}` : sql);
  if (!bound.ok) return null;
  const result = await probe.engine.query(bound.value, {
    limit: 1,
    ...(probe.signal === undefined ? {} : { signal: probe.signal }),
  });
  return result.ok ? result.value.table.data.map((column) => Number(column[0] ?? 0)) : null;
}
