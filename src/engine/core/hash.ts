/**
 * Digests of UTF-8 text as lower-case hexadecimal. dbt names things by MD5; files are told apart by SHA-256.
 *
 * Reading a project takes thousands of digests of short texts, so a digest makes no buffers of its own.
 */
import { keepRecent } from "./keep-recent.ts";
import { md5 as md5Function } from "@noble/hashes/legacy.js";
import { sha256 as sha256Function } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

export const md5 = digestOf(md5Function.create(), md5Function.create());

const sha256Anew = digestOf(sha256Function.create(), sha256Function.create());
const checksums = keepRecent<string>(5000);

export function sha256(text: string): string {
  return checksums(text, () => sha256Anew(text));
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
