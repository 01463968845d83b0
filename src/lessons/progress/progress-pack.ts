/**
 * One digest for the part of a pack that decides whether an answer is right: exercises, solutions, wrong answers, data. A better
 * sentence in the prose leaves it as it is.
 */
import { sha256 } from "../../engine/core/hash.ts";
import type { SourceFile } from "../../engine/core/source-file.ts";

const hashes = new WeakMap<readonly SourceFile[], string>();

export function packHash(files: readonly SourceFile[]): string {
  const known = hashes.get(files);
  if (known !== undefined) return known;
  const lines = files
    .filter((file) => !/\.md$|(^|\/)glossary\.yml$/.test(file.path))
    .map((file) => `${file.path} ${sha256(file.text)}`)
    .sort();
  const hash = sha256(lines.join("\n"));
  hashes.set(files, hash);
  return hash;
}
