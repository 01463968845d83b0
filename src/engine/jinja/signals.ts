/**
 * Two things that are thrown and are no errors.
 */
import type { PyValue } from "./values.ts";

/** Thrown by the host's `return()`; the macro that is running ends with this value instead of its text. */
export class ReturnSignal {
  readonly value: PyValue;
  constructor(value: PyValue) {
    this.value = value;
  }
}

/**
 * Thrown by a host function whose answer is not known yet, for example a query. It passes through templates and macros untouched;
 * whoever renders gets the answer and renders again. Subclass it to carry the question.
 */
export class Suspend {
  /** Names the question: equal questions have equal keys. */
  readonly key: string;
  constructor(key: string) {
    this.key = key;
  }
}
