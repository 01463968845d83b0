/**
 * What of the view stands in the address: the day, the chosen keys, the rule, what is measured and by what. A key may hold any sign,
 * so commas in it are written `\,`.
 */
import type { CutRule, Measure, NamedColumns } from "../../worker/protocol.ts";
import { isDay } from "./day-math.ts";

export type TimePane = "day" | "types" | "faults";
export type TimeView = "chart" | "table";

export interface TimePlace {
  readonly day: string | null;
  readonly keys: readonly string[];
  /** The chosen keys only, or all. */
  readonly onlyChosen: boolean;
  readonly rule: CutRule;
  /** Null: what fits the table best. */
  readonly measure: Measure | null;
  readonly category: string | null;
  readonly pane: TimePane;
  readonly view: TimeView;
  readonly named: NamedColumns;
}

const AGGREGATES = ["count", "sum", "avg"] as const;

export function readPlace(query: URLSearchParams): TimePlace {
  const day = query.get("t");
  const keys = splitKeys(query.get("key") ?? "");
  const [aggregate = "", ...rest] = (query.get("measure") ?? "").split(":");
  const found = AGGREGATES.find((candidate) => candidate === aggregate);
  const column = rest.join(":");
  const pane = query.get("pane");
  const named = { from: query.get("from"), to: query.get("to"), by: query.get("by") };
  return {
    day: day !== null && isDay(day) ? day : null,
    keys,
    onlyChosen: keys.length > 0 && query.get("only") === "1",
    rule: query.get("rule") === "between" ? "between" : "half-open",
    measure:
      found === undefined
        ? null
        : found === "count" || column === ""
          ? { aggregate: "count", column: null }
          : { aggregate: found, column },
    category: query.get("split"),
    pane: pane === "types" || pane === "faults" ? pane : "day",
    view: query.get("view") === "table" ? "table" : "chart",
    named: {
      ...(named.from === null ? {} : { from: named.from }),
      ...(named.to === null ? {} : { to: named.to }),
      ...(named.by === null ? {} : { key: splitKeys(named.by) }),
    },
  };
}

export function writePlace(place: TimePlace): Readonly<Record<string, string | null>> {
  const { measure, named } = place;
  return {
    t: place.day,
    key: joinKeys(place.keys),
    only: place.onlyChosen && place.keys.length > 0 ? "1" : null,
    rule: place.rule === "between" ? "between" : null,
    measure: measure === null ? null : measure.column === null ? "count" : `${measure.aggregate}:${measure.column}`,
    split: place.category,
    pane: place.pane === "day" ? null : place.pane,
    view: place.view === "table" ? "table" : null,
    from: named.from ?? null,
    to: named.to ?? null,
    by: named.key === undefined ? null : joinKeys(named.key),
  };
}

export function joinKeys(keys: readonly string[]): string | null {
  return keys.length === 0 ? null : keys.map((key) => key.replace(/[\\,]/g, "\\$&")).join(",");
}

export function splitKeys(text: string): readonly string[] {
  if (text === "") return [];
  const keys = [""];
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charAt(at);
    if (sign === ",") keys.push("");
    else keys[keys.length - 1] += sign === "\\" ? text.charAt((at += 1)) : sign;
  }
  return keys;
}
