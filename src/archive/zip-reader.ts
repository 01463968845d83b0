/**
 * Reads zip files that strangers made: the list of files first, then one file after the other, each within limits.
 *
 * The list at the end of the archive says what there is; what it says is checked against the bytes (size, checksum, overlapping
 * files) because a bomb lies exactly there. Encrypted archives, several volumes, other methods than "stored" and "deflate" and
 * archives above 4 GB are refused with the reason.
 */
import { Inflate } from "fflate";
import { EngineError, type Diagnostic } from "../engine/core/errors.ts";
import { crc32 } from "./crc32.ts";
import { LIMITS, sizeText } from "./limits.ts";

export interface ZipEntry {
  /** As it stands in the archive; not yet known to be harmless. */
  readonly path: string;
  readonly packedBytes: number;
  /** What the list claims. */
  readonly bytes: number;
  readonly isFolder: boolean;
  readonly isLink: boolean;
  readonly method: number;
  readonly crc: number;
  /** Where the packed bytes start. */
  readonly start: number;
}

const END = 0x06054b50;
const LISTED = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
/** A comment may follow the end record; it has at most this many bytes. */
const COMMENT_BYTES = 0xffff;
const STORED = 0;
const DEFLATE = 8;
const FULL_16 = 0xffff;
const FULL_32 = 0xffffffff;
/** Packed bytes that are unpacked at a time: at most some 16 MB come out before they are counted. */
const STEP_BYTES = 16_384;

/** Throws S004 or S005. */
export function listZip(archive: Uint8Array): ZipEntry[] {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const end = endRecord(view);
  if (end === null) {
    throw new EngineError("S004", "The file is not a zip archive, or its end is missing.", {
      hint: "Choose a .zip file; when it was downloaded, download it again.",
    });
  }
  const count = view.getUint16(end + 10, true);
  const from = view.getUint32(end + 16, true);
  if (view.getUint16(end + 4, true) !== 0 || count !== view.getUint16(end + 8, true))
    throw broken("is one of several parts");
  if (count === FULL_16 || from === FULL_32) throw broken("has more files, or is larger, than this page reads");
  const entries: ZipEntry[] = [];
  let at = from;
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > end || view.getUint32(at, true) !== LISTED) throw broken("has a damaged list of files");
    const [nameBytes, extraBytes, commentBytes] = [
      view.getUint16(at + 28, true),
      view.getUint16(at + 30, true),
      view.getUint16(at + 32, true),
    ];
    const next = at + 46 + nameBytes + extraBytes + commentBytes;
    if (next > end) throw broken("has a damaged list of files");
    entries.push(readEntry(archive, view, at, from));
    at = next;
  }
  requireApart(entries, from);
  return entries;
}

/** The unpacked bytes of one file. `count` hears of each piece before it is kept, and may say that it is too much. */
export function unpack(
  archive: Uint8Array,
  entry: ZipEntry,
  limits: { readonly bytes: number; count(bytes: number): Diagnostic | null },
): Uint8Array {
  const packed = archive.subarray(entry.start, entry.start + entry.packedBytes);
  const pieces: Uint8Array[] = [];
  let length = 0;
  const take = (piece: Uint8Array): void => {
    length += piece.length;
    if (length > entry.bytes) throw bomb(entry, "holds more than the archive says");
    if (length > LIMITS.ratioFromBytes && length > entry.packedBytes * LIMITS.ratio) throw bomb(entry, tooDense(entry));
    if (length > limits.bytes) throw new TooLong(entry.path, length);
    const full = limits.count(piece.length);
    if (full) throw errorOf(full);
    pieces.push(piece);
  };
  if (entry.method === STORED) take(packed.slice());
  else inflate(packed, entry, take);
  const whole = pieces.length === 1 && pieces[0] ? pieces[0] : joined(pieces, length);
  if (length !== entry.bytes || crc32(whole) !== entry.crc)
    throw broken(`is damaged: the file "${shown(entry.path)}" does not come out as it went in`);
  return whole;
}

/** Trouble that the list of files alone gives away, before anything is unpacked. */
export function bombSigns(entry: ZipEntry, fromBytes: number): Diagnostic | null {
  const dense = entry.bytes > fromBytes && entry.bytes > Math.max(1, entry.packedBytes) * LIMITS.ratio;
  return dense ? bomb(entry, tooDense(entry)).diagnostic : null;
}

/** A file above its own limit; who asked for it knows what it was to be. */
export class TooLong extends Error {
  readonly path: string;
  readonly bytes: number;

  constructor(path: string, bytes: number) {
    super(`"${path}" is too long.`);
    this.name = "TooLong";
    this.path = path;
    this.bytes = bytes;
  }
}

export function errorOf(found: Diagnostic): EngineError {
  return new EngineError(found.code, found.message, found);
}

function endRecord(view: DataView): number | null {
  const first = Math.max(0, view.byteLength - END_BYTES - COMMENT_BYTES);
  for (let at = view.byteLength - END_BYTES; at >= first; at -= 1) {
    // The comment's length must reach to the end: the four letters may stand inside a comment or a file too.
    if (view.getUint32(at, true) === END && at + END_BYTES + view.getUint16(at + 20, true) === view.byteLength)
      return at;
  }
  return null;
}

function readEntry(archive: Uint8Array, view: DataView, at: number, listFrom: number): ZipEntry {
  const flags = view.getUint16(at + 8, true);
  const nameBytes = view.getUint16(at + 28, true);
  const path = decodeName(archive.subarray(at + 46, at + 46 + nameBytes), (flags & 0x800) !== 0);
  if ((flags & 0x41) !== 0 || (flags & 0x2000) !== 0) {
    throw new EngineError("S004", `The archive is encrypted: "${shown(path)}" cannot be read without a password.`, {
      hint: "Make a zip without a password, and open that one.",
    });
  }
  const method = view.getUint16(at + 10, true);
  const local = view.getUint32(at + 42, true);
  const [packedBytes, bytes] = [view.getUint32(at + 20, true), view.getUint32(at + 24, true)];
  if (packedBytes === FULL_32 || bytes === FULL_32 || local === FULL_32)
    throw broken(`has a file of more than 4 GB ("${shown(path)}")`);
  // The local header has a name and extra fields of its own length.
  if (local + 30 > listFrom || view.getUint32(local, true) !== LOCAL)
    throw broken(`is damaged: the file "${shown(path)}" is not where the list says`);
  const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  if (start + packedBytes > listFrom) throw broken(`is damaged: the file "${shown(path)}" is cut off`);
  const unixMode = view.getUint8(at + 5) === 3 ? view.getUint32(at + 38, true) >>> 16 : 0;
  const isFolder = path.endsWith("/");
  if (!isFolder && method !== STORED && method !== DEFLATE)
    throw broken(`uses a method of packing (${method}) that this page does not know`);
  return {
    path,
    packedBytes,
    bytes,
    isFolder,
    isLink: (unixMode & 0xf000) === 0xa000,
    method,
    crc: view.getUint32(at + 16, true),
    start,
  };
}

/** Files that share bytes are how a small archive unpacks to terabytes. */
function requireApart(entries: readonly ZipEntry[], listFrom: number): void {
  const ordered = entries.filter((entry) => entry.packedBytes > 0).sort((a, b) => a.start - b.start);
  let free = 0;
  for (const entry of ordered) {
    if (entry.start < free) throw bomb(entry, "lies over another file of the archive");
    free = entry.start + entry.packedBytes;
  }
  if (free > listFrom) throw broken("has a damaged list of files");
}

function inflate(packed: Uint8Array, entry: ZipEntry, take: (piece: Uint8Array) => void): void {
  const stream = new Inflate((piece) => {
    if (piece.length > 0) take(piece.slice());
  });
  try {
    for (let from = 0; from < packed.length || from === 0; from += STEP_BYTES) {
      stream.push(packed.subarray(from, from + STEP_BYTES), from + STEP_BYTES >= packed.length);
    }
  } catch (thrown) {
    if (thrown instanceof EngineError || thrown instanceof TooLong) throw thrown;
    throw broken(`is damaged: the file "${shown(entry.path)}" cannot be unpacked`, thrown);
  }
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** Names are UTF-8 when the archive says so, and nearly always when it does not; the rest are one byte per letter. */
function decodeName(bytes: Uint8Array, isUtf8: boolean): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    if (isUtf8) throw broken("has a file name that is no text");
    return String.fromCharCode(...bytes);
  }
}

function tooDense(entry: ZipEntry): string {
  const times = Math.round(entry.bytes / Math.max(1, entry.packedBytes));
  return `unpacks to ${times.toLocaleString("en")} times its size (${sizeText(entry.bytes)})`;
}

function bomb(entry: ZipEntry, what: string): EngineError {
  return new EngineError("S005", `The file "${shown(entry.path)}" ${what}, as in a zip bomb, so nothing was opened.`, {
    hint: "Open archives of people you trust only; if this one is yours, make it anew without that file.",
  });
}

function broken(what: string, cause?: unknown): EngineError {
  return new EngineError("S004", `The archive ${what}.`, {
    hint: "Make the zip anew with an ordinary zip program, without a password and in one part.",
    ...(cause === undefined ? {} : { cause }),
  });
}

function shown(path: string): string {
  return path.slice(0, 120).replace(/[\u0000-\u001f\u007f]/g, "?");
}
