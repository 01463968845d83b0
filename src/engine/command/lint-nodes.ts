/**
 * `strata lint`: what keeps the selected models from running everywhere, and how much of them is documented and tested. A command of
 * ours; exit code 1 when it finds an error.
 */
import type { Share } from "../lint/coverage.ts";
import type { Ended } from "./outcome.ts";
import { selectNodes } from "./select-nodes.ts";
import type { Session } from "./session.ts";

/** Names of models that a line of the log can take. */
const NAMED = 5;

export async function lintNodes(session: Session): Promise<Ended> {
  const { ids, unmatched } = selectNodes(session);
  const { found, coverage } = await session.context.lint(ids);
  for (const finding of found) session.tell(finding);
  const errors = found.filter((finding) => finding.severity === "error").length;
  const warnings = found.length - errors;
  const count = (number: number, word: string): string => `${number} ${word}${number === 1 ? "" : "s"}`;
  session.say("");
  if (coverage.documentation.total > 0) {
    session.say(`Documentation: ${shareText(coverage.documentation, "public models", "described with all columns")}`);
  }
  if (coverage.tests.total > 0) {
    session.say(`Tests: ${shareText(coverage.tests, "models with business logic", "tested beyond the key")}`);
  }
  session.say(
    found.length === 0 ? "Nothing to object to." : `Found ${count(errors, "error")} and ${count(warnings, "warning")}.`,
    errors > 0 ? "error" : "info",
    errors > 0 ? "error" : warnings > 0 ? "warn" : "ok",
  );
  return { exitCode: errors > 0 ? 1 : 0, diagnostics: [...unmatched, ...found] };
}

/** `12 of 13 public models described with all columns (92%); not: orders`. */
function shareText({ covered, total, missing }: Share, what: string, how: string): string {
  // Rounded down, so that 100% means all of them.
  const percent = Math.floor((100 * covered) / total);
  const more = missing.length > NAMED ? ` and ${missing.length - NAMED} more` : "";
  const rest = missing.length === 0 ? "" : `; not: ${missing.slice(0, NAMED).join(", ")}${more}`;
  return `${covered} of ${total} ${what} ${how} (${percent}%)${rest}`;
}
