/**
 * What was dropped or chosen -> texts that may be progress files: single files, folders, zips of them.
 *
 * Files of strangers: their number and length are limited, a zip is read by the reader for strangers' archives, and what is no JSON
 * inside a zip or folder is left out, since such a place holds other things too. A single file that is none is shown as such.
 */
import { LIMITS, tooLarge } from "../../archive/limits.ts";
import { listZip, TooLong, unpack } from "../../archive/zip-reader.ts";
import { diagnostic, EngineError, type Diagnostic } from "../../engine/core/errors.ts";
import { PROGRESS_LETTERS } from "../../lessons/progress/progress-decode.ts";

export type HandedIn =
  { readonly name: string; readonly text: string } | { readonly name: string; readonly trouble: Diagnostic };

/** Files that are read at a time. */
export const MOST_FILES = 200;

/** A drop's entries can only be asked for while the event is handled: call this at once. */
export function filesOfDrop(transfer: DataTransfer): Promise<readonly File[]> {
  const entries = [...transfer.items].flatMap((item) => {
    const entry = item.kind === "file" ? item.webkitGetAsEntry() : null;
    return entry ? [entry] : [];
  });
  const files = [...transfer.files];
  if (!entries.some((entry) => entry.isDirectory)) return Promise.resolve(files);
  return walkAll(entries);
}

/** Reads one file; a zip gives several. */
export async function readHandedIn(file: File): Promise<readonly HandedIn[]> {
  try {
    if (/\.zip$/i.test(file.name) || /zip/.test(file.type)) return await readZip(file);
    // What is too long is not even read; the decoder says so.
    const bytes = file.size > PROGRESS_LETTERS * 4 ? file.slice(0, 64) : file;
    const text = await bytes.text();
    return [{ name: file.name, text: bytes === file ? text : text.padEnd(PROGRESS_LETTERS + 1, " ") }];
  } catch (thrown) {
    return [{ name: file.name, trouble: troubleOf(file.name, thrown) }];
  }
}

async function readZip(file: File): Promise<readonly HandedIn[]> {
  if (file.size > LIMITS.archiveBytes)
    return [{ name: file.name, trouble: tooLarge(`The zip "${file.name}"`, file.size, LIMITS.archiveBytes) }];
  const archive = new Uint8Array(await file.arrayBuffer());
  const found: HandedIn[] = [];
  let total = 0;
  const count = (bytes: number): Diagnostic | null => {
    total += bytes;
    return total > LIMITS.allTextBytes
      ? tooLarge(`The zip "${file.name}", unpacked,`, total, LIMITS.allTextBytes)
      : null;
  };
  for (const entry of listZip(archive)) {
    const name = entry.path.split("/").at(-1) ?? "";
    if (entry.isFolder || entry.isLink || !/\.json$/i.test(name) || /^\.|^__MACOSX\//.test(entry.path)) continue;
    if (found.length >= MOST_FILES) break;
    try {
      const bytes = unpack(archive, entry, { bytes: PROGRESS_LETTERS, count });
      found.push({ name, text: new TextDecoder().decode(bytes) });
    } catch (thrown) {
      found.push({ name, trouble: troubleOf(name, thrown) });
      if (thrown instanceof EngineError && thrown.diagnostic.code === "S006") break;
    }
    await pause();
  }
  return found;
}

function troubleOf(name: string, thrown: unknown): Diagnostic {
  if (thrown instanceof EngineError) return thrown.diagnostic;
  if (thrown instanceof TooLong) return tooLarge(`The file "${name}"`, thrown.bytes, PROGRESS_LETTERS);
  return diagnostic("S004", `The file "${name}" cannot be read.`, {
    hint: "Is it still where it was chosen? Choose it again.",
  });
}

async function walkAll(entries: readonly FileSystemEntry[]): Promise<readonly File[]> {
  const found: File[] = [];
  for (const entry of entries) await walk(entry, found, 0);
  return found;
}

async function walk(entry: FileSystemEntry, into: File[], depth: number): Promise<void> {
  if (into.length > MOST_FILES || depth > 8) return;
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    if (depth === 0 || /\.(json|zip)$/i.test(file.name)) into.push(file);
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    // A reader hands out a hundred entries at a time.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return;
    for (const child of some) await walk(child, into, depth + 1);
  }
}

/** Lets the page draw. */
export function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
