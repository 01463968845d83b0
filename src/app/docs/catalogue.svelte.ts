/**
 * The catalogue of the open project: its entries with the columns as they are built, and the search over them. Made when the docs are
 * first looked at and again when the project or what is built has changed.
 */
import { catalogEntries } from "../../engine/catalog/entries.ts";
import type { DocEntry } from "../../engine/catalog/entry.ts";
import { createDocSearch } from "../../engine/catalog/search.ts";
import type { NodeId } from "../../engine/core/ids.ts";
import type { Column } from "../../engine/core/table.ts";
import type { SourceAge } from "../../worker/protocol.ts";
import type { Session } from "../session/session.svelte.ts";
import { layerOf } from "../ui/layers.ts";

export class Catalogue {
  readonly #session: Session;
  #types: ReadonlyMap<NodeId, readonly Column[]> = $state.raw(new Map());
  /** Source -> its age as the last `dbt source freshness` found it. */
  ages: ReadonlyMap<string, SourceAge> = $state.raw(new Map());

  readonly entries: readonly DocEntry[] = $derived.by(() => {
    const manifest = this.#session.project?.manifest;
    return manifest ? catalogEntries(manifest, { types: this.#types, layerOf }) : [];
  });
  readonly search = $derived.by(() => createDocSearch(this.entries));
  readonly byId: ReadonlyMap<string, DocEntry> = $derived.by(
    () => new Map(this.entries.map((entry) => [entry.id, entry])),
  );

  constructor(session: Session) {
    this.#session = session;
  }

  /** Asks what is built; call again when something was. */
  async refresh(): Promise<void> {
    const [built, ages] = await Promise.all([
      this.#session.ask((api) => api.builtColumns()),
      this.#session.ask((api) => api.sourceAges()),
    ]);
    if (built.ok && !sameColumns(built.value, this.#types)) this.#types = built.value;
    if (ages.ok) this.ages = new Map(ages.value.map((age) => [age.id, age]));
  }
}

/** Entries are made anew only when there is something new. */
function sameColumns(a: ReadonlyMap<NodeId, readonly Column[]>, b: ReadonlyMap<NodeId, readonly Column[]>): boolean {
  if (a.size !== b.size) return false;
  const text = (columns: readonly Column[] | undefined) =>
    columns?.map((column) => `${column.name} ${column.type}`).join("\n");
  return [...a].every(([id, columns]) => text(columns) === text(b.get(id)));
}
