/** What a command is given, and what it leaves. */
import type { Diagnostic, Outcome } from "../core/errors.ts";
import type { NodeResult, RunEvent } from "../core/events.ts";
import type { NodeId } from "../core/ids.ts";
import type { Json, Manifest } from "../core/manifest.ts";
import type { CancelSignal } from "../core/signal.ts";
import type { SourceFile } from "../core/source-file.ts";
import type { Table } from "../core/table.ts";
import type { IndirectSelection } from "../graph/selector-spec.ts";
import type { CompiledNode } from "../compile/compile.ts";
import type { LintReport } from "../lint/lint.ts";
import type { Project } from "../project/project.ts";
import type { RunContext } from "../run/run.ts";
import type { Invocation } from "../artifacts/metadata.ts";
import type { ProjectHost } from "./host.ts";

export interface CommandOutcome {
  readonly exitCode: 0 | 1 | 2;
  readonly cancelled: boolean;
  readonly results: readonly NodeResult[];
  /** The log without times. */
  readonly log: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  /** File name -> text of the artifacts that this command writes, below the target folder. Made when asked for. */
  artifacts(): Readonly<Record<string, string>>;
}

export interface CommandContext {
  readonly manifest: Manifest;
  readonly project: Project;
  readonly files: readonly SourceFile[];
  /** The command as it was typed, for events. */
  readonly text: string;
  readonly invocation: Invocation;
  readonly run: Omit<RunContext, "emit" | "signal">;
  /** What `flags` holds in templates; in lower case it is `args` of run_results.json. */
  readonly flags: Readonly<Record<string, Json>>;
  /** The project's own mode, for commands that name none. */
  readonly indirectSelection: IndirectSelection;
  readonly signal: CancelSignal | undefined;
  /** The project's folder on disk; null in the browser. */
  readonly host: ProjectHost | null;
  onEvent(event: RunEvent): void;
  /** Sends what templates `log` and `print` to the listener from now on. */
  hear(listener: (text: string, info: boolean, printed?: boolean) => void): void;
  /** Rows of a node or of SQL, for `show`. `raw` SQL is sent as it is. */
  show(
    target: { id: NodeId } | { sql: string } | { raw: string },
    limit: number,
  ): Promise<Outcome<{ table: Table; compiled_code: string }>>;
  compileText(sql: string): Promise<Outcome<CompiledNode>>;
  /** What the lint objects to in these nodes, and how much of them is documented and tested. */
  lint(nodes: ReadonlySet<NodeId>): Promise<LintReport>;
}

/** How a command ended; the rest of its outcome is the same for all. */
export interface Ended {
  readonly exitCode: 0 | 1 | 2;
  readonly cancelled?: boolean;
  readonly results?: readonly NodeResult[];
  readonly diagnostics?: readonly Diagnostic[];
  readonly artifacts?: () => Readonly<Record<string, string>>;
}
