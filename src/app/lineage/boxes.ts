/** How large an item is drawn, and the texts that fit it. Widths are estimated, so that the layout needs no page to measure in. */
import { strings } from "../strings/catalogue.ts";
import { duration, integer } from "../strings/format.ts";
import { cutMiddle } from "../ui/layers.ts";
import type { Item } from "./fold.ts";
import type { NodeFacts } from "./node-facts.ts";

export type Lens = "name" | "rows" | "time";

export const CARD_HEIGHT = 40;
export const CHOSEN_HEIGHT = 92;
export const STRIP_WIDTH = 26;
export const STRIP_HEIGHT = 190;

const LETTER = { rest: 6.75, prefix: 6.3 };
const TEXT_LEFT = 15;
const TEXT_RIGHT = 9;
/** Room for the mark, beside the prefix. */
const MARK = 26;
const WIDEST = 160;
const NARROWEST = 104;

export interface CardTexts {
  readonly prefix: string;
  readonly rest: string;
  /** Further lines of the chosen card. */
  readonly lines: readonly string[];
}

export function cardTexts(item: Item, facts: NodeFacts | null, lens: Lens, chosen: boolean): CardTexts {
  const words = strings.lineage;
  if (item.kind !== "node") {
    const total = item.members.length;
    const first = item.members[0]?.node.resource_type;
    const what =
      first === "source"
        ? words.groupTables(total)
        : first === "seed"
          ? words.groupSeeds(total)
          : words.groupModels(total);
    return { prefix: item.kind === "group" ? item.system : words.layers[item.layer], rest: what, lines: [] };
  }
  const { prefix, rest, node } = item.node;
  const measured = lens === "rows" ? rowsText(facts) : lens === "time" ? timeText(facts) : null;
  const columns = Object.keys(node.columns).length;
  const lines = chosen
    ? [
        [facts?.rows == null ? "" : words.rows(facts.rows), facts?.elapsedMs == null ? "" : duration(facts.elapsedMs)]
          .filter(Boolean)
          .join(" · ") || words.notBuilt,
        [
          columns > 0 ? words.columns(columns) : "",
          node.resource_type === "model" ? node.config.materialized : node.resource_type,
        ]
          .filter(Boolean)
          .join(" · "),
        testsText(facts),
      ].filter((line) => line !== "")
    : [];
  return {
    prefix: measured ?? prefix,
    rest: cutMiddle(rest, Math.floor((WIDEST - TEXT_LEFT - TEXT_RIGHT) / LETTER.rest)),
    lines,
  };
}

export function boxSize(item: Item, texts: CardTexts, chosen: boolean): { width: number; height: number } {
  if (item.kind === "strip") return { width: STRIP_WIDTH, height: STRIP_HEIGHT };
  const width = Math.max(
    texts.rest.length * LETTER.rest + TEXT_LEFT + TEXT_RIGHT,
    texts.prefix.length * LETTER.prefix + TEXT_LEFT + MARK,
    chosen ? 140 : 0,
  );
  return {
    width: Math.round(Math.max(NARROWEST, Math.min(WIDEST, width))),
    height: chosen ? CHOSEN_HEIGHT : CARD_HEIGHT,
  };
}

function testsText(facts: NodeFacts | null): string {
  const words = strings.lineage;
  if (!facts || facts.tests.length === 0) return "";
  if (facts.testsFailed > 0) return words.testsFail(facts.testsFailed, facts.tests.length);
  return facts.testsPassed > 0 ? words.testsPass(facts.testsPassed) : words.tests(facts.tests.length);
}

function rowsText(facts: NodeFacts | null): string {
  return facts?.rows == null ? "–" : `${integer(facts.rows)} rows`;
}

function timeText(facts: NodeFacts | null): string {
  return facts?.elapsedMs == null ? "–" : duration(facts.elapsedMs);
}
