/**
 * The text of a file that somebody handed in -> a learner's progress, or why it is none.
 *
 * Everybody can write such a file, so nothing in it is believed: form and lengths are looked at, and what is right is found out by
 * replay. Told apart are a file that is none (L004), one that was cut off or damaged (L003), one of a newer workbench (L007) and one that
 * was changed after it was saved (L005). A file of another version of the lessons can be read; `versionTrouble` says so (L006).
 */
import { diagnostic, fail, succeed, type Diagnostic, type Outcome } from "../../engine/core/errors.ts";
import {
  PROGRESS_FORMAT,
  signedText,
  type PackMark,
  type ProgressAttempt,
  type ProgressBody,
  type ProgressExercise,
  type PublicKey,
  type Signature,
} from "./progress-file.ts";
import { deviceOf, isSignedBy } from "./progress-key.ts";

export interface DecodedProgress {
  readonly body: ProgressBody;
  /** "unknown": this page has no WebCrypto to look at it. */
  readonly signature: "good" | "none" | "unknown" | "altered";
  /** Equal for files of one device; null without a key. */
  readonly device: string | null;
}

/** The whole file, in characters: some thousand answers. */
export const PROGRESS_LETTERS = 8_000_000;
const MOST = { exercises: 3000, attempts: 100, answer: 100_000, line: 600, name: 80 } as const;
const BEGINS = /^\uFEFF?\s*\{\s*"strata"\s*:\s*"progress"/;

export interface DecodeOptions {
  /** Null where the page has none. */
  readonly subtle: SubtleCrypto | null;
  /** Reads a file whose signature does not fit: somebody has looked at it and wants it counted all the same. */
  readonly acceptAltered?: boolean;
}

export async function decodeProgress(
  name: string,
  text: string,
  { subtle, acceptAltered = false }: DecodeOptions,
): Promise<Outcome<DecodedProgress>> {
  if (text.length > PROGRESS_LETTERS)
    return fail(notOurs(`The file "${name}" is far larger than a progress file can be.`));
  let raw: unknown;
  try {
    raw = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    if (text.trim() === "") return fail(notOurs(`The file "${name}" is empty.`));
    if (!BEGINS.test(text)) return fail(notOurs(`The file "${name}" is no progress file.`));
    const cut = !text.trimEnd().endsWith("}");
    return fail(
      damaged(
        cut
          ? `The progress file "${name}" is cut off: its end is missing.`
          : `The progress file "${name}" is damaged: it cannot be read to its end.`,
      ),
    );
  }
  if (!isRecord(raw) || raw["strata"] !== "progress" || typeof raw["format"] !== "number")
    return fail(notOurs(`The file "${name}" is no progress file.`));
  if (raw["format"] > PROGRESS_FORMAT)
    return fail(
      diagnostic("L007", `The progress file "${name}" was saved by a newer Strata than this page is.`, {
        hint: "Reload this page to get the newer version, then choose the file again.",
      }),
    );
  const signature = signatureIn(raw);
  const signed = signature === null ? null : await isSigned(subtle, signature, raw["format"], raw["body"]);
  const altered = signature === "half" || signed === false;
  if (altered && !acceptAltered) return fail(alteredFile(name));
  const body = bodyIn(raw["body"]);
  if (body === null)
    return fail(
      signed === true
        ? diagnostic(
            "L007",
            `The progress file "${name}" was saved by another Strata, in a form that this page does not know.`,
            {
              hint: "Reload this page to get the newest version, then choose the file again.",
            },
          )
        : damaged(`The progress file "${name}" is damaged: parts of it are missing.`),
    );
  return succeed({
    body,
    signature: altered ? "altered" : signed === true ? "good" : signature === null ? "none" : "unknown",
    device: signature === null || signature === "half" ? null : deviceOf(signature.key),
  });
}

/** Whether the answers were given to the exercises that this page has; null when they were. */
export function versionTrouble(name: string, body: ProgressBody, here: readonly PackMark[]): Diagnostic | null {
  const used = new Set(body.exercises.map((exercise) => exercise.pack));
  for (const theirs of body.packs) {
    if (!used.has(theirs.id)) continue;
    const ours = here.find((pack) => pack.id === theirs.id);
    if (ours === undefined)
      return otherVersion(name, `answers lessons of the pack "${theirs.id}", which this page does not have`);
    if (ours.version !== theirs.version)
      return otherVersion(
        name,
        `answers version ${theirs.version} of the lessons "${theirs.id}"; this page has version ${ours.version}`,
      );
    if (ours.hash !== theirs.hash)
      return otherVersion(
        name,
        `answers lessons "${theirs.id}" whose exercises differ from those of this page, though both call themselves version ${ours.version}`,
      );
  }
  const unmarked = [...used].find((id) => !body.packs.some((pack) => pack.id === id));
  return unmarked === undefined ? null : otherVersion(name, `does not say which version of "${unmarked}" it answers`);
}

function otherVersion(name: string, what: string): Diagnostic {
  return diagnostic("L006", `The progress file "${name}" ${what}.`, {
    severity: "warning",
    hint: "Count it all the same if the exercises are alike, or open the page with the version that the class used.",
  });
}

function alteredFile(name: string): Diagnostic {
  return diagnostic("L005", `The progress file "${name}" was changed after it was saved: its signature does not fit.`, {
    hint: "Ask for the file again, as the page saved it. An editor that tidies JSON does not break it, a changed letter does.",
  });
}

function notOurs(message: string): Diagnostic {
  return diagnostic("L004", message, {
    hint: "Choose the file that “Save my progress” made; its name begins with “progress-” and ends in “.json”.",
  });
}

function damaged(message: string): Diagnostic {
  return diagnostic("L003", message, { hint: "Ask for the file again; it was not copied or sent whole." });
}

/** "half": one of key and signature is missing or has no form. */
function signatureIn(raw: Readonly<Record<string, unknown>>): Signature | "half" | null {
  const { key = null, signature = null } = raw;
  if (key === null && signature === null) return null;
  const known = keyIn(key);
  return known === null || typeof signature !== "string" ? "half" : { key: known, value: signature };
}

async function isSigned(
  subtle: SubtleCrypto | null,
  signature: Signature | "half",
  format: number,
  body: unknown,
): Promise<boolean | null> {
  if (signature === "half") return false;
  if (subtle === null) return null;
  let text: string;
  try {
    text = signedText(format, body);
  } catch {
    // Lists in lists, deeper than anything that was ever signed.
    return false;
  }
  return isSignedBy(subtle, signature, text);
}

function keyIn(value: unknown): PublicKey | null {
  if (!isRecord(value)) return null;
  const { kty, crv, x, y } = value;
  if (kty !== "EC" || crv !== "P-256" || typeof x !== "string" || typeof y !== "string") return null;
  return { kty, crv, x, y };
}

function bodyIn(value: unknown): ProgressBody | null {
  if (!isRecord(value)) return null;
  const { name, group, product, saved_at, packs, data, lessons, exercises } = value;
  if (!isText(name, MOST.name) || !isText(group, MOST.name) || !isText(product, MOST.name) || !isTime(saved_at))
    return null;
  if (!isRecord(data) || !isText(data["tier"], MOST.name)) return null;
  const seed = data["seed"] ?? null;
  const asOf = data["as_of"] ?? null;
  if ((seed !== null && typeof seed !== "number") || (asOf !== null && !isText(asOf, MOST.name))) return null;
  const marks = listIn(packs, 100, packIn);
  const finished = listIn(lessons, MOST.exercises, lessonIn);
  const done = listIn(exercises, MOST.exercises, exerciseIn);
  if (marks === null || finished === null || done === null) return null;
  return {
    name,
    group,
    product,
    saved_at,
    packs: marks,
    data: { tier: data["tier"], seed, as_of: asOf },
    lessons: finished,
    exercises: done,
  };
}

function packIn(value: unknown): PackMark | null {
  if (!isRecord(value)) return null;
  const { id, version, hash } = value;
  return isText(id, MOST.line) && isText(version, MOST.name) && isText(hash, MOST.line) ? { id, version, hash } : null;
}

function lessonIn(value: unknown): ProgressBody["lessons"][number] | null {
  if (!isRecord(value)) return null;
  const { id, finished_at } = value;
  return isText(id, MOST.line) && (finished_at === null || isTime(finished_at)) ? { id, finished_at } : null;
}

function exerciseIn(value: unknown): ProgressExercise | null {
  if (!isRecord(value)) return null;
  const { pack, lesson, id, hints, solution_seen, solved_at, answer } = value;
  if (!isText(pack, MOST.line) || !isText(lesson, MOST.line) || !isText(id, MOST.line)) return null;
  if (typeof hints !== "number" || typeof solution_seen !== "boolean") return null;
  if ((solved_at !== null && !isTime(solved_at)) || (answer !== null && !isText(answer, MOST.answer))) return null;
  const attempts = listIn(value["attempts"], MOST.attempts, attemptIn);
  return attempts === null ? null : { pack, lesson, id, hints, solution_seen, solved_at, answer, attempts };
}

function attemptIn(value: unknown): ProgressAttempt | null {
  if (!isRecord(value)) return null;
  const { at, passed, headline, code, answer } = value;
  if (!isTime(at) || typeof passed !== "boolean" || typeof headline !== "string") return null;
  if ((code !== null && !isText(code, MOST.name)) || !isText(answer, MOST.answer)) return null;
  return { at, passed, headline: headline.slice(0, MOST.line), code, answer };
}

/** Null when one of them has not the form. */
function listIn<Item>(value: unknown, most: number, read: (item: unknown) => Item | null): readonly Item[] | null {
  if (!Array.isArray(value) || value.length > most) return null;
  const items = value.map(read);
  return items.includes(null) ? null : (items as Item[]);
}

function isText(value: unknown, most: number): value is string {
  return typeof value === "string" && value.length <= most;
}

/** A moment that a date can show. */
function isTime(value: unknown): value is number {
  return typeof value === "number" && Math.abs(value) <= 8.64e15;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
