/**
 * A tree -> a flat program for `match.ts`: numbers in a row, each operation followed by its arguments.
 *
 * Slots hold what the program remembers: two marks for each group, the group that was closed last, and for each counted repeat how
 * often it went round and where it began the last time.
 */
import type { CharacterSet } from "./character-set.ts";
import type { ParsedPattern, PatternTree, Where } from "./tree.ts";

export const OP = {
  /** set */
  CHARACTER: 0,
  /** set, least, most: as many as there are, and fewer when the rest asks for it */
  RUN: 1,
  /** first, second: goes on at `first`, and at `second` when that fails */
  TRY: 2,
  /** to */
  GO: 3,
  /** slot, group that this closes or 0 */
  MARK: 4,
  /** place, ascii */
  AT: 5,
  /** group, fold or -1 */
  SAME: 6,
  /** negative, characters back or -1, where it goes on */
  LOOK: 7,
  /** where it goes on */
  ATOMIC: 8,
  /** group, where it goes on when the group has nothing */
  IF: 9,
  /** slot: begins to count */
  BEGIN: 10,
  /** slot, least, most, lazy, body, rest */
  AGAIN: 11,
  /** slot, body: once more round a lazy repeat, after the rest has failed */
  ONCE_MORE: 12,
  /** The end of what LOOK or ATOMIC tries. */
  DONE: 13,
  /** The end of the pattern. */
  FOUND: 14,
} as const;

/** The numbers of places in a program. */
export const PLACES: readonly Where[] = [
  "start",
  "line-start",
  "end",
  "line-end",
  "very-end",
  "boundary",
  "no-boundary",
];

export interface Program {
  readonly code: readonly number[];
  readonly sets: readonly CharacterSet[];
  readonly folds: readonly ((code: number) => number)[];
  readonly slots: number;
  readonly groups: number;
  /** What every match begins with; null when it can begin with anything, or be empty. */
  readonly first: CharacterSet | null;
}

export function compilePattern({ tree, groups }: ParsedPattern): Program {
  const writer = new Writer(groups);
  writer.write(tree);
  writer.code.push(OP.FOUND);
  const { code, sets, folds, slots } = writer;
  return { code, sets, folds, slots, groups, first: firstOf(tree) };
}

class Writer {
  readonly code: number[] = [];
  readonly sets: CharacterSet[] = [];
  readonly folds: ((code: number) => number)[] = [];
  slots: number;

  constructor(groups: number) {
    this.slots = 2 * groups + 1;
  }

  write(tree: PatternTree): void {
    const { code } = this;
    switch (tree.kind) {
      case "character":
        code.push(OP.CHARACTER, this.#set(tree.set));
        return;
      case "at":
        code.push(OP.AT, PLACES.indexOf(tree.where), tree.ascii ? 1 : 0);
        return;
      case "sequence":
        for (const item of tree.items) this.write(item);
        return;
      case "either":
        this.#either(tree.branches);
        return;
      case "group": {
        const slot = 2 * (tree.number - 1);
        code.push(OP.MARK, slot, 0);
        this.write(tree.body);
        code.push(OP.MARK, slot + 1, tree.number);
        return;
      }
      case "atomic": {
        const hole = this.#with(OP.ATOMIC);
        this.write(tree.body);
        code.push(OP.DONE);
        this.#fill(hole);
        return;
      }
      case "look": {
        const hole = this.#with(OP.LOOK, tree.negative ? 1 : 0, tree.back ?? -1);
        this.write(tree.body);
        code.push(OP.DONE);
        this.#fill(hole);
        return;
      }
      case "reference":
        code.push(OP.SAME, tree.number, tree.fold === null ? -1 : this.folds.push(tree.fold) - 1);
        return;
      case "condition": {
        const otherwise = this.#with(OP.IF, tree.number);
        this.write(tree.yes);
        const end = this.#with(OP.GO);
        this.#fill(otherwise);
        this.write(tree.no);
        this.#fill(end);
        return;
      }
      case "repeat":
        this.#repeat(tree);
    }
  }

  #set(set: CharacterSet): number {
    return this.sets.push(set) - 1;
  }

  /** Writes an operation whose last argument is a place that is not known yet. */
  #with(...words: readonly number[]): number {
    this.code.push(...words, -1);
    return this.code.length - 1;
  }

  #fill(hole: number): void {
    this.code[hole] = this.code.length;
  }

  #either(branches: readonly PatternTree[]): void {
    const ends: number[] = [];
    branches.forEach((branch, index) => {
      if (index === branches.length - 1) {
        this.write(branch);
        return;
      }
      const next = this.#with(OP.TRY, this.code.length + 3);
      this.write(branch);
      ends.push(this.#with(OP.GO));
      this.#fill(next);
    });
    for (const end of ends) this.#fill(end);
  }

  #repeat(tree: Extract<PatternTree, { kind: "repeat" }>): void {
    const { body, least, most, lazy } = tree;
    const { code } = this;
    if (body.kind === "character" && (!lazy || most === Infinity)) {
      const set = this.#set(body.set);
      if (!lazy) code.push(OP.RUN, set, least, most);
      else {
        if (least > 0) code.push(OP.RUN, set, least, least);
        const from = code.length;
        code.push(OP.TRY, from + 7, from + 3, OP.CHARACTER, set, OP.GO, from);
      }
      return;
    }
    const slot = this.slots;
    this.slots += 2;
    code.push(OP.BEGIN, slot);
    const toTest = this.#with(OP.GO);
    const start = code.length;
    this.write(body);
    this.#fill(toTest);
    const test = code.length;
    code.push(OP.AGAIN, slot, least, most, lazy ? 1 : 0, start, test + 10, OP.ONCE_MORE, slot, start);
  }
}

function firstOf(tree: PatternTree): CharacterSet | null {
  switch (tree.kind) {
    case "character":
      return tree.set;
    case "sequence":
      return tree.items[0] ? firstOf(tree.items[0]) : null;
    case "group":
    case "atomic":
      return firstOf(tree.body);
    case "repeat":
      return tree.least > 0 ? firstOf(tree.body) : null;
    default:
      return null;
  }
}
