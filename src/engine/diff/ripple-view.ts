/** What a ripple tells, node by node and test by test. Plain data: it crosses the worker after every step. */
import type { Diagnostic } from "../core/errors.ts";
import type { NodeStatus } from "../core/events.ts";
import type { NodeId } from "../core/ids.ts";
import type { Table } from "../core/table.ts";
import type { RelationDiff } from "./relation-diff.ts";

/**
 * - `waiting`, `running`: not known yet
 * - `same`: built, and gives the rows of before: the wave ends here
 * - `changed`: built, and differs
 * - `new`: was not there before
 * - `stopped`: nothing that it reads changed, so it was not built
 * - `failed`: could not be built; `blocked`: something that it reads could not
 * - `left-out`: the time was up
 * - `unbuilt`: there is no build to compare with
 * - `history`: keeps what was, so it is only run by a command
 * - `gone`: deleted
 */
export type RippleState =
  | "waiting"
  | "running"
  | "same"
  | "changed"
  | "new"
  | "stopped"
  | "failed"
  | "blocked"
  | "left-out"
  | "unbuilt"
  | "history"
  | "gone";

export interface RippleNode {
  readonly id: NodeId;
  readonly name: string;
  readonly state: RippleState;
  /** Changed itself. */
  readonly root: boolean;
  readonly distance: number;
  /** Nodes of the ripple that it reads. */
  readonly reads: readonly NodeId[];
  /** Of the last time that it was compared; null before. */
  readonly diff: RelationDiff | null;
  /** True while `diff` speaks of an earlier text. */
  readonly older: boolean;
  /** An incremental model was built in full. */
  readonly in_full: boolean;
  readonly diagnostics: readonly Diagnostic[];
  readonly elapsed_ms: number | null;
}

export type TestVerdict = Extract<NodeStatus, "pass" | "warn" | "fail" | "error">;

export interface FlippedTest {
  readonly id: NodeId;
  readonly name: string;
  /** The node that it is attached to, or the first that it reads. */
  readonly node: NodeId | null;
  /** Null for a test that is new. */
  readonly before: TestVerdict | null;
  readonly now: TestVerdict;
  readonly failures: number | null;
  readonly message: string | null;
  /** Rows that fail now, at most fifty. */
  readonly rows: Table | null;
}

export interface RippleView {
  /** Counts up with every change; a question for news names the last one that it has seen. */
  readonly version: number;
  readonly running: boolean;
  readonly nodes: readonly RippleNode[];
  readonly flipped: readonly FlippedTest[];
  readonly tests_ran: number;
  readonly tests_left: number;
  /** Milliseconds of the whole ripple, and until the first table below an edit was compared; null when there was none. */
  readonly elapsed_ms: number;
  readonly first_diff_ms: number | null;
  /** The project could not be read: `nodes` are those of before. */
  readonly problems: readonly Diagnostic[];
  readonly cancelled: boolean;
}
