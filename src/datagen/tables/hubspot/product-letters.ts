/** `hubspot.email_campaign` and `hubspot.email_event`: the monthly product letter to people who use the application. */
import { DAY_SECONDS, civil } from "../../kit/calendar.ts";
import type { Market } from "../../market/market.ts";
import * as schema from "../../schema/hubspot.ts";
import { lettersOf, type Letter } from "../../sales/mail.ts";
import { MAIL_EVENTS, type MailEvent, type MailLog } from "../../sales/mail-log.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import type { Setting } from "../../world/world.ts";
import { nextBatch } from "../load-time.ts";

const CAMPAIGN_ID_BASE = 610000;
const EVENT_ID_BASE = 620000000;
const BATCH_SECONDS = DAY_SECONDS;

const TYPES: Readonly<Record<MailEvent, string>> = {
  send: "SENT",
  bounce: "BOUNCE",
  open: "OPEN",
  click: "CLICK",
  complaint: "SPAMREPORT",
  unsubscribe: "STATUSCHANGE",
};

const SUBJECTS = [
  "What is new this month",
  "Five minutes that save a keg",
  "Better reports for your bar",
  "How others clean their lines",
  "Ready for the season?",
  "Your taps, at a glance",
];

export function writeEmailCampaigns(setting: Setting): TableData {
  const { asOfDay } = setting.tier;
  const table = new TableBuilder(schema.emailCampaign, 96);
  for (const { number, sentAt } of lettersOf(setting.tier, asOfDay))
    table.add({
      id: CAMPAIGN_ID_BASE + number,
      name: nameOf(sentAt),
      subject: SUBJECTS[number % SUBJECTS.length] ?? "What is new this month",
      type: "BATCH_EMAIL",
      _synced_at: nextBatch(sentAt, BATCH_SECONDS, asOfDay),
    });
  return table.finish();
}

function nameOf(sentAt: Letter["sentAt"]): string {
  const { year, month } = civil(Math.floor(sentAt / DAY_SECONDS));
  return `product-letter-${String(year)}-${String(month).padStart(2, "0")}`;
}

/** A message that does not bounce is delivered at once: two rows for one send. */
export function writeEmailEvents({ tier }: Setting, { contacts }: Market, log: MailLog): TableData {
  const table = new TableBuilder(schema.emailEvent, log.count * 2);
  const bounced = new Set<number>();
  for (let row = 0; row < log.count; row += 1)
    if (MAIL_EVENTS[log.event[row] ?? 0] === "bounce") bounced.add(messageOf(log, row));
  let id = EVENT_ID_BASE;
  for (let row = 0; row < log.count; row += 1) {
    const event = MAIL_EVENTS[log.event[row] ?? 0] ?? "send";
    const created = log.time[row] ?? 0;
    const shared = {
      email_campaign_id: CAMPAIGN_ID_BASE + (log.campaign[row] ?? 0),
      recipient: contacts[log.contact[row] ?? 0]?.email ?? null,
      created,
      _synced_at: nextBatch(created, BATCH_SECONDS, tier.asOfDay),
    };
    table.add({ id: (id += 1), type: TYPES[event], ...shared });
    if (event === "send" && !bounced.has(messageOf(log, row)))
      table.add({ id: (id += 1), type: "DELIVERED", ...shared });
  }
  return table.finish();
}

function messageOf({ contact, campaign }: MailLog, row: number): number {
  return (contact[row] ?? 0) * 1024 + (campaign[row] ?? 0);
}
