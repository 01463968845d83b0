/**
 * What a chart shows, before anybody draws it: words, panels and their rows as plain data. The drawing (`draw-panel.ts`) and the table
 * twin read the same plan, so they cannot disagree.
 *
 * NULL stays null: a gap in a line, a row of its own among categories, and never a zero.
 */
export interface ChartPlan {
  readonly title: string;
  /** One line: how to read it. */
  readonly reading: string;
  /** What was left out or added up, if anything. */
  readonly note: string | null;
  readonly tiles: readonly Tile[];
  readonly panels: readonly Panel[];
}

/** A number that stands by itself above the panels. */
export interface Tile {
  readonly value: string;
  readonly label: string;
}

export interface PanelBase {
  /** Null when the chart's title says it. */
  readonly title: string | null;
  /** The whole panel in one sentence, for those who do not see it. */
  readonly sentence: string;
}

export interface BarPanel extends PanelBase {
  readonly kind: "bars";
  readonly category: string;
  readonly measure: string;
  readonly rows: readonly { readonly category: string; readonly value: number | null; readonly text: string }[];
}

/** Bars made of parts; `share` stretches every bar to the whole width. */
export interface StackPanel extends PanelBase {
  readonly kind: "stack";
  readonly category: string;
  readonly measure: string;
  readonly share: boolean;
  /** `ink` is the colour of a number that stands on the part. */
  readonly series: readonly { readonly name: string; readonly colour: string; readonly ink: string }[];
  readonly rows: readonly {
    readonly category: string;
    readonly series: string;
    readonly value: number;
    readonly text: string;
  }[];
}

export interface LinePanel extends PanelBase {
  readonly kind: "line";
  readonly across: string;
  readonly measure: string;
  /** In the order of time; `at` is milliseconds since 1970-01-01 UTC. */
  readonly rows: readonly { readonly at: number; readonly when: string; readonly value: number | null }[];
}

export interface HistogramPanel extends PanelBase {
  readonly kind: "histogram";
  readonly measure: string;
  readonly values: readonly number[];
}

export interface DotPanel extends PanelBase {
  readonly kind: "dots";
  readonly x: string;
  readonly y: string;
  readonly rows: readonly { readonly x: number; readonly y: number }[];
}

export type Panel = BarPanel | StackPanel | LinePanel | HistogramPanel | DotPanel;

/** The numbers behind a panel, for "As a table". */
export function panelTable(panel: Panel): {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
} {
  switch (panel.kind) {
    case "bars":
      return { head: [panel.category, panel.measure], rows: panel.rows.map((row) => [row.category, row.text]) };
    case "stack": {
      const categories = [...new Set(panel.rows.map((row) => row.category))];
      const cell = (category: string, series: string): string =>
        panel.rows.find((row) => row.category === category && row.series === series)?.text ?? "";
      return {
        head: [panel.category, ...panel.series.map((series) => series.name)],
        rows: categories.map((category) => [category, ...panel.series.map((series) => cell(category, series.name))]),
      };
    }
    case "line":
      return {
        head: [panel.across, panel.measure],
        rows: panel.rows.map((row) => [row.when, row.value === null ? "NULL" : String(row.value)]),
      };
    case "histogram": {
      const { bins } = binsOf(panel.values);
      return {
        head: ["from", "to", "rows"],
        rows: bins.map((bin) => [String(bin.from), String(bin.to), String(bin.count)]),
      };
    }
    case "dots":
      return { head: [panel.x, panel.y], rows: panel.rows.map((row) => [String(row.x), String(row.y)]) };
  }
}

export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

const BINS = 20;

/** Bins of a round width (1, 2 or 5 times a power of ten), so that their edges can be read. */
export function binsOf(values: readonly number[]): { readonly bins: readonly Bin[] } {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (values.length === 0) return { bins: [] };
  const raw = (high - low) / BINS || 1;
  const power = 10 ** Math.floor(Math.log10(raw));
  const width = [1, 2, 5, 10].map((step) => step * power).find((step) => step >= raw) ?? raw;
  const first = Math.floor(low / width);
  const counts = new Array<number>(Math.floor(high / width) - first + 1).fill(0);
  for (const value of values) counts[Math.min(counts.length - 1, Math.floor(value / width) - first)]! += 1;
  const edge = (index: number): number => Number(((first + index) * width).toPrecision(12));
  return { bins: counts.map((count, index) => ({ from: edge(index), to: edge(index + 1), count })) };
}
