/**
 * Column lineage for the page, asked of the engine that is open just now.
 *
 * This is a chunk of its own: nothing of it is loaded before somebody asks where a column comes from. What has been found survives
 * edits (the cache knows it by compiled SQL), and `refresh` forgets what the database held before a run.
 */
import { fail, diagnostic, succeed, type Outcome } from "../engine/core/errors.ts";
import type { NodeId } from "../engine/core/ids.ts";
import type { Engine } from "../engine/index.ts";
import type { ColumnLineage } from "../engine/lineage/column-lineage.ts";
import { modelGrain, type ModelGrain } from "../engine/lineage/model-grain.ts";
import { hasQuery, ProjectLineage, type LineageCache } from "../engine/lineage/project-lineage.ts";
import type { SqlParser } from "../engine/lineage/sql-parser.ts";
import { traceColumn, type ColumnTrace } from "../engine/lineage/trace.ts";
import type { Warehouse } from "../engine/warehouse/port.ts";
import { holdColumns, type HeldColumns } from "./held-columns.ts";

export class LineageDesk {
  readonly #parser: () => Promise<SqlParser>;
  readonly #cache: LineageCache = new Map();
  #engine: Engine | null = null;
  #warehouse: Warehouse | null = null;
  #held: HeldColumns | null = null;
  #lineage: ProjectLineage | null = null;

  constructor(parser: () => Promise<SqlParser>) {
    this.#parser = parser;
  }

  /** Relations have been built: their columns are looked up anew. */
  refresh(): void {
    this.#held?.forget();
    this.#lineage?.refresh();
  }

  columnLineage(engine: Engine, warehouse: Warehouse | null, id: NodeId): Promise<Outcome<ColumnLineage>> {
    return this.#of(engine, warehouse).lineageOf(id);
  }

  async traceColumn(
    engine: Engine,
    warehouse: Warehouse | null,
    at: { readonly node: NodeId; readonly column: string },
    direction: "upstream" | "downstream",
  ): Promise<Outcome<ColumnTrace>> {
    const lineage = this.#of(engine, warehouse);
    const node = engine.manifest.nodes.get(at.node);
    if (!node)
      return fail(
        diagnostic("R001", `There is no node "${at.node}".`, {
          hint: "It may have been renamed or deleted; look for it in the tree.",
        }),
      );
    if (hasQuery(node)) {
      const own = await lineage.lineageOf(at.node);
      if (!own.ok) return own;
    }
    return succeed(await traceColumn(lineage, at.node, at.column, { direction }));
  }

  async grain(engine: Engine, warehouse: Warehouse | null, id: NodeId): Promise<Outcome<ModelGrain>> {
    const lineage = this.#of(engine, warehouse);
    return succeed(await modelGrain({ project: engine, lineage, parser: this.#parser }, id));
  }

  #of(engine: Engine, warehouse: Warehouse | null): ProjectLineage {
    if (this.#lineage === null || this.#engine !== engine || this.#warehouse !== warehouse) {
      this.#engine = engine;
      if (this.#warehouse !== warehouse) this.#held = warehouse === null ? null : holdColumns(warehouse);
      this.#warehouse = warehouse;
      const held = this.#held?.warehouse ?? null;
      this.#lineage = new ProjectLineage({
        project: engine,
        parser: this.#parser,
        warehouse: held === null ? null : () => Promise.resolve(held),
        cache: this.#cache,
      });
    }
    return this.#lineage;
  }
}
