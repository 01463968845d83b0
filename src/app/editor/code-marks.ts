/**
 * Diagnostics as marks in one file's text: which ones belong here, where exactly, and which word would repair them.
 *
 * Offsets are pulled into the text (the text may have become shorter since), an empty span is widened so that it can be seen, and the
 * same trouble told by the project, the compiler and the database is shown once.
 */
import type { Diagnostic } from "../../engine/core/errors.ts";

export interface CodeMark {
  readonly from: number;
  readonly to: number;
  readonly diagnostic: Diagnostic;
  /** The word at `from` that is wrong, and the word that the hint names instead; null when the hint names none. */
  readonly repair: { readonly from: number; readonly wrong: string; readonly text: string } | null;
}

export function marksIn(path: string, text: string, diagnostics: readonly Diagnostic[]): CodeMark[] {
  const seen = new Set<string>();
  const marks: CodeMark[] = [];
  for (const diagnostic of diagnostics) {
    if (diagnostic.at?.path !== path) continue;
    const from = Math.max(0, Math.min(diagnostic.at.from, text.length));
    const to = Math.max(from, Math.min(diagnostic.at.to, text.length));
    const key = `${diagnostic.code} ${from} ${to}`;
    if (seen.has(key)) continue;
    seen.add(key);
    marks.push({ ...widen(text, from, to), diagnostic, repair: repairOf(text, from, to, diagnostic) });
  }
  return marks.sort((a, b) => a.from - b.from || a.to - b.to);
}

/** Two reports of one trouble, for lists that mix what several steps found. */
export function distinctDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter((diagnostic) => {
    // One trouble at one place: the project and the compiler may word it differently.
    const key = [
      diagnostic.code,
      diagnostic.at ? `${diagnostic.at.path} ${diagnostic.at.from}` : `${diagnostic.node} ${diagnostic.message}`,
    ].join(" ");
    return !seen.has(key) && seen.add(key);
  });
}

function widen(text: string, from: number, to: number): { from: number; to: number } {
  if (to > from) return { from, to };
  if (from < text.length && text[from] !== "\n") return { from, to: from + 1 };
  if (from > 0 && text[from - 1] !== "\n") return { from: from - 1, to: from };
  return { from, to };
}

/**
 * "Did you mean ref('orders')?" about `ref('order')` -> put `orders` where the message's name stands. Only when hint and message each
 * name exactly one thing and that thing is found once in the marked text.
 */
function repairOf(text: string, from: number, to: number, diagnostic: Diagnostic): CodeMark["repair"] {
  const wanted = /Did you mean (?:\w+\()?["'“`]([^"'”`]+)["'”`]/.exec(diagnostic.hint ?? "")?.[1];
  if (wanted === undefined) return null;
  const marked = text.slice(from, to);
  const names = [...diagnostic.message.matchAll(/["'“`]([^"'”`]+)["'”`]/g)]
    .map((match) => match[1]!)
    .filter((name) => name !== wanted);
  const found = names.filter((name) => marked.split(name).length === 2);
  const wrong = found.at(-1);
  if (wrong === undefined) return null;
  const start = from + marked.indexOf(wrong);
  return { from: start, wrong, text: wanted };
}
