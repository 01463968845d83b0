/**
 * The history of texts: one entry for each point that a file can be brought back to, its text beside it, so that the list is read
 * without the texts.
 *
 * Keys are [workspace, time, number]. The entry is written after its text and goes before it: what is listed can be opened.
 */
import type { Outcome } from "../engine/core/errors.ts";
import type { Entry, Records } from "./records.ts";

/** What made the point. "found": the text was there at the start and in no point, because the page went away too fast. */
export type ChangeCause =
  "typed" | "found" | "formatted" | "created" | "deleted" | "renamed" | "restored" | "undone" | "taken";

/** A file as it stood at a time. */
export interface KeptChange {
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number;
  readonly number: number;
  readonly path: string;
  readonly cause: ChangeCause;
  /** One number for the points of one step, such as a rename over many files. */
  readonly step: number;
  /** What the step was about, for example the new name; null for typing. */
  readonly label: string | null;
  /** Against the text before. */
  readonly added: number;
  readonly removed: number;
  /** Length of the text; -1 when the file was gone. */
  readonly length: number;
}

export interface ChangeStore {
  addChange(workspace: string, change: KeptChange, text: string | null): Promise<Outcome<void>>;
  /** Newest first. */
  listChanges(workspace: string): Promise<readonly KeptChange[]>;
  /** Null for a file that was gone; undefined when the point is no longer kept. */
  changeText(workspace: string, change: KeptChange): Promise<string | null | undefined>;
  dropChanges(workspace: string, changes: readonly KeptChange[]): Promise<Outcome<void>>;
}

type Keep = (what: string, write: () => Promise<void>) => Promise<Outcome<void>>;

export function changeStore(records: Records, keep: Keep): ChangeStore {
  const keyOf = (workspace: string, { at, number }: KeptChange) => [workspace, at, number] as const;
  return {
    addChange: (workspace, change, text) =>
      keep(`the history of "${change.path}"`, async () => {
        await records.put("change_texts", keyOf(workspace, change), text);
        await records.put("changes", keyOf(workspace, change), change);
      }),
    listChanges: async (workspace) =>
      (await records.list("changes", [workspace])).map((entry: Entry) => entry.value as KeptChange).reverse(),
    changeText: async (workspace, change) =>
      (await records.get("change_texts", keyOf(workspace, change))) as string | null | undefined,
    dropChanges: (workspace, changes) =>
      keep("the history in order", async () => {
        const keys = changes.map((change) => keyOf(workspace, change));
        await records.delete("changes", keys);
        await records.delete("change_texts", keys);
      }),
  };
}
