/**
 * What one rendering asked of the world, in order, so that it can be rendered again as if nothing had happened since.
 *
 * Rendering is synchronous and the warehouse is not. The n-th request is looked up under n: when there is no answer yet, the
 * rendering is left by a `PendingRequest`, whoever renders fetches the answer, rewinds and renders again from the start. So a
 * statement is sent exactly once, two equal statements are sent twice, and what is read after a DDL statement is what is there
 * after it. Everything else that must happen once (a line in the log) or must stay as it was (the time) is kept in the same list.
 */
import { EngineError } from "../core/errors.ts";
import type { CancelSignal } from "../core/signal.ts";
import { Suspend } from "../jinja/signals.ts";
import type { Warehouse } from "../warehouse/port.ts";
import { ask, requestText } from "./warehouse-requests.ts";
import type { AnswerOf, WarehouseRequest } from "./warehouse-requests.ts";

export class PendingRequest extends Suspend {
  readonly request: WarehouseRequest;
  constructor(request: WarehouseRequest, key: string) {
    super(key);
    this.request = request;
  }
}

interface Entry {
  readonly key: string;
  readonly outcome: { readonly value: unknown } | { readonly error: EngineError };
}

/** A rendering that asks for more than this is taken for one that never ends. */
const MOST_ENTRIES = 10_000;

export class Replay {
  readonly #entries: Entry[] = [];
  #position = 0;

  /** Before each rendering. */
  rewind(): void {
    this.#position = 0;
  }

  /** The answer to a request, or a suspension until there is one. What the warehouse refused is thrown where it was asked for. */
  ask<R extends WarehouseRequest>(request: R): AnswerOf<R> {
    const key = requestText(request);
    const entry = this.#entries[this.#position];
    if (entry === undefined) throw new PendingRequest(request, key);
    this.#expect(entry, key);
    // A new error each time: where it was thrown is noted on the error itself.
    if ("error" in entry.outcome) throw copyOf(entry.outcome.error);
    return entry.outcome.value as AnswerOf<R>;
  }

  /** A value that is made in the first rendering and is the same in all that follow. */
  remember<T>(key: string, make: () => T): T {
    const entry = this.#entries[this.#position];
    if (entry === undefined) {
      const value = make();
      this.#add({ key, outcome: { value } });
      this.#position += 1;
      return value;
    }
    this.#expect(entry, key);
    return (entry.outcome as { value: unknown }).value as T;
  }

  /** Fetches the answer that a rendering was left for. */
  async fetch({ request, key }: PendingRequest, warehouse: Warehouse, signal?: CancelSignal): Promise<void> {
    try {
      this.#add({ key, outcome: { value: await ask(request, warehouse, signal) } });
    } catch (error) {
      // A cancel ends the node, not the macro.
      if (!(error instanceof EngineError) || error.diagnostic.code === "W005") throw error;
      this.#add({ key, outcome: { error } });
    }
  }

  #expect(entry: Entry, key: string): void {
    if (entry.key !== key) {
      throw new EngineError(
        "J004",
        "The template asked the warehouse something else when it was rendered again with the answer to its first question.",
        {
          hint: `Here it asked ${quote(key)}, before ${quote(entry.key)}. Look for what changes while the macro runs.`,
        },
      );
    }
    this.#position += 1;
  }

  #add(entry: Entry): void {
    if (this.#entries.length >= MOST_ENTRIES) {
      throw new EngineError("J004", `The template asked the warehouse more than ${MOST_ENTRIES} questions.`, {
        hint: "Look for a loop around run_query or a statement block; one query that returns many rows is faster too.",
      });
    }
    this.#entries.push(entry);
  }
}

function copyOf(error: EngineError): EngineError {
  const { code, message, ...detail } = error.diagnostic;
  return new EngineError(code, message, { ...detail, cause: error });
}

function quote(key: string): string {
  return `"${key.length > 120 ? `${key.slice(0, 120)}…` : key}"`;
}
