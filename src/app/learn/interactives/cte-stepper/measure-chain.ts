/** One question for all steps of a chain: how many rows each has, and how many different keys. */
import { askChain, type ChainStep } from "../query-chain.ts";
import type { PlayRow } from "../interactive.ts";

export interface StepMeasure {
  readonly rows: number;
  /** Different values of the key; null without a key. */
  readonly keys: number | null;
}

/** `keys`: step -> the columns of its key, with commas between them. */
export function measureSql(steps: readonly ChainStep[], keys: ReadonlyMap<string, string>): string {
  const last = steps.at(-1);
  if (last === undefined) return "";
  const parts = steps.map(({ name }) => {
    const key = keys.get(name);
    const different = key === undefined ? "cast(null as bigint)" : `count(distinct (${key}))`;
    return `select '${name}' as step, count(*) as row_count, ${different} as key_count from ${name}`;
  });
  return askChain(last, parts.join("\nunion all\n"));
}

export function readMeasures(rows: readonly PlayRow[]): ReadonlyMap<string, StepMeasure> {
  return new Map(
    rows.map((row) => [
      String(row["step"]),
      { rows: Number(row["row_count"]), keys: row["key_count"] === null ? null : Number(row["key_count"]) },
    ]),
  );
}

/** What a step changed: its rows against those of the first step that it reads. */
export function changeOf(
  step: ChainStep,
  measures: ReadonlyMap<string, StepMeasure>,
): { readonly from: string; readonly delta: number } | null {
  const [from] = step.reads;
  const before = from === undefined ? undefined : measures.get(from);
  const own = measures.get(step.name);
  return from === undefined || before === undefined || own === undefined
    ? null
    : { from, delta: own.rows - before.rows };
}
