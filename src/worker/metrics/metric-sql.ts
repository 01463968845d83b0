/**
 * The SQL that answers with a metric: its values day by day with those to compare them with, and its parts on the newest day.
 *
 * Values come from the wide model in which the metric is made, so one table is enough to see it; where the table of all metrics
 * (`metrics_api`) is built and has the days, it is asked instead. Both compare by date with ranges of days, never by counting rows.
 */
import type { ManifestNode } from "../../engine/core/manifest.ts";
import { quoteIdentifier, quoteLiteral } from "../../engine/warehouse/sql.ts";
import type { MetricEntry, SeriesKind } from "./protocol.ts";

const DATE = "metric_date";
/** What every kind of answer has beside the day and the value. */
const COMPARED = [
  "previous_day_value",
  "previous_week_value",
  "previous_month_value",
  "previous_year_value",
  "avg_7d",
  "avg_28d",
  "target",
];

interface Entity {
  readonly type: string;
  readonly id: string;
}

/** How the wide model says whose value a row is. */
export type Shape = "company" | "entities" | "rows-of-one" | "none";

export function shapeOf(entry: MetricEntry, model: Pick<ManifestNode, "columns">): Shape {
  const has = (name: string): boolean => name in model.columns;
  if (!has(DATE) || !has(entry.name)) return "none";
  if (has("entity_type") && has("entity_id")) return "entities";
  if (entry.entities.length === 1 && has(`${entry.entities[0]}_id`)) return "rows-of-one";
  return entry.entities.includes("company") ? "company" : "none";
}

/** The shortest query that shows the metric, as people would write it; null when the model does not say enough. */
export function askSql(entry: MetricEntry, model: ManifestNode): string | null {
  const shape = shapeOf(entry, model);
  if (shape === "none") return null;
  const whose = shape === "entities" ? ["    entity_type,", "    entity_id,"] : [];
  const one = shape === "rows-of-one" ? [`    ${entry.entities[0]}_id,`] : [];
  const company = shape === "entities" && entry.entities.includes("company") ? ["where entity_type = 'company'"] : [];
  return [
    "select",
    `    ${DATE},`,
    ...(company.length > 0 ? [] : whose),
    ...one,
    `    ${entry.name}`,
    "",
    `from {{ ref('${model.name}') }}`,
    ...company,
    `order by ${DATE}`,
  ].join("\n");
}

/** What stands for the whole: the company's own value, else the sum of what may be added, else the one in the middle. */
export function seriesKind(entry: MetricEntry, of: Entity | null): SeriesKind {
  if (of !== null) return "entity";
  if (entry.entities.includes("company")) return "company";
  return entry.additivity === "non_additive" ? "median" : "sum";
}

export function seriesSql(entry: MetricEntry, model: ManifestNode, of: Entity | null): string {
  const kind = seriesKind(entry, of);
  const value = `cast(${quoteIdentifier(entry.name)} as double)`;
  const group = kind === "sum" || kind === "median" ? `group by ${DATE}` : "";
  // One kind of entity at a time: a platform and its channels are the same money.
  const type = of?.type ?? (kind === "company" ? "company" : (entry.entities[0] ?? "company"));
  return `with series as (
    select ${DATE}, ${kind === "sum" ? `sum(${value})` : kind === "median" ? `median(${value})` : value} as metric_value
    from {{ ref('${model.name}') }}
    ${whereOf(entry, model, type, of?.id ?? null)}
    ${group}
),
${compared(entry)}`;
}

/** The same from the table of all metrics. */
export function unifiedSeriesSql(entry: MetricEntry, unified: string, of: Entity | null): string {
  const { type, id } = of ?? { type: "company", id: "all" };
  return `select ${DATE}, metric_value, ${COMPARED.join(", ")}
from {{ ref('${unified}') }}
where domain = ${quoteLiteral(entry.domain)} and metric_name = ${quoteLiteral(entry.name)}
    and entity_type = ${quoteLiteral(type)} and entity_id = ${quoteLiteral(id)}
order by ${DATE}`;
}

export function partsSql(entry: MetricEntry, model: ManifestNode, type: string): string {
  const id = shapeOf(entry, model) === "entities" ? "entity_id" : quoteIdentifier(`${type}_id`);
  const name = quoteIdentifier(entry.name);
  return `with told as (
    select ${DATE}, cast(${id} as varchar) as entity_id, cast(${name} as double) as metric_value
    from {{ ref('${model.name}') }}
    ${whereOf(entry, model, type, null)}
),
newest as (
    select * from told
    where ${DATE} = (select max(${DATE}) from told where metric_value is not null) and metric_value is not null
)
select entity_id, metric_value, cast(${DATE} as varchar) as metric_date,
    count(*) over () as parts, sum(metric_value) over () as added
from newest
order by metric_value desc, entity_id`;
}

/** The newest row of the company in a wide model. */
export function latestSql(model: ManifestNode): string {
  const company = "entity_type" in model.columns ? "where entity_type = 'company'" : "";
  return `select * from {{ ref('${model.name}') }} ${company} order by ${DATE} desc limit 1`;
}

function whereOf(entry: MetricEntry, model: ManifestNode, type: string, id: string | null): string {
  const shape = shapeOf(entry, model);
  const conditions =
    shape === "entities"
      ? [`entity_type = ${quoteLiteral(type)}`, ...(id === null ? [] : [`entity_id = ${quoteLiteral(id)}`])]
      : shape === "rows-of-one" && id !== null
        ? [`cast(${quoteIdentifier(`${type}_id`)} as varchar) = ${quoteLiteral(id)}`]
        : [];
  return conditions.length === 0 ? "" : `where ${conditions.join(" and ")}`;
}

function compared(entry: MetricEntry): string {
  const before = (interval: string): string =>
    `min(metric_value) over (by_date range between interval ${interval} preceding and interval ${interval} preceding)`;
  const growth = "{{ var('metrics_target_growth', 0.05) }}";
  const target =
    entry.direction === "neutral"
      ? "cast(null as double)"
      : `round(previous_year_value * (1 ${entry.direction === "down" ? "-" : "+"} ${growth}), 6)`;
  return `compared as (
    select *,
        ${before("1 day")} as previous_day_value,
        ${before("7 day")} as previous_week_value,
        ${before("1 month")} as previous_month_value,
        ${before("1 year")} as previous_year_value,
        case when count(metric_value) over last_7_days = 7 then round(avg(metric_value) over last_7_days, 6) end as avg_7d,
        case when count(metric_value) over last_28_days = 28 then round(avg(metric_value) over last_28_days, 6) end as avg_28d
    from series
    where metric_value is not null
    window
        by_date as (order by ${DATE}),
        last_7_days as (order by ${DATE} range between interval 6 days preceding and current row),
        last_28_days as (order by ${DATE} range between interval 27 days preceding and current row)
)
select ${DATE}, metric_value, ${COMPARED.slice(0, -1).join(", ")}, ${target} as target
from compared
order by ${DATE}`;
}
