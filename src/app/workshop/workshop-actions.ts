/** What the pages of the workshops do, with what they say about it. */
import type { Diagnostic, Outcome } from "../../engine/core/errors.ts";
import type { Lesson } from "../../lessons/pack.ts";
import { readWorkshop } from "../../lessons/workshop/workshop-decode.ts";
import type { Workshop, WorkshopData, WorkshopStep } from "../../lessons/workshop/workshop.ts";
import { withData } from "../../lessons/workshop/workshop-write.ts";
import { saveFile } from "../results/save-file.ts";
import { href, navigate } from "../route.svelte.ts";
import type { Session } from "../session/session.svelte.ts";
import { surfaceStrings } from "../strings/surface-strings.ts";
import { refuse } from "../workspaces/workspace-actions.ts";
import type { WorkshopPlace } from "./place.svelte.ts";
import { forgetWorkshop, keepWorkshop, type ShelvedWorkshop } from "./shelf.ts";
import { choiceOf, queryOf, type WorkshopSettings } from "./workshop-address.ts";

const words = surfaceStrings.workshop;
const MOST_FILE_BYTES = 1_000_000;

/** Everybody who jumps lands in the lesson, on its start state; own work stays where it is, with a way back. */
export async function jumpTo(
  session: Session,
  place: WorkshopPlace,
  target: { readonly step: WorkshopStep; readonly number: number; readonly lesson: Lesson; readonly address: string },
  data: WorkshopData,
): Promise<void> {
  const { step, number, lesson, address } = target;
  const jumped = await place.jump(step, number, lesson, data);
  if (!jumped.ok) return refuse(session, words.jumpFailed, jumped.diagnostics);
  closeWaysBack(session);
  navigate(address);
  session.toast(
    words.jumped(step.checkpoint ?? ""),
    { label: words.backHome, run: () => void goHome(session, place) },
    { tone: "pass" },
  );
}

export async function goHome(session: Session, place: WorkshopPlace): Promise<void> {
  closeWaysBack(session);
  await switchTo(session, () => place.goHome(), words.backHomeDone);
}

export async function goToCopy(session: Session, workspace: string, address: string): Promise<void> {
  if (await switchTo(session, () => session.projects.switchTo(workspace), null)) navigate(address);
}

/** A way back that was offered before leads nowhere any more. */
function closeWaysBack({ toasts }: Session): void {
  for (const { id, action } of toasts.list) if (action?.label === words.backHome) toasts.close(id);
}

async function switchTo(session: Session, how: () => Promise<Outcome<null>>, done: string | null): Promise<boolean> {
  const switched = await how();
  if (!switched.ok) refuse(session, words.jumpFailed, switched.diagnostics);
  else if (done !== null) session.toast(done, null, { tone: "pass" });
  return switched.ok;
}

export async function takeData(session: Session, data: WorkshopData): Promise<boolean> {
  const used = await session.useData(data.tier, choiceOf(data));
  if (!used.ok) refuse(session, words.dataRefused, used.diagnostics);
  else session.toast(words.dataChanged, null, { tone: "pass" });
  return used.ok;
}

/** The text of a file that was chosen; null when it is no workshop, which was told. */
export async function textOfFile(session: Session, file: File): Promise<string | null> {
  if (file.size > MOST_FILE_BYTES) {
    session.toast(words.fileRefused(file.name), null, { tone: "fail", detail: words.fileTooLarge });
    return null;
  }
  return file.text();
}

/** `settings` are those of the link that it came in; without them its own count. */
export async function keepAndOpen(
  session: Session,
  workshop: Workshop,
  source: string,
  settings: WorkshopSettings | null = null,
): Promise<boolean> {
  const kept = await keepWorkshop(await session.store, workshop, source);
  if (!kept.ok) {
    refuse(session, words.keepFailed, kept.diagnostics);
    return false;
  }
  session.announce(words.made(workshop.title));
  navigate(href("workshop", workshop.id, settings === null ? {} : queryOf(settings)));
  return true;
}

/** `after` follows each change of what is kept. */
export async function removeWorkshop(
  session: Session,
  { workshop, source }: ShelvedWorkshop,
  after: () => void,
): Promise<void> {
  const store = await session.store;
  const gone = await forgetWorkshop(store, workshop.id);
  if (!gone.ok) return refuse(session, words.keepFailed, gone.diagnostics);
  after();
  session.toast(words.removed(workshop.title), {
    label: words.undo,
    run: () => void keepWorkshop(store, workshop, source).then(after),
  });
}

/** The workshop with the chosen data. A built-in one becomes one's own by it: the file may be edited, and opened beside the original. */
export function saveWorkshop({ workshop, source, own }: ShelvedWorkshop, data: WorkshopData): void {
  const id = own ? workshop.id : `my-${workshop.id}`;
  saveFile(`${id}.workshop.yml`, new Blob([withData(source, { id, data })], { type: "text/yaml" }));
}

/** Puts a text on the clipboard; where the browser refuses, `field` is selected instead. */
export async function copyText(
  session: Session,
  text: string,
  done: string,
  field: HTMLInputElement | HTMLTextAreaElement | null,
): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    session.toast(done, null, { tone: "pass" });
  } catch {
    field?.select();
    session.toast(words.copyFailed, null, { tone: "warn" });
  }
}

/** A workshop in the text of a file or link, or what is wrong with it. */
export function readArrived(source: string): Outcome<Workshop> {
  return readWorkshop(source, words.arrivedName);
}

export function placeOfProblem({ at }: Diagnostic, source: string): string | null {
  if (at === null || at === undefined) return null;
  return words.place(source.slice(0, at.from).split("\n").length);
}
