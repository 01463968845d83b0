/**
 * A text, small enough to travel in an address: "1." and the text, deflated, in base64url.
 *
 * Everybody can write such an address. Deflate packs up to a thousand to one, so what comes out is counted while it comes out.
 */
import { deflateSync, Inflate, strToU8 } from "fflate";
import { EngineError } from "../engine/core/errors.ts";
import { sizeText } from "./limits.ts";

/** Longest payload that goes into an address: mail programs and chats cut longer ones. */
export const LINK_LETTERS = 8_000;
/** A payload in an address that is longer than this was not made here. */
export const PAYLOAD_LETTERS = 64_000;
const VERSION = "1";
const STEP_BYTES = 1_024;
const LETTERS_AT_ONCE = 8_192;

type Payload =
  | { readonly kind: "packed"; readonly bytes: Uint8Array }
  | { readonly kind: "newer" }
  | { readonly kind: "too-long" }
  | { readonly kind: "damaged" };

export function packText(text: string): string {
  const packed = deflateSync(strToU8(text), { level: 9 });
  let binary = "";
  for (let from = 0; from < packed.length; from += LETTERS_AT_ONCE)
    binary += String.fromCharCode(...packed.subarray(from, from + LETTERS_AT_ONCE));
  return `${VERSION}.${btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")}`;
}

/** What an address holds, still deflated. */
export function readPayload(payload: string): Payload {
  const [version, text] = payload.split(".", 2);
  if (text === undefined || !/^\d+$/.test(version ?? "")) return { kind: "damaged" };
  if (version !== VERSION) return { kind: "newer" };
  if (payload.length > PAYLOAD_LETTERS) return { kind: "too-long" };
  try {
    const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return { kind: "packed", bytes: Uint8Array.from(binary, (letter) => letter.charCodeAt(0)) };
  } catch {
    return { kind: "damaged" };
  }
}

/** Throws what an archive throws: S005 beyond `limit` bytes, anything else when the text is cut off. */
export function inflateWithin(packed: Uint8Array, limit: number): Uint8Array {
  const pieces: Uint8Array[] = [];
  let size = 0;
  let ended = false;
  const stream = new Inflate((piece, final) => {
    size += piece.length;
    pieces.push(piece.slice());
    ended ||= final;
  });
  for (let from = 0; from < packed.length; from += STEP_BYTES) {
    stream.push(packed.subarray(from, from + STEP_BYTES), from + STEP_BYTES >= packed.length);
    if (size > limit)
      throw new EngineError(
        "S005",
        `The link unpacks to more than ${sizeText(limit)}, as in a zip bomb, so nothing was opened.`,
        { hint: "Open links of people you trust only; if this one is yours, share the work as a file." },
      );
  }
  if (!ended) throw new Error("cut off");
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
