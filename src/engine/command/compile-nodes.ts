/** `dbt compile`: the SQL of the selected nodes below `target/compiled`, or of `--inline`, which is printed. */
import { EngineError } from "../core/errors.ts";
import { planRun } from "../graph/plan.ts";
import { isLater } from "../run/step.ts";
import { nothingSent, runArtifacts } from "./run-artifacts.ts";
import { isEmpty, isFailure, runSteps, sayConcurrency } from "./run-nodes.ts";
import type { Ended } from "./outcome.ts";
import { selectNodes } from "./select-nodes.ts";
import type { Session } from "./session.ts";

export async function compileNodes(session: Session): Promise<Ended> {
  const { command, context } = session;
  if (command.inline !== null) return compileInline(session, command.inline);
  const { ids, unmatched } = selectNodes(session);
  const plan = planRun(context.manifest, ids, "compile");
  if (isEmpty(session, plan))
    return { exitCode: 0, diagnostics: unmatched, artifacts: () => runArtifacts(session, []) };
  sayConcurrency(session);
  const { results, cancelled } = await runSteps(session, plan, nothingSent());
  const failed = results.filter((result) => isFailure(result) && !isLater(result));
  const later = results.filter(isLater).flatMap((result) => result.diagnostics);
  const diagnostics = [...unmatched, ...results.flatMap((result) => result.diagnostics)];
  if (failed.length > 0 || cancelled) {
    for (const found of failed.flatMap((result) => result.diagnostics)) session.tell(found);
    // dbt ends a compilation at its first error, before it writes what there is.
    return { exitCode: cancelled ? 1 : 2, cancelled, results, diagnostics };
  }
  for (const result of results) {
    const node = context.manifest.nodes.get(result.unique_id);
    if (node && command.select !== null && isNamed(node.name, command.select))
      sayCode(session, `node '${node.name}'`, node.name, result.compiled_code ?? "");
  }
  for (const found of later) session.tell(found);
  return { exitCode: later.length > 0 ? 1 : 0, results, diagnostics, artifacts: () => runArtifacts(session, results) };
}

/** As in dbt, a node is printed when its name stands in the selector's text; the others are only written. */
export function isNamed(name: string, selector: string): boolean {
  return selector.includes(name);
}

async function compileInline(session: Session, sql: string): Promise<Ended> {
  sayConcurrency(session);
  const compiled = await session.context.compileText(sql);
  if (!compiled.ok)
    throw new EngineError(
      compiled.diagnostics[0]?.code ?? "J002",
      compiled.diagnostics[0]?.message ?? "",
      compiled.diagnostics[0],
    );
  sayCode(session, "inline node", null, compiled.value.compiled_code);
  return { exitCode: 0, artifacts: () => runArtifacts(session, []) };
}

function sayCode(session: Session, title: string, node: string | null, code: string): void {
  if (session.command.output === "json") {
    const record = node === null ? { compiled: code } : { node, compiled: code };
    for (const line of JSON.stringify(record, null, 2).split("\n")) session.say(line);
    return;
  }
  session.say(`Compiled ${title} is:`);
  for (const line of code.split("\n")) session.say(line);
}
