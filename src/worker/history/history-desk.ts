/**
 * Asks the database about a table of versions. The table is built first when it is missing, as for any query; after that the SQL goes
 * to the relation by its name, so that a key with braces in it is never taken for a template.
 */
import { diagnostic, fail, succeed, type Diagnostic, type Outcome } from "../../engine/core/errors.ts";
import type { NodeId } from "../../engine/core/ids.ts";
import type { ManifestNode } from "../../engine/core/manifest.ts";
import type { CancelSignal } from "../../engine/core/signal.ts";
import { tableRows, type Column, type Value } from "../../engine/core/table.ts";
import { historyKey } from "../../engine/history/history-key.ts";
import * as sql from "../../engine/history/history-sql.ts";
import { declaredPeriod, periodColumns } from "../../engine/history/period-columns.ts";
import type { Engine } from "../../engine/index.ts";
import { heldRelations, nameKey } from "../../engine/warehouse/held-relations.ts";
import type { Warehouse } from "../../engine/warehouse/port.ts";
import { quoteLiteral } from "../../engine/warehouse/sql.ts";
import type { Bench } from "../workbench.ts";
import type {
  CutAsk,
  CutTotals,
  HistoryBar,
  HistoryCount,
  HistoryCut,
  HistoryFault,
  HistoryKeys,
  HistoryOverview,
  HistoryPoint,
  HistoryShape,
  HistoryTable,
  HistoryTypes,
  Measure,
  NamedColumns,
} from "./protocol.ts";

type Row = Readonly<Record<string, Value>>;

const MOST_CATEGORIES = 30;
const NUMERIC = /^(decimal|double|float|real|u?tinyint|u?smallint|u?integer|u?bigint|u?hugeint)/i;

export async function historyTables(
  engine: Engine,
  running: Warehouse | null,
): Promise<Outcome<readonly HistoryTable[]>> {
  const held = running === null ? new Set<string>() : await heldRelations(running);
  const tables = [...engine.manifest.nodes.values()].flatMap((node): HistoryTable[] => {
    if (!canHoldVersions(node)) return [];
    const period = declaredPeriod(node);
    if (period === null) return [];
    const key = historyKey(engine.manifest, node, period);
    return [{ id: node.unique_id, key, from: period.from, to: period.to, built: held.has(relationKey(node)) }];
  });
  return succeed(tables);
}

export async function historyOverview(
  bench: Bench,
  engine: Engine,
  signal: CancelSignal,
  id: NodeId,
  named: NamedColumns,
): Promise<Outcome<HistoryOverview>> {
  const node = engine.manifest.nodes.get(id);
  if (node === undefined || !canHoldVersions(node)) return fail(unknown(id));
  const reference = referenceTo(node, engine.manifest.project_name);
  const built = await engine.query(`select * from ${reference}`, { limit: 1, signal, onEvent: (e) => bench.emit(e) });
  if (!built.ok) return built;
  const { columns } = built.value.table;
  const found = shapeOf(engine, node, columns, named);
  if (!found.ok) return found;
  const shape = found.value;
  const relation = node.relation_name ?? "";
  const warehouse = await bench.warehouse();
  const ask = async (text: string): Promise<readonly Row[]> =>
    tableRows(await warehouse.query(text, { limit: Infinity, signal }));

  const span = (await ask(sql.spanSql(relation, shape)))[0] ?? {};
  const faults = await ask(sql.faultsSql(relation, shape));
  const bounds = new Set([...shape.key, shape.from, shape.to].map((name) => name.toLowerCase()));
  const others = columns.filter(({ name }) => !bounds.has(name.toLowerCase()) && !isTechnical(name));
  const texts = others.filter(({ type }) => /^(varchar|boolean|enum|integer|bigint|tinyint|smallint)/i.test(type));
  const distinct =
    texts.length === 0
      ? []
      : Object.values(
          (
            await ask(
              sql.distinctSql(
                relation,
                texts.map(({ name }) => name),
              ),
            )
          )[0] ?? {},
        );
  const categories = texts
    .map(({ name, type }, index) => ({ name, type, values: Number(distinct[index] ?? 0) }))
    .filter(({ values, type }) => values > 1 && values <= (/^(varchar|enum)/i.test(type) ? MOST_CATEGORIES : 12))
    .sort((a, b) => categoryRank(a) - categoryRank(b))
    .map(({ name }) => name);
  const measures = others.filter(({ name, type }) => NUMERIC.test(type) && !isNumberName(name)).map(({ name }) => name);
  const label = labelOf(shape, columns);
  const counts = { overlap: 0, gap: 0, empty: 0 };
  for (const row of faults) counts[row["fault"] as HistoryFault["kind"]] = Number(row["total"]);

  return succeed({
    shape,
    columns,
    versions: Number(span["versions"] ?? 0),
    keys: Number(span["keys"] ?? 0),
    open: Number(span["open"] ?? 0),
    firstDay: text(span["first_day"]) ?? "",
    lastDay: text(span["last_day"]) ?? "",
    label,
    measures,
    categories,
    measure: firstMeasure(measures),
    faultCounts: counts,
    faults: faults.map((row) => ({
      kind: row["fault"] as HistoryFault["kind"],
      key: text(row["key"]) ?? "",
      starts: text(row["starts"]) ?? "",
      ends: text(row["ends"]),
      next: text(row["next"]),
    })),
    tests: guards(engine, node),
    reference,
  });
}

export async function historyKeys(
  bench: Bench,
  engine: Engine,
  signal: CancelSignal,
  id: NodeId,
  shape: HistoryShape,
  options: { readonly label: string | null; readonly search: string; readonly limit: number },
): Promise<Outcome<HistoryKeys>> {
  return asked(bench, engine, signal, id, async (relation, ask) => {
    const rows = await ask(sql.keysSql(relation, shape, options));
    return {
      total: Number(rows[0]?.["total"] ?? 0),
      keys: rows.map((row) => ({
        key: text(row["key"]) ?? "",
        label: text(row["label"]),
        versions: Number(row["versions"]),
      })),
    };
  });
}

export async function historyBars(
  bench: Bench,
  engine: Engine,
  signal: CancelSignal,
  id: NodeId,
  shape: HistoryShape,
  options: { readonly keys: readonly string[]; readonly category: string | null; readonly value: string | null },
): Promise<Outcome<ReadonlyMap<string, readonly HistoryBar[]>>> {
  return asked(bench, engine, signal, id, async (relation, ask) => {
    const bars = new Map<string, HistoryBar[]>(options.keys.map((key) => [key, []]));
    for (const row of await ask(sql.barsSql(relation, shape, options)))
      bars.get(text(row["key"]) ?? "")?.push({
        starts: text(row["starts"]) ?? "",
        ends: text(row["ends"]),
        category: text(row["category"]),
        value: text(row["value"]),
      });
    return bars;
  });
}

export async function historyCut(
  bench: Bench,
  engine: Engine,
  signal: CancelSignal,
  id: NodeId,
  shape: HistoryShape,
  ask: CutAsk,
): Promise<Outcome<HistoryCut>> {
  if (!isDay(ask.day) || !isDay(ask.today)) return fail(notADay(isDay(ask.day) ? ask.today : ask.day));
  const node = engine.manifest.nodes.get(id);
  return asked(bench, engine, signal, id, async (relation, query, warehouse) => {
    const totals = (await query(sql.cutTotalsSql(relation, shape, ask))).map((row) => ({
      isTotal: row["is_total"] === true,
      totals: {
        category: text(row["category"]),
        versions: Number(row["versions"]),
        betweenVersions: Number(row["between_versions"]),
        value: number(row["value"]),
        betweenValue: number(row["between_value"]),
        todayValue: number(row["today_value"]),
        todayVersions: Number(row["today_versions"]),
      },
    }));
    const first = [ask.label, ask.category, ask.measure.column].filter((name) => name !== null);
    const doubled = await query(sql.doubledSql(relation, shape, ask.day, ask.keys));
    const rows = await warehouse.query(sql.rowsSql(relation, shape, { ...ask, first }), { limit: 500, signal });
    return {
      total: totals.find((row) => row.isTotal)?.totals ?? NOTHING,
      categories: totals
        .filter(
          ({ isTotal, totals: row }) =>
            !isTotal && (row.versions > 0 || row.betweenVersions > 0 || row.todayVersions > 0),
        )
        .map((row) => row.totals),
      doubled: Number(doubled[0]?.["total"] ?? 0),
      doubledKeys: doubled.map((row) => text(row["key"]) ?? ""),
      rows,
      sql: node === undefined ? "" : sql.metricSql(referenceTo(node, engine.manifest.project_name), shape, ask),
    };
  });
}

export async function historyLine(
  bench: Bench,
  engine: Engine,
  signal: CancelSignal,
  id: NodeId,
  shape: HistoryShape,
  options: { readonly measure: Measure; readonly keys: readonly string[] | null },
): Promise<Outcome<readonly HistoryPoint[]>> {
  return asked(bench, engine, signal, id, async (relation, ask) =>
    (await ask(sql.lineSql(relation, shape, options))).map((row) => ({
      day: text(row["day"]) ?? "",
      value: number(row["value"]),
    })),
  );
}

const MOST_DIFFERENCES = 300;

export async function historyTypes(
  bench: Bench,
  engine: Engine,
  signal: CancelSignal,
  id: NodeId,
  shape: HistoryShape,
  options: {
    readonly day: string;
    readonly columns: readonly Column[];
    readonly label: string | null;
    readonly keys: readonly string[] | null;
  },
): Promise<Outcome<HistoryTypes>> {
  if (!isDay(options.day)) return fail(notADay(options.day));
  const bounds = new Set([...shape.key, shape.from, shape.to].map((name) => name.toLowerCase()));
  const attributes = options.columns
    .map(({ name }) => name)
    .filter((name) => !bounds.has(name.toLowerCase()) && !isTechnical(name));
  return asked(bench, engine, signal, id, async (relation, ask) => {
    const rows = await ask(sql.typesSql(relation, shape, { ...options, attributes, limit: MOST_DIFFERENCES }));
    const first = rows[0] ?? {};
    return {
      compared: Number(first["compared"] ?? 0),
      absent: Number(first["absent"] ?? 0),
      keys: Number(first["keys"] ?? 0),
      differences: Number(first["total"] ?? 0),
      rows: rows
        .filter((row) => row["kind"] === "differs")
        .map((row) => ({
          key: text(row["key"]) ?? "",
          label: text(row["label"]),
          column: text(row["name"]) ?? "",
          was: text(row["was"]),
          now: text(row["now"]),
        })),
    };
  });
}

const NOTHING: CutTotals = {
  category: null,
  versions: 0,
  betweenVersions: 0,
  value: null,
  betweenValue: null,
  todayValue: null,
};

async function asked<T>(
  bench: Bench,
  engine: Engine,
  signal: CancelSignal,
  id: NodeId,
  work: (relation: string, ask: (text: string) => Promise<readonly Row[]>, warehouse: Warehouse) => Promise<T>,
): Promise<Outcome<T>> {
  const node = engine.manifest.nodes.get(id);
  if (node === undefined || !canHoldVersions(node)) return fail(unknown(id));
  const warehouse = await bench.warehouse();
  return succeed(
    await work(
      node.relation_name ?? "",
      async (query) => tableRows(await warehouse.query(query, { limit: Infinity, signal })),
      warehouse,
    ),
  );
}

function shapeOf(
  engine: Engine,
  node: ManifestNode,
  columns: readonly Column[],
  named: NamedColumns,
): Outcome<HistoryShape> {
  const names = columns.map((column) => column.name);
  const find = (wanted: string): Column | undefined =>
    columns.find((column) => column.name.toLowerCase() === wanted.toLowerCase());
  const guess = periodColumns(names);
  const declared = declaredPeriod(node);
  const from = find(named.from ?? declared?.from ?? guess?.from ?? "") ?? find(guess?.from ?? "");
  const to = find(named.to ?? declared?.to ?? guess?.to ?? "") ?? find(guess?.to ?? "");
  const missing = [named.from, named.to, ...(named.key ?? [])].find((name) => name !== undefined && !find(name));
  if (missing !== undefined || from === undefined || to === undefined)
    return fail(
      diagnostic(
        "W002",
        missing === undefined
          ? `The table "${node.name}" has no two columns that say from when to when a version holds.`
          : `The table "${node.name}" has no column "${missing}".`,
        {
          hint: `Choose them by hand; it has ${names.map((name) => `"${name}"`).join(", ")}.`,
          node: node.unique_id,
        },
      ),
    );
  const period = { from: from.name, to: to.name, current: null };
  const key = named.key ?? historyKey(engine.manifest, node, period, names);
  return succeed({
    key: key.flatMap((name) => find(name)?.name ?? []),
    from: from.name,
    to: to.name,
    fromType: from.type,
    toType: to.type,
  });
}

/** Tests on the table as a whole, and on its bounds: what holds it to the rules of versions. */
function guards(engine: Engine, node: ManifestNode): HistoryOverview["tests"] {
  return (engine.manifest.child_map.get(node.unique_id) ?? []).flatMap((id) => {
    const test = engine.manifest.nodes.get(id);
    if (test?.resource_type !== "test" || test.attached_node !== node.unique_id) return [];
    const name = test.test_metadata?.name ?? test.name;
    return test.column_name === null || /overlap|gap|current|valid/.test(name)
      ? [{ id, name: name.replaceAll("_", " ") }]
      : [];
  });
}

function canHoldVersions(node: ManifestNode): boolean {
  if (node.relation_name === null) return false;
  return (
    node.resource_type === "snapshot" ||
    node.resource_type === "source" ||
    node.resource_type === "seed" ||
    (node.resource_type === "model" && node.config.materialized !== "ephemeral")
  );
}

export function referenceTo(node: ManifestNode, project: string): string {
  if (node.resource_type === "source")
    return `{{ source(${quoteLiteral(node.source_name ?? "")}, ${quoteLiteral(node.name)}) }}`;
  const parts = [...(node.package_name === project ? [] : [node.package_name]), node.name].map(quoteLiteral);
  const version = node.version === null ? "" : `, v=${quoteLiteral(String(node.version))}`;
  return `{{ ref(${parts.join(", ")}${version}) }}`;
}

/** Columns that speak of the row and not of what it describes. */
function isTechnical(name: string): boolean {
  return /^(dbt_|_)|(^|_)(history_id|scd_id|hash|surrogate_key)$|^(is_current|changed_columns|change_type|version_number)$|^previous_/i.test(
    name,
  );
}

function isNumberName(name: string): boolean {
  return /(_id|_key|_flags|_number|_year|_month|_rank|_code)$/i.test(name);
}

function labelOf(shape: HistoryShape, columns: readonly Column[]): string | null {
  const stem = (shape.key[0] ?? "").replace(/_(id|key)$/i, "").toLowerCase();
  const names = columns.filter(({ type }) => /^varchar/i.test(type)).map(({ name }) => name);
  const named = names.filter((name) => /(^|_)name$/i.test(name));
  return named.find((name) => name.toLowerCase() === `${stem}_name`) ?? named[0] ?? null;
}

function categoryRank({ name, values }: { readonly name: string; readonly values: number }): number {
  const words = ["plan", "tier", "segment", "status", "stage", "state", "type", "category"];
  const at = words.findIndex((word) => name.toLowerCase().split("_").includes(word));
  return (at < 0 ? 100 : at * 2) + (values > 8 ? 50 : 0) + values / 100 + name.length / 1000;
}

function firstMeasure(measures: readonly string[]): Measure {
  const column = measures.find((name) => /revenue|mrr|amount|price|value|cost/i.test(name)) ?? null;
  return column === null ? { aggregate: "count", column: null } : { aggregate: "sum", column };
}

function relationKey(node: ManifestNode): string {
  const identifier = node.resource_type === "source" ? (node.identifier ?? node.name) : node.alias;
  return nameKey({ database: node.database, schema: node.schema, identifier });
}

function isDay(day: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(`${day}T00:00:00Z`));
}

function notADay(day: string): Diagnostic {
  return diagnostic("W002", `"${day}" is not a day.`, { hint: "Write it as 2024-03-31." });
}

function unknown(id: NodeId): Diagnostic {
  return diagnostic("R001", `There is no table "${id}" that could keep versions.`, {
    hint: "It may have been renamed or deleted; choose another one.",
  });
}

function text(value: Value | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}

function number(value: Value | undefined): number | null {
  return value === null || value === undefined ? null : Number(value);
}

/** Rows of tables, and how many of their versions have ended; null for what is not built. Builds nothing. */
export async function historyCounts(
  bench: Bench,
  engine: Engine,
  signal: CancelSignal,
  ids: readonly NodeId[],
): Promise<Outcome<readonly (HistoryCount | null)[]>> {
  const running = bench.running();
  const counts: (HistoryCount | null)[] = [];
  for (const id of ids) {
    const node = engine.manifest.nodes.get(id);
    const columns =
      running === null || node === undefined
        ? null
        : await running.describe({ database: node.database, schema: node.schema, identifier: node.alias });
    if (running === null || node === undefined || columns === null) {
      counts.push(null);
      continue;
    }
    const period = periodColumns(columns.map((column) => column.name)) ?? declaredPeriod(node);
    const to = columns.find((column) => column.name.toLowerCase() === period?.to.toLowerCase());
    const found = await running.query(sql.countSql(node.relation_name ?? "", to ?? null), { signal });
    counts.push({
      id,
      rows: Number(found.data[0]?.[0] ?? 0),
      closed: to === undefined ? null : Number(found.data[1]?.[0] ?? 0),
    });
  }
  return succeed(counts);
}
