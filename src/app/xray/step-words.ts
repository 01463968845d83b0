/** The facts of a step in short: what the list of steps shows beside its name, and the sentences about a join. */
import type { JoinFacts, StepFacts } from "../../worker/protocol.ts";
import { surfaceStrings } from "../strings/surface-strings.ts";

export interface StepBadge {
  readonly mark: "removed" | "added" | "warn" | "pass";
  readonly text: string;
}

/** At most three: rows that joins dropped, rows that joins added, and whether the first key holds. */
export function badgesOf(facts: StepFacts): StepBadge[] {
  const words = surfaceStrings.xray.badge;
  const joins = facts.parts.flatMap(({ stages }) => stages.flatMap(({ join }) => join ?? []));
  const lost = joins.reduce((sum, join) => sum + (drops(join) ? join.without : 0), 0);
  const added = joins.reduce((sum, join) => sum + (join.kind === "cross" ? 0 : join.added), 0);
  const key = facts.keys[0];
  return [
    ...(lost > 0 ? [{ mark: "removed" as const, text: words.lost(lost) }] : []),
    ...(added > 0 ? [{ mark: "added" as const, text: words.added(added) }] : []),
    ...(key === undefined || facts.rows === 0
      ? []
      : key.repeats > 0
        ? [{ mark: "warn" as const, text: words.twice }]
        : [{ mark: "pass" as const, text: words.key }]),
  ];
}

/** Whether rows without a partner are gone behind it. */
export function drops({ kind }: JoinFacts): boolean {
  return kind === "inner" || kind === "right" || kind === "semi" || kind === "asof";
}

export interface JoinSentence {
  readonly mark: StepBadge["mark"] | "same";
  readonly text: string;
}

export function joinSentences(join: JoinFacts, name: string): JoinSentence[] {
  const words = surfaceStrings.xray;
  const found: JoinSentence[] = [];
  if (join.without > 0) {
    if (join.kind === "anti") found.push({ mark: "same", text: words.keptAnti(join.without) });
    else if (drops(join)) found.push({ mark: "removed", text: words.lostInner(join.without) });
    else if (join.kind !== "cross") found.push({ mark: "warn", text: words.lostLeft(join.without) });
  }
  if (join.multiplied > 0 && join.kind !== "cross")
    found.push({ mark: "added", text: words.fanOut(join.multiplied, join.added, join.most) });
  if ((join.rightWithout ?? 0) > 0)
    found.push({ mark: "added", text: words.rightWithout(name, join.rightWithout ?? 0) });
  const single =
    join.without === 0 &&
    join.multiplied === 0 &&
    join.kind !== "cross" &&
    join.kind !== "semi" &&
    join.kind !== "anti";
  if (single) found.push({ mark: "pass", text: words.allOne(false) });
  return found;
}
