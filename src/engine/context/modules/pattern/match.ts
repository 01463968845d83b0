/**
 * A program and a text -> the first match, after Python's rules for what is tried first.
 *
 * Why not `RegExp`: a pattern like `(a+)+$` takes it hours for a line of text, and nothing in the language can stop it. Here every
 * step is counted. What is still to be tried lies on a stack of its own, so that a long text cannot overflow the engine's.
 *
 * An entry of the stack has three numbers: where to go on in the text, down to where the run of one character may be shortened (or
 * -1), and where to go on in the program. A program place below zero undoes a slot instead: `-1 - slot` gets the first number back.
 */
import { spend } from "../../../jinja/budget.ts";
import { TemplateLimitError } from "../../../jinja/error.ts";
import { isWord } from "./character-set.ts";
import { OP, PLACES, type Program } from "./compile.ts";

// Names of this module, not members of an object: they are compared at every step.
const { CHARACTER, RUN, TRY, GO, MARK, AT, SAME, LOOK, ATOMIC, IF, BEGIN, AGAIN, ONCE_MORE, FOUND } = OP;

/** For one search. At some 30 ns each that is a third of a second. */
export const MOST_STEPS = 10_000_000;
/** Matching steps that count as one of the template's steps: twenty-five million in one template. */
const STEPS_PER_STEP = 5;
/** Numbers on the stack: some 50 MB. */
const MOST_KEPT = 6_000_000;

export interface SearchOptions {
  readonly from: number;
  /** Only a match that begins at `from` counts. */
  readonly anchored?: boolean;
  /** Only a match that reaches the end counts. */
  readonly whole?: boolean;
  /** No empty match at `from`: there was one already. */
  readonly advance?: boolean;
}

/** Start and end of the match and of each group, and the group that was closed last (0: none); -1 for a group without text. */
export interface Found {
  readonly spans: readonly number[];
  readonly last: number;
}

export function search(program: Program, codes: Uint32Array, options: SearchOptions, pattern: string): Found | null {
  const machine = new Machine(program, codes, pattern);
  try {
    return machine.search(options);
  } finally {
    spend(Math.ceil(machine.steps / STEPS_PER_STEP));
  }
}

class Machine {
  steps = 0;
  readonly #program: Program;
  readonly #codes: Uint32Array;
  readonly #pattern: string;
  readonly #slots: number[];
  readonly #stack: number[] = [];
  #whole = false;
  /** An empty match here does not count. */
  #notEmptyAt = -1;

  constructor(program: Program, codes: Uint32Array, pattern: string) {
    this.#program = program;
    this.#codes = codes;
    this.#pattern = pattern;
    this.#slots = Array.from({ length: program.slots }, () => -1);
  }

  search({ from, anchored = false, whole = false, advance = false }: SearchOptions): Found | null {
    const { groups, first } = this.#program;
    const codes = this.#codes;
    this.#whole = whole;
    const last = anchored ? from : codes.length;
    for (let start = from; start <= last; start += 1) {
      this.steps += 1;
      if (first !== null && (start >= codes.length || !first.has(codes[start] ?? 0))) continue;
      this.#notEmptyAt = advance && start === from ? from : -1;
      this.#slots.fill(-1);
      this.#stack.length = 0;
      const end = this.#run(0, start);
      if (end >= 0)
        return {
          spans: [start, end, ...this.#slots.slice(0, 2 * groups)],
          last: Math.max(0, this.#slots[2 * groups] ?? 0),
        };
    }
    return null;
  }

  /** Runs from `place` at `at` to DONE or FOUND: where in the text that was, or -1 with everything undone. */
  #run(place: number, at: number): number {
    const { code, sets } = this.#program;
    const codes = this.#codes;
    const slots = this.#slots;
    const stack = this.#stack;
    const base = stack.length;
    for (;;) {
      if ((this.steps += 1) > MOST_STEPS || stack.length > MOST_KEPT) throw this.#tooMuch();
      let failed = false;
      switch (code[place]) {
        case CHARACTER:
          if (at < codes.length && sets[code[place + 1] as number]?.has(codes[at] as number)) {
            at += 1;
            place += 2;
          } else failed = true;
          break;
        case RUN: {
          const set = sets[code[place + 1] as number];
          const least = at + (code[place + 2] as number);
          const most = Math.min(codes.length, at + (code[place + 3] as number));
          const from = at;
          while (at < most && set?.has(codes[at] as number)) at += 1;
          this.steps += at - from;
          if (at < least) failed = true;
          else {
            place += 4;
            if (at > least) stack.push(at - 1, least, place);
          }
          break;
        }
        case TRY:
          stack.push(at, -1, code[place + 2] as number);
          place = code[place + 1] as number;
          break;
        case GO:
          place = code[place + 1] as number;
          break;
        case MARK: {
          const closes = code[place + 2] as number;
          this.#set(code[place + 1] as number, at);
          if (closes > 0) this.#set(2 * this.#program.groups, closes);
          place += 3;
          break;
        }
        case AT:
          if (this.#isAt(code[place + 1] as number, at, code[place + 2] === 1)) place += 3;
          else failed = true;
          break;
        case SAME: {
          const end = this.#sameEnd(code[place + 1] as number, code[place + 2] as number, at);
          if (end < 0) failed = true;
          else {
            at = end;
            place += 3;
          }
          break;
        }
        case LOOK: {
          const back = code[place + 2] as number;
          const from = back < 0 ? at : at - back;
          const kept = stack.length;
          const holds = from >= 0 && this.#run(place + 4, from) >= 0;
          const negative = code[place + 1] === 1;
          if (holds && negative) this.#undoTo(kept);
          else if (holds) this.#settle(kept);
          if (holds === negative) failed = true;
          else place = code[place + 3] as number;
          break;
        }
        case ATOMIC: {
          const kept = stack.length;
          const end = this.#run(place + 2, at);
          if (end < 0) failed = true;
          else {
            this.#settle(kept);
            at = end;
            place = code[place + 1] as number;
          }
          break;
        }
        case IF:
          place = (slots[2 * (code[place + 1] as number) - 1] ?? -1) < 0 ? (code[place + 2] as number) : place + 3;
          break;
        case BEGIN:
          this.#set(code[place + 1] as number, 0);
          this.#set((code[place + 1] as number) + 1, -1);
          place += 2;
          break;
        case AGAIN: {
          const slot = code[place + 1] as number;
          const round = slots[slot] as number;
          const body = code[place + 5] as number;
          const rest = code[place + 6] as number;
          if (round < (code[place + 2] as number)) {
            this.#set(slot, round + 1);
            place = body;
          } else if (round >= (code[place + 3] as number) || slots[slot + 1] === at) {
            // An empty round is not followed by another one.
            place = rest;
          } else if (code[place + 4] === 1) {
            stack.push(at, -1, place + 7);
            place = rest;
          } else {
            stack.push(at, -1, rest);
            this.#set(slot, round + 1);
            this.#set(slot + 1, at);
            place = body;
          }
          break;
        }
        case ONCE_MORE: {
          const slot = code[place + 1] as number;
          this.#set(slot, (slots[slot] as number) + 1);
          this.#set(slot + 1, at);
          place = code[place + 2] as number;
          break;
        }
        case FOUND:
          if (!(this.#whole && at !== codes.length) && at !== this.#notEmptyAt) return at;
          failed = true;
          break;
        default:
          return at;
      }
      if (!failed) continue;
      for (;;) {
        if (stack.length === base) return -1;
        place = stack.pop() as number;
        const floor = stack.pop() as number;
        at = stack.pop() as number;
        if (place < 0) {
          slots[-1 - place] = at;
          continue;
        }
        if (floor >= 0 && at > floor) stack.push(at - 1, floor, place);
        break;
      }
    }
  }

  #set(slot: number, value: number): void {
    this.#stack.push(this.#slots[slot] as number, -1, -1 - slot);
    this.#slots[slot] = value;
  }

  /** Takes back everything above `kept`. */
  #undoTo(kept: number): void {
    const stack = this.#stack;
    while (stack.length > kept) {
      const place = stack.pop() as number;
      stack.pop();
      const value = stack.pop() as number;
      if (place < 0) this.#slots[-1 - place] = value;
    }
  }

  /** Nothing above `kept` is tried any more; what it remembers is still taken back when the whole fails. */
  #settle(kept: number): void {
    const stack = this.#stack;
    let to = kept;
    for (let from = kept; from < stack.length; from += 3) {
      if ((stack[from + 2] as number) >= 0) continue;
      for (let index = 0; index < 3; index += 1) stack[to + index] = stack[from + index] as number;
      to += 3;
    }
    stack.length = to;
  }

  #isAt(place: number, at: number, ascii: boolean): boolean {
    const codes = this.#codes;
    switch (PLACES[place]) {
      case "start":
        return at === 0;
      case "line-start":
        return at === 0 || codes[at - 1] === 10;
      case "end":
        return at === codes.length || (at === codes.length - 1 && codes[at] === 10);
      case "line-end":
        return at === codes.length || codes[at] === 10;
      case "very-end":
        return at === codes.length;
      default: {
        // In an empty text there is neither a boundary nor, in Python, a place without one.
        if (codes.length === 0) return false;
        const before = at > 0 && isWord(codes[at - 1] as number, ascii);
        const after = at < codes.length && isWord(codes[at] as number, ascii);
        return (before !== after) === (PLACES[place] === "boundary");
      }
    }
  }

  /** Where the text of a group ends when it stands here once more; -1 when it does not. */
  #sameEnd(group: number, folding: number, at: number): number {
    const from = this.#slots[2 * group - 2] ?? -1;
    const to = this.#slots[2 * group - 1] ?? -1;
    const codes = this.#codes;
    if (from < 0 || to < from || at + to - from > codes.length) return -1;
    this.steps += to - from;
    const fold = this.#program.folds[folding];
    for (let index = from; index < to; index += 1, at += 1) {
      const [one, other] = [codes[index] as number, codes[at] as number];
      if (one !== other && (fold === undefined || fold(one) !== fold(other))) return -1;
    }
    return at;
  }

  #tooMuch(): TemplateLimitError {
    const shown = this.#pattern.length > 80 ? `${this.#pattern.slice(0, 80)}…` : this.#pattern;
    const { length } = this.#codes;
    return new TemplateLimitError(
      `The regular expression "${shown}" was given up on a text of ${length === 1 ? "1 character" : `${length.toLocaleString("en-US")} characters`} after ${MOST_STEPS.toLocaleString("en-US")} steps.`,
      "A repeat inside a repeat, as in (a+)+, can read one text in very many ways: write it so that each text is read in one way, as in a+, or shorten the text first.",
    );
  }
}
