/**
 * Answers about metrics. Asking for values never builds: the model that is missing is named, so that the page can offer its command and
 * show its progress. Tables kept from an earlier visit are put back, as for any query.
 */
import { measuresOf, metricFacts } from "../../engine/catalog/metric.ts";
import { succeed, type Outcome } from "../../engine/core/errors.ts";
import type { Manifest, ManifestNode } from "../../engine/core/manifest.ts";
import type { CancelSignal } from "../../engine/core/signal.ts";
import type { Engine } from "../../engine/index.ts";
import { missing } from "../dashboards/dashboards-desk.ts";
import type { Bench } from "../workbench.ts";
import { listMetrics } from "./definitions.ts";
import { metricPage } from "./metric-page.ts";
import { latestSql, partsSql, seriesKind, seriesSql, shapeOf, unifiedSeriesSql } from "./metric-sql.ts";
import type {
  MetricEntry,
  MetricLatest,
  MetricList,
  MetricPage,
  MetricParts,
  MetricQuestion,
  MetricSeries,
} from "./protocol.ts";

/** Days of a series, and parts of a whole that are fetched. */
const MOST_DAYS = 5000;
const MOST_PARTS = 40;

const lists = new WeakMap<Manifest, MetricList>();

export function metrics(engine: Engine): Outcome<MetricList> {
  return succeed(listOf(engine));
}

export function metric(engine: Engine, key: string): Outcome<MetricPage | null> {
  const entry = entryOf(engine, key);
  return succeed(entry === null ? null : metricPage(engine.manifest, entry));
}

export async function metricSeries(
  bench: Bench,
  engine: Engine,
  signal: CancelSignal,
  { key, of = null }: { readonly key: string; readonly of?: MetricQuestion["of"] | null },
): Promise<Outcome<MetricSeries>> {
  const entry = entryOf(engine, key);
  const model = entry === null ? null : modelOf(engine.manifest, entry.model);
  if (entry === null || model === null) return succeed({ kind: "missing", model: "" });
  const { unified } = listOf(engine);
  const kind = seriesKind(entry, of);
  const isWide = shapeOf(entry, model) !== "none";
  // The long table holds customers on four days only; a sum or a middle of all is asked where all are.
  const inUnified =
    isWide && unified !== null && (kind === "company" || (kind === "entity" && of?.type !== "customer"));
  const lacks = await missing(bench, engine, signal, [entry.model, ...(inUnified ? [unified] : [])]);
  const from = inUnified && !lacks.includes(unified) ? unified : entry.model;
  if (lacks.includes(from)) return succeed({ kind: "missing", model: entry.model });
  const sql = !isWide
    ? dbtSql(engine, entry)
    : from === unified
      ? unifiedSeriesSql(entry, unified, of)
      : seriesSql(entry, model, of);
  if (sql === null) return succeed({ kind: "missing", model: "" });
  const answer = await engine.query(sql, { limit: MOST_DAYS, signal, onEvent: (event) => bench.emit(event) });
  if (!answer.ok) return answer;
  return succeed({ kind: "rows", table: answer.value.table, sql: answer.value.compiled_code, from, how: kind, of });
}

export async function metricParts(
  bench: Bench,
  engine: Engine,
  signal: CancelSignal,
  key: string,
  type: string,
): Promise<Outcome<MetricParts>> {
  const entry = entryOf(engine, key);
  const model = entry === null ? null : modelOf(engine.manifest, entry.model);
  if (entry === null || model === null || shapeOf(entry, model) === "none")
    return succeed({ kind: "missing", model: "" });
  if ((await missing(bench, engine, signal, [entry.model])).length > 0)
    return succeed({ kind: "missing", model: entry.model });
  const answer = await engine.query(partsSql(entry, model, type), { limit: MOST_PARTS, signal });
  if (!answer.ok) return answer;
  const { table } = answer.value;
  const [, , days = [], counts = [], sums = []] = table.data;
  return succeed({
    kind: "rows",
    table: { ...table, columns: table.columns.slice(0, 2), data: table.data.slice(0, 2) },
    count: Number(counts[0] ?? 0),
    sum: entry.additivity === "non_additive" || table.rowCount === 0 ? null : Number(sums[0]),
    day: table.rowCount === 0 ? null : String(days[0]),
  });
}

export async function metricLatest(bench: Bench, engine: Engine, signal: CancelSignal): Promise<Outcome<MetricLatest>> {
  const values: Record<string, number> = {};
  const list = listOf(engine);
  const names = [...new Set(list.entries.map((entry) => entry.model))].filter((name) => name !== "");
  const lacks = new Set(await missing(bench, engine, signal, names));
  for (const name of names) {
    const model = modelOf(engine.manifest, name);
    const entries = list.entries.filter(
      (entry) =>
        entry.model === name &&
        model !== null &&
        entry.entities.includes("company") &&
        ["company", "entities"].includes(shapeOf(entry, model)),
    );
    if (model === null || lacks.has(name) || entries.length === 0) continue;
    const answer = await engine.query(latestSql(model), { limit: 1, signal });
    // A table of an older text of the project may lack a column; the metric's own page says so.
    if (!answer.ok) continue;
    const { columns, data } = answer.value.table;
    for (const entry of entries) {
      const value = data[columns.findIndex((column) => column.name === entry.name)]?.[0];
      if (value !== null && value !== undefined) values[entry.key] = Number(value);
    }
  }
  return succeed({ values });
}

/** Days and values of a metric that only dbt's semantic layer knows. */
function dbtSql(engine: Engine, entry: MetricEntry): string | null {
  const node = entry.node === null ? undefined : engine.manifest.nodes.get(entry.node);
  if (node === undefined) return null;
  const { sql } = metricFacts(node, measuresOf(engine.manifest));
  const time = /^select\n {4}([\w.]+),\n/.exec(sql)?.[1];
  if (time === undefined) return null;
  return `select cast(${time} as date) as metric_date, cast(${entry.name} as double) as metric_value\nfrom (${sql.replace(/\norder by [\w.]+$/, "")})\norder by 1`;
}

function listOf(engine: Engine): MetricList {
  const held = lists.get(engine.manifest);
  if (held) return held;
  const made = listMetrics(engine.manifest, engine.files);
  lists.set(engine.manifest, made);
  return made;
}

function entryOf(engine: Engine, key: string): MetricEntry | null {
  return listOf(engine).entries.find((entry) => entry.key === key) ?? null;
}

function modelOf(manifest: Manifest, name: string): ManifestNode | null {
  for (const node of manifest.nodes.values())
    if (node.name === name && ["model", "seed", "snapshot"].includes(node.resource_type)) return node;
  return null;
}
