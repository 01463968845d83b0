/**
 * Which part of the compiled SQL comes from a place in the source, and back: what is lit on both sides.
 *
 * Where the map is exact (plain SQL) the cursor's line is linked character by character; where a template wrote the text, the whole
 * region and all that it wrote. A loop writes several parts from one source region.
 */
import type { CompiledView } from "../../worker/protocol.ts";

export interface Range {
  readonly from: number;
  readonly to: number;
}

export interface Link {
  readonly source: readonly Range[];
  readonly compiled: readonly Range[];
}

type Segment = CompiledView["map"][number];

export function linkFromSource(map: CompiledView["map"], cursor: number, line: Range): Link {
  return linkOf(map, cursor, line, { from: "sourceFrom", to: "sourceTo" });
}

export function linkFromCompiled(map: CompiledView["map"], cursor: number, line: Range): Link {
  return linkOf(map, cursor, line, { from: "from", to: "to" });
}

/** The compiled offset that belongs to a source offset, for scrolling; null before the first segment. */
export function compiledOffset(map: CompiledView["map"], source: number): number | null {
  let best: Segment | null = null;
  for (const segment of map)
    if (segment.sourceFrom <= source && (!best || segment.sourceFrom > best.sourceFrom)) best = segment;
  if (!best) return null;
  return best.exact ? Math.min(best.from + (source - best.sourceFrom), best.to) : best.from;
}

function linkOf(
  map: CompiledView["map"],
  cursor: number,
  line: Range,
  side: { from: "from" | "sourceFrom"; to: "to" | "sourceTo" },
): Link {
  const here = map.filter((segment) => !segment.exact && segment[side.from] <= cursor && cursor <= segment[side.to]);
  if (here.length > 0) {
    const narrowest = Math.min(...here.map((segment) => segment[side.to] - segment[side.from]));
    const segments = here.filter((segment) => segment[side.to] - segment[side.from] === narrowest);
    // The same call may have written other parts, too (a loop): light all of them.
    const parts = map.filter(
      (other) =>
        !other.exact && segments.some((one) => one.sourceFrom === other.sourceFrom && one.sourceTo === other.sourceTo),
    );
    return { source: join(segments.map(sourceRange)), compiled: join(parts.map(compiledRange)) };
  }
  const overlapping = map.filter((segment) => segment[side.from] < line.to && line.from < segment[side.to]);
  const cut = overlapping.map((segment) => {
    if (!segment.exact) return segment;
    const before = Math.max(0, line.from - segment[side.from]);
    const after = Math.max(0, segment[side.to] - line.to);
    return {
      ...segment,
      from: segment.from + before,
      to: segment.to - after,
      sourceFrom: segment.sourceFrom + before,
      sourceTo: segment.sourceTo - after,
    };
  });
  return { source: join(cut.map(sourceRange)), compiled: join(cut.map(compiledRange)) };
}

const sourceRange = (segment: Segment): Range => ({ from: segment.sourceFrom, to: segment.sourceTo });
const compiledRange = (segment: Segment): Range => ({ from: segment.from, to: segment.to });

/** Sorted ranges, touching ones made one, empty ones left out. */
function join(ranges: readonly Range[]): Range[] {
  const joined: { from: number; to: number }[] = [];
  for (const range of [...ranges].sort((a, b) => a.from - b.from)) {
    if (range.to <= range.from) continue;
    const last = joined.at(-1);
    if (last && range.from <= last.to) last.to = Math.max(last.to, range.to);
    else joined.push({ ...range });
  }
  return joined;
}
