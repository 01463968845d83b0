/**
 * How old the newest row of a source is, and whether that is too old.
 *
 * "Now" is the injected clock: wall time for projects from outside, the as-of date of the bundled one. A timestamp without a zone is
 * UTC, as in dbt. A project's own `collect_freshness` is called instead of the query here.
 */
import { EngineError } from "../core/errors.ts";
import type { FreshnessThreshold, ManifestNode } from "../core/manifest.ts";
import type { CancelSignal } from "../core/signal.ts";
import type { Table, Value } from "../core/table.ts";
import { compileHook } from "../compile/compile.ts";
import type { CompileContext } from "../compile/compile.ts";
import type { Warehouse } from "../warehouse/port.ts";
import { renderRelation } from "../warehouse/sql.ts";

export interface FreshnessOutcome {
  readonly status: "pass" | "warn" | "error";
  /** Milliseconds since 1970-01-01 UTC. */
  readonly maxLoadedAt: number;
  readonly snapshottedAt: number;
  readonly ageSeconds: number;
  readonly compiled_code: string;
}

/** True for a source whose age is judged at all. */
export function hasFreshness(node: ManifestNode): boolean {
  return (
    node.resource_type === "source" && (node.freshness?.warn_after ?? node.freshness?.error_after ?? null) !== null
  );
}

/** Throws an `EngineError` when the age cannot be computed: dbt's "runtime error". */
export async function runFreshness(
  context: CompileContext,
  warehouse: Warehouse,
  source: ManifestNode,
  signal?: CancelSignal,
): Promise<FreshnessOutcome> {
  const now = context.environment.clock.now();
  const own = ownMacro(context, source);
  const sql = own ?? (await freshnessSql(context, source, signal));
  const maxLoadedAt =
    own === null
      ? instantOf(source, await warehouse.query(sql, { limit: 1, ...(signal === undefined ? {} : { signal }) }))
      : instantOf(source, oneCell(await rendered(context, source, own, signal)));
  const ageSeconds = (now - maxLoadedAt) / 1000;
  return { status: statusOf(source, ageSeconds), maxLoadedAt, snapshottedAt: now, ageSeconds, compiled_code: sql };
}

async function freshnessSql(
  context: CompileContext,
  source: ManifestNode,
  signal: CancelSignal | undefined,
): Promise<string> {
  const render = async (text: string): Promise<string> =>
    text.includes("{") ? rendered(context, source, text, signal) : text;
  if (source.loaded_at_query !== null) {
    return `with source_query as (\n${await render(source.loaded_at_query)}\n)\nselect (select * from source_query) as max_loaded_at`;
  }
  if (source.loaded_at_field === null) {
    throw new EngineError(
      "Q005",
      `Could not compute freshness for source ${source.name}: no 'loaded_at_field' provided and duckdb adapter does not support metadata-based freshness checks.`,
      {
        hint: "Set `loaded_at_field` to the column that says when a row came, or `loaded_at_query`.",
        at: source.span,
        node: source.unique_id,
      },
    );
  }
  const relation =
    source.relation_name ??
    renderRelation({
      database: source.database,
      schema: source.schema,
      identifier: source.identifier ?? source.alias,
    });
  const filter = source.freshness?.filter;
  const where =
    filter === null || filter === undefined || filter.trim() === "" ? "" : `\nwhere ${await render(filter)}`;
  return `select max(${await render(source.loaded_at_field)}) as max_loaded_at\nfrom ${relation}${where}`;
}

/** A template that calls the project's own `collect_freshness` and prints the instant; null when the macro is dbt's. */
function ownMacro({ environment }: CompileContext, source: ManifestNode): string | null {
  const { registry } = environment;
  const known = [
    registry.resolve("collect_freshness", source.package_name),
    registry.dispatch("collect_freshness", "dbt", source.package_name).found,
  ];
  const isOwn = known.some((found) => found !== null && found.info.package_name !== "dbt");
  if (!isOwn || source.loaded_at_field === null || source.loaded_at_query !== null) return null;
  const filter = source.freshness?.filter ?? null;
  const args = `this, ${JSON.stringify(source.loaded_at_field)}, ${filter === null ? "none" : JSON.stringify(filter)}`;
  return `{% set found = collect_freshness(${args}) %}{{ (found.table if found is mapping else found).rows[0][0] }}`;
}

async function rendered(
  context: CompileContext,
  source: ManifestNode,
  text: string,
  signal: CancelSignal | undefined,
): Promise<string> {
  const outcome = await compileHook(context, source, text, signal);
  if (outcome.ok) return outcome.value;
  const found = outcome.diagnostics[0];
  throw new EngineError(found?.code ?? "Q005", found?.message ?? "A template of the source failed.", found ?? {});
}

/** What a macro printed as the answer of a query; Python prints a zone as `+00:00` and null as `None`. */
function oneCell(text: string): Table {
  const value = text.trim();
  const isInstant = TIMESTAMP.test(value);
  return {
    columns: [{ name: "max_loaded_at", type: isInstant ? "TIMESTAMP" : "VARCHAR" }],
    data: [[value === "None" ? null : value]],
    rowCount: 1,
    truncated: false,
  };
}

/** What dbt takes for the newest row of a table without rows: 0001-01-01, older than any limit. */
const NEVER = -62_135_596_800_000;

const TIMESTAMP = /^(\d{4,}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}(?:\.\d+)?)(?:([+-]\d{2})(?::?(\d{2}))?)?$/;

function instantOf(source: ManifestNode, table: Table): number {
  const value: Value = table.data[0]?.[0] ?? null;
  const what = source.loaded_at_query === null ? `field '${source.loaded_at_field ?? ""}'` : "`loaded_at_query`";
  const type = table.columns[0]?.type ?? "";
  const trouble = (message: string, hint: string): EngineError =>
    new EngineError("Q005", message, { hint, at: source.span, node: source.unique_id });
  if (value === null) return NEVER;
  const match = /^TIMESTAMP/i.test(type) && typeof value === "string" ? TIMESTAMP.exec(value) : null;
  if (!match) {
    throw trouble(
      `Expected a timestamp value when querying ${what} of table ${source.relation_name ?? source.name} but received value of type '${type}' instead`,
      `Cast it: loaded_at_field: "cast(${source.loaded_at_field ?? "…"} as timestamp)".`,
    );
  }
  const [, date = "", time = "", hours = "+00", minutes = "00"] = match;
  return Date.parse(`${date}T${time.slice(0, 12)}${hours}:${minutes}`);
}

const SECONDS = { minute: 60, hour: 3600, day: 86_400 };

function statusOf(source: ManifestNode, ageSeconds: number): FreshnessOutcome["status"] {
  const exceeded = (threshold: FreshnessThreshold | null | undefined): boolean =>
    threshold !== null && threshold !== undefined && ageSeconds > threshold.count * SECONDS[threshold.period];
  if (exceeded(source.freshness?.error_after)) return "error";
  return exceeded(source.freshness?.warn_after) ? "warn" : "pass";
}
