/**
 * The history of runs of a workspace: a headline of each for the list, and beside it what the run left (results, log), which may be
 * a megabyte and is read for one run at a time.
 *
 * The detail is written before the headline and deleted after it, so that a run that is listed is whole.
 */
import type { LogLine, NodeResult, RunFinished } from "../engine/core/events.ts";
import type { Outcome } from "../engine/core/errors.ts";
import type { RunDetail, RunHead } from "./kept.ts";
import type { RecordKey, Records } from "./records.ts";

/** Older runs are dropped; what a run left takes up to a megabyte. */
export const RUNS_KEPT = 30;

export interface RunStore {
  /** `at` is when the run ended, in milliseconds since 1970-01-01 UTC; now when left out. */
  saveRun(workspace: string, run: RunFinished, at?: number, log?: readonly LogLine[]): Promise<Outcome<void>>;
  /** Newest first. */
  listRuns(workspace: string, limit?: number): Promise<readonly RunHead[]>;
  /** Null when it is not kept any more. */
  loadRun(workspace: string, id: string): Promise<RunDetail | null>;
  /** All runs when no ids are given. */
  deleteRuns(workspace: string, ids?: readonly string[]): Promise<Outcome<void>>;
  /** Calls back after a change of any workspace's history by this page; returns how to stop. */
  watchRuns(listener: () => void): () => void;
}

type RunKey = readonly [workspace: string, at: number, sequence: number];

/** As runs were kept before they had a headline of their own. */
interface WholeRun {
  readonly at: number;
  readonly run: RunFinished;
}

type Keep = (what: string, write: () => Promise<void>) => Promise<Outcome<void>>;

export function runStore(records: Records, keep: Keep): RunStore {
  const listeners = new Set<() => void>();
  const tell = (): void => listeners.forEach((listener) => listener());
  let sequence = 0;

  const headKeys = async (workspace: string): Promise<readonly RecordKey[]> =>
    (await records.list("runs", [workspace])).map((entry) => entry.key);

  const discard = async (keys: readonly RecordKey[]): Promise<void> => {
    if (keys.length === 0) return;
    await records.delete("runs", keys);
    await records.delete("run_details", keys);
  };

  return {
    saveRun: (workspace, run, at = Date.now(), log = []) =>
      keep("the run's history", async () => {
        const key = [workspace, at, (sequence += 1)] as const;
        await records.put("run_details", key, { run, log } satisfies RunDetail);
        await records.put("runs", key, headOf(run, at, idOf(key)));
        const keys = await headKeys(workspace);
        await discard(keys.slice(0, Math.max(0, keys.length - RUNS_KEPT)));
        tell();
      }),

    async listRuns(workspace, limit = RUNS_KEPT) {
      const entries = await records.list("runs", [workspace]);
      return entries
        .map(({ key, value }) => {
          const kept = value as RunHead | WholeRun;
          return "run" in kept ? headOf(kept.run, kept.at, idOf(key as RunKey)) : kept;
        })
        .reverse()
        .slice(0, limit);
    },

    async loadRun(workspace, id) {
      const key = keyOf(workspace, id);
      if (key === null) return null;
      const detail = (await records.get("run_details", key)) as RunDetail | undefined;
      if (detail) return detail;
      const whole = (await records.get("runs", key)) as RunHead | WholeRun | undefined;
      return whole && "run" in whole ? { run: whole.run, log: [] } : null;
    },

    deleteRuns: (workspace, ids) =>
      keep("that runs are deleted", async () => {
        const keys =
          ids === undefined
            ? await headKeys(workspace)
            : ids.map((id) => keyOf(workspace, id)).filter((key) => key !== null);
        await discard(keys);
        tell();
      }),

    watchRuns(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

function idOf([, at, sequence]: RunKey): string {
  return `${at}-${sequence}`;
}

function keyOf(workspace: string, id: string): RunKey | null {
  const found = /^(\d+)-(\d+)$/.exec(id);
  return found ? [workspace, Number(found[1]), Number(found[2])] : null;
}

function headOf(run: RunFinished, at: number, id: string): RunHead {
  const { command, exitCode, cancelled, elapsed_ms, results } = run;
  const count = (is: (result: NodeResult) => boolean): number => results.filter(is).length;
  const tests = count(({ unique_id }) => /^(unit_)?test\./.test(unique_id));
  return {
    id,
    at,
    command: command.replace(/^dbt\s+/, ""),
    exitCode,
    cancelled,
    elapsed_ms,
    nodes: results.length - tests,
    tests,
    warned: count(({ status }) => status === "warn"),
    failed: count(({ status }) => status === "fail" || status === "error" || status === "runtime error"),
    skipped: count(({ status }) => status === "skipped"),
  };
}
