/** Words of the interactive that lays questions on piles. */
import { count, integer } from "../format.ts";

export const cardSortWords = {
  card: (number: number, total: number) => `Question ${number} of ${total}`,
  ask: "Which table answers it?",
  piles: "Tables",
  rows: (total: number) => count(total, "row"),
  lay: (pile: string) => `Lay it on ${pile}`,
  next: "Next question",
  again: "Start again",
  right: "It belongs there.",
  wrong: "Not there.",
  tryOther: "Choose another table.",
  done: (first: number, total: number) => `${integer(first)} of ${integer(total)} right at the first try.`,
  open: (total: number) => `${count(total, "question")} left`,
  question: "Question",
  pile: "Table",
  tries: "Tries",
  why: "Why",
  notYet: "not yet laid",
  keys: "Keys 1 to 4 lay the card, too.",
};
