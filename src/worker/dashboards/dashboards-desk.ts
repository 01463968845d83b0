/**
 * Answers about dashboards. Asking for a tile's rows never builds: what is missing is named, so that the page can offer one command
 * for the whole dashboard and show its progress. Tables kept from an earlier visit are put back, as for any query.
 */
import { succeed, type Outcome } from "../../engine/core/errors.ts";
import type { NodeId } from "../../engine/core/ids.ts";
import type { Manifest, ManifestNode } from "../../engine/core/manifest.ts";
import type { CancelSignal } from "../../engine/core/signal.ts";
import { filtersOf } from "../../engine/dashboards/filter-sql.ts";
import { listDashboards } from "../../engine/dashboards/list-dashboards.ts";
import { readDashboard } from "../../engine/dashboards/read-dashboard.ts";
import { bodyOf, refsIn, tileSql } from "../../engine/dashboards/tile-sql.ts";
import type { Engine } from "../../engine/index.ts";
import { heldRelations, nodeKey } from "../../engine/warehouse/held-relations.ts";
import type { Bench } from "../workbench.ts";
import type { DashboardEntry, DashboardView, TileAnswer, TileQuestion } from "./protocol.ts";

/** More marks than this say nothing more in a tile. */
const TILE_ROWS = 5000;
const DRILL_ROWS = 500;
const MOST_OPTIONS = 500;

export function dashboards(bench: Bench, engine: Engine): Outcome<readonly DashboardEntry[]> {
  return succeed(listDashboards(engine.manifest, bench.files()));
}

export function dashboard(bench: Bench, engine: Engine, name: string, text?: string): Outcome<DashboardView | null> {
  const { manifest } = engine;
  const entry = listDashboards(manifest, bench.files()).find((each) => each.name === name);
  if (entry === undefined) return succeed(null);
  const source = text ?? bench.files().find((file) => file.path === entry.path)?.text;
  if (source === undefined) return succeed({ entry, dashboard: null, diagnostics: [], reads: [], listens: {} });
  const { dashboard: read, diagnostics } = readDashboard({ path: entry.path, text: source });
  const bodies = (read?.tiles ?? []).map((tile) => {
    const body = bodyOf(manifest, tile);
    return { id: tile.id, sql: body.ok ? body.value : "", drill: tile.drill ?? "" };
  });
  return succeed({
    entry,
    dashboard: read,
    diagnostics,
    reads: [...new Set(bodies.flatMap((body) => [...refsIn(body.sql), ...refsIn(body.drill)]))],
    listens: Object.fromEntries(bodies.map((body) => [body.id, read === null ? [] : filtersOf(read, body.sql)])),
  });
}

export async function dashboardTile(
  bench: Bench,
  engine: Engine,
  signal: CancelSignal,
  question: TileQuestion,
): Promise<Outcome<TileAnswer>> {
  const sql = tileSql(engine.manifest, question);
  if (!sql.ok) return sql;
  const models = await missing(bench, engine, signal, refsIn(sql.value));
  if (models.length > 0) return succeed({ kind: "missing", models });
  const limit = question.mark === undefined ? TILE_ROWS : DRILL_ROWS;
  const answer = await engine.query(sql.value, { limit, signal, onEvent: (event) => bench.emit(event) });
  return answer.ok ? succeed({ kind: "rows", rows: answer.value }) : answer;
}

export async function dashboardOptions(
  bench: Bench,
  engine: Engine,
  signal: CancelSignal,
  sql: string,
): Promise<Outcome<readonly string[]>> {
  if ((await missing(bench, engine, signal, refsIn(sql))).length > 0) return succeed([]);
  const answer = await engine.query(sql, { limit: MOST_OPTIONS, signal });
  if (!answer.ok) return answer;
  return succeed((answer.value.table.data[0] ?? []).flatMap((value) => (value === null ? [] : [String(value)])));
}

/** Names of those that are neither built nor kept from an earlier visit; kept ones are put back. */
export async function missing(
  bench: Bench,
  engine: Engine,
  signal: CancelSignal,
  names: readonly string[],
): Promise<readonly string[]> {
  const nodes = names.flatMap((name) => nodeNamed(engine.manifest, name) ?? []);
  const warehouse = await bench.warehouse();
  const held = await heldRelations(warehouse);
  const isHeld = (node: ManifestNode): boolean => held.has(nodeKey(node));
  const absent = nodes.filter((node) => node.config.materialized !== "ephemeral" && !isHeld(node));
  if (absent.length === 0) return [];
  const kept = await bench.kept();
  const back: ReadonlySet<NodeId> =
    (await kept?.restore(
      absent.map((node) => node.unique_id),
      {
        manifest: engine.manifest,
        files: engine.files,
        schema: engine.project.target.schema,
        warehouse,
        isHeld,
        emit: (event) => bench.emit(event),
        signal,
      },
    )) ?? new Set();
  return absent.filter((node) => !back.has(node.unique_id)).map((node) => node.name);
}

function nodeNamed(manifest: Manifest, name: string): ManifestNode | null {
  for (const node of manifest.nodes.values())
    if (node.name === name && ["model", "seed", "snapshot"].includes(node.resource_type)) return node;
  return null;
}
