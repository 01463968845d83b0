/**
 * The last readings of projects, so that an edit of one file is told from another project. Two are kept: the open project, and perhaps
 * the same as it came, on which lessons stand.
 */
import type { Diagnostic } from "./core/errors.ts";
import type { SourceFile } from "./core/source-file.ts";
import type { EngineOptions } from "./engine-interface.ts";
import type { Parsed } from "./parse/edited-model.ts";
import type { Project } from "./project/project.ts";

interface Reading {
  readonly options: EngineOptions;
  readonly project: Project;
  readonly parsed: Parsed;
  readonly diagnostics: readonly Diagnostic[];
}

const MOST_READINGS = 2;
const readings: Reading[] = [];

export function rememberReading(reading: Reading): void {
  const same = readings.findIndex((other) => editBetween(other.options, reading.options) !== "another");
  readings.splice(same === -1 ? MOST_READINGS - 1 : same, 1);
  readings.unshift(reading);
}

/** The last reading of the same project, when a single file has another text since. */
export function singleEdit(options: EngineOptions): { readonly last: Reading; readonly file: SourceFile } | null {
  for (const last of readings) {
    const edit = editBetween(last.options, options);
    if (typeof edit === "object") return { last, file: edit };
  }
  return null;
}

/** `last.project` with one file replaced. */
export function projectWith(project: Project, file: SourceFile): Project {
  const replaced = (files: readonly SourceFile[]) => files.map((one) => (one.path === file.path ? file : one));
  return {
    ...project,
    files: replaced(project.files),
    allFiles: replaced(project.allFiles),
    packages: project.packages.map((owner) => ({ ...owner, files: replaced(owner.files) })),
  };
}

/** The one file that differs; "another" project, or one that differs in more or in nothing, has none. */
function editBetween(before: EngineOptions, after: EngineOptions): SourceFile | "another" | "more" {
  if (before.builtins !== after.builtins || before.files.length !== after.files.length) return "another";
  if (settingsOf(before) !== settingsOf(after)) return "another";
  let edited: SourceFile | null = null;
  for (const [index, file] of after.files.entries()) {
    const was = before.files[index];
    if (was?.path !== file.path) return "another";
    if (was.text === file.text) continue;
    if (edited !== null) return "more";
    edited = file;
  }
  return edited ?? "more";
}

function settingsOf({ env, target, vars, todayVar, profile, database }: EngineOptions): string {
  return JSON.stringify([env, target, vars, todayVar, profile, database], (_key, value: unknown) =>
    typeof value === "bigint" ? `${value}n` : value,
  );
}
