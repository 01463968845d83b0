/**
 * Shell patterns as selectors use them: `*`, `?`, `[abc]`, `[!abc]`.
 *
 * In names a `*` takes everything, dots and slashes too; in paths it stays within one folder and `**` crosses folders. No regular
 * expression is made of them: with sixty stars one would try more ways to fit than there is time for. Of all stars only the last one
 * that was passed is ever asked to take more.
 */

/** Whether a name fits, upper and lower case kept apart. */
export function matchesName(name: string, pattern: string): boolean {
  if (!/[*?[]/.test(pattern)) return name === pattern;
  const pieces = piecesOf(pattern);
  return fits(name.length, pieces, (at, piece) => piece.fits(name.charAt(at)));
}

/** Whether a path fits the pattern as a whole. */
export function matchesPathPattern(path: string, pattern: string): boolean {
  let clean = pattern.replace(/^(?:\.\/)+/, "");
  while (clean.endsWith("/")) clean = clean.slice(0, -1);
  if (!/[*?[]/.test(clean)) return path === clean;
  const folders = path.split("/");
  const parts = clean.split("/").map((text) => ({ isStar: text === "**", text }));
  return fits(folders.length, parts, (at, part) => matchesName(folders[at] ?? "", part.text));
}

/** Whether a row of things fits pieces of which each takes one, except the stars: those take any number. */
function fits<Piece extends { readonly isStar: boolean }>(
  length: number,
  pieces: readonly Piece[],
  isTaken: (at: number, piece: Piece) => boolean,
): boolean {
  let at = 0;
  let next = 0;
  /** The last star, and up to where it takes what is there. */
  let star = -1;
  let taken = 0;
  while (at < length) {
    const piece = pieces[next];
    if (piece !== undefined && !piece.isStar && isTaken(at, piece)) {
      at += 1;
      next += 1;
    } else if (piece?.isStar === true) {
      star = next;
      taken = at;
      next += 1;
    } else if (star !== -1) {
      taken += 1;
      at = taken;
      next = star + 1;
    } else return false;
  }
  while (pieces[next]?.isStar === true) next += 1;
  return next === pieces.length;
}

interface Piece {
  readonly isStar: boolean;
  readonly fits: (sign: string) => boolean;
}

const STAR: Piece = { isStar: true, fits: () => false };
const ANY: Piece = { isStar: false, fits: () => true };

const MOST_KEPT = 1000;
const kept = new Map<string, readonly Piece[]>();

function piecesOf(pattern: string): readonly Piece[] {
  const known = kept.get(pattern);
  if (known) return known;
  const pieces: Piece[] = [];
  for (let at = 0; at < pattern.length; at += 1) {
    const sign = pattern.charAt(at);
    const end = sign === "[" ? setEnd(pattern, at) : -1;
    if (sign === "*") pieces.push(STAR);
    else if (sign === "?") pieces.push(ANY);
    else if (end === -1) pieces.push({ isStar: false, fits: (given) => given === sign });
    else {
      pieces.push(setOf(pattern.slice(at + 1, end)));
      at = end;
    }
  }
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(pattern, pieces);
  return pieces;
}

/** Where the set that opens at `from` closes; a bracket right at its start is one of its signs. -1 when it stays open. */
function setEnd(pattern: string, from: number): number {
  const first = from + (pattern.charAt(from + 1) === "!" ? 2 : 1);
  return pattern.indexOf("]", first + 1);
}

/** `a-c` is a range; one that runs backwards holds nothing. */
function setOf(text: string): Piece {
  const isOthers = text.startsWith("!");
  const signs = isOthers ? text.slice(1) : text;
  const ranges: (readonly [string, string])[] = [];
  for (let at = 0; at < signs.length; at += 1) {
    const isRange = signs.charAt(at + 1) === "-" && at + 2 < signs.length;
    ranges.push([signs.charAt(at), signs.charAt(isRange ? at + 2 : at)]);
    if (isRange) at += 2;
  }
  const holds = (sign: string): boolean => ranges.some(([first, last]) => first <= sign && sign <= last);
  return { isStar: false, fits: (sign) => holds(sign) !== isOthers };
}
