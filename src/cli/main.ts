/**
 * `strata`: dbt's commands on native DuckDB, with the engine that runs in the browser.
 *
 * Ends with dbt's exit codes: 0 all well, 1 something failed, 2 nothing could be run.
 */
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { COMMANDS, createCancelSource } from "../engine/index.ts";
import type { CommandOutcome } from "../engine/index.ts";
import { readArguments } from "./arguments.ts";
import type { CliArguments } from "./arguments.ts";
import { openNativeEngine } from "./native-engine.ts";
import { printEvent } from "./print-log.ts";

const USAGE = `Usage: strata <command> [options]

Commands: ${COMMANDS.join(", ")}

  --project-dir DIR    folder with dbt_project.yml (default: this folder or the nearest above)
  --profiles-dir DIR   folder with profiles.yml (default: the project folder)
  --select, --exclude  dbt's selectors, for example --select +entity_customers
  --target, --vars, --threads, --full-refresh, --fail-fast, --store-failures, --limit, --inline, --output
  --quiet, --no-use-colors, --version, --help

Example: npm run --silent strata -- build --project-dir src/models`;

async function main(): Promise<number> {
  // npm runs scripts in the package folder and keeps the caller's folder in INIT_CWD.
  const from =
    process.env["npm_lifecycle_event"] === "strata" ? (process.env["INIT_CWD"] ?? process.cwd()) : process.cwd();
  const args = readArguments(process.argv.slice(2), from, process.stdout.isTTY === true);
  if (args.version) return print(await version());
  if (args.help || args.command.length === 0) return print(USAGE, args.help ? 0 : 2);
  if (!existsSync(join(args.projectDir, "dbt_project.yml"))) {
    console.error(
      `Error P002: There is no dbt_project.yml in "${args.projectDir}".\n  Give the project's folder with --project-dir.`,
    );
    return 2;
  }
  if (args.profilesDir !== null && !existsSync(join(args.profilesDir, "profiles.yml"))) {
    console.error(
      `Error P006: There is no profiles.yml in "${args.profilesDir}".\n  Give its folder with --profiles-dir.`,
    );
    return 2;
  }
  return run(args);
}

async function run(args: CliArguments): Promise<number> {
  const native = await openNativeEngine({
    projectDir: args.projectDir,
    ...(args.profilesDir === null ? {} : { profilesDir: args.profilesDir }),
  });
  const cancel = createCancelSource();
  const interrupt = (): void => cancel.cancel();
  process.once("SIGINT", interrupt);
  const bare = ["ls", "list", "show"].includes(args.command[0] ?? "");
  try {
    const outcome = await native.engine.command(args.command, {
      signal: cancel.signal,
      onEvent: (event) =>
        printEvent(event, { colour: args.colour, bare, quiet: args.quiet }, (line) =>
          process.stdout.write(`${line}\n`),
        ),
    });
    const folder = args.targetPath ?? join(args.projectDir, "target");
    try {
      await writeArtifacts(outcome, folder);
    } catch (error) {
      console.error(
        `Error S002: The artifacts could not be written to "${folder}": ${error instanceof Error ? error.message : String(error)}\n  Give another folder with --target-path.`,
      );
      return 2;
    }
    return outcome.exitCode;
  } finally {
    process.off("SIGINT", interrupt);
    await native.close();
  }
}

async function writeArtifacts(outcome: CommandOutcome, folder: string): Promise<void> {
  for (const [name, text] of Object.entries(outcome.artifacts())) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
}

async function version(): Promise<string> {
  const packageFile = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "package.json");
  return (JSON.parse(await readFile(packageFile, "utf8")) as { version: string }).version;
}

function print(text: string, exitCode = 0): number {
  console.log(text);
  return exitCode;
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof Error ? (error.stack ?? error.message) : error);
  return 2;
});
