/**
 * A place in compiled SQL that a macro wrote -> the macros that were running, and the place in the macro's own file.
 *
 * Macros give text without a map, so the place is looked up in what each call gave: the innermost call whose text covers the place,
 * then the words around the place in that macro's source. Words that do not stand there came in as an argument: the place is then the
 * call, not the macro.
 */
import type { MacroDefinition } from "../context/macro-registry.ts";
import type { SourceSpan } from "../core/source-file.ts";

/** One call of a macro, in the order in which calls end; `depth` 0 is a call by the template itself. */
export interface MacroCall {
  readonly definition: MacroDefinition;
  readonly depth: number;
  /** Empty for a macro that gave no text. */
  readonly text: string;
}

export interface MacroPlace {
  /** As in errors of templates: `name (path)`, innermost first. */
  readonly stack: readonly string[];
  /** Null when the words came from outside, or stand in the macro of another package. */
  readonly at: SourceSpan | null;
}

/** Calls that are remembered for one node; later ones are not. */
const MOST = 2000;

export function remember(calls: MacroCall[], call: MacroCall): void {
  if (calls.length < MOST) calls.push(call);
}

/**
 * `text` is what the expression gave that calls the macros, `offset` the place in it. Only macros of `packageName` are marked: what
 * other packages wrote is not the reader's to mend.
 */
export function macroPlace(
  calls: readonly MacroCall[],
  text: string,
  offset: number,
  packageName: string,
): MacroPlace | null {
  const found = innermost(calls, text, offset);
  if (found === null) return null;
  const stack = stackOf(calls, found.index);
  const own = stack.find(({ definition }) => definition.info.package_name === packageName);
  return {
    stack: stack.map(({ definition: { info } }) => `${info.name} (${info.span.path})`),
    at: own === undefined ? null : placeIn(own.definition, text, offset),
  };
}

function innermost(calls: readonly MacroCall[], text: string, offset: number): { readonly index: number } | null {
  let best: { readonly index: number; readonly depth: number; readonly length: number } | null = null;
  for (const [index, call] of calls.entries()) {
    const given = call.text.trim();
    if (given === "" || !covers(text, given, offset)) continue;
    const better =
      best === null || call.depth > best.depth || (call.depth === best.depth && given.length < best.length);
    if (better) best = { index, depth: call.depth, length: given.length };
  }
  return best;
}

function covers(text: string, part: string, offset: number): boolean {
  for (let at = text.indexOf(part); at !== -1 && at <= offset; at = text.indexOf(part, at + 1))
    if (offset < at + part.length) return true;
  return false;
}

/** A call and those around it: the next one to end with a smaller depth. */
function stackOf(calls: readonly MacroCall[], from: number): MacroCall[] {
  const stack: MacroCall[] = [];
  let depth = Number.POSITIVE_INFINITY;
  for (const call of calls.slice(from)) {
    if (call.depth >= depth) continue;
    depth = call.depth;
    stack.push(call);
    if (depth === 0) break;
  }
  return stack;
}

/** How far around the place the words are compared, on each side. */
const AROUND = 80;

function placeIn({ info, template }: MacroDefinition, text: string, offset: number): SourceSpan | null {
  const word = /^[\w.]+/.exec(text.slice(offset))?.[0] ?? text.charAt(offset);
  const { source } = template;
  const body = source.slice(info.span.from, info.span.to);
  if (word === "" || !body.includes(word)) return null;
  let from = offset;
  let to = offset + word.length;
  const fits = (left: number, right: number): boolean => body.includes(text.slice(left, right));
  while (from > 0 && offset - from < AROUND && fits(from - 1, to)) from -= 1;
  while (to < text.length && to - offset < AROUND && fits(from, to + 1)) to += 1;
  const at = info.span.from + body.indexOf(text.slice(from, to)) + (offset - from);
  return { path: info.span.path, from: at, to: at + word.length };
}
