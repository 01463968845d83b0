/** What drops and buttons do with lesson packs: the shelf's work, then a place to look at and a word about it. */
import { href, navigate } from "../../route.svelte.ts";
import { saveFile } from "../../results/save-file.ts";
import type { Session } from "../../session/session.svelte.ts";
import { surfaceStrings } from "../../strings/surface-strings.ts";
import type { PacksApi } from "../../../worker/protocol.ts";
import { shelfOf, type ShelvedPack } from "./pack-shelf.svelte.ts";

const words = surfaceStrings.packs;

/** Takes a pack in, shows it and begins its proof. False when it is no pack, so that it may be a project. */
export async function takePack(
  session: Session,
  input: Parameters<PacksApi["packOpen"]>[0],
  chosen = false,
): Promise<boolean> {
  const shelf = shelfOf(session);
  const taken = await shelf.take(input, chosen);
  if (taken.kind === "no pack") return false;
  navigate(href("learn"));
  if (taken.kind === "taken")
    session.toast(
      taken.replaced === null ? words.taken(taken.title) : words.replaced(taken.title, taken.replaced),
      null,
      { tone: "pass", detail: words.takenDetail },
    );
  return true;
}

export async function removePack(session: Session, { kept }: ShelvedPack): Promise<void> {
  const shelf = shelfOf(session);
  const gone = await shelf.remove(kept.id);
  if (gone.ok)
    session.toast(
      words.removed(kept.title),
      { label: words.undo, run: () => void shelf.bringBack(kept) },
      { detail: words.removedDetail },
    );
  else session.toast(gone.diagnostics[0]?.message ?? words.failed, null, { tone: "fail" });
}

export async function saveTemplate(session: Session): Promise<void> {
  const template = await session.ask((api) => api.packTemplate());
  if (template.ok) saveFile("night-market.zip", template.value);
  else session.toast(template.diagnostics[0]?.message ?? words.failed, null, { tone: "fail" });
}
