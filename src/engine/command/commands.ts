/** The names of dbt's commands, and those that are known but not there yet. */
export const COMMANDS = [
  "build",
  "run",
  "test",
  "seed",
  "snapshot",
  "compile",
  "ls",
  "show",
  "parse",
  "docs generate",
  "docs serve",
  "source freshness",
  "run-operation",
  "clean",
  "debug",
  "deps",
  "lint",
] as const;

export type CommandName = (typeof COMMANDS)[number];

/** Commands under another name. */
export const COMMAND_ALIASES: Readonly<Record<string, CommandName>> = {
  list: "ls",
  "source snapshot-freshness": "source freshness",
};

/** Commands of dbt that are refused, with the reason. */
export const LATER_COMMANDS: Readonly<Record<string, string>> = {
  retry: "Select what failed with --select and run it again.",
  clone: "Build the models in the other schema instead.",
  init: "Make a folder with a dbt_project.yml and a folder models/.",
};

/** First words of commands that have two, with the second words. */
export const COMMAND_GROUPS: Readonly<Record<string, readonly string[]>> = {
  docs: ["generate", "serve"],
  source: ["freshness", "snapshot-freshness"],
};
