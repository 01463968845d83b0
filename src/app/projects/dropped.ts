/**
 * What was dropped or chosen -> a project to open, or data files to attach.
 *
 * A drop's entries can only be asked for while the event is handled, so `inputOfDrop` takes them first and reads them afterwards.
 * Folders that no dbt project reads (.git, node_modules and the like) are not walked: they hold most of the files.
 */
import type { FolderFile, ProjectInput } from "../../archive/read-project.ts";
import { LIMITS } from "../../archive/limits.ts";

export type Dropped =
  | { readonly kind: "project"; readonly input: ProjectInput }
  | { readonly kind: "data"; readonly files: readonly File[] }
  | { readonly kind: "nothing" };

const SKIPPED = /^(\.git|\.venv|\.idea|\.vscode|node_modules|__pycache__)$/;
/** Enough to say that it is too much: what is kept is counted again. */
const WALKED = LIMITS.files * 4;

export async function inputOfDrop(transfer: DataTransfer): Promise<Dropped> {
  const entries = [...transfer.items].flatMap((item) => {
    const entry = item.kind === "file" ? item.webkitGetAsEntry() : null;
    return entry ? [entry] : [];
  });
  const files = [...transfer.files];
  const folders = entries.filter((entry) => entry.isDirectory);
  if (folders.length === 0) return inputOfFiles(files);
  const found: FolderFile[] = [];
  for (const entry of entries) await walk(entry, found);
  return { kind: "project", input: { kind: "folder", name: folders[0]?.name ?? "folder", files: found } };
}

/** Files of a picker; those of a folder picker carry their path. */
export function inputOfFiles(files: readonly File[]): Dropped {
  const [first] = files;
  if (!first) return { kind: "nothing" };
  if (first.webkitRelativePath !== "") {
    const found = files.map((file) => ({ path: file.webkitRelativePath, content: file }));
    return { kind: "project", input: { kind: "folder", name: folderOf(first), files: found } };
  }
  if (files.every((file) => /\.(csv|parquet)$/i.test(file.name))) return { kind: "data", files };
  if (files.length === 1 && (/\.zip$/i.test(first.name) || /zip/.test(first.type)))
    return { kind: "project", input: { kind: "zip", name: first.name, content: first } };
  const found = files.map((file) => ({ path: file.name, content: file }));
  return files.some((file) => file.name === "dbt_project.yml")
    ? { kind: "project", input: { kind: "folder", name: "files", files: found } }
    : { kind: "nothing" };
}

async function walk(entry: FileSystemEntry, into: FolderFile[]): Promise<void> {
  if (into.length > WALKED) return;
  if (entry.isFile) {
    const content = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    into.push({ path: entry.fullPath.replace(/^\//, ""), content });
    return;
  }
  if (SKIPPED.test(entry.name)) return;
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    // A reader hands out a hundred entries at a time.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return;
    for (const child of some) await walk(child, into);
  }
}

function folderOf(file: File): string {
  return file.webkitRelativePath.split("/")[0] ?? file.name;
}
