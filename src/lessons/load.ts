/**
 * The files of a lesson pack -> the pack, with an L001 for everything that does not fit together.
 *
 * A folder's number ("04-three-table-pattern") orders it, the rest is its part of the URL. What cannot be read is left out of the
 * pack and reported; the rest stays usable.
 */
import { openYaml } from "./decode.ts";
import { loadExercise } from "./load-exercise.ts";
import { splitFiles } from "./answer-files.ts";
import { factNames } from "./fact-names.ts";
import { parseLessonText } from "./lesson-text.ts";
import type { Lesson, Module, Pack, Play, Term } from "./pack.ts";
import { placesOf, repeatedIds, type PlacedId } from "./pack-ids.ts";
import { diagnostic } from "../engine/core/errors.ts";
import type { Diagnostic } from "../engine/core/errors.ts";
import type { SourceFile, SourceSpan } from "../engine/core/source-file.ts";

export interface LoadedPack {
  readonly pack: Pack;
  readonly diagnostics: readonly Diagnostic[];
  /** Where each module, lesson and exercise says its id; of an id that stands twice, the first place. */
  readonly places: ReadonlyMap<string, SourceSpan>;
}

/** What the reading of one pack hands from file to file. */
interface Reading {
  readonly files: ReadonlyMap<string, SourceFile>;
  readonly diagnostics: Diagnostic[];
  readonly ids: PlacedId[];
}

/** `files` have paths from the pack's root, where `pack.yml` lies. */
export function loadPack(files: readonly SourceFile[]): LoadedPack {
  const diagnostics: Diagnostic[] = [];
  const byPath = new Map(files.map((file) => [file.path, file]));
  const reading: Reading = { files: byPath, diagnostics, ids: [] };
  const root = openYaml(byPath, "pack.yml", diagnostics).known(
    "id",
    "version",
    "title",
    "locale",
    "license",
    "requires_engine",
  );
  const modules = foldersIn(byPath, "").map((folder) => loadModule(reading, folder));
  const pack = {
    id: root.text("id"),
    version: root.text("version"),
    title: root.text("title"),
    modules: withEarlierSolutions(modules),
    glossary: byPath.has("glossary.yml") ? loadGlossary(byPath, diagnostics) : [],
  };
  diagnostics.push(...repeatedIds(reading.ids));
  reportUnknownWords(pack, diagnostics);
  return { pack, diagnostics, places: placesOf(reading.ids) };
}

function loadGlossary(files: ReadonlyMap<string, SourceFile>, diagnostics: Diagnostic[]): readonly Term[] {
  return openYaml(files, "glossary.yml", diagnostics)
    .known("terms")
    .records("terms")
    .map((term) => {
      term.known("term", "text", "lesson");
      return {
        term: term.text("term"),
        text: term.text("text"),
        lesson: term.has("lesson") ? term.text("lesson") : null,
      };
    });
}

function loadModule(reading: Reading, folder: string): Module {
  const { files, diagnostics } = reading;
  const yaml = openYaml(files, `${folder}/module.yml`, diagnostics).known("id", "title", "summary", "prerequisites");
  reading.ids.push({ id: yaml.text("id", ""), at: yaml.placeOf("id") });
  return {
    id: yaml.text("id"),
    ...nameOf(folder),
    title: yaml.text("title"),
    summary: yaml.text("summary"),
    prerequisites: yaml.texts("prerequisites"),
    lessons: foldersIn(files, folder).map((path) => loadLesson(reading, path)),
  };
}

function loadLesson(reading: Reading, folder: string): Lesson {
  const { files, diagnostics } = reading;
  const yaml = openYaml(files, `${folder}/lesson.yml`, diagnostics);
  reading.ids.push({ id: yaml.text("id", ""), at: yaml.placeOf("id") });
  yaml.known("id", "title", "minutes", "objective", "uses", "facts", "plays", "words", "finish");
  const plays = yaml.records("plays").map((play): Play => {
    play.known("id", "interactive", "title", "queries", "options");
    return {
      id: play.text("id"),
      interactive: play.text("interactive"),
      title: play.text("title"),
      queries: play.textMap("queries"),
      options: play.textMap("options"),
    };
  });
  const exercises = [...files.keys()]
    .filter((path) => path.startsWith(`${folder}/checks/`) && /(?<!\.twin)\.yml$/.test(path))
    .sort()
    .flatMap((path) => {
      const exercise = loadExercise(files, folder, path, diagnostics);
      if (exercise === null) return [];
      reading.ids.push({ id: exercise.id, at: openYaml(files, path, []).placeOf("id") });
      return [exercise];
    });
  const text = parseLessonText(files.get(`${folder}/lesson.md`) ?? { path: `${folder}/lesson.md`, text: "" });
  const lesson = {
    id: yaml.text("id"),
    ...nameOf(folder),
    title: yaml.text("title"),
    minutes: yaml.number("minutes"),
    objective: yaml.text("objective"),
    uses: yaml.texts("uses"),
    facts: yaml.textMap("facts"),
    plays,
    exercises,
    words: yaml.texts("words"),
    finish: yaml.texts("finish"),
    steps: text.steps,
    overlay: overlayIn(files, `${folder}/start/project/`),
  };
  diagnostics.push(
    ...text.diagnostics,
    ...danglingParts(lesson, text.path),
    ...misplacedExercises(lesson, text.path),
    ...unknownFacts(lesson, text.path),
  );
  return lesson;
}

function overlayIn(files: ReadonlyMap<string, SourceFile>, folder: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...files.values()]
      .filter((file) => file.path.startsWith(folder))
      .map((file) => [file.path.slice(folder.length), file.text]),
  );
}

/**
 * A lesson's start state: what earlier lessons of its module leave behind, then what it brings itself. What a lesson leaves are the
 * models that were made in it.
 */
function withEarlierSolutions(modules: readonly Module[]): readonly Module[] {
  return modules.map((module) => {
    let left: Readonly<Record<string, string>> = {};
    return {
      ...module,
      lessons: module.lessons.map((lesson) => {
        const overlay = { ...left, ...lesson.overlay };
        left = { ...overlay, ...solutionFiles(lesson) };
        return { ...lesson, overlay };
      }),
    };
  });
}

/** The files that the solutions of a lesson's `new` exercises put into the project. */
export function solutionFiles(lesson: Lesson): Readonly<Record<string, string>> {
  return Object.fromEntries(
    lesson.exercises.flatMap((exercise) =>
      exercise.type === "new"
        ? splitFiles(exercise.solution, exercise.files).map((file) => [`${exercise.folder}/${file.name}`, file.text])
        : [],
    ),
  );
}

/** Each exercise stands in the text, and its id begins with that of its lesson. */
function misplacedExercises(lesson: Lesson, path: string): readonly Diagnostic[] {
  const placed = new Set(
    lesson.steps.flatMap((step) => step.parts).flatMap((part) => (part.kind === "exercise" ? [part.id] : [])),
  );
  return lesson.exercises.flatMap((exercise) => {
    const at = { path, from: 0, to: 1 };
    if (!exercise.id.startsWith(`${lesson.id}.`))
      return [
        diagnostic("L001", `The exercise "${exercise.id}" does not belong to lesson "${lesson.id}" by its id.`, {
          hint: `Call it "${lesson.id}.<name>".`,
          at,
        }),
      ];
    if (placed.has(exercise.id)) return [];
    return [
      diagnostic("L001", `In "${path}": the exercise "${exercise.id}" stands nowhere.`, {
        hint: `Place it with "::exercise ${exercise.id}".`,
        at,
      }),
    ];
  });
}

function reportUnknownWords(pack: Pack, diagnostics: Diagnostic[]): void {
  const known = new Set(pack.glossary.map((term) => term.term));
  for (const lesson of pack.modules.flatMap((module) => module.lessons)) {
    for (const word of lesson.words.filter((name) => !known.has(name)))
      diagnostics.push(
        diagnostic("L001", `Lesson "${lesson.id}" names the word "${word}", which the glossary lacks.`, {
          hint: `Add it to glossary.yml: "- {term: ${word}, text: …}".`,
        }),
      );
  }
}

/** Blocks in the prose must name something that exists. */
function danglingParts(lesson: Lesson, path: string): readonly Diagnostic[] {
  const known = {
    exercise: new Set(lesson.exercises.map((item) => item.id)),
    play: new Set(lesson.plays.map((item) => item.id)),
  };
  return lesson.steps
    .flatMap((step) => step.parts)
    .flatMap((part) => {
      if ((part.kind !== "exercise" && part.kind !== "play") || known[part.kind].has(part.id)) return [];
      return [
        diagnostic("L001", `In "${path}": "::${part.kind} ${part.id}" names nothing that exists.`, {
          hint:
            part.kind === "exercise"
              ? `Add a file to checks/ with "id: ${part.id}".`
              : `Add a play with "id: ${part.id}" to lesson.yml.`,
          at: { path, from: 0, to: 1 },
        }),
      ];
    });
}

function unknownFacts(lesson: Lesson, path: string): readonly Diagnostic[] {
  const prose = lesson.steps
    .flatMap((step) => step.parts)
    .flatMap((part) => ("markdown" in part ? factNames(part.markdown) : []));
  // A prediction fills its own names, from the row that reveals it.
  const tasks = lesson.exercises.flatMap((exercise) =>
    exercise.type === "predict" ? [] : [exercise.task, exercise.because, ...exercise.hints].flatMap(factNames),
  );
  return [...new Set([...prose, ...tasks])]
    .filter((name) => lesson.facts[name] === undefined)
    .map((name) =>
      diagnostic("L001", `In "${path}": the fact "${name}" is used but not defined.`, {
        hint: `Add "${name}: select …" under facts in lesson.yml.`,
        at: { path, from: 0, to: 1 },
      }),
    );
}

/** Numbered folders directly below `parent`, in order. */
function foldersIn(files: ReadonlyMap<string, SourceFile>, parent: string): readonly string[] {
  const prefix = parent === "" ? "" : `${parent}/`;
  const names = [...files.keys()].flatMap((path) => {
    const name = path.startsWith(prefix) ? /^(\d+-[^/]+)\//.exec(path.slice(prefix.length))?.[1] : undefined;
    return name === undefined ? [] : [`${prefix}${name}`];
  });
  return [...new Set(names)].sort();
}

function nameOf(folder: string): { number: number; slug: string } {
  const match = /(\d+)-([^/]+)$/.exec(folder);
  return { number: Number(match?.[1] ?? 0), slug: match?.[2] ?? folder };
}
