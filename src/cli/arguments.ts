/** The words of the command line -> what the engine is to do, and where project, profile, target and log lie on this machine. */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseCommand } from "../engine/index.ts";
import type { Command } from "../engine/index.ts";

export interface CliArguments {
  readonly command: Command;
  /** The words as they were typed. */
  readonly text: string;
  readonly projectDir: string;
  /** Folder of profiles.yml when it is not the project's own; null for that. */
  readonly profilesDir: string | null;
  /** Folder for artifacts as the command line gives it; null leaves it to dbt_project.yml. */
  readonly targetDir: string | null;
  readonly logDir: string | null;
  /** A database file that wins over profiles.yml; `:memory:` keeps nothing. */
  readonly database: string | null;
}

/**
 * Relative paths stand relative to `from`, the folder of the caller. Throws C001 or P012 when the words make no command.
 */
export function readArguments(
  words: readonly string[],
  from: string,
  env: Readonly<Record<string, string>>,
): CliArguments {
  const command = parseCommand(words, env);
  const path = (given: string | null): string | null => (given === null ? null : resolve(from, given));
  const projectDir = path(command.projectDir) ?? projectAbove(from);
  const nearby = from !== projectDir && existsSync(join(from, "profiles.yml")) ? from : null;
  return {
    command: { ...command, outputPath: path(command.outputPath) },
    text: words.join(" "),
    projectDir,
    profilesDir: path(command.profilesDir) ?? nearby,
    targetDir: path(command.targetPath),
    logDir: path(command.logPath),
    database: command.database === ":memory:" ? command.database : path(command.database),
  };
}

/** As dbt does: the nearest folder upwards that holds a dbt_project.yml, else the folder itself. */
function projectAbove(from: string): string {
  for (let folder = from; ; folder = resolve(folder, "..")) {
    if (existsSync(join(folder, "dbt_project.yml"))) return folder;
    if (resolve(folder, "..") === folder) return from;
  }
}
