/**
 * What this device keeps: opened projects, edited files, settings, run history, lesson progress and attempts, all by workspace.
 *
 * Opening never fails. Where the browser has no storage the same store works in memory, `persistent` is false and `problem` says
 * why. Writing returns an Outcome: a refused write (a full disk) changes nothing that was kept before.
 */
import { fail, succeed, type Diagnostic, type Outcome } from "../engine/core/errors.ts";
import type { Overlay } from "../worker/protocol.ts";
import { openIdbRecords } from "./idb-records.ts";
import { changeStore, type ChangeStore } from "./change-store.ts";
import type { Attempt, LessonProgress } from "./kept.ts";
import { createMemoryRecords } from "./memory-records.ts";
import { projectStore, type ProjectStore } from "./project-store.ts";
import type { Records } from "./records.ts";
import { runStore, type RunStore } from "./run-store.ts";
import { openTrouble, saveTrouble } from "./trouble.ts";
import { workspaceStore, type WorkspaceStore } from "./workspace-store.ts";

export const ATTEMPTS_KEPT = 50;

export interface Store extends ProjectStore, RunStore, ChangeStore, WorkspaceStore {
  /** False when everything is forgotten with the tab. */
  readonly persistent: boolean;
  /** Why it is not persistent; null when all is well. */
  readonly problem: Diagnostic | null;
  /** Hears when what was kept is gone while the page is open; what is still known can be kept again. */
  onEmptied(listener: () => void): void;
  loadOverlay(workspace: string): Promise<Overlay>;
  /** Text of an edited file, `null` for a deleted one, `undefined` for "as bundled" (forgets the edit). */
  saveFile(workspace: string, path: string, text: string | null | undefined): Promise<Outcome<void>>;
  getSetting<T>(key: string): Promise<T | undefined>;
  setSetting(key: string, value: unknown): Promise<Outcome<void>>;
  /** Lesson -> progress. */
  loadProgress(workspace: string): Promise<ReadonlyMap<string, LessonProgress>>;
  saveProgress(workspace: string, lesson: string, progress: LessonProgress): Promise<Outcome<void>>;
  addAttempt(workspace: string, attempt: Attempt): Promise<Outcome<void>>;
  /** Newest first. */
  listAttempts(workspace: string, exercise: string): Promise<readonly Attempt[]>;
}

export async function openStore(): Promise<Store> {
  try {
    return createStore(await openIdbRecords(), null);
  } catch (error) {
    return createStore(createMemoryRecords(), openTrouble(error));
  }
}

export function createStore(records: Records, problem: Diagnostic | null): Store {
  const keep = async (what: string, write: () => Promise<void>): Promise<Outcome<void>> => {
    try {
      return succeed(await write());
    } catch (error) {
      return fail(saveTrouble(what, error));
    }
  };

  /** Drops the oldest entries below a prefix whose last key parts are [time, number]. */
  const trim = async (table: "attempts", prefix: readonly string[], kept: number): Promise<void> => {
    const entries = await records.list(table, prefix);
    if (entries.length > kept)
      await records.delete(
        table,
        entries.slice(0, entries.length - kept).map((entry) => entry.key),
      );
  };

  let sequence = 0;

  return {
    onEmptied: (listener) => records.onEmptied?.(listener),
    persistent: problem === null,
    problem,
    ...projectStore(records, keep),
    ...changeStore(records, keep),
    ...workspaceStore(records, keep),
    ...runStore(records, keep),

    async loadOverlay(workspace) {
      const entries = await records.list("files", [workspace]);
      return Object.fromEntries(entries.map((entry) => [String(entry.key[1]), entry.value as string | null]));
    },
    saveFile: (workspace, path, text) =>
      keep(`the file "${path}"`, () =>
        text === undefined
          ? records.delete("files", [[workspace, path]])
          : records.put("files", [workspace, path], text),
      ),

    getSetting: async <T>(key: string) => (await records.get("settings", ["", key])) as T | undefined,
    setSetting: (key, value) => keep(`the setting "${key}"`, () => records.put("settings", ["", key], value)),

    async loadProgress(workspace) {
      const entries = await records.list("progress", [workspace]);
      return new Map(entries.map((entry) => [String(entry.key[1]), entry.value as LessonProgress]));
    },
    saveProgress: (workspace, lesson, progress) =>
      keep(`the progress in lesson "${lesson}"`, () => records.put("progress", [workspace, lesson], progress)),

    addAttempt: (workspace, attempt) =>
      keep(`the attempt at "${attempt.exercise}"`, async () => {
        await records.put("attempts", [workspace, attempt.exercise, attempt.at, (sequence += 1)], attempt);
        await trim("attempts", [workspace, attempt.exercise], ATTEMPTS_KEPT);
      }),
    listAttempts: async (workspace, exercise) =>
      newestFirst<Attempt>(await records.list("attempts", [workspace, exercise])),
  };
}

function newestFirst<T>(entries: readonly { readonly value: unknown }[]): T[] {
  return entries.map((entry) => entry.value as T).reverse();
}
