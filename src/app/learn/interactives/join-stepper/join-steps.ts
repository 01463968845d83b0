/**
 * What each join did to a query: rows, different keys and the sum of a measure, after each of its steps. The first step is the truth:
 * one row for each key, so neither the keys nor the sum may change behind it.
 */
import type { PlayRow } from "../interactive.ts";
import type { NamedText } from "../option-list.ts";
import { askChain, type ChainStep } from "../query-chain.ts";

export interface JoinState {
  readonly name: string;
  readonly title: string;
  readonly rows: number;
  readonly keys: number;
  /** null without a measure. */
  readonly total: number | null;
  readonly isUnique: boolean;
  /** Keys of the first step that are gone. */
  readonly lost: number;
  /** The sum against that of the first step; 1 when it is right. */
  readonly factor: number | null;
}

/** Steps of the chain that are shown, in their order; all of them when none is named. */
export function shownSteps(
  chain: readonly ChainStep[],
  named: readonly NamedText[],
): readonly (ChainStep & { readonly title: string })[] {
  if (named.length === 0) return chain.map((step) => ({ ...step, title: step.name }));
  return named.flatMap(({ name, text }) =>
    chain.filter((step) => step.name === name).map((step) => ({ ...step, title: text })),
  );
}

export function statesSql(steps: readonly ChainStep[], key: string, measure: string | undefined): string {
  const last = steps.at(-1);
  if (last === undefined) return "";
  const total = measure === undefined ? "cast(null as double)" : `cast(sum(${measure}) as double)`;
  const parts = steps.map(
    ({ name }) =>
      `select '${name}' as step, count(*) as row_count, count(distinct ${key}) as key_count, ${total} as total from ${name}`,
  );
  return askChain(last, parts.join("\nunion all\n"));
}

export function readStates(
  rows: readonly PlayRow[],
  steps: readonly { readonly name: string; readonly title: string }[],
): readonly JoinState[] {
  const found = new Map(rows.map((row) => [String(row["step"]), row]));
  const first = found.get(steps[0]?.name ?? "");
  const truth = first === undefined || first["total"] === null ? null : Number(first["total"]);
  return steps.flatMap(({ name, title }): JoinState[] => {
    const row = found.get(name);
    if (row === undefined) return [];
    const [all, keys] = [Number(row["row_count"]), Number(row["key_count"])];
    const total = row["total"] === null || row["total"] === undefined ? null : Number(row["total"]);
    return [
      {
        name,
        title,
        rows: all,
        keys,
        total,
        isUnique: all === keys,
        lost: Math.max(0, Number(first?.["key_count"] ?? 0) - keys),
        factor: total === null || truth === null || truth === 0 ? null : total / truth,
      },
    ];
  });
}

/** The first step at which something goes wrong, up to the one that is shown. */
export function guiltyStep(states: readonly JoinState[], until: number): JoinState | null {
  return states.slice(0, until + 1).find((state) => !state.isUnique || state.lost > 0) ?? null;
}

/** The sum is that of the first step; without a measure nothing is wrong with it. */
export function isRight(state: JoinState): boolean {
  return state.factor === null || Math.abs(state.factor - 1) < 0.000001;
}

/** The first step whose sum is wrong; a key may have been lost one join before. */
export function firstWrongSum(states: readonly JoinState[], until: number): JoinState | null {
  return states.slice(0, until + 1).find((state) => !isRight(state)) ?? null;
}

/** By how much the rows of one key grew at each step: 1, 3, 4, 2. A step that loses the key ends the list with 0. */
export function factorsOf(counts: readonly number[]): readonly number[] {
  return counts.map((count, index) => {
    const before = index === 0 ? 1 : (counts[index - 1] ?? 0);
    return before === 0 ? 0 : count / before;
  });
}
