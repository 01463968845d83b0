/**
 * How much of a stranger's project this page takes in. Everything is counted while it is unpacked; what a header says is only
 * believed when it says too much.
 *
 * A project of 5,000 models with their packages is some 20 MB of text. The limits leave room for ten times that and keep a hostile
 * file from filling the memory of a tab.
 */
import { diagnostic, type Diagnostic } from "../engine/core/errors.ts";

const MB = 1_000_000;

export const LIMITS = {
  /** The zip file itself. */
  archiveBytes: 256 * MB,
  /** Files that are kept. */
  files: 20_000,
  /** One text file: a model, a YAML file, a seed. */
  textBytes: 16 * MB,
  /** All text files together. */
  allTextBytes: 96 * MB,
  /** One data file: Parquet, or a CSV that is no seed. */
  dataBytes: 200 * MB,
  /** Everything that is unpacked. */
  allBytes: 400 * MB,
  /** Unpacked bytes per packed byte, for files above `ratioFromBytes`. Text rarely reaches 20. */
  ratio: 200,
  ratioFromBytes: 4 * MB,
  /** Files that are left out are never unpacked; one that claims more than this at such a ratio still gives a bomb away. */
  ignoredRatioFromBytes: 64 * MB,
  /** All files of an archive, also those that are left out, by what their headers say. */
  declaredBytes: 4_000 * MB,
  pathLength: 400,
} as const;

export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < MB ? `${Math.round(bytes / 1000)} kB` : `${Math.round(bytes / MB).toLocaleString("en")} MB`;
}

const LARGE_DATA =
  "Leave large data out of the project and attach it as Parquet, or run the project with the command line.";
const LARGE_TEXT =
  "A text of that length is hardly written by hand: leave the file out or split it, or run the project with the command line.";
const LARGE_SEED =
  "Move the file out of the seed folder and read it as a source, whose data may be larger, or run the project with the command line.";

export function tooLarge(what: string, bytes: number, limit: number, hint = LARGE_DATA): Diagnostic {
  const most = sizeText(limit);
  // A byte too many should not read as "16 MB; at most 16 MB".
  const size = sizeText(bytes) === most ? `more than ${most}` : sizeText(bytes);
  return diagnostic("S006", `${what} has ${size}; this page takes at most ${most}.`, { hint });
}

export function tooLargeFile(path: string, bytes: number, kind: "text" | "data"): Diagnostic {
  if (kind === "data") return tooLarge(`The file "${path}"`, bytes, LIMITS.dataBytes);
  return tooLarge(`The file "${path}"`, bytes, LIMITS.textBytes, LARGE_TEXT);
}

export function tooLargeSeed(path: string, bytes: number): Diagnostic {
  return tooLarge(`The seed "${path}"`, bytes, LIMITS.textBytes, LARGE_SEED);
}

/** Counts what has been unpacked so far, over all files of one opening. Throws nothing; each call says whether it still fits. */
export class Budget {
  #bytes = 0;
  #textBytes = 0;

  take(bytes: number): Diagnostic | null {
    this.#bytes += bytes;
    return this.#bytes > LIMITS.allBytes ? tooLarge("The project, unpacked,", this.#bytes, LIMITS.allBytes) : null;
  }

  takeText(bytes: number): Diagnostic | null {
    this.#textBytes += bytes;
    return this.#textBytes > LIMITS.allTextBytes
      ? tooLarge("The text of the project", this.#textBytes, LIMITS.allTextBytes)
      : null;
  }
}
