/** What a card of the wave says: at most two lines, each a mark and words. */
import type { FlippedTest, RippleNode } from "../../worker/protocol.ts";
import { surfaceStrings } from "../strings/surface-strings.ts";
import type { Mark } from "../ui/status.ts";

export interface CardLine {
  readonly mark: Mark;
  readonly text: string;
}

const words = surfaceStrings.ripple;

export function cardLines(node: RippleNode, flips: readonly FlippedTest[]): readonly CardLine[] {
  const lines: CardLine[] = [];
  const bad = flips.filter(({ now }) => now === "fail" || now === "error");
  if (node.diff !== null && (node.state === "changed" || node.older)) lines.push(...diffLines(node));
  if (node.state !== "changed" || lines.length === 0) lines.unshift(stateLine(node));
  const [first] = bad;
  if (first)
    lines.push({ mark: "fail", text: bad.length === 1 ? shortName(first, node.name) : words.flippedCount(bad.length) });
  else if (flips.length > 0) lines.push({ mark: "pass", text: words.flippedCount(flips.length) });
  return lines.slice(0, 3);
}

function diffLines({ diff }: RippleNode): CardLine[] {
  if (diff === null) return [];
  const lines: CardLine[] = [];
  if (diff.removed > 0) lines.push({ mark: "removed", text: words.rows(diff.removed) });
  if (diff.added > 0) lines.push({ mark: "added", text: words.rows(diff.added) });
  if (diff.changed > 0) lines.push({ mark: "edited", text: words.rowsOf(diff.changed, diff.rows_after) });
  const { added, removed, retyped, reordered } = diff.columns;
  const columns = added.length + removed.length + retyped.length;
  if (columns > 0) lines.push({ mark: "edited", text: words.columns(columns) });
  else if (lines.length === 0 && reordered) lines.push({ mark: "edited", text: words.columnWords.reordered });
  return lines.slice(0, 2);
}

const STATE_MARKS: Readonly<Record<RippleNode["state"], Mark>> = {
  waiting: "idle",
  running: "running",
  same: "same",
  changed: "edited",
  new: "added",
  stopped: "skipped",
  failed: "fail",
  blocked: "skipped",
  "left-out": "skipped",
  unbuilt: "idle",
  history: "skipped",
  gone: "removed",
};

function stateLine({ state }: RippleNode): CardLine {
  return { mark: STATE_MARKS[state], text: words.states[state] };
}

/** `unique_entity_customers_customer_id` on the card of `entity_customers` -> `unique: customer_id`. */
function shortName({ name }: FlippedTest, node: string): string {
  const at = name.indexOf(`${node}_`);
  if (at > 0) return `${name.slice(0, at).replace(/_$/, "")}: ${name.slice(at + node.length + 1)}`;
  return name.replace(`_${node}`, "");
}

/** The sum of the view for its head. */
export function viewSums(nodes: readonly RippleNode[]): {
  reached: number;
  built: number;
  known: number;
  stopped: number;
} {
  const built = new Set<RippleNode["state"]>(["same", "changed", "new", "failed"]);
  return {
    reached: nodes.filter(({ state }) => state !== "stopped" && state !== "unbuilt").length,
    built: nodes.filter(({ state }) => built.has(state)).length,
    known: nodes.filter(({ state }) => state !== "waiting" && state !== "running").length,
    stopped: nodes.filter(({ state }) => state === "stopped").length,
  };
}
