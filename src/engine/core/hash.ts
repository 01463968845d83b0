/**
 * Digests of UTF-8 text as lower-case hexadecimal. dbt names things by MD5; files are told apart by SHA-256.
 *
 * Reading a project takes thousands of digests of short texts, so a digest makes no buffers of its own.
 */
import { keepRecent } from "./keep-recent.ts";
import { md5 as md5Function } from "@noble/hashes/legacy.js";
import { sha256 as sha256Function } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** From a text to the digest of its UTF-8 form. */
export interface Digests {
  md5(text: string): string;
  sha256(text: string): string;
}

let digests: Digests = {
  md5: digestOf(md5Function.create(), md5Function.create()),
  sha256: digestOf(sha256Function.create(), sha256Function.create()),
};
const checksums = keepRecent<string>(5000);

/** For hosts that have the same digests in machine code; these here are what every browser can run. */
export function useDigests(ofHost: Digests): void {
  digests = ofHost;
}

export function md5(text: string): string {
  return digests.md5(text);
}

export function sha256(text: string): string {
  return checksums(text, () => digests.sha256(text));
}

interface Hasher {
  readonly outputLen: number;
  update(bytes: Uint8Array): unknown;
  digestInto(out: Uint8Array): void;
  /** Puts `to` where this one stands. */
  _cloneInto(to?: Hasher): Hasher;
}

/** Longer texts have their bytes made for them. */
const MOST_KEPT = 8192;
const bytes = new Uint8Array(MOST_KEPT);

/** `blank` stays unused: `hasher` starts from it each time. */
function digestOf(blank: Hasher, hasher: Hasher): (text: string) => string {
  const out = new Uint8Array(hasher.outputLen);
  return (text) => {
    blank._cloneInto(hasher);
    hasher.update(asciiBytes(text) ?? utf8ToBytes(text));
    hasher.digestInto(out);
    return bytesToHex(out);
  };
}

/** A short text's bytes, until the next one's are asked for; null when it has other signs than ASCII's. */
function asciiBytes(text: string): Uint8Array | null {
  const { length } = text;
  if (length > MOST_KEPT) return null;
  for (let index = 0; index < length; index += 1) {
    const code = text.charCodeAt(index);
    if (code > 127) return null;
    bytes[index] = code;
  }
  return bytes.subarray(0, length);
}
