/** `dbt run-operation`: calls a macro with arguments. What it logs is its output; its value is dropped. */
import { EngineError } from "../core/errors.ts";
import type { Json, ManifestNode } from "../core/manifest.ts";
import type { NodeResult } from "../core/events.ts";
import { nearest } from "../core/nearest.ts";
import { callMacro } from "../compile/compile.ts";
import { createNode, nodeId } from "../parse/nodes.ts";
import { yamlToPython } from "../parse/test-entry.ts";
import { mergeConfigs } from "../project/config.ts";
import { runArtifacts } from "./run-artifacts.ts";
import type { Ended } from "./outcome.ts";
import type { Session } from "./session.ts";

export async function runOperation(session: Session): Promise<Ended> {
  const { command, context } = session;
  const name = command.macro ?? "";
  const operation = operationNode(session, name);
  const { clock } = context.run.environment;
  const [startedAt, started] = [clock.wall(), clock.elapsed()];
  const args = new Map(Object.entries(command.args).map(([key, value]) => [key, yamlToPython(value)] as const));
  const called = await callMacro(context.run, operation, name.split(".").at(-1) ?? name, args, context.signal);
  const found = called.ok ? [] : called.diagnostics;
  const result: NodeResult = {
    // dbt reports the macro, not an operation.
    unique_id: `macro.${operation.package_name}.${operation.name}`,
    status: called.ok ? "success" : "error",
    failures: called.ok ? 0 : 1,
    message: found[0]?.message ?? null,
    execution_time_ms: clock.elapsed() - started,
    compiled_code: null,
    relation_name: null,
    rows: null,
    adapter_response: {},
    diagnostics: found,
    started_at: startedAt,
    completed_at: clock.wall(),
    thread_id: "MainThread",
  };
  if (!called.ok) session.say("Encountered an error while running operation:", "error", "error");
  for (const trouble of found) session.tell(trouble);
  return {
    exitCode: called.ok ? 0 : 1,
    cancelled: context.signal?.cancelled ?? false,
    results: [result],
    diagnostics: found,
    artifacts: () => runArtifacts(session, [result]),
  };
}

/** A node of the macro's package, so that its names mean what they mean there. Throws R003 when there is no such macro. */
function operationNode({ context }: Session, name: string): ManifestNode {
  const { registry, projectName } = context.run.environment;
  const [packageName, member] = name.includes(".") ? (name.split(".", 2) as [string, string]) : [null, name];
  const found =
    packageName === null
      ? (registry.resolve(member, projectName) ?? registry.all().find((macro) => macro.info.name === member) ?? null)
      : registry.inPackage(packageName, member);
  if (!found) {
    const near = nearest(
      member,
      registry.all().map((macro) => macro.info.name),
    );
    throw new EngineError("R003", `dbt could not find a macro with the name '${name}' in any package.`, {
      hint:
        near === null
          ? "Check the name, or put the package that has it below dbt_packages/."
          : `Did you mean "${near}"?`,
    });
  }
  const owner = found.info.package_name;
  const { target } = context.project;
  const config = mergeConfigs([]);
  return createNode({
    unique_id: nodeId("operation", owner, member),
    resource_type: "operation",
    name: member,
    package_name: owner,
    path: found.info.original_file_path,
    original_file_path: found.info.original_file_path,
    fqn: [owner, member],
    raw_code: "",
    checksum: "",
    config: { ...config, meta: config.meta satisfies Record<string, Json> },
    span: found.info.span,
    database: target.database,
    schema: target.schema,
  });
}
