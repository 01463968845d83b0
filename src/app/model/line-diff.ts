/**
 * The lines that differ between two texts, with a little of what surrounds them.
 *
 * A longest common subsequence over the part between the common head and tail; files of a project are some hundred lines, so the
 * quadratic table is small. Beyond `TABLE_LIMIT` cells the middle is told as wholly replaced.
 */
export interface DiffLine {
  readonly kind: "same" | "added" | "removed";
  readonly text: string;
  /** 1-based line numbers; null on the side where the line is not. */
  readonly before: number | null;
  readonly after: number | null;
}

/** A run of equal lines that is not shown. */
export interface DiffGap {
  readonly kind: "gap";
  readonly lines: number;
}

const CONTEXT = 3;
const TABLE_LIMIT = 4_000_000;

export function diffLines(before: string, after: string): DiffLine[] {
  const [old, now] = [before.split("\n"), after.split("\n")];
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head += 1;
  let tail = 0;
  while (
    tail < old.length - head &&
    tail < now.length - head &&
    old[old.length - 1 - tail] === now[now.length - 1 - tail]
  )
    tail += 1;
  const same = (index: number, shift: number): DiffLine => ({
    kind: "same",
    text: old[index]!,
    before: index + 1,
    after: index + 1 + shift,
  });
  return [
    ...Array.from({ length: head }, (_, index) => same(index, 0)),
    ...middle(old.slice(head, old.length - tail), now.slice(head, now.length - tail), head),
    ...Array.from({ length: tail }, (_, index) => same(old.length - tail + index, now.length - old.length)),
  ];
}

/** The differing lines with `CONTEXT` lines around them; longer runs of equal lines become gaps. */
export function diffHunks(lines: readonly DiffLine[]): (DiffLine | DiffGap)[] {
  const near = new Set<number>();
  lines.forEach((line, index) => {
    if (line.kind === "same") return;
    for (let at = index - CONTEXT; at <= index + CONTEXT; at += 1) near.add(at);
  });
  const shown: (DiffLine | DiffGap)[] = [];
  let skipped = 0;
  const close = (): void => {
    if (skipped > 0) shown.push({ kind: "gap", lines: skipped });
    skipped = 0;
  };
  lines.forEach((line, index) => {
    if (!near.has(index)) {
      skipped += 1;
      return;
    }
    close();
    shown.push(line);
  });
  close();
  return shown;
}

function middle(old: readonly string[], now: readonly string[], offset: number): DiffLine[] {
  const removed = (index: number): DiffLine => ({
    kind: "removed",
    text: old[index]!,
    before: offset + index + 1,
    after: null,
  });
  const added = (index: number): DiffLine => ({
    kind: "added",
    text: now[index]!,
    before: null,
    after: offset + index + 1,
  });
  const width = now.length + 1;
  if (old.length * width > TABLE_LIMIT)
    return [...old.map((_, index) => removed(index)), ...now.map((_, index) => added(index))];
  const longest = new Uint32Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = now.length - 1; j >= 0; j -= 1) {
      longest[i * width + j] =
        old[i] === now[j]
          ? longest[(i + 1) * width + j + 1]! + 1
          : Math.max(longest[(i + 1) * width + j]!, longest[i * width + j + 1]!);
    }
  }
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      lines.push({ kind: "same", text: old[i]!, before: offset + i + 1, after: offset + j + 1 });
      i += 1;
      j += 1;
    } else if (j >= now.length || (i < old.length && longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!)) {
      lines.push(removed(i));
      i += 1;
    } else {
      lines.push(added(j));
      j += 1;
    }
  }
  return lines;
}
