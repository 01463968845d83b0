/** The lessons that this page has: those that come with it, and the packs from outside; each with the mark that progress files bear. */
import type { SourceFile } from "../../engine/core/source-file.ts";
import type { Pack } from "../../lessons/pack.ts";
import type { PackMark } from "../../lessons/progress/progress-file.ts";
import { packHash } from "../../lessons/progress/progress-pack.ts";
import { openLessons } from "../learn/lesson-pack.ts";
import { shelfOf } from "../learn/packs/pack-shelf.svelte.ts";
import type { Session } from "../session/session.svelte.ts";

export interface LessonSource {
  readonly pack: Pack;
  readonly mark: PackMark;
  /** Null for the lessons that come with the page: the worker has their files. */
  readonly files: readonly SourceFile[] | null;
}

export async function lessonSources(session: Session): Promise<readonly LessonSource[]> {
  const shelf = shelfOf(session);
  const [{ pack }, { lessonFiles }] = await Promise.all([
    openLessons(),
    import("../../bundle/lessons.ts"),
    // A pack that cannot be read takes nothing away from the lessons that come with the page.
    shelf.load().catch(() => undefined),
  ]);
  const bundled = { pack, mark: markOf(pack, lessonFiles()), files: null };
  return [
    bundled,
    ...shelf.packs.map((shelved) => ({
      pack: shelved.pack,
      mark: markOf(shelved.pack, shelved.kept.files),
      files: shelved.kept.files,
    })),
  ];
}

function markOf(pack: Pack, files: readonly SourceFile[]): PackMark {
  return { id: pack.id, version: pack.version, hash: packHash(files) };
}
