/**
 * What is done with one result beside showing it: all of its rows held in the database, one column's profile, a pinned result to
 * compare with, files to take away.
 *
 * It speaks about one query text at a time; `take` gives it the next one and drops what belonged to the last.
 */
import type { Diagnostic } from "../../engine/core/errors.ts";
import type { Table } from "../../engine/core/table.ts";
import type { Session } from "../session/session.svelte.ts";
import type { ColumnFilter, ColumnProfile, QueryResult, RowsOf } from "../../worker/protocol.ts";
import { HeldGrid, PIECE } from "./held-grid.svelte.ts";
import type { SortOrder } from "./sort-rows.ts";

export type ProfileState =
  | { readonly kind: "running"; readonly column: string }
  | { readonly kind: "ready"; readonly column: string; readonly profile: ColumnProfile }
  | { readonly kind: "failed"; readonly column: string; readonly diagnostics: readonly Diagnostic[] };

/** All rows of a result stay with it: a pane that is left and opened again finds them. The worker keeps the newest few. */
const kept = new WeakMap<QueryResult, HeldGrid>();

export class ResultDesk {
  held: HeldGrid | null = $state.raw(null);
  holding = $state(false);
  /** The column whose profile is open; null closes the pane. */
  profile: ProfileState | null = $state.raw(null);
  trouble: readonly Diagnostic[] = $state.raw([]);
  readonly #session: Session;
  #result: QueryResult | null = null;
  #question = 0;

  constructor(session: Session) {
    this.#session = session;
  }

  take(result: QueryResult | null): void {
    if (result === this.#result) return;
    const column = this.profile?.column;
    this.#question += 1;
    this.#result = result;
    this.held = result === null ? null : (kept.get(result) ?? null);
    this.trouble = [];
    // The pane stays with its column where the next result has it, too.
    if (column === undefined) return;
    if (result?.table.columns.some(({ name }) => name === column)) void this.showProfile(column);
    else this.profile = null;
  }

  async holdAll(): Promise<HeldGrid | null> {
    const result = this.#result;
    if (!result || this.holding) return null;
    this.holding = true;
    const outcome = await this.#session.askRows((api) => api.holdRows(result.compiled_code));
    this.holding = false;
    if (result !== this.#result) return null;
    if (!outcome.ok) {
      this.trouble = outcome.diagnostics.filter(({ code }) => code !== "W005");
      return null;
    }
    this.trouble = [];
    this.held = new HeldGrid(
      {
        arrange: (id, arrangement) => this.#session.ask((api) => api.arrangeRows(id, arrangement)),
        window: (id, from, count) => this.#session.ask((api) => api.rowWindow(id, from, count)),
      },
      outcome.value,
    );
    kept.set(result, this.held);
    return this.held;
  }

  async showProfile(column: string): Promise<void> {
    const result = this.#result;
    if (!result) return;
    const question = (this.#question += 1);
    this.profile = { kind: "running", column };
    const rows: RowsOf = { query: result.compiled_code };
    const outcome = await this.#session.askRows((api) => api.profileColumn(rows, column));
    if (question !== this.#question) return;
    this.profile =
      outcome.ok && outcome.value !== null
        ? { kind: "ready", column, profile: outcome.value }
        : { kind: "failed", column, diagnostics: outcome.ok ? [] : outcome.diagnostics };
  }

  closeProfile(): void {
    this.#question += 1;
    this.profile = null;
  }

  /** All rows, in the order and with the filters of the grid, for a file. */
  async *allRows(orders: readonly SortOrder[], filters: readonly ColumnFilter[]): AsyncGenerator<Table> {
    const held = await this.#arranged(orders, filters);
    if (!held) return;
    const step = PIECE * 10;
    for (let from = 0; from < held.rowCount; from += step) {
      const outcome = await this.#session.ask((api) => api.rowWindow(held.id, from, step));
      if (!outcome.ok || outcome.value === null) {
        this.trouble = outcome.ok ? [] : outcome.diagnostics;
        throw new Error("The rows are gone.");
      }
      yield outcome.value;
    }
  }

  /** Null when it could not be written; `trouble` says why. */
  async parquet(
    orders: readonly SortOrder[],
    filters: readonly ColumnFilter[],
  ): Promise<Uint8Array<ArrayBuffer> | null> {
    const held = await this.#arranged(orders, filters);
    if (!held) return null;
    const outcome = await this.#session.ask((api) => api.exportParquet({ held: held.id }));
    if (outcome.ok) return outcome.value;
    this.trouble = outcome.diagnostics;
    return null;
  }

  async #arranged(orders: readonly SortOrder[], filters: readonly ColumnFilter[]): Promise<HeldGrid | null> {
    const held = this.held ?? (await this.holdAll());
    await held?.arrange({ order: orders, filters });
    return held;
  }
}
