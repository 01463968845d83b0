/**
 * `dbt deps` without a network: local packages are put below `dbt_packages` as dbt does; for the others it checks whether someone has
 * put them there, and says what to put where.
 *
 * Nothing that lies in `dbt_packages` is deleted: what was put there by hand could not be fetched again.
 */
import { EngineError, diagnostic } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import { LENT_PACKAGES } from "../project/project.ts";
import { readRequirements } from "../project/requirements.ts";
import type { Requirement } from "../project/requirements.ts";
import { isRecord, readYaml } from "../project/yaml.ts";
import type { ProjectHost } from "./host.ts";
import type { Ended } from "./outcome.ts";
import type { Session } from "./session.ts";

export async function deps(session: Session): Promise<Ended> {
  const { command, context } = session;
  const { project, host } = context;
  if (project.requirements.length === 0) {
    session.say("Warning: No packages were found in packages.yml", "warn", "warn");
    return { exitCode: 0 };
  }
  const missing: Diagnostic[] = [];
  const queue = [...project.requirements];
  const seen = new Set<string>();
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    if (seen.has(next.source)) continue;
    seen.add(next.source);
    if (next.kind === "local" && host !== null)
      queue.push(...(await installLocal(session, host, next, command.lockOnly)));
    else {
      const found = findInstalled(session, next);
      if (found !== null) missing.push(found);
    }
  }
  for (const found of missing) session.tell(found);
  return { exitCode: missing.length > 0 ? 2 : 0, diagnostics: missing };
}

/** Answers what the package asks for itself. */
async function installLocal(
  session: Session,
  host: ProjectHost,
  requirement: Requirement,
  lockOnly: boolean,
): Promise<readonly Requirement[]> {
  const text = await host.read(`${requirement.source}/dbt_project.yml`);
  const file = text === null ? null : readYaml({ path: `${requirement.source}/dbt_project.yml`, text }).value;
  const name = isRecord(file ?? undefined) ? (file as Record<string, unknown>)["name"] : null;
  if (typeof name !== "string") {
    throw new EngineError("P014", `The local package "${requirement.source}" has no dbt_project.yml with a name.`, {
      hint: `The path stands relative to the project's folder: ${host.resolve(requirement.source)}.`,
      at: requirement.span,
    });
  }
  session.say(`Installing ${name}`);
  if (!lockOnly) await host.install(requirement.source, `${session.context.project.packagesPath}/${name}`);
  session.say(`Installed from <local @ ${requirement.source}>`);
  const files = await Promise.all(
    ["packages.yml", "dependencies.yml"].map(async (path) => ({
      path,
      text: (await host.read(`${requirement.source}/${path}`)) ?? "",
    })),
  );
  return readRequirements(files.filter((source) => source.text !== "")).requirements.map((own) =>
    own.kind === "local" ? { ...own, source: `${requirement.source}/${own.source}` } : own,
  );
}

function findInstalled(session: Session, requirement: Requirement): Diagnostic | null {
  const { project } = session.context;
  const plain = (text: string): string => text.toLowerCase().replaceAll("-", "_");
  const wanted = [plain(requirement.name), plain(requirement.name).replace(/^dbt_/, "")];
  const found = project.packages.find((installed) => {
    const folder = installed.root.split("/").at(-2) ?? installed.root;
    return wanted.includes(plain(installed.name)) || wanted.includes(plain(folder));
  });
  if (found) {
    session.say(`Found ${found.name} in ${found.root}`);
    return null;
  }
  if (LENT_PACKAGES.includes(requirement.name)) {
    session.say(`Using the macros named ${requirement.name} that come with the engine`);
    return null;
  }
  const from = requirement.kind === "package" ? `the package "${requirement.source}"` : `"${requirement.source}"`;
  return diagnostic(
    "P014",
    `${from.charAt(0).toUpperCase()}${from.slice(1)} cannot be fetched: this works without a network.`,
    {
      hint:
        `Put the folder of the package, with its dbt_project.yml, into "${project.packagesPath}/${plain(requirement.name)}"` +
        `${requirement.version === null ? "" : ` (version ${versionText(requirement.version)})`}, ` +
        "for example from the dbt_packages folder of a machine where `dbt deps` has run.",
      at: requirement.span,
    },
  );
}

function versionText(version: Requirement["version"]): string {
  return Array.isArray(version) ? version.map((part) => String(part as string)).join(", ") : String(version);
}
