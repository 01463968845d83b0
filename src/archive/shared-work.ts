/**
 * A place in the workbench and a few edits, small enough to travel in an address: `#/share/<payload>`; larger ones as a file.
 *
 * The payload is JSON, as `packed-text.ts` packs it. Everybody can write one, so nothing in it is believed: it is unpacked within
 * a limit, paths are held to the rules of opened archives, and it is only ever shown as a difference until somebody takes it over.
 */
import { diagnostic, EngineError, fail, succeed, type Diagnostic, type Outcome } from "../engine/core/errors.ts";
import type { Overlay } from "./overlay.ts";
import { inflateWithin, packText, PAYLOAD_LETTERS, readPayload } from "./packed-text.ts";
import { pathFault, tidyPath, unsafePath } from "./safe-path.ts";
import { choiceOf } from "./workspace-note.ts";
import { writeZip } from "./write-zip.ts";
import { listZip, TooLong, unpack } from "./zip-reader.ts";
import { tooLarge } from "./limits.ts";

export interface SharedWork {
  /** What the sender calls it; may be empty. */
  readonly title: string;
  /** `name` of the project that it is about. */
  readonly project: string;
  /** True when that is the project that comes with the page. */
  readonly bundled: boolean;
  /** The place to look at, an address without the "#". */
  readonly at: string;
  /** The data, where the project is the bundled one; null otherwise. */
  readonly tier: string | null;
  readonly data: Readonly<Record<string, string | number | boolean>>;
  readonly overlay: Overlay;
}

export const SHARE_ENTRY = "share.json";
const VERSION = "1";
/** What is unpacked at most: from an address, and from a file. */
const LINK_BYTES = 500_000;
const FILE_BYTES = 4_000_000;
const FILES = 500;

export function packWork(work: SharedWork): string {
  return packText(JSON.stringify(work));
}

export function unpackWork(payload: string): Outcome<SharedWork> {
  const read = readPayload(payload);
  if (read.kind === "newer") return fail(newer());
  if (read.kind === "too-long")
    return fail(tooLarge("The link", payload.length, PAYLOAD_LETTERS, "Ask for the work as a file instead."));
  if (read.kind === "damaged") return fail(unreadable("is cut off or damaged"));
  return settled(() => readWork(inflateWithin(read.bytes, LINK_BYTES)));
}

/** The file for what is too long for a link. */
export function writeShareFile(work: SharedWork): Uint8Array<ArrayBuffer> {
  return writeZip([{ path: SHARE_ENTRY, text: JSON.stringify({ format: Number(VERSION), ...work }) }]);
}

/** Null when the archive holds no shared work, so that it may be a project. */
export function readShareFile(archive: Uint8Array): Outcome<SharedWork> | null {
  const entry = settled(() => succeed(listZip(archive).find(({ path }) => path === SHARE_ENTRY) ?? null));
  if (!entry.ok) return entry;
  const found = entry.value;
  if (found === null) return null;
  return settled(() => {
    if (found.bytes > FILE_BYTES) throw new TooLong(SHARE_ENTRY, found.bytes);
    const bytes = unpack(archive, found, { bytes: FILE_BYTES, count: () => null });
    return readWork(bytes);
  });
}

function settled<T>(work: () => Outcome<T>): Outcome<T> {
  try {
    return work();
  } catch (thrown) {
    if (thrown instanceof EngineError) return fail(thrown.diagnostic);
    if (thrown instanceof TooLong)
      return fail(tooLarge("The shared work, unpacked,", thrown.bytes, FILE_BYTES, "Ask for the project as a zip."));
    return fail(unreadable("is cut off or damaged"));
  }
}

function readWork(bytes: Uint8Array): Outcome<SharedWork> {
  const given: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  if (typeof given !== "object" || given === null) return fail(unreadable("holds something else"));
  const work = given as Readonly<Record<string, unknown>>;
  if (work["format"] !== undefined && work["format"] !== Number(VERSION)) return fail(newer());
  const { overlay } = work;
  if (typeof overlay !== "object" || overlay === null || Array.isArray(overlay))
    return fail(unreadable("holds something else"));
  const entries: [string, string | null][] = [];
  for (const [path, text] of Object.entries(overlay as Record<string, unknown>)) {
    const fault = pathFault(path) ?? hiddenFault(path);
    if (fault !== null) return fail(unsafePath(path, fault, "Open links and files of people you trust only."));
    if (text !== null && (typeof text !== "string" || text.includes("\0")))
      return fail(
        diagnostic("S007", `The file "${tidyPath(path)}" in the shared work is no text.`, {
          hint: "Ask for it again, or for the project as a zip.",
        }),
      );
    entries.push([tidyPath(path), text]);
  }
  if (entries.length > FILES)
    return fail(
      diagnostic("S006", `The shared work changes ${entries.length} files; this page takes at most ${FILES}.`, {
        hint: "Ask for the project as a zip instead.",
      }),
    );
  const line = (name: string, longest: number) => {
    const value = work[name];
    return typeof value === "string" ? value.replace(/[\u0000-\u001f\u007f]/g, " ").slice(0, longest) : "";
  };
  return succeed({
    title: line("title", 80),
    project: line("project", 120),
    bundled: work["bundled"] === true,
    at: line("at", 2_000),
    tier: line("tier", 40) || null,
    data: choiceOf(work["data"]),
    overlay: Object.fromEntries(entries),
  });
}

/** dbt reads nothing hidden, and what others do with such files is not for a link to say. */
function hiddenFault(path: string): string | null {
  const parts = tidyPath(path).split("/");
  if (parts.some((part) => part.startsWith("."))) return "is hidden";
  return ["target", "logs"].includes(parts[0] ?? "") ? "lies where dbt writes" : null;
}

function unreadable(what: string): Diagnostic {
  return diagnostic("S004", `The shared work ${what}.`, {
    hint: "Copy the whole link again, or ask for the work as a file: long links are often cut.",
  });
}

function newer(): Diagnostic {
  return diagnostic("S004", "The shared work was made by a newer version of Strata, which this page cannot read.", {
    hint: "Reload the page to get the newer version, then open the link again.",
  });
}
