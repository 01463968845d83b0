/**
 * The columns that the lineage shows: none, those of one opened card, or one column's whole way. What is asked for stands in the
 * address (`column=*` opens the chosen card, `column=mrr` follows it); the answer needs the SQL parser, which is fetched only then.
 */
import { untrack } from "svelte";
import type { Diagnostic } from "../../engine/core/errors.ts";
import type { NodeId } from "../../engine/core/ids.ts";
import type { Session } from "../session/session.svelte.ts";
import { drawColumn, type ColumnPicture } from "./column-picture.ts";

export const ALL_COLUMNS = "*";

export interface ColumnAsked {
  readonly node: NodeId;
  /** `*` for all of the node's columns. */
  readonly column: string;
}

export class ColumnFollow {
  /** The way of the column that is followed. */
  way: ColumnPicture | null = $state.raw(null);
  /** Columns of the opened node, as declared or else as its query has them. */
  names: readonly string[] = $state.raw([]);
  loading = $state(false);
  problem: Diagnostic | null = $state.raw(null);
  readonly #session: Session;
  #number = 0;

  /** Call while a component is made. */
  constructor(session: Session, asked: () => ColumnAsked | null) {
    this.#session = session;
    $effect(() => {
      const at = asked();
      void session.project;
      untrack(() => void this.#ask(at));
    });
  }

  async #ask(at: ColumnAsked | null): Promise<void> {
    const number = (this.#number += 1);
    this.problem = null;
    if (at === null) {
      this.way = null;
      this.names = [];
      this.loading = false;
      return;
    }
    const declared = Object.keys(this.#session.project?.manifest.nodes.get(at.node)?.columns ?? {});
    this.names = declared;
    if (at.column === ALL_COLUMNS) {
      this.way = null;
      if (declared.length === 0) await this.#findNames(at.node, number);
      else this.loading = false;
      return;
    }
    if (this.way?.start.node !== at.node || this.way.start.column !== at.column) this.way = null;
    this.loading = true;
    const up = await this.#session.traceColumn(at.node, at.column, "upstream");
    const down =
      up.ok && number === this.#number ? await this.#session.traceColumn(at.node, at.column, "downstream") : up;
    if (number !== this.#number) return;
    this.loading = false;
    if (!up.ok || !down.ok) {
      this.problem = (up.ok ? down : up).ok ? null : (firstOf(up) ?? firstOf(down));
      return;
    }
    this.#session.followsColumns = true;
    this.way = drawColumn(up.value, down.value);
  }

  async #findNames(node: NodeId, number: number): Promise<void> {
    this.loading = true;
    const built = await this.#session.describe(node);
    const lineage = built.ok && built.value && built.value.length > 0 ? null : await this.#session.columnLineage(node);
    if (number !== this.#number) return;
    this.loading = false;
    if (lineage === null) this.names = built.ok ? (built.value ?? []).map((column) => column.name) : [];
    else if (lineage.ok) this.names = lineage.value.columns.map((column) => column.name);
    else this.problem = lineage.diagnostics[0] ?? null;
  }
}

function firstOf(outcome: { readonly ok: boolean; readonly diagnostics?: readonly Diagnostic[] }): Diagnostic | null {
  return outcome.diagnostics?.[0] ?? null;
}
