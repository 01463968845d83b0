/**
 * A pack from outside, read -> what it may not bring along, as L001 with the place of the module, lesson or exercise. A pack with a
 * single such finding is refused as a whole. Text needs no guard here: it is sanitised where it is shown.
 */
import { splitFiles } from "./answer-files.ts";
import { INTERACTIVES } from "./interactives.ts";
import type { LoadedPack } from "./load.ts";
import { isWritten, lessonsOf } from "./pack.ts";
import type { Exercise, Lesson, Variant, VariantRelation, WrittenExercise } from "./pack.ts";
import { macrosIn, queryFault, textFault, type PackSqlRules } from "./pack-sql.ts";
import { diagnostic } from "../engine/core/errors.ts";
import type { Diagnostic } from "../engine/core/errors.ts";

/** Ids become addresses and keys of what is kept. */
const ID = /^[A-Za-z0-9][\w.-]{0,79}$/;
const PACK_ID = /^[a-z][a-z0-9-]{1,39}$/;
/** Where a lesson's start may put files: never the project's settings. */
const OVERLAY = /^(?:models|seeds|snapshots|macros|tests|analyses)\/[\w./-]+\.(?:sql|ya?ml|csv|md)$/;
const PATTERN_LENGTH = 200;
/** A repetition of a repetition, which can take longer than anyone waits: `(a+)+`. */
const NESTED = /\([^)]*[+*}][^)]*\)\s*[+*{]/;

export function packFindings(loaded: LoadedPack, rules: PackSqlRules): readonly Diagnostic[] {
  const { pack, places } = loaded;
  const findings: Diagnostic[] = [];
  const refuse = (id: string, message: string, hint: string): void => {
    const at = places.get(id);
    findings.push(diagnostic("L001", message, { hint, ...(at === undefined ? {} : { at }) }));
  };
  if (!PACK_ID.test(pack.id))
    refuse(
      "",
      `The pack's id "${pack.id.slice(0, 60)}" cannot be used.`,
      "Use a–z, 0–9 and -, for example “id: night-market”.",
    );
  if (pack.modules.length === 0 || lessonsOf(pack).length === 0)
    refuse("", "The pack holds no lesson.", 'Lessons lie in numbered folders: "01-basics/01-first-query/lesson.yml".');
  for (const id of places.keys())
    if (id !== "" && !ID.test(id))
      refuse(id, `The id "${id.slice(0, 60)}" cannot be used.`, "Use letters, digits, dots and -.");
  for (const names of [pack.modules, ...pack.modules.map((module) => module.lessons)]) {
    const seen = new Set<string>();
    for (const { id, slug } of names) {
      if (seen.has(slug))
        refuse(
          id,
          `Two folders are called "${slug}" after their number.`,
          "Their addresses would be one: rename one of them.",
        );
      seen.add(slug);
    }
  }
  const macros = new Set([...rules.macros, ...lessonsOf(pack).flatMap(ownMacros)]);
  for (const lesson of lessonsOf(pack)) guardLesson(lesson, { macros }, refuse);
  return findings;
}

function ownMacros(lesson: Lesson): readonly string[] {
  return lesson.exercises
    .flatMap((exercise) => (exercise.twin === null ? [exercise] : [exercise, exercise.twin]))
    .flatMap((exercise) => (isWritten(exercise) ? macrosIn(exercise.solution) : []));
}

type Refuse = (id: string, message: string, hint: string) => void;

const ONLY_READS =
  "A pack's SQL is one select on ref() and source(), with Jinja's ref, source, var, config, set, if and for.";

function guardLesson(lesson: Lesson, rules: PackSqlRules, refuse: Refuse): void {
  const look = (id: string, what: string, fault: string | null): void => {
    if (fault !== null) refuse(id, `${what} may not run: ${fault}.`, ONLY_READS);
  };
  for (const [name, sql] of Object.entries(lesson.facts))
    look(lesson.id, `The fact "${name}" of lesson "${lesson.id}"`, queryFault(sql, rules));
  for (const play of lesson.plays) {
    if (!Object.hasOwn(INTERACTIVES, play.interactive))
      refuse(
        lesson.id,
        `The play "${play.id}" wants the interactive "${play.interactive}".`,
        `Known are ${Object.keys(INTERACTIVES).join(", ")}.`,
      );
    for (const [name, sql] of Object.entries(play.queries))
      look(lesson.id, `The query "${play.id}.${name}" of lesson "${lesson.id}"`, queryFault(sql, rules));
  }
  for (const [path, text] of Object.entries(lesson.overlay)) {
    if (!OVERLAY.test(path) || path.split("/").includes(".."))
      refuse(
        lesson.id,
        `Lesson "${lesson.id}" starts with the file "${path}".`,
        "A start may put files into models, seeds, snapshots, macros, tests and analyses only.",
      );
    if (/\.(?:sql|ya?ml)$/.test(path))
      look(lesson.id, `The file "${path}" of lesson "${lesson.id}"`, textFault(text, rules));
  }
  for (const exercise of lesson.exercises)
    for (const one of exercise.twin === null ? [exercise] : [exercise, exercise.twin])
      for (const [what, fault] of faultsOf(one, rules)) look(exercise.id, `${what} of "${one.id}"`, fault);
}

type Fault = readonly [what: string, fault: string | null];

function faultsOf(exercise: Exercise, rules: PackSqlRules): readonly Fault[] {
  const query = (what: string, sql: string | null): Fault => [what, sql === null ? null : queryFault(sql, rules)];
  if (isWritten(exercise)) return writtenFaults(exercise, rules);
  switch (exercise.type) {
    case "predict":
      return [query("The reveal", exercise.reveal)];
    case "tune":
      return [query("The table", exercise.show), query("The goal", exercise.goal)];
    case "find":
      return [query("The table", exercise.show), query("The answer", exercise.answer)];
    default:
      return [];
  }
}

function writtenFaults(exercise: WrittenExercise, rules: PackSqlRules): readonly Fault[] {
  const sets: readonly { readonly title: string; readonly relations: readonly VariantRelation[] }[] = [
    ...("variants" in exercise ? exercise.variants.flatMap(filesOnly) : []),
    ...("benign" in exercise ? exercise.benign.flatMap(filesOnly) : []),
    ...("mutants" in exercise ? exercise.mutants : []),
  ];
  const texts: readonly (readonly [string, string])[] = [
    ["The start", exercise.start],
    ["The solution", exercise.solution],
    ...exercise.anti.map((anti) => [`The wrong answer "${anti.file}"`, anti.sql] as const),
    ...("mutants" in exercise
      ? exercise.mutants.map((mutant) => [`The fault "${mutant.file}"`, mutant.sql] as const)
      : []),
  ];
  // What is shown as a start may be unfinished; what runs by itself must be whole.
  const faults: Fault[] = texts.flatMap(([what, text]) =>
    splitFiles(text, exercise.files).map((file): Fault => [what, textFault(file.text, rules)]),
  );
  if (exercise.type === "sql") faults.push(["The solution", queryFault(exercise.solution, rules)]);
  if (exercise.type === "fix" && exercise.probe !== null) faults.push(["The probe", queryFault(exercise.probe, rules)]);
  for (const set of sets)
    for (const relation of set.relations) faults.push([`The data set "${set.title}"`, queryFault(relation.sql, rules)]);
  const pattern = "project" in exercise ? exercise.project.columnsNamed : null;
  if (pattern !== null && (pattern.length > PATTERN_LENGTH || NESTED.test(pattern) || !isPattern(pattern)))
    faults.push(["The pattern of the columns", `"${pattern.slice(0, 60)}" is no short and plain regular expression`]);
  return faults;
}

function filesOnly(variant: Variant): readonly Extract<Variant, { kind: "file" }>[] {
  return variant.kind === "file" ? [variant] : [];
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}
