/** The rows of one query of a lesson, asked when the tables are there and again when the query changes; the newest wins. */
import type { Table } from "../../engine/core/table.ts";
import type { Session } from "../session/session.svelte.ts";
import { lessonQuery } from "./lesson-query.ts";

export class AskedTable {
  table: Table | null = $state.raw(null);
  problem: string | null = $state(null);
  readonly #session: Session;
  readonly #limit: number;
  #asked = "";
  #running = false;

  constructor(session: Session, limit: number) {
    this.#session = session;
    this.#limit = limit;
  }

  /** While one question is under way only the last of those that come meanwhile is asked: a slider sends many. */
  async ask(sql: string): Promise<void> {
    if (sql === this.#asked) return;
    this.#asked = sql;
    if (this.#running) return;
    this.#running = true;
    for (let sent = ""; sent !== this.#asked;) {
      sent = this.#asked;
      const outcome = await lessonQuery(this.#session, sent, { limit: this.#limit });
      if (sent !== this.#asked) continue;
      this.table = outcome.ok ? outcome.value.table : this.table;
      this.problem = outcome.ok ? null : (outcome.diagnostics[0]?.message ?? null);
    }
    this.#running = false;
  }
}
