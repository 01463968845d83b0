/**
 * Calls into the engine worker that always answer: when the worker dies, every open call ends with S003 instead of waiting for
 * ever, as a comlink promise would.
 */
import type { Remote } from "comlink";
import { diagnostic, fail, type Outcome } from "../../engine/core/errors.ts";
import type { WorkbenchApi } from "../../worker/protocol.ts";

export interface WorkerConnection {
  readonly api: Remote<WorkbenchApi>;
  onLost(listener: (reason: string) => void): void;
  restart(): void;
}

export class WorkerLink {
  readonly #connection: WorkerConnection;
  readonly #open = new Set<(reason: string) => void>();

  constructor(connection: WorkerConnection, onLost: (reason: string) => void) {
    this.#connection = connection;
    connection.onLost((reason) => {
      for (const giveUp of [...this.#open]) giveUp(reason);
      onLost(reason);
    });
  }

  ask<T>(call: (api: Remote<WorkbenchApi>) => Promise<Outcome<T>>): Promise<Outcome<T>> {
    return new Promise((resolve) => {
      const end = (outcome: Outcome<T>) => {
        this.#open.delete(giveUp);
        resolve(outcome);
      };
      const giveUp = (reason: string) => end(lost(reason));
      this.#open.add(giveUp);
      call(this.#connection.api).then(end, (error: unknown) =>
        giveUp(error instanceof Error ? error.message : String(error)),
      );
    });
  }

  /** A fresh worker behind the same `api`; what the old one was told must be told again. */
  restart(): void {
    this.#connection.restart();
  }
}

function lost<T>(reason: string): Outcome<T> {
  return fail(
    diagnostic("S003", `The engine worker stopped before it could answer: ${reason}`, {
      hint: "It is started again with the same project; your files and edits are kept. Run the command once more.",
    }),
  );
}
