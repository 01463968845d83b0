/**
 * Draws the chart of a dashboard's tile with Observable Plot. Colours are tokens, so a change of theme needs no redrawing. A click on
 * a mark tells the place of its row; whoever has no pointer opens the same rows from the tile's table.
 */
import * as Plot from "@observablehq/plot";

export interface TilePoint {
  /** Milliseconds for days, a number, or the name of a category. */
  readonly x: number | string;
  readonly y: number | null;
  readonly series: string;
  readonly text: string;
  /** A name for the mark under the pointer. */
  readonly title: string;
  /** A bar of a waterfall that stands on zero. */
  readonly isTotal: boolean;
  /** The row of cells that a cell stands in. */
  readonly lane: string;
}

export interface TilePicture {
  readonly mark: "line" | "area" | "bar" | "dot" | "cell" | "funnel" | "waterfall" | "spark";
  readonly points: readonly TilePoint[];
  readonly across: "time" | "number" | "category";
  readonly horizontal: boolean;
  readonly xLabel: string;
  readonly series: readonly { readonly name: string; readonly colour: string }[];
  readonly tick: (value: number) => string;
  /** The whole picture in one sentence. */
  readonly sentence: string;
}

const FRAME = {
  color: "var(--ink-2)",
  background: "transparent",
  fontSize: "12px",
  fontFamily: "var(--font-ui)",
  overflow: "visible",
};
const GRID = { stroke: "var(--line)", strokeOpacity: 1 };
const ZERO = { stroke: "var(--control)" };
const CHARACTER = 6.6;
/** Above this a line shows no dot on each day. */
const MOST_DOTS = 60;
/** Strongest tint of a cell, so that its number stays readable in both themes. */
const STRONGEST = 46;

type Drawn = TilePoint & { readonly at: Date | number | string; readonly value: number };

export function drawTile(
  picture: TilePicture,
  width: number,
  height: number,
  onpick: (place: number) => void,
): SVGSVGElement {
  const rows: readonly Drawn[] = picture.points.map((point) => ({
    ...point,
    at: picture.across === "time" ? new Date(point.x as number) : point.x,
    value: point.y ?? NaN,
  }));
  const made = Plot.plot({
    marginTop: 8,
    marginRight: 12,
    ...optionsOf(picture, rows, width, height),
    width,
    height,
    color: { domain: picture.series.map((one) => one.name), range: picture.series.map((one) => one.colour) },
    style: FRAME,
    figure: false,
  }) as unknown as SVGSVGElement;
  made.setAttribute("role", "img");
  made.setAttribute("aria-label", picture.sentence);
  made.removeAttribute("aria-labelledby");
  for (const group of made.querySelectorAll("[aria-label]")) group.removeAttribute("aria-label");
  for (const group of made.querySelectorAll("[aria-description]")) group.removeAttribute("aria-description");
  made.addEventListener("click", (event) => {
    const place = (event.target as { __data__?: unknown } | null)?.__data__;
    if (typeof place === "number" && place < rows.length) onpick(place);
  });
  return made;
}

function optionsOf(picture: TilePicture, rows: readonly Drawn[], width: number, height: number): Plot.PlotOptions {
  switch (picture.mark) {
    case "line":
    case "area":
      return line(picture, rows);
    case "bar":
      return picture.horizontal ? lyingBars(picture, rows, width) : standingBars(picture, rows, width);
    case "funnel":
      return funnel(rows, width);
    case "waterfall":
      return waterfall(picture, rows);
    case "cell":
      return cells(picture, rows, width, height);
    case "dot":
      return dots(picture, rows);
    case "spark":
      return spark(rows, height);
  }
}

const seriesFill = (picture: TilePicture): string => (picture.series.length > 1 ? "series" : "var(--chart-1)");

function line(picture: TilePicture, rows: readonly Drawn[]): Plot.PlotOptions {
  const many = picture.series.length > 1;
  const stacked = picture.mark === "area" && many;
  const few = rows.length / Math.max(1, picture.series.length) <= MOST_DOTS;
  const across = { x: "at", y: "value" } as const;
  const stroke = many ? { stroke: "series", z: "series" } : { stroke: "var(--chart-1)" };
  const lowest = Math.min(...rows.map((row) => row.value).filter((value) => !Number.isNaN(value)), Infinity);
  return {
    marginLeft: 48,
    marginBottom: 38,
    x: { label: null, ...(picture.across === "time" ? { type: "utc" as const, ticks: 6 } : {}) },
    y: { label: null, ticks: 5, nice: true, tickFormat: picture.tick, zero: picture.mark === "area" || lowest < 0 },
    marks: [
      Plot.gridY(GRID),
      ...(lowest <= 0 || picture.mark === "area" ? [Plot.ruleY([0], ZERO)] : []),
      ...(stacked
        ? [Plot.areaY(rows, { ...across, fill: "series", z: "series" })]
        : [
            ...(picture.mark === "area"
              ? [Plot.areaY(rows, { ...across, fill: "var(--chart-1)", fillOpacity: 0.14 })]
              : []),
            Plot.lineY(rows, { ...across, ...stroke, strokeWidth: 2 }),
          ]),
      // The dots are what is clicked; where there are many they are there without being seen.
      Plot.dot(rows, {
        ...(stacked ? Plot.stackY({ x: "at", y: "value", z: "series" }) : across),
        fill: many ? "series" : "var(--chart-1)",
        fillOpacity: few ? 1 : 0,
        r: few ? 3 : 5,
        title: "title",
        className: "pick",
      }),
    ],
  };
}

function standingBars(picture: TilePicture, rows: readonly Drawn[], width: number): Plot.PlotOptions {
  const names = [...new Set(rows.map((row) => String(row.x)))];
  const time = picture.across === "time";
  const every = Math.max(1, Math.ceil(names.length / Math.max(1, Math.floor((width - 60) / 70))));
  const label = (name: string): string => (time ? new Date(Number(name)).toISOString().slice(0, 7) : name);
  return {
    marginLeft: 48,
    marginBottom: 26,
    x: {
      label: null,
      type: "band",
      domain: names,
      ticks: names.filter((_, index) => index % every === 0),
      tickFormat: label,
      tickSize: 0,
      padding: 0.18,
    },
    y: { label: null, ticks: 5, nice: true, tickFormat: picture.tick },
    marks: [
      Plot.gridY(GRID),
      Plot.barY(
        rows,
        Plot.stackY({
          x: (row: Drawn) => String(row.x),
          y: "value",
          fill: seriesFill(picture),
          z: "series",
          order: picture.series.map((one) => one.name),
          title: "title",
          className: "pick",
        }),
      ),
      Plot.ruleY([0], ZERO),
    ],
  };
}

function lyingBars(picture: TilePicture, rows: readonly Drawn[], width: number): Plot.PlotOptions {
  const names = [...new Set(rows.map((row) => String(row.x)))];
  const single = picture.series.length <= 1;
  return {
    marginLeft: labelWidth(names, width),
    marginBottom: single ? 8 : 26,
    marginRight: single ? Math.max(...rows.map((row) => row.text.length), 3) * CHARACTER + 10 : 12,
    x: single ? { axis: null } : { label: null, ticks: 4, tickFormat: picture.tick },
    y: { label: null, domain: names, tickSize: 0, padding: 0.22, type: "band" },
    marks: [
      ...(single ? [] : [Plot.gridX(GRID)]),
      Plot.barX(
        rows,
        Plot.stackX({
          x: "value",
          y: (row: Drawn) => String(row.x),
          fill: seriesFill(picture),
          z: "series",
          order: picture.series.map((one) => one.name),
          title: "title",
          className: "pick",
        }),
      ),
      ...(single
        ? [
            Plot.text(rows, {
              x: "value",
              y: (row: Drawn) => String(row.x),
              text: "text",
              textAnchor: "start",
              dx: 5,
              fill: "var(--ink)",
            }),
          ]
        : []),
      Plot.ruleX([0], ZERO),
    ],
  };
}

function funnel(rows: readonly Drawn[], width: number): Plot.PlotOptions {
  const names = rows.map((row) => String(row.x));
  const halves = rows.map((row) => ({ ...row, from: -row.value / 2, to: row.value / 2 }));
  return {
    marginLeft: labelWidth(names, width),
    marginBottom: 8,
    marginRight: 74,
    x: { axis: null },
    y: { label: null, domain: names, tickSize: 0, padding: 0.16, type: "band" },
    marks: [
      Plot.barX(halves, { x1: "from", x2: "to", y: "x", fill: "var(--chart-1)", title: "title", className: "pick" }),
      Plot.text(halves, {
        frameAnchor: "right",
        y: "x",
        dx: 70,
        textAnchor: "end",
        fill: "var(--ink)",
        text: (row: Drawn) => row.text,
      }),
    ],
  };
}

function waterfall(picture: TilePicture, rows: readonly Drawn[]): Plot.PlotOptions {
  let level = 0;
  const steps = rows.map((row) => {
    const from = row.isTotal ? 0 : level;
    level = row.isTotal ? row.value : level + (row.value || 0);
    return { ...row, from, to: level, top: Math.max(from, level) };
  });
  const names = steps.map((row) => String(row.x));
  return {
    marginLeft: 48,
    marginTop: 20,
    marginBottom: 26,
    x: { label: null, domain: names, tickSize: 0, type: "band", padding: 0.22 },
    y: { label: null, ticks: 5, nice: true, tickFormat: picture.tick },
    marks: [
      Plot.gridY(GRID),
      Plot.barY(steps, {
        x: "x",
        y1: "from",
        y2: "to",
        title: "title",
        className: "pick",
        fill: (row: { isTotal: boolean; value: number }) =>
          row.isTotal ? "var(--chart-1)" : row.value < 0 ? "var(--chart-2)" : "var(--chart-3)",
      }),
      Plot.text(steps, { x: "x", y: "top", text: "text", dy: -8, fill: "var(--ink)" }),
      Plot.ruleY([0], ZERO),
    ],
  };
}

/** Height of a line of text, with a little air. */
const LINE = 13;

function cells(picture: TilePicture, rows: readonly Drawn[], width: number, height: number): Plot.PlotOptions {
  const lanes = [...new Set(rows.map((row) => row.lane))];
  const names = [...new Set(rows.map((row) => String(row.x)))];
  const values = rows.map((row) => row.value).filter((value) => !Number.isNaN(value));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const tint = (row: Drawn): string => {
    if (Number.isNaN(row.value)) return "transparent";
    const part = high === low ? 1 : (row.value - low) / (high - low);
    return `color-mix(in srgb, var(--chart-7) ${Math.round(6 + part * (STRONGEST - 6))}%, var(--surface))`;
  };
  const marginLeft = labelWidth(lanes, width);
  const room = (width - marginLeft - 12) / Math.max(1, names.length);
  const widest = Math.max(...rows.map((row) => row.text.length), 1);
  // Where lanes are lower than a line of text, colour and the pointer tell the values, and every so many lanes have their name.
  const laneRoom = (height - 26) / Math.max(1, lanes.length);
  const every = Math.ceil(LINE / laneRoom);
  return {
    marginLeft,
    marginTop: 22,
    marginBottom: 4,
    x: { label: null, axis: "top", domain: names, tickSize: 0, type: "band", padding: 0.06 },
    y: {
      label: null,
      domain: lanes,
      ticks: lanes.filter((_, index) => index % every === 0),
      tickSize: 0,
      type: "band",
      padding: 0.08,
    },
    marks: [
      Plot.cell(rows, {
        x: (row: Drawn) => String(row.x),
        y: "lane",
        fill: tint,
        rx: 2,
        title: "title",
        className: "pick",
      }),
      ...(every === 1 && room > widest * CHARACTER + 6
        ? [
            Plot.text(rows, {
              x: (row: Drawn) => String(row.x),
              y: "lane",
              text: "text",
              fill: "var(--ink)",
              pointerEvents: "none",
            }),
          ]
        : []),
    ],
  };
}

const SYMBOLS = ["circle", "triangle", "square", "diamond", "cross", "star"] as const;

function dots(picture: TilePicture, rows: readonly Drawn[]): Plot.PlotOptions {
  const many = picture.series.length > 1;
  return {
    marginLeft: 48,
    marginBottom: 40,
    x: { label: picture.xLabel, labelAnchor: "center", labelArrow: "none", labelOffset: 36, nice: true, ticks: 6 },
    y: { label: null, nice: true, ticks: 6, tickFormat: picture.tick },
    ...(many ? { symbol: { domain: picture.series.map((one) => one.name), range: SYMBOLS } } : {}),
    marks: [
      Plot.gridX(GRID),
      Plot.gridY(GRID),
      Plot.dot(rows, {
        x: "at",
        y: "value",
        r: 3.5,
        stroke: seriesFill(picture),
        strokeWidth: 1.5,
        fill: "transparent",
        pointerEvents: "all",
        ...(many ? { symbol: "series" } : {}),
        title: "title",
        className: "pick",
      }),
    ],
  };
}

function spark(rows: readonly Drawn[], height: number): Plot.PlotOptions {
  const values = rows.map((row) => row.value).filter((value) => !Number.isNaN(value));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const last = rows.slice(-1);
  return {
    margin: 4,
    marginTop: 4,
    marginRight: 4,
    x: { axis: null, type: "utc" },
    y: { axis: null, domain: low === high ? [low - 1, high + 1] : [low, high], range: [height - 5, 5] },
    marks: [
      Plot.areaY(rows, { x: "at", y1: low, y2: "value", fill: "var(--chart-1)", fillOpacity: 0.12 }),
      Plot.lineY(rows, { x: "at", y: "value", stroke: "var(--chart-1)", strokeWidth: 1.5 }),
      Plot.dot(last, { x: "at", y: "value", fill: "var(--chart-1)", r: 2.5 }),
    ],
  };
}

function labelWidth(names: readonly string[], width: number): number {
  return Math.min(width * 0.4, Math.max(36, Math.max(...names.map((name) => name.length), 1) * CHARACTER + 12));
}
