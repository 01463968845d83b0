/** Making shared work out of what is on the screen, and taking over what somebody shared. */
import { packWork, readShareFile, writeShareFile, type SharedWork } from "../../archive/shared-work.ts";
import type { Outcome } from "../../engine/core/errors.ts";
import { saveFile } from "../results/save-file.ts";
import { href, navigate, parseRoute } from "../route.svelte.ts";
import type { Session } from "../session/session.svelte.ts";
import { surfaceStrings } from "../strings/surface-strings.ts";
import { offerUndo, refuse, resettable, writeEdits } from "../workspaces/workspace-actions.ts";

const words = surfaceStrings.share;
const PAGE_ADDRESS = () => `${location.origin}${location.pathname}`;
/** A larger file holds no shared work that this page would take. */
const FILE_BYTES = 8_000_000;

/** What is on the screen. Attached files are not part of it, so what declares them is not either. */
export function workOf(session: Session, title: string, withEdits: boolean): SharedWork {
  const bundled = session.projects.shown.files === null;
  const paths = withEdits ? resettable(session) : [];
  return {
    title,
    project: session.project?.manifest.project_name ?? "",
    bundled,
    at: placeOf(location.hash),
    tier: bundled ? session.tier : null,
    data: bundled ? { ...session.dataChoice } : {},
    overlay: Object.fromEntries(paths.map((path) => [path, session.overlay[path] ?? null])),
  };
}

export function linkOf(work: SharedWork): string {
  return `${PAGE_ADDRESS()}${href("share", packWork(work))}`;
}

export function saveWork(work: SharedWork): void {
  saveFile(fileName(work), new Blob([writeShareFile(work)], { type: "application/zip" }));
}

export function fileBytes(work: SharedWork): number {
  return writeShareFile(work).length;
}

/** The shared work in a file that was dropped or chosen; null when it is something else. */
export async function workInFile(content: Blob): Promise<Outcome<SharedWork> | null> {
  if (content.size > FILE_BYTES) return null;
  const archive = new Uint8Array(await content.arrayBuffer());
  const read = readShareFile(archive);
  // What is no archive at all is refused where projects are opened.
  return read !== null && !read.ok && read.diagnostics[0]?.code === "S004" && !isZip(archive) ? null : read;
}

/** Why it cannot be compared with what is shown; null when it can. */
export function otherProject(session: Session, work: SharedWork): string | null {
  const bundled = session.projects.shown.files === null;
  const name = session.project?.manifest.project_name ?? "";
  return work.bundled === bundled && (work.project === "" || work.project === name) ? null : work.project;
}

/** A new workspace with the shared edits. Runs nothing. */
export async function takeIntoNew(session: Session, work: SharedWork): Promise<boolean> {
  const title = work.title === "" ? words.newTitle : work.title;
  const made = await session.projects.createOnBundled(work.project, title, work.overlay);
  if (!made.ok) {
    refuse(session, words.failed, made.diagnostics);
    return false;
  }
  if (!(await takeData(session, work))) return false;
  goTo(work.at);
  session.toast(words.taken(Object.keys(work.overlay).length), null, { tone: "pass" });
  return true;
}

/** The shared edits over the shown workspace, with a way back. Runs nothing. */
export async function takeHere(session: Session, work: SharedWork): Promise<boolean> {
  const paths = Object.keys(work.overlay);
  if (!(await takeData(session, work))) return false;
  const undo = writeEdits(session, work.overlay, work.title === "" ? words.newTitle : work.title);
  goTo(work.at);
  if (paths.length > 0) offerUndo(session, words.taken(paths.length), undo);
  return true;
}

async function takeData(session: Session, work: SharedWork): Promise<boolean> {
  if (!work.bundled || work.tier === null) return true;
  const same = work.tier === session.tier && JSON.stringify(work.data) === JSON.stringify(session.dataChoice);
  if (same) return true;
  // The engine judges the numbers: what cannot be made is refused with the reason.
  const used = await session.useData(work.tier, work.data);
  if (!used.ok) refuse(session, words.failed, used.diagnostics);
  return used.ok;
}

/** Only a place that this page knows; another link is never one. */
export function goTo(at: string): void {
  const { surface } = parseRoute(`#${at}`);
  navigate(surface === "missing" || surface === "share" ? href("lineage") : `#${at}`);
}

function placeOf(hash: string): string {
  const { surface } = parseRoute(hash);
  return surface === "missing" || surface === "share" ? href("lineage").slice(1) : hash.replace(/^#/, "") || "/lineage";
}

function fileName(work: SharedWork): string {
  return `${work.title.replace(/[^\w.-]+/g, "_").replace(/^_+|_+$/g, "") || "shared"}.strata.zip`;
}

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b;
}
