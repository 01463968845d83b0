/** What the metric explorer asks of the worker: plain data. Asking for values never builds; what is missing is named. */
import type { Outcome } from "../../engine/core/errors.ts";
import type { NodeId } from "../../engine/core/ids.ts";
import type { Table } from "../../engine/core/table.ts";

export interface MetricEntry {
  /** `revenue.mrr`: the last part of its address, unique in the project. */
  readonly key: string;
  readonly domain: string;
  readonly category: string;
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly formula: string;
  readonly unit: string;
  /** 1 to 3; null where nobody has said. */
  readonly tier: number | null;
  readonly grain: string;
  readonly type: string;
  readonly additivity: string;
  /** "up", "down" or "neutral": which way is better. */
  readonly direction: string;
  /** The kinds of entity for which it is told. */
  readonly entities: readonly string[];
  readonly min: number | null;
  readonly max: number | null;
  readonly nullRule: string;
  readonly lateRule: string;
  readonly owner: string;
  /** Name of the model in which it is made. */
  readonly model: string;
  /** Keys of the metrics that it explains. */
  readonly parents: readonly string[];
  /** The metric of dbt's semantic layer, where there is one. */
  readonly node: NodeId | null;
}

export interface MetricList {
  readonly entries: readonly MetricEntry[];
  /** File that the definitions come from; null when they are the project's dbt metrics. */
  readonly definitions: string | null;
  /** The model that holds all of them with values to compare with; null where the project has none. */
  readonly unified: string | null;
}

/** How a metric is made, what holds it to its word, and where it lies. */
export interface MetricPage {
  /** Where the model's SQL gives the column its value, the last step first, then what its parts are made of. */
  readonly made: readonly { readonly step: string; readonly sql: string }[];
  /** SQL that answers with the metric, for the scratchpad. */
  readonly query: string;
  readonly checks: readonly MetricCheck[];
  /** What the model reads, the model, and what is made of it. */
  readonly path: {
    readonly reads: readonly NodeId[];
    readonly model: NodeId | null;
    readonly readers: readonly NodeId[];
  };
}

export interface MetricCheck {
  readonly id: NodeId;
  /** What it holds, in the words of the test itself. */
  readonly text: string;
  readonly kind: "column" | "model" | "all" | "example";
}

export interface MetricQuestion {
  readonly key: string;
  /** One entity; without it the company, or what stands for it. */
  readonly of?: { readonly type: string; readonly id: string } | undefined;
}

/** How the values stand for what was asked: told for the company, one entity, added over entities, or the middle of them. */
export type SeriesKind = "company" | "entity" | "sum" | "median";

export type MetricSeries =
  | {
      readonly kind: "rows";
      readonly table: Table;
      readonly sql: string;
      readonly from: string;
      readonly how: SeriesKind;
      readonly of: { readonly type: string; readonly id: string } | null;
    }
  | MetricMissing;

export interface MetricMissing {
  readonly kind: "missing";
  /** The model that would have to be built; empty where no model makes it. */
  readonly model: string;
}

export type MetricParts =
  | {
      readonly kind: "rows";
      /** entity_id and metric_value, largest first. */
      readonly table: Table;
      /** How many parts there are in all. */
      readonly count: number;
      /** Their sum, where they may be added. */
      readonly sum: number | null;
      readonly day: string | null;
    }
  | MetricMissing;

export interface MetricLatest {
  /** Key of the metric -> its newest value for the company. */
  readonly values: Readonly<Record<string, number>>;
}

export interface MetricsApi {
  metrics(): Promise<Outcome<MetricList>>;
  metric(key: string): Promise<Outcome<MetricPage | null>>;
  metricSeries(question: MetricQuestion): Promise<Outcome<MetricSeries>>;
  metricParts(key: string, type: string): Promise<Outcome<MetricParts>>;
  /** The newest values of all metrics whose models are built. */
  metricLatest(): Promise<Outcome<MetricLatest>>;
}
