/** `dbt docs generate`: manifest.json, catalog.json and a page that shows both; with --static once more as static_index.html. */
import { EngineError } from "../core/errors.ts";
import type { NodeId } from "../core/ids.ts";
import { catalogJson, emptyCatalogJson, readCatalog } from "../artifacts/catalog-json.ts";
import { catalogEntries } from "../catalog/entries.ts";
import { catalogPage } from "../catalog/page.ts";
import { planRun } from "../graph/plan.ts";
import { isLater } from "../run/step.ts";
import { manifestArtifact, nothingSent, runArtifacts } from "./run-artifacts.ts";
import { isFailure, runSteps, sayConcurrency } from "./run-nodes.ts";
import type { Ended } from "./outcome.ts";
import { selectNodes } from "./select-nodes.ts";
import type { Session } from "./session.ts";

interface CatalogTable {
  readonly columns: Readonly<Record<string, { readonly name: string; readonly type: string; readonly index: number }>>;
}

export async function docsGenerate(session: Session): Promise<Ended> {
  const { command, context } = session;
  const { ids, unmatched } = selectNodes(session);
  sayConcurrency(session);
  const results = command.compileDocs
    ? (await runSteps(session, planRun(context.manifest, ids, "compile"), nothingSent())).results
    : [];
  const failed = results
    .filter((result) => isFailure(result) && !isLater(result))
    .flatMap((result) => result.diagnostics);
  if (failed.length > 0) {
    for (const found of failed) session.tell(found);
    session.say("compile failed, cannot generate docs", "error", "error");
    return { exitCode: 2, results, diagnostics: [...unmatched, ...failed] };
  }
  const whole = command.select === null && command.exclude === null && command.selector === null;
  const catalog = command.emptyCatalog
    ? emptyCatalogJson(context.invocation)
    : await buildCatalog(session, whole ? null : ids);
  session.say("Catalog written to catalog.json");
  return {
    exitCode: 0,
    results,
    diagnostics: unmatched,
    artifacts: () => ({
      ...(command.compileDocs ? runArtifacts(session, results) : manifestArtifact(session)),
      "catalog.json": catalog,
      ...docsPages(session, catalog),
    }),
  };
}

/** dbt's own page fetches the artifacts beside it; ours holds everything in either file. */
function docsPages({ command, context }: Session, catalog: string): Record<string, string> {
  const { nodes = {}, sources = {} } = JSON.parse(catalog) as Record<string, Record<string, CatalogTable>>;
  const types = new Map(
    Object.entries({ ...nodes, ...sources }).map(([id, { columns }]) => [
      id,
      Object.values(columns).sort((a, b) => a.index - b.index),
    ]),
  );
  const { at, dbtVersion } = context.invocation;
  const page = catalogPage(catalogEntries(context.manifest, { types }), {
    project: context.manifest.project_name,
    at,
    dbtVersion,
  });
  return { "index.html": page, ...(command.staticDocs ? { "static_index.html": page } : {}) };
}

async function buildCatalog(session: Session, only: ReadonlySet<NodeId> | null): Promise<string> {
  const { context } = session;
  session.say("Building catalog");
  const warehouse = await context.run.warehouse();
  const nodes = [...context.manifest.nodes.values()].filter((node) => only === null || only.has(node.unique_id));
  const sources = nodes.filter((node) => node.resource_type === "source" && node.external_location !== null);
  const found = await context.run.loadSources?.ensure(sources, {
    warehouse,
    onProgress: (event) => session.emit(event),
  });
  const trouble = (found ?? []).map((missing) => missing.message);
  try {
    return catalogJson(await readCatalog(warehouse, nodes), nodes, context.invocation, trouble);
  } catch (error) {
    if (error instanceof EngineError) throw error;
    throw new EngineError("W003", "The catalog of the warehouse could not be read.", {
      hint: "Run the command again.",
      cause: error,
    });
  }
}
