/**
 * What goes wrong in a template, with Python's name for it, and the record of where it happened.
 *
 * Helpers and host functions throw a `TemplateError` without a place; every macro and template that the error passes through adds
 * what it knows (`addPlace`). Errors of other classes go through untouched, so for them the same record is kept beside the error
 * and read with `whereThrown`.
 */
import type { SourceSpan } from "../core/source-file.ts";

export class TemplateError extends Error {
  /** Python's name of the exception: `UndefinedError`, `TypeError`, `TemplateSyntaxError`, `CompilationError` … */
  readonly kind: string;

  constructor(kind: string, message: string, span: SourceSpan | null = null) {
    super(message);
    this.name = "TemplateError";
    this.kind = kind;
    if (span !== null) places.set(this, { span, macroStack: [], trace: [span] });
  }

  /** The innermost place in a file, or null when the error has not passed through a template. */
  get span(): SourceSpan | null {
    return places.get(this)?.span ?? null;
  }

  /** Names of the macros that were running, innermost first. */
  get macroStack(): readonly string[] {
    return places.get(this)?.macroStack ?? [];
  }
}

/** The template went over one of the limits of `RenderOptions`. */
export class TemplateLimitError extends TemplateError {
  /** The way out, where it is another one than for endless loops and macros. */
  readonly hint: string | null;

  constructor(message: string, hint: string | null = null) {
    super("LimitError", message);
    this.hint = hint;
  }
}

export interface Place {
  /** The innermost place in a file. */
  readonly span: SourceSpan | null;
  readonly macroStack: readonly string[];
  /** The place in each template and macro that was running, innermost first; its first entry is `span`. */
  readonly trace: readonly SourceSpan[];
}

interface GrowingPlace extends Place {
  span: SourceSpan | null;
  readonly macroStack: string[];
  readonly trace: SourceSpan[];
}

const places = new WeakMap<object, GrowingPlace>();

/** Where an error of any class was thrown, or null when it did not pass through a template. */
export function whereThrown(error: unknown): Place | null {
  return (typeof error === "object" && error !== null && places.get(error)) || null;
}

/** Records one more template or macro that `error` passes through, from the inside out. */
export function addPlace(error: unknown, span: SourceSpan | null, macro: string | null): void {
  if (typeof error !== "object" || error === null) return;
  let place = places.get(error);
  if (place === undefined) places.set(error, (place = { span: null, macroStack: [], trace: [] }));
  // A syntax error, or an error that is rethrown, already carries the place that this level would add.
  const last = place.trace.at(-1);
  if (span !== null && (last?.path !== span.path || last.from !== span.from || last.to !== span.to))
    place.trace.push(span);
  place.span ??= span;
  if (macro !== null) place.macroStack.push(macro);
}

/** Gives `error` the place of `source`; for an error that is thrown instead of another one. */
export function copyPlace(source: unknown, error: TemplateError): TemplateError {
  const place = typeof source === "object" && source !== null ? places.get(source) : undefined;
  if (place) places.set(error, place);
  return error;
}

/** Whether a Python program would catch `error` with `except <kinds>`. */
export function isKind(error: unknown, ...kinds: readonly string[]): error is TemplateError {
  return error instanceof TemplateError && kinds.includes(error.kind);
}
