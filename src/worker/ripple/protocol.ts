/** What the page asks of live mode: follow the edits, say what they change, show the rows. */
import type { Outcome } from "../../engine/core/errors.ts";
import type { NodeId } from "../../engine/core/ids.ts";
import type { Table } from "../../engine/core/table.ts";
import type { RippleView } from "../../engine/diff/ripple-view.ts";

export type { ColumnsDiff, KeyTrouble, RelationDiff } from "../../engine/diff/relation-diff.ts";
export type { KeyChoice } from "../../engine/diff/diff-key.ts";
export type { RowKind } from "../../engine/diff/diff-sql.ts";
export type { FlippedTest, RippleNode, RippleState, RippleView, TestVerdict } from "../../engine/diff/ripple-view.ts";

/** A file that differs from what the last build was made from. */
export interface RippleFile {
  readonly path: string;
  /** Null for a file that was not there. */
  readonly before: string | null;
  readonly now: string | null;
}

export interface RippleApi {
  /** From now on edits are compared with the project as it is now, where nothing was built yet. Asking again changes nothing. */
  rippleWatch(): Promise<Outcome<RippleView>>;
  /**
   * Follows all edits since the last build through what reads them; ends the ripple before. `budgetMs` limits what is built beyond the
   * edited nodes; null for no limit. Answers when it has ended.
   */
  ripple(options: { readonly budgetMs: number | null }): Promise<Outcome<RippleView>>;
  /** The view as soon as it is newer than `after`. */
  rippleNews(after: number): Promise<Outcome<RippleView>>;
  rippleStop(): Promise<Outcome<null>>;
  /** Rows behind a count; `before` and `now` head the two columns of a value that changed. */
  rippleRows(
    id: NodeId,
    kind: "added" | "removed" | "changed",
    options: { readonly limit: number; readonly before: string; readonly now: string },
  ): Promise<Outcome<Table>>;
  /** Files that differ from what the last build was made from. */
  rippleFiles(): Promise<Outcome<readonly RippleFile[]>>;
  /** The project as it is now is what later edits are compared with; what was built on trial goes. */
  rippleAccept(): Promise<Outcome<RippleView>>;
}
