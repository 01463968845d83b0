/** Several pieces of bytes as one, and back. A parcel that is cut off or was never one is refused, not half read. */

const MAGIC = 0x4b455054;

export function packPieces(pieces: readonly Uint8Array[]): Uint8Array {
  const total = pieces.reduce((sum, piece) => sum + 4 + piece.length, 12);
  const parcel = new Uint8Array(total);
  const view = new DataView(parcel.buffer);
  view.setUint32(0, MAGIC);
  view.setUint32(4, pieces.length);
  view.setUint32(8, total);
  let at = 12;
  for (const piece of pieces) {
    view.setUint32(at, piece.length);
    parcel.set(piece, at + 4);
    at += 4 + piece.length;
  }
  return parcel;
}

/** Null when the bytes are no whole parcel. */
export function unpackPieces(parcel: Uint8Array): readonly Uint8Array[] | null {
  if (parcel.length < 12) return null;
  const view = new DataView(parcel.buffer, parcel.byteOffset, parcel.byteLength);
  if (view.getUint32(0) !== MAGIC || view.getUint32(8) !== parcel.length) return null;
  const pieces: Uint8Array[] = [];
  let at = 12;
  for (let left = view.getUint32(4); left > 0; left -= 1) {
    if (at + 4 > parcel.length) return null;
    const length = view.getUint32(at);
    if (at + 4 + length > parcel.length) return null;
    pieces.push(parcel.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return at === parcel.length ? pieces : null;
}
