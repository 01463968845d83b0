/** Where the states of a chain stand, the start on the left and the two ends on the right, and how arrows run between them. */
import { CONVERSION, NOTHING, START } from "./chain.ts";

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  /** By state; x and y are the middle. */
  readonly boxes: ReadonlyMap<string, Box>;
}

const WIDTH = 760;
const BOX = { width: 146, height: 42 };
const END = { width: 92, height: 42 };
/** Neighbours stand in different columns, so that arrows between them do not run through a third. */
const COLUMNS = [225, 375, 525];
/** How far an arrow bends, so that the way back is another line. */
const BEND = 16;
/** An arrow into a removed channel runs beside the one that led to nothing before. */
export const LOST_BEND = -26;
/** More arrows than this are a thicket: the faint ones and the labels go. */
export const THICKET = 20;
export const FAINT = 0.12;

export function layoutOf(channels: readonly string[]): GraphLayout {
  const height = Math.max(280, channels.length * 62 + 20);
  const gap = height / Math.max(1, channels.length);
  const boxes = new Map<string, Box>([
    [START, { x: 52, y: height / 2, ...END, width: 84 }],
    [CONVERSION, { x: WIDTH - 52, y: height / 4, ...END }],
    [NOTHING, { x: WIDTH - 52, y: (height * 3) / 4, ...END }],
  ]);
  channels.forEach((channel, index) =>
    boxes.set(channel, { x: COLUMNS[(index * 2) % 3] ?? WIDTH / 2, y: gap * (index + 0.5), ...BOX }),
  );
  return { width: WIDTH, height, boxes };
}

/** A bent line from edge to edge, and the place for its label. */
export function arrowPath(
  from: Box,
  to: Box,
  bend = BEND,
): { readonly path: string; readonly x: number; readonly y: number } {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const [nx, ny] = [-(to.y - from.y) / length, (to.x - from.x) / length];
  const middle = { x: (from.x + to.x) / 2 + nx * bend, y: (from.y + to.y) / 2 + ny * bend };
  const begin = edgeTowards(from, middle);
  const end = edgeTowards(to, middle);
  const at = (a: number, b: number, c: number): number => (a + 2 * b + c) / 4;
  return {
    path: `M ${round(begin.x)} ${round(begin.y)} Q ${round(middle.x)} ${round(middle.y)} ${round(end.x)} ${round(end.y)}`,
    x: round(at(begin.x, middle.x, end.x)),
    y: round(at(begin.y, middle.y, end.y)),
  };
}

function edgeTowards(box: Box, point: { readonly x: number; readonly y: number }): { x: number; y: number } {
  const [dx, dy] = [point.x - box.x, point.y - box.y];
  const scale = Math.min(
    dx === 0 ? Number.POSITIVE_INFINITY : (box.width / 2 + 3) / Math.abs(dx),
    dy === 0 ? Number.POSITIVE_INFINITY : (box.height / 2 + 3) / Math.abs(dy),
  );
  return { x: box.x + dx * scale, y: box.y + dy * scale };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
