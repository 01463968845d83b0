/**
 * The text of a regular expression, as Python 3.11 reads it -> a tree.
 *
 * Errors have Python's words. Two things of Python are refused: `\N{…}`, which needs the names of all characters, and the flag
 * LOCALE, which Python itself allows for bytes only.
 */
import { TemplateError, TemplateLimitError } from "../../../jinja/error.ts";
import { anyCharacter, characterSet, foldFor } from "./character-set.ts";
import type { Category } from "./character-set.ts";
import { FLAGS } from "./tree.ts";
import type { ParsedPattern, PatternTree, Where } from "./tree.ts";
import { widthOf } from "./width.ts";

const LETTERS: Readonly<Record<string, number>> = {
  a: FLAGS.ASCII,
  i: FLAGS.IGNORECASE,
  L: FLAGS.LOCALE,
  m: FLAGS.MULTILINE,
  s: FLAGS.DOTALL,
  u: FLAGS.UNICODE,
  x: FLAGS.VERBOSE,
};

/** Groups inside each other; each costs a few frames of the stack. */
const MOST_NESTED = 200;

/** One escape or character: its code, or the category that it stands for. */
type Unit = number | Category;

export function parsePattern(pattern: string, given: number): ParsedPattern {
  const inline = /^(?:\(\?[aiLmsux]+\))*/.exec(pattern)?.[0] ?? "";
  const asked = [...inline].reduce((sum, letter) => sum | (LETTERS[letter] ?? 0), given);
  if (asked & FLAGS.LOCALE) throw new TemplateError("ValueError", "cannot use LOCALE flag with a str pattern");
  if (asked & FLAGS.ASCII && asked & FLAGS.UNICODE)
    throw new TemplateError("ValueError", "ASCII and UNICODE flags are incompatible");
  const flags = asked & FLAGS.ASCII ? asked : asked | FLAGS.UNICODE;
  const parser = new PatternParser(pattern, inline.length);
  const tree = parser.whole(flags);
  return { tree, flags, names: parser.names, groups: parser.widths.length - 1 };
}

class PatternParser {
  readonly names = new Map<string, number>();
  /** Width of each group, once it is closed: undefined while it is open. The first stands for the whole pattern. */
  readonly widths: (readonly [number, number] | undefined)[] = [undefined];
  readonly #characters: readonly string[];
  #at: number;
  #depth = 0;

  constructor(pattern: string, from: number) {
    this.#characters = [...pattern];
    this.#at = from;
  }

  whole(flags: number): PatternTree {
    const tree = this.#either(flags);
    if (this.#peek() !== undefined) throw this.#error("unbalanced parenthesis");
    return tree;
  }

  #peek(ahead = 0): string | undefined {
    return this.#characters[this.#at + ahead];
  }

  #take(text: string): boolean {
    if (this.#peek() !== text) return false;
    this.#at += 1;
    return true;
  }

  #error(message: string, at = this.#at): TemplateError {
    return new TemplateError("error", `${message} at position ${at}`);
  }

  #either(flags: number): PatternTree {
    if ((this.#depth += 1) > MOST_NESTED)
      throw new TemplateLimitError(`A regular expression has more than ${MOST_NESTED} groups inside each other.`);
    const branches: PatternTree[] = [];
    do branches.push(this.#sequence(flags));
    while (this.#take("|"));
    this.#depth -= 1;
    return branches.length === 1 && branches[0] ? branches[0] : { kind: "either", branches };
  }

  #sequence(flags: number): PatternTree {
    const items: PatternTree[] = [];
    for (;;) {
      const character = this.#peek();
      if (character === undefined || character === "|" || character === ")") break;
      const from = this.#at;
      this.#at += 1;
      if (flags & FLAGS.VERBOSE && this.#isBlank(character)) continue;
      const counts = "*+?{".includes(character) ? this.#counts(character) : null;
      if (counts === null) items.push(...this.#item(character, from, flags));
      else this.#repeat(items, counts, from);
    }
    return items.length === 1 && items[0] ? items[0] : { kind: "sequence", items };
  }

  /** Blanks and comments of a verbose pattern. */
  #isBlank(character: string): boolean {
    if (character === "#") while (this.#peek() !== undefined && this.#peek() !== "\n") this.#at += 1;
    return character === "#" || " \t\n\r\v\f".includes(character);
  }

  /** What follows `*`, `+`, `?` or `{`; a brace that counts nothing is null, and a brace. */
  #counts(character: string): readonly [least: number, most: number] | null {
    if (character === "*") return [0, Infinity];
    if (character === "+") return [1, Infinity];
    if (character === "?") return [0, 1];
    const from = this.#at;
    if (this.#peek() === "}") return null;
    const least = this.#digits();
    const most = this.#take(",") ? this.#digits() : least;
    if (!this.#take("}")) {
      this.#at = from;
      return null;
    }
    const counts = [least === "" ? 0 : Number(least), most === "" ? Infinity : Number(most)] as const;
    if (counts.some((count) => count !== Infinity && count >= 2 ** 32 - 1))
      throw new TemplateError("OverflowError", "the repetition number is too large");
    if (counts[1] < counts[0]) throw this.#error("min repeat greater than max repeat", from);
    return counts;
  }

  #digits(): string {
    let digits = "";
    while (/^[0-9]$/.test(this.#peek() ?? "")) digits += this.#characters[this.#at++] ?? "";
    return digits;
  }

  #repeat(items: PatternTree[], [least, most]: readonly [number, number], from: number): void {
    const body = items.pop();
    if (body === undefined || body.kind === "at") throw this.#error("nothing to repeat", from);
    if (body.kind === "repeat" || this.#repeated.has(body)) throw this.#error("multiple repeat", from);
    const lazy = this.#take("?");
    const repeat: PatternTree = { kind: "repeat", body, least, most, lazy };
    if (lazy || !this.#take("+")) {
      items.push(repeat);
      return;
    }
    const possessive: PatternTree = { kind: "atomic", body: repeat };
    this.#repeated.add(possessive);
    items.push(possessive);
  }

  /** Possessive repeats, which must not be repeated once more. */
  readonly #repeated = new Set<PatternTree>();

  #item(character: string, from: number, flags: number): PatternTree[] {
    const at = (where: Where): PatternTree[] => [{ kind: "at", where, ascii: (flags & FLAGS.ASCII) !== 0 }];
    switch (character) {
      case "^":
        return at(flags & FLAGS.MULTILINE ? "line-start" : "start");
      case "$":
        return at(flags & FLAGS.MULTILINE ? "line-end" : "end");
      case ".":
        return [{ kind: "character", set: anyCharacter((flags & FLAGS.DOTALL) !== 0) }];
      case "[":
        return [this.#set(from, flags)];
      case "(":
        return this.#group(from, flags);
      case "\\":
        return this.#escape(from, flags);
      default:
        return [this.#unit(codeOf(character), flags)];
    }
  }

  #unit(unit: Unit, flags: number): PatternTree {
    const items =
      typeof unit === "number"
        ? { ranges: [[unit, unit] as const], categories: [] }
        : { ranges: [], categories: [unit] };
    const key = `${unit} ${flags & (FLAGS.IGNORECASE | FLAGS.ASCII)}`;
    let character = this.#units.get(key);
    if (character === undefined)
      this.#units.set(key, (character = { kind: "character", set: characterSet(items, setOptions(flags)) }));
    return character;
  }

  /** The same letter is the same tree: a long pattern has few of them. */
  readonly #units = new Map<string, PatternTree>();

  #escape(from: number, flags: number): PatternTree[] {
    const letter = this.#peek();
    if (letter === undefined) throw this.#error("bad escape (end of pattern)", from);
    const at = (where: Where): PatternTree[] => {
      this.#at += 1;
      return [{ kind: "at", where, ascii: (flags & FLAGS.ASCII) !== 0 }];
    };
    if (letter === "A") return at("start");
    if (letter === "Z") return at("very-end");
    if (letter === "b") return at("boundary");
    if (letter === "B") return at("no-boundary");
    const octal = this.#match(/^(?:0[0-7]{0,2}|[1-7][0-7]{2})/);
    if (octal !== null) return [this.#unit(this.#octal(octal, from), flags)];
    const number = this.#match(/^[1-9][0-9]?/);
    if (number !== null) return [this.#reference(Number(number), from, flags)];
    return [this.#unit(this.#simpleEscape(from), flags)];
  }

  /** Escapes that mean the same inside and outside of a set. */
  #simpleEscape(from: number): Unit {
    const letter = this.#peek() ?? "";
    this.#at += 1;
    if ("dwsDWS".includes(letter)) return letter as Category;
    const plain = "abfnrtv".indexOf(letter);
    if (plain >= 0) return [7, 8, 12, 10, 13, 9, 11][plain] ?? 0;
    const digits = { x: 2, u: 4, U: 8 }[letter];
    if (digits !== undefined) {
      const hex = this.#match(new RegExp(`^[0-9a-fA-F]{${digits}}`));
      const code = hex === null ? NaN : parseInt(hex, 16);
      if (!(code <= 0x10ffff)) throw this.#error(`incomplete or bad escape \\${letter}`, from);
      return code;
    }
    if (letter === "N")
      throw this.#error("named characters (\\N{…}) are not known here; write \\u and the number", from);
    if (/[A-Za-z0-9]/.test(letter)) throw this.#error(`bad escape \\${letter}`, from);
    return codeOf(letter);
  }

  #octal(text: string, from: number): number {
    const code = parseInt(text, 8);
    if (code > 0o377) throw this.#error(`octal escape value \\${text} outside of range 0-0o377`, from);
    return code;
  }

  /** The text that matches here; moves behind it. */
  #match(expression: RegExp): string | null {
    const found = expression.exec(this.#characters.slice(this.#at, this.#at + 8).join(""))?.[0];
    if (found === undefined) return null;
    this.#at += found.length;
    return found;
  }

  #reference(number: number, from: number, flags: number): PatternTree {
    this.#requireGroup(number, from);
    if (this.widths[number] === undefined) throw this.#error("cannot refer to an open group", from);
    const fold = flags & FLAGS.IGNORECASE ? foldFor((flags & FLAGS.ASCII) !== 0) : null;
    return { kind: "reference", number, fold };
  }

  #requireGroup(number: number, from: number): void {
    if (number >= this.widths.length) throw this.#error(`invalid group reference ${number}`, from);
  }

  #set(from: number, flags: number): PatternTree {
    const negative = this.#take("^");
    const ranges: (readonly [number, number])[] = [];
    const categories: Category[] = [];
    const add = (unit: Unit): void => {
      if (typeof unit === "number") ranges.push([unit, unit]);
      else categories.push(unit);
    };
    for (let isFirst = true; isFirst || !this.#take("]"); isFirst = false) {
      const start = this.#at;
      const low = this.#member(from);
      if (this.#peek() !== "-" || this.#peek(1) === "]") {
        add(low);
        continue;
      }
      this.#at += 1;
      const high = this.#member(from);
      if (typeof low !== "number" || typeof high !== "number" || high < low)
        throw this.#error(`bad character range ${this.#characters.slice(start, this.#at).join("")}`, start);
      ranges.push([low, high]);
    }
    return { kind: "character", set: characterSet({ ranges, categories }, { ...setOptions(flags), negative }) };
  }

  #member(setFrom: number): Unit {
    const from = this.#at;
    const character = this.#peek();
    if (character === undefined) throw this.#error("unterminated character set", setFrom);
    this.#at += 1;
    if (character !== "\\") return codeOf(character);
    if (this.#peek() === undefined) throw this.#error("bad escape (end of pattern)", from);
    const octal = this.#match(/^[0-7]{1,3}/);
    return octal === null ? this.#simpleEscape(from) : this.#octal(octal, from);
  }

  #group(from: number, flags: number): PatternTree[] {
    if (!this.#take("?")) return [this.#capture(null, from, flags)];
    const sign = this.#peek();
    this.#at += 1;
    switch (sign) {
      case "P":
        if (this.#take("<")) return [this.#capture(this.#name(">"), from, flags)];
        if (this.#take("=")) return [this.#reference(this.#numberOf(this.#name(")")), from, flags)];
        throw this.#error(`unknown extension ?P${this.#peek() ?? ""}`, from);
      case ":":
        return [this.#closed(from, flags)];
      case "#":
        while (!this.#take(")")) {
          if (this.#peek() === undefined) throw this.#error("missing ), unterminated comment", from);
          this.#at += 1;
        }
        return [];
      case "=":
      case "!":
        return [{ kind: "look", back: null, negative: sign === "!", body: this.#closed(from, flags) }];
      case "<":
        return [this.#lookBehind(from, flags)];
      case ">":
        return [{ kind: "atomic", body: this.#closed(from, flags) }];
      case "(":
        return [this.#condition(from, flags)];
      case undefined:
        throw this.#error("unexpected end of pattern", from);
      default:
        this.#at -= 1;
        return [this.#withFlags(from, flags)];
    }
  }

  /** The body of a group up to its parenthesis. */
  #closed(from: number, flags: number): PatternTree {
    const body = this.#either(flags);
    if (!this.#take(")")) throw this.#error("missing ), unterminated subpattern", from);
    // A group of its own, so that what is repeated is the whole and not its last part.
    return body.kind === "repeat" || body.kind === "at" || this.#repeated.has(body)
      ? { kind: "sequence", items: [body] }
      : body;
  }

  #capture(name: string | null, from: number, flags: number): PatternTree {
    const number = this.widths.push(undefined) - 1;
    if (name !== null) {
      if (this.names.has(name))
        throw this.#error(
          `redefinition of group name '${name}' as group ${number}; was group ${this.names.get(name) ?? 0}`,
          from,
        );
      this.names.set(name, number);
    }
    const body = this.#closed(from, flags);
    this.widths[number] = widthOf(body, this.widths);
    return { kind: "group", number, body };
  }

  #name(end: string): string {
    const from = this.#at;
    let name = "";
    while (!this.#take(end)) {
      const character = this.#peek();
      if (character === undefined)
        throw this.#error(name === "" ? "missing group name" : `missing ${end}, unterminated name`, from);
      name += character;
      this.#at += 1;
    }
    if (name === "") throw this.#error("missing group name", from);
    if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) && !(end === ")" && /^\d+$/.test(name)))
      throw this.#error(`bad character in group name '${name}'`, from);
    return name;
  }

  #numberOf(name: string): number {
    const number = this.names.get(name);
    if (number === undefined) throw this.#error(`unknown group name '${name}'`);
    return number;
  }

  #lookBehind(from: number, flags: number): PatternTree {
    const negative = this.#take("!");
    if (!negative && !this.#take("=")) throw this.#error(`unknown extension ?<${this.#peek() ?? ""}`, from);
    const body = this.#closed(from, flags);
    const [least, most] = widthOf(body, this.widths);
    if (least !== most) throw new TemplateError("error", "look-behind requires fixed-width pattern");
    return { kind: "look", back: least, negative, body };
  }

  #condition(from: number, flags: number): PatternTree {
    const name = this.#name(")");
    const number = /^\d+$/.test(name) ? Number(name) : this.#numberOf(name);
    if (number === 0) throw this.#error("bad group number", from);
    this.#requireGroup(number, from);
    const yes = this.#sequence(flags);
    const no: PatternTree = this.#take("|") ? this.#sequence(flags) : { kind: "sequence", items: [] };
    if (this.#peek() === "|") throw this.#error("conditional backref with more than two branches");
    if (!this.#take(")")) throw this.#error("missing ), unterminated subpattern", from);
    return { kind: "condition", number, yes, no };
  }

  /** `(?i-s:…)`. */
  #withFlags(from: number, flags: number): PatternTree {
    const take = (): number => {
      let taken = 0;
      for (let flag = LETTERS[this.#peek() ?? ""]; flag !== undefined; flag = LETTERS[this.#peek() ?? ""]) {
        taken |= flag;
        this.#at += 1;
      }
      return taken;
    };
    const on = take();
    if (on !== 0 && this.#peek() === ")") throw this.#error("global flags not at the start of the expression", from);
    const off = this.#take("-") ? take() : 0;
    if ((on === 0 && off === 0) || !this.#take(":"))
      throw this.#error(`unknown extension ?${this.#peek() ?? ""}`, from);
    const types = FLAGS.ASCII | FLAGS.UNICODE | FLAGS.LOCALE;
    if (on & FLAGS.LOCALE) throw this.#error("bad inline flags: cannot use 'L' flag with a str pattern");
    if ((on & types) === types - FLAGS.LOCALE)
      throw this.#error("bad inline flags: flags 'a', 'u' and 'L' are incompatible");
    if (off & types) throw this.#error("bad inline flags: cannot turn off flags 'a', 'u' and 'L'");
    if (on & off) throw this.#error("bad inline flags: flag turned on and off");
    return this.#closed(from, ((on & types ? flags & ~types : flags) | on) & ~off);
  }
}

function setOptions(flags: number): { readonly ignoreCase: boolean; readonly ascii: boolean } {
  return { ignoreCase: (flags & FLAGS.IGNORECASE) !== 0, ascii: (flags & FLAGS.ASCII) !== 0 };
}

function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}
