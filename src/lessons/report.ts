/** What every check is given, and the report that it fills in. */
import type { LessonEngine, SeedEngines } from "./engine-port.ts";
import type { Memo } from "./memo.ts";
import { succeed } from "../engine/core/errors.ts";
import type { Outcome } from "../engine/core/errors.ts";
import type { CancelSignal } from "../engine/core/signal.ts";
import type { CheckReport } from "../worker/protocol.ts";

export interface CheckPorts {
  readonly engine: LessonEngine;
  /** Data of other companies; where they are not made, variants that want them are passed over. */
  readonly seeds?: SeedEngines;
  /** As it is kept: SQL or YAML, several files joined, or JSON for what is clicked. */
  readonly answer: string;
  readonly signal?: CancelSignal;
  /** Milliseconds that one run of the answer may take; defaults to 5,000. */
  readonly timeLimitMs?: number;
  /** Shared by the checks of one exercise while no table changes. */
  readonly memo?: Memo;
  /** What references gave, as long as that holds (`references.ts`). */
  readonly references?: Memo;
  /** A monotonic reading in milliseconds. */
  readonly elapsed?: () => number;
}

export type ReportPart = Partial<CheckReport> & Pick<CheckReport, "headline" | "steps">;

export function reportOf(request: Pick<CheckPorts, "elapsed">): (part: ReportPart) => Outcome<CheckReport> {
  const now = request.elapsed ?? (() => performance.now());
  const begun = now();
  return (part) =>
    succeed({
      passed: false,
      detail: null,
      code: null,
      difference: null,
      diagnostics: [],
      table: null,
      matrix: null,
      ...part,
      elapsed_ms: now() - begun,
    });
}

/** Steps in order, of which those after the failure were not reached; `failedAt` is null when all hold. */
export function stepList(labels: readonly string[], failedAt: number | null): CheckReport["steps"] {
  const failed = failedAt ?? labels.length;
  return labels.map((label, index) => ({
    label,
    status: index < failed ? "pass" : index === failed ? "fail" : "not-run",
  }));
}
