/** What a card says: its second line through the lens, the further lines of the chosen card, and those that appear when one is near. */
import { strings } from "../strings/catalogue.ts";
import { duration } from "../strings/format.ts";
import type { CardPlan } from "./boxes.ts";
import type { Item } from "./fold.ts";
import { madeAs, wordFor, type Lens } from "./lens.ts";
import type { NodeFacts } from "./node-facts.ts";

export interface CardWords {
  readonly prefix: string;
  readonly rest: string;
  /** Below the name; three at most. */
  readonly lines: readonly string[];
}

const LETTER = 5.8;
const ROOM_TAKEN = 22;

/** Two lines for a card that is read from near, three for the chosen one. */
export function cardWords(
  item: Item,
  plan: CardPlan,
  facts: NodeFacts | null,
  lens: Lens,
  lensWord: string,
): CardWords {
  const room = Math.floor((plan.width - ROOM_TAKEN) / LETTER);
  const said = lens === "layer" ? "" : lensWord;
  if (item.kind !== "node") {
    const rest = said === "" ? plan.rest : fitted(`${plan.rest}: ${said}`, room);
    return { prefix: plan.prefix, rest, lines: said === "" ? [] : [said] };
  }
  const prefix = said === "" ? plan.prefix : fitted(`${said} · ${plan.prefix}`, room - 1);
  const words = strings.lineage;
  const columns = Object.keys(item.node.node.columns).length;
  const measured = joined(
    facts?.rows == null ? "" : words.rows(facts.rows),
    facts?.elapsedMs == null ? "" : duration(facts.elapsedMs),
  );
  const state = facts && facts.ownMark !== "idle" ? wordFor(facts.ownMark) : words.notBuilt;
  return {
    prefix,
    rest: plan.rest,
    lines: [
      measured === "" ? (item.layer === "source" ? "" : state) : measured,
      joined(columns > 0 ? words.columns(columns) : "", madeAs(item.node.node)),
      testsText(facts),
    ].filter((line) => line !== ""),
  };
}

export function testsText(facts: NodeFacts | null): string {
  const words = strings.lineage;
  if (!facts || facts.tests.length === 0) return "";
  if (facts.testsFailed > 0) return words.testsFail(facts.testsFailed, facts.tests.length);
  return facts.testsPassed > 0 ? words.testsPass(facts.testsPassed) : words.tests(facts.tests.length);
}

function fitted(text: string, room: number): string {
  return text.length <= room ? text : `${text.slice(0, Math.max(1, room - 1)).trimEnd()}…`;
}

function joined(...parts: readonly string[]): string {
  return parts.filter(Boolean).join(" · ");
}
