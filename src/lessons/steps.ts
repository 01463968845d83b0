/** What a check of rows looks at, in order, as the report lists it. */
import type { CheckStep } from "./diagnose.ts";
import type { RowRules } from "./pack.ts";
import { stepList } from "./report.ts";
import type { CheckReport } from "../worker/protocol.ts";

export type FailedAt = "run" | CheckStep | "hidden" | { readonly before: number } | { readonly after: number };

export interface ExtraLabels {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** What was checked, in order; what comes after the failure was not run. */
export function stepsOf(
  exercise: RowRules,
  failedAt: FailedAt | null,
  extra: ExtraLabels = { before: [], after: [] },
): CheckReport["steps"] {
  const hidden = exercise.variants.flatMap((variant) => (variant.kind === "file" ? [variant.title] : []));
  const list: { at: string; label: string }[] = [
    { at: "run", label: "The query runs and follows the rules" },
    ...extra.before.map((label, index) => ({ at: `before ${index}`, label })),
    { at: "columns", label: `Columns: ${exercise.contract.columns.join(", ")}` },
    { at: "rows", label: upperFirst(exercise.contract.grain) },
    { at: "values", label: "Values agree" },
    ...(exercise.compare.order.kind === "any" ? [] : [{ at: "order", label: "The rows are in order" }]),
    ...(hidden.length === 0 ? [] : [{ at: "hidden", label: `Hidden data: ${hidden.join(", ")}` }]),
    ...extra.after.map((label, index) => ({ at: `after ${index}`, label })),
  ];
  const name =
    failedAt === null || typeof failedAt === "string"
      ? failedAt
      : "before" in failedAt
        ? `before ${failedAt.before}`
        : `after ${failedAt.after}`;
  return stepList(
    list.map((step) => step.label),
    name === null ? null : list.findIndex((step) => step.at === name),
  );
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
