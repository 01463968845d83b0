/**
 * Carries out one parsed command: tells what is wrong with the project, then hands over to the command's own file.
 *
 * Exit codes are dbt's: 2 before anything ran (the project or the command cannot be read), 1 when a node failed, 0 otherwise. A
 * selection that matches nothing warns and is 0.
 */
import { EngineError } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import { isFatal } from "../parse/parse.ts";
import { foundLine } from "../run/log.ts";
import { clean } from "./clean.ts";
import type { CommandName } from "./commands.ts";
import { compileNodes } from "./compile-nodes.ts";
import { debug } from "./debug.ts";
import { deps } from "./deps.ts";
import { docsGenerate } from "./docs-generate.ts";
import { lintNodes } from "./lint-nodes.ts";
import { listNodes } from "./list-nodes.ts";
import type { CommandContext, CommandOutcome, Ended } from "./outcome.ts";
import type { Command } from "./parse-command.ts";
import { manifestArtifact } from "./run-artifacts.ts";
import { runNodes } from "./run-nodes.ts";
import { runOperation } from "./run-operation.ts";
import { Repeats } from "./repeats.ts";
import { Session } from "./session.ts";
import { showRows } from "./show.ts";
import { sourceFreshness } from "./source-freshness.ts";

interface Way {
  /** `folder` commands look at files only and work in a project that cannot be read. */
  readonly needs: "project" | "folder";
  /** `bare` output is data: no banner stands above it. */
  readonly bare: boolean;
  run(session: Session): Promise<Ended> | Ended;
}

const WAYS: Readonly<Record<CommandName, Way>> = {
  build: project(runNodes),
  run: project(runNodes),
  test: project(runNodes),
  seed: project(runNodes),
  snapshot: project(runNodes),
  compile: project(compileNodes),
  ls: { needs: "project", bare: true, run: listNodes },
  show: { needs: "project", bare: true, run: showRows },
  parse: project((session) => ({ exitCode: 0, artifacts: () => manifestArtifact(session) })),
  "docs generate": project(docsGenerate),
  "docs serve": { needs: "folder", bare: false, run: refuseServing },
  "source freshness": project(sourceFreshness),
  "run-operation": project(runOperation),
  clean: { needs: "folder", bare: false, run: clean },
  debug: { needs: "folder", bare: false, run: debug },
  deps: { needs: "folder", bare: false, run: deps },
  lint: project(lintNodes),
};

function project(run: Way["run"]): Way {
  return { needs: "project", bare: false, run };
}

export async function executeCommand(command: Command, context: CommandContext): Promise<CommandOutcome> {
  const session = new Session(command, context);
  const way = WAYS[command.name];
  context.hear((text, info, printed) => {
    if (printed === true) session.print(text);
    else session.say(text, info ? "info" : "debug");
  });
  try {
    if (!way.bare) session.say(`Running with strata, following dbt ${context.invocation.dbtVersion}`);
    tellFolderOptions(session);
    if (way.needs === "folder") return session.end(await way.run(session));
    if (!way.bare)
      session.say(
        foundLine([...context.manifest.nodes.values(), ...context.run.operations], context.manifest.macros.size),
      );
    const fatal = tellDiagnostics(session, way.bare);
    return session.end(fatal.length > 0 ? { exitCode: 2, diagnostics: fatal } : await way.run(session));
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const cancelled = context.signal?.cancelled ?? false;
    session.tell(error.diagnostic);
    return session.end({
      exitCode: cancelled ? 1 : 2,
      cancelled,
      diagnostics: [error.diagnostic],
    });
  }
}

/** Without a folder on disk, options that name folders would be dropped without a word. */
function tellFolderOptions(session: Session): void {
  const { command, context } = session;
  if (context.host !== null) return;
  const given = [
    ["--project-dir", command.projectDir],
    ["--profiles-dir", command.profilesDir],
    ["--target-path", command.targetPath],
    ["--log-path", command.logPath],
    ["--database", command.database],
  ].flatMap(([name, value]) => (value === null ? [] : [name]));
  if (given.length > 0)
    session.say(`${given.join(", ")} has no meaning here: the open project is used.`, "warn", "warn");
}

/** Tells what was found while the project was read; answers what keeps it from being used. */
function tellDiagnostics(session: Session, bare: boolean): readonly Diagnostic[] {
  const { diagnostics } = session.context.manifest;
  // dbt's --no-version-check lets a project run that wants another dbt.
  const found =
    session.command.versionCheck === false ? diagnostics.filter(({ code }) => code !== "P013") : diagnostics;
  const fatal = found.filter(isFatal);
  const counted = new Repeats(session);
  // Also what fails a single node later: here its place and its way out are known.
  for (const each of found) {
    if (isFatal(each)) continue;
    // What this engine cannot build yet is no warning of dbt, so --warn-error has no say in it; beside data it is not told.
    if (each.code === "P012" && each.node !== null && each.severity === "warning") {
      if (!bare) session.tell(each);
    } else if (each.severity === "warning") session.warn(each, (told) => counted.tell(told));
    else session.tell(each);
  }
  counted.end();
  // A circle is marked at each of its refs, and told once.
  const told = new Set<string>();
  for (const each of fatal) {
    if (each.code === "G001" && told.has(each.message)) continue;
    told.add(each.message);
    session.tell(each);
  }
  return fatal;
}

function refuseServing(): never {
  throw new EngineError("C001", '"dbt docs serve" works on the command line only.', {
    hint: "Here the docs are in the page itself: open a model.",
  });
}
