/** What an engine is given and what it does; `engine.ts` is the engine. Types only. */
import type { CommandOutcome } from "./command/outcome.ts";
import type { Command } from "./command/parse-command.ts";
import type { ProjectHost } from "./command/host.ts";
import type { CompiledNode } from "./compile/compile.ts";
import type { Clock } from "./core/clock.ts";
import type { Diagnostic, Outcome } from "./core/errors.ts";
import type { NodeResult, RunEvent } from "./core/events.ts";
import type { NodeId } from "./core/ids.ts";
import type { Json, Manifest, ManifestNode } from "./core/manifest.ts";
import type { CancelSignal } from "./core/signal.ts";
import type { SourceFile } from "./core/source-file.ts";
import type { Table } from "./core/table.ts";
import type { LintProfile } from "./lint/lint.ts";
import type { Project } from "./project/project.ts";
import type { Warehouse } from "./warehouse/port.ts";
import type { SourceLoader } from "./warehouse/source-loader.ts";

export interface EngineOptions {
  readonly files: readonly SourceFile[];
  /** The built-in macros, paths relative to `src/engine/macros`. */
  readonly builtins: readonly SourceFile[];
  readonly warehouse: () => Promise<Warehouse>;
  readonly clock: Clock;
  readonly env?: Readonly<Record<string, string>>;
  readonly target?: string;
  readonly vars?: Readonly<Record<string, Json | bigint>>;
  readonly loadSources?: SourceLoader;
  /** The var whose date is "now" for templates; without it, or when it holds no date, the clock's own `now` counts. */
  readonly todayVar?: string;
  /** Another profile than the one that dbt_project.yml names. */
  readonly profile?: string;
  /** A database file that wins over profiles.yml. Opening it is up to `warehouse`; here it gives relations their database's name. */
  readonly database?: string;
  /** The folder that the project lies in, for commands that delete or install files; none in the browser. */
  readonly host?: ProjectHost;
  /** Puts back tables that were kept from an earlier build, where a preview or query finds them missing; commands always build. */
  readonly restoreKept?: RestoreKept;
  /** The rules that `lint` holds the project to; projects from outside get the offline rules only, which is the default. */
  readonly lintProfile?: LintProfile;
}

/** Answers with the nodes that are there again, so that neither they nor what only they read has to be built. */
export type RestoreKept = (
  reads: readonly NodeId[],
  context: {
    readonly manifest: Manifest;
    readonly files: readonly SourceFile[];
    /** The target's schema. */
    readonly schema: string;
    readonly warehouse: Warehouse;
    readonly isHeld: (node: ManifestNode) => boolean;
    readonly emit: (event: RunEvent) => void;
    readonly signal?: CancelSignal | undefined;
  },
) => Promise<ReadonlySet<NodeId>>;

export interface QueryOutcome {
  readonly table: Table;
  readonly elapsed_ms: number;
  readonly compiled_code: string;
}

export interface AskOptions {
  /** Rows kept; defaults to 500. */
  readonly limit?: number;
  readonly signal?: CancelSignal;
  /** Hears what is loaded and built first. */
  readonly onEvent?: (event: RunEvent) => void;
}

export interface StandUpOptions extends Omit<AskOptions, "limit"> {
  /** Most seeds, tables, incremental models and snapshots that are built. Views are made in no time, and do not count. */
  readonly mostTables: number;
}

export interface Engine {
  readonly manifest: Manifest;
  readonly diagnostics: readonly Diagnostic[];
  readonly files: readonly SourceFile[];
  readonly project: Project;
  /** The id that artifacts and `invocation_id` carry. */
  readonly invocationId: string;
  select(selector: string, exclude?: string): Outcome<readonly NodeId[]>;
  compile(id: NodeId, options?: { text?: string; signal?: CancelSignal }): Promise<Outcome<CompiledNode>>;
  /** SQL with Jinja that belongs to no file. */
  compileText(sql: string, options?: { signal?: CancelSignal }): Promise<Outcome<CompiledNode>>;
  /**
   * Rows of a node's query, or of `text` as if it stood in the node's file. Relations that it reads and that are not there yet are
   * built first. An incremental model is shown as a full refresh would build it.
   */
  preview(id: NodeId, options?: AskOptions & { text?: string }): Promise<Outcome<QueryOutcome>>;
  /** Rows of SQL with Jinja; what it refers to is built first where it is missing. */
  query(sql: string, options?: AskOptions): Promise<Outcome<QueryOutcome>>;
  /**
   * Brings nodes' relations about without a command: from kept tables where there are some, and builds what is still missing while
   * that is little, the first run of a snapshot too. Answers with what is still missing when it is more than that, parents first.
   */
  standUp(ids: readonly NodeId[], options: StandUpOptions): Promise<Outcome<readonly NodeId[]>>;
  /** Brings the data of sources into the warehouse, as a command that reads them would. */
  loadSources(ids: readonly NodeId[], options?: Omit<AskOptions, "limit">): Promise<Outcome<null>>;
  /**
   * Builds or tests just these nodes, without being a command: no hooks of the project, no artifacts. Nodes with a schema in `schemas`
   * are built, and read, there; the relations of that name elsewhere stay as they are. A model is built in full.
   */
  buildBeside(ids: readonly NodeId[], options: BesideOptions): Promise<readonly NodeResult[]>;
  /** Another project over the same database, read from these files; this one stays as it is. */
  withFiles(files: readonly SourceFile[]): Promise<Engine>;
  command(input: readonly string[] | string, options?: CommandOptions): Promise<CommandOutcome>;
  /** A command that has been parsed, with the words that it was given as. */
  run(command: Command, text: string, options?: CommandOptions): Promise<CommandOutcome>;
}

export interface BesideOptions {
  readonly command: "build" | "test";
  readonly schemas: ReadonlyMap<NodeId, string>;
  /** Failing rows that each data test brings along in its result; none by default. */
  readonly failingRows?: number;
  readonly signal?: CancelSignal;
  readonly onEvent?: (event: RunEvent) => void;
}

export interface CommandOptions {
  readonly onEvent?: (event: RunEvent) => void;
  readonly signal?: CancelSignal;
  /** Failing rows that each data test brings along in its result; none by default. */
  readonly failingRows?: number;
}
