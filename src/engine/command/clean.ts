/** `dbt clean`: deletes the folders of `clean-targets`, never one that holds sources of the project, nor one outside of it. */
import { EngineError } from "../core/errors.ts";
import type { Project } from "../project/project.ts";
import type { Ended } from "./outcome.ts";
import type { Session } from "./session.ts";

export async function clean(session: Session): Promise<Ended> {
  const { context, command } = session;
  const { host, project } = context;
  if (host === null) {
    session.say("There is no folder here: artifacts of the last command are kept in memory only.");
    return { exitCode: 0 };
  }
  const targets = [...new Set(project.cleanTargets)];
  const kept = new Set(sourceFolders(project).map((folder) => host.resolve(folder)));
  const sources = targets.filter(
    (target) => kept.has(host.resolve(target)) || host.resolve(target) === host.resolve("."),
  );
  if (sources.length > 0)
    throw refusal(
      "source paths",
      sources.map((target) => host.resolve(target)),
      "Take them out of `clean-targets` in dbt_project.yml.",
    );
  const outside = targets.filter((target) => !host.isInside(target));
  if (outside.length > 0 && command.cleanProjectOnly) {
    throw refusal(
      "directories outside the project",
      outside.map((target) => host.resolve(target)),
      "Take them out of `clean-targets`, or pass --no-clean-project-files-only.",
    );
  }
  for (const target of targets) {
    session.say(`Checking ${host.resolve(target)}/*`);
    await host.remove(target);
    session.say(`Cleaned ${host.resolve(target)}/*`);
  }
  session.say("Finished cleaning all paths.");
  return { exitCode: 0 };
}

function refusal(what: string, paths: readonly string[], hint: string): EngineError {
  const list = paths.map((path) => `'${path}'`).join(", ");
  return new EngineError("P003", `dbt will not clean the following ${what}: [${list}]`, { hint });
}

function sourceFolders(project: Project): readonly string[] {
  const { paths } = project;
  return [...paths.models, ...paths.seeds, ...paths.snapshots, ...paths.analyses, ...paths.macros, ...paths.tests];
}
