/** What `--help` prints. */
import { COMMANDS, mainOptions } from "../engine/index.ts";
import type { Command } from "../engine/index.ts";

export const USAGE = `Usage: strata <command> [options]

Commands: ${COMMANDS.join(", ")}, lessons verify, lessons new

  --project-dir DIR    folder with dbt_project.yml (default: this folder or the nearest above)
  --profiles-dir DIR   folder with profiles.yml (default: this folder, then the project's)
  --target-path DIR    folder for artifacts (default: what dbt_project.yml says, else target)
  --database FILE      DuckDB file, instead of the one that profiles.yml names
  --select, --exclude  dbt's selectors, for example --select +entity_customers
  --profile, --target, --vars, --threads, --full-refresh, --fail-fast, --store-failures, --selector
  --debug, --quiet, --log-format json, --no-use-colors, --version, --help

Without profiles.yml the database is target/strata.duckdb in the project's folder.
"strata <command> --help" lists the options of a command.

Example: npm run --silent strata -- build --project-dir src/models`;

export function usageOf(name: Command["name"]): string {
  return `Usage: strata ${name}${name === "run-operation" ? " MACRO" : ""} [options]\n\nOptions: ${mainOptions(name).join(", ")}`;
}
