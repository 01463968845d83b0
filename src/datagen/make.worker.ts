/**
 * A module worker that makes tables for a page: asked once, it answers with Arrow streams, group by group, as fast as they are taken.
 *
 * Making runs without a pause, so a cancel ends the worker. It never runs far ahead: each group that was taken is answered with
 * "more". Asks nothing of the page: no network, no storage, no eval.
 */
import { arrowStreams } from "./arrow-stream.ts";
import { generateTables } from "./generate.ts";
import type { MakeMessage, MakeReply } from "./make-messages.ts";
import { tierOf } from "./request.ts";
import { tableName } from "./schema/table-schema.ts";

/** Groups that may be under way: one is put into the database while the next one is made. */
const AHEAD = 2;

let replies: Generator<MakeReply> | null = null;

self.onmessage = ({ data }: MessageEvent<MakeMessage>) => {
  if (data.kind === "make") {
    replies = make(data);
    for (let credit = 0; credit < AHEAD; credit += 1) answer();
  } else {
    answer();
  }
};

function answer(): void {
  try {
    // What carries no rows costs no credit.
    for (let next = replies?.next(); next !== undefined && next.done !== true; next = replies?.next()) {
      const reply = next.value;
      if (reply.kind !== "rows") {
        self.postMessage(reply);
        continue;
      }
      self.postMessage(reply, [reply.bytes.buffer as ArrayBuffer]);
      return;
    }
  } catch (thrown) {
    replies = null;
    self.postMessage({ kind: "failed", reason: thrown instanceof Error ? thrown.message : String(thrown) });
  }
}

function* make({ request, tables }: Extract<MakeMessage, { kind: "make" }>): Generator<MakeReply> {
  const { seed, clean } = request;
  for (const table of generateTables({ tier: tierOf(request), seed, clean, only: new Set(tables) })) {
    const name = tableName(table.schema);
    yield { kind: "table", name, rows: table.rowCount };
    let sent = 0;
    for (const stream of arrowStreams(table)) {
      sent += 1;
      // The writer's buffer may be larger than what is in it, and it is handed over whole.
      const bytes = stream.byteLength === stream.buffer.byteLength ? stream : stream.slice();
      yield { kind: "rows", name, bytes, group: sent };
    }
    yield { kind: "end", name };
  }
  yield { kind: "done" };
}
