/**
 * Draws a metric over time: its line with the area below, and beside it at most one other line to compare it with, told apart by dashes
 * and by the shape of its last mark. Colours are tokens, so a change of theme needs no redrawing.
 */
import * as Plot from "@observablehq/plot";

export interface MetricMark {
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number;
  readonly value: number | null;
  /** The value in words. */
  readonly text: string;
  /** What the pointer is told. */
  readonly title: string;
}

export interface MetricPicture {
  readonly marks: readonly MetricMark[];
  readonly beside: readonly MetricMark[];
  readonly tick: (value: number) => string;
  /** The whole picture in one sentence. */
  readonly sentence: string;
}

const CHARACTER = 7.2;
/** Two labels at the right edge need so much room between them. */
const LABEL = 15;

interface Drawn extends MetricMark {
  readonly day: Date;
  readonly height: number;
}

export function drawMetric(picture: MetricPicture, width: number, height: number): SVGSVGElement {
  const [own, other] = [drawn(picture.marks), drawn(picture.beside)];
  const values = [...own, ...other].map((mark) => mark.value).filter((value) => value !== null);
  const [low, high] = extent(values);
  const ends = [own.at(-1), other.at(-1)].filter((mark) => mark !== undefined);
  const marginRight = 18 + Math.max(0, ...ends.map((mark) => mark.text.length)) * CHARACTER;
  const inner = Math.max(1, height - 54);
  const gap = ends.length < 2 ? LABEL : (Math.abs(ends[0]!.height - ends[1]!.height) / (high - low || 1)) * inner;
  const push = gap < LABEL ? (LABEL - gap) / 2 : 0;
  const upper = (ends[0]?.height ?? 0) >= (ends[1]?.height ?? 0) ? 0 : 1;
  const label = (mark: Drawn, index: number, colour: string) =>
    Plot.text([mark], {
      x: "day",
      y: "height",
      text: "text",
      dx: 9,
      dy: index === upper ? -push : push,
      textAnchor: "start",
      fontWeight: 620,
      fill: colour,
    });
  const [last, otherLast] = [own.at(-1), other.at(-1)];
  const made = Plot.plot({
    width,
    height,
    marginTop: 12,
    marginRight,
    marginBottom: 36,
    marginLeft: 52,
    x: { label: null, type: "utc", ticks: Math.max(2, Math.floor(width / 110)) },
    y: { label: null, domain: [low, high], ticks: 6, tickFormat: picture.tick },
    style: {
      color: "var(--ink-2)",
      background: "transparent",
      fontSize: "12px",
      fontFamily: "var(--font-ui)",
      overflow: "visible",
    },
    figure: false,
    marks: [
      Plot.gridY({ stroke: "var(--line)", strokeOpacity: 1 }),
      ...(low <= 0 && high >= 0 ? [Plot.ruleY([0], { stroke: "var(--control)" })] : []),
      Plot.areaY(own, { x: "day", y1: () => low, y2: "height", fill: "var(--chart-1)", fillOpacity: 0.1, clip: true }),
      Plot.lineY(other, { x: "day", y: "height", stroke: "var(--chart-2)", strokeWidth: 2, strokeDasharray: "5 3" }),
      Plot.lineY(own, { x: "day", y: "height", stroke: "var(--chart-1)", strokeWidth: 2 }),
      ...(otherLast
        ? [
            Plot.dot([otherLast], {
              x: "day",
              y: "height",
              symbol: "square",
              r: 4,
              stroke: "var(--chart-2)",
              strokeWidth: 2,
              fill: "var(--surface)",
            }),
            label(otherLast, 1, "var(--ink)"),
          ]
        : []),
      ...(last
        ? [
            Plot.dot([last], { x: "day", y: "height", r: 4.5, fill: "var(--chart-1)" }),
            label(last, 0, "var(--ink)"),
            Plot.ruleX(own, Plot.pointerX({ x: "day", stroke: "var(--control)" })),
            Plot.dot(own, Plot.pointerX({ x: "day", y: "height", r: 4, fill: "var(--chart-1)" })),
            Plot.tip(
              own,
              Plot.pointerX({
                x: "day",
                y: "height",
                title: "title",
                fill: "var(--surface)",
                stroke: "var(--control)",
                textPadding: 8,
              }),
            ),
          ]
        : []),
    ],
  }) as unknown as SVGSVGElement;
  made.setAttribute("role", "img");
  made.setAttribute("aria-label", picture.sentence);
  made.removeAttribute("aria-labelledby");
  for (const group of made.querySelectorAll("[aria-label]")) group.removeAttribute("aria-label");
  for (const group of made.querySelectorAll("[aria-description]")) group.removeAttribute("aria-description");
  return made;
}

function drawn(marks: readonly MetricMark[]): readonly Drawn[] {
  return marks.map((mark) => ({ ...mark, day: new Date(mark.at), height: mark.value ?? NaN }));
}

/** A little air above and below, and a band around a line that does not move. */
function extent(values: readonly number[]): readonly [number, number] {
  if (values.length === 0) return [0, 1];
  const low = values.reduce((a, b) => Math.min(a, b));
  const high = values.reduce((a, b) => Math.max(a, b));
  const air = low === high ? Math.max(Math.abs(low) * 0.1, 0.5) : (high - low) * 0.08;
  // What cannot be below nothing is not drawn as if it could.
  return [low >= 0 ? Math.max(0, low - air) : low - air, high + air];
}
