/** Values and formulas of metrics as people read them. */
import type { MetricEntry } from "../../worker/protocol.ts";
import { surfaceStrings } from "../strings/surface-strings.ts";

const words = surfaceStrings.metrics;
const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const fine = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 });
const finest = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 3 });
const percent = new Intl.NumberFormat("en-US", { style: "percent", maximumFractionDigits: 1 });
const short = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });

const SUFFIX: Readonly<Record<string, string>> = {
  hours: " h",
  days: " d",
  minutes: " min",
  milliseconds: " ms",
  litres: " l",
};

export function valueText(value: number | null | undefined, unit: string): string {
  if (value === null || value === undefined || Number.isNaN(value)) return words.facts.none;
  if (unit === "percentage") return percent.format(value);
  const size = Math.abs(value);
  const text =
    size >= 1000 || Number.isInteger(value)
      ? whole.format(value)
      : size >= 0.1
        ? fine.format(value)
        : finest.format(value);
  return `${text}${SUFFIX[unit] ?? ""}`;
}

/** Ticks of an axis, short. */
export function tickText(unit: string): (value: number) => string {
  return unit === "percentage" ? (value) => percent.format(value) : (value) => short.format(value);
}

export interface Change {
  readonly text: string;
  readonly way: "up" | "down" | "same";
  readonly verdict: "better" | "worse" | "same" | "moved";
}

/** How a value differs from an earlier one: of shares in percentage points, of amounts in percent, of scores as it is. */
export function changeOf(value: number | null, before: number | null, entry: MetricEntry): Change | null {
  if (value === null || before === null) return null;
  const difference = value - before;
  const way = Math.abs(difference) < 1e-9 ? "same" : difference > 0 ? "up" : "down";
  const verdict =
    way === "same" ? "same" : entry.direction === "neutral" ? "moved" : way === entry.direction ? "better" : "worse";
  const sign = way === "same" ? "" : difference > 0 ? "+" : "−";
  const size = Math.abs(difference);
  if (entry.unit === "percentage") return { text: `${sign}${(size * 100).toFixed(1)} ${words.points}`, way, verdict };
  if (["currency", "count", "litres"].includes(entry.unit) && before !== 0)
    return { text: `${sign}${percent.format(size / Math.abs(before))}`, way, verdict };
  return { text: `${sign}${valueText(size, entry.unit)}`, way, verdict };
}

export interface Fraction {
  readonly over: string;
  readonly under: string;
  /** What the formula says after the division. */
  readonly note: string;
}

/** A formula that is one division, as a fraction; null for all others. */
export function fractionOf(formula: string): Fraction | null {
  const parts = formula.split(/\s+[÷/]\s+/);
  if (parts.length !== 2) return null;
  const [over = "", rest = ""] = parts;
  const at = topLevel(rest, /,\s/);
  const under = at < 0 ? rest : rest.slice(0, at);
  const note = at < 0 ? "" : rest.slice(at + 1).trim();
  // "1 − a ÷ b" and "a ÷ b − 1" are more than the division.
  if ([over, under].some((side) => topLevel(side, /\s[−+-]\s/) >= 0)) return null;
  if (topLevel(under, /\s[×*]\s/) >= 0) return null;
  return { over: bare(over), under: bare(under), note };
}

/** Where the pattern stands outside of all brackets; -1 when nowhere. */
function topLevel(text: string, pattern: RegExp): number {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "(") depth += 1;
    else if (text[at] === ")") depth -= 1;
    else if (depth === 0 && text.slice(at).search(pattern) === 0) return at;
  }
  return -1;
}

/** Without brackets around the whole. */
function bare(text: string): string {
  const inner = /^\((.*)\)$/.exec(text.trim())?.[1];
  return inner !== undefined && !/[()]/.test(inner) ? inner : text.trim();
}

export function rangeText(entry: MetricEntry): string {
  const { min, max, unit } = entry;
  if (min === null && max === null) return words.definition.unbounded;
  if (min === null) return words.definition.most(valueText(max, unit));
  if (max === null) return words.definition.least(valueText(min, unit));
  return words.definition.bounds(valueText(min, unit), valueText(max, unit));
}

/** Why the parts of a metric may or must not be added. */
export function addingText(entry: MetricEntry): string {
  const { why } = words.parts;
  if (entry.additivity === "additive") return why.additive;
  if (entry.additivity === "semi_additive") return why.semi;
  if (["ratio", "conversion"].includes(entry.type) || entry.formula.includes("÷")) return why.ratio;
  return entry.unit === "count" ? why.distinct : why.other;
}
