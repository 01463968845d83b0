/**
 * A learner's progress as a file: what was done, with every answer, so that somebody else's page can check the answers again.
 *
 * The signature says that the file is as the device wrote it, and no more: whoever holds the device can write another. What counts is
 * the replay (`replay.ts`). A page without WebCrypto (plain http in a classroom) writes the file without a signature.
 */
import type { Json } from "../../engine/core/manifest.ts";

export const PROGRESS_FORMAT = 1;

/** A pack as it was when the answers were given. */
export interface PackMark {
  readonly id: string;
  readonly version: string;
  /** Digest of the files that decide about answers (`packHash`). */
  readonly hash: string;
}

export interface ProgressBody {
  /** What the learner wants to be called; no address, no account. */
  readonly name: string;
  /** What the group calls itself; may be empty. */
  readonly group: string;
  /** Version of the workbench. */
  readonly product: string;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly saved_at: number;
  readonly packs: readonly PackMark[];
  readonly data: ProgressData;
  readonly lessons: readonly { readonly id: string; readonly finished_at: number | null }[];
  readonly exercises: readonly ProgressExercise[];
}

/** The data that the answers were checked on. */
export interface ProgressData {
  readonly tier: string;
  /** Null for the tier's own. */
  readonly seed: number | null;
  /** The day of the clock; null when it was not known. */
  readonly as_of: string | null;
}

export interface ProgressExercise {
  /** Id of the pack. */
  readonly pack: string;
  readonly lesson: string;
  readonly id: string;
  /** How many hints were opened. */
  readonly hints: number;
  readonly solution_seen: boolean;
  /** Milliseconds since 1970-01-01 UTC; null while unsolved. */
  readonly solved_at: number | null;
  /** The answer as it stands now, in the form in which it is kept; null until something was typed, chosen or guessed. */
  readonly answer: string | null;
  /** The checks, oldest first. */
  readonly attempts: readonly ProgressAttempt[];
}

export interface ProgressAttempt {
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number;
  readonly passed: boolean;
  /** The check's one sentence. */
  readonly headline: string;
  /** Code of the misconception, where one was recognised. */
  readonly code: string | null;
  readonly answer: string;
}

export interface PublicKey {
  readonly kty: "EC";
  readonly crv: "P-256";
  readonly x: string;
  readonly y: string;
}

export interface Signature {
  readonly key: PublicKey;
  /** ECDSA with SHA-256 over `signedText`, base64url. */
  readonly value: string;
}

/** The file's text. It begins with what it is, so that a file that was cut off is still recognised. */
export function writeProgress(body: ProgressBody, signature: Signature | null): string {
  const file = {
    strata: "progress",
    format: PROGRESS_FORMAT,
    body,
    key: signature?.key ?? null,
    signature: signature?.value ?? null,
  };
  return `${JSON.stringify(file, null, 1)}\n`;
}

/** What is signed: the same text for the same content, whatever the order of keys or the spaces in the file. */
export function signedText(format: number, body: unknown): string {
  return canonicalJson({ body: body as Json, format });
}

/** JSON with sorted keys and without spaces. */
export function canonicalJson(value: Json): string {
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(canonicalJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value as Readonly<Record<string, Json>>)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(",")}}`;
}

/** The name under which the file is saved: only letters that every disk takes. */
export function progressFileName(body: Pick<ProgressBody, "name" | "saved_at">): string {
  const name = body.name
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 40);
  const day = new Date(body.saved_at).toISOString().slice(0, 10);
  return `progress-${name === "" ? "learner" : name.toLowerCase()}-${day}.json`;
}
