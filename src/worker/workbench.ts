/**
 * Everything the page can ask of the engine worker, over whatever database it is given.
 *
 * One project is open at a time: the bundled one, or one from outside. Another project gets another database, since both may call
 * their relations alike.
 *
 * Reading the project needs no database: `open` and `edit` make a new engine from the files and keep the database with what is
 * built in it. Commands, previews, queries and checks run one at a time. When the database stops (a statement that cannot be
 * cancelled, memory gone) the job that ran ends with W006, and the next one starts another database, empty.
 */
import type { DataFile } from "../archive/data-file.ts";
import type { ProjectInput, ReadProject } from "../archive/read-project.ts";
import { diagnostic, EngineError, fail, succeed, type Diagnostic, type Outcome } from "../engine/core/errors.ts";
import type { NodeResult, RunEvent } from "../engine/core/events.ts";
import { md5 } from "../engine/core/hash.ts";
import type { NodeId } from "../engine/core/ids.ts";
import type { CancelSignal } from "../engine/core/signal.ts";
import type { SourceFile } from "../engine/core/source-file.ts";
import type { Column } from "../engine/core/table.ts";
import { openEngine, type Engine } from "../engine/index.ts";
import type { ColumnLineage } from "../engine/lineage/column-lineage.ts";
import type { ModelGrain } from "../engine/lineage/model-grain.ts";
import type { SqlParser } from "../engine/lineage/sql-parser.ts";
import type { ColumnTrace } from "../engine/lineage/trace.ts";
import type { RelationName, Warehouse } from "../engine/warehouse/port.ts";
import type { SourceLoader } from "../engine/warehouse/source-loader.ts";
import type { ArrowRows } from "../engine/warehouse/wasm.ts";
import { withDataHint } from "./data-hint.ts";
import type { KeptDesk, KeptPlacePorts } from "./kept/kept-desk.ts";
import { createDataLoader, type LoadableFile } from "./data-loader.ts";
import { createEventStream, type EventStream } from "./event-stream.ts";
import { Jobs } from "./jobs.ts";
import type { LineageDesk } from "./lineage-desk.ts";
import type {
  CommandResult,
  CommandWords,
  CompiledView,
  CoreApi,
  DataChoice,
  DataPlan,
  HeldTable,
  LoadProgress,
  OpenRequest,
  Overlay,
  ProjectEdit,
  ProjectView,
  QueryResult,
  WarehouseInfo,
} from "./protocol.ts";
import { heldTables, openSources, sourcesOf } from "./held-tables.ts";
import { dataKey, makeCommand, settledData } from "./settled-data.ts";
import { applyOverlay, callsForLentMacros, inWorkspace } from "./workspace-files.ts";

/** A warehouse that can stop for good while it is in use, and that reads a CSV as DuckDB reads one. */
export interface StoppableWarehouse extends Warehouse {
  readonly dead: boolean;
  /** Creates or replaces a table with the rows of a CSV file; types are DuckDB's guess. */
  attachCsv(relation: RelationName, bytes: Uint8Array, options?: { readonly signal?: CancelSignal }): Promise<void>;
  /** As `attachParquet`, for rows that are made here. */
  attachArrow(
    relation: RelationName,
    content: ArrowRows,
    options?: { readonly signal?: CancelSignal },
  ): Promise<number>;
  /** All rows of a query as a Parquet file; a database that has no writer for it lacks this. */
  exportParquet?(sql: string, options?: { readonly signal?: CancelSignal }): Promise<Uint8Array<ArrayBuffer>>;
}

export interface LoaderPorts {
  onProgress(progress: LoadProgress): void;
  /** Puts rows into the running database. */
  attachArrow: StoppableWarehouse["attachArrow"];
}

export interface WorkbenchPorts {
  readonly bundled: readonly SourceFile[];
  /** dbt's own macros. */
  readonly builtins: readonly SourceFile[];
  /** The macro packages that a project may call for without bringing them along. */
  lentMacros(): Promise<readonly SourceFile[]>;
  /** The SQL parser behind column lineage. */
  openParser(onProgress: (progress: LoadProgress) => void): Promise<SqlParser>;
  /** `database` is the name that relations carry. */
  openWarehouse(database: string, onProgress: (progress: LoadProgress) => void): Promise<StoppableWarehouse>;
  createLoader(request: OpenRequest, ports: LoaderPorts): SourceLoader;
  planData(request: Pick<OpenRequest, "tier" | "data" | "dataUrl">): Promise<Outcome<DataPlan>>;
  /** Where built tables are kept from visit to visit; without it nothing is. */
  readonly kept?: () => Promise<KeptPlacePorts>;
  /** Milliseconds since 1970-01-01 UTC. */
  wall(): number;
  /** Monotonic milliseconds. */
  elapsed(): number;
}

interface Opened {
  readonly request: OpenRequest;
  readonly engine: Engine;
  /** The project's texts with the edits. */
  readonly files: readonly SourceFile[];
  /** Artifacts of reading the project, once they were asked for. */
  parsed: Readonly<Record<string, string>> | null;
}

/**
 * What the rooms beside this one build on (`parts.ts`): each answers questions of its own about the open project, in a folder of its
 * own, without this file growing.
 */
export interface Bench {
  /** Work on the database, in turn with all other such work; `signal` is that of the page's cancel. */
  job<T>(work: (engine: Engine, signal: CancelSignal) => Promise<Outcome<T>>): Promise<Outcome<T>>;
  /** A question that needs no database, or one that may overlap with others. What is thrown becomes an outcome. */
  withEngine<T>(work: (engine: Engine) => Promise<Outcome<T>>): Promise<Outcome<T>>;
  /** Starts the database when it is not there. */
  warehouse(): Promise<StoppableWarehouse>;
  /** The database if it runs just now. */
  running(): StoppableWarehouse | null;
  /** The SQL parser; its first load tells its progress to the page. */
  parser(): Promise<SqlParser>;
  /** Column lineage and grain of the open project; loads the SQL parser. */
  withLineage<T>(
    work: (desk: LineageDesk, engine: Engine, warehouse: StoppableWarehouse | null) => Promise<Outcome<T>>,
  ): Promise<Outcome<T>>;
  /** What the page asked to open last. */
  request(): OpenRequest | null;
  /** Files of the open project with the edits applied. */
  files(): readonly SourceFile[];
  /** Files that the last command of each kind (`build`, `source`), or of one of them, would write, by their names below target/. */
  artifacts(kind?: string): Readonly<Record<string, string>>;
  emit(event: RunEvent): void;
  /** The bundled project as it came, on the tiny tier's data of another seed, in a database of its own. */
  openOtherSeed(seed: number): Promise<Outcome<Engine>>;
  /** The tables that are kept from visit to visit; null where nothing can be kept. */
  kept(): Promise<KeptDesk | null>;
  /** Told of every event of a run, as it happens. */
  hear(listener: (event: RunEvent) => void): void;
  /** Monotonic milliseconds. */
  elapsed(): number;
}

/** Rows that a failing test brings along, for the history of runs. */
const FAILING_ROWS = 50;

export class Workbench implements CoreApi {
  readonly bench: Bench;
  readonly #ports: WorkbenchPorts;
  readonly #jobs = new Jobs();
  #opened: Opened | null = null;
  /** The last change of the open project. */
  #changes: Promise<unknown> = Promise.resolve();
  #loader: SourceLoader | null = null;
  #starting: Promise<StoppableWarehouse> | null = null;
  /** The database once it has started. */
  #running: StoppableWarehouse | null = null;
  /** Name of the database that was started. */
  #database = "";
  /** What the last command of each kind may write, by its first word. */
  readonly #artifacts = new Map<string, () => Readonly<Record<string, string>>>();
  #startupMs = 0;
  #lineageDesk: Promise<LineageDesk> | null = null;
  #keptDesk: KeptDesk | null = null;
  /** What the page was told last. */
  #view: ProjectView | null = null;
  /** The macros that engines are given: dbt's own, and the lent ones once a project has called for them. */
  #builtins: readonly SourceFile[];
  #events: EventStream<RunEvent> | null = null;
  readonly #listeners: ((event: RunEvent) => void)[] = [];
  #progress: EventStream<LoadProgress> | null = null;

  constructor(ports: WorkbenchPorts) {
    this.#ports = ports;
    this.#builtins = ports.builtins;
    this.bench = {
      job: (work) => this.#job(work),
      withEngine: (work) => this.#withEngine(work),
      warehouse: () => this.#warehouse(),
      running: () => (this.#running?.dead === false ? this.#running : null),
      parser: () => this.#parser(),
      openOtherSeed: (seed) => this.#openOtherSeed(seed),
      withLineage: (work) => this.#withLineage(work),
      request: () => this.#opened?.request ?? null,
      files: () => this.#opened?.files ?? [],
      artifacts: (kind) =>
        Object.assign(
          {},
          ...[...this.#artifacts].map(([each, made]) => (kind === undefined || kind === each ? made() : {})),
        ) as Record<string, string>,
      emit: (event) => this.#emit(event),
      kept: () => this.#openKeptDesk(),
      hear: (listener) => void this.#listeners.push(listener),
      elapsed: () => ports.elapsed(),
    };
  }

  async listen(
    onRunEvents: (events: readonly RunEvent[]) => void,
    onProgress: (steps: readonly LoadProgress[]) => void,
  ): Promise<void> {
    this.#events = createEventStream({
      deliver: onRunEvents,
      replaceKey: (event) => (event.kind === "data-progress" ? `${event.table} ${event.done}` : null),
    });
    this.#progress = createEventStream({
      deliver: onProgress,
      replaceKey: (progress) => (progress.done ? null : progress.label),
    });
  }

  async open(request: OpenRequest): Promise<Outcome<ProjectView>> {
    return this.#inTurn(async () => {
      const before = this.#opened?.request;
      // Another day is no other data: what is built stays, so that a snapshot can be lived day by day.
      const sameData = before !== undefined && dataKey(before) === dataKey(request);
      const sameProject = before?.workspace === request.workspace;
      if (before && !(sameData && sameProject)) {
        // Other data or another project: what is built belongs to the old one.
        await this.#jobs.cancel();
        await this.#closeWarehouse();
        this.#artifacts.clear();
      }
      if (!sameData || !sameProject) this.#loader = this.#createLoader(request);
      else await this.#jobs.cancel();
      return this.#read(request);
    });
  }

  async edit(overlay: Overlay, since?: number): Promise<Outcome<ProjectView | ProjectEdit>> {
    return this.#inTurn(async () => {
      if (!this.#opened) return fail(notOpened());
      const before = this.#view;
      const read = await this.#read({ ...this.#opened.request, overlay });
      if (!read.ok || before === null || before.version !== since) return read;
      const { projectEdit } = await import("./project-edit.ts");
      const edit = projectEdit(before, read.value);
      return edit === null ? read : succeed(edit);
    });
  }

  async readProject(input: ProjectInput, folder?: string): Promise<Outcome<ReadProject>> {
    return settle(async () => {
      const { readProject } = await import("../archive/read-project.ts");
      return readProject(input, folder ?? null);
    });
  }

  async setData(data: readonly DataFile[]): Promise<Outcome<null>> {
    return this.#inTurn(async () => {
      const opened = this.#opened;
      if (!opened) return fail(notOpened());
      const { project, attached = [] } = opened.request;
      const kept = new Set(data.map((file) => file.path));
      const request = { ...opened.request, ...(project ? { project: { ...project, data } } : { attached: data }) };
      this.#opened = { ...opened, request };
      // A table whose file is gone would stay in the database.
      if ((project?.data ?? attached).some((file) => !kept.has(file.path))) {
        await this.#jobs.cancel();
        await this.#closeWarehouse();
      }
      return succeed(null);
    });
  }

  async exportProject(note?: string): Promise<Outcome<Blob>> {
    const opened = this.#opened;
    if (!opened) return fail(notOpened());
    return settle(async () => {
      const { request, engine, files } = opened;
      opened.parsed ??= (await engine.command("parse")).artifacts();
      const { exportProject } = await import("./export-project.ts");
      const written = [...this.#artifacts.values()].map((artifacts) => artifacts());
      return succeed(
        await exportProject({
          files,
          data: request.project?.data ?? request.attached ?? [],
          note: note ?? null,
          artifacts: Object.assign({}, ...written, opened.parsed) as Record<string, string>,
          manifest: engine.manifest,
          dataUrl: request.dataUrl,
          tier: settledData(request).tier,
          makeCommand: makeCommand(request),
        }),
      );
    });
  }

  async planData(tier: string, data: DataChoice): Promise<Outcome<DataPlan>> {
    const dataUrl = this.#opened?.request.dataUrl;
    return dataUrl === undefined ? fail(notOpened()) : settle(() => this.#ports.planData({ tier, data, dataUrl }));
  }

  async heldTables(): Promise<Outcome<readonly HeldTable[]>> {
    return this.#withEngine(async (engine) => {
      const running = this.#running?.dead === false ? this.#running : null;
      return succeed(running === null ? [] : await heldTables(running, sourcesOf(engine)));
    });
  }

  async loadData(): Promise<Outcome<null>> {
    return this.#job((engine, signal) => {
      const ids = openSources(engine).map((source) => source.unique_id);
      return engine.loadSources(ids, { signal, onEvent: this.#emit });
    });
  }

  async startWarehouse(): Promise<Outcome<WarehouseInfo>> {
    return settle(async () => {
      const warehouse = await this.#warehouse();
      await this.#progress?.drain();
      return succeed({ version: warehouse.version, startup_ms: this.#startupMs });
    });
  }

  async compile(id: NodeId, text?: string): Promise<Outcome<CompiledView>> {
    return this.#withEngine(async (engine) => {
      const compiled = await engine.compile(id, text === undefined ? {} : { text });
      if (!compiled.ok) return compiled;
      return succeed({ id, compiled_code: compiled.value.compiled_code, map: compiled.value.map });
    });
  }

  async select(selector: string, exclude?: string): Promise<Outcome<readonly NodeId[]>> {
    return this.#withEngine(async (engine) => engine.select(selector, exclude));
  }

  async commandWords(): Promise<Outcome<readonly CommandWords[]>> {
    return settle(async () => succeed((await import("./command-words.ts")).commandWords()));
  }

  async command(text: string): Promise<Outcome<CommandResult>> {
    return this.#job(async (engine, signal) => {
      this.#keptDesk?.command(text);
      const outcome = await engine.command(text, { signal, onEvent: this.#emit, failingRows: FAILING_ROWS });
      const { exitCode, cancelled, results, log, diagnostics } = outcome;
      this.#artifacts.set(
        text.trim().split(/\s+/)[0] ?? "",
        once(() => outcome.artifacts()),
      );
      return succeed({ exitCode, cancelled, results: results.map(this.#hinted), log, diagnostics });
    });
  }

  async preview(
    id: NodeId,
    options: { readonly text?: string; readonly limit?: number } = {},
  ): Promise<Outcome<QueryResult>> {
    return this.#job(async (engine, signal) =>
      queryResult(await engine.preview(id, { ...options, signal, onEvent: this.#emit })),
    );
  }

  async query(sql: string, options: { readonly limit?: number } = {}): Promise<Outcome<QueryResult>> {
    return this.#job(async (engine, signal) => {
      this.#keptDesk?.asked(sql);
      return queryResult(await engine.query(sql, { ...options, signal, onEvent: this.#emit }));
    });
  }

  async describe(id: NodeId): Promise<Outcome<readonly Column[] | null>> {
    return this.#withEngine(async (engine) => {
      const node = engine.manifest.nodes.get(id);
      if (!node)
        return fail(
          diagnostic("R001", `There is no node "${id}".`, {
            hint: "It may have been renamed or deleted; look for it in the tree.",
          }),
        );
      const warehouse = await this.#warehouse();
      return succeed(
        await warehouse.describe({ database: node.database, schema: node.schema, identifier: node.alias }),
      );
    });
  }

  async columnLineage(id: NodeId): Promise<Outcome<ColumnLineage>> {
    return this.#withLineage((desk, engine, warehouse) => desk.columnLineage(engine, warehouse, id));
  }

  async traceColumn(id: NodeId, column: string, direction: "upstream" | "downstream"): Promise<Outcome<ColumnTrace>> {
    return this.#withLineage((desk, engine, warehouse) =>
      desk.traceColumn(engine, warehouse, { node: id, column }, direction),
    );
  }

  async grain(id: NodeId): Promise<Outcome<ModelGrain>> {
    return this.#withLineage((desk, engine, warehouse) => desk.grain(engine, warehouse, id));
  }

  cancel(): Promise<void> {
    return this.#jobs.cancel();
  }

  readonly #emit = (event: RunEvent): void => {
    this.#keptDesk?.note(event);
    for (const listener of this.#listeners) listener(event);
    this.#events?.send(event.kind === "node-finished" ? { ...event, result: this.#hinted(event.result) } : event);
  };

  /** An opened project may lack the data of a source: a failure that comes from that says so. */
  readonly #hinted = (result: NodeResult): NodeResult => {
    const opened = this.#opened;
    return opened?.request.project ? withDataHint(result, opened.engine.manifest, this.#dataFiles()) : result;
  };

  #createLoader(request: OpenRequest): SourceLoader {
    const packs = this.#ports.createLoader(settledData(request), {
      onProgress: (progress) => this.#progress?.send(progress),
      attachArrow: async (...given) => (await this.#warehouse()).attachArrow(...given),
    });
    return createDataLoader({
      files: () => this.#dataFiles(),
      attachCsv: async (relation, bytes, signal) =>
        (await this.#warehouse()).attachCsv(relation, bytes, signal === undefined ? {} : { signal }),
      packs,
      packFolder: request.project ? request.tier : null,
    });
  }

  /** Data files of the open project, and the CSVs among the texts of one from outside. */
  #dataFiles(): LoadableFile[] {
    const { request, files } = this.#opened ?? { request: null, files: [] };
    return [
      ...(request?.project?.data ?? request?.attached ?? []).map(({ path, version, content }) => ({
        path,
        version: String(version),
        read: async () => new Uint8Array(await content.arrayBuffer()),
      })),
      // The bundled project's CSVs are seeds, also where one is called like a source.
      ...(request?.project ? files : [])
        .filter((file) => /\.csv$/i.test(file.path))
        .map(({ path, text }) => ({
          path,
          get version() {
            return md5(text);
          },
          read: async () => new TextEncoder().encode(text),
        })),
    ];
  }

  /** What changes the open project: the second edit must not be done before the first one, which may wait for code to load. */
  #inTurn<T>(work: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
    const turn = this.#changes.then(() => settle(work));
    this.#changes = turn;
    return turn;
  }

  async #read(request: OpenRequest): Promise<Outcome<ProjectView>> {
    const started = this.#ports.elapsed();
    const base = request.project?.files ?? this.#ports.bundled;
    const files = applyOverlay(base, request.overlay);
    const { tier, vars } = settledData(request);
    const { wall, elapsed } = this.#ports;
    if (this.#builtins === this.#ports.builtins && callsForLentMacros(files))
      this.#builtins = [...this.#ports.builtins, ...(await this.#ports.lentMacros())];
    const engine = await openEngine({
      files: request.project ? files : inWorkspace(files, request.workspace),
      builtins: this.#builtins,
      warehouse: () => this.#warehouse(),
      clock: { now: wall, wall, elapsed },
      env: { STRATA_DATA_DIR: tier },
      // The bundled project stands at its as-of date; one from outside lives in the present.
      ...(request.project ? {} : { todayVar: "as_of_date", vars }),
      lintProfile: request.project ? "offline" : "bundled",
      ...(this.#loader === null ? {} : { loadSources: this.#loader }),
      restoreKept: async (...given) => (await this.#keptDesk?.restore(...given)) ?? new Set(),
    });
    this.#opened = { request, engine, files, parsed: null };
    if (this.#starting && engine.project.target.database !== this.#database) {
      // Another profile: relations carry the name of the database, and a database cannot be renamed.
      await this.#jobs.cancel();
      await this.#closeWarehouse();
    }
    this.#view = {
      version: (this.#view?.version ?? 0) + 1,
      manifest: engine.manifest,
      files,
      bundled: base,
      diagnostics: engine.diagnostics,
      parse_ms: elapsed() - started,
    };
    return succeed(this.#view);
  }

  async #openOtherSeed(seed: number): Promise<Outcome<Engine>> {
    const request = this.#opened?.request;
    if (request === undefined) return fail(notOpened());
    const { openOtherSeed } = await import("./lessons/other-seed.ts");
    const loader = this.#createLoader({ ...request, tier: "tiny", data: { seed } });
    return succeed(
      await openOtherSeed(seed, {
        files: this.#ports.bundled,
        builtins: this.#builtins,
        loader,
        warehouse: () => this.#warehouse(),
        wall: this.#ports.wall,
        elapsed: this.#ports.elapsed,
      }),
    );
  }

  /** The running database; starts one when there is none or when the last one has stopped. */
  async #warehouse(): Promise<StoppableWarehouse> {
    const known = this.#starting;
    if (known) {
      const running = await known.catch(() => null);
      if (running && !running.dead) return running;
      // Another call has started one meanwhile.
      if (this.#starting !== known) return this.#warehouse();
    }
    const started = this.#ports.elapsed();
    this.#database = this.#opened?.engine.project.target.database ?? "strata";
    this.#keptDesk?.clear();
    this.#starting = this.#ports
      .openWarehouse(this.#database, (progress) => this.#progress?.send(progress))
      .then((warehouse) => {
        this.#startupMs = this.#ports.elapsed() - started;
        this.#running = warehouse;
        return warehouse;
      });
    return this.#starting;
  }

  async #closeWarehouse(): Promise<void> {
    const running = this.#starting && (await this.#starting.catch(() => null));
    this.#starting = null;
    this.#running = null;
    await running?.close();
  }

  #job<T>(work: (engine: Engine, signal: CancelSignal) => Promise<Outcome<T>>): Promise<Outcome<T>> {
    return this.#jobs.run(async (signal) => {
      if (signal.cancelled)
        return fail(
          diagnostic("W005", "Cancelled before it began.", { hint: "Run it again when you want its result." }),
        );
      const kept = await this.#openKeptDesk();
      const outcome = await this.#withEngine(async (engine) => {
        if (this.#opened) await kept?.begin(engine, this.#opened.request).catch(() => undefined);
        return work(engine, signal);
      });
      await kept?.end(this.bench.running()).catch(() => undefined);
      if (this.#lineageDesk) (await this.#lineageDesk.catch(() => null))?.refresh();
      await Promise.all([this.#events?.drain(), this.#progress?.drain()]);
      return outcome;
    });
  }

  /** Lineage reads the text where no database runs, and asks the database that runs; it does not wait for one to start. */
  async #withLineage<T>(
    work: (desk: LineageDesk, engine: Engine, warehouse: StoppableWarehouse | null) => Promise<Outcome<T>>,
  ): Promise<Outcome<T>> {
    return this.#withEngine(async () => {
      const desk = await this.#openLineageDesk();
      // Taken only now: the project may have been read again meanwhile.
      const engine = this.#opened?.engine;
      if (!engine) return fail(notOpened());
      const outcome = await work(desk, engine, this.#running?.dead === false ? this.#running : null);
      await this.#progress?.drain();
      return outcome;
    });
  }

  /** Null where nothing can be kept, or its code cannot be loaded: then everything is built. */
  async #openKeptDesk(): Promise<KeptDesk | null> {
    const { kept, wall } = this.#ports;
    if (kept === undefined) return null;
    const [room, place] = await Promise.all([import("./kept/kept-desk.ts"), kept()]).catch(() => [null, null] as const);
    if (room !== null && place !== null)
      this.#keptDesk ??= new room.KeptDesk({ ...place, wall, dataFiles: () => this.#dataFiles() });
    return this.#keptDesk;
  }

  #parser(): Promise<SqlParser> {
    return this.#ports.openParser((found) => this.#progress?.send(found));
  }

  #openLineageDesk(): Promise<LineageDesk> {
    this.#lineageDesk ??= import("./lineage-desk.ts")
      .then(({ LineageDesk }) => new LineageDesk(() => this.#parser()))
      .catch((thrown: unknown) => {
        this.#lineageDesk = null;
        throw thrown;
      });
    return this.#lineageDesk;
  }

  async #withEngine<T>(work: (engine: Engine) => Promise<Outcome<T>>): Promise<Outcome<T>> {
    const engine = this.#opened?.engine;
    return engine ? settle(() => work(engine)) : fail(notOpened());
  }
}

/** Artifacts say when they were written: asked for twice, they are still those of the same command. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}

function queryResult(outcome: Outcome<QueryResult>): Outcome<QueryResult> {
  if (!outcome.ok) return outcome;
  const { table, elapsed_ms, compiled_code } = outcome.value;
  return succeed({ table, elapsed_ms, compiled_code });
}

/** Nothing is thrown across the worker: comlink would keep only the message. */
async function settle<T>(work: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await work();
  } catch (thrown) {
    if (thrown instanceof EngineError) return fail(thrown.diagnostic);
    const text = thrown instanceof Error ? `${thrown.message}` : String(thrown);
    return fail(
      diagnostic("S003", `The engine came upon something that it did not expect: ${text}`, {
        hint: "Your files are kept. Run it again; if it happens again, reload the page.",
      }),
    );
  }
}

function notOpened(): Diagnostic {
  return diagnostic("S003", "No project has been opened in the engine worker yet.", { hint: "Reload the page." });
}
