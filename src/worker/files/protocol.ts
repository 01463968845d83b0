/** What the page asks about files and about what the database holds: renames, relations, columns. */
import type { Overlay } from "../../archive/overlay.ts";
import type { Outcome } from "../../engine/core/errors.ts";
import type { NodeId } from "../../engine/core/ids.ts";
import type { Column } from "../../engine/core/table.ts";
import type { Formatted } from "../../engine/refactor/format-sql.ts";
import type { RenamePlan } from "../../engine/refactor/rename-model.ts";

export type { Formatted } from "../../engine/refactor/format-sql.ts";
export type { RenameFile, RenamePlan } from "../../engine/refactor/rename-model.ts";

/** Paths of a plan's files: those whose references follow, and those whose mentions follow, too. */
export interface RenamePaths {
  readonly references: readonly string[];
  readonly mentions: readonly string[];
}

export interface HeldRelation {
  readonly name: string;
  readonly kind: "table" | "view";
  /** Null for a view, whose rows are not counted unless it is read. */
  readonly rows: number | null;
  readonly columns: readonly Column[];
  /** The node of the project that this relation is; null for what stands in the database besides. */
  readonly node: NodeId | null;
}

export interface HeldSchema {
  readonly name: string;
  readonly relations: readonly HeldRelation[];
}

export interface FilesApi {
  /** Everything that a new name changes. Changes nothing. */
  planRename(id: NodeId, to: string): Promise<Outcome<RenamePlan>>;
  /** The texts after a rename, `null` for files that go; only what changes. Changes nothing either. */
  renamedFiles(id: NodeId, to: string, paths: RenamePaths): Promise<Outcome<Overlay>>;
  /** Schemas of the running database; null while none runs. Does not start it and does not wait for it. */
  heldSchemas(): Promise<Outcome<readonly HeldSchema[] | null>>;
  /** Rows and columns of one relation, by the names of `heldSchemas`. */
  relationQuery(schema: string, name: string): Promise<Outcome<string>>;
  /** Columns with their types of all nodes that the running database holds; empty while none runs. */
  heldColumns(): Promise<Outcome<ReadonlyMap<NodeId, readonly Column[]>>>;
  /** SQL laid out anew with its Jinja kept as it is. */
  formatSql(text: string): Promise<Outcome<Formatted>>;
}
