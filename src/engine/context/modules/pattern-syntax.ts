/**
 * Python's regular expressions -> JavaScript's, for the flag `u`.
 *
 * What JavaScript lacks (conditions, possessive quantifiers, atomic groups, flags for a part only) is refused with a clear error:
 * a pattern must never match something else than it does in Python.
 */
import { TemplateError } from "../../jinja/error.ts";

export const FLAGS = {
  ASCII: 256,
  IGNORECASE: 2,
  LOCALE: 4,
  MULTILINE: 8,
  DOTALL: 16,
  VERBOSE: 64,
  UNICODE: 32,
} as const;

export interface Translated {
  readonly expression: RegExp;
  readonly flags: number;
  /** Group names, by number. */
  readonly names: ReadonlyMap<string, number>;
  readonly groups: number;
}

const LETTERS: Readonly<Record<string, number>> = {
  a: FLAGS.ASCII,
  i: FLAGS.IGNORECASE,
  L: FLAGS.LOCALE,
  m: FLAGS.MULTILINE,
  s: FLAGS.DOTALL,
  u: FLAGS.UNICODE,
  x: FLAGS.VERBOSE,
};

export function translatePattern(pattern: string, given: number): Translated {
  const inline = /^(?:\(\?[aiLmsux]+\))*/.exec(pattern)?.[0] ?? "";
  const flags = [...inline].reduce((sum, letter) => sum | (LETTERS[letter] ?? 0), given);
  const translator = new Translator(pattern, inline.length, flags);
  const source = translator.translate();
  try {
    const expression = new RegExp(source, `gud${(flags & FLAGS.IGNORECASE) === 0 ? "" : "i"}`);
    return { expression, flags: flags | FLAGS.UNICODE, names: translator.names, groups: translator.groups };
  } catch (error) {
    throw new TemplateError("error", `the pattern cannot be read: ${(error as Error).message.replace(/^.*: /s, "")}`);
  }
}

const START = "(?<![\\s\\S])";
const END = "(?![\\s\\S])";

class Translator {
  readonly names = new Map<string, number>();
  groups = 0;
  readonly #pattern: string;
  readonly #flags: number;
  #at: number;

  constructor(pattern: string, from: number, flags: number) {
    this.#pattern = pattern;
    this.#at = from;
    this.#flags = flags;
  }

  #has(flag: number): boolean {
    return (this.#flags & flag) !== 0;
  }

  translate(): string {
    let source = "";
    while (this.#at < this.#pattern.length) source += this.#piece();
    return source;
  }

  #piece(): string {
    const character = this.#pattern[this.#at] ?? "";
    switch (character) {
      case "\\":
        return this.#escape(false);
      case "[":
        return this.#set();
      case "(":
        return this.#group();
      case ".":
        this.#at += 1;
        return this.#has(FLAGS.DOTALL) ? "[\\s\\S]" : "[^\\n]";
      case "^":
        this.#at += 1;
        return this.#has(FLAGS.MULTILINE) ? "(?<=^|\\n)".replace("^", START) : START;
      case "$":
        this.#at += 1;
        return this.#has(FLAGS.MULTILINE) ? `(?=\\n|${END})` : `(?=\\n?${END})`;
      case "*":
      case "+":
      case "?":
        return this.#quantifier(character);
      case "{":
        return this.#counted();
      case "}":
      case "]":
      case "/":
        this.#at += 1;
        return `\\${character}`;
      default:
        return this.#literal();
    }
  }

  #literal(): string {
    const character = String.fromCodePoint(this.#pattern.codePointAt(this.#at) ?? 0);
    this.#at += character.length;
    if (!this.#has(FLAGS.VERBOSE)) return character;
    if (character === "#") {
      const end = this.#pattern.indexOf("\n", this.#at);
      this.#at = end < 0 ? this.#pattern.length : end;
      return "";
    }
    return /\s/.test(character) ? "" : character;
  }

  #quantifier(text: string): string {
    this.#at += text.length;
    const next = this.#pattern[this.#at];
    if (next === "+" && text !== "") throw unsupported("possessive quantifiers");
    if (next !== "?") return text;
    this.#at += 1;
    return `${text}?`;
  }

  /** `{2,5}` counts; any other brace is a brace. */
  #counted(): string {
    const match = /^\{(\d*)(,?)(\d*)\}/.exec(this.#pattern.slice(this.#at));
    if (match === null || (match[1] === "" && match[2] === "") || match[0] === "{,}") {
      this.#at += 1;
      return "\\{";
    }
    const [whole, least = "", comma = "", most = ""] = match;
    const text = `{${least === "" ? "0" : least}${comma}${most}}`;
    this.#at += whole.length - text.length;
    return this.#quantifier(text);
  }

  #group(): string {
    const rest = this.#pattern.slice(this.#at);
    const take = (length: number, text: string): string => {
      this.#at += length;
      return text;
    };
    const named = /^\(\?P<([^>]*)>/.exec(rest);
    if (named) {
      this.groups += 1;
      this.names.set(named[1] ?? "", this.groups);
      return take(named[0].length, "(");
    }
    const back = /^\(\?P=([^)]*)\)/.exec(rest);
    if (back) {
      const number = this.names.get(back[1] ?? "");
      if (number === undefined) throw new TemplateError("error", `unknown group name '${back[1]}'`);
      return take(back[0].length, `(?:\\${number})`);
    }
    const comment = /^\(\?#[^)]*\)/.exec(rest);
    if (comment) return take(comment[0].length, "");
    const plain = /^\(\?(?:[:=!]|<[=!])/.exec(rest);
    if (plain) return take(plain[0].length, plain[0]);
    if (rest.startsWith("(?>")) throw unsupported("atomic groups");
    if (rest.startsWith("(?(")) throw unsupported("conditions");
    if (rest.startsWith("(?")) throw unsupported("flags inside of a pattern");
    this.groups += 1;
    return take(1, "(");
  }

  #set(): string {
    this.#at += 1;
    let source = "[";
    if (this.#pattern[this.#at] === "^") {
      source += "^";
      this.#at += 1;
    }
    let first = true;
    for (;;) {
      const character = this.#pattern[this.#at];
      if (character === undefined) throw new TemplateError("error", "unterminated character set");
      if (character === "]" && !first) {
        this.#at += 1;
        return `${source}]`;
      }
      first = false;
      if (character === "\\") source += this.#escape(true);
      else {
        const whole = String.fromCodePoint(this.#pattern.codePointAt(this.#at) ?? 0);
        this.#at += whole.length;
        const nextIsEnd = this.#pattern[this.#at] === "]";
        source +=
          /[[\]^]/.test(whole) || (whole === "-" && (source === "[" || source === "[^" || nextIsEnd))
            ? `\\${whole}`
            : whole;
      }
    }
  }

  #escape(inSet: boolean): string {
    const letter = this.#pattern[this.#at + 1];
    if (letter === undefined) throw new TemplateError("error", "bad escape (end of pattern)");
    const ascii = this.#has(FLAGS.ASCII);
    const take = (length: number, text: string): string => {
      this.#at += length;
      return text;
    };
    const rest = this.#pattern.slice(this.#at);
    const code = /^\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/.exec(rest);
    if (code) return take(code[0].length, `\\u{${code[1] ?? code[2] ?? code[3] ?? "0"}}`);
    const octal = /^\\(0[0-7]{0,2}|[1-7][0-7]{2})/.exec(rest);
    if (octal) return take(octal[0].length, `\\u{${parseInt(octal[1] ?? "0", 8).toString(16)}}`);
    const reference = inSet ? null : /^\\([1-9]\d?)/.exec(rest);
    if (reference) return take(reference[0].length, `(?:\\${reference[1]})`);
    switch (letter) {
      case "d":
        return take(2, ascii ? "\\d" : "\\p{Nd}");
      case "D":
        return take(2, ascii ? "\\D" : "\\P{Nd}");
      case "w":
        return take(2, ascii ? "\\w" : inSet ? WORD : `[${WORD}]`);
      case "W":
        if (ascii) return take(2, "\\W");
        if (inSet) throw unsupported("\\W inside of a set");
        return take(2, `[^${WORD}]`);
      case "b":
        return take(
          2,
          inSet ? "\\u{8}" : ascii ? "\\b" : `(?:(?<=[${WORD}])(?![${WORD}])|(?<![${WORD}])(?=[${WORD}]))`,
        );
      case "B":
        return take(2, ascii ? "\\B" : `(?:(?<=[${WORD}])(?=[${WORD}])|(?<![${WORD}])(?![${WORD}]))`);
      case "s":
      case "S":
      case "n":
      case "r":
      case "t":
      case "f":
      case "v":
        return take(2, `\\${letter}`);
      case "a":
        return take(2, "\\u{7}");
      case "A":
        return take(2, START);
      case "Z":
        return take(2, END);
      default: {
        if (/[A-Za-z0-9]/.test(letter))
          throw new TemplateError("error", `bad escape \\${letter} at position ${this.#at}`);
        const character = String.fromCodePoint(this.#pattern.codePointAt(this.#at + 1) ?? 0);
        return take(
          1 + character.length,
          /[\^$\\.*+?()[\]{}|/-]/.test(character) ? escaped(character, inSet) : character,
        );
      }
    }
  }
}

/** With the flag `u` a minus may only be escaped inside of a set. */
function escaped(character: string, inSet: boolean): string {
  return character === "-" && !inSet ? "-" : `\\${character}`;
}

const WORD = "\\p{L}\\p{N}_";

function unsupported(what: string): TemplateError {
  return new TemplateError("error", `${what} are not supported in regular expressions here`);
}
