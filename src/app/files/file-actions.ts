/** What is done to files from the tree, each a step of the history with a way back in the message that tells it. */
import type { Manifest } from "../../engine/core/manifest.ts";
import type { ChangeCause } from "../../store/change-store.ts";
import { nodeOfPath } from "../model/model-files.ts";
import { href } from "../route.svelte.ts";
import type { Session } from "../session/session.svelte.ts";
import { strings } from "../strings/catalogue.ts";
import { changeHistory, currentText, setFile } from "./change-history.svelte.ts";
import type { NewFile } from "./templates.ts";

const words = strings.files;

/** Paths of all files as they stand, also those that the engine has not read again yet. */
export function pathsOf(session: Session): string[] {
  const { overlay } = session;
  const came = session.project?.bundled.map((file) => file.path) ?? [];
  const known = new Set(came);
  const added = Object.keys(overlay).filter((path) => overlay[path] !== null && !known.has(path));
  return [...came.filter((path) => overlay[path] !== null), ...added];
}

/** Files that came with the project and were deleted. */
export function deletedPaths(session: Session): string[] {
  return Object.keys(session.overlay)
    .filter((path) => session.overlay[path] === null && session.bundledFile(path) !== null)
    .sort();
}

/** Where a file is opened: the page of its node, or its own. */
export function addressOf(path: string, manifest: Manifest | null): string {
  const node = manifest ? nodeOfPath(path, manifest) : null;
  return node === null ? fileAddress(path) : href("model", node);
}

export function fileAddress(path: string, query: Readonly<Record<string, string | number | null>> = {}): string {
  return href("file", ...path.split("/"), query);
}

export function createFiles(session: Session, files: readonly NewFile[]): void {
  change(session, "created", files[0]?.path ?? null, words.made(files.map((file) => file.path).join(", ")), () => {
    for (const file of files) setFile(session, file.path, file.text);
  });
}

/** One file, or a folder (its path ends with a slash) with all that lies in it. */
export function deleteFiles(session: Session, target: string): readonly string[] {
  const paths = pathsIn(session, target);
  const message =
    target.endsWith("/") || paths.length > 1 ? words.deletedMany(paths.length, target) : words.deletedOne(target);
  change(session, "deleted", target, message, () => {
    for (const path of paths) setFile(session, path, null);
  });
  return paths;
}

/** A file or a folder under another path; refs to models in it do not change, since their names stay. */
export function moveFiles(session: Session, from: string, to: string): void {
  const moves = pathsIn(session, from).map((path) => [path, to + path.slice(from.length)] as const);
  change(session, "renamed", to, words.moved(from, to), () => {
    for (const [path, target] of moves) {
      const text = currentText(session, path);
      if (text === null || path === target) continue;
      setFile(session, target, text);
      setFile(session, path, null);
    }
  });
}

export function copyFile(session: Session, from: string, to: string): void {
  const text = currentText(session, from);
  if (text === null) return;
  change(session, "created", to, words.made(to), () => setFile(session, to, text));
}

export function restoreFile(session: Session, path: string): void {
  change(session, "restored", null, strings.files.restored(path), () => session.restore(path));
}

/** Runs `work` as one step, tells it, and offers to take it back. */
export function change(
  session: Session,
  cause: ChangeCause,
  label: string | null,
  message: string,
  work: () => void,
): void {
  const undo = changeHistory(session).step(cause, label, work);
  session.toast(message, {
    label: words.undo,
    run: () => {
      undo();
      session.announce(words.undone);
    },
  });
}

export function pathsIn(session: Session, target: string): string[] {
  const paths = pathsOf(session);
  return target.endsWith("/")
    ? paths.filter((path) => path.startsWith(target))
    : paths.filter((path) => path === target);
}
