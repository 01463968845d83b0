/**
 * A module worker that makes tables for a page: asked once, it answers with Arrow streams, group by group, as fast as they are taken.
 *
 * A large company is made by two of them: the first starts a second, hands on its tables between its own, and writes the list of
 * faults when both are done. Making runs without a pause, so a cancel ends the worker. It never runs far ahead: each group that was
 * taken is answered with "more". Asks nothing of the page: no network, no storage, no eval.
 */
import { arrowStreams } from "./arrow-stream.ts";
import type { PlantedFault } from "./faults/dirty-table.ts";
import { SCHEMAS, generateShare } from "./generate.ts";
import type { HelpReply, MakeMessage, MakeReply } from "./make-messages.ts";
import { tierOf, type DataRequest } from "./request.ts";
import { tableName } from "./schema/table-schema.ts";
import { SECOND, startSecondMaker, type SecondMaker } from "./second-maker.ts";
import { MANIFEST, halfShares, unequalShares, wholeShare, type Share } from "./shares.ts";
import type { TableData } from "./table.ts";
import { writeFaultManifest } from "./tables/truth/fault-manifest.ts";

/** Groups that may be under way: some wait for the database, mostly small ones, while the next one is made. */
const AHEAD = 8;
/** The second worker runs further ahead, since the first one cannot take anything while it computes. */
const SECOND_AHEAD = 24;
/** Customers from which on a second worker earns what it costs. */
const WORTH_TWO = 500;
/** Processors from which on it earns what half of the work costs: there it lives all lives once more. */
const WORTH_HALVES = 3;

/** What comes next: nothing more, or nothing yet. */
type Next = HelpReply | "done" | "wait";

let next: () => Next = () => "done";
/** Groups that were asked for and wait for the second worker. */
let owed = 0;

self.onmessage = ({ data }: MessageEvent<MakeMessage>) => {
  if (data.kind === "more") answer();
  else if (data.kind === "help") begin(inTurn(help(data.request, data.share)), SECOND_AHEAD);
  else void make(data.request, new Set(data.tables));
};
// Said only when this module has run to its end: until then browsers hold back what the first worker sends, and hand it on when that
// one pauses next, which is when half of its tables are made.
if (self.name === SECOND) setTimeout(() => self.postMessage({ kind: "ready" } satisfies HelpReply));

function begin(source: () => Next, ahead: number): void {
  next = source;
  for (let credit = 0; credit < ahead; credit += 1) answer();
}

function answer(): void {
  try {
    // What carries no rows costs no credit.
    for (let reply = next(); reply !== "done"; reply = next()) {
      if (reply === "wait") {
        owed += 1;
        return;
      }
      if (reply.kind === "rows") {
        self.postMessage(reply, [reply.bytes.buffer as ArrayBuffer]);
        return;
      }
      self.postMessage(reply);
    }
  } catch (thrown) {
    next = () => "done";
    self.postMessage({ kind: "failed", reason: thrown instanceof Error ? thrown.message : String(thrown) });
  }
}

function answerOwed(): void {
  const waiting = owed;
  owed = 0;
  for (let credit = 0; credit < waiting; credit += 1) answer();
}

async function make(request: DataRequest, tables: ReadonlySet<string>): Promise<void> {
  const whole = wholeShare(SCHEMAS.map(tableName), (name) => tables.has(name), request.clean);
  const [first, second] = navigator.hardwareConcurrency < WORTH_HALVES ? unequalShares(whole) : halfShares(whole);
  const helper = isWorthTwo(request, first, second)
    ? await startSecondMaker(import.meta.url, { request, share: second }, answerOwed)
    : null;
  const faults: PlantedFault[] = [];
  const own = made(request, helper === null ? whole : first, faults);
  const last = function* (): Generator<MakeReply, void> {
    if (tables.has(MANIFEST))
      yield* streamed(writeFaultManifest([...faults, ...(helper?.planted ?? [])], request.asOfDay));
    yield { kind: "done" };
  };
  begin(helper === null ? inTurn(both(own, last)) : merged(own, helper, last), AHEAD);
}

function isWorthTwo({ customers }: DataRequest, ...shares: readonly Share[]): boolean {
  return (
    customers >= WORTH_TWO &&
    navigator.hardwareConcurrency > 1 &&
    shares.every(({ wanted, listed }) => wanted.size + listed.size > 0)
  );
}

function inTurn(replies: Generator<HelpReply, void>): () => Next {
  return () => {
    const turn = replies.next();
    return turn.done === true ? "done" : turn.value;
  };
}

/** Own tables and those of the second worker, each as one piece; the second's come first when they are there. */
function merged(
  own: Generator<MakeReply, void>,
  helper: SecondMaker,
  last: () => Generator<MakeReply, void>,
): () => Next {
  let source: "own" | "helper" | null = null;
  let isOwnDone = false;
  let end: Generator<MakeReply, void> | null = null;
  return () => {
    if (source === null && helper.hasTable) source = "helper";
    if (source !== "helper" && !isOwnDone) {
      const turn = own.next();
      if (turn.done !== true) {
        source = turn.value.kind === "end" ? null : "own";
        return turn.value;
      }
      isOwnDone = true;
    }
    if (helper.isDone) {
      end ??= last();
      const turn = end.next();
      return turn.done === true ? "done" : turn.value;
    }
    const reply = helper.next();
    if (reply === undefined) return "wait";
    source = reply.kind === "end" ? null : "helper";
    return reply;
  };
}

function* both(one: Generator<MakeReply, void>, other: () => Generator<MakeReply, void>): Generator<MakeReply, void> {
  yield* one;
  yield* other();
}

function* help(request: DataRequest, share: Share): Generator<HelpReply, void> {
  const faults: PlantedFault[] = [];
  yield* made(request, share, faults);
  yield { kind: "planted", faults };
  yield { kind: "done" };
}

function* made(request: DataRequest, share: Share, faults: PlantedFault[]): Generator<MakeReply, void> {
  const { seed, clean } = request;
  const tables = generateShare({ tier: tierOf(request), seed, clean }, share, (planted) => faults.push(...planted));
  for (const table of tables) yield* streamed(table);
}

function* streamed(table: TableData): Generator<MakeReply, void> {
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
