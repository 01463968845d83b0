/** build, run, test, seed, snapshot: plans the selection, runs it, tells it as dbt does. */
import { EngineError } from "../core/errors.ts";
import type { ManifestNode } from "../core/manifest.ts";
import type { NodeResult } from "../core/events.ts";
import { planRun } from "../graph/plan.ts";
import type { RunPlan } from "../graph/plan.ts";
import { finishedLine, summaryLines } from "../run/log.ts";
import { runPlan } from "../run/run.ts";
import type { RunOutcome } from "../run/run.ts";
import { manifestArtifact, nothingSent, runArtifacts } from "./run-artifacts.ts";
import type { SentStatements } from "./run-artifacts.ts";
import type { Ended } from "./outcome.ts";
import { placeText } from "./session.ts";
import type { Session } from "./session.ts";
import { selectNodes } from "./select-nodes.ts";
import { textTable } from "./text-table.ts";
import { NOTHING_EVENT, TEST_RESULT_EVENT } from "./warn-policy.ts";

export async function runNodes(session: Session): Promise<Ended> {
  const { command, context } = session;
  const { ids, unmatched } = selectNodes(session);
  const plan = planRun(context.manifest, ids, command.name);
  if (isEmpty(session, plan))
    return { exitCode: 0, diagnostics: unmatched, artifacts: () => runArtifacts(session, []) };
  sayConcurrency(session);
  const sent = nothingSent();
  const { results, nodes, cancelled, fatal } = await runSteps(session, plan, sent);
  session.say("");
  if (nodes.length > 0) session.say(finishedLine(nodes, session.elapsedMs));
  if (fatal !== null) {
    session.tell(fatal.found);
    return {
      exitCode: 2,
      results,
      diagnostics: [...unmatched, ...results.flatMap((result) => result.diagnostics), fatal.found],
      // dbt keeps results once the nodes have run.
      artifacts: () =>
        fatal.hook === "on-run-start" ? manifestArtifact(session) : runArtifacts(session, results, sent),
    };
  }
  if (command.showRows) await showSeeds(session, nodes, results);
  session.say("");
  for (const line of summaryLines(results, cancelled, (found) => placeText(found, context.files), nodes))
    session.say(line.text, line.level, line.mark);
  return {
    exitCode: cancelled || results.some((result) => isFailure(result) || wasKeptBack(result)) ? 1 : 0,
    cancelled,
    results,
    diagnostics: [...unmatched, ...results.flatMap((result) => result.diagnostics)],
    artifacts: () => runArtifacts(session, results, sent),
  };
}

/** True, and told, when there is nothing to run. */
export function isEmpty(session: Session, plan: Pick<RunPlan, "steps">): boolean {
  if (plan.steps.length > 0) return false;
  const text = "Nothing to do. Try checking your model configs and model specification args";
  switch (session.verdict([NOTHING_EVENT])) {
    case "error":
      throw new EngineError("G003", text, { hint: "See `dbt ls` for what can be selected." });
    case "warn":
      session.say(text, "warn", "warn");
      return true;
    case "silence":
      return true;
  }
}

export function sayConcurrency(session: Session): void {
  const { run } = session.context;
  session.say("");
  session.say(
    `Concurrency: ${run.threads} ${run.threads === 1 ? "thread" : "threads"} (target='${run.environment.target.name}')`,
  );
  session.say("");
}

export async function runSteps(session: Session, plan: RunPlan, sent: SentStatements): Promise<RunOutcome> {
  const { context } = session;
  return runPlan(
    {
      ...context.run,
      environment: { ...context.run.environment, selectedResources: plan.steps.map((step) => step.id) },
      signal: context.signal,
      warnIsError: session.verdict([TEST_RESULT_EVENT]) === "error",
      onStatement: (id, sql, main) => {
        if (main) sent.built.set(id, sql);
      },
      onCompiled: (path, sql) => sent.beside.set(path, sql),
      emit: (event) => session.emit(event.kind === "run-started" ? { ...event, command: context.text } : event),
    },
    plan,
  );
}

export function isFailure(result: NodeResult): boolean {
  // A skipped node has an error above it, or reads an ephemeral model that does not compile.
  return ["error", "fail", "runtime error", "skipped"].includes(result.status);
}

/** dbt counts what is skipped as not well, except for exposures. */
function wasKeptBack(result: NodeResult): boolean {
  return result.status === "skipped" && !result.unique_id.startsWith("exposure.");
}

/** `dbt seed --show`: some rows of each seed that was loaded. */
async function showSeeds(
  session: Session,
  nodes: readonly ManifestNode[],
  results: readonly NodeResult[],
): Promise<void> {
  const loaded = new Set(results.filter((result) => result.status === "success").map((result) => result.unique_id));
  for (const node of nodes) {
    if (node.resource_type !== "seed" || !loaded.has(node.unique_id)) continue;
    const shown = await session.context.show({ id: node.unique_id }, 10);
    if (!shown.ok) continue;
    const title = `Random sample of table: ${node.schema}.${node.alias}`;
    for (const line of ["", title, "-".repeat(title.length), ...textTable(shown.value.table), ""]) session.say(line);
  }
}
