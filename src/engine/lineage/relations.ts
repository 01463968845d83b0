/**
 * The relations that a statement may read: their nodes, and their columns where these are known.
 *
 * A name is compared without case and may lack its qualifiers: `orders`, `main.orders` and `"strata"."main"."orders"` are one
 * relation. References are handed out once per column, so that sets of them hold each only once.
 */
import type { NodeId } from "../core/ids.ts";
import type { ColumnRef } from "./flow.ts";

export interface KnownRelation {
  /** Rendered, for example `"strata"."main"."orders"`. */
  readonly relation: string;
  readonly parts: readonly string[];
  readonly node: NodeId | null;
  /** In the relation's order; null when nobody knows them. */
  readonly columns: readonly string[] | null;
}

export class RelationBook {
  readonly #byParts = new Map<string, KnownRelation>();
  readonly #refs = new Map<string, ColumnRef>();

  get known(): readonly KnownRelation[] {
    return [...this.#byParts.values()];
  }

  add(relation: string, node: NodeId | null, columns: readonly string[] | null): KnownRelation {
    const parts = relationParts(relation);
    const known = { relation, parts, node, columns };
    this.#byParts.set(keyOf(parts), known);
    return known;
  }

  /** The relation that the name means; an unqualified name must mean only one. */
  find(parts: readonly string[]): KnownRelation | null {
    const exact = this.#byParts.get(keyOf(parts));
    if (exact) return exact;
    const ending = `.${keyOf(parts)}`;
    const near = [...this.#byParts].filter(([key]) => key.endsWith(ending)).map(([, known]) => known);
    return near.length === 1 ? (near[0] ?? null) : null;
  }

  ref(known: KnownRelation, column: string): ColumnRef {
    return this.#interned(known, column);
  }

  rows(known: KnownRelation): ColumnRef {
    return this.#interned(known, null);
  }

  #interned(known: KnownRelation, column: string | null): ColumnRef {
    const key = `${known.relation}\n${column === null ? "" : `=${column.toLowerCase()}`}`;
    const ref = this.#refs.get(key) ?? { relation: known.relation, node: known.node, column };
    this.#refs.set(key, ref);
    return ref;
  }
}

/** `"strata"."main"."o.k"` -> `strata`, `main`, `o.k`. */
export function relationParts(relation: string): string[] {
  const parts = relation.match(/"(?:[^"]|"")*"|[^."]+/g) ?? [];
  return parts.map((part) => (part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part));
}

function keyOf(parts: readonly string[]): string {
  return parts.map((part) => part.toLowerCase()).join(".");
}
