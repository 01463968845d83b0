/** `dbt ls`: the selected nodes, one line each. */
import { EngineError } from "../core/errors.ts";
import { LIST_OUTPUTS, listLines } from "./list.ts";
import { manifestArtifact } from "./run-artifacts.ts";
import type { Ended } from "./outcome.ts";
import { selectNodes } from "./select-nodes.ts";
import type { Session } from "./session.ts";

export function listNodes(session: Session): Ended {
  const { command, context } = session;
  if (!(LIST_OUTPUTS as readonly string[]).includes(command.output)) {
    throw new EngineError("C001", `"${command.output}" is not an output of ls.`, {
      hint: `Outputs are: ${LIST_OUTPUTS.join(", ")}.`,
    });
  }
  const { ids, unmatched } = selectNodes(session);
  const nodes = [...ids].flatMap((id) => context.manifest.nodes.get(id) ?? []);
  if (nodes.length === 0) session.say("No nodes selected!", "warn", "warn");
  for (const line of listLines(nodes, command.output, command.outputKeys)) session.say(line);
  return { exitCode: 0, diagnostics: unmatched, artifacts: () => manifestArtifact(session) };
}
