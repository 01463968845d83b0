/**
 * A sensible chart of any result, from the types of its columns; each of its choices can be made differently.
 *
 * Defaults, first that fits: a date and a number give a line, few values and a number give bars, a number gives a histogram, few values
 * alone give bars of row counts. Numbers that name something (ids, keys, years) are never drawn as amounts.
 */
import type { Column, Table, Value } from "../../engine/core/table.ts";
import { exactText, isIdentifier, kindOf, shownText, toNumber } from "../results/value-kind.ts";
import { surfaceStrings } from "../strings/surface-strings.ts";
import type { ChartPlan, Panel } from "./chart-plan.ts";

export const SHAPES = ["bars", "line", "histogram", "dots"] as const;
export type Shape = (typeof SHAPES)[number];

/** Column names; `measure` is null for "number of rows". */
export interface ChartChoice {
  readonly shape: Shape;
  readonly across: string | null;
  readonly measure: string | null;
}

export interface ChartOptions {
  readonly dates: readonly string[];
  readonly categories: readonly string[];
  readonly measures: readonly string[];
  /** Shapes that these columns allow. */
  readonly shapes: readonly Shape[];
}

const CATEGORIES_SHOWN = 20;
/** More distinct values than this are names, not groups. */
const CATEGORIES_DEFAULT = 12;
const CATEGORIES_ALLOWED = 200;

export function chartOptions(table: Table): ChartOptions {
  const names = (fits: (column: Column, index: number) => boolean): string[] =>
    table.columns.filter(fits).map((column) => column.name);
  const distinct = table.columns.map(
    (_, index) => new Set((table.data[index] ?? []).map((value) => exactText(value))).size,
  );
  const dates = names((column, index) => ["date", "time"].includes(kindOf(column)) && distinct[index]! > 1);
  const measures = names(
    (column, index) =>
      kindOf(column) === "number" &&
      !isIdentifier(column) &&
      (table.data[index] ?? []).some((value) => toNumber(value) !== null),
  );
  const categories = names((column, index) => {
    const kind = kindOf(column);
    return (
      (kind === "text" ||
        kind === "boolean" ||
        kind === "date" ||
        (kind === "number" && distinct[index]! <= CATEGORIES_DEFAULT)) &&
      distinct[index]! <= CATEGORIES_ALLOWED
    );
  });
  const shapes = SHAPES.filter((shape) => {
    if (shape === "bars") return categories.length > 0;
    if (shape === "line") return dates.length > 0 && measures.length > 0;
    return shape === "histogram" ? measures.length > 0 : measures.length > 1;
  });
  return { dates, categories, measures, shapes: table.rowCount === 0 ? [] : shapes };
}

export function defaultChoice(table: Table, options: ChartOptions = chartOptions(table)): ChartChoice | null {
  if (options.shapes.length === 0) return null;
  const distinct = (name: string): number => new Set(values(table, name).map((value) => exactText(value))).size;
  const measure = options.measures[0] ?? null;
  const onlyDates = options.dates.filter((name) => distinct(name) > 2 && /date|day|month|week/i.test(name));
  if (onlyDates[0] !== undefined && measure !== null && options.dates.length === 1)
    return { shape: "line", across: onlyDates[0], measure };
  const groups = options.categories.filter(
    (name) => distinct(name) >= 2 && distinct(name) <= CATEGORIES_DEFAULT && name !== measure,
  );
  if (groups[0] !== undefined)
    return {
      shape: "bars",
      across: groups.find((name) => kindOf(columnOf(table, name)!) === "text") ?? groups[0],
      measure,
    };
  if (table.rowCount <= CATEGORIES_SHOWN && options.categories[0] !== undefined)
    return { shape: "bars", across: options.categories[0], measure };
  if (measure !== null) return { shape: "histogram", across: null, measure };
  return options.categories[0] === undefined ? null : { shape: "bars", across: options.categories[0], measure: null };
}

/** A choice that still fits these columns, with what does not fit replaced. */
export function repairChoice(choice: ChartChoice, options: ChartOptions): ChartChoice | null {
  if (options.shapes.length === 0) return null;
  const shape = options.shapes.includes(choice.shape) ? choice.shape : options.shapes[0]!;
  const acrossList =
    shape === "bars" ? options.categories : shape === "line" ? options.dates : shape === "dots" ? options.measures : [];
  const fits =
    choice.across !== null &&
    acrossList.includes(choice.across) &&
    !(shape === "dots" && choice.across === choice.measure);
  const across = fits ? choice.across : (acrossList.find((name) => name !== choice.measure) ?? acrossList[0] ?? null);
  const known = choice.measure !== null && options.measures.includes(choice.measure);
  const measure =
    known || (shape === "bars" && choice.measure === null)
      ? choice.measure
      : (options.measures.find((name) => name !== across) ?? null);
  return { shape, across, measure };
}

export function generalPlan(table: Table, choice: ChartChoice): ChartPlan | null {
  const panel = panelOf(table, choice);
  if (!panel) return null;
  const words = surfaceStrings.results.chart;
  const left = panel.left > 0 ? words.others(panel.left) : null;
  const fetched = table.truncated ? words.fetchedOnly(table.rowCount) : null;
  const note = [left, fetched].filter((part) => part !== null).join(" ");
  return {
    title: panel.title,
    reading: panel.reading,
    note: note === "" ? null : note,
    tiles: [],
    panels: [panel.panel],
  };
}

interface Made {
  readonly title: string;
  readonly reading: string;
  readonly left: number;
  readonly panel: Panel;
}

function panelOf(table: Table, choice: ChartChoice): Made | null {
  switch (choice.shape) {
    case "bars":
      return choice.across === null ? null : barPanel(table, choice.across, choice.measure);
    case "line":
      return choice.across === null || choice.measure === null ? null : linePanel(table, choice.across, choice.measure);
    case "histogram":
      return choice.measure === null ? null : histogramPanel(table, choice.measure);
    case "dots":
      return choice.across === null || choice.measure === null ? null : dotPanel(table, choice.across, choice.measure);
  }
}

function barPanel(table: Table, across: string, measure: string | null): Made {
  const words = surfaceStrings.results.chart;
  const column = columnOf(table, across)!;
  const sums = new Map<string, { value: number | null; rows: number }>();
  const measured = measure === null ? null : values(table, measure);
  values(table, across).forEach((category, row) => {
    const name = shownText(category, column) ?? words.nullValue;
    const shownName = name === "" ? surfaceStrings.results.emptyText : name;
    const sum = sums.get(shownName) ?? { value: null, rows: 0 };
    const number = measured === null ? 1 : toNumber(measured[row] ?? null);
    sums.set(shownName, { value: number === null ? sum.value : (sum.value ?? 0) + number, rows: sum.rows + 1 });
  });
  const all = [...sums].map(([category, sum]) => ({
    category,
    value: round(sum.value),
    text: sum.value === null ? words.nullValue : shown(sum.value),
  }));
  const ordered =
    kindOf(column) === "date"
      ? all.sort((a, b) => (a.category < b.category ? -1 : 1))
      : all.sort((a, b) => (b.value ?? -Infinity) - (a.value ?? -Infinity));
  const rows = ordered.slice(0, CATEGORIES_SHOWN);
  const added = [...sums.values()].some((sum) => sum.rows > 1);
  const title = measure === null ? words.titleCount(across) : words.titleBars(measure, across);
  const top = rows[0];
  return {
    title,
    reading: measure === null ? words.readCount : added ? words.readSum(measure) : words.readBars(measure),
    left: ordered.length - rows.length,
    panel: {
      kind: "bars",
      title: null,
      category: across,
      measure: measure ?? words.rowCount,
      rows,
      sentence: top ? `${title}: ${rows.length} bars; the first is ${top.category} with ${top.text}.` : title,
    },
  };
}

function linePanel(table: Table, across: string, measure: string): Made {
  const words = surfaceStrings.results.chart;
  const sums = new Map<string, { value: number | null; rows: number }>();
  const measured = values(table, measure);
  values(table, across).forEach((when, row) => {
    if (when === null) return;
    const text = String(when);
    const sum = sums.get(text) ?? { value: null, rows: 0 };
    const number = toNumber(measured[row] ?? null);
    sums.set(text, { value: number === null ? sum.value : (sum.value ?? 0) + number, rows: sum.rows + 1 });
  });
  const rows = [...sums]
    .map(([when, sum]) => ({
      at: Date.parse(`${when.replace(" ", "T")}${when.length > 10 ? "Z" : ""}`),
      when,
      value: round(sum.value),
    }))
    .filter((row) => !Number.isNaN(row.at))
    .sort((a, b) => a.at - b.at);
  const added = [...sums.values()].some((sum) => sum.rows > 1);
  const title = words.titleLine(measure, across);
  const [first, last] = [rows[0], rows.at(-1)];
  return {
    title,
    reading: added ? words.readLineSum(measure) : words.readLine(measure),
    left: 0,
    panel: {
      kind: "line",
      title: null,
      across,
      measure,
      rows,
      sentence:
        first && last
          ? `${title}, from ${first.when} to ${last.when}: ${first.value ?? words.nullValue} to ${last.value ?? words.nullValue}.`
          : title,
    },
  };
}

function histogramPanel(table: Table, measure: string): Made {
  const words = surfaceStrings.results.chart;
  const numbers = values(table, measure).flatMap((value) => toNumber(value) ?? []);
  const title = words.titleHistogram(measure);
  const low = numbers.reduce((a, b) => Math.min(a, b), Infinity);
  const high = numbers.reduce((a, b) => Math.max(a, b), -Infinity);
  return {
    title,
    reading: words.readHistogram,
    left: 0,
    panel: {
      kind: "histogram",
      title: null,
      measure,
      values: numbers,
      sentence: `${title}: ${numbers.length} values from ${shown(low)} to ${shown(high)}.`,
    },
  };
}

function dotPanel(table: Table, x: string, y: string): Made {
  const words = surfaceStrings.results.chart;
  const ys = values(table, y);
  const rows = values(table, x).flatMap((value, row) => {
    const [left, right] = [toNumber(value), toNumber(ys[row] ?? null)];
    return left === null || right === null ? [] : [{ x: left, y: right }];
  });
  const title = words.titleDots(y, x);
  return {
    title,
    reading: words.readDots,
    left: 0,
    panel: { kind: "dots", title: null, x, y, rows, sentence: `${title}: ${rows.length} dots.` },
  };
}

function columnOf(table: Table, name: string): Column | undefined {
  return table.columns.find((column) => column.name === name);
}

function values(table: Table, name: string): readonly Value[] {
  return table.data[table.columns.findIndex((column) => column.name === name)] ?? [];
}

const number = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 });
function shown(value: number): string {
  return number.format(value);
}

/** Sums of decimals carry dust in their last digits. */
function round(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(12));
}
