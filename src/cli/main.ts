/**
 * `strata`: dbt's commands on native DuckDB, with the engine that runs in the browser.
 *
 * Ends with dbt's exit codes: 0 all well, 1 something failed, 2 nothing could be run.
 */
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import { EngineError, createCancelSource, withProjectFlags } from "../engine/index.ts";
import type { Command, CommandOutcome, Json } from "../engine/index.ts";
import { readArguments } from "./arguments.ts";
import type { CliArguments } from "./arguments.ts";
import { createDocsServer, hasDocs, listen } from "./docs-server.ts";
import { openLogFile } from "./log-file.ts";
import type { LogFile } from "./log-file.ts";
import { logStatements } from "./logged-warehouse.ts";
import { definedOnly, openNativeEngine } from "./native-engine.ts";
import type { NativeEngine } from "./native-engine.ts";
import { createPrinter } from "./print-log.ts";
import type { Format, Level, Printer } from "./print-log.ts";
import { USAGE, usageOf } from "./usage.ts";

async function main(): Promise<number> {
  // npm runs scripts in the package folder and keeps the caller's folder in INIT_CWD.
  const from =
    process.env["npm_lifecycle_event"] === "strata" ? (process.env["INIT_CWD"] ?? process.cwd()) : process.cwd();
  const words = process.argv.slice(2);
  const [first = "--help"] = words;
  if (["--version", "-V", "-v"].includes(first)) return print(await version());
  if (["--help", "-h"].includes(first)) return print(USAGE, words.length === 0 ? 2 : 0);
  if (first === "lessons") {
    const { lessonsCommand } = await import("./lessons.ts");
    return lessonsCommand(words.slice(1), from).catch((error: unknown) => {
      if (!(error instanceof EngineError)) throw error;
      return refuse(error);
    });
  }
  let args: CliArguments;
  try {
    args = readArguments(words, from, definedOnly(process.env));
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return refuse(error);
  }
  if (args.command.help) return print(usageOf(args.command.name));
  const missing = missingFile(args);
  if (missing !== null) return refuse(missing);
  return run(args).catch((error: unknown) => {
    if (!(error instanceof EngineError)) throw error;
    return refuse(error);
  });
}

function missingFile({ projectDir, profilesDir, command }: CliArguments): EngineError | null {
  if (!existsSync(join(projectDir, "dbt_project.yml"))) {
    return new EngineError("P002", `There is no dbt_project.yml in "${projectDir}".`, {
      hint: "Give the project's folder with --project-dir.",
    });
  }
  const folder = profilesDir ?? (command.profile === null ? null : projectDir);
  if (folder === null || existsSync(join(folder, "profiles.yml"))) return null;
  return new EngineError("P006", `There is no profiles.yml in "${folder}".`, {
    hint: "Give its folder with --profiles-dir.",
  });
}

async function run(args: CliArguments): Promise<number> {
  let printer: Printer | null = null;
  const native = await openNativeEngine({
    projectDir: args.projectDir,
    vars: args.command.vars as Record<string, Json>,
    wrap: (warehouse) => logStatements(warehouse, (line) => printer?.debug(line)),
    ...(args.profilesDir === null ? {} : { profilesDir: args.profilesDir }),
    ...(args.targetDir === null ? {} : { targetDir: args.targetDir }),
    ...(args.database === null ? {} : { database: args.database }),
    ...(args.command.target === null ? {} : { target: args.command.target }),
    ...(args.command.profile === null ? {} : { profile: args.command.profile }),
    ...(args.command.threads === null ? {} : { threads: args.command.threads }),
  });
  const file = openLogFile(args.logDir ?? join(args.projectDir, "logs"), (text) => console.error(text));
  const cancel = createCancelSource();
  const interrupt = (): void => cancel.cancel();
  process.once("SIGINT", interrupt);
  try {
    const command = withProjectFlags(args.command, native.engine.project.flags);
    printer = printerFor(command, file, native.engine.invocationId);
    file.write(`\n${"=".repeat(30)} ${new Date().toISOString()} | dbt ${args.text} ${"=".repeat(30)}`);
    if (command.name === "docs serve") return await serveDocs(native, command);
    const outcome = await native.engine.run(command, args.text, {
      signal: cancel.signal,
      onEvent: (event) => printer?.event(event),
    });
    return await writeArtifacts(outcome, native.targetDir);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return refuse(error);
  } finally {
    process.off("SIGINT", interrupt);
    await native.close();
    await file.close();
  }
}

function printerFor(command: Command, file: LogFile, invocationId: string): Printer {
  const format = (given: string | null): Format => (given === "json" || given === "debug" ? given : "text");
  const terminal = process.stdout.isTTY === true;
  return createPrinter(
    {
      colour: command.useColors ?? terminal,
      bare: command.name === "ls" || command.name === "show",
      quiet: command.quiet ?? false,
      level: command.debug === true ? "debug" : ((command.logLevel ?? "info") as Level),
      format: format(command.logFormat),
      fileLevel: (command.logLevelFile ?? "debug") as Level,
      fileFormat: format(command.logFormatFile),
      invocationId,
    },
    (line) => process.stdout.write(`${line}\n`),
    file,
  );
}

async function writeArtifacts(outcome: CommandOutcome, folder: string): Promise<number> {
  try {
    for (const [name, text] of Object.entries(outcome.artifacts())) {
      const path = isAbsolute(name) ? name : join(folder, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text);
    }
    return outcome.exitCode;
  } catch (error) {
    return refuse(
      new EngineError(
        "S002",
        `The artifacts could not be written to "${folder}": ${error instanceof Error ? error.message : String(error)}`,
        { hint: "Give another folder with --target-path.", cause: error },
      ),
    );
  }
}

/** Serves until it is interrupted. */
async function serveDocs(native: NativeEngine, { host, port }: Command): Promise<number> {
  if (!hasDocs(native.targetDir)) {
    throw new EngineError("C001", `There are no docs in "${native.targetDir}" yet.`, {
      hint: "Make them with: strata docs generate",
    });
  }
  const server = createDocsServer(native.targetDir);
  try {
    console.log(`Serving docs at ${await listen(server, host, port)}`);
  } catch (error) {
    throw new EngineError(
      "C001",
      `Docs cannot be served on port ${port}: ${error instanceof Error ? error.message : String(error)}`,
      {
        hint: "Give another port with --port, for example --port 8081.",
        cause: error,
      },
    );
  }
  console.log("Press Ctrl+C to exit.");
  await new Promise<void>((done) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => done());
  });
  server.closeAllConnections();
  server.close();
  return 0;
}

async function version(): Promise<string> {
  const packageFile = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "package.json");
  return (JSON.parse(await readFile(packageFile, "utf8")) as { version: string }).version;
}

function print(text: string, exitCode = 0): number {
  console.log(text);
  return exitCode;
}

function refuse({ diagnostic: found }: EngineError): number {
  console.error(`Error ${found.code}: ${found.message}${found.hint === null ? "" : `\n  ${found.hint}`}`);
  return 2;
}

// A reader that has seen enough (`strata ls | head`) ends the pipe, not the command.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof Error ? (error.stack ?? error.message) : error);
  return 2;
});
