/** The lines between columns, from the right side of one card to the left side of another, at the height of their rows. */
import { columnY } from "./boxes.ts";
import { keyOf, type ColumnPicture } from "./column-picture.ts";
import type { Drawn } from "./picture.svelte.ts";

export interface ColumnLink {
  readonly key: string;
  readonly path: string;
  readonly head: string;
  /** It only decides which rows there are. */
  readonly decides: boolean;
}

export function linkPaths(way: ColumnPicture, drawn: Pick<Drawn, "folded" | "layout" | "plans">): ColumnLink[] {
  return way.links.flatMap(({ from, to, kind }): ColumnLink[] => {
    const [a, b] = [drawn.folded.itemOf.get(from.node), drawn.folded.itemOf.get(to.node)];
    if (a === undefined || b === undefined || a === b) return [];
    const [start, end] = [drawn.layout.boxes.get(a), drawn.layout.boxes.get(b)];
    const [startPlan, endPlan] = [drawn.plans.get(a), drawn.plans.get(b)];
    if (!start || !end || !startPlan || !endPlan) return [];
    const y1 = start.y + columnY(startPlan, from.column);
    const y2 = end.y + columnY(endPlan, to.column);
    const x1 = start.x + start.width;
    const backwards = end.x < x1;
    const x2 = backwards ? end.x + end.width : end.x;
    const bend = backwards ? 26 : Math.max(14, (x2 - x1) / 2);
    const side = backwards ? 1 : -1;
    const back = x2 + side * 7;
    return [
      {
        key: `${keyOf(from)} ${keyOf(to)}`,
        path: `M${n(x1)} ${n(y1)}C${n(x1 + bend)} ${n(y1)} ${n(x2 + side * bend)} ${n(y2)} ${n(x2)} ${n(y2)}`,
        head: `M${n(back)} ${n(y2 - 3.5)}L${n(x2)} ${n(y2)}L${n(back)} ${n(y2 + 3.5)}Z`,
        decides: kind === "influences",
      },
    ];
  });
}

function n(value: number): string {
  return String(Math.round(value * 10) / 10);
}
