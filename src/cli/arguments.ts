/** Splits the CLI's own options (where the project lies, how to print) from the dbt command that the engine reads. */
import { existsSync } from "node:fs";
import { isAbsolute, join, resolve } from "node:path";

export interface CliArguments {
  readonly projectDir: string;
  readonly profilesDir: string | null;
  readonly targetPath: string | null;
  readonly quiet: boolean;
  readonly colour: boolean;
  readonly help: boolean;
  readonly version: boolean;
  /** The rest, for the engine. */
  readonly command: readonly string[];
}

const WITH_VALUE = new Set(["--project-dir", "--profiles-dir", "--target-path", "--log-level", "--log-format"]);
const ALONE = new Set([
  "--quiet",
  "-q",
  "--no-use-colors",
  "--use-colors",
  "--help",
  "-h",
  "--version",
  "--debug",
  "-d",
  "--no-partial-parse",
]);

/** Relative paths stand relative to `from`, the folder of the caller. */
export function readArguments(words: readonly string[], from: string, terminal: boolean): CliArguments {
  const own = new Map<string, string>();
  const command: string[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? "";
    const [name = word, assigned] = word.startsWith("--") ? splitAssignment(word) : [word, undefined];
    if (WITH_VALUE.has(name)) own.set(name, assigned ?? words[(index += 1)] ?? "");
    else if (ALONE.has(name)) own.set(name, "");
    else command.push(word);
  }
  const path = (name: string): string | null => {
    const value = own.get(name);
    return value === undefined ? null : isAbsolute(value) ? value : resolve(from, value);
  };
  return {
    projectDir: path("--project-dir") ?? projectAbove(from),
    profilesDir: path("--profiles-dir"),
    targetPath: path("--target-path"),
    quiet: own.has("--quiet") || own.has("-q"),
    colour: !own.has("--no-use-colors") && (terminal || own.has("--use-colors")),
    help: own.has("--help") || own.has("-h"),
    version: own.has("--version"),
    command,
  };
}

/** As dbt does: the nearest folder upwards that holds a dbt_project.yml, else the folder itself. */
function projectAbove(from: string): string {
  for (let folder = from; ; folder = resolve(folder, "..")) {
    if (existsSync(join(folder, "dbt_project.yml"))) return folder;
    if (resolve(folder, "..") === folder) return from;
  }
}

function splitAssignment(word: string): [string, string | undefined] {
  const equals = word.indexOf("=");
  return equals === -1 ? [word, undefined] : [word.slice(0, equals), word.slice(equals + 1)];
}
