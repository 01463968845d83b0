/** The command that runs again what failed, warned or was skipped in a run, by name; null when all went well. */
import type { NodeResult } from "../../engine/core/events.ts";
import type { Manifest } from "../../engine/core/manifest.ts";
import { isBad } from "./compare.ts";
import { shortName } from "./timeline.ts";

const SELECTING = /^(build|run|test|seed|snapshot|compile)\b/;

export function retryCommand(
  command: string,
  results: readonly NodeResult[],
  manifest: Manifest | null,
): string | null {
  const verb = SELECTING.exec(command)?.[1];
  if (verb === undefined) return null;
  const names = results
    .filter(({ status }) => isBad(status) || status === "skipped")
    // What is gone from the project cannot be selected.
    .flatMap(({ unique_id }) => {
      const node = manifest?.nodes.get(unique_id);
      return node ? [shortName(unique_id, node)] : [];
    });
  if (names.length === 0) return null;
  const kept = /\s(--vars|--target|-t|--full-refresh|-f|--store-failures)\b/.test(command) ? optionsOf(command) : "";
  return `dbt ${verb} --select ${[...new Set(names)].join(" ")}${kept}`;
}

/** The options that change what a node is, as they were given. */
function optionsOf(command: string): string {
  const found = command.matchAll(
    /\s(?:--(?:full-refresh|store-failures)|-f|(?:--vars|--target|-t)[\s=](?:'[^']*'|"[^"]*"|\S+))(?=\s|$)/g,
  );
  return [...found].map(([text]) => text).join("");
}
