/**
 * The second worker, which makes a share of the tables beside the first: started by it, and ended with it.
 *
 * What it has made waits in a queue, table by table, until the first worker hands it on; it works ahead by a few tables and is told
 * of each group of rows that was taken. It begins while the first worker still waits: a worker that computes cannot start another.
 */
import type { PlantedFault } from "./faults/dirty-table.ts";
import type { HelpReply, MakeMessage, MakeReply } from "./make-messages.ts";
import type { DataRequest } from "./request.ts";
import type { Share } from "./shares.ts";

export interface SecondMaker {
  readonly planted: readonly PlantedFault[];
  /** Whether the next table waits whole, or trouble that ends it all. */
  readonly hasTable: boolean;
  /** Everything was made and taken. */
  readonly isDone: boolean;
  next(): MakeReply | undefined;
}

/** The name by which the second worker knows itself. */
export const SECOND = "data 2";

/**
 * `module` is the address of the worker's own module. Resolves when the worker runs; with null when this browser gives no worker to
 * a worker. `onChange` hears of each reply.
 */
export function startSecondMaker(
  module: string,
  work: { readonly request: DataRequest; readonly share: Share },
  onChange: () => void,
): Promise<SecondMaker | null> {
  // Through a blob with one static import, so that the policy of the page binds it as well.
  const address = URL.createObjectURL(new Blob([`import ${JSON.stringify(module)};`], { type: "text/javascript" }));
  const worker = new Worker(address, { type: "module", name: SECOND });
  const send = (message: MakeMessage): void => worker.postMessage(message);
  const queue: MakeReply[] = [];
  const planted: PlantedFault[] = [];
  let over = false;
  const maker: SecondMaker = {
    planted,
    get hasTable() {
      return queue.some(({ kind }) => kind === "end" || kind === "failed");
    },
    get isDone() {
      return over && queue.length === 0;
    },
    next() {
      const reply = queue.shift();
      if (reply?.kind === "rows") send({ kind: "more" });
      return reply;
    },
  };
  return new Promise((start) => {
    worker.onmessage = ({ data: reply }: MessageEvent<HelpReply>) => {
      if (reply.kind === "ready") {
        URL.revokeObjectURL(address);
        send({ kind: "help", ...work });
        start(maker);
        return;
      }
      if (reply.kind === "planted") planted.push(...reply.faults);
      else if (reply.kind === "done") over = true;
      else queue.push(reply);
      onChange();
    };
    worker.onerror = (event) => {
      event.preventDefault();
      queue.push({ kind: "failed", reason: event.message || "its files could not be loaded" });
      start(null);
      onChange();
    };
  });
}
