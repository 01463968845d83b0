/**
 * What the page asks about tables of versions (slowly changing dimensions of type 2, snapshots). Days are `YYYY-MM-DD`; keys are the
 * key columns as one text.
 */
import type { Outcome } from "../../engine/core/errors.ts";
import type { NodeId } from "../../engine/core/ids.ts";
import type { Column, Table } from "../../engine/core/table.ts";
import type { CutRule, HistoryShape, Measure } from "../../engine/history/history-sql.ts";

export type { Aggregate, CutRule, HistoryShape, Measure } from "../../engine/history/history-sql.ts";

/** A table that keeps versions, as the project's files say. */
export interface HistoryTable {
  readonly id: NodeId;
  readonly key: readonly string[];
  readonly from: string;
  readonly to: string;
  /** True when the database holds it. */
  readonly built: boolean;
}

/** Columns named by the user, where the names do not say it. */
export interface NamedColumns {
  readonly key?: readonly string[];
  readonly from?: string;
  readonly to?: string;
}

export interface HistoryFault {
  readonly kind: "overlap" | "gap" | "empty";
  readonly key: string;
  readonly starts: string;
  readonly ends: string | null;
  readonly next: string | null;
}

export interface HistoryOverview {
  readonly shape: HistoryShape;
  readonly columns: readonly Column[];
  readonly versions: number;
  readonly keys: number;
  /** Versions without an end. */
  readonly open: number;
  readonly firstDay: string;
  readonly lastDay: string;
  /** The column that says in words what a key is, or null. */
  readonly label: string | null;
  /** Columns that can be added up. */
  readonly measures: readonly string[];
  /** Columns of few values, the likeliest first. */
  readonly categories: readonly string[];
  /** The measure to begin with. */
  readonly measure: Measure;
  /** How many of each kind; of each at most fifty are listed. */
  readonly faultCounts: Readonly<Record<HistoryFault["kind"], number>>;
  readonly faults: readonly HistoryFault[];
  /** Names of the tests that hold the table to its rules, with what they are called. */
  readonly tests: readonly { readonly id: NodeId; readonly name: string }[];
  readonly reference: string;
}

export interface HistoryKeys {
  readonly total: number;
  readonly keys: readonly { readonly key: string; readonly label: string | null; readonly versions: number }[];
}

export interface HistoryBar {
  readonly starts: string;
  /** Null while it is in force. */
  readonly ends: string | null;
  readonly category: string | null;
  readonly value: string | null;
}

export interface CutAsk {
  readonly day: string;
  /** The day that counts as today. */
  readonly today: string;
  readonly rule: CutRule;
  readonly category: string | null;
  readonly label: string | null;
  readonly measure: Measure;
  /** Null for all keys. */
  readonly keys: readonly string[] | null;
}

export interface CutTotals {
  readonly category: string | null;
  readonly versions: number;
  readonly betweenVersions: number;
  readonly value: number | null;
  readonly betweenValue: number | null;
  readonly todayValue: number | null;
}

export interface HistoryCut {
  readonly total: CutTotals;
  readonly categories: readonly CutTotals[];
  /** Keys that BETWEEN counts more than once; at most twenty are listed. */
  readonly doubled: number;
  readonly doubledKeys: readonly string[];
  readonly rows: Table;
  /** With ref(), as somebody would write it. */
  readonly sql: string;
}

export interface TypesDifference {
  readonly key: string;
  readonly label: string | null;
  readonly column: string;
  readonly was: string | null;
  readonly now: string | null;
}

export interface HistoryTypes {
  /** Keys with a version on the day. */
  readonly compared: number;
  /** Keys that have none on the day, and that a table of the present shows all the same. */
  readonly absent: number;
  readonly keys: number;
  readonly differences: number;
  readonly rows: readonly TypesDifference[];
}

export interface HistoryPoint {
  readonly day: string;
  readonly value: number | null;
}

/** How far a table has grown. */
export interface HistoryCount {
  readonly id: NodeId;
  readonly rows: number;
  /** Versions that have ended; null for a table without versions. */
  readonly closed: number | null;
}

export interface HistoryApi {
  /** Tables of the project that keep versions. Needs no database. */
  historyTables(): Promise<Outcome<readonly HistoryTable[]>>;
  /** Rows of tables as they are; null for one that is not built. Builds nothing. */
  historyCounts(ids: readonly NodeId[]): Promise<Outcome<readonly (HistoryCount | null)[]>>;
  /** Builds the table when it is missing. */
  historyOverview(id: NodeId, named: NamedColumns): Promise<Outcome<HistoryOverview>>;
  historyKeys(
    id: NodeId,
    shape: HistoryShape,
    options: { readonly label: string | null; readonly search: string; readonly limit: number },
  ): Promise<Outcome<HistoryKeys>>;
  /** The versions of each key, in order. */
  historyBars(
    id: NodeId,
    shape: HistoryShape,
    options: { readonly keys: readonly string[]; readonly category: string | null; readonly value: string | null },
  ): Promise<Outcome<ReadonlyMap<string, readonly HistoryBar[]>>>;
  historyCut(id: NodeId, shape: HistoryShape, ask: CutAsk): Promise<Outcome<HistoryCut>>;
  /** The measure at the end of each day on which it may have changed. */
  historyLine(
    id: NodeId,
    shape: HistoryShape,
    options: { readonly measure: Measure; readonly keys: readonly string[] | null },
  ): Promise<Outcome<readonly HistoryPoint[]>>;
  /** What a table that only holds the present would say, beside what was true on the day. */
  historyTypes(
    id: NodeId,
    shape: HistoryShape,
    options: {
      readonly day: string;
      readonly columns: readonly Column[];
      readonly label: string | null;
      readonly keys: readonly string[] | null;
    },
  ): Promise<Outcome<HistoryTypes>>;
}
