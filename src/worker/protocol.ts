/**
 * What page and engine worker say to each other. Everything here is plain data for structured clone; failures are `Outcome`s,
 * never throws (comlink would keep only the message).
 */
import type { DataFile, ProjectFiles } from "../archive/data-file.ts";
import type { Overlay } from "../archive/overlay.ts";
import type { ProjectInput, ReadProject } from "../archive/read-project.ts";
import type { Report } from "../datagen/report/report.ts";
import type { Diagnostic, Outcome } from "../engine/core/errors.ts";
import type { NodeId } from "../engine/core/ids.ts";
import type { Manifest, ManifestNode } from "../engine/core/manifest.ts";
import type { NodeResult, RunEvent } from "../engine/core/events.ts";
import type { SourceFile } from "../engine/core/source-file.ts";
import type { Column, Table } from "../engine/core/table.ts";
import type { ColumnLineage } from "../engine/lineage/column-lineage.ts";
import type { ModelGrain } from "../engine/lineage/model-grain.ts";
import type { ColumnTrace } from "../engine/lineage/trace.ts";
import type { DashboardsApi } from "./dashboards/protocol.ts";
import type { DocsApi } from "./docs/protocol.ts";
import type { FilesApi } from "./files/protocol.ts";
import type { LessonsApi, PacksApi } from "./lessons/protocol.ts";
import type { LayoutApi } from "./layout/protocol.ts";
import type { MetricsApi } from "./metrics/protocol.ts";
import type { ProfileApi } from "./profile/protocol.ts";
import type { RippleApi } from "./ripple/protocol.ts";
import type { XrayApi } from "./xray/protocol.ts";

export type * from "./dashboards/protocol.ts";
export type * from "./docs/protocol.ts";
export type * from "./files/protocol.ts";
export type * from "./lessons/protocol.ts";
export type * from "./layout/protocol.ts";
export type * from "./metrics/protocol.ts";
export type * from "./profile/protocol.ts";
export type * from "./ripple/protocol.ts";
export type * from "./xray/protocol.ts";
import type { HistoryApi } from "./history/protocol.ts";
import type { KeptApi } from "./kept/protocol.ts";

export type * from "./history/protocol.ts";
export type * from "./kept/protocol.ts";
export type { Kpi, Report } from "../datagen/report/report.ts";

export type { Overlay } from "../archive/overlay.ts";

export interface OpenRequest {
  /** Names the workspace; its relations live in schemas of their own. The default workspace is "main". */
  readonly workspace: string;
  /** A project that was opened from outside; without it the bundled one. */
  readonly project?: ProjectFiles;
  /** Data files that were attached to the bundled project, for sources that its edits declare. */
  readonly attached?: readonly DataFile[];
  readonly overlay: Overlay;
  /** Data tier of the bundled project: "classroom", "tiny" and others. */
  readonly tier: string;
  /** What was chosen beside the tier; without it the data are those that lie beside the page. */
  readonly data?: DataChoice;
  /** Absolute URL of the folder that holds catalog.json. */
  readonly dataUrl: string;
}

/** What is left out follows from the tier, or is as in the files beside the page. Dates are ISO. */
export interface DataChoice {
  readonly seed?: number;
  /** Without the planted faults. */
  readonly clean?: boolean;
  readonly customers?: number;
  readonly locations?: number;
  readonly start?: string;
  /** The day on which the clock stands. */
  readonly asOf?: string;
}

/** A choice with every number settled, and what it costs. */
export interface DataPlan {
  readonly tier: string;
  readonly seed: number;
  readonly customers: number;
  readonly locations: number;
  readonly start: string;
  readonly asOf: string;
  /** The last day that the clock can stand at. */
  readonly end: string;
  readonly clean: boolean;
  /** About: rows of all source tables, and their bytes in the database. */
  readonly rows: number;
  readonly bytes: number;
  /** True when files of just these data lie beside the page. */
  readonly shipped: boolean;
  /** Bytes of those files; 0 when there are none. */
  readonly download: number;
  /** How well these data are calibrated; null when no report of just these data lies beside the page. */
  readonly report: Report | null;
}

/** A source table that the database holds. */
export interface HeldTable {
  readonly name: string;
  readonly rows: number;
}

export interface ProjectView {
  /** Counts the readings of this visit. */
  readonly version: number;
  readonly manifest: Manifest;
  /** All files of the project, overlay applied. */
  readonly files: readonly SourceFile[];
  /** The files as they came (bundled, or as opened), for diff and restore. */
  readonly bundled: readonly SourceFile[];
  readonly diagnostics: readonly Diagnostic[];
  /** Milliseconds spent reading and parsing. */
  readonly parse_ms: number;
}

/** What has changed since a view, where that is no more than texts, what nodes say and findings. */
export interface ProjectEdit extends Pick<ProjectView, "version" | "diagnostics" | "parse_ms"> {
  /** The version of the view that it changes. */
  readonly since: number;
  readonly nodes: readonly ManifestNode[];
  readonly files: readonly SourceFile[];
}

export interface CommandWords {
  readonly name: string;
  readonly options: readonly string[];
  /** Option -> the values that it may have, where they are known. */
  readonly choices: Readonly<Record<string, readonly string[]>>;
}

/** `making`: tables that are made here; its "bytes" are tables. */
export type LoadStage = "engine" | "data" | "making" | "lineage";

/** Progress of something that is downloaded. `totalBytes` is null when the host does not say. */
export interface LoadProgress {
  readonly stage: LoadStage;
  readonly label: string;
  readonly bytes: number;
  readonly totalBytes: number | null;
  readonly done: boolean;
}

export interface WarehouseInfo {
  readonly version: string;
  readonly startup_ms: number;
}

/** Compiled SQL with the way back to the source file. */
export interface CompiledView {
  readonly id: NodeId | null;
  readonly compiled_code: string;
  /** Ordered ranges: compiled [from, to) comes from source [sourceFrom, sourceTo). `exact` when character by character. */
  readonly map: readonly {
    readonly from: number;
    readonly to: number;
    readonly sourceFrom: number;
    readonly sourceTo: number;
    readonly exact: boolean;
  }[];
}

export interface QueryResult {
  readonly table: Table;
  readonly elapsed_ms: number;
  readonly compiled_code: string;
}

export interface CommandResult {
  readonly exitCode: 0 | 1 | 2;
  readonly cancelled: boolean;
  readonly results: readonly NodeResult[];
  /** The log, line by line as dbt prints it. */
  readonly log: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The worker's face: the core, and the parts with a room of their own beside it. */
export type WorkbenchApi = CoreApi &
  DocsApi &
  FilesApi &
  LayoutApi &
  HistoryApi &
  ProfileApi &
  XrayApi &
  RippleApi &
  KeptApi &
  LessonsApi &
  PacksApi &
  DashboardsApi &
  MetricsApi;

/**
 * What every surface stands on. Calls may overlap; statements on the database queue up inside.
 * `listen` must be called once before anything that streams.
 */
export interface CoreApi {
  /** Reads the project; needs no database. Also sets what later calls work on. */
  open(request: OpenRequest): Promise<Outcome<ProjectView>>;
  /** Applies the user's edits and reads the project again. Answers with what changed `since` that view, if that is told and little. */
  edit(overlay: Overlay, since?: number): Promise<Outcome<ProjectView | ProjectEdit>>;
  /** What a choice of data comes to, or why it cannot be made. Makes nothing. */
  planData(tier: string, data: DataChoice): Promise<Outcome<DataPlan>>;
  /** The source tables that the database holds now; none while it has not started. */
  heldTables(): Promise<Outcome<readonly HeldTable[]>>;
  /** Loads or makes all source tables of the project that are not there yet; progress arrives at `listen`'s callbacks. */
  loadData(): Promise<Outcome<null>>;
  /** Starts DuckDB; progress arrives at `listen`'s callback. Calling again returns the same start. */
  startWarehouse(): Promise<Outcome<WarehouseInfo>>;
  /** Registers the callbacks (comlink proxies) for run events and load progress; each takes what happened since its last call. */
  listen(
    onRunEvents: (events: readonly RunEvent[]) => void,
    onProgress: (steps: readonly LoadProgress[]) => void,
  ): Promise<void>;
  /** Compiled SQL of a node, or of a text as if it stood in that node's file. */
  compile(id: NodeId, text?: string): Promise<Outcome<CompiledView>>;
  /** The commands that the engine knows, in its order, with the options that it offers for each. */
  commandWords(): Promise<Outcome<readonly CommandWords[]>>;
  /** Ids that a selector in dbt's grammar matches. */
  select(selector: string, exclude?: string): Promise<Outcome<readonly NodeId[]>>;
  /** A dbt command line, with or without the leading "dbt". */
  command(text: string): Promise<Outcome<CommandResult>>;
  /**
   * Rows of a node's query without building it, or of `text` compiled as if it stood in that node's file (the edited text).
   * Upstream models that are not built yet are built first.
   */
  preview(id: NodeId, options?: { readonly text?: string; readonly limit?: number }): Promise<Outcome<QueryResult>>;
  /** Rows of SQL with Jinja (`select * from {{ ref('x') }}`). */
  query(sql: string, options?: { readonly limit?: number }): Promise<Outcome<QueryResult>>;
  /** Columns of a relation that has been built, or null. */
  describe(id: NodeId): Promise<Outcome<readonly Column[] | null>>;
  /** Where each column of a node's query comes from. The first call loads the SQL parser; its progress arrives at `listen`'s callback. */
  columnLineage(id: NodeId): Promise<Outcome<ColumnLineage>>;
  /** One column through the whole project: what it is made of, or what is made of it. */
  traceColumn(id: NodeId, column: string, direction: "upstream" | "downstream"): Promise<Outcome<ColumnTrace>>;
  /** What one row of a node is, as declared, as tested and as its SQL shows. */
  grain(id: NodeId): Promise<Outcome<ModelGrain>>;
  /** Reads a zip or a folder that may hold a dbt project; opens nothing yet. `folder` chooses among several. */
  readProject(input: ProjectInput, folder?: string): Promise<Outcome<ReadProject>>;
  /** The data files of the open project from now on; a source whose file changed is loaded again. */
  setData(data: readonly DataFile[]): Promise<Outcome<null>>;
  /** The project with its edits, data files and artifacts as a zip; `note` says what dbt has no place for, in a file that it does not read. */
  exportProject(note?: string): Promise<Outcome<Blob>>;
  /** Stops the running command or query. Resolves when the database is free again. */
  cancel(): Promise<void>;
}
