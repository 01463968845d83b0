/**
 * A tile -> the SQL with Jinja that gives its rows. A metric becomes a query on the wide table of its domain, with the value of the
 * month before beside each day and what the definition says of unit and direction.
 */
import { diagnostic, fail, succeed, type Outcome } from "../core/errors.ts";
import type { Manifest, ManifestNode } from "../core/manifest.ts";
import type { Dashboard, DashboardTile, FilterValues, MarkValues, TileMetric } from "./dashboard.ts";
import { filterPrelude } from "./filter-sql.ts";

export interface TileAsk {
  readonly tile: DashboardTile;
  readonly filters: Dashboard["filters"];
  readonly values: FilterValues;
  /** Asks for the rows behind this mark. */
  readonly mark?: MarkValues;
}

export function tileSql(manifest: Manifest, ask: TileAsk): Outcome<string> {
  const { tile, filters, values, mark } = ask;
  const body = mark !== undefined && tile.drill !== null ? succeed(tile.drill) : bodyOf(manifest, tile);
  if (!body.ok) return body;
  return succeed(`${filterPrelude({ filters }, tile, values, mark)}${body.value}`);
}

/** The query without choices, for its references. */
export function bodyOf(manifest: Manifest, tile: DashboardTile): Outcome<string> {
  if (tile.sql !== null) return succeed(tile.sql.replace(/;\s*$/, ""));
  return tile.metric === null ? succeed("select null as value where false") : metricSql(manifest, tile, tile.metric);
}

/** Names in `ref('…')`; a reference that is not literal is found when the query is compiled. */
export function refsIn(sql: string): readonly string[] {
  const found = [...sql.matchAll(/\bref\(\s*(['"])([\w.]+)\1\s*\)/g)].map((match) => match[2]!);
  return [...new Set(found)];
}

function metricSql(manifest: Manifest, tile: DashboardTile, metric: TileMetric): Outcome<string> {
  const wide = wideTable(manifest, metric.domain);
  if (wide === null)
    return fail(
      diagnostic("R001", `The tile "${tile.title}" needs a table of the metrics of "${metric.domain}".`, {
        hint: `There is no model whose name begins with "metrics_${metric.domain}". Look at the metrics in the docs, or write "sql".`,
      }),
    );
  const known = wide.columns[metric.name] !== undefined || Object.keys(wide.columns).length === 0;
  if (!known)
    return fail(
      diagnostic("P008", `The model "${wide.name}" has no metric "${metric.name}".`, {
        hint: `It has: ${Object.keys(wide.columns).slice(0, 12).join(", ")}, …`,
        node: wide.unique_id,
      }),
    );
  const entity = metric.entity ?? (wide.columns["entity_type"] === undefined ? null : "company");
  const where = entity === null ? "true" : `entity_type = '${entity.replaceAll("'", "''")}'`;
  const hasDefinitions = [...manifest.nodes.values()].some((node) => node.name === "metric_definitions");
  const facts = hasDefinitions
    ? `left join {{ ref('metric_definitions') }} as facts on facts.domain = '${metric.domain}' and facts.name = '${metric.name}'`
    : "left join (select null as unit, null as direction) as facts on true";
  return succeed(`with days as (
    select metric_date, cast(${metric.name} as double) as value
    from {{ ref('${wide.name}') }}
    where ${where}
)
select days.metric_date, days.value, before.value as previous, facts.unit as unit, facts.direction as better
from days
left join days as before on before.metric_date = cast(days.metric_date - interval 1 month as date)
${facts}
where days.metric_date > (select max(metric_date) from days) - ${metric.days}
order by days.metric_date`);
}

function wideTable(manifest: Manifest, domain: string): ManifestNode | null {
  const models = [...manifest.nodes.values()].filter((node) => node.resource_type === "model");
  return (
    models.find((node) => node.name === `metrics_${domain}`) ??
    models.find((node) => node.name.startsWith(`metrics_${domain}_`)) ??
    null
  );
}
