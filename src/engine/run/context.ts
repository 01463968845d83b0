/** What a run is given. */
import type { RunEvent } from "../core/events.ts";
import type { NodeId } from "../core/ids.ts";
import type { Manifest, ManifestNode } from "../core/manifest.ts";
import type { CancelSignal } from "../core/signal.ts";
import type { SourceFile } from "../core/source-file.ts";
import type { CompileContext } from "../compile/compile.ts";
import type { Project } from "../project/project.ts";
import type { SourceLoader } from "../warehouse/source-loader.ts";

export interface RunContext extends CompileContext {
  readonly manifest: Manifest;
  readonly project: Project;
  /** The project's `on-run-start` and `on-run-end`, in the order in which they run; none where only parts are built for a preview. */
  readonly operations: readonly ManifestNode[];
  readonly files: readonly SourceFile[];
  readonly loadSources: SourceLoader | null;
  readonly fullRefresh: boolean;
  readonly failFast: boolean;
  readonly storeFailures: boolean;
  readonly threads: number;
  /** Failing rows that each data test brings along; none by default. */
  readonly failingRows?: number;
  /** `--warn-error`: a data test that would warn fails. */
  readonly warnIsError?: boolean;
  readonly signal: CancelSignal | undefined;
  emit(event: RunEvent): void;
  /** Hears every statement before it is sent; `main` is the one that makes the node. */
  readonly onStatement?: (id: NodeId, sql: string, main: boolean) => void;
  /** Hears SQL that is compiled beside the nodes' own: hooks of the project and inputs of unit tests, and where dbt keeps it. */
  readonly onCompiled?: (path: string, sql: string) => void;
}
