/** Short messages in the corner, and the sentence that a screen reader speaks. One that holds an action stays until closed. */
import { untrack } from "svelte";
import type { ErrorCode } from "../../engine/core/errors.ts";
import type { Tone } from "../ui/status.ts";

export interface ToastAction {
  readonly label: string;
  run(): void;
}

export interface ToastOptions {
  /** Defaults to neutral. */
  readonly tone?: Tone;
  /** A second, smaller line. */
  readonly detail?: string | undefined;
  /** The code of what went wrong; leads to its page. */
  readonly code?: ErrorCode;
  /** Stays until it is closed, as one with an action does. */
  readonly stays?: boolean;
}

export interface ToastMessage extends ToastOptions {
  readonly id: number;
  readonly message: string;
  readonly action: ToastAction | null;
}

/** Long enough to read two lines; a pointer or focus on the toast does not matter, since nothing is lost with it. */
const STAYS_MS = 6000;
const KEPT = 3;

export class Toasts {
  list: readonly ToastMessage[] = $state.raw([]);
  /** Read out by the live region. A message that repeats is told apart by an invisible blank. */
  spoken = $state("");
  #next = 1;

  /** The number by which the message can be closed before its time. */
  show(message: string, action: ToastAction | null = null, options: ToastOptions = {}): number {
    const id = this.#next;
    this.#next += 1;
    this.list = [...this.list, { ...options, id, message, action }].slice(-KEPT);
    this.announce(options.detail === undefined ? message : `${message} ${options.detail}`);
    if (action === null && options.stays !== true) setTimeout(() => this.close(id), STAYS_MS);
    return id;
  }

  close(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id);
  }

  announce(message: string): void {
    // Said from an effect too, which must not start over because of what it said.
    this.spoken = untrack(() => this.spoken) === message ? `${message}\u00A0` : message;
  }
}
