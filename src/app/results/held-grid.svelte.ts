/**
 * All rows of a query, which lie in the database, as a grid sees them: how many there are, and the cells of the windows that have come.
 *
 * The grid says which rows are on the screen; what is missing of them is fetched in pieces of one size, and pieces that were not
 * looked at for long are forgotten, so that a million rows cost the page a few thousand.
 */
import type { Diagnostic, Outcome } from "../../engine/core/errors.ts";
import type { Column, Table, Value } from "../../engine/core/table.ts";
import type { Arrangement, HeldResult } from "../../worker/protocol.ts";

/** What it asks of the worker. */
export interface HeldPort {
  arrange(id: number, arrangement: Arrangement): Promise<Outcome<number | null>>;
  window(id: number, from: number, count: number): Promise<Outcome<Table | null>>;
}

export const PIECE = 200;
const PIECES_KEPT = 40;

export class HeldGrid {
  readonly id: number;
  readonly columns: readonly Column[];
  /** All rows, whatever is filtered. */
  readonly total: number;
  /** Rows that the arrangement leaves. */
  rowCount: number = $state(0);
  /** A new order or filter is being computed. */
  arranging = $state(false);
  /** Why rows are missing for good: the database was started again, or it refused. Null while all is well. */
  lost: readonly Diagnostic[] | null = $state.raw(null);
  readonly #port: HeldPort;
  readonly #pieces = new Map<number, Table>();
  /** Counts up when pieces come or go: one signal for the whole grid, not one for each cell. */
  #version = $state(0);
  readonly #asked = new Set<number>();
  #arrangement = 0;

  constructor(port: HeldPort, held: HeldResult) {
    this.#port = port;
    this.id = held.id;
    this.columns = held.columns;
    this.total = held.rows;
    this.rowCount = held.rows;
  }

  /** The value at a place; undefined while it has not come yet. */
  cell(position: number, column: number): Value | undefined {
    void this.#version;
    const piece = this.#pieces.get(Math.floor(position / PIECE));
    const values = piece?.data[column];
    return values === undefined ? undefined : (values[position % PIECE] ?? null);
  }

  /** Rows `first` to `end` are on the screen. */
  want(first: number, end: number): void {
    const from = Math.floor(first / PIECE);
    const to = Math.floor(Math.max(first, Math.min(end, this.rowCount) - 1) / PIECE);
    for (let piece = from; piece <= to; piece += 1) {
      if (this.#asked.has(piece) || piece * PIECE >= this.rowCount) continue;
      this.#asked.add(piece);
      void this.#fetch(piece);
    }
  }

  async arrange(arrangement: Arrangement): Promise<void> {
    const number = (this.#arrangement += 1);
    this.arranging = true;
    const outcome = await this.#port.arrange(this.id, arrangement);
    if (number !== this.#arrangement) return;
    this.arranging = false;
    if (!outcome.ok || outcome.value === null) {
      this.lost = outcome.ok ? [] : outcome.diagnostics;
      return;
    }
    this.lost = null;
    this.#pieces.clear();
    this.#asked.clear();
    this.#version += 1;
    this.rowCount = outcome.value;
  }

  async #fetch(piece: number): Promise<void> {
    const number = this.#arrangement;
    const outcome = await this.#port.window(this.id, piece * PIECE, PIECE);
    if (number !== this.#arrangement) return;
    if (!outcome.ok || outcome.value === null) {
      this.#asked.delete(piece);
      this.lost = outcome.ok ? [] : outcome.diagnostics;
      return;
    }
    this.#pieces.set(piece, outcome.value);
    // The oldest pieces go first; one that is on the screen is asked for again at once.
    for (const old of this.#pieces.keys()) {
      if (this.#pieces.size <= PIECES_KEPT) break;
      this.#pieces.delete(old);
      this.#asked.delete(old);
    }
    this.#version += 1;
  }
}
