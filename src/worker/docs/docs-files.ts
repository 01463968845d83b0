/**
 * Files of the docs, made of what is known now: the manifest that has been read, and the columns of what is built. Nothing is run, and
 * no source is loaded for it, unlike `dbt docs generate`, which looks into every relation.
 */
import { catalogJson, readCatalog } from "../../engine/artifacts/catalog-json.ts";
import type { Invocation } from "../../engine/artifacts/metadata.ts";
import { runResultsJson } from "../../engine/artifacts/run-results-json.ts";
import { catalogEntries } from "../../engine/catalog/entries.ts";
import { catalogPage } from "../../engine/catalog/page.ts";
import { flagValues, withProjectFlags } from "../../engine/command/flags.ts";
import { parseCommand } from "../../engine/command/parse-command.ts";
import type { RunFinished } from "../../engine/core/events.ts";
import type { NodeId } from "../../engine/core/ids.ts";
import type { Manifest } from "../../engine/core/manifest.ts";
import type { Column } from "../../engine/core/table.ts";
import { DBT_VERSION, type Engine } from "../../engine/index.ts";
import type { Warehouse } from "../../engine/warehouse/port.ts";
import type { SourceAge } from "./protocol.ts";

interface SourceResult {
  readonly unique_id: NodeId;
  readonly status: string;
  readonly max_loaded_at: string;
  readonly snapshotted_at: string;
  readonly max_loaded_at_time_ago_in_s: number;
}

export async function builtColumns(
  manifest: Manifest,
  warehouse: Warehouse | null,
): Promise<ReadonlyMap<NodeId, readonly Column[]>> {
  const built = new Map<NodeId, Column[]>();
  if (warehouse === null) return built;
  const nodes = [...manifest.nodes.values()];
  const byRelation = new Map(
    nodes
      .filter((node) => node.relation_name !== null && node.resource_type !== "test")
      .map((node) => [
        keyOf(
          node.database,
          node.schema,
          node.resource_type === "source" ? (node.identifier ?? node.alias) : node.alias,
        ),
        node.unique_id,
      ]),
  );
  for (const column of await readCatalog(warehouse, nodes)) {
    const id = byRelation.get(keyOf(column.database, column.schema, column.relation));
    if (id === undefined) continue;
    const known = built.get(id);
    if (known) known.push({ name: column.name, type: column.type });
    else built.set(id, [{ name: column.name, type: column.type }]);
  }
  return built;
}

/** Read from the sources.json that the last command would write. */
export function sourceAges(written: Readonly<Record<string, string>>): readonly SourceAge[] {
  const text = written["sources.json"];
  if (text === undefined) return [];
  const { results } = JSON.parse(text) as { results: readonly SourceResult[] };
  return results.map((result) => ({
    id: result.unique_id,
    status: result.status,
    max_loaded_at: result.max_loaded_at,
    snapshotted_at: result.snapshotted_at,
    age_s: result.max_loaded_at_time_ago_in_s,
  }));
}

export async function docsPage(engine: Engine, warehouse: Warehouse | null): Promise<Blob> {
  const types = await builtColumns(engine.manifest, warehouse);
  const page = catalogPage(catalogEntries(engine.manifest, { types }), {
    project: engine.manifest.project_name,
    at: Date.now(),
    dbtVersion: DBT_VERSION,
  });
  return new Blob([page], { type: "text/html" });
}

export async function docsArtifacts(
  engine: Engine,
  warehouse: Warehouse | null,
  written: Readonly<Record<string, string>>,
): Promise<Blob> {
  const { writeZip } = await import("../../archive/write-zip.ts");
  const nodes = [...engine.manifest.nodes.values()];
  const columns = warehouse === null ? [] : await readCatalog(warehouse, nodes);
  const parsed = (await engine.command("parse")).artifacts();
  const artifacts: Record<string, string> = {
    ...written,
    ...parsed,
    "catalog.json": catalogJson(columns, nodes, invocationOf(engine, Date.now())),
  };
  const texts = ["manifest.json", "catalog.json", "run_results.json", "sources.json"].flatMap((path) => {
    const text = artifacts[path];
    return text === undefined ? [] : [{ path, text }];
  });
  return new Blob([writeZip(texts, [])], { type: "application/zip" });
}

/** As the run itself wrote it; its flags follow from the command and the project as it is now. */
export async function runResults(engine: Engine, run: RunFinished, at: number): Promise<string> {
  const text = run.command.replace(/^dbt\s+/, "");
  const command = withProjectFlags(parseCommand(text), engine.project.flags);
  const flags = flagValues(command, engine.project.flags, text);
  return runResultsJson(run.results, run.elapsed_ms, flags, invocationOf(engine, at - run.elapsed_ms));
}

function invocationOf(engine: Engine, at: number): Invocation {
  return { id: engine.invocationId, dbtVersion: DBT_VERSION, at };
}

function keyOf(database: string, schema: string, relation: string): string {
  return JSON.stringify([database, schema, relation]).toLowerCase();
}
