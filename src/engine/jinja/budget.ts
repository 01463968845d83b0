/**
 * What a template may use up: steps, depth of calls, length of texts. Whoever loops or builds text calls `spend` or `checkLength`;
 * the template that goes over ends with a `TemplateLimitError`, and nothing else is harmed.
 *
 * Rendering is synchronous, so the budget that is running is kept in this module: filters and methods need no extra argument, and
 * a macro that is reached through a host function draws on the budget of the template that called it.
 */
import { TemplateLimitError, copyPlace } from "./error.ts";

export interface Limits {
  /** Statements, expressions, loop rounds and items that filters touch. */
  readonly steps: number;
  /** Macros, callers and recursive loops inside each other. */
  readonly depth: number;
  /** Longest text or list, in UTF-16 units or items. */
  readonly outputLength: number;
}

export const DEFAULT_LIMITS: Limits = { steps: 5_000_000, depth: 200, outputLength: 50_000_000 };

let limits = DEFAULT_LIMITS;
let stepsLeft = Infinity;
let depth = 0;
let running = false;

/** Runs `work` under `wanted` limits, or under those that are running already. */
export function withBudget<T>(wanted: Partial<Limits> | undefined, work: () => T): T {
  if (running) return work();
  limits = wanted === undefined ? DEFAULT_LIMITS : { ...DEFAULT_LIMITS, ...wanted };
  stepsLeft = limits.steps;
  depth = 0;
  running = true;
  try {
    return work();
  } catch (error) {
    if (!isStackOverflow(error)) throw error;
    throw copyPlace(error, new TemplateLimitError("The template is nested too deeply."));
  } finally {
    limits = DEFAULT_LIMITS;
    stepsLeft = Infinity;
    running = false;
  }
}

export function spend(steps: number): void {
  stepsLeft -= steps;
  if (stepsLeft < 0)
    throw new TemplateLimitError(
      `The template took more than ${count(limits.steps)} steps. Look for a loop that grows without bound.`,
    );
}

/** Call before building a text or list of this length. */
export function checkLength(length: number): void {
  if (length > limits.outputLength) {
    throw new TemplateLimitError(
      `The template made a text or list longer than ${count(limits.outputLength)}. Look for a loop that grows without bound.`,
    );
  }
}

/** Goes one macro, caller or recursive loop deeper; whoever calls this calls `endCall` whatever happens. */
export function beginCall(): void {
  if (depth >= limits.depth) {
    throw new TemplateLimitError(
      `Macros called each other more than ${count(limits.depth)} deep. Look for a macro that calls itself without end.`,
    );
  }
  depth += 1;
}

export function endCall(): void {
  depth -= 1;
}

/** Whether a template is being rendered, so that there is no need for `withBudget`. */
export function isRunning(): boolean {
  return running;
}

function isStackOverflow(error: unknown): boolean {
  // V8 and JavaScriptCore throw a RangeError, SpiderMonkey an InternalError ("too much recursion").
  return error instanceof Error && (/call stack/i.test(error.message) || error.name === "InternalError");
}

function count(number: number): string {
  return number.toLocaleString("en-US");
}
