/**
 * The numbers in a lesson's prose: each is the answer of a query on the learner's own tables, so none is ever typed and none
 * can be out of date. A fact that reads no table is asked as soon as DuckDB is ready, the others once the tables are built.
 */
import type { Table, Value } from "../../engine/core/table.ts";
import type { Session } from "../session/session.svelte.ts";
import { integer } from "../strings/format.ts";
import { lessonQuery } from "./lesson-query.ts";

export class Facts {
  /** Name -> text; a fact that is not known yet is missing. */
  known: Readonly<Record<string, string>> = $state.raw({});
  readonly #queries: Readonly<Record<string, string>>;
  readonly #session: Session;

  constructor(queries: Readonly<Record<string, string>>, session: Session) {
    this.#queries = queries;
    this.#session = session;
  }

  async refresh(tablesBuilt: boolean): Promise<void> {
    for (const [name, sql] of Object.entries(this.#queries)) {
      if (!tablesBuilt && /\bref\s*\(/.test(sql)) continue;
      const result = await lessonQuery(this.#session, sql, { limit: 1 });
      const text = result.ok ? factText(result.value.table) : null;
      if (text !== null) this.known = { ...this.known, [name]: text };
    }
  }
}

/** The one value of a result as prose writes it; null when there is none. */
export function factText(table: Table): string | null {
  const value = table.data[0]?.[0];
  return value === undefined || value === null ? null : valueText(value);
}

/** A row by column name, as prose writes it. */
export function rowTexts(table: Table): Readonly<Record<string, string>> {
  return Object.fromEntries(
    table.columns.flatMap((column, index) => {
      const value = table.data[index]?.[0] ?? null;
      return value === null ? [] : [[column.name, valueText(value)]];
    }),
  );
}

function valueText(value: Value): string {
  if (typeof value === "bigint") return integer(Number(value));
  if (typeof value === "number") return Number.isInteger(value) ? integer(value) : String(value);
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
