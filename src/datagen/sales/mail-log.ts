/**
 * Mail to people and what became of it, column by column in order of time: the place of a row here plus one is its id.
 *
 * Of one message: sent, then opened, then clicked, then unsubscribed, each only after the one before it. A message that bounced
 * has nothing after that.
 */
import { orderByTime } from "./time-order.ts";

export const MAIL_EVENTS = ["send", "bounce", "open", "click", "complaint", "unsubscribe"] as const;
export type MailEvent = (typeof MAIL_EVENTS)[number];

/** Times of mail are whole five minutes, for the sake of the packs. */
export const MAIL_SLOT = 300;

export interface MailLog {
  readonly count: number;
  readonly time: Int32Array;
  /** Place in the market's contacts. */
  readonly contact: Int32Array;
  /** Number of the campaign or letter, as its sender counts. */
  readonly campaign: Int32Array;
  /** Place in `MAIL_EVENTS`. */
  readonly event: Uint8Array;
  /** Which message of this campaign to this person, from 0. */
  readonly nth: Uint8Array;
}

export class MailCollector {
  #capacity = 4096;
  #count = 0;
  #time = new Int32Array(this.#capacity);
  #contact = new Int32Array(this.#capacity);
  #campaign = new Int32Array(this.#capacity);
  #event = new Uint8Array(this.#capacity);
  #nth = new Uint8Array(this.#capacity);

  add(time: number, contact: number, campaign: number, event: MailEvent, nth = 0): void {
    if (this.#count === this.#capacity) this.#grow();
    const row = this.#count;
    this.#time[row] = time;
    this.#contact[row] = contact;
    this.#campaign[row] = campaign;
    this.#event[row] = MAIL_EVENTS.indexOf(event);
    this.#nth[row] = nth;
    this.#count += 1;
  }

  /** Everything before `end`, in order of time; ties stay in the order of collection. */
  finish(end: number): MailLog {
    const order = orderByTime(this.#time, this.#count, MAIL_SLOT).filter((row) => (this.#time[row] ?? 0) < end);
    const pick = <T extends Int32Array | Uint8Array>(from: T, to: T): T => {
      order.forEach((row, place) => (to[place] = from[row] ?? 0));
      return to;
    };
    const count = order.length;
    return {
      count,
      time: pick(this.#time, new Int32Array(count)),
      contact: pick(this.#contact, new Int32Array(count)),
      campaign: pick(this.#campaign, new Int32Array(count)),
      event: pick(this.#event, new Uint8Array(count)),
      nth: pick(this.#nth, new Uint8Array(count)),
    };
  }

  #grow(): void {
    this.#capacity *= 2;
    this.#time = copied(this.#time, new Int32Array(this.#capacity));
    this.#contact = copied(this.#contact, new Int32Array(this.#capacity));
    this.#campaign = copied(this.#campaign, new Int32Array(this.#capacity));
    this.#event = copied(this.#event, new Uint8Array(this.#capacity));
    this.#nth = copied(this.#nth, new Uint8Array(this.#capacity));
  }
}

function copied<T extends Int32Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
