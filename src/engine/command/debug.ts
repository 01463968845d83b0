/** `dbt debug`: what the project, the profile and the connection look like. Exit code 1 when one of them is not well. */
import { EngineError } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import type { Ended } from "./outcome.ts";
import { placeText } from "./session.ts";
import type { Session } from "./session.ts";

export async function debug(session: Session): Promise<Ended> {
  const { command, context } = session;
  const { host, project } = context;
  if (command.configDir) {
    session.say(`To view your profiles.yml file, look in: ${host?.profilesDir ?? "the project's own files"}`);
    return { exitCode: 0 };
  }
  const { target } = project;
  const projectTrouble = context.project.diagnostics.filter(
    (found) => found.severity === "error" && (found.code === "P001" || found.code === "P002"),
  );
  const profileTrouble = context.project.diagnostics.filter(
    (found) => found.severity === "error" && (found.code === "P006" || found.at?.path === "profiles.yml"),
  );
  const hasProfile = project.allFiles.some((file) => file.path === "profiles.yml");
  session.say(`dbt version: ${context.invocation.dbtVersion}`);
  for (const [name, text] of Object.entries(host?.facts ?? {})) session.say(`${name}: ${text}`);
  if (host !== null) {
    session.say(`Using profiles dir at ${host.profilesDir}`);
    session.say(`Using profiles.yml file at ${host.profilesDir}/profiles.yml`);
    session.say(`Using dbt_project.yml file at ${host.resolve("dbt_project.yml")}`);
  }
  const failures: { title: string; found: readonly Diagnostic[] }[] = [];
  if (!command.connectionOnly) {
    session.say("Configuration:");
    tellCheck(
      session,
      "profiles.yml file",
      profileTrouble.length > 0
        ? "ERROR invalid"
        : hasProfile
          ? "OK found and valid"
          : "OK none, a database of its own is used",
    );
    tellCheck(session, "dbt_project.yml file", projectTrouble.length > 0 ? "ERROR invalid" : "OK found and valid");
    if (projectTrouble.length > 0)
      failures.push({ title: "Project loading failed for the following reason:", found: projectTrouble });
    session.say("");
  }
  if (profileTrouble.length > 0) {
    failures.push({ title: "Profile loading failed for the following reason:", found: profileTrouble });
    session.say("Connection test skipped since no profile was found", "warn");
  } else {
    session.say("Connection:");
    for (const [name, value] of Object.entries({
      profile: target.profile,
      target: target.name,
      database: target.database,
      schema: target.schema,
      path: command.database ?? target.path,
      threads: String(context.run.threads),
    }))
      session.say(`  ${name}: ${value}`);
    const trouble = await testConnection(session);
    tellCheck(session, "Connection test:", trouble === null ? "OK connection ok" : "ERROR");
    if (trouble !== null)
      failures.push({ title: "dbt was unable to connect to the specified database.", found: [trouble] });
  }
  session.say("");
  if (failures.length === 0) {
    session.say("All checks passed!", "info", "pass");
    return { exitCode: 0 };
  }
  session.say(`${failures.length} ${failures.length === 1 ? "check" : "checks"} failed:`, "error", "error");
  for (const { title, found } of failures) {
    session.say(title, "error");
    for (const trouble of found) {
      session.say(
        `  ${trouble.code}: ${trouble.message}${trouble.at === null ? "" : ` (${placeText(trouble, context.files)})`}`,
        "error",
      );
      if (trouble.hint !== null) session.say(`  ${trouble.hint}`, "error");
    }
  }
  return { exitCode: 1, diagnostics: failures.flatMap(({ found }) => found) };
}

async function testConnection(session: Session): Promise<Diagnostic | null> {
  try {
    const warehouse = await session.context.run.warehouse();
    session.say(`  DuckDB: ${warehouse.version}`);
    await warehouse.query("select 1 as id", { limit: 1 });
    return null;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return error.diagnostic;
  }
}

function tellCheck(session: Session, name: string, verdict: string): void {
  const ok = verdict.startsWith("OK");
  session.say(`  ${name} [${verdict}]`, ok ? "info" : "error", ok ? "ok" : "error");
}
