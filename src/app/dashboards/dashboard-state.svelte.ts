/**
 * One dashboard as the page shows it: what its file says, what was chosen, and each tile's rows. A tile asks for itself, so the first
 * ones stand while the last ones are still asked; an answer that comes after the choices changed is dropped.
 */
import type { Diagnostic } from "../../engine/core/errors.ts";
import type { Table } from "../../engine/core/table.ts";
import type { DashboardTile, DashboardView, FilterValues, MarkValues } from "../../worker/protocol.ts";
import type { Session } from "../session/session.svelte.ts";

export type TileState =
  | { readonly kind: "loading" }
  | { readonly kind: "rows"; readonly table: Table; readonly sql: string; readonly ms: number }
  | { readonly kind: "missing"; readonly models: readonly string[] }
  | { readonly kind: "failed"; readonly problems: readonly Diagnostic[] };

export class DashboardState {
  readonly name: string;
  view: DashboardView | null = $state.raw(null);
  /** False until the worker has answered once. */
  known = $state(false);
  problems: readonly Diagnostic[] = $state.raw([]);
  values: FilterValues = $state.raw({});
  tiles: ReadonlyMap<string, TileState> = $state.raw(new Map());
  options: ReadonlyMap<string, readonly string[]> = $state.raw(new Map());
  /** From the question to the last tile's rows; null while it is asked. */
  elapsed: number | null = $state(null);
  readonly #session: Session;
  #turn = 0;

  readonly missing: readonly string[] = $derived.by(() => {
    const models = [...this.tiles.values()].flatMap((tile) => (tile.kind === "missing" ? tile.models : []));
    return [...new Set(models)];
  });

  constructor(session: Session, name: string, values: FilterValues) {
    this.#session = session;
    this.name = name;
    this.values = values;
  }

  /** Reads the file (or `text`, while it is written) and asks every tile. */
  async load(text?: string): Promise<void> {
    const found = await this.#session.ask((api) => api.dashboard(this.name, text));
    this.known = true;
    if (!found.ok) {
      this.problems = found.diagnostics;
      return;
    }
    this.problems = [];
    this.view = found.value;
    await this.refresh();
  }

  async choose(values: FilterValues): Promise<void> {
    this.values = values;
    await this.refresh();
  }

  async refresh(): Promise<void> {
    const { view } = this;
    const dashboard = view?.dashboard;
    if (!dashboard) return;
    const turn = (this.#turn += 1);
    const started = performance.now();
    this.elapsed = null;
    const ids = new Set(dashboard.tiles.map((tile) => tile.id));
    // What stood there stays until the new rows come, so that nothing jumps.
    this.tiles = new Map([...this.tiles].filter(([id]) => ids.has(id)));
    await Promise.all(dashboard.tiles.map((tile) => this.#ask(tile, turn)));
    if (turn !== this.#turn) return;
    this.elapsed = performance.now() - started;
    await this.#askOptions();
  }

  /** Rows behind a mark. */
  rowsBehind(tile: DashboardTile, mark: MarkValues) {
    const { filters } = this.view?.dashboard ?? { filters: [] };
    const { values } = this;
    return this.#session.askRows((api) => api.dashboardTile({ tile, filters, values, mark }));
  }

  async #ask(tile: DashboardTile, turn: number): Promise<void> {
    const filters = this.view?.dashboard?.filters ?? [];
    const { values } = this;
    const answer = await this.#session.askRows((api) => api.dashboardTile({ tile, filters, values }));
    if (turn !== this.#turn) return;
    const state: TileState = !answer.ok
      ? { kind: "failed", problems: answer.diagnostics }
      : answer.value.kind === "missing"
        ? answer.value
        : {
            kind: "rows",
            table: answer.value.rows.table,
            sql: answer.value.rows.compiled_code,
            ms: answer.value.rows.elapsed_ms,
          };
    this.tiles = new Map([...this.tiles, [tile.id, state]]);
  }

  async #askOptions(): Promise<void> {
    for (const filter of this.view?.dashboard?.filters ?? []) {
      if (filter.kind !== "select" || filter.options === null) continue;
      const { options, name } = filter;
      const found =
        typeof options === "string" ? await this.#session.askRows((api) => api.dashboardOptions(options)) : null;
      const list = found === null ? (options as readonly string[]) : found.ok ? found.value : [];
      // A query without DISTINCT tells a value once for each row.
      this.options = new Map([...this.options, [name, [...new Set(list)]]]);
    }
  }
}
