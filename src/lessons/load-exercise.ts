/**
 * One file of a lesson's checks/ folder, and the SQL and hints that it names -> an exercise, with its twin when it has one.
 *
 * `params` are filled into every text of the exercise, `$name` and `{{ name }}` alike, so that a twin is the same exercise with
 * other values.
 */
import { openYaml } from "./decode.ts";
import type { Decoder } from "./decode.ts";
import { loadCmd, loadFind, loadMcq, loadOrder, loadPredict, loadTune } from "./load-clicked.ts";
import type { Read } from "./load-data.ts";
import { loadFix, loadNew, loadSql, loadTest, loadUnit } from "./load-written.ts";
import type { Exercise, ExerciseType } from "./pack.ts";
import type { Diagnostic } from "../engine/core/errors.ts";
import type { SourceFile } from "../engine/core/source-file.ts";

type Files = ReadonlyMap<string, SourceFile>;

const LOADERS: Readonly<Record<ExerciseType, (yaml: Decoder, read: Read) => Exercise>> = {
  sql: loadSql,
  fix: loadFix,
  new: loadNew,
  test: loadTest,
  unit: loadUnit,
  predict: loadPredict,
  mcq: loadMcq,
  order: loadOrder,
  tune: loadTune,
  cmd: loadCmd,
  find: loadFind,
};

export const EXERCISE_TYPES = Object.keys(LOADERS) as readonly ExerciseType[];

/** Null when the type of the exercise is not known; that is reported. */
export function loadExercise(files: Files, folder: string, path: string, diagnostics: Diagnostic[]): Exercise | null {
  const raw = loadPlain(files, folder, path, diagnostics);
  if (raw === null) return null;
  const { exercise, params, twin } = raw;
  const twinPath = path.replace(/\.yml$/, ".twin.yml");
  const written = files.has(twinPath) ? loadPlain(files, folder, twinPath, diagnostics) : null;
  const id = `${exercise.id}.twin`;
  if (written !== null) {
    const other = withParams(written.exercise, written.params);
    return { ...withParams(exercise, params), twin: { ...other, id } };
  }
  if (twin === null) return withParams(exercise, params);
  const other = { ...exercise, ...twin.words, id } as Exercise;
  return { ...withParams(exercise, params), twin: withParams(other, { ...params, ...twin.params }) };
}

interface Plain {
  readonly exercise: Exercise;
  readonly params: Readonly<Record<string, string>>;
  readonly twin: {
    readonly params: Readonly<Record<string, string>>;
    readonly words: { readonly title?: string; readonly task?: string };
  } | null;
}

function loadPlain(files: Files, folder: string, path: string, diagnostics: Diagnostic[]): Plain | null {
  const yaml = openYaml(files, path, diagnostics);
  const read = (name: string, owner: Decoder): string => {
    const wanted = resolved(`${folder}/${name}`);
    const text = files.get(wanted)?.text;
    if (text === undefined && name !== "")
      owner.report([], `The file "${wanted}" does not exist.`, "Create it or correct the name.");
    return text?.trim() ?? "";
  };
  const type = yaml.oneOf("type", EXERCISE_TYPES);
  if (yaml.empty) return null;
  const exercise = LOADERS[type](yaml, read);
  const params = paramsOf(yaml);
  if (!yaml.has("twin")) return { exercise, params, twin: null };
  const twin = yaml.record("twin").known("params", "title", "task");
  const words = {
    ...(twin.has("title") ? { title: twin.text("title") } : {}),
    ...(twin.has("task") ? { task: twin.text("task") } : {}),
  };
  return { exercise, params, twin: { params: paramsOf(twin), words } };
}

/** Names become part of a pattern, so they may be words only. */
function paramsOf(yaml: Decoder): Readonly<Record<string, string>> {
  const params = Object.entries(yaml.textMap("params"));
  for (const [name] of params)
    if (!/^\w+$/.test(name))
      yaml.report(["params", name], `The parameter "${name}" is no word.`, "Use letters, digits and _.");
  return Object.fromEntries(params.filter(([name]) => /^\w+$/.test(name)));
}

/** `a/b/../c` -> `a/c`: a start may be the solution of another lesson. */
function resolved(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  return parts.join("/");
}

/** Fills the values into every text, however deep. */
function withParams<T>(value: T, params: Readonly<Record<string, string>>): T {
  const names = Object.keys(params);
  if (names.length === 0) return value;
  const pattern = new RegExp(`\\$(${names.join("|")})\\b|\\{\\{\\s*(${names.join("|")})\\s*\\}\\}`, "g");
  const fill = (item: unknown): unknown => {
    if (typeof item === "string")
      return item.replace(pattern, (written, a?: string, b?: string) => params[a ?? b ?? ""] ?? written);
    if (Array.isArray(item)) return item.map(fill);
    if (typeof item !== "object" || item === null) return item;
    return Object.fromEntries(Object.entries(item).map(([key, inner]) => [key, fill(inner)]));
  };
  return fill(value) as T;
}
