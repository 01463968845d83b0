/** What the page of the workspaces and the palette do: the session's work, then a word about it, and the way back where there is one. */
import type { Diagnostic } from "../../engine/core/errors.ts";
import { writeNote } from "../../archive/workspace-note.ts";
import type { WorkKind } from "../../store/workspace-store.ts";
import type { Overlay } from "../../worker/protocol.ts";
import { changeHistory, setFile } from "../files/change-history.svelte.ts";
import { saveFile } from "../results/save-file.ts";
import { href, navigate } from "../route.svelte.ts";
import { declarationPath } from "../session/attach-file.ts";
import { BUNDLED } from "../session/projects.svelte.ts";
import type { Session } from "../session/session.svelte.ts";
import { strings } from "../strings/catalogue.ts";
import { workspaceTitle } from "./workspace-title.ts";

const words = strings.workspaces;

/** `from` is a workspace to copy; null starts on the bundled project without edits. */
export async function createWorkspace(session: Session, title: string, from: string | null): Promise<boolean> {
  const name = session.projects.opened ? "strata" : (session.project?.manifest.project_name ?? "strata");
  const made =
    from === null
      ? await session.projects.createOnBundled(name, title, {})
      : await session.projects.copy(from, name, title);
  if (!made.ok) {
    refuse(session, words.createFailed, made.diagnostics);
    return false;
  }
  session.toast(words.created(workspaceTitle(session.projects, session.workspace)), null, { tone: "pass" });
  return true;
}

export async function renameWorkspace(session: Session, workspace: string, title: string): Promise<void> {
  const renamed = await session.projects.rename(workspace, title);
  if (!renamed.ok) return refuse(session, words.renameFailed, renamed.diagnostics);
  session.announce(words.renamed(workspaceTitle(session.projects, workspace)));
}

/** The whole workspace as a zip: plain dbt, and beside it what dbt has no place for. True when it was saved. */
export async function exportWorkspace(session: Session): Promise<boolean> {
  await session.flush();
  const packed = await session.exportProject(await noteOf(session));
  if (!packed.ok) {
    refuse(session, strings.projects.exportFailed, packed.diagnostics);
    return false;
  }
  const title = workspaceTitle(session.projects, session.workspace);
  saveFile(`${title.replace(/[^\w.-]+/g, "_").replace(/^_+|_+$/g, "") || "workspace"}.zip`, packed.value);
  return true;
}

/** What an export tells about the shown workspace. */
export async function noteOf(session: Session): Promise<string> {
  const store = await session.store;
  const { workspace, overlay } = session;
  const { shown } = session.projects;
  const bundled = shown.files === null;
  const known = (path: string) => (bundled ? null : session.bundledFile(path));
  const paths = Object.keys(overlay);
  const title = workspace === BUNDLED ? session.projects.mainTitle : (shown.project?.title ?? null);
  const textsOf = (deleted: boolean) =>
    Object.fromEntries(paths.filter((path) => (overlay[path] === null) === deleted).map((path) => [path, known(path)]));
  return writeNote({
    title,
    bundled,
    edited: textsOf(false),
    deleted: textsOf(true),
    attached: bundled ? shown.data.map(({ path }) => path) : [],
    tier: bundled ? session.tier : null,
    data: bundled ? { ...session.dataChoice } : {},
    progress: Object.fromEntries(await store.loadProgress(workspace)),
    attempts: await store.allAttempts(workspace),
  });
}

/** One file as it came, with a way back. */
export function resetFile(session: Session, path: string): void {
  const undo = changeHistory(session).step("restored", null, () => session.restore(path));
  offerUndo(session, words.resetFileDone(path), undo);
}

/** All files of the workspace as they came, with a way back. What declares attached files stays with them. */
export function resetEdits(session: Session): void {
  const paths = resettable(session);
  const undo = changeHistory(session).step("restored", null, () => {
    for (const path of paths) setFile(session, path, session.bundledFile(path));
  });
  offerUndo(session, words.resetEditsDone(paths.length), undo);
}

/** Edited files that "all edits" is about. */
export function resettable(session: Session): string[] {
  const declared =
    session.projects.shown.files === null ? session.projects.data.map(({ path }) => declarationPath(path)) : [];
  return Object.keys(session.overlay)
    .filter((path) => !declared.includes(path))
    .sort();
}

/** Writes edits over the files of the shown workspace. The answer takes them back. */
export function writeEdits(session: Session, edits: Overlay, label: string): () => void {
  return changeHistory(session).step("taken", label, () => {
    for (const [path, text] of Object.entries(edits)) setFile(session, path, text);
  });
}

export function offerUndo(session: Session, message: string, undo: () => void): void {
  session.toast(message, { label: strings.projects.undo, run: undo }, { tone: "pass" });
}

/** Deletes work of these kinds in the shown workspace; whoever calls has asked. */
export async function forgetHere(session: Session, kinds: readonly WorkKind[], done: string): Promise<void> {
  const gone = await (await session.store).forget(session.workspace, kinds);
  if (!gone.ok) return refuse(session, words.resetFailed, gone.diagnostics);
  if (kinds.includes("runs")) {
    const emptied = await session.ask((api) => api.emptyKept());
    if (!emptied.ok) return refuse(session, words.resetFailed, emptied.diagnostics);
    await session.startAfresh();
  }
  session.toast(done, null, { tone: "pass" });
}

/** Deletes all there is, also what is stored for offline use, and opens the page as on the first visit. */
export async function forgetDevice(session: Session): Promise<void> {
  await session.flush();
  const emptied = await session.ask((api) => api.emptyKept());
  const gone = emptied.ok ? await (await session.store).forgetEverywhere(null) : emptied;
  if (!gone.ok) return refuse(session, words.resetFailed, gone.diagnostics);
  try {
    for (const key of Object.keys(localStorage).filter((name) => name.startsWith("strata.")))
      localStorage.removeItem(key);
  } catch {
    // Storage that is refused holds nothing.
  }
  await forgetOffline();
  navigate(href("lineage"), { replace: true });
  location.reload();
}

/** Deletes what the service worker of this page has stored; other pages of the same host keep theirs. */
export async function forgetOffline(): Promise<void> {
  if (!("caches" in globalThis)) return;
  const scope = new URL("./", document.baseURI).pathname;
  for (const name of await caches.keys()) if (name.startsWith(`strata:${scope}:`)) await caches.delete(name);
}

export async function detachOwn(session: Session, path: string): Promise<void> {
  const detached = await session.projects.detach(path);
  if (!detached.ok) return refuse(session, strings.projects.attachFailed(path), detached.diagnostics);
  session.announce(words.detached(path));
}

export function refuse(session: Session, message: string, problems: readonly Diagnostic[]): void {
  const [first] = problems;
  session.toast(message, null, {
    tone: "fail",
    stays: true,
    detail: first ? `${first.message} ${first.hint ?? ""}`.trim() : undefined,
    ...(first ? { code: first.code } : {}),
  });
}
