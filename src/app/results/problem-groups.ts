/**
 * A list of findings -> what of it is shown, so that four thousand warnings of one kind do not hide the other two.
 *
 * Findings are of one kind when they have the same code and say the same but for names and numbers. Of each kind the first few stand
 * in the list, in the list's own order; the rest is counted behind the last of them, and is shown step by step when asked for.
 */
import type { Diagnostic } from "../../engine/core/errors.ts";

/** Shown of each kind at first; errors are what has to be worked through, warnings mostly are not. */
const FIRST = { error: 50, warning: 5 } as const;
/** Shown with each further step. */
const STEP = 100;

export type ListedProblem =
  | { readonly kind: "problem"; readonly problem: Diagnostic; readonly key: string }
  | { readonly kind: "more"; readonly count: number; readonly key: string };

/** `steps`: how often more of a kind was asked for, by the key of its row. */
export function listedProblems(
  problems: readonly Diagnostic[],
  steps: Readonly<Record<string, number>> = {},
): ListedProblem[] {
  const kinds = problems.map(kindOf);
  const totals = new Map<string, number>();
  for (const kind of kinds) totals.set(kind, (totals.get(kind) ?? 0) + 1);
  const seen = new Map<string, number>();
  return problems.flatMap((problem, index): ListedProblem[] => {
    const kind = kinds[index] ?? "";
    const number = (seen.get(kind) ?? 0) + 1;
    seen.set(kind, number);
    const most = FIRST[problem.severity] + (steps[kind] ?? 0) * STEP;
    const rest = (totals.get(kind) ?? 0) - most;
    const shown: ListedProblem = { kind: "problem", problem, key: String(index) };
    // A row that stands for one finding takes as much room as the finding.
    if (rest <= 1 || number < most) return [shown];
    return number === most ? [shown, { kind: "more", count: rest, key: kind }] : [];
  });
}

function kindOf({ severity, code, message }: Diagnostic): string {
  return `${severity} ${code} ${message.replaceAll(/"[^"]*"|'[^']*'|`[^`]*`|\d+/g, "…")}`;
}
