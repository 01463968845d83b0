/**
 * The key of a device: ECDSA P-256, its private half not extractable, so that a file can be signed here and nowhere else.
 *
 * `crypto.subtle` is missing on pages that came over plain http from another machine: then there is no key, and a file's signature
 * cannot be looked at either.
 */
import { sha256 } from "../../engine/core/hash.ts";
import { canonicalJson, type PublicKey, type Signature } from "./progress-file.ts";

const CURVE = { name: "ECDSA", namedCurve: "P-256" } as const;
const ALGORITHM = { name: "ECDSA", hash: "SHA-256" } as const;

/** Null where this page has no WebCrypto. */
export function subtleCrypto(): SubtleCrypto | null {
  const found = globalThis.crypto as Crypto | undefined;
  return found?.subtle ?? null;
}

export function makeKey(subtle: SubtleCrypto): Promise<CryptoKeyPair> {
  return subtle.generateKey(CURVE, false, ["sign", "verify"]);
}

/** What the store gave back under the key's name may be anything. */
export function isKeyPair(value: unknown): value is CryptoKeyPair {
  if (typeof value !== "object" || value === null || !("privateKey" in value) || !("publicKey" in value)) return false;
  const isKey = (key: unknown): boolean => typeof key === "object" && key !== null && "algorithm" in key;
  return isKey(value.privateKey) && isKey(value.publicKey);
}

export async function signText(subtle: SubtleCrypto, pair: CryptoKeyPair, text: string): Promise<Signature> {
  const { x = "", y = "" } = await subtle.exportKey("jwk", pair.publicKey);
  const value = await subtle.sign(ALGORITHM, pair.privateKey, new TextEncoder().encode(text));
  return { key: { kty: "EC", crv: "P-256", x, y }, value: toBase64Url(new Uint8Array(value)) };
}

export async function isSignedBy(subtle: SubtleCrypto, { key, value }: Signature, text: string): Promise<boolean> {
  try {
    const imported = await subtle.importKey("jwk", { ...key, ext: true }, CURVE, false, ["verify"]);
    return await subtle.verify(ALGORITHM, imported, fromBase64Url(value), new TextEncoder().encode(text));
  } catch {
    // A key that is no point of the curve, or a signature that is no base64: the same as a wrong one.
    return false;
  }
}

/** A short name for a device: equal for files that were written with the same key. */
export function deviceOf(key: PublicKey): string {
  return sha256(canonicalJson({ crv: key.crv, kty: key.kty, x: key.x, y: key.y })).slice(0, 12);
}

function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
}
