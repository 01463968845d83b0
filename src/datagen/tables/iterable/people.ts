/** `iterable.user_history`, `iterable.event` and who unsubscribed: the e-mail tool's view of people, who are known by address. */
import { CAMPAIGNS } from "../../facts/campaigns.ts";
import { DAY_SECONDS, addMonths } from "../../kit/calendar.ts";
import type { Contact, ContactOrigin, Market } from "../../market/market.ts";
import * as schema from "../../schema/iterable.ts";
import { MAIL_EVENTS, type MailEvent, type MailLog } from "../../sales/mail-log.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import type { Setting } from "../../world/world.ts";
import { endOfWorld, nextBatch, nightlyLoad } from "../load-time.ts";
import { CHANNELS } from "./campaigns.ts";

const BATCH_SECONDS = DAY_SECONDS;
/** Months of events that are kept. */
const KEPT_MONTHS = 24;

const SIGNUP_SOURCES: Readonly<Record<ContactOrigin, string>> = {
  form: "Form",
  application: "API",
  sales: "Manual",
  import: "Import",
};

const EVENT_NAMES: Readonly<Record<MailEvent, string>> = {
  send: "emailSend",
  bounce: "emailBounce",
  open: "emailOpen",
  click: "emailClick",
  complaint: "emailComplaint",
  unsubscribe: "emailUnsubscribe",
};

function byEmail(contacts: readonly Contact[]): Contact[] {
  return [...contacts].sort((a, b) => (a.email < b.email ? -1 : a.email > b.email ? 1 : a.id - b.id));
}

/** One version of each person, handed over at two in the night after: what the tool asks for never changes. */
export function writeUserHistory({ tier }: Setting, { contacts }: Market): TableData {
  const table = new TableBuilder(schema.userHistory, contacts.length);
  for (const { id, email, firstName, origin, createdAt } of byEmail(contacts)) {
    const handedOverAt = (Math.floor(createdAt / DAY_SECONDS) + 1) * DAY_SECONDS + 2 * 3600;
    if (handedOverAt > endOfWorld(tier.asOfDay)) continue;
    table.add({
      email,
      updated_at: handedOverAt,
      first_name: firstName,
      signup_source: SIGNUP_SOURCES[origin],
      user_id: id,
      _synced_at: nightlyLoad(tier.asOfDay),
    });
  }
  return table.finish();
}

export function writeEvents({ tier }: Setting, { contacts }: Market, log: MailLog): TableData {
  const from = (addMonths(tier.asOfDay, -KEPT_MONTHS) + 1) * DAY_SECONDS;
  const table = new TableBuilder(schema.event, log.count);
  const messageId = numberMessages(log);
  for (let row = 0; row < log.count; row += 1) {
    const time = log.time[row] ?? 0;
    const message = messageId(row);
    const contact = contacts[log.contact[row] ?? 0];
    const campaign = CAMPAIGNS[log.campaign[row] ?? 0];
    if (time < from || contact === undefined || campaign === undefined) continue;
    table.add({
      id: row + 1,
      campaign_id: campaign.id,
      email: contact.email,
      event_name: EVENT_NAMES[MAIL_EVENTS[log.event[row] ?? 0] ?? "send"],
      message_id: `${String(campaign.id)}-${String(message)}`,
      created_at: time,
      _synced_at: nextBatch(time, BATCH_SECONDS, tier.asOfDay),
    });
  }
  return table.finish();
}

/** Messages are numbered within their campaign, in order of sending. Ask for the rows in order. */
function numberMessages({ campaign, contact, nth, event }: MailLog): (row: number) => number {
  const sent = new Map<number, number>();
  const numbers = new Map<number, number>();
  const send = MAIL_EVENTS.indexOf("send");
  return (row) => {
    const index = campaign[row] ?? 0;
    const key = ((contact[row] ?? 0) * 16 + (nth[row] ?? 0)) * 1024 + index;
    if (event[row] !== send) return numbers.get(key) ?? 0;
    const number = (sent.get(index) ?? 0) + 1;
    sent.set(index, number);
    numbers.set(key, number);
    return number;
  };
}

/** Who opted out left the marketing channel; half of them the one for product help as well. */
export function writeUserUnsubscribedChannels({ tier }: Setting, { contacts }: Market): TableData {
  const end = endOfWorld(tier.asOfDay);
  const table = new TableBuilder(schema.userUnsubscribedChannel, 1024);
  for (const { id, email, optedOutAt } of byEmail(contacts)) {
    if (optedOutAt === null || optedOutAt > end) continue;
    for (const { id: channel } of id % 2 === 0 ? [CHANNELS.marketing] : [CHANNELS.marketing, CHANNELS.product])
      table.add({
        email,
        channel_id: channel,
        updated_at: optedOutAt,
        _synced_at: nextBatch(optedOutAt, BATCH_SECONDS, tier.asOfDay),
      });
  }
  return table.finish();
}
