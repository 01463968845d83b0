/** `strata lint`: what keeps the selected models from running everywhere. A command of ours; exit code 1 when it finds an error. */
import type { Ended } from "./outcome.ts";
import { selectNodes } from "./select-nodes.ts";
import type { Session } from "./session.ts";

export async function lintNodes(session: Session): Promise<Ended> {
  const { ids, unmatched } = selectNodes(session);
  const found = await session.context.lint(ids);
  for (const finding of found) session.tell(finding);
  const errors = found.filter((finding) => finding.severity === "error").length;
  const warnings = found.length - errors;
  const count = (number: number, word: string): string => `${number} ${word}${number === 1 ? "" : "s"}`;
  session.say("");
  session.say(
    found.length === 0 ? "Nothing to object to." : `Found ${count(errors, "error")} and ${count(warnings, "warning")}.`,
    errors > 0 ? "error" : "info",
    errors > 0 ? "error" : warnings > 0 ? "warn" : "ok",
  );
  return { exitCode: errors > 0 ? 1 : 0, diagnostics: [...unmatched, ...found] };
}
