/**
 * Who gets which mail and what they do with it: newsletters, launches and series by the e-mail tool, product letters by HubSpot.
 *
 * A person who opted out gets nothing after that. The click of a score is the click on a message of a series: the score of a
 * contact and the log of the e-mail tool tell the same story.
 */
import { CAMPAIGNS, type Campaign } from "../facts/campaigns.ts";
import { DAY_SECONDS, civil, dayNumber } from "../kit/calendar.ts";
import { quantile } from "../kit/distributions.ts";
import { EXPONENTIAL } from "../kit/quantile-tables.ts";
import { Draws } from "../kit/random.ts";
import { at } from "../kit/sites.ts";
import type { Contact, Market } from "../market/market.ts";
import type { Tier } from "../tiers.ts";
import type { Setting } from "../world/world.ts";
import { MAIL_SLOT, MailCollector, type MailLog } from "./mail-log.ts";
import { SITES, STREAMS } from "./sites.ts";

const S = SITES.mail;

const HOUR = 3600;
/** Of those who left a name by themselves, so many want the newsletter; a launch reaches fewer. */
const READS = 0.285;
const LAUNCH_SHARE = 0.6;
/** Of the people who use the application, so many get product letters. */
const PRODUCT_READS = 0.5;
const OPENS = 0.25;
const CLICKS = 0.17;
const BOUNCES = 0.008;
const COMPLAINTS = 0.0008;
/** Who leaves so long after the last mail did so on the page of preferences; no message has the blame. */
const BLAMED_DAYS = 45;

export interface Letter {
  /** Month since January 2018. */
  readonly number: number;
  readonly sentAt: number;
}

export interface Mail {
  /** By place of the campaign in `CAMPAIGNS`. */
  readonly campaigns: MailLog;
  /** By number of the letter. */
  readonly letters: MailLog;
}

export const EMAIL_CAMPAIGNS: readonly Campaign[] = CAMPAIGNS.filter(({ platform }) => platform === "email");
const BROADCASTS = EMAIL_CAMPAIGNS.filter(({ theme }) => theme !== "nurture");
const SERIES = new Map(EMAIL_CAMPAIGNS.filter(({ theme }) => theme === "nurture").map((item) => [item.name, item]));

/** Newsletters and launches go out in one afternoon. */
export function broadcastAt({ startDay, theme }: Campaign): number {
  return startDay * DAY_SECONDS + (theme === "newsletter" ? 15 : 16) * HOUR;
}

/** One in the middle of every month. */
export function lettersOf({ startDay }: Tier, lastDay: number): Letter[] {
  const letters: Letter[] = [];
  const first = civil(startDay);
  for (let number = (first.year - 2018) * 12 + first.month - 1; ; number += 1) {
    const day = dayNumber(2018 + Math.floor(number / 12), (number % 12) + 1, 17);
    if (day > lastDay) return letters;
    if (day >= startDay) letters.push({ number, sentAt: day * DAY_SECONDS + 17 * HOUR });
  }
}

export function sendMail({ contacts }: Market, setting: Setting): Mail {
  const { seed, tier } = setting;
  const end = (tier.asOfDay + 1) * DAY_SECONDS;
  // All of the plan is written and then cut: which message made somebody leave is only known by the ones that come after it.
  const planEnd = (tier.lastDay + 1) * DAY_SECONDS;
  const campaigns = new MailCollector();
  const letters = new MailCollector();
  const due = lettersOf(tier, tier.lastDay);
  contacts.forEach((contact, place) => {
    const post = new Post(new Draws(seed, STREAMS.mail, contact.id), contact, place, planEnd);
    if (contact.origin === "application") {
      post.letters(due);
      post.send(letters);
    } else {
      post.broadcasts();
      post.series();
      post.send(campaigns);
    }
  });
  return { campaigns: campaigns.finish(end), letters: letters.finish(end) };
}

interface Message {
  readonly campaign: number;
  readonly nth: number;
  readonly sentAt: number;
  /** First of its four counters. */
  readonly site: number;
  /** When it must be clicked on; null when that is left to chance. */
  readonly clickAt: number | null;
}

/** The mail of one person. */
class Post {
  readonly #draws: Draws;
  readonly #contact: Contact;
  readonly #place: number;
  readonly #until: number;
  readonly #messages: Message[] = [];

  constructor(draws: Draws, contact: Contact, place: number, planEnd: number) {
    this.#draws = draws;
    this.#contact = contact;
    this.#place = place;
    this.#until = Math.min(planEnd, contact.optedOutAt ?? planEnd);
  }

  broadcasts(): void {
    if (this.#contact.origin !== "import" && !this.#draws.chance(at(S.reads), READS)) return;
    for (const campaign of BROADCASTS) {
      const sentAt = broadcastAt(campaign);
      const site = at(S.letter, campaign.index * 4);
      if (sentAt <= this.#contact.createdAt || sentAt >= this.#until) continue;
      if (campaign.theme === "launch" && !this.#draws.chance(site + 3, LAUNCH_SHARE)) continue;
      this.#messages.push({ campaign: campaign.index, nth: 0, sentAt, site, clickAt: null });
    }
  }

  letters(due: readonly Letter[]): void {
    if (!this.#draws.chance(at(S.reads), PRODUCT_READS)) return;
    for (const { number, sentAt } of due)
      if (sentAt > this.#contact.createdAt && sentAt < this.#until)
        this.#messages.push({ campaign: number, nth: 0, sentAt, site: at(S.product, number * 4), clickAt: null });
  }

  /** A welcome to all, help to who tries, and the mails behind the clicks of the score. */
  series(): void {
    const { createdAt, origin, company, scores } = this.#contact;
    if (origin !== "form" && origin !== "import") return;
    this.#ofSeries("series-welcome", 0, slot(createdAt + HOUR), null);
    const account = company?.account ?? null;
    if (account !== null) this.#ofSeries("series-trial-help", 1, slot(account.createdAt + 3 * DAY_SECONDS), null);
    const hotel = company?.businessType === "hotel";
    let nth = 0;
    for (const { at: time, kind } of scores) {
      if (kind !== "email_click") continue;
      const clickAt = slot(time);
      const sentAt = Math.max(slot(createdAt) + MAIL_SLOT, clickAt - (2 + (nth % 4)) * HOUR);
      if (clickAt >= this.#until || clickAt <= sentAt) continue;
      this.#ofSeries(hotel ? "series-nurture-hotels" : "series-nurture-bars", 2 + nth, sentAt, clickAt, nth);
      nth += 1;
    }
  }

  #ofSeries(name: string, ordinal: number, sentAt: number, clickAt: number | null, nth = 0): void {
    const campaign = SERIES.get(name);
    if (campaign === undefined || sentAt <= this.#contact.createdAt || sentAt >= this.#until) return;
    this.#messages.push({ campaign: campaign.index, nth, sentAt, site: at(S.series, ordinal * 4), clickAt });
  }

  send(to: MailCollector): void {
    const last = this.#lastBeforeOptOut();
    for (const message of this.#messages) this.#follow(message, message === last, to);
  }

  /** The message that made the person leave. */
  #lastBeforeOptOut(): Message | null {
    const { optedOutAt } = this.#contact;
    if (optedOutAt === null) return null;
    let last: Message | null = null;
    for (const message of this.#messages) if (last === null || message.sentAt >= last.sentAt) last = message;
    if (last === null || last.sentAt + HOUR > optedOutAt) return null;
    return optedOutAt - last.sentAt > BLAMED_DAYS * DAY_SECONDS ? null : last;
  }

  #follow({ campaign, nth, sentAt, site, clickAt }: Message, leaves: boolean, to: MailCollector): void {
    const add = (time: number, event: Parameters<MailCollector["add"]>[3]): void => {
      to.add(time, this.#place, campaign, event, nth);
    };
    add(sentAt, "send");
    const fate = this.#draws.unit(site);
    const wanted = clickAt !== null || leaves;
    if (!wanted && fate > 1 - BOUNCES) {
      add(sentAt + MAIL_SLOT, "bounce");
      return;
    }
    const keen = 0.55 + 0.9 * this.#draws.unit(at(S.engaged));
    if (!wanted && fate >= OPENS * keen) return;
    const outAt = leaves ? slot(this.#contact.optedOutAt ?? sentAt) : this.#until;
    const wait = MAIL_SLOT * (1 + Math.floor(quantile(EXPONENTIAL, this.#draws.unit(site + 1)) * 60));
    const openedAt = Math.min(sentAt + wait, clickAt ?? sentAt + wait, outAt - 2 * MAIL_SLOT);
    if (openedAt <= sentAt || openedAt >= outAt) return;
    add(openedAt, "open");
    const clicks = clickAt ?? (this.#draws.unit(site + 2) < CLICKS ? openedAt + MAIL_SLOT : null);
    if (clicks !== null && clicks < outAt) add(clicks, "click");
    else if (!leaves && this.#draws.unit(site + 2) > 1 - COMPLAINTS) add(openedAt + MAIL_SLOT, "complaint");
    if (leaves) add(outAt, "unsubscribe");
  }
}

function slot(time: number): number {
  return Math.floor(time / MAIL_SLOT) * MAIL_SLOT;
}
