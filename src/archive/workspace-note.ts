/**
 * What a zip says about the workspace it came from, beside a project that plain dbt runs: `.strata/workspace.json`.
 *
 * The files in the zip are the truth: they carry the edits already. The note tells which of them were edited, so that they open as
 * edits again, and brings along what dbt has no place for: the name, the choice of data, lesson progress. It may come from a stranger, so
 * whatever has not the expected form is left out, and a later format is not read at all.
 */
import type { Json } from "../engine/core/manifest.ts";
import type { SourceFile } from "../engine/core/source-file.ts";
import type { Overlay } from "./overlay.ts";
import { pathFault } from "./safe-path.ts";

export const NOTE_PATH = ".strata/workspace.json";
export const NOTE_FORMAT = 1;

export interface NotedProgress {
  readonly finished_at: number | null;
  readonly updated_at: number;
  readonly exercises: Readonly<
    Record<
      string,
      {
        readonly draft: string | null;
        readonly hints: number;
        readonly solution_seen: boolean;
        readonly solved_at: number | null;
      }
    >
  >;
  readonly answers: Readonly<Record<string, Json>>;
}

export interface NotedAttempt {
  readonly exercise: string;
  readonly text: string;
  readonly passed: boolean;
  readonly headline: string;
  readonly code: string | null;
  readonly at: number;
}

export interface WorkspaceNote {
  readonly title: string | null;
  /** True when the bundled project lies below. */
  readonly bundled: boolean;
  /** Path -> text before the edit, null for a file that was added. Of the bundled project every text is known, and this is null. */
  readonly edited: Readonly<Record<string, string | null>>;
  readonly deleted: Readonly<Record<string, string | null>>;
  /** Data files that were attached, by path. */
  readonly attached: readonly string[];
  /** The data of the bundled project. */
  readonly tier: string | null;
  readonly data: Readonly<Record<string, string | number | boolean>>;
  readonly progress: Readonly<Record<string, NotedProgress>>;
  readonly attempts: readonly NotedAttempt[];
}

export function writeNote(note: WorkspaceNote): string {
  return `${JSON.stringify({ format: NOTE_FORMAT, ...note }, null, 1)}\n`;
}

/** Null when the text is no note that this version reads. */
export function readNote(text: string): WorkspaceNote | null {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(given) || given["format"] !== NOTE_FORMAT) return null;
  return {
    title: textOf(given["title"], 80),
    bundled: given["bundled"] === true,
    edited: textsOf(given["edited"]),
    deleted: textsOf(given["deleted"]),
    attached: listOf(given["attached"]).filter(
      (path): path is string => typeof path === "string" && pathFault(path) === null,
    ),
    tier: textOf(given["tier"], 40),
    data: dataOf(given["data"]),
    progress: entriesOf(given["progress"], progressOf),
    attempts: listOf(given["attempts"]).flatMap(attemptOf),
  };
}

/** Files of a zip and its note -> the texts below the edits, and the edits. */
export function separate(
  files: readonly SourceFile[],
  note: WorkspaceNote,
): { readonly files: readonly SourceFile[]; readonly overlay: Overlay } {
  const texts = new Map(files.map((file) => [file.path, file.text]));
  const overlay: Record<string, string | null> = {};
  const below = new Map(texts);
  for (const [path, before] of Object.entries(note.edited)) {
    const text = texts.get(path);
    if (text === undefined) continue;
    overlay[path] = text;
    if (before === null) below.delete(path);
    else below.set(path, before);
  }
  for (const [path, before] of Object.entries(note.deleted)) {
    if (texts.has(path)) continue;
    overlay[path] = null;
    if (before !== null) below.set(path, before);
  }
  return { files: [...below].map(([path, text]) => ({ path, text })).sort(byPath), overlay };
}

export function choiceOf(value: unknown): Readonly<Record<string, string | number | boolean>> {
  return dataOf(value);
}

function byPath(a: SourceFile, b: SourceFile): number {
  return a.path < b.path ? -1 : 1;
}

function textsOf(value: unknown): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(isRecord(value) ? value : {}).flatMap(([path, text]) =>
      pathFault(path) === null && (typeof text === "string" || text === null) ? [[path, text]] : [],
    ),
  );
}

function dataOf(value: unknown): Record<string, string | number | boolean> {
  return Object.fromEntries(
    Object.entries(isRecord(value) ? value : {})
      .slice(0, 20)
      .flatMap(([name, one]) =>
        (typeof one === "string" && one.length < 40) || typeof one === "number" || typeof one === "boolean"
          ? [[name, one]]
          : [],
      ),
  );
}

function progressOf(value: unknown): NotedProgress | null {
  if (!isRecord(value)) return null;
  return {
    finished_at: timeOf(value["finished_at"]),
    updated_at: timeOf(value["updated_at"]) ?? 0,
    exercises: entriesOf(value["exercises"], (one) =>
      isRecord(one)
        ? {
            draft: textOf(one["draft"], 1_000_000),
            hints: timeOf(one["hints"]) ?? 0,
            solution_seen: one["solution_seen"] === true,
            solved_at: timeOf(one["solved_at"]),
          }
        : null,
    ),
    // Parsed from JSON, so it is nothing else.
    answers: (isRecord(value["answers"]) ? value["answers"] : {}) as Record<string, Json>,
  };
}

function attemptOf(value: unknown): NotedAttempt[] {
  if (!isRecord(value)) return [];
  const { exercise, text, headline, at } = value;
  if (typeof exercise !== "string" || typeof text !== "string" || typeof headline !== "string") return [];
  const time = timeOf(at);
  if (time === null) return [];
  return [{ exercise, text, passed: value["passed"] === true, headline, code: textOf(value["code"], 80), at: time }];
}

function entriesOf<T>(value: unknown, read: (one: unknown) => T | null): Record<string, T> {
  return Object.fromEntries(
    Object.entries(isRecord(value) ? value : {}).flatMap(([name, one]) => {
      const found = read(one);
      return found === null ? [] : [[name, found]];
    }),
  );
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown, longest: number): string | null {
  return typeof value === "string" && value.length <= longest ? value : null;
}

function timeOf(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
