/**
 * What is done to a workspace as a whole: renamed, copied, emptied by kind, measured.
 *
 * Which object store holds what kind of work stands in `KINDS`, so a new object store must say it there; its keys start with the
 * workspace. Emptying is for good: whoever offers it keeps what is needed for the way back, or offers an export first.
 */
import { diagnostic, fail, type Outcome } from "../engine/core/errors.ts";
import type { Attempt, KeptProject } from "./kept.ts";
import { TABLES, type Entry, type Records, type TableName } from "./records.ts";

export type WorkKind = "edits" | "history" | "runs" | "progress" | "projects" | "settings";

/** Work by the object store that holds it. */
export const KINDS: Readonly<Record<TableName, WorkKind>> = {
  files: "edits",
  runs: "runs",
  run_details: "runs",
  changes: "history",
  change_texts: "history",
  progress: "progress",
  attempts: "progress",
  projects: "projects",
  project_files: "projects",
  project_data: "projects",
  settings: "settings",
};

export interface KindSize {
  readonly kind: WorkKind;
  readonly entries: number;
  /** About: text counts two bytes a letter. */
  readonly bytes: number;
}

export interface WorkspaceStore {
  /** Null gives a project its own name back. "main" has a name too. */
  renameWorkspace(workspace: string, title: string | null): Promise<Outcome<void>>;
  /** What the user calls "main"; null when it was never renamed. */
  mainTitle(): Promise<string | null>;
  /** A new workspace with the files, edits, data and progress of another one; its runs stay there. All or nothing. */
  copyWorkspace(from: string, to: KeptProject): Promise<Outcome<void>>;
  /** Deletes everything of these kinds in one workspace. */
  forget(workspace: string, kinds: readonly WorkKind[]): Promise<Outcome<void>>;
  /** Deletes everything of these kinds on this device, or all there is. */
  forgetEverywhere(kinds: readonly WorkKind[] | null): Promise<Outcome<void>>;
  /** All attempts of a workspace, oldest first within an exercise. */
  allAttempts(workspace: string): Promise<readonly Attempt[]>;
  sizes(): Promise<readonly KindSize[]>;
}

type Keep = (what: string, write: () => Promise<void>) => Promise<Outcome<void>>;

const MAIN_TITLE = ["", "title.main"];
/** A copy takes everything that was made in a workspace; what was run belongs to the tables of the other one. */
const COPIED: readonly TableName[] = ["files", "project_data", "progress", "attempts"];

export function workspaceStore(records: Records, keep: Keep): WorkspaceStore {
  const kindOf = (table: TableName) => KINDS[table];
  const tablesOf = (kinds: readonly WorkKind[] | null) =>
    TABLES.filter((table) => kinds === null || kinds.includes(kindOf(table)));
  const empty = async (table: TableName, prefix: readonly string[]): Promise<void> => {
    const entries = await records.list(table, prefix);
    if (entries.length > 0)
      await records.delete(
        table,
        entries.map((entry) => entry.key),
      );
  };

  return {
    async renameWorkspace(workspace, title) {
      const project = (await records.get("projects", [workspace])) as KeptProject | undefined;
      if (workspace !== "main" && !project)
        return fail(
          diagnostic("S002", `The workspace "${workspace}" is no longer on this device.`, {
            hint: "Another tab may have deleted it. Reload the page to see what there is.",
          }),
        );
      return keep("the name of the workspace", async () => {
        if (workspace === "main") return records.put("settings", MAIN_TITLE, title);
        const { title: _before, ...rest } = project as KeptProject;
        await records.put("projects", [workspace], title === null ? rest : { ...rest, title });
      });
    },

    mainTitle: async () => ((await records.get("settings", MAIN_TITLE)) as string | null | undefined) ?? null,

    copyWorkspace: (from, to) =>
      keep(`a copy of the workspace "${from}"`, async () => {
        try {
          const files = await records.get("project_files", [from]);
          if (files !== undefined) await records.put("project_files", [to.workspace], files);
          for (const table of COPIED)
            for (const { key, value } of await records.list(table, [from]))
              await records.put(table, [to.workspace, ...key.slice(1)], value);
          const scratch = await records.get("settings", ["", `scratch ${from}`]);
          if (scratch !== undefined) await records.put("settings", ["", `scratch ${to.workspace}`], scratch);
          // Last, so that a workspace that is listed is whole.
          await records.put("projects", [to.workspace], to);
        } catch (error) {
          for (const table of [...COPIED, "project_files" as const])
            await empty(table, [to.workspace]).catch(() => undefined);
          throw error;
        }
      }),

    forget: (workspace, kinds) =>
      keep("that this work is gone", async () => {
        for (const table of tablesOf(kinds)) if (table !== "settings") await empty(table, [workspace]);
      }),

    forgetEverywhere: (kinds) =>
      keep("that this work is gone", async () => {
        for (const table of tablesOf(kinds)) await empty(table, []);
      }),

    allAttempts: async (workspace) =>
      (await records.list("attempts", [workspace])).map((entry) => entry.value as Attempt),

    async sizes() {
      const sizes = new Map<WorkKind, KindSize>();
      for (const table of TABLES) {
        const kind = kindOf(table);
        const before = sizes.get(kind) ?? { kind, entries: 0, bytes: 0 };
        const entries = await records.list(table, []);
        sizes.set(kind, {
          kind,
          entries: before.entries + entries.length,
          bytes: before.bytes + entries.reduce((sum, entry) => sum + bytesOf(entry), 0),
        });
      }
      return [...sizes.values()];
    },
  };
}

function bytesOf({ key, value }: Entry): number {
  return 2 * key.join("").length + valueBytes(value, 0);
}

/** Structured-clone values as they come from the store: plain data, blobs and buffers. */
function valueBytes(value: unknown, depth: number): number {
  if (typeof value === "string") return 2 * value.length;
  if (typeof value !== "object" || value === null) return 8;
  if (value instanceof Blob) return value.size;
  if (value instanceof ArrayBuffer) return value.byteLength;
  if (ArrayBuffer.isView(value)) return value.byteLength;
  // Nothing that is kept here lies this deep.
  if (depth > 12) return 0;
  const parts = value instanceof Map ? [...value.entries()].flat() : Object.entries(value).flat();
  return (parts as unknown[]).reduce<number>((sum, part) => sum + valueBytes(part, depth + 1), 0);
}
