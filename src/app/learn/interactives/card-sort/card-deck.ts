/** Cards with the pile that they belong on and the replies to the others, and what became of them. */
import type { PlayRow } from "../interactive.ts";
import { textOf } from "../play-query.ts";

export interface Card {
  readonly id: string;
  readonly question: string;
  readonly pile: string;
  readonly reply: string;
  /** Replies to piles where it does not belong. */
  readonly wrong: ReadonlyMap<string, string>;
}

export interface Laid {
  readonly pile: string;
  readonly isRight: boolean;
  readonly reply: string;
  readonly tries: number;
}

export function readCards(cards: readonly PlayRow[], wrong: readonly PlayRow[]): readonly Card[] {
  return cards.map((row) => {
    const id = String(row["card"]);
    const replies = wrong.filter((other) => String(other["card"]) === id);
    return {
      id,
      question: textOf(row["question"]) ?? "",
      pile: String(row["pile"]),
      reply: textOf(row["reply"]) ?? "",
      wrong: new Map(replies.map((other) => [String(other["pile"]), textOf(other["reply"]) ?? ""])),
    };
  });
}

export function layCard(laid: ReadonlyMap<string, Laid>, card: Card, pile: string): ReadonlyMap<string, Laid> {
  const isRight = pile === card.pile;
  const tries = (laid.get(card.id)?.tries ?? 0) + 1;
  const reply = isRight ? card.reply : (card.wrong.get(pile) ?? "");
  return new Map([...laid, [card.id, { pile, isRight, reply, tries }]]);
}

export function openCards(cards: readonly Card[], laid: ReadonlyMap<string, Laid>): number {
  return cards.filter((card) => laid.get(card.id)?.isRight !== true).length;
}

export function rightAtFirst(laid: ReadonlyMap<string, Laid>): number {
  return [...laid.values()].filter((card) => card.isRight && card.tries === 1).length;
}
