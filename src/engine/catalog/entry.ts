/** What the catalogue knows of one thing of the project: plain data, the same for the page and for the exported file. */
export const DOC_KINDS = [
  "metric",
  "model",
  "source",
  "seed",
  "snapshot",
  "exposure",
  "semantic_model",
  "saved_query",
  "macro",
  "analysis",
  "doc",
  "group",
  "unit_test",
  "test",
] as const;

export type DocKind = (typeof DOC_KINDS)[number];

export interface DocColumn {
  readonly name: string;
  /** As the database has it, or as the property file says; empty when neither does. */
  readonly type: string;
  readonly description: string;
  /** `not_null`, `relationships`. */
  readonly tests: readonly string[];
}

export interface DocEntry {
  readonly id: string;
  readonly kind: DocKind;
  /** The name that is searched for. */
  readonly name: string;
  /** The name with what it belongs to: `crm.accounts`. */
  readonly title: string;
  readonly description: string;
  readonly layer: string | null;
  readonly domain: string | null;
  readonly tags: readonly string[];
  readonly owner: string | null;
  readonly materialized: string | null;
  readonly package: string;
  /** The file that it is written in. */
  readonly path: string;
  /** Facts in dbt's words and the project's own, in the order in which they are shown. */
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly columns: readonly DocColumn[];
  /** As written; of metrics, a query that answers with them. */
  readonly code: string;
  /** Ids of what it reads, what reads it, and of its tests. */
  readonly reads: readonly string[];
  readonly readBy: readonly string[];
  readonly tests: readonly string[];
}
