/**
 * Which rows of a long grid are drawn, and where.
 *
 * Browsers give zero height to elements that are too tall (Firefox from about 17.8 million pixels), so beyond `MAX_HEIGHT` the
 * scroll bar is scaled: one pixel of it then stands for more than one pixel of rows.
 */
export const MAX_HEIGHT = 8_000_000;
/** Rows drawn above and below what is visible, so that a quick scroll shows no gap. */
const OVERSCAN = 6;

export interface RowWindow {
  /** Height of the scrolled element. */
  readonly height: number;
  readonly first: number;
  /** One behind the last drawn row. */
  readonly end: number;
  /** Where the first drawn row stands in the scrolled element. */
  readonly top: number;
}

export function rowWindow(rowCount: number, rowHeight: number, scrollTop: number, viewport: number): RowWindow {
  const whole = rowCount * rowHeight;
  const height = Math.min(whole, MAX_HEIGHT);
  const travel = Math.max(0, height - viewport);
  const scrolled = Math.max(0, Math.min(scrollTop, travel));
  const virtual = travel === 0 ? 0 : (scrolled / travel) * Math.max(0, whole - viewport);
  const first = Math.max(0, Math.floor(virtual / rowHeight) - OVERSCAN);
  const end = Math.min(rowCount, Math.ceil((virtual + viewport) / rowHeight) + OVERSCAN);
  return { height, first, end, top: scrolled - (virtual - first * rowHeight) };
}

/** The scroll position that shows a row whole, or null when it is in view. */
export function scrollToRow(
  row: number,
  rowCount: number,
  rowHeight: number,
  scrollTop: number,
  viewport: number,
): number | null {
  const whole = rowCount * rowHeight;
  const height = Math.min(whole, MAX_HEIGHT);
  const travel = Math.max(0, height - viewport);
  if (travel === 0) return null;
  const scale = Math.max(0, whole - viewport) / travel;
  const virtual = Math.max(0, Math.min(scrollTop, travel)) * scale;
  const [top, bottom] = [row * rowHeight, (row + 1) * rowHeight];
  if (top < virtual) return top / scale;
  return bottom > virtual + viewport ? (bottom - viewport) / scale : null;
}
