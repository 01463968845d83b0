/**
 * A zip or the files of a folder -> a dbt project as texts and data files, or the reason why it cannot be opened.
 *
 * Runs in the engine worker, so that a hostile archive keeps neither the page nor its own refusal waiting. Only files that belong
 * to the project are unpacked. A text must be UTF-8 without NUL; one file that is no text refuses the whole, since a project with a
 * hole in it would fail later with a message about something else.
 */
import { diagnostic, EngineError, fail, succeed, type Diagnostic, type Outcome } from "../engine/core/errors.ts";
import type { SourceFile } from "../engine/core/source-file.ts";
import type { DataFile } from "./data-file.ts";
import { Budget, LIMITS, tooLarge, tooLargeFile, tooLargeSeed } from "./limits.ts";
import { chooseProject, type ChosenFile, type ListedFile } from "./project-choice.ts";
import { tidyPath } from "./safe-path.ts";
import { seedFolders } from "./seed-folders.ts";
import { NOTE_PATH, readNote, type WorkspaceNote } from "./workspace-note.ts";
import { bombSigns, errorOf, listZip, TooLong, unpack, type ZipEntry } from "./zip-reader.ts";

/** What was dropped or chosen. Paths of a folder start with the folder's own name. */
export type ProjectInput =
  | { readonly kind: "zip"; readonly name: string; readonly content: Blob }
  | { readonly kind: "folder"; readonly name: string; readonly files: readonly FolderFile[] };

export interface FolderFile {
  readonly path: string;
  readonly content: Blob;
}

export interface ReadProject {
  /** `name` of dbt_project.yml; the archive's or folder's name when there is none. */
  readonly name: string;
  /** Name of the file or folder that was opened. */
  readonly origin: string;
  readonly files: readonly SourceFile[];
  readonly data: readonly DataFile[];
  /** The project's folder inside what was opened; null when one of `otherFolders` has to be chosen first. */
  readonly folder: string | null;
  readonly otherFolders: readonly string[];
  readonly leftOut: number;
  /** What the archive says about the workspace it came from; null for a project from elsewhere. */
  readonly note?: WorkspaceNote | null;
}

/** `folder` chooses among several projects. */
export async function readProject(input: ProjectInput, folder: string | null = null): Promise<Outcome<ReadProject>> {
  try {
    const listed = input.kind === "zip" ? await listedInZip(input.content) : listedInFolder(input.files);
    const choice = chooseProject(listed, folder);
    if (!choice.ok) return choice;
    const budget = new Budget();
    const files: SourceFile[] = [];
    const data: DataFile[] = [];
    const [texts, rest] = [ofKind("text", choice.value.files), ofKind("data", choice.value.files)];
    for (const chosen of texts) {
      const bytes = await readFile(chosen, budget);
      files.push({ path: chosen.path, text: decodeText(chosen.path, bytes) });
    }
    const seed = longSeed(rest, files);
    if (seed) return fail(tooLargeSeed(seed.path, seed.file.bytes));
    for (const chosen of rest) {
      const bytes = await readFile(chosen, budget);
      data.push({ path: chosen.path, content: new Blob([bytes as Uint8Array<ArrayBuffer>]), version: 1 });
    }
    const { otherFolders, folder: root } = choice.value;
    const name = projectName(files) ?? input.name.replace(/\.zip$/i, "");
    const note = root === null ? null : await noteIn(listed, root, budget);
    const leftOut = choice.value.leftOut - (note === null ? 0 : 1);
    return succeed({ name, origin: input.name, files, data, folder: root, otherFolders, leftOut, note });
  } catch (thrown) {
    if (thrown instanceof EngineError) return fail(thrown.diagnostic);
    if (isUnreadable(thrown)) return fail(goneFile(thrown));
    throw thrown;
  }
}

/** A note that cannot be read is as good as none: the project is whole without it. */
async function noteIn(listed: readonly ReadableFile[], root: string, budget: Budget): Promise<WorkspaceNote | null> {
  const path = root === "" ? NOTE_PATH : `${root}/${NOTE_PATH}`;
  const file = listed.find((one) => tidyPath(one.path) === path);
  if (!file || file.bytes > LIMITS.textBytes) return null;
  const bytes = await readFile({ path, kind: "text", file }, budget);
  return readNote(decodeText(path, bytes));
}

function ofKind<T extends ListedFile>(kind: "text" | "data", files: readonly ChosenFile<T>[]): ChosenFile<T>[] {
  return files.filter((file) => file.kind === kind);
}

/** A CSV that is too long for a text and lies where the project, or a package of it, has its seeds. */
function longSeed<T extends ListedFile>(
  data: readonly ChosenFile<T>[],
  texts: readonly SourceFile[],
): ChosenFile<T> | null {
  const folders = texts
    .filter(({ path }) => /(^|\/)dbt_project\.yml$/.test(path))
    .flatMap(({ path, text }) => seedFolders(text).map((folder) => path.replace(/dbt_project\.yml$/, `${folder}/`)));
  return data.find(({ path }) => /\.csv$/i.test(path) && folders.some((folder) => path.startsWith(folder))) ?? null;
}

interface ReadableFile extends ListedFile {
  /** Throws S004, S005, S006, or TooLong. */
  read(limitBytes: number, budget: Budget): Promise<Uint8Array>;
}

async function listedInZip(content: Blob): Promise<ReadableFile[]> {
  if (content.size > LIMITS.archiveBytes) throw errorOf(tooLarge("The archive", content.size, LIMITS.archiveBytes));
  const archive = new Uint8Array(await content.arrayBuffer());
  const entries = listZip(archive).filter((entry) => !entry.isFolder && !entry.isLink);
  const declared = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  if (declared > LIMITS.declaredBytes)
    throw errorOf(tooLarge("The archive, unpacked,", declared, LIMITS.declaredBytes));
  for (const entry of entries) {
    const sign = bombSigns(entry, LIMITS.ignoredRatioFromBytes);
    if (sign) throw errorOf(sign);
  }
  return entries.map((entry) => ({
    path: entry.path,
    bytes: entry.bytes,
    read: async (limitBytes, budget) => readEntry(archive, entry, limitBytes, budget),
  }));
}

function readEntry(archive: Uint8Array, entry: ZipEntry, limitBytes: number, budget: Budget): Uint8Array {
  const sign = bombSigns(entry, LIMITS.ratioFromBytes);
  if (sign) throw errorOf(sign);
  if (entry.bytes > limitBytes) throw new TooLong(entry.path, entry.bytes);
  return unpack(archive, entry, { bytes: limitBytes, count: (bytes) => budget.take(bytes) });
}

function listedInFolder(files: readonly FolderFile[]): ReadableFile[] {
  return files.map(({ path, content }) => ({
    path: path.replace(/^\//, ""),
    bytes: content.size,
    async read(limitBytes, budget) {
      if (content.size > limitBytes) throw new TooLong(path, content.size);
      const full = budget.take(content.size);
      if (full) throw errorOf(full);
      return new Uint8Array(await content.arrayBuffer());
    },
  }));
}

async function readFile({ path, kind, file }: ChosenFile<ReadableFile>, budget: Budget): Promise<Uint8Array> {
  const limit = kind === "text" ? LIMITS.textBytes : LIMITS.dataBytes;
  try {
    const bytes = await file.read(limit, budget);
    const full = kind === "text" ? budget.takeText(bytes.length) : null;
    if (full) throw errorOf(full);
    return bytes;
  } catch (thrown) {
    if (!(thrown instanceof TooLong)) throw thrown;
    throw errorOf(tooLargeFile(path, thrown.bytes, kind));
  }
}

/** Bytes -> text; a byte-order mark stays, line ends stay. Throws S007. */
export function decodeText(path: string, bytes: Uint8Array): string {
  const fault = (what: string): EngineError =>
    new EngineError("S007", `The file "${path}" is no text: ${what}.`, {
      hint: "Save it as UTF-8 text, or leave it out of the project when it is something else.",
    });
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw fault("it is not in UTF-8");
  }
  const zero = text.indexOf("\0");
  if (zero >= 0) throw fault(`it holds a NUL character at ${zero.toLocaleString("en")}`);
  return text;
}

function projectName(files: readonly SourceFile[]): string | null {
  const text = files.find((file) => file.path === "dbt_project.yml")?.text ?? "";
  return /^name:\s*['"]?([\w-]+)/m.exec(text)?.[1] ?? null;
}

/** A file that was moved, deleted or locked between being chosen and being read. */
function isUnreadable(thrown: unknown): thrown is DOMException {
  return thrown instanceof DOMException && /^(NotReadable|NotFound|Security|Abort)Error$/.test(thrown.name);
}

function goneFile(thrown: DOMException): Diagnostic {
  return diagnostic("S004", `A file could not be read: ${thrown.message}`, {
    hint: "It may have been moved or locked meanwhile; choose it again.",
  });
}
