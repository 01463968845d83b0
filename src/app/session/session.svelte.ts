/**
 * The one place of state. The worker's answers and events come in, surfaces derive what they show; nothing else in the app
 * holds a copy.
 *
 * A newcomer would expect `edit` to be awaited: it is not. The text is in `overlay` at once, the database and the engine follow
 * within a third of a second, and every question to the engine waits until it has read the latest text.
 */
import { proxy, type Remote } from "comlink";
import { createContext } from "svelte";
import { diagnostic, fail, succeed, type Diagnostic, type Outcome } from "../../engine/core/errors.ts";
import type { NodeResult, RunEvent } from "../../engine/core/events.ts";
import type { NodeId } from "../../engine/core/ids.ts";
import type { Manifest } from "../../engine/core/manifest.ts";
import type { Column } from "../../engine/core/table.ts";
import type { ColumnLineage } from "../../engine/lineage/column-lineage.ts";
import type { ModelGrain } from "../../engine/lineage/model-grain.ts";
import type { ColumnTrace } from "../../engine/lineage/trace.ts";
import type { Store } from "../../store/store.ts";
import type {
  CommandResult,
  CommandWords,
  CompiledView,
  DataChoice,
  DataPlan,
  HeldTable,
  LoadProgress,
  OpenRequest,
  Overlay,
  ProjectView,
  QueryResult,
  WarehouseInfo,
  WorkbenchApi,
} from "../../worker/protocol.ts";
import type { OfflineDetail, OfflineListener } from "../offline.ts";
import { shell as words } from "../strings/shell.ts";
import { ChosenData } from "./chosen-data.svelte.ts";
import { deferred } from "./deferred.ts";
import { staleNodes } from "./freshness.ts";
import { Offline, type OfflineState } from "./offline.svelte.ts";
import { BUNDLED, Projects, type Shown } from "./projects.svelte.ts";
import { countStatuses, type RunState } from "./run-state.ts";
import { RunTracker } from "./run-tracker.svelte.ts";
import { Theme } from "./theme.svelte.ts";
import { Toasts, type ToastAction, type ToastOptions } from "./toasts.svelte.ts";
import { withEdit } from "../../worker/project-edit.ts";
import { WorkerLink, type WorkerConnection } from "./worker-link.ts";
import { browserTabs, WorkspaceOwner } from "./workspace-owner.svelte.ts";
import { WorkspaceFiles, type SaveState } from "./workspace-files.svelte.ts";

export type { NodeRunState } from "./run-state.ts";

export type WarehouseState =
  | { readonly kind: "off" }
  | { readonly kind: "starting" }
  | { readonly kind: "ready"; readonly info: WarehouseInfo }
  | { readonly kind: "failed"; readonly diagnostic: Diagnostic };

/** The engine worker, which reads the project; the database is a worker of its own behind it. */
export type EngineState =
  | { readonly kind: "starting" }
  | { readonly kind: "ready" }
  | { readonly kind: "stopped"; readonly diagnostic: Diagnostic };

/** What the session is connected to; the page gives the real ones, tests give small ones. */
export interface SessionPorts {
  connect(): WorkerConnection;
  openStore(): Promise<Store>;
  registerOffline(listener: OfflineListener): Promise<void>;
  /** Resolves when what has changed is on the screen; the database's megabytes start only then. */
  painted(): Promise<void>;
  /** What the bundled project's lineage is drawn from until the engine has read it; null when nothing was prepared. */
  readOutline?(): Promise<Manifest | null>;
}

export interface SessionOptions {
  /** Data tier of the page's address; without one what was chosen on this device counts, else the classroom. */
  readonly tier?: string | null;
  /** Absolute URL of the folder that holds catalog.json. */
  readonly dataUrl: string;
}

const REREAD_AFTER_MS = 250;
/** A worker that dies twice within this time is not started a third time without being asked. */
const RESTART_PAUSE_MS = 30_000;

export class Session {
  readonly theme = new Theme();
  readonly toasts = new Toasts();
  /** The opened store, the same for all surfaces. */
  readonly store: Promise<Store>;
  /** Projects from outside, and which one is open. */
  readonly projects: Projects;
  /** Whether this tab saves the workspace, or another one does. */
  readonly owner: WorkspaceOwner;

  project: ProjectView | null = $state.raw(null);
  #outline: Manifest | null = $state.raw(null);
  engine: EngineState = $state.raw({ kind: "starting" });
  warehouse: WarehouseState = $state.raw({ kind: "off" });
  /** What the command bar completes; empty for the first moment. */
  commands: readonly CommandWords[] = $state.raw([]);
  /** What is being downloaded, by label; gone when done. */
  progress: readonly LoadProgress[] = $state.raw([]);
  /** Source tables that are being made here; null when none are. */
  making: { readonly done: number; readonly total: number } | null = $state.raw(null);
  /** True while `loadData` is at work. */
  loadingData = $state(false);
  /** Counts up when the data or their day have changed, or tables were loaded: what the database holds is another. */
  dataChanges = $state(0);
  /** Problems of this device: no storage, no WebAssembly. */
  deviceProblems: readonly Diagnostic[] = $state.raw([]);

  /** True once somebody has asked where columns come from: the SQL parser is loaded, and asking again costs little. */
  followsColumns = $state(false);

  /** False when this browser refuses storage, so that edits live as long as the tab; null until that is known. */
  persistent: boolean | null = $state(null);

  #projectProblems: readonly Diagnostic[] = $state.raw([]);
  #commandProblems: readonly Diagnostic[] = $state.raw([]);
  readonly #runs = new RunTracker(
    (id) => this.project?.manifest.nodes.get(id)?.checksum,
    () => this.asOfDate,
  );
  readonly #offline = new Offline();
  readonly #data: ChosenData;
  #files: WorkspaceFiles;
  readonly #ports: SessionPorts;
  readonly #dataUrl: string;
  readonly #ready = deferred();

  #link: WorkerLink | null = null;
  /** Resolves when the engine has read the project, or has failed to. A lost worker replaces it. */
  #opened = deferred();
  /** The overlay that the engine has read. */
  #readOverlay: Overlay | null = null;
  #rereadTimer: ReturnType<typeof setTimeout> | undefined;
  #rereading: Promise<void> = Promise.resolve();
  #restartedAt = -Infinity;

  /** What the project, the last command and the last runs found. Findings about a text that has changed since are left out. */
  readonly diagnostics: readonly Diagnostic[] = $derived.by(() =>
    distinct([...this.#projectProblems, ...this.#commandProblems, ...this.#runs.problems()]),
  );
  /** Built nodes that no longer show what the project says. */
  readonly stale: ReadonlySet<NodeId> = $derived(
    this.project === null
      ? new Set<NodeId>()
      : staleNodes(this.project.manifest, this.#runs.results, this.#runs.builtFrom, {
          today: this.asOfDate,
          builtOn: this.#runs.builtOn,
        }),
  );
  readonly #bundledByPath = $derived(new Map(this.project?.bundled.map((file) => [file.path, file.text])));

  constructor(ports: SessionPorts, options: SessionOptions) {
    this.#data = new ChosenData(options.tier ?? null);
    this.#dataUrl = options.dataUrl;
    this.#ports = ports;
    this.store = ports.openStore();
    this.owner = new WorkspaceOwner({
      ...browserTabs(),
      beforeGiving: () => this.flush(),
      taken: () => void this.#loadAgain(),
    });
    this.projects = new Projects(this.store, {
      read: (input, folder) => this.ask((api) => api.readProject(input, folder ?? undefined)),
      show: (shown) => this.#show(shown),
      setData: (data) => this.ask((api) => api.setData(data)),
      edit: (path, text) => this.edit(path, text),
      flush: () => this.flush(),
      overlay: () => this.overlay,
    });
    // Swapped with the project, so it is state itself.
    this.#files = $state.raw(this.#openFiles(this.workspace));
  }

  /** Names whose files, runs and progress are meant: "main" is the bundled project. */
  get workspace(): string {
    return this.projects.workspace;
  }

  /**
   * What the lineage is drawn from: the project, or until the engine has read it an outline, which knows names, folders and who reads
   * whom, and neither code nor columns nor tests.
   */
  get picture(): Manifest | null {
    return this.project?.manifest ?? this.#outline;
  }

  /** Resolves when commands are accepted; rejects when the project or the database could not be opened. */
  get ready(): Promise<void> {
    return this.#ready.promise;
  }

  get run(): RunState {
    return this.#runs.run;
  }

  /** The last result of each node, also of earlier runs in this session. */
  get results(): ReadonlyMap<NodeId, NodeResult> {
    return this.#runs.results;
  }

  get overlay(): Overlay {
    return this.#files.overlay;
  }

  get saving(): SaveState {
    return this.#files.saving;
  }

  get offline(): OfflineState {
    return this.#offline.state;
  }

  get offlineDetail(): OfflineDetail | null {
    return this.#offline.detail;
  }

  /** Takes the new version of the workbench that lies ready, and reloads; null when there is none. */
  get update(): (() => void) | null {
    return this.#offline.update;
  }

  /** Data tier of the bundled project. */
  get tier(): string {
    return this.#data.tier;
  }

  /** What was chosen beside the tier. */
  get dataChoice(): DataChoice {
    return this.#data.choice;
  }

  /** The day that the bundled project takes for today. */
  get asOfDate(): string | null {
    if (this.projects.opened) return null;
    if (this.#data.choice.asOf !== undefined) return this.#data.choice.asOf;
    const date = this.project?.manifest.vars["as_of_date"];
    return typeof date === "string" ? date : null;
  }

  // ——— start, loss and restart

  /** Brings up store, service worker, engine and database, in the order that keeps the page usable offline. Call once. */
  async start(): Promise<void> {
    const registered = this.#offline.register(this.#ports.registerOffline);
    // Asked for beside the store, which says whether it is wanted. A picture that does not arrive is no loss.
    const outline = this.#ports.readOutline?.().catch(() => null) ?? null;
    const store = await this.store;
    this.persistent = store.persistent;
    store.onEmptied(() => void this.#keepAgain());
    if (store.problem) this.deviceProblems = [...this.deviceProblems, store.problem];
    const lost = await this.projects.restore();
    if (lost) this.deviceProblems = [...this.deviceProblems, lost];
    await this.owner.hold(this.workspace);
    if (this.workspace !== BUNDLED) this.#files = this.#openFiles(this.workspace);
    await this.#files.load();
    if (this.workspace === BUNDLED && Object.keys(this.overlay).length === 0) {
      this.#outline = await outline;
      // The engine and the project are a hundred times as large: they come after what is drawn from this.
      if (this.#outline) await this.#ports.painted();
    }
    await registered;
    try {
      this.#link = new WorkerLink(this.#ports.connect(), (reason) => void this.#lose(reason));
    } catch (error) {
      this.#stop(
        diagnostic("S001", `This browser cannot start the engine worker: ${messageOf(error)}`, {
          hint: words.browserHint,
        }),
      );
      return;
    }
    await this.#openAndStart();
  }

  /** Starts a fresh worker with the same project, files and edits. What was built is gone with the old one. */
  async restartEngine(): Promise<void> {
    if (!this.#link) return;
    this.engine = { kind: "starting" };
    this.#restartedAt = performance.now();
    this.#link.restart();
    await this.#openAndStart();
  }

  /** An empty database and nothing run, as at a first visit; files and edits stay. */
  async startAfresh(): Promise<void> {
    if (this.run.running) await this.cancel();
    this.#holdQuestions();
    this.#runs.reset();
    this.#commandProblems = [];
    this.progress = [];
    await this.restartEngine();
  }

  /** Questions wait from now on until a worker has read the project. */
  #holdQuestions(): void {
    const before = this.#opened;
    this.#opened = deferred();
    void this.#opened.promise.then(before.resolve);
    this.#readOverlay = null;
  }

  /** Another tab had the workspace: what it saved counts, with what only this tab knows on top. */
  async #loadAgain(): Promise<void> {
    await this.#files.load();
    await this.#reread();
  }

  /** Site data were deleted while the page was open: what it shows is kept again. */
  async #keepAgain(): Promise<void> {
    const kept = await this.projects.keepAgain();
    await this.#files.keepAgain();
    this.toast(words.emptied, null, {
      tone: "warn",
      stays: true,
      detail: kept.ok ? words.emptiedDetail : kept.diagnostics[0]?.message,
    });
  }

  /** True while there are edits that would go with this tab. */
  get holdsUnsaved(): boolean {
    return this.#files.holdsUnsaved;
  }

  #openFiles(workspace: string): WorkspaceFiles {
    return new WorkspaceFiles(workspace, this.store, this.owner);
  }

  async #openAndStart(): Promise<void> {
    const link = this.#link;
    if (!link) return;
    const overlay = this.overlay;
    const opened = await link.ask(async (api) => {
      await api.listen(
        proxy((events: readonly RunEvent[]) => this.#runs.receive(events)),
        proxy((steps: readonly LoadProgress[]) => steps.forEach((step) => this.#noteProgress(step))),
      );
      return api.open(this.#openRequest(this.projects.shown, overlay));
    });
    if (!opened.ok && this.workspace !== BUNDLED) {
      // The page must not be stuck with a project from outside that cannot even be read.
      this.deviceProblems = [...this.deviceProblems, ...opened.diagnostics];
      await this.projects.giveUp();
      await this.owner.hold(this.workspace);
      this.#files = this.#openFiles(this.workspace);
      await this.#files.load();
      return this.#openAndStart();
    }
    if (!opened.ok) {
      this.#projectProblems = opened.diagnostics;
      this.#stop(
        opened.diagnostics[0] ??
          diagnostic("S003", "The engine could not read the project.", { hint: words.reloadHint }),
      );
      return;
    }
    this.#take(opened.value, overlay);
    this.engine = { kind: "ready" };
    this.#opened.resolve();
    await this.#ports.painted();
    void link.ask((api) => api.commandWords()).then((found) => found.ok && (this.commands = found.value));
    const problem = await this.#startWarehouse();
    if (problem) this.#ready.reject(new Error(problem.message));
    else this.#ready.resolve();
  }

  #openRequest({ workspace, files, data }: Shown, overlay: Overlay): OpenRequest {
    return {
      workspace,
      overlay,
      tier: this.tier,
      data: this.dataChoice,
      dataUrl: this.#dataUrl,
      ...(files ? { project: { files, data } } : data.length > 0 ? { attached: data } : {}),
    };
  }

  /** Another project under every surface. Edits of the one before are saved first; questions wait until the new one is read. */
  async #show(shown: Shown): Promise<Outcome<null>> {
    await this.#opened.promise;
    clearTimeout(this.#rereadTimer);
    await this.flush();
    if (this.run.running) await this.cancel();
    const gate = deferred();
    this.#opened = gate;
    try {
      await this.#rereading;
      await this.owner.hold(shown.workspace);
      const files = this.#openFiles(shown.workspace);
      await files.load();
      const { overlay } = files;
      const read = await this.#askNow((api) => api.open(this.#openRequest(shown, overlay)));
      if (!read.ok) {
        await this.owner.hold(this.workspace);
        return read;
      }
      this.projects.shown = shown;
      this.#files = files;
      this.#runs.reset();
      this.#commandProblems = [];
      this.progress = [];
      this.#take(read.value, overlay);
    } finally {
      gate.resolve();
    }
    // The project before had a database of its own.
    void this.#startWarehouse();
    return succeed(null);
  }

  // ——— data

  /** What a choice of data comes to, or why it cannot be made. */
  planData(tier: string, choice: DataChoice): Promise<Outcome<DataPlan>> {
    return this.ask((api) => api.planData(tier, choice));
  }

  /**
   * Other data under the bundled project. Another day keeps what is built, so that snapshots and incremental models can be lived day
   * by day; other customers mean an empty database. Sources are loaded by what reads them next, or by `loadData`.
   */
  async useData(tier: string, choice: DataChoice): Promise<Outcome<null>> {
    const plan = await this.planData(tier, choice);
    if (!plan.ok) return plan;
    const { asOf: _before, ...before } = this.dataChoice;
    const { asOf: _after, ...after } = choice;
    const sameCustomers = tier === this.tier && JSON.stringify(before) === JSON.stringify(after);
    if (this.run.running) await this.cancel();
    const gate = deferred();
    this.#opened = gate;
    try {
      await this.#rereading;
      this.#data.set(tier, choice);
      const { overlay } = this;
      const read = await this.#askNow((api) => api.open(this.#openRequest(this.projects.shown, overlay)));
      if (!read.ok) return read;
      if (!sameCustomers) this.#runs.reset();
      this.#commandProblems = [];
      this.progress = [];
      this.#take(read.value, overlay);
      this.dataChanges += 1;
    } finally {
      gate.resolve();
    }
    if (!sameCustomers) void this.#startWarehouse();
    return succeed(null);
  }

  /** Loads or makes every source table that is not there yet. */
  async loadData(): Promise<Outcome<null>> {
    this.loadingData = true;
    const outcome = await this.askRows((api) => api.loadData());
    this.loadingData = false;
    this.making = null;
    this.dataChanges += 1;
    return outcome;
  }

  heldTables(): Promise<Outcome<readonly HeldTable[]>> {
    return this.ask((api) => api.heldTables());
  }

  async #startWarehouse(): Promise<Diagnostic | null> {
    if (typeof WebAssembly === "undefined") {
      const problem = diagnostic("S001", words.noWebAssembly, { hint: words.browserHint });
      this.warehouse = { kind: "failed", diagnostic: problem };
      this.deviceProblems = [...this.deviceProblems, problem];
      return problem;
    }
    this.warehouse = { kind: "starting" };
    const started = await this.#askNow((api) => api.startWarehouse());
    this.progress = this.progress.filter((entry) => entry.stage !== "engine");
    if (started.ok) {
      this.warehouse = { kind: "ready", info: started.value };
      return null;
    }
    const problem =
      started.diagnostics[0] ?? diagnostic("W007", "DuckDB could not be started.", { hint: words.reloadHint });
    this.warehouse = { kind: "failed", diagnostic: problem };
    return problem;
  }

  /** Another attempt after DuckDB could not be started, for example because the network was gone. */
  async retryWarehouse(): Promise<void> {
    if ((await this.#startWarehouse()) === null) this.#ready.resolve();
  }

  async #lose(reason: string): Promise<void> {
    this.#holdQuestions();
    if (this.run.running) this.#runs.end(Date.now());
    this.#runs.forget();
    this.progress = [];
    this.making = null;
    this.warehouse = { kind: "off" };
    if (performance.now() - this.#restartedAt < RESTART_PAUSE_MS) {
      this.#stop(diagnostic("S003", words.workerStoppedTwice, { hint: words.workerSaid(reason) }));
      return;
    }
    this.toast(words.workerRestarted, null, { tone: "warn", detail: words.workerRestartedDetail });
    await this.restartEngine();
  }

  #stop(problem: Diagnostic): void {
    // The outline stays: names and edges can still be read.
    this.engine = { kind: "stopped", diagnostic: problem };
    this.#opened.resolve();
    this.#ready.reject(new Error(problem.message));
  }

  // ——— files

  /** Current text of a file; empty for one that does not exist or is deleted. */
  file(path: string): string {
    const edited = this.overlay[path];
    return (edited === undefined ? this.bundledFile(path) : edited) ?? "";
  }

  /** Text as bundled, or null for a file that the user added. */
  bundledFile(path: string): string | null {
    return this.#bundledByPath.get(path) ?? null;
  }

  isEdited(path: string): boolean {
    return path in this.overlay;
  }

  /** `null` deletes the file. Not awaited: text is kept at once, saved and read again shortly after. */
  edit(path: string, text: string | null): void {
    this.#files.set(path, text === this.bundledFile(path) ? undefined : text);
    clearTimeout(this.#rereadTimer);
    this.#rereadTimer = setTimeout(() => void this.#reread(), REREAD_AFTER_MS);
  }

  /** Back to the bundled text; a file that was added goes. */
  restore(path: string): void {
    this.#files.set(path, undefined);
    clearTimeout(this.#rereadTimer);
    void this.#reread();
  }

  /** Saves what is not saved yet. */
  flush(): Promise<void> {
    return this.#files.flush();
  }

  /** For `pagehide`: keeps unsaved text where it survives even if the page is gone before the database answers. */
  keepDrafts(): void {
    this.#files.journal();
  }

  /** Reads the project again when it changed since. Calls queue up, so that an older answer never follows a newer one. */
  #reread(): Promise<void> {
    clearTimeout(this.#rereadTimer);
    this.#rereading = this.#rereading.then(async () => {
      const overlay = this.overlay;
      if (this.#readOverlay === null || this.#readOverlay === overlay) return;
      const shown = this.project;
      const read = await this.#askNow((api) => api.edit(overlay, shown?.version));
      if (!read.ok) this.#projectProblems = read.diagnostics;
      else if (!("since" in read.value)) this.#take(read.value, overlay);
      else if (shown !== null) this.#take(withEdit(shown, read.value), overlay);
    });
    return this.#rereading;
  }

  #take(project: ProjectView, overlay: Overlay): void {
    this.project = project;
    this.#outline = null;
    this.#projectProblems = project.diagnostics;
    this.#readOverlay = overlay;
  }

  // ——— commands and questions

  /** Runs a dbt command line. Null when another one is running. */
  async command(text: string): Promise<CommandResult | null> {
    if (this.run.running) {
      this.toast(words.alreadyRunning, null, { tone: "warn", detail: this.run.command });
      return null;
    }
    const outcome = await this.runCommand(text);
    return outcome.ok ? outcome.value : null;
  }

  /** As `command`, with the reason of a failure; the worker queues up commands that come early. */
  async runCommand(text: string): Promise<Outcome<CommandResult>> {
    const command = text.trim().replace(/^dbt(\s+|$)/, "");
    const shown = `dbt ${command}`.trim();
    this.#runs.begin(shown);
    this.#commandProblems = [];
    this.announce(words.commandStarted(shown));
    const { workspace } = this;
    const outcome = await this.ask((api) => api.command(command));
    // Another project was opened meanwhile; the run was cancelled and its results belong to nobody.
    if (workspace !== this.workspace) return outcome;
    this.#runs.end(Date.now());
    this.progress = [];
    if (!outcome.ok) this.#tellFailure(outcome.diagnostics);
    else await this.#finish(outcome.value);
    return outcome;
  }

  /** Stops the running command, preview or query. */
  async cancel(): Promise<void> {
    if (this.run.cancelling) return;
    this.#runs.cancelling();
    await this.#link?.ask(async (api) => ({ ok: true, value: await api.cancel() }));
  }

  /** The project with edits, data files and artifacts, as a zip. */
  exportProject(note?: string): Promise<Outcome<Blob>> {
    return this.ask((api) => api.exportProject(note));
  }

  compile(id: NodeId, text?: string): Promise<Outcome<CompiledView>> {
    return this.ask((api) => api.compile(id, text));
  }

  select(selector: string, exclude?: string): Promise<Outcome<readonly NodeId[]>> {
    return this.ask((api) => api.select(selector, exclude));
  }

  preview(id: NodeId, options?: { readonly text?: string; readonly limit?: number }): Promise<Outcome<QueryResult>> {
    return this.askRows((api) => api.preview(id, options));
  }

  query(sql: string, options?: { readonly limit?: number }): Promise<Outcome<QueryResult>> {
    return this.askRows((api) => api.query(sql, options));
  }

  describe(id: NodeId): Promise<Outcome<readonly Column[] | null>> {
    return this.ask((api) => api.describe(id));
  }

  /** Where the columns of a node come from. The first call loads the SQL parser. */
  async columnLineage(id: NodeId): Promise<Outcome<ColumnLineage>> {
    const outcome = await this.ask((api) => api.columnLineage(id));
    if (outcome.ok) this.followsColumns = true;
    return outcome;
  }

  traceColumn(id: NodeId, column: string, direction: "upstream" | "downstream"): Promise<Outcome<ColumnTrace>> {
    return this.ask((api) => api.traceColumn(id, column, direction));
  }

  grain(id: NodeId): Promise<Outcome<ModelGrain>> {
    return this.ask((api) => api.grain(id));
  }

  announce(message: string): void {
    this.toasts.announce(message);
  }

  toast(message: string, action: ToastAction | null = null, options: ToastOptions = {}): void {
    this.toasts.show(message, action, options);
  }

  /** Any question to the worker; waits until the engine has read the project with the latest edits. */
  async ask<T>(call: (api: Remote<WorkbenchApi>) => Promise<Outcome<T>>): Promise<Outcome<T>> {
    await this.#opened.promise;
    await this.#reread();
    return this.#askNow(call);
  }

  /** As `ask`, for questions that may first build what they read. */
  async askRows<T>(call: (api: Remote<WorkbenchApi>) => Promise<Outcome<T>>): Promise<Outcome<T>> {
    const outcome = await this.ask(call);
    this.#runs.endBackground(Date.now());
    return outcome;
  }

  async #askNow<T>(call: (api: Remote<WorkbenchApi>) => Promise<Outcome<T>>): Promise<Outcome<T>> {
    if (this.engine.kind === "stopped") return fail(this.engine.diagnostic);
    if (!this.#link) return fail(diagnostic("S003", "The engine worker is not there.", { hint: words.reloadHint }));
    return this.#link.ask(call);
  }

  async #finish(result: CommandResult): Promise<void> {
    this.#commandProblems = result.diagnostics.filter(
      (problem) => problem.node === null || !this.results.has(problem.node),
    );
    const counts = countStatuses(result.results);
    this.announce(result.cancelled ? words.commandCancelled : words.commandFinished(counts));
    if (hasCode(result, "W006")) {
      this.toast(words.databaseRestarted, null, { tone: "warn", detail: words.workerRestartedDetail });
    }
    const finished = this.run.finished;
    if (finished) {
      const kept = await (await this.store).saveRun(this.workspace, finished, Date.now(), this.run.log);
      if (!kept.ok) this.deviceProblems = distinct([...this.deviceProblems, ...kept.diagnostics]);
    }
  }

  #tellFailure(problems: readonly Diagnostic[]): void {
    this.#commandProblems = problems;
    this.#runs.tell(problems, Date.now());
    this.announce(problems[0]?.message ?? words.commandFailed);
  }

  #noteProgress(progress: LoadProgress): void {
    if (progress.stage === "making") {
      this.making = progress.done ? null : { done: progress.bytes, total: progress.totalBytes ?? 0 };
      return;
    }
    const others = this.progress.filter((entry) => entry.label !== progress.label);
    this.progress = progress.done ? others : [...others, progress];
  }
}

/** The session of this page, for every component below the root. */
export const [getSession, setSession] = createContext<Session>();

function distinct(problems: readonly Diagnostic[]): Diagnostic[] {
  const byKey = new Map(
    problems.map((problem) => [JSON.stringify([problem.code, problem.message, problem.at]), problem]),
  );
  return [...byKey.values()];
}

function hasCode(result: CommandResult, code: Diagnostic["code"]): boolean {
  return [...result.diagnostics, ...result.results.flatMap((node) => node.diagnostics)].some(
    (problem) => problem.code === code,
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
