/**
 * Keeps built tables from visit to visit: notes what runs build, puts it away when nobody waits for the database, and puts it back
 * where a preview or query finds it missing.
 *
 * Commands build what they are told to build, always: `dbt build` that skipped would teach something else than dbt does. What is put
 * back is told in the log with the word KEPT.
 */
import { fileOfSource } from "../../archive/data-file.ts";
import { createCancelSource, type CancelSource } from "../../engine/core/signal.ts";
import type { NodeResult, RunEvent } from "../../engine/core/events.ts";
import type { NodeId } from "../../engine/core/ids.ts";
import type { ManifestNode } from "../../engine/core/manifest.ts";
import type { Engine, RestoreKept } from "../../engine/index.ts";
import { fingerprints } from "../../engine/kept/fingerprint.ts";
import { KeptTables, type KeptEntry, type ShippedTables, type TableCarrier } from "../../engine/kept/kept-tables.ts";
import { Ledger } from "../../engine/kept/ledger.ts";
import { reasonNotToKeep } from "../../engine/kept/volatile.ts";
import type { Warehouse } from "../../engine/warehouse/port.ts";
import type { LoadableFile } from "../data-loader.ts";
import { sha256 } from "../pack-files.ts";
import type { OpenRequest } from "../protocol.ts";
import { dataKey } from "../settled-data.ts";
import type { KeptPlace } from "./kept-idb.ts";
import type { KeptSettings, KeptState } from "./protocol.ts";

export const DEFAULT_SETTINGS: KeptSettings = { reuse: true, budget: 256_000_000 };
/** How long nothing must have been asked of the database before tables are put away. */
const IDLE_MS = 1_500;

/** Where tables are kept, and how they get there. */
export interface KeptPlacePorts {
  readonly place: KeptPlace;
  /** Null where the database cannot give tables away. */
  carrier(warehouse: Warehouse): TableCarrier | null;
  /** Changes when the data packs or the generator do; null when that cannot be told. */
  dataVersion(request: OpenRequest): Promise<string | null>;
  /** Tables that lie beside the page, built ahead of the data that were asked for last. */
  readonly shipped?: (request: OpenRequest) => ShippedTables;
  later(work: () => Promise<void>, ms: number): () => void;
}

interface KeptDeskPorts extends KeptPlacePorts {
  /** The data files of the opened project. */
  dataFiles(): readonly LoadableFile[];
  wall(): number;
}

export class KeptDesk {
  readonly #ports: KeptDeskPorts;
  #tables: KeptTables;
  readonly #ledger = new Ledger();
  #settings: KeptSettings | null = null;
  #engine: Engine | null = null;
  #data: ReadonlyMap<NodeId, string | null> = new Map();
  #common: string | null = null;
  /** The data that the shipped tables were last asked for; empty for a project from outside. */
  #shippedFor = "";
  /** How each noted relation looked when its job ended; a table that looks otherwise later is not what was noted. */
  readonly #looks = new Map<NodeId, string>();
  readonly #fresh = new Set<NodeId>();
  /** Results that tell of tables put back: a run would have added to an incremental model, this has not. */
  readonly #told = new WeakSet<NodeResult>();
  readonly #digests = new Map<string, Promise<string | null>>();
  /** Counts jobs; work in the background stops when one begins. */
  #turn = 0;
  #stop: CancelSource | null = null;
  #cancelTimer: () => void = () => undefined;
  #putBack = 0;

  constructor(ports: KeptDeskPorts) {
    this.#ports = ports;
    this.#tables = this.#tablesBeside(null);
  }

  #tablesBeside(shipped: ShippedTables | null): KeptTables {
    return new KeptTables({
      store: this.#ports.place,
      ...(shipped === null ? {} : { shipped }),
      budget: () => this.#settings?.budget ?? DEFAULT_SETTINGS.budget,
      now: this.#ports.wall,
    });
  }

  /** Work on the database begins; the text is that of a command. */
  async begin(engine: Engine, request: OpenRequest): Promise<void> {
    this.#turn += 1;
    this.#cancelTimer();
    this.#stop?.cancel();
    this.#settings ??= (await this.#ports.place.settings().catch(() => null)) ?? DEFAULT_SETTINGS;
    this.#ledger.begin("");
    if (this.#engine === engine) return;
    this.#engine = engine;
    this.#common = request.project ? "" : await this.#ports.dataVersion(request).catch(() => null);
    const shippedFor = request.project ? "" : dataKey(request);
    if (shippedFor !== this.#shippedFor) {
      this.#shippedFor = shippedFor;
      this.#tables = this.#tablesBeside(shippedFor === "" ? null : (this.#ports.shipped?.(request) ?? null));
    }
    this.#data = await this.#dataOf(engine, request);
  }

  /** A command is to run: some do what no fingerprint can tell. */
  command(text: string): void {
    this.#ledger.begin(text);
  }

  /** SQL of the user: what is not a question may have changed any table. */
  asked(sql: string): void {
    const text = sql.replace(/--[^\n]*|\/\*[\s\S]*?\*\/|\{#[\s\S]*?#\}/g, " ").trim();
    if (
      !/^(\(|select|with|from|values|describe|summarize|show|explain|pivot|unpivot|table|\{)/i.test(text) ||
      /;\s*\S/.test(text)
    )
      this.#ledger.spoil();
  }

  note(event: RunEvent): void {
    const engine = this.#engine;
    if (engine === null || event.kind !== "node-finished") return;
    const node = engine.manifest.nodes.get(event.result.unique_id);
    // What was built beside the real relations is a trial.
    if (node === undefined || event.result.relation_name !== node.relation_name) return;
    if (!this.#told.has(event.result))
      this.#ledger.note(event, (id) => engine.manifest.nodes.get(id), this.#fingerprint());
    if (event.result.status === "success") this.#fresh.add(node.unique_id);
  }

  /** Work on the database has ended. */
  async end(warehouse: Warehouse | null): Promise<void> {
    if (warehouse === null || this.#engine === null) return;
    if (this.#fresh.size > 0) {
      const looks = await looksOf(warehouse);
      for (const id of this.#fresh) {
        const node = this.#engine.manifest.nodes.get(id);
        const look = node === undefined ? undefined : looks.get(relationKey(node));
        if (look === undefined) this.#looks.delete(id);
        else this.#looks.set(id, look);
      }
      this.#fresh.clear();
    }
    const turn = this.#turn;
    if (this.#settings?.reuse !== false && this.#looks.size > 0)
      this.#cancelTimer = this.#ports.later(() => this.#putAway(warehouse, turn), IDLE_MS);
  }

  /** Another database, an empty one. */
  clear(): void {
    this.#turn += 1;
    this.#stop?.cancel();
    this.#cancelTimer();
    this.#ledger.clear();
    this.#looks.clear();
    this.#fresh.clear();
  }

  readonly restore: RestoreKept = async (reads, context) => {
    const carrier = this.#ports.carrier(context.warehouse);
    if (carrier === null || this.#settings?.reuse === false) return new Set();
    const back: { readonly node: ManifestNode; readonly entry: KeptEntry; readonly ms: number }[] = [];
    let started = this.#ports.wall();
    // Another project over the same database, such as the one that lessons stand on beside a changed one: what the ledger knows are
    // relations of the open project.
    const own = this.#engine !== null && context.manifest === this.#engine.manifest;
    const restored = await this.#tables.restore(reads, {
      ...context,
      carrier,
      fingerprint: own ? this.#fingerprint() : this.#fingerprintsOf(context, () => undefined),
      onRestored: (node, entry) => {
        if (own) this.#ledger.restored(node.unique_id, entry.key);
        const now = this.#ports.wall();
        back.push({ node, entry, ms: now - started });
        started = now;
      },
    });
    this.#putBack += restored.size;
    this.#tell(back, context.emit);
    return restored;
  };

  async state(): Promise<KeptState> {
    this.#settings ??= (await this.#ports.place.settings().catch(() => null)) ?? DEFAULT_SETTINGS;
    const entries = await this.#tables.list();
    return {
      settings: this.#settings,
      tables: entries.map(({ node, rows, bytes, at, used }) => ({ node, rows, bytes, at, used })),
      bytes: entries.reduce((sum, entry) => sum + entry.bytes, 0),
      putBack: this.#putBack,
    };
  }

  async set(settings: KeptSettings): Promise<KeptState> {
    this.#settings = settings;
    await this.#ports.place.setSettings(settings).catch(() => undefined);
    if (!settings.reuse) {
      this.#turn += 1;
      this.#stop?.cancel();
    }
    await this.#tables.trim();
    return this.state();
  }

  async empty(): Promise<KeptState> {
    this.#turn += 1;
    this.#stop?.cancel();
    await this.#tables.empty();
    return this.state();
  }

  async #putAway(warehouse: Warehouse, turn: number): Promise<void> {
    const engine = this.#engine;
    const carrier = this.#ports.carrier(warehouse);
    if (engine === null || carrier === null || turn !== this.#turn) return;
    const stop = createCancelSource();
    this.#stop = stop;
    const still = () => turn === this.#turn;
    try {
      const looks = await looksOf(warehouse);
      for (const [id, key] of this.#ledger.nodes) {
        if (!still()) return;
        const node = engine.manifest.nodes.get(id);
        if (key === null || node === undefined || reasonNotToKeep(engine.manifest, node) !== null) continue;
        const look = this.#looks.get(id);
        if (look === undefined || looks.get(relationKey(node)) !== look) continue;
        await this.#tables.keep(node, key, carrier, still, stop.signal);
      }
    } catch {
      // The database has gone; what was not put away is built again.
    }
  }

  #fingerprint(): (id: NodeId) => string | null {
    const engine = this.#engine;
    if (engine === null) return () => null;
    const { manifest, files, project } = engine;
    return this.#fingerprintsOf({ manifest, files, schema: project.target.schema }, (id) => this.#ledger.of(id));
  }

  #fingerprintsOf(
    { manifest, files, schema }: Pick<Parameters<RestoreKept>[1], "manifest" | "files" | "schema">,
    built: (id: NodeId) => string | null | undefined,
  ): (id: NodeId) => string | null {
    const data = (node: ManifestNode) => this.#data.get(node.unique_id) ?? null;
    return fingerprints({ manifest, files, schema, engine: "duckdb 1.4", data, built });
  }

  /** A source's rows: from a file of the user, else from the packs and the generator on the day of the clock. */
  async #dataOf(engine: Engine, request: OpenRequest): Promise<ReadonlyMap<NodeId, string | null>> {
    const files = this.#ports.dataFiles();
    const packs =
      this.#common === null || request.project
        ? null
        : JSON.stringify([dataKey({ ...request, dataUrl: "" }), request.data?.asOf, this.#common]);
    const versions = new Map<NodeId, string | null>();
    for (const node of engine.manifest.nodes.values()) {
      if (node.resource_type !== "source") continue;
      const file = fileOfSource(node, files);
      if (file !== null) versions.set(node.unique_id, await this.#digestOf(file));
      else versions.set(node.unique_id, node.external_location === null ? null : packs);
    }
    return versions;
  }

  /** Of the content, since a version only counts up within one visit. */
  #digestOf(file: LoadableFile): Promise<string | null> {
    const name = `${file.path} ${file.version}`;
    const known = this.#digests.get(name);
    if (known !== undefined) return known;
    const digest = (async () => {
      const found = await sha256(await file.read());
      return found === null ? null : `${file.path} ${found}`;
    })().catch(() => null);
    this.#digests.set(name, digest);
    return digest;
  }

  #tell(
    back: readonly { readonly node: ManifestNode; readonly entry: KeptEntry; readonly ms: number }[],
    emit: (event: RunEvent) => void,
  ): void {
    if (back.length === 0) return;
    const at = this.#ports.wall();
    emit({ kind: "run-started", command: "", nodes: back.map(({ node }) => node.unique_id) });
    for (const [number, { node, entry, ms }] of back.entries()) {
      const index = number + 1;
      const result: NodeResult = {
        unique_id: node.unique_id,
        status: "success",
        failures: null,
        message: `KEPT ${entry.rows}`,
        execution_time_ms: ms,
        compiled_code: null,
        relation_name: node.relation_name,
        rows: entry.rows,
        diagnostics: [],
        started_at: at - ms,
        completed_at: at,
        thread_id: "Thread-1",
      };
      this.#told.add(result);
      emit({ kind: "node-finished", index, total: back.length, result });
      const text = `${index} of ${back.length} KEPT ${node.config.materialized} ${node.resource_type} ${node.schema}.${node.alias} `;
      emit({
        kind: "log",
        level: "info",
        mark: "ok",
        at,
        text: `${text.padEnd(72, ".")} [KEPT ${entry.rows} rows in ${(ms / 1000).toFixed(2)}s]`,
      });
    }
  }
}

/** What tells a table from another one of its name: its number in the catalog, and its rows. */
async function looksOf(warehouse: Warehouse): Promise<ReadonlyMap<string, string>> {
  const { data, rowCount } = await warehouse.query(
    "select lower(concat_ws('.', database_name, schema_name, table_name)), concat_ws(' ', table_oid, estimated_size, column_count) from duckdb_tables()",
    { limit: Infinity },
  );
  return new Map(Array.from({ length: rowCount }, (_, row) => [String(data[0]?.[row]), String(data[1]?.[row])]));
}

function relationKey(node: ManifestNode): string {
  return `${node.database}.${node.schema}.${node.alias}`.toLowerCase();
}
