/** The project with what a lesson's exercise leaves in it; read once for each engine and exercise. */
import type { LessonEngine } from "./engine-port.ts";
import { solutionFiles } from "./load.ts";
import type { Lesson } from "./pack.ts";

const opened = new WeakMap<LessonEngine, Map<string, Promise<LessonEngine>>>();

/** `exercise` is the id of a `new` exercise of the lesson, or null for the project as it is. */
export function loadedProject(engine: LessonEngine, lesson: Lesson, exercise: string | null): Promise<LessonEngine> {
  if (exercise === null) return Promise.resolve(engine);
  const known = opened.get(engine) ?? new Map<string, Promise<LessonEngine>>();
  opened.set(engine, known);
  const name = `${lesson.id} ${exercise}`;
  const project =
    known.get(name) ??
    engine.withFiles(
      withOverlay(
        engine,
        solutionFiles({ ...lesson, exercises: lesson.exercises.filter((item) => item.id === exercise) }),
      ),
    );
  known.set(name, project);
  return project;
}

function withOverlay(engine: LessonEngine, overlay: Readonly<Record<string, string>>): LessonEngine["files"] {
  return [
    ...engine.files.filter((file) => overlay[file.path] === undefined),
    ...Object.entries(overlay).map(([path, text]) => ({ path, text })),
  ];
}
