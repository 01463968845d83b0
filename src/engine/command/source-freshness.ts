/** `dbt source freshness`: how old the selected sources are. A source that is too old, or cannot be asked, makes the exit code 1. */
import { EngineError } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import type { NodeResult } from "../core/events.ts";
import type { NodeId } from "../core/ids.ts";
import type { ManifestNode } from "../core/manifest.ts";
import { sourcesJson } from "../artifacts/sources-json.ts";
import { hasFreshness, runFreshness } from "../quality/freshness.ts";
import type { FreshnessOutcome } from "../quality/freshness.ts";
import { finishedLine, padded } from "../run/log.ts";
import type { Warehouse } from "../warehouse/port.ts";
import { isEmpty, isFailure, sayConcurrency } from "./run-nodes.ts";
import type { Ended } from "./outcome.ts";
import { selectNodes } from "./select-nodes.ts";
import type { Session } from "./session.ts";

export async function sourceFreshness(session: Session): Promise<Ended> {
  const { command, context } = session;
  const { ids, unmatched } = selectNodes(session);
  const sources = [...ids].flatMap((id) => context.manifest.nodes.get(id) ?? []).filter(hasFreshness);
  const ages = new Map<NodeId, FreshnessOutcome>();
  const results: NodeResult[] = [];
  const artifacts = (): Record<string, string> => ({
    [command.outputPath ?? "sources.json"]: sourcesJson(
      results.flatMap((result) => {
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
  const missing = await loadSources(session, warehouse, sources);
  for (const [index, source] of sources.entries()) {
    if (context.signal?.cancelled) break;
    results.push(
      await judgeSource(session, warehouse, source, { index: index + 1, total: sources.length, ages, missing }),
    );
  }
  session.say("");
  session.say(finishedLine(sources.slice(0, results.length), session.elapsedMs));
  for (const result of results) {
    if (result.status !== "runtime error") continue;
    session.say("");
    for (const found of result.diagnostics) session.tell({ ...found, severity: "error" });
  }
  session.say("Done.");
  const cancelled = context.signal?.cancelled ?? false;
  return {
    exitCode: cancelled || results.some(isFailure) ? 1 : 0,
    cancelled,
    results,
    diagnostics: [...unmatched, ...results.flatMap((result) => result.diagnostics)],
    artifacts,
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
  session.say(padded(index, total, `START ${what}`, "RUN"));
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
  session.say(padded(index, total, `${word} ${what}`, `${word} ${seconds}`), level, mark);
  return result;
}

const WORDS: Partial<
  Record<NodeResult["status"], readonly [string, "info" | "warn" | "error", "pass" | "warn" | "error"]>
> = {
  pass: ["PASS", "info", "pass"],
  warn: ["WARN", "warn", "warn"],
  error: ["ERROR STALE", "error", "error"],
};
