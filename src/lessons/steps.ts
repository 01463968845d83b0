/** What a check looks at, in order, as the report lists it. */
import type { CheckStep } from "./diagnose.ts";
import type { SqlExercise } from "./pack.ts";
import type { CheckReport } from "../worker/protocol.ts";

export type FailedAt = "run" | CheckStep | "hidden";

/** What was checked, in order; what comes after the failure was not run. */
export function stepsOf(exercise: SqlExercise, failedAt: FailedAt | null): CheckReport["steps"] {
  const hidden = exercise.variants.flatMap((variant) => (variant.kind === "file" ? [variant.title] : []));
  const list: { at: FailedAt; label: string }[] = [
    { at: "run", label: "The query runs and follows the rules" },
    { at: "columns", label: `Columns: ${exercise.contract.columns.join(", ")}` },
    { at: "rows", label: upperFirst(exercise.contract.grain) },
    { at: "values", label: "Values agree" },
    ...(exercise.compare.order.kind === "any" ? [] : [{ at: "order" as const, label: "The rows are in order" }]),
    ...(hidden.length === 0 ? [] : [{ at: "hidden" as const, label: `Hidden data: ${hidden.join(", ")}` }]),
  ];
  const failed = failedAt === null ? list.length : list.findIndex((step) => step.at === failedAt);
  return list.map((step, index) => ({
    label: step.label,
    status: index < failed ? "pass" : index === failed ? "fail" : "not-run",
  }));
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
