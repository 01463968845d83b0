/**
 * The seven ways to look at the same picture. A lens gives each node a kind (with a colour of its own), a word that says it, and
 * where it measures something a share of the largest. The word or the bar always stands beside the colour.
 */
import type { NodeId } from "../../engine/core/ids.ts";
import { strings } from "../strings/catalogue.ts";
import { duration, integer } from "../strings/format.ts";
import { LAYERS, type Layer } from "../ui/layers.ts";
import { MARK_TONES, MARK_WORDS, type Mark } from "../ui/status.ts";
import type { GraphNode } from "./graph.ts";
import type { NodeFacts } from "./node-facts.ts";

export const LENSES = ["layer", "type", "materialized", "status", "tests", "time", "rows"] as const;
export type Lens = (typeof LENSES)[number];

export function lensOf(text: string | null): Lens {
  return LENSES.find((lens) => lens === text) ?? "layer";
}

export interface LensSign {
  /** What is counted together in the legend. */
  readonly kind: string;
  /** Name of a colour token. */
  readonly colour: string;
  /** What the card says; empty where the card's own texture says it. */
  readonly word: string;
  /** Of the largest node, between 0 and 1; null for lenses that measure nothing, or when it is not known. */
  readonly share: number | null;
}

export interface LegendEntry {
  readonly kind: string;
  readonly colour: string;
  readonly label: string;
  readonly total: number;
  readonly layer: Layer | null;
  readonly mark: Mark | null;
}

const TYPE_COLOURS: Readonly<Record<string, string>> = {
  model: "intermediate",
  source: "source",
  seed: "gold",
  snapshot: "silver",
  exposure: "exposure",
};
const MADE_COLOURS: Readonly<Record<string, string>> = {
  table: "entity",
  view: "staging",
  incremental: "mart",
  ephemeral: "silver",
  snapshot: "silver",
  seed: "gold",
};
const TONE_COLOURS = {
  pass: "pass",
  warn: "warn",
  fail: "fail",
  run: "accent",
  change: "change",
  neutral: "control",
} as const;

/** Looks at all nodes at once, since a share needs the largest. */
export function lookThrough(
  lens: Lens,
  nodes: readonly GraphNode[],
  facts: ReadonlyMap<NodeId, NodeFacts>,
): ReadonlyMap<NodeId, LensSign> {
  const measure = MEASURES[lens];
  let largest = 0;
  if (measure) {
    for (const node of nodes) largest = Math.max(largest, measure.of(facts.get(node.id)) ?? 0);
  }
  return new Map(
    nodes.map((node) => {
      const found = facts.get(node.id);
      if (measure) return [node.id, measured(measure, found, largest)];
      return [node.id, { share: null, ...named(lens, node, found) }];
    }),
  );
}

interface Measure {
  of(facts: NodeFacts | undefined): number | null;
  text(value: number): string;
}

const MEASURES: Readonly<Partial<Record<Lens, Measure>>> = {
  time: { of: (facts) => facts?.elapsedMs ?? null, text: duration },
  rows: { of: (facts) => facts?.rows ?? null, text: (rows) => strings.lineage.rowsShort(rows) },
};

/** Four steps by share: enough to tell apart, and each has a bar of its own length. */
const STEPS = ["band-healthy", "staging", "mart", "band-unhealthy"] as const;

function measured(measure: Measure, facts: NodeFacts | undefined, largest: number): LensSign {
  const value = measure.of(facts);
  if (value === null) {
    // A view is built and has no rows of its own.
    const word = facts && facts.builtAt !== null ? strings.lineage.notCounted : strings.lineage.notBuiltShort;
    return { kind: "unknown", colour: "control", word, share: null };
  }
  const share = largest === 0 ? 0 : Math.log1p(value) / Math.log1p(largest);
  const step = stepOf(value, largest);
  return { kind: String(step), colour: STEPS[step] ?? "control", word: measure.text(value), share };
}

/** 0: below a hundredth of the largest, 1: below a tenth, 2: below a half, 3: the rest. */
function stepOf(value: number, largest: number): 0 | 1 | 2 | 3 {
  const part = largest === 0 ? 0 : value / largest;
  return part < 0.01 ? 0 : part < 0.1 ? 1 : part < 0.5 ? 2 : 3;
}

function named(lens: Lens, { node, layer }: GraphNode, facts: NodeFacts | undefined): Omit<LensSign, "share"> {
  const words = strings.lineage;
  switch (lens) {
    case "type":
      return {
        kind: node.resource_type,
        colour: TYPE_COLOURS[node.resource_type] ?? "control",
        word: node.resource_type,
      };
    case "materialized": {
      const made = madeAs(node);
      return { kind: made, colour: MADE_COLOURS[made] ?? "control", word: made };
    }
    case "status": {
      const mark = facts?.ownMark ?? "idle";
      return { kind: mark, colour: TONE_COLOURS[MARK_TONES[mark]], word: wordFor(mark) };
    }
    case "tests": {
      const mark = testMark(facts);
      return { kind: mark ?? "none", colour: mark ? TONE_COLOURS[MARK_TONES[mark]] : "line", word: testWord(facts) };
    }
    default:
      return { kind: layer, colour: layer, word: words.layers[layer] };
  }
}

export function madeAs(node: GraphNode["node"]): string {
  return node.resource_type === "model" ? node.config.materialized : node.resource_type;
}

/** A model is built where a test passes. */
export function wordFor(mark: Mark): string {
  return mark === "pass" ? strings.lineage.builtWord : MARK_WORDS[mark];
}

/** Null for a node without tests. */
export function testMark(facts: NodeFacts | undefined): Mark | null {
  if (!facts || facts.tests.length === 0) return null;
  if (facts.testsFailed > 0) return "fail";
  if (facts.testsWarned > 0) return "warn";
  return facts.testsPassed > 0 ? "pass" : "idle";
}

function testWord(facts: NodeFacts | undefined): string {
  const words = strings.lineage;
  if (!facts || facts.tests.length === 0) return words.noTests;
  if (facts.testsFailed > 0) return words.testsFail(facts.testsFailed, facts.tests.length);
  if (facts.testsWarned > 0) return words.testsWarn(facts.testsWarned);
  return facts.testsPassed > 0 ? words.testsPass(facts.testsPassed) : words.testsWait(facts.tests.length);
}

/** What the colours of a lens mean in this picture, with how many nodes each holds; the order is that of the lens. */
export function legendOf(lens: Lens, signs: ReadonlyMap<NodeId, LensSign>): LegendEntry[] {
  const words = strings.lineage;
  const totals = new Map<string, { sign: LensSign; total: number }>();
  for (const sign of signs.values()) {
    const known = totals.get(sign.kind);
    if (known) known.total += 1;
    else totals.set(sign.kind, { sign, total: 1 });
  }
  const label = (kind: string): string => {
    if (lens === "layer") return words.layers[kind as Layer];
    if (lens === "status") return wordFor(kind as Mark);
    if (lens === "tests")
      return kind === "none" ? words.noTests : words.testKinds[kind as keyof typeof words.testKinds];
    if (lens === "time" || lens === "rows") return kind === "unknown" ? words.noRows : words.steps[Number(kind)]!;
    return kind;
  };
  const order: readonly string[] =
    lens === "layer"
      ? LAYERS
      : lens === "status" || lens === "tests"
        ? ["running", "fail", "warn", "edited", "stale", "pass", "skipped", "idle", "none"]
        : lens === "time" || lens === "rows"
          ? ["3", "2", "1", "0", "unknown"]
          : [...totals].sort(([, a], [, b]) => b.total - a.total).map(([kind]) => kind);
  return order.flatMap((kind): LegendEntry[] => {
    const found = totals.get(kind);
    if (!found) return [];
    return [
      {
        kind,
        colour: found.sign.colour,
        label: label(kind),
        total: found.total,
        layer: lens === "layer" ? (kind as Layer) : null,
        mark: (lens === "status" || lens === "tests") && kind !== "none" ? (kind as Mark) : null,
      },
    ];
  });
}

export interface BarPart {
  readonly colour: string;
  /** Between 0 and 1, from the left. */
  readonly from: number;
  readonly size: number;
}

/** The bar of a card: its measure, or for a stack how many of its members are of which kind. */
export function barOf(lens: Lens, signs: readonly LensSign[]): readonly BarPart[] {
  const [first, ...others] = signs;
  if (lens === "layer" || !first) return NO_BAR;
  if (others.length === 0)
    return first.share === null ? NO_BAR : [{ colour: first.colour, from: 0, size: Math.max(0.02, first.share) }];
  const totals = new Map<string, number>();
  for (const { colour } of signs) totals.set(colour, (totals.get(colour) ?? 0) + 1);
  let from = 0;
  return [...totals]
    .sort(([, a], [, b]) => b - a)
    .map(([colour, total]) => {
      const part = { colour, from, size: total / signs.length };
      from += part.size;
      return part;
    });
}

const NO_BAR: readonly BarPart[] = [];

/** What a stack says through a lens: how its members differ. */
export function groupWord(lens: Lens, signs: readonly LensSign[], facts: readonly (NodeFacts | undefined)[]): string {
  const words = strings.lineage;
  const sum = (of: (facts: NodeFacts) => number | null) => {
    const values = facts.flatMap((found) => (found ? (of(found) ?? []) : []));
    return values.length === 0 ? null : values.reduce((a, b) => a + b, 0);
  };
  if (lens === "rows") {
    const rows = sum((found) => found.rows);
    return rows === null ? words.notBuiltShort : `${integer(rows)} ${words.rowsUnit}`;
  }
  if (lens === "time") {
    const time = sum((found) => found.elapsedMs);
    return time === null ? words.notBuiltShort : duration(time);
  }
  if (lens === "layer") return "";
  const kinds = new Map<string, { word: string; total: number }>();
  for (const { kind, word } of signs) {
    const known = kinds.get(kind);
    if (known) known.total += 1;
    else kinds.set(kind, { word, total: 1 });
  }
  if (lens === "tests") return sumTests(facts);
  if (kinds.size === 1) return [...kinds.values()][0]?.word ?? "";
  return [...kinds.values()]
    .sort((a, b) => b.total - a.total)
    .map(({ word, total }) => `${total} ${word}`)
    .join(", ");
}

function sumTests(facts: readonly (NodeFacts | undefined)[]): string {
  const words = strings.lineage;
  let [failed, passed, all] = [0, 0, 0];
  for (const found of facts) {
    failed += found?.testsFailed ?? 0;
    passed += found?.testsPassed ?? 0;
    all += found?.tests.length ?? 0;
  }
  if (all === 0) return words.noTests;
  if (failed > 0) return words.testsFail(failed, all);
  return passed > 0 ? words.testsPass(passed) : words.testsWait(all);
}
