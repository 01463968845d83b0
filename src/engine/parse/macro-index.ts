/**
 * What a file of dbt's own macros declares and calls, read from its tags without making its tree: a project calls few of these
 * macros, and the trees of the others would be the longest part of opening a small one.
 *
 * It serves the built-in files alone. It trusts them to hold plain Jinja (no `{% raw %}`, no string with a tag's end in it) and to
 * nest no macro in another; a test compares what it says of each with what the parser says.
 */
import { NODE_CALLS } from "./macro-calls.ts";
import type { MacroOutline } from "./macro-calls.ts";

/** A macro as its file declares it. */
export interface IndexedMacro {
  readonly kind: "macro" | "test";
  readonly name: string;
  readonly parameters: readonly string[];
  /** From the opening tag to the end of the closing one. */
  readonly from: number;
  readonly to: number;
  readonly outline: MacroOutline;
}

interface Opening {
  readonly kind: "macro" | "test";
  /** What stands behind that word in its tag. */
  readonly head: string;
  readonly from: number;
}

const PIECE = /\{#[^]*?#\}|\{%-?\s*(\w+)([^]*?)-?%\}|\{\{([^]*?)\}\}/g;
const HEAD = /^\s*(\w+)\s*\(/;

export function indexMacros(text: string): IndexedMacro[] {
  const found: IndexedMacro[] = [];
  let open: Opening | null = null;
  let calls = new OutlineReader();
  for (const piece of text.matchAll(PIECE)) {
    const [all, tag, inTag, output] = piece;
    if (tag === "macro" || tag === "test") {
      open = { kind: tag, head: inTag ?? "", from: piece.index };
      calls = new OutlineReader();
      calls.read(open.head.replace(HEAD, ""));
    } else if (open !== null && tag === `end${open.kind}`) {
      const name = HEAD.exec(open.head)?.[1] ?? "";
      const to = piece.index + all.length;
      const { kind, head, from } = open;
      found.push({ kind, name, parameters: parametersOf(head), from, to, outline: calls.outline() });
      open = null;
    } else calls.read(tag === undefined ? (output ?? "") : (inTag ?? ""));
  }
  return found;
}

/** The names between the head's outermost parentheses. */
function parametersOf(head: string): string[] {
  const names: string[] = [];
  let depth = 0;
  for (const [token] of head.replace(HEAD, "(").matchAll(/'[^']*'|"[^"]*"|[([{]|[)\]}]|,|=|\w+/g)) {
    if ("([{".includes(token)) depth += 1;
    else if (")]}".includes(token)) depth -= 1;
    if (depth === 1 && (token === "(" || token === ",")) names.push("");
    else if (depth === 1 && names.at(-1) === "" && /^\w+$/.test(token)) names[names.length - 1] = token;
  }
  return names.filter((name) => name !== "");
}

/** Texts are passed over; a name before a parenthesis is a call unless it is a filter, a test or a word of the language. */
const CALL =
  /\badapter\.dispatch\(\s*(?:macro_name\s*=\s*)?['"](\w+)['"](?:\s*,\s*(?:macro_namespace\s*=\s*)?['"](\w+)['"])?|'[^']*'|"[^"]*"|(?:(\||\bis(?:\s+not)?\s)\s*)?(?<![\w.)\]])([A-Za-z_][\w.]*)\s*\(/g;
const WORDS = new Set(["and", "or", "not", "in", "is", "if", "else", "elif"]);
class OutlineReader {
  readonly #calls: (string | { readonly name: string; readonly namespace: string | null })[] = [];
  #speaksOfNodes = false;

  read(code: string): void {
    for (const [, dispatched, namespace, operator, name] of code.matchAll(CALL)) {
      if (dispatched !== undefined) this.#calls.push({ name: dispatched, namespace: namespace ?? null });
      else if (name === undefined || operator !== undefined || WORDS.has(name)) continue;
      else if (NODE_CALLS.has(name)) this.#speaksOfNodes = true;
      else this.#calls.push(name);
    }
  }

  outline(): MacroOutline {
    return { calls: this.#calls, speaksOfNodes: this.#speaksOfNodes };
  }
}
