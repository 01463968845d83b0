/**
 * Which lines of a long log are drawn, and where. Lines are as tall as their text is long: with a fixed pitch and breaks at any
 * character, a line's height follows from its length, so that nothing has to be drawn to be measured.
 */
export interface LogWindow {
  /** Height of all lines. */
  readonly height: number;
  readonly first: number;
  /** One behind the last drawn line. */
  readonly end: number;
  /** Where the first drawn line stands. */
  readonly top: number;
}

const OVERSCAN = 10;

/** How many rows of `columns` characters a text takes; without a limit only its own line breaks count. */
export function rowsOf(text: string, columns: number): number {
  if (!text.includes("\n")) return Math.max(1, Math.ceil(text.length / columns));
  return text.split("\n").reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / columns)), 0);
}

/** Where each line begins, in rows; one entry more than there are lines. */
export function lineStarts(rows: readonly number[]): Float64Array {
  const starts = new Float64Array(rows.length + 1);
  for (let index = 0; index < rows.length; index += 1) starts[index + 1] = (starts[index] ?? 0) + (rows[index] ?? 1);
  return starts;
}

export function logWindow(starts: Float64Array, rowHeight: number, scrollTop: number, viewport: number): LogWindow {
  const lines = starts.length - 1;
  const height = (starts[lines] ?? 0) * rowHeight;
  const scrolled = Math.max(0, Math.min(scrollTop, height - viewport));
  const first = Math.max(0, lineAt(starts, scrolled / rowHeight) - OVERSCAN);
  const end = Math.min(lines, lineAt(starts, (scrolled + viewport) / rowHeight) + 1 + OVERSCAN);
  return { height, first, end, top: (starts[first] ?? 0) * rowHeight };
}

/** The line that the row lies in. */
function lineAt(starts: Float64Array, row: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= row) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, Math.min(low, starts.length - 2));
}
