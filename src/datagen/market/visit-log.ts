/**
 * All visits to the web site, column by column, in order of time: the place of a visit here plus one is its id.
 *
 * A visit of somebody who never gives a name has no contact. Columns, not objects: the largest tier has more than a million.
 */
export interface VisitLog {
  readonly count: number;
  /** Seconds; every visit begins on a slot. */
  readonly startedAt: Int32Array;
  /** Number behind the cookie; visitors are numbered in order of their first visit. */
  readonly visitor: Int32Array;
  /** Place in `CHANNEL_NAMES`. */
  readonly channel: Uint8Array;
  /** Place in `CAMPAIGNS`, or -1. */
  readonly campaign: Int16Array;
  /** Place in `PAGES` of the page on which it began. */
  readonly landing: Uint8Array;
  readonly pages: Uint8Array;
  readonly seconds: Int16Array;
  /** Place in `STATES`. */
  readonly state: Uint8Array;
  /** 1 when a form was sent in it. */
  readonly converted: Uint8Array;
  /** 1 when the visitor signed up or logged in: the visit knows the user. */
  readonly identified: Uint8Array;
  /** The account that its visitor signs up in the end, or 0; that may happen after the as-of day. */
  readonly account: Int32Array;
  /** When the visitor first gives a name, in seconds; 0 for those who never do. */
  readonly namedAt: Int32Array;
}

export interface Visit {
  readonly startedAt: number;
  /** Number of the visitor as `VisitCollector.newVisitor` gave it. */
  readonly visitor: number;
  readonly channel: number;
  readonly campaign: number;
  readonly landing: number;
  readonly pages: number;
  readonly seconds: number;
  readonly converted: boolean;
  readonly identified: boolean;
}

/** What all visits of a visitor share. */
export interface VisitorFacts {
  readonly state: number;
  readonly account: number;
  readonly namedAt: number;
}

/** Visits begin on whole ten minutes, for the sake of the packs. */
export const SLOT_SECONDS = 600;

type Columns = { -readonly [C in Exclude<keyof VisitLog, "count">]: VisitLog[C] };

function columns(size: number): Columns {
  return {
    startedAt: new Int32Array(size),
    visitor: new Int32Array(size),
    channel: new Uint8Array(size),
    campaign: new Int16Array(size),
    landing: new Uint8Array(size),
    pages: new Uint8Array(size),
    seconds: new Int16Array(size),
    state: new Uint8Array(size),
    converted: new Uint8Array(size),
    identified: new Uint8Array(size),
    account: new Int32Array(size),
    namedAt: new Int32Array(size),
  };
}

/** Takes visits in any order. */
export class VisitCollector {
  #columns: Columns;
  #capacity: number;
  #count = 0;
  readonly #visitors: VisitorFacts[] = [];

  constructor(expected: number) {
    this.#capacity = expected;
    this.#columns = columns(expected);
  }

  newVisitor(facts: VisitorFacts): number {
    this.#visitors.push(facts);
    return this.#visitors.length - 1;
  }

  /** Returns the number by which `finish` knows the visit. */
  add(visit: Visit): number {
    if (this.#count === this.#capacity) this.#grow();
    const row = this.#count;
    const { startedAt, visitor, channel, campaign, landing, pages, seconds, converted, identified } = this.#columns;
    startedAt[row] = visit.startedAt;
    visitor[row] = visit.visitor;
    channel[row] = visit.channel;
    campaign[row] = visit.campaign;
    landing[row] = visit.landing;
    pages[row] = visit.pages;
    seconds[row] = visit.seconds;
    converted[row] = visit.converted ? 1 : 0;
    identified[row] = visit.identified ? 1 : 0;
    this.#count += 1;
    return row;
  }

  /** The log up to a time, and where each collected visit and visitor stands in it (-1 for what came later). */
  finish(until: number): { readonly log: VisitLog; readonly places: Int32Array; readonly visitors: Int32Array } {
    const from = this.#columns;
    const order = bySlot(from.startedAt, this.#count);
    const places = new Int32Array(this.#count).fill(-1);
    const visitors = new Int32Array(this.#visitors.length).fill(-1);
    const to = columns(this.#count);
    let count = 0;
    let people = 0;
    for (const row of order) {
      const startedAt = from.startedAt[row] ?? 0;
      if (startedAt > until) break;
      const draft = from.visitor[row] ?? 0;
      if (visitors[draft] === -1) visitors[draft] = people += 1;
      const facts = this.#visitors[draft];
      places[row] = count;
      to.startedAt[count] = startedAt;
      to.visitor[count] = visitors[draft] ?? 0;
      to.channel[count] = from.channel[row] ?? 0;
      to.campaign[count] = from.campaign[row] ?? -1;
      to.landing[count] = from.landing[row] ?? 0;
      to.pages[count] = from.pages[row] ?? 1;
      to.seconds[count] = from.seconds[row] ?? 0;
      to.converted[count] = from.converted[row] ?? 0;
      to.identified[count] = from.identified[row] ?? 0;
      to.state[count] = facts?.state ?? 0;
      to.account[count] = facts?.account ?? 0;
      to.namedAt[count] = facts?.namedAt ?? 0;
      count += 1;
    }
    return { log: { count, ...to }, places, visitors };
  }

  #grow(): void {
    this.#capacity *= 2;
    const larger = columns(this.#capacity);
    for (const name of Object.keys(larger) as (keyof Columns)[]) larger[name].set(this.#columns[name]);
    this.#columns = larger;
  }
}

/** Rows in order of time, then of collection: counted into slots, which is linear in their number. */
function bySlot(times: Int32Array, count: number): Int32Array {
  let first = Number.MAX_SAFE_INTEGER;
  let last = 0;
  for (let row = 0; row < count; row += 1) {
    const time = times[row] ?? 0;
    if (time < first) first = time;
    if (time > last) last = time;
  }
  const slotOf = (row: number): number => Math.floor(((times[row] ?? 0) - first) / SLOT_SECONDS);
  const starts = new Int32Array(count === 0 ? 1 : Math.floor((last - first) / SLOT_SECONDS) + 2);
  for (let row = 0; row < count; row += 1) {
    const slot = slotOf(row) + 1;
    starts[slot] = (starts[slot] ?? 0) + 1;
  }
  for (let slot = 1; slot < starts.length; slot += 1) starts[slot] = (starts[slot] ?? 0) + (starts[slot - 1] ?? 0);
  const order = new Int32Array(count);
  for (let row = 0; row < count; row += 1) {
    const slot = slotOf(row);
    const place = starts[slot] ?? 0;
    order[place] = row;
    starts[slot] = place + 1;
  }
  return order;
}

/** The cookie of a visitor. */
export function anonymousId(visitor: number): string {
  return `v${String(visitor).padStart(7, "0")}`;
}
