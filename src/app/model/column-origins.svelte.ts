/**
 * Where the columns of one node come from, and what one row of it is: asked for once, then kept up to date.
 *
 * The answer needs the SQL parser, which is large. So nothing happens before somebody asks; once anybody has, every node answers by
 * itself, again after each edit and each run. What was known stays in view until the new answer is there.
 */
import { untrack } from "svelte";
import type { Diagnostic, Outcome } from "../../engine/core/errors.ts";
import type { NodeId } from "../../engine/core/ids.ts";
import type { ColumnLineage, ColumnOrigin } from "../../engine/lineage/column-lineage.ts";
import type { ModelGrain } from "../../engine/lineage/model-grain.ts";
import type { Session } from "../session/session.svelte.ts";
import { wayOf, type ColumnWay } from "./column-way.ts";

export class ColumnOrigins {
  readonly #session: Session;
  readonly #id: NodeId;
  lineage: ColumnLineage | null = $state.raw(null);
  grain: ModelGrain | null = $state.raw(null);
  loading = $state(false);
  problem: Diagnostic | null = $state.raw(null);
  /** Columns whose whole way is open -> the way, or null while it is looked for. */
  ways: ReadonlyMap<string, Outcome<ColumnWay> | null> = $state.raw(new Map());
  #number = 0;

  readonly #byName: ReadonlyMap<string, ColumnOrigin> = $derived(
    new Map(this.lineage?.columns.map((origin) => [origin.name.toLowerCase(), origin])),
  );

  /** Call while a component is made. `asks` says whether the node has a query at all. */
  constructor(session: Session, id: NodeId, asks: () => boolean) {
    this.#session = session;
    this.#id = id;
    $effect(() => {
      // Read for their changes: an edit, a run, another database.
      void [session.results, session.warehouse.kind];
      if (session.project && session.followsColumns && asks()) untrack(() => void this.load());
    });
  }

  of(column: string): ColumnOrigin | null {
    return this.#byName.get(column.toLowerCase()) ?? null;
  }

  async load(): Promise<void> {
    const number = (this.#number += 1);
    this.loading = true;
    const lineage = await this.#session.columnLineage(this.#id);
    if (number !== this.#number) return;
    const grain = lineage.ok ? await this.#session.grain(this.#id) : null;
    if (number !== this.#number) return;
    this.loading = false;
    this.problem = lineage.ok ? null : (lineage.diagnostics[0] ?? null);
    if (!lineage.ok) return;
    this.lineage = lineage.value;
    this.grain = grain?.ok ? grain.value : null;
    for (const column of this.ways.keys()) void this.#findWay(column);
  }

  /** Opens or closes the whole way of one column. */
  toggle(column: string): void {
    const ways = new Map(this.ways);
    if (ways.delete(column)) this.ways = ways;
    else {
      this.ways = ways.set(column, null);
      void this.#findWay(column);
    }
  }

  async #findWay(column: string): Promise<void> {
    const up = await this.#session.traceColumn(this.#id, column, "upstream");
    const down = up.ok ? await this.#session.traceColumn(this.#id, column, "downstream") : up;
    if (!this.ways.has(column)) return;
    const way: Outcome<ColumnWay> = !up.ok ? up : !down.ok ? down : { ok: true, value: wayOf(up.value, down.value) };
    this.ways = new Map(this.ways).set(column, way);
  }
}
