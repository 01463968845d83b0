/** A tile and its rows -> what is drawn, in words and plain values; or why it cannot be drawn. */
import type { DashboardTile, TileFormat } from "../../worker/protocol.ts";
import type { TilePicture, TilePoint } from "../chart/draw-tile.ts";
import { surfaceStrings } from "../strings/surface-strings.ts";
import { formatOf, nameIn, numberIn, numberText, unitOf, type Row, type TileFacts } from "./tile-rows.ts";

const words = surfaceStrings.dashboards;
const COLOURS = 8;
/** Parts of a sentence before it says "and more". */
const MOST_PARTS = 8;

/** Names whose colours mean something everywhere. */
const KNOWN: Readonly<Record<string, string>> = {
  healthy: "var(--band-healthy)",
  "at risk": "var(--band-at-risk)",
  unhealthy: "var(--band-unhealthy)",
};

const short = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });
/** Below ten a tenth is too coarse for the marks of an axis: 0.85 and 0.9 would read the same. */
const fine = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 });
const percent = new Intl.NumberFormat("en-US", { style: "percent", maximumFractionDigits: 1 });

export type PictureAnswer = { readonly picture: TilePicture } | { readonly problem: string };

export function pictureOf(tile: DashboardTile, facts: TileFacts): PictureAnswer {
  const { rows, columns, dates } = facts;
  const { x, y } = tile;
  const mark = tile.mark === "number" || tile.mark === "table" ? "spark" : tile.mark;
  if (x === null || y === null) return { problem: words.noColumn("", columns.join(", ")) };
  const absent = [x, y, tile.series].find((name) => name !== null && !columns.includes(name));
  if (absent !== undefined && absent !== null) return { problem: words.noColumn(absent, columns.join(", ")) };
  const measure = mark === "cell" && tile.series !== null ? tile.series : y;
  if (!rows.some((row) => numberIn(row, measure) !== null)) return { problem: words.notNumber(measure) };
  const format = formatOf(tile, rows);
  const isTime = dates.has(x);
  const across = isTime ? "time" : mark === "dot" ? "number" : "category";
  const split = mark === "cell" ? null : tile.series;
  const points = rows.flatMap((row): TilePoint[] => {
    const value = numberIn(row, measure);
    const at = isTime
      ? Date.parse(String(row[x]).slice(0, 10))
      : mark === "dot"
        ? numberIn(row, x)
        : nameIn(row, x, false);
    if (at === null) return [];
    const series = split === null ? "" : nameIn(row, split, dates.has(split));
    const lane = mark === "cell" ? nameIn(row, y, dates.has(y)) : "";
    const whole = numberText(value, format);
    // A cell has little room: its reading aid says that it is a share.
    const text = mark === "cell" && format === "percent" && value !== null ? String(Math.round(value * 100)) : whole;
    const named = [lane, nameIn(row, x, isTime), series].filter((part) => part !== "").join(", ");
    return [{ x: at, y: value, series, text, lane, title: `${named}: ${whole}`, isTotal: row["is_total"] === true }];
  });
  const names = [...new Set(points.map((point) => point.series))];
  const series = names.map((name, index) => ({
    name,
    colour: KNOWN[name] ?? `var(--chart-${(index % COLOURS) + 1})`,
  }));
  return {
    picture: {
      mark,
      points,
      across,
      horizontal: tile.horizontal,
      xLabel: x.replaceAll("_", " "),
      series,
      tick: tickOf(format),
      sentence: words.sentence.series(tile.title, sentence(tile, points, across, format)),
    },
  };
}

export interface NumberFacts {
  readonly value: string;
  readonly unit: string;
  readonly change: string | null;
  /** Which way it went, and whether that is good. */
  readonly way: "up" | "down" | "same";
  readonly verdict: "better" | "worse" | "same" | "neutral";
  readonly sentence: string;
}

/** The newest row of a number tile, beside what it was before. */
export function numberFacts(tile: DashboardTile, rows: readonly Row[]): NumberFacts {
  const row = rows.at(-1);
  const column = row !== undefined && "value" in row ? "value" : (tile.y ?? Object.keys(row ?? {})[0] ?? "value");
  const format = formatOf(tile, rows);
  const value = numberIn(row, column);
  const previous = numberIn(row, "previous");
  const told = row?.["better"];
  const better = tile.better === "neutral" && (told === "up" || told === "down") ? told : tile.better;
  const difference = value === null || previous === null ? null : value - previous;
  const way = difference === null || Math.abs(difference) < 1e-9 ? "same" : difference > 0 ? "up" : "down";
  const verdict = way === "same" ? "same" : better === "neutral" ? "neutral" : way === better ? "better" : "worse";
  const change = difference === null ? null : changeText(difference, previous, format);
  const shown = numberText(value, format);
  const spoken = change === null ? "" : `${change} ${verdict === "neutral" ? "" : words[verdict]}`.trim();
  return {
    value: shown,
    unit: value === null ? "" : unitOf(tile, format),
    change,
    way,
    verdict,
    sentence: words.sentence.number(tile.title, shown, spoken),
  };
}

function changeText(difference: number, previous: number | null, format: TileFormat): string {
  const sign = difference > 0 ? "+" : difference < 0 ? "−" : "";
  const size = Math.abs(difference);
  if (format === "percent") return `${sign}${(size * 100).toFixed(1)} pp`;
  if (previous !== null && previous !== 0 && (format === "currency" || format === "number"))
    return `${sign}${percent.format(size / Math.abs(previous))}`;
  return `${sign}${numberText(size, format)}`;
}

function tickOf(format: TileFormat): (value: number) => string {
  return format === "percent"
    ? (value) => percent.format(value)
    : (value) => (Math.abs(value) < 10 ? fine : short).format(value);
}

function sentence(
  tile: DashboardTile,
  points: readonly TilePoint[],
  across: TilePicture["across"],
  format: TileFormat,
): string {
  if (tile.mark === "dot")
    return words.sentence.dots(points.length, (tile.x ?? "").replaceAll("_", " "), (tile.y ?? "").replaceAll("_", " "));
  if (across !== "time" || tile.mark === "cell") {
    const parts = points.slice(0, MOST_PARTS).map((point) => point.title.replace(":", ""));
    if (points.length > MOST_PARTS) parts.push(words.sentence.more(points.length - MOST_PARTS));
    return parts.join("; ");
  }
  const names = [...new Set(points.map((point) => point.series))];
  return names
    .map((name) => {
      const own = points.filter((point) => point.series === name && point.y !== null);
      const [first, last] = [own[0], own.at(-1)];
      if (first === undefined || last === undefined) return name;
      const day = (point: TilePoint): string => new Date(Number(point.x)).toISOString().slice(0, 10);
      return words.sentence.range(name, numberText(first.y, format), day(first), numberText(last.y, format), day(last));
    })
    .join("; ");
}
