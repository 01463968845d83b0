/**
 * Lesson packs from outside, as this device keeps them: their texts, and a list that names them. The list is written after the texts and
 * before they go, so that a pack that is listed is whole. Progress hangs on the ids of lessons and outlives a pack.
 */
import { succeed, type Outcome } from "../../../engine/core/errors.ts";
import type { SourceFile } from "../../../engine/core/source-file.ts";
import type { Store } from "../../../store/store.ts";

interface PackHead {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  /** Name of the file or folder it came from. */
  readonly origin: string;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly added_at: number;
  /** What its proof said last; null when it was not proven on this device, or not in this version. */
  readonly proof: { readonly proven: number; readonly broken: number } | null;
}

export interface KeptPack extends PackHead {
  readonly files: readonly SourceFile[];
}

const LIST = "lesson packs";
const textsOf = (id: string): string => `lesson pack ${id}`;

type Settings = Pick<Store, "getSetting" | "setSetting">;

/** In the order in which they were first taken in. */
export async function loadPacks(store: Settings): Promise<readonly KeptPack[]> {
  const found = await Promise.all(
    (await listOf(store)).map(async (head) => {
      const files = await store.getSetting<readonly SourceFile[] | null>(textsOf(head.id));
      return files ? [{ ...head, files }] : [];
    }),
  );
  return found.flat();
}

/** A pack of the same id is replaced in its place. */
export async function keepPack(store: Settings, { files, ...head }: KeptPack): Promise<Outcome<void>> {
  const kept = await store.setSetting(textsOf(head.id), files);
  if (!kept.ok) return kept;
  const list = await listOf(store);
  const at = list.findIndex((other) => other.id === head.id);
  return store.setSetting(LIST, at < 0 ? [...list, head] : list.with(at, head));
}

export async function keepProof(store: Settings, id: string, proof: PackHead["proof"]): Promise<Outcome<void>> {
  const list = await listOf(store);
  return store.setSetting(
    LIST,
    list.map((head) => (head.id === id ? { ...head, proof } : head)),
  );
}

export async function forgetPack(store: Settings, id: string): Promise<Outcome<void>> {
  const list = await listOf(store);
  if (!list.some((head) => head.id === id)) return succeed(undefined);
  const forgotten = await store.setSetting(
    LIST,
    list.filter((head) => head.id !== id),
  );
  return forgotten.ok ? store.setSetting(textsOf(id), null) : forgotten;
}

async function listOf(store: Settings): Promise<readonly PackHead[]> {
  const list = await store.getSetting<readonly PackHead[]>(LIST);
  return Array.isArray(list) ? (list as readonly PackHead[]) : [];
}
