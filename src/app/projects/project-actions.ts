/** What buttons, drops and the palette do with projects: the session's work, then a place to look at and a word about it. */
import type { ProjectInput } from "../../archive/read-project.ts";
import { fail, diagnostic, type Diagnostic, type Outcome } from "../../engine/core/errors.ts";
import type { ManifestNode } from "../../engine/core/manifest.ts";
import { href, navigate } from "../route.svelte.ts";
import { BUNDLED } from "../session/projects.svelte.ts";
import type { Session } from "../session/session.svelte.ts";
import { pending } from "../share/pending.svelte.ts";
import { strings } from "../strings/catalogue.ts";
import { inputOfFiles, type Dropped } from "./dropped.ts";

const words = strings.projects;

/** Opens, attaches, or says what can be dropped. */
export async function takeDropped(session: Session, dropped: Dropped): Promise<void> {
  if (dropped.kind === "project") {
    if (dropped.input.kind === "zip" && (await showShared(dropped.input.content))) return;
    if (await takeLessons(session, dropped.input)) return;
    await openProject(session, dropped.input);
  } else if (dropped.kind === "data") for (const file of dropped.files) await attachFile(session, file, null);
  else session.toast(words.nothingDropped, null, { tone: "warn", detail: words.nothingDroppedText });
}

/** Whether it holds lessons; they are then shown. */
async function takeLessons(session: Session, input: ProjectInput): Promise<boolean> {
  if (input.kind === "folder" && !input.files.some(({ path }) => /(^|\/)pack\.yml$/.test(path))) return false;
  const { takePack } = await import("../learn/packs/pack-actions.ts");
  return takePack(session, input);
}

/** Whether the file holds shared work; its page is then open. */
async function showShared(content: Blob): Promise<boolean> {
  const { workInFile } = await import("../share/share-actions.ts");
  const work = await workInFile(content);
  if (work === null) return false;
  pending.work = work;
  navigate(href("share"));
  return true;
}

export async function openProject(session: Session, input: ProjectInput, folder: string | null = null): Promise<void> {
  const read = await session.projects.open(input, folder);
  if (!read.ok) {
    // Several projects are a question, which the page of the projects asks.
    if (session.projects.question) navigate(href("projects"));
    else refuse(session, words.refused(input.name), read.diagnostics);
    return;
  }
  const nodes = [...(session.project?.manifest.nodes.values() ?? [])];
  const total = (type: string) => nodes.filter((node) => node.resource_type === type).length;
  navigate(href("lineage"));
  session.toast(
    words.opened(read.value.name, total("model"), total("source")),
    { label: words.back, run: () => void showProject(session, BUNDLED) },
    {
      tone: "pass",
      detail:
        read.value.otherFolders.length > 0
          ? words.otherFolders(read.value.otherFolders)
          : words.leftOut(read.value.leftOut),
    },
  );
}

export async function showProject(session: Session, workspace: string): Promise<void> {
  const shown = await session.projects.switchTo(workspace);
  if (!shown.ok) refuse(session, words.refused(workspace), shown.diagnostics);
}

export async function removeProject(session: Session, workspace: string, name: string): Promise<void> {
  const removed = await session.projects.remove(workspace);
  if (!removed.ok) return refuse(session, words.refused(name), removed.diagnostics);
  session.toast(
    words.removed(name),
    { label: words.undo, run: () => void session.projects.bringBack(workspace) },
    { detail: words.removedDetail },
  );
}

/** `source` is the one whose button was pressed; null looks for the source by the file's name. */
export async function attachFile(session: Session, file: File, source: ManifestNode | null): Promise<void> {
  const manifest = session.project?.manifest;
  const attached: Outcome<string> = manifest
    ? await session.projects.attach(file.name, file, manifest, source)
    : fail(diagnostic("S003", "No project has been read yet.", { hint: strings.shell.reloadHint }));
  if (!attached.ok) return refuse(session, words.attachFailed(file.name), attached.diagnostics);
  session.toast(words.attached(file.name, attached.value), null, {
    tone: "pass",
    detail: words.attachedDetail,
  });
}

export async function detachFile(session: Session, path: string): Promise<void> {
  const detached = await session.projects.detach(path);
  if (!detached.ok) refuse(session, words.attachFailed(path), detached.diagnostics);
}

/** Asks for a file with the browser's own dialog; null when none was chosen or nothing of it fits. */
export function chosen(input: HTMLInputElement): Dropped {
  const dropped = inputOfFiles([...(input.files ?? [])]);
  // The same file can be chosen again after it was changed.
  input.value = "";
  return dropped;
}

function refuse(session: Session, message: string, problems: readonly Diagnostic[]): void {
  const [first] = problems;
  session.toast(message, null, {
    tone: "fail",
    stays: true,
    detail: first ? `${first.message} ${first.hint ?? ""}`.trim() : undefined,
    ...(first ? { code: first.code } : {}),
  });
}
