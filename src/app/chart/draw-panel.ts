/**
 * Draws one panel with Observable Plot. Colours are tokens, so a change of theme needs no redrawing.
 *
 * This file is the only one that reaches Plot, and it is loaded when the first chart is shown.
 */
import * as Plot from "@observablehq/plot";
import {
  binsOf,
  type BarPanel,
  type DotPanel,
  type HistogramPanel,
  type LinePanel,
  type Panel,
  type StackPanel,
} from "./chart-plan.ts";

const ROW = 30;
const FRAME = {
  color: "var(--ink-2)",
  background: "transparent",
  fontSize: "12px",
  fontFamily: "var(--font-ui)",
  overflow: "visible",
};
const GRID = { stroke: "var(--line)", strokeOpacity: 1 };
const ZERO = { stroke: "var(--control)" };
const compact = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });
const short = (value: number): string => compact.format(value);
/** About the width of one character at 12 px. */
const CHARACTER = 6.6;

/** `height` is for panels whose height does not follow from their rows. */
export function drawPanel(panel: Panel, width: number, height: number): SVGSVGElement {
  const made = Plot.plot({
    height,
    ...optionsOf(panel, width),
    width,
    style: FRAME,
    figure: false,
  }) as unknown as SVGSVGElement;
  // The marks are unlabelled groups; as one image with one sentence they are readable for everybody.
  made.setAttribute("role", "img");
  made.setAttribute("aria-label", panel.sentence);
  made.removeAttribute("aria-labelledby");
  for (const group of made.querySelectorAll("[aria-label]")) group.removeAttribute("aria-label");
  for (const group of made.querySelectorAll("[aria-description]")) group.removeAttribute("aria-description");
  return made;
}

function optionsOf(panel: Panel, width: number): Plot.PlotOptions {
  switch (panel.kind) {
    case "bars":
      return bars(panel, width);
    case "stack":
      return stack(panel, width);
    case "line":
      return line(panel);
    case "histogram":
      return histogram(panel);
    case "dots":
      return dots(panel);
  }
}

function labelWidth(names: readonly string[], width: number): number {
  return Math.min(width * 0.4, Math.max(40, Math.max(...names.map((name) => name.length)) * CHARACTER + 14));
}

function bars(panel: BarPanel, width: number): Plot.PlotOptions {
  const drawn = panel.rows.map((row) => ({ ...row, length: row.value ?? 0 }));
  return {
    height: drawn.length * ROW + 52,
    marginTop: 6,
    marginBottom: 44,
    marginLeft: labelWidth(
      drawn.map((row) => row.category),
      width,
    ),
    marginRight: Math.max(...drawn.map((row) => row.text.length), 4) * CHARACTER + 10,
    x: { label: panel.measure, labelAnchor: "right", labelOffset: 40, ticks: 5, tickFormat: short },
    y: { label: null, domain: drawn.map((row) => row.category), tickSize: 0 },
    marks: [
      Plot.gridX(GRID),
      Plot.barX(drawn, { x: "length", y: "category", fill: "var(--chart-1)", insetTop: 3, insetBottom: 3 }),
      Plot.text(drawn, {
        x: "length",
        y: "category",
        text: "text",
        textAnchor: "start",
        dx: 5,
        fill: "var(--ink)",
        filter: (row: { length: number }) => row.length >= 0,
      }),
      Plot.text(drawn, {
        x: "length",
        y: "category",
        text: "text",
        textAnchor: "end",
        dx: -5,
        fill: "var(--ink)",
        filter: (row: { length: number }) => row.length < 0,
      }),
      Plot.ruleX([0], ZERO),
    ],
  };
}

function stack(panel: StackPanel, width: number): Plot.PlotOptions {
  const categories = [...new Set(panel.rows.map((row) => row.category))];
  const totals = new Map(
    categories.map((name) => [
      name,
      panel.rows.filter((row) => row.category === name).reduce((sum, row) => sum + row.value, 0),
    ]),
  );
  const widest = Math.max(...totals.values(), 1);
  const marginLeft = labelWidth(categories, width);
  const room = width - marginLeft - 24;
  const stretch = panel.share ? { offset: "normalize" as const } : {};
  const order = panel.series.map((one) => one.name);
  // A number is written on its part only where it fits; the table twin has all of them.
  const fits = (row: StackPanel["rows"][number]): boolean => {
    const part = row.value / (panel.share ? totals.get(row.category) || 1 : widest);
    return part * room > row.text.length * CHARACTER + 8;
  };
  return {
    height: categories.length * ROW + 52,
    marginTop: 6,
    marginBottom: 44,
    marginLeft,
    marginRight: 24,
    x: {
      label: panel.share ? `${panel.measure}, %` : panel.measure,
      labelAnchor: "right",
      labelOffset: 40,
      ticks: 5,
      tickFormat: panel.share ? (value: number) => `${Math.round(value * 100)}` : short,
    },
    y: { label: null, domain: categories, tickSize: 0 },
    color: { domain: panel.series.map((one) => one.name), range: panel.series.map((one) => one.colour) },
    marks: [
      Plot.gridX(GRID),
      Plot.barX(
        panel.rows,
        Plot.stackX({
          ...stretch,
          x: "value",
          y: "category",
          fill: "series",
          order,
          insetTop: 3,
          insetBottom: 3,
          insetRight: 1,
        }),
      ),
      ...panel.series.map((one) =>
        Plot.text(
          panel.rows,
          Plot.stackX({
            ...stretch,
            x: "value",
            y: "category",
            z: "series",
            order,
            text: (row: StackPanel["rows"][number]) => (row.series === one.name && fits(row) ? row.text : ""),
            fill: one.ink,
            fontWeight: 600,
          }),
        ),
      ),
      Plot.ruleX([0], ZERO),
    ],
  };
}

function line(panel: LinePanel): Plot.PlotOptions {
  const rows = panel.rows.map((row) => ({ date: new Date(row.at), value: row.value ?? NaN }));
  return {
    marginLeft: 56,
    x: { label: null, type: "utc" },
    y: {
      label: panel.measure,
      nice: true,
      tickFormat: short,
      ticks: 6,
      zero: Math.min(...rows.map((row) => row.value).filter((value) => !Number.isNaN(value)), 0) >= 0,
    },
    marks: [
      Plot.gridY(GRID),
      Plot.ruleY([0], ZERO),
      Plot.lineY(rows, { x: "date", y: "value", stroke: "var(--chart-1)", strokeWidth: 2 }),
      ...(rows.length <= 60 ? [Plot.dot(rows, { x: "date", y: "value", fill: "var(--chart-1)", r: 2.5 })] : []),
    ],
  };
}

function histogram(panel: HistogramPanel): Plot.PlotOptions {
  const { bins } = binsOf(panel.values);
  return {
    marginLeft: 48,
    marginBottom: 44,
    x: { label: panel.measure, labelAnchor: "right", labelOffset: 40 },
    y: { label: "rows", tickFormat: short, ticks: 6 },
    marks: [
      Plot.gridY(GRID),
      Plot.rectY([...bins], {
        x1: "from",
        x2: "to",
        y: "count",
        fill: "var(--chart-1)",
        insetLeft: 0.5,
        insetRight: 0.5,
      }),
      Plot.ruleY([0], ZERO),
    ],
  };
}

function dots(panel: DotPanel): Plot.PlotOptions {
  return {
    marginLeft: 56,
    marginBottom: 44,
    x: { label: panel.x, labelAnchor: "right", labelOffset: 40, tickFormat: short, nice: true },
    y: { label: panel.y, tickFormat: short, nice: true },
    marks: [
      Plot.gridX(GRID),
      Plot.gridY(GRID),
      Plot.dot(panel.rows, { x: "x", y: "y", r: 3, fill: "var(--chart-1)", fillOpacity: 0.55 }),
    ],
  };
}
