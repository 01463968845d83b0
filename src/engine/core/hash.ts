/** Digests of UTF-8 text as lower-case hexadecimal. dbt names things by MD5; files are told apart by SHA-256. */
import { keepRecent } from "./keep-recent.ts";
import { md5 as md5Bytes } from "@noble/hashes/legacy.js";
import { sha256 as sha256Bytes } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

export function md5(text: string): string {
  return bytesToHex(md5Bytes(utf8ToBytes(text)));
}

const checksums = keepRecent<string>(5000);

export function sha256(text: string): string {
  return checksums(text, () => bytesToHex(sha256Bytes(utf8ToBytes(text))));
}
