/**
 * Where names live while a template runs.
 *
 * A `Frame` is one scope; `if` makes none, loops make one per round, macros and blocks one each. An `Activation` is one running
 * template, macro or caller: it knows the file, the host's globals, and the node that is being evaluated, so that an error finds
 * its place without every node being wrapped in a `try`.
 */
import type { PyValue, Undefined } from "./values.ts";
import { addPlace } from "./error.ts";
import { Suspend, ReturnSignal } from "./signals.ts";

/** The host's globals: functions, relations, macros. */
export interface Scope {
  /** undefined (JavaScript's) when there is no such name. */
  get(name: string): PyValue | undefined;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

export class Activation {
  readonly path: string;
  readonly scope: Scope;
  /** Whether a YAML value is being rendered; the filters `as_bool` and the like have an effect only there. */
  readonly native: boolean;
  /** Whether what is undefined in this text stays undefined however it is used; see `Undefined.lenient`. */
  readonly lenient: boolean;
  /** Told about each name that is called and undefined, where that is no error. */
  readonly onUndefinedCall: ((name: Undefined, at: Span) => void) | null;
  /** What is being evaluated. Set it before whatever may fail, after the operands have been evaluated. */
  at: Span;
  constructor(
    path: string,
    scope: Scope,
    at: Span,
    options: Partial<Pick<Activation, "native" | "lenient" | "onUndefinedCall">> = {},
  ) {
    this.native = options.native ?? false;
    this.lenient = options.lenient ?? false;
    this.onUndefinedCall = options.onUndefinedCall ?? null;
    this.path = path;
    this.scope = scope;
    this.at = at;
  }
}

export class Frame {
  readonly activation: Activation;
  readonly parent: Frame | null;
  #names: Map<string, PyValue> | null = null;
  constructor(activation: Activation, parent: Frame | null) {
    this.activation = activation;
    this.parent = parent;
  }

  inner(): Frame {
    return new Frame(this.activation, this);
  }

  /** A scope inside this one that runs as an activation of its own: a macro or a caller. */
  enter(activation: Activation): Frame {
    return new Frame(activation, this);
  }

  set(name: string, value: PyValue): void {
    (this.#names ??= new Map()).set(name, value);
  }

  /** A name that a template set, here or further out. */
  local(name: string): PyValue | undefined {
    for (let frame: Frame | null = this; frame !== null; frame = frame.parent) {
      const value = frame.#names?.get(name);
      if (value !== undefined) return value;
    }
    return undefined;
  }
}

/** Tells an error that leaves an activation where it was. `macro` is the name for the macro stack. */
export function leaveWithError(error: unknown, activation: Activation, macro: string | null): void {
  if (error instanceof Suspend || error instanceof ReturnSignal) return;
  addPlace(error, { path: activation.path, from: activation.at.from, to: activation.at.to }, macro);
}
