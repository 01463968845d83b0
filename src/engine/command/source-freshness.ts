/**
 * `dbt source freshness`: how old the selected sources are, between the project's hooks. A source that is too old, or cannot be asked,
 * makes the exit code 1; so does a hook that fails.
 */
import { EngineError, diagnostic } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import type { NodeResult } from "../core/events.ts";
import type { NodeId } from "../core/ids.ts";
import type { ManifestNode } from "../core/manifest.ts";
import { sourcesJson } from "../artifacts/sources-json.ts";
import { hasFreshness, runFreshness } from "../quality/freshness.ts";
import type { FreshnessOutcome } from "../quality/freshness.ts";
import type { RunContext } from "../run/context.ts";
import { finishedLine, padded, printerWidth } from "../run/log.ts";
import { runProjectHooks, stopsNodes } from "../run/project-hooks.ts";
import type { HooksOutcome } from "../run/project-hooks.ts";
import type { Warehouse } from "../warehouse/port.ts";
import { besideFiles, manifestArtifact, nothingSent } from "./run-artifacts.ts";
import type { SentStatements } from "./run-artifacts.ts";
import { isEmpty, isFailure, sayConcurrency } from "./run-nodes.ts";
import type { Ended } from "./outcome.ts";
import { selectNodes } from "./select-nodes.ts";
import type { Session } from "./session.ts";

export async function sourceFreshness(session: Session): Promise<Ended> {
  const { command, context } = session;
  const { ids, unmatched } = selectNodes(session);
  const sources = [...ids]
    .flatMap((id) => context.manifest.nodes.get(id) ?? [])
    .filter(hasFreshness)
    .sort((a, b) => (a.unique_id < b.unique_id ? -1 : 1));
  const ages = new Map<NodeId, FreshnessOutcome>();
  const judged: NodeResult[] = [];
  const artifacts = (): Record<string, string> => ({
    ...manifestArtifact(session),
    [command.outputPath ?? "sources.json"]: sourcesJson(
      judged.flatMap((result) => {
        const age = ages.get(result.unique_id);
        const source = context.manifest.nodes.get(result.unique_id);
        return age && source ? [{ source, result, age }] : [];
      }),
      session.elapsedMs,
      context.invocation,
    ),
  });
  if (isEmpty(session, { steps: sources.map((source) => ({ id: source.unique_id, waitsFor: [] })) }))
    return { exitCode: 0, diagnostics: unmatched, artifacts };
  sayConcurrency(session);
  session.emit({ kind: "run-started", command: context.text, nodes: sources.map((source) => source.unique_id) });
  const warehouse = await context.run.warehouse();
  const sent = nothingSent();
  const run = hookContext(session, sources, sent);
  const start = await runProjectHooks(run, warehouse, "on-run-start", []);
  let end: HooksOutcome = { results: [], fatal: null };
  if (start.fatal === null && !stopsNodes(run, start.results)) {
    const missing = await loadSources(session, warehouse, sources);
    for (const [index, source] of sources.entries()) {
      if (context.signal?.cancelled) break;
      judged.push(
        await judgeSource(session, warehouse, source, { index: index + 1, total: sources.length, ages, missing }),
      );
    }
  }
  if (start.fatal === null) end = await runProjectHooks(run, warehouse, "on-run-end", [...start.results, ...judged]);
  const results = [...start.results, ...judged, ...end.results];
  const operations = new Map(run.operations.map((node) => [node.unique_id, node]));
  const ran = results.flatMap(({ unique_id: id }) => context.manifest.nodes.get(id) ?? operations.get(id) ?? []);
  session.say("");
  session.say(finishedLine(ran, session.elapsedMs));
  for (const result of results) {
    if (result.diagnostics.length > 0) session.say("");
    for (const found of result.diagnostics) session.tell({ ...found, severity: "error" });
  }
  const fatal = start.fatal ?? end.fatal;
  if (fatal !== null) session.tell(fatal);
  else session.say("Done.");
  const cancelled = context.signal?.cancelled ?? false;
  return {
    exitCode: fatal !== null ? 2 : cancelled || judged.length < sources.length || results.some(isFailure) ? 1 : 0,
    cancelled,
    results,
    diagnostics: [...unmatched, ...results.flatMap((result) => result.diagnostics), ...(fatal === null ? [] : [fatal])],
    artifacts: () => ({ ...besideFiles(sent), ...(start.fatal === null ? artifacts() : manifestArtifact(session)) }),
  };
}

/** The hooks of the project run around the sources, unless it says `source_freshness_run_project_hooks: false`. */
function hookContext(session: Session, sources: readonly ManifestNode[], sent: SentStatements): RunContext {
  const { context } = session;
  const { run } = context;
  const hooks = context.project.flags["source_freshness_run_project_hooks"] !== false;
  if (!hooks && run.operations.length > 0)
    session.warn(
      diagnostic(
        "P011",
        "The flag `source_freshness_run_project_hooks: false` keeps `dbt source freshness` from running the project's hooks; dbt will drop it.",
        {
          severity: "warning",
          hint: "Take the flag out of dbt_project.yml, and ask `flags.WHICH` in hooks that are not for freshness.",
        },
      ),
    );
  return {
    ...run,
    environment: { ...run.environment, selectedResources: sources.map((source) => source.unique_id) },
    operations: hooks ? run.operations : [],
    signal: context.signal,
    emit: (event) => session.emit(event),
    onCompiled: (path, sql) => sent.beside.set(path, sql),
  };
}

async function loadSources(
  session: Session,
  warehouse: Warehouse,
  sources: readonly ManifestNode[],
): Promise<ReadonlyMap<NodeId, Diagnostic>> {
  const { run, signal } = session.context;
  const found = await run.loadSources?.ensure(sources, {
    warehouse,
    onProgress: (event) => session.emit(event),
    ...(signal === undefined ? {} : { signal }),
  });
  return new Map((found ?? []).flatMap((trouble) => (trouble.node === null ? [] : [[trouble.node, trouble] as const])));
}

async function judgeSource(
  session: Session,
  warehouse: Warehouse,
  source: ManifestNode,
  place: {
    readonly index: number;
    readonly total: number;
    readonly ages: Map<NodeId, FreshnessOutcome>;
    readonly missing: ReadonlyMap<NodeId, Diagnostic>;
  },
): Promise<NodeResult> {
  const { run, signal } = session.context;
  const { clock } = run.environment;
  const { index, total } = place;
  const what = `freshness of ${source.source_name ?? ""}.${source.name}`;
  session.say(padded(index, total, `START ${what}`, "RUN", printerWidth(run.environment)));
  session.emit({ kind: "node-started", id: source.unique_id, index, total });
  const [startedAt, started] = [clock.wall(), clock.elapsed()];
  let outcome: FreshnessOutcome | null = null;
  let trouble = place.missing.get(source.unique_id) ?? null;
  if (trouble === null) {
    try {
      outcome = await runFreshness(run, warehouse, source, signal);
      place.ages.set(source.unique_id, outcome);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      trouble = { ...error.diagnostic, at: error.diagnostic.at ?? source.span, node: source.unique_id };
    }
  }
  const result: NodeResult = {
    unique_id: source.unique_id,
    status: outcome?.status ?? "runtime error",
    failures: null,
    message: trouble?.message ?? null,
    execution_time_ms: clock.elapsed() - started,
    compiled_code: null,
    relation_name: source.relation_name,
    rows: null,
    diagnostics: trouble === null ? [] : [trouble],
    started_at: startedAt,
    completed_at: clock.wall(),
    thread_id: "Thread-1 (worker)",
  };
  session.emit({ kind: "node-finished", index, total, result });
  const seconds = `in ${(result.execution_time_ms / 1000).toFixed(2)}s`;
  const [word, level, mark] = WORDS[result.status] ?? (["ERROR", "error", "error"] as const);
  session.say(
    padded(index, total, `${word} ${what}`, `${word} ${seconds}`, printerWidth(run.environment)),
    level,
    mark,
  );
  return result;
}

const WORDS: Partial<
  Record<NodeResult["status"], readonly [string, "info" | "warn" | "error", "pass" | "warn" | "error"]>
> = {
  pass: ["PASS", "info", "pass"],
  warn: ["WARN", "warn", "warn"],
  error: ["ERROR STALE", "error", "error"],
};
