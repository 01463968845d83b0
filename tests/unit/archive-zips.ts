/** Zip files for tests, written byte by byte, so that they can lie: about sizes, places, names, flags and checksums. */
import { deflateRawSync } from "node:zlib";
import { crc32 } from "../../src/archive/crc32.ts";

export interface Lie {
  readonly path: string;
  readonly text?: string;
  readonly bytes?: Uint8Array;
  /** What the list says instead of the truth. */
  readonly claims?: {
    readonly bytes?: number;
    readonly crc?: number;
    readonly method?: number;
    readonly flags?: number;
  };
  /** The list points at the file with this index instead of its own. */
  readonly pointsTo?: number;
  readonly unixMode?: number;
}

export function zipOf(files: readonly Lie[], comment = ""): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  const places: number[] = [];
  let at = 0;
  const add = (bytes: Uint8Array): void => {
    parts.push(bytes);
    at += bytes.length;
  };
  const facts = files.map((file) => {
    const content = file.bytes ?? new TextEncoder().encode(file.text ?? "");
    const packed = new Uint8Array(deflateRawSync(content, { level: 9 }));
    const name = new TextEncoder().encode(file.path);
    places.push(at);
    add(
      header(
        0x04034b50,
        [20, flagsOf(file), 8, 0, 0],
        [crc32(content), packed.length, content.length],
        [name.length, 0],
      ),
    );
    add(name);
    add(packed);
    return { content, packed, name };
  });
  const listAt = at;
  for (const [index, file] of files.entries()) {
    const { content, packed, name } = facts[file.pointsTo ?? index]!;
    const own = facts[index]!.name;
    const { claims = {} } = file;
    add(
      header(
        0x02014b50,
        [(3 << 8) | 20, 20, flagsOf(file), claims.method ?? 8, 0, 0],
        [claims.crc ?? crc32(content), packed.length, claims.bytes ?? content.length],
        [own.length, 0, 0, 0, 0],
        [((file.unixMode ?? 0o100644) << 16) >>> 0, places[file.pointsTo ?? index] ?? 0],
      ),
    );
    add(own);
    void name;
  }
  const note = new TextEncoder().encode(comment);
  add(header(0x06054b50, [0, 0, files.length, files.length], [at - listAt, listAt], [note.length]));
  add(note);
  const whole = new Uint8Array(at);
  let into = 0;
  for (const part of parts) {
    whole.set(part, into);
    into += part.length;
  }
  return whole;
}

export function blobOf(files: readonly Lie[]): Blob {
  return new Blob([zipOf(files)]);
}

function flagsOf(file: Lie): number {
  return file.claims?.flags ?? 0x800;
}

/** A signature, then groups that alternate between 16-bit and 32-bit numbers. */
function header(signature: number, ...groups: readonly (readonly number[])[]): Uint8Array {
  const size = 4 + groups.reduce((sum, group, index) => sum + group.length * (index % 2 === 0 ? 2 : 4), 0);
  const view = new DataView(new ArrayBuffer(size));
  view.setUint32(0, signature, true);
  let at = 4;
  for (const [index, group] of groups.entries())
    for (const number of group) {
      if (index % 2 === 0) view.setUint16(at, number, true);
      else view.setUint32(at, number, true);
      at += index % 2 === 0 ? 2 : 4;
    }
  return new Uint8Array(view.buffer);
}
