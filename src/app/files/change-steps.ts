/** Points of the history as a person did them: a rename over twelve files is one step, and each pause of typing is one. */
import type { KeptChange } from "../../store/change-store.ts";

export interface ChangeStep {
  readonly key: string;
  readonly at: number;
  readonly cause: KeptChange["cause"];
  readonly label: string | null;
  /** Newest first. */
  readonly points: readonly KeptChange[];
}

/** Newest first; `filter` keeps the steps that touch a file whose path contains it. */
export function changeSteps(changes: readonly KeptChange[], filter: string): ChangeStep[] {
  const wanted = filter.trim().toLowerCase();
  const steps = new Map<string, { points: KeptChange[] }>();
  for (const change of changes) {
    // Numbers begin anew with each visit that could not read the list: the time keeps steps of two visits apart.
    const key = `${change.step} ${Math.floor(change.at / 60_000)}`;
    const step = steps.get(key) ?? { points: [] };
    step.points.push(change);
    steps.set(key, step);
  }
  return [...steps].flatMap(([key, { points }]) => {
    const first = points[0];
    if (!first || (wanted !== "" && !points.some((point) => point.path.toLowerCase().includes(wanted)))) return [];
    return [{ key, at: first.at, cause: first.cause, label: first.label, points }];
  });
}
