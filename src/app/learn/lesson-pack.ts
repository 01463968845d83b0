/**
 * The bundled lessons as a pack, read once. The texts and their reader are a chunk of their own that only the Learn surface
 * loads; a lesson can be read even while the engine is down.
 */
import type { LoadedPack } from "../../lessons/load.ts";
import type { SourceFile } from "../../engine/core/source-file.ts";
import type { Lesson, Module, Pack } from "../../lessons/pack.ts";

let loading: Promise<LoadedPack> | null = null;

export function openLessons(): Promise<LoadedPack> {
  loading ??= readBundled().catch((error: unknown) => {
    loading = null;
    throw error;
  });
  return loading;
}

async function readBundled(): Promise<LoadedPack> {
  const [{ lessonFiles }, { loadPack }] = await Promise.all([
    import("../../bundle/lessons.ts"),
    import("../../lessons/load.ts"),
  ]);
  return loadPack(lessonFiles());
}

export interface FoundLesson {
  readonly module: Module;
  readonly lesson: Lesson;
  /** Files of the pack from outside that holds it; missing for the lessons that come with the page. */
  readonly files?: readonly SourceFile[];
  /** The lesson that follows, in this module or the next; null after the last. */
  readonly next: { readonly module: Module; readonly lesson: Lesson } | null;
}

/** By the two parts of the address; ids are accepted too. */
export function lessonAt(pack: Pack, moduleName: string, lessonName: string): FoundLesson | null {
  const all = pack.modules.flatMap((module) => module.lessons.map((lesson) => ({ module, lesson })));
  const index = all.findIndex(
    ({ module, lesson }) =>
      (module.slug === moduleName || module.id === moduleName) &&
      (lesson.slug === lessonName || lesson.id === lessonName),
  );
  const found = all[index];
  return found === undefined ? null : { ...found, next: all[index + 1] ?? null };
}
