/**
 * Tables that were built before, under the fingerprint of what they were made from: put back instead of built, and put away when
 * there is time.
 *
 * Nothing here may ever fail a question: a table that cannot be read, or no longer has the rows it was kept with, is thrown away and
 * built. When the place is full the tables that have not been used for the longest go first.
 */
import type { CancelSignal } from "../core/signal.ts";
import type { NodeId } from "../core/ids.ts";
import type { Manifest, ManifestNode } from "../core/manifest.ts";
import type { Column } from "../core/table.ts";
import type { RelationName } from "../warehouse/port.ts";
import { hasOwnRows } from "./fingerprint.ts";
import { reasonNotToKeep } from "./volatile.ts";

export interface KeptEntry {
  /** The fingerprint. */
  readonly key: string;
  readonly node: NodeId;
  readonly rows: number;
  readonly columns: readonly Column[];
  /** As it lies in the store. */
  readonly bytes: number;
  /** Milliseconds since 1970-01-01 UTC: when it was put away, and when it was last of use. */
  readonly at: number;
  readonly used: number;
}

/** Whether something read from a store or a file describes a table. */
export function isKeptEntry(found: unknown): found is KeptEntry {
  if (typeof found !== "object" || found === null) return false;
  const entry = found as Partial<Record<keyof KeptEntry, unknown>>;
  return (
    typeof entry.key === "string" &&
    typeof entry.node === "string" &&
    typeof entry.rows === "number" &&
    typeof entry.bytes === "number" &&
    typeof entry.used === "number" &&
    Array.isArray(entry.columns)
  );
}

/** Where tables lie. Every call may reject; a write that does leaves nothing behind. */
export interface KeptStore {
  list(): Promise<readonly KeptEntry[]>;
  read(key: string): Promise<Uint8Array | null>;
  write(entry: KeptEntry, body: Uint8Array): Promise<void>;
  touch(key: string, used: number): Promise<void>;
  remove(keys: readonly string[]): Promise<void>;
}

/** Tables as bytes and back. */
export interface TableCarrier {
  /** Null when the table is not there, or cannot be carried exactly. */
  take(
    relation: RelationName,
    signal?: CancelSignal,
  ): Promise<{ readonly body: Uint8Array; readonly rows: number; readonly columns: readonly Column[] } | null>;
  /** Creates or replaces the table; resolves to its rows. Rejects when the bytes are not whole. */
  put(relation: RelationName, entry: KeptEntry, body: Uint8Array, signal?: CancelSignal): Promise<number>;
}

/** Tables that came along, built ahead; nothing is ever added to them or thrown away. */
export interface ShippedTables {
  list(): Promise<readonly KeptEntry[]>;
  read(key: string, signal?: CancelSignal): Promise<Uint8Array | null>;
}

export interface KeptOptions {
  readonly store: KeptStore;
  /** Asked for what the store does not have, and counts in no budget. */
  readonly shipped?: ShippedTables;
  /** Most bytes that may be used. */
  readonly budget: () => number;
  readonly now: () => number;
}

interface PutBack {
  readonly carrier: TableCarrier;
  readonly onRestored: (node: ManifestNode, entry: KeptEntry) => void;
  readonly signal?: CancelSignal | undefined;
}

export class KeptTables {
  readonly #options: KeptOptions;
  #entries: Map<string, KeptEntry> | null = null;
  #shipped: Promise<ReadonlyMap<string, KeptEntry>> | null = null;

  constructor(options: KeptOptions) {
    this.#options = options;
  }

  /** What is kept, the newest first; nothing where the store cannot be read. */
  async list(): Promise<readonly KeptEntry[]> {
    return [...(await this.#index()).values()].sort((a, b) => b.used - a.used);
  }

  async has(key: string): Promise<boolean> {
    return (await this.#index()).has(key);
  }

  /**
   * Puts back what `reads` needs and the database does not hold, from the end backwards: behind a table that stands again nothing is
   * looked for. Answers with the nodes that are there now.
   */
  async restore(
    reads: readonly NodeId[],
    context: PutBack & {
      readonly manifest: Manifest;
      readonly isHeld: (node: ManifestNode) => boolean;
      readonly fingerprint: (id: NodeId) => string | null;
    },
  ): Promise<ReadonlySet<NodeId>> {
    const restored = new Set<NodeId>();
    const [index, shipped] = await Promise.all([this.#index(), this.#shippedIndex()]);
    if (index.size === 0 && shipped.size === 0) return restored;
    const keyOf = (node: ManifestNode): string | null =>
      reasonNotToKeep(context.manifest, node) === null ? context.fingerprint(node.unique_id) : null;
    const seen = new Set<NodeId>();
    const waiting = [...reads];
    // What is asked for by name is on its way while the tables before it are put back.
    const ahead = new Map<string, Promise<Uint8Array | null>>();
    for (const id of reads) {
      const node = context.manifest.nodes.get(id);
      if (node === undefined || !hasOwnRows(node) || context.isHeld(node)) continue;
      const key = keyOf(node);
      if (key === null || index.has(key) || !shipped.has(key) || ahead.has(key)) continue;
      const body = this.#options.shipped?.read(key, context.signal) ?? Promise.resolve(null);
      body.catch(() => undefined);
      ahead.set(key, body);
    }
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      if (seen.has(id) || context.signal?.cancelled === true) continue;
      seen.add(id);
      const node = context.manifest.nodes.get(id);
      if (node === undefined || node.resource_type === "source") continue;
      if (hasOwnRows(node)) {
        if (context.isHeld(node)) continue;
        const key = keyOf(node);
        const own = key === null ? undefined : index.get(key);
        const came = key === null ? undefined : shipped.get(key);
        if (
          (own !== undefined && (await this.#putBack(node, own, context))) ||
          (came !== undefined && (await this.#putShipped(node, came, context, ahead.get(came.key))))
        ) {
          restored.add(id);
          continue;
        }
      }
      waiting.push(...node.depends_on.nodes);
    }
    return restored;
  }

  /**
   * Puts a table away. `stillSo` is asked when its bytes are there: false when it was built again meanwhile. Resolves to whether it is
   * kept.
   */
  async keep(
    node: ManifestNode,
    key: string,
    carrier: TableCarrier,
    stillSo: () => boolean,
    signal?: CancelSignal,
  ): Promise<boolean> {
    const index = await this.#index();
    if (index.has(key) || (await this.#shippedIndex()).has(key)) return true;
    try {
      const taken = await carrier.take(relationOf(node), signal);
      if (taken === null || !stillSo() || signal?.cancelled === true) return false;
      const { body, rows, columns } = taken;
      const budget = this.#options.budget();
      // A table that would drive out most others is not worth its place.
      if (body.length > budget / 2) return false;
      await this.#makeRoom(budget - body.length);
      const now = this.#options.now();
      const entry = { key, node: node.unique_id, rows, columns, bytes: body.length, at: now, used: now };
      // The same node of an earlier state of the project is only thrown away when the place is needed: an undo brings it back.
      await this.#write(entry, body);
      index.set(key, entry);
      return true;
    } catch {
      return false;
    }
  }

  /** Keeps to a budget that was made smaller. */
  async trim(): Promise<void> {
    await this.#index();
    await this.#makeRoom(this.#options.budget());
  }

  async empty(): Promise<void> {
    const index = await this.#index();
    await this.#remove([...index.keys()]);
  }

  async #putBack(node: ManifestNode, entry: KeptEntry, context: PutBack): Promise<boolean> {
    try {
      const body = await this.#options.store.read(entry.key);
      if (body?.length !== entry.bytes) throw new Error("It is gone, or not whole.");
      const rows = await context.carrier.put(relationOf(node), entry, body, context.signal);
      if (rows !== entry.rows) throw new Error("It has other rows than it was kept with.");
    } catch {
      if (context.signal?.cancelled !== true) await this.#remove([entry.key]);
      return false;
    }
    const used = this.#options.now();
    this.#entries?.set(entry.key, { ...entry, used });
    void this.#options.store.touch(entry.key, used).catch(() => undefined);
    context.onRestored(node, entry);
    return true;
  }

  async #putShipped(
    node: ManifestNode,
    entry: KeptEntry,
    context: PutBack,
    ahead?: Promise<Uint8Array | null>,
  ): Promise<boolean> {
    try {
      const body = await (ahead ?? this.#options.shipped?.read(entry.key, context.signal));
      if (body?.length !== entry.bytes) return false;
      if ((await context.carrier.put(relationOf(node), entry, body, context.signal)) !== entry.rows) return false;
    } catch {
      // No network, or a file that is damaged: it is built.
      return false;
    }
    context.onRestored(node, entry);
    return true;
  }

  /** A full disk is no failure: room is made once, and what still does not fit is not kept. */
  async #write(entry: KeptEntry, body: Uint8Array): Promise<void> {
    try {
      await this.#options.store.write(entry, body);
    } catch {
      const used = [...(this.#entries ?? new Map<string, KeptEntry>()).values()].reduce(
        (sum, one) => sum + one.bytes,
        0,
      );
      await this.#makeRoom(Math.max(0, Math.floor(used / 2) - body.length));
      await this.#options.store.write(entry, body);
    }
  }

  async #makeRoom(most: number): Promise<void> {
    const oldest = [...(this.#entries ?? new Map<string, KeptEntry>()).values()].sort((a, b) => a.used - b.used);
    let total = oldest.reduce((sum, entry) => sum + entry.bytes, 0);
    const gone: string[] = [];
    for (const entry of oldest) {
      if (total <= most) break;
      gone.push(entry.key);
      total -= entry.bytes;
    }
    await this.#remove(gone);
  }

  async #remove(keys: readonly string[]): Promise<void> {
    for (const key of keys) this.#entries?.delete(key);
    if (keys.length > 0) await this.#options.store.remove(keys).catch(() => undefined);
  }

  #shippedIndex(): Promise<ReadonlyMap<string, KeptEntry>> {
    this.#shipped ??= (this.#options.shipped?.list() ?? Promise.resolve([])).then(
      (entries) => new Map(entries.map((entry) => [entry.key, entry])),
      () => {
        this.#shipped = null;
        return new Map<string, KeptEntry>();
      },
    );
    return this.#shipped;
  }

  async #index(): Promise<Map<string, KeptEntry>> {
    if (this.#entries === null) {
      const found = await this.#options.store.list().catch(() => []);
      this.#entries ??= new Map(found.map((entry) => [entry.key, entry]));
    }
    return this.#entries;
  }
}

function relationOf(node: ManifestNode): RelationName {
  return { database: node.database, schema: node.schema, identifier: node.alias };
}
