/** What the X-ray of a step says, as plain data. Numbers that could not be had are null, each with the reason beside it. */
import type { Column, Table } from "../core/table.ts";
import type { JoinKind } from "./from-chain.ts";
import type { Closed, Stretch } from "./sql-parts.ts";

export interface StepFacts {
  readonly index: number;
  readonly rows: number;
  readonly elapsed_ms: number;
  readonly columns: readonly Column[];
  /** The first rows. */
  readonly sample: Table;
  /** One, or one for each branch of a UNION. */
  readonly parts: readonly PartFacts[];
  /** Rows of all branches together, and how they are put together; null for a plain SELECT. */
  readonly set: { readonly operators: readonly string[]; readonly before: number } | null;
  readonly keys: readonly KeyFacts[];
}

export interface PartFacts {
  readonly at: Stretch;
  /** Rows that come out of it; null when they were not counted. */
  readonly rows: number | null;
  readonly stages: readonly Stage[];
  readonly closed: Closed | null;
}

export type StageKind = "from" | "join" | "where" | "group" | "having" | "qualify" | "distinct" | "limit" | "select";

/** One clause: how many rows go in, how many come out, and which. */
export interface Stage {
  readonly kind: StageKind;
  readonly at: Stretch;
  /** The relation that is read or joined; null for other clauses. */
  readonly name: string | null;
  readonly before: number | null;
  readonly after: number | null;
  readonly join: JoinFacts | null;
  /** Conditions of a WHERE: rows that each of them alone turns away. */
  readonly conditions: readonly { readonly text: string; readonly fails: number }[];
  /** Rows that this clause dropped, a few of them. */
  readonly dropped: Table | null;
  readonly closed: Closed | null;
}

export interface JoinFacts {
  readonly kind: JoinKind;
  /** Rows of the joined relation. */
  readonly rightRows: number;
  /** Expressions that must be equal, as text. */
  readonly keys: readonly string[];
  readonly others: readonly string[];
  /** Rows of what came before that found no partner; an inner join drops them, a left join keeps them with NULLs. */
  readonly without: number;
  /** Rows that found more than one partner. */
  readonly multiplied: number;
  /** Rows that stand there in addition because of that. */
  readonly added: number;
  /** The most partners that one row found. */
  readonly most: number;
  /** Rows of the joined relation without a partner; only known where the join keeps them. */
  readonly rightWithout: number | null;
  /** The keys that multiply most: their values, rows before, rows after. */
  readonly fanOut: Table | null;
  /** A few of the rows without a partner. */
  readonly lost: Table | null;
}

export interface KeyFacts {
  readonly columns: readonly string[];
  /** Why these columns were looked at. */
  readonly source: "tested" | "joined" | "grouped" | "named";
  readonly distinct: number;
  /** Rows in which a part of it is NULL. */
  readonly nulls: number;
  /** Values that more than one row has. */
  readonly repeats: number;
  readonly most: number;
  /** The values that repeat most. */
  readonly examples: Table | null;
}
