/**
 * `iterable.campaign_history` with templates, lists, channels, message types and labels: what was sent, apart from to whom.
 *
 * The history tables keep every version: a mailing is scheduled some days ahead and finished in the night after it went out.
 */
import type { Campaign } from "../../facts/campaigns.ts";
import { campaignsSince } from "../../facts/campaigns.ts";
import { DAY_SECONDS, civil, parseDay } from "../../kit/calendar.ts";
import * as schema from "../../schema/iterable.ts";
import { EMAIL_CAMPAIGNS, broadcastAt } from "../../sales/mail.ts";
import { MAIL_EVENTS, type MailLog } from "../../sales/mail-log.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import type { Setting } from "../../world/world.ts";
import { endOfWorld, nextBatch, nightlyLoad } from "../load-time.ts";

const BATCH_SECONDS = DAY_SECONDS;
const HOUR = 3600;
const TEMPLATE_ID_BASE = 500000;
const SCHEDULED_DAYS = 3;
const TOOL_BOUGHT = parseDay("2018-10-15");

export const CHANNELS = {
  marketing: { id: 71, name: "Marketing", type: "Marketing", medium: "Email" },
  product: { id: 72, name: "Product help", type: "Marketing", medium: "Email" },
  transactional: { id: 73, name: "Receipts and alerts", type: "Transactional", medium: "Email" },
  text: { id: 74, name: "Text messages", type: "Marketing", medium: "SMS" },
} as const;

type MessageKind = "newsletter" | "launch" | "welcome" | "trial" | "nurture" | "win_back";

const MESSAGE_TYPES: readonly {
  readonly id: number;
  readonly name: string;
  readonly channel: keyof typeof CHANNELS;
}[] = [
  { id: 81, name: "Newsletter", channel: "marketing" },
  { id: 82, name: "Launches and offers", channel: "marketing" },
  { id: 83, name: "Welcome", channel: "marketing" },
  { id: 84, name: "Help in the trial", channel: "product" },
  { id: 85, name: "Good practice", channel: "marketing" },
  { id: 86, name: "Come back", channel: "marketing" },
  { id: 87, name: "Receipts", channel: "transactional" },
  { id: 88, name: "Event reminders", channel: "text" },
];
const TYPE_OF: Readonly<Record<MessageKind, number>> = {
  newsletter: 81,
  launch: 82,
  welcome: 83,
  trial: 84,
  nurture: 85,
  win_back: 86,
};

const LISTS = [
  "Newsletter readers",
  "All leads",
  "Form leads",
  "Trial starters",
  "Bars",
  "Restaurants",
  "Hotels",
  "Stadiums",
  "Caterers and offices",
  "Former customers",
  "Trade fair visitors",
  "Canada",
  "United Kingdom",
  "Seed addresses",
];
const LIST_ID_BASE = 4100;
const LIST_OF: Readonly<Record<MessageKind, number>> = {
  newsletter: 1,
  launch: 2,
  welcome: 3,
  trial: 4,
  nurture: 5,
  win_back: 10,
};

const SUBJECTS: Readonly<Record<MessageKind, readonly string[]>> = {
  newsletter: ["What your taps told us", "News from behind the bar", "Numbers to pour by", "The monthly round"],
  launch: ["Something new is on tap", "Before everybody else", "An offer for a short time", "See what others did"],
  welcome: ["Good to meet you"],
  trial: ["Your first week with us"],
  nurture: ["One small change, one keg saved"],
  win_back: ["We would like you back"],
};

function kindOf({ theme, name }: Campaign): MessageKind {
  if (theme === "newsletter" || theme === "launch") return theme;
  if (name === "series-welcome") return "welcome";
  if (name === "series-trial-help") return "trial";
  return name === "series-win-back" ? "win_back" : "nurture";
}

interface Version {
  readonly at: number;
  readonly state: "Scheduled" | "Running" | "Finished";
}

/** A series runs from its first day; all else is scheduled, then sent. */
function versionsOf(campaign: Campaign): Version[] {
  if (campaign.endDay === null) return [{ at: campaign.startDay * DAY_SECONDS + 9 * HOUR, state: "Running" }];
  const sentAt = broadcastAt(campaign);
  return [
    { at: createdAt(campaign), state: "Scheduled" },
    { at: sentAt + 6 * HOUR, state: "Finished" },
  ];
}

function createdAt({ startDay, endDay }: Campaign): number {
  return (startDay - (endDay === null ? 0 : SCHEDULED_DAYS)) * DAY_SECONDS + 9 * HOUR;
}

function known({ tier }: Setting): Campaign[] {
  const listed = new Set(campaignsSince(tier.startDay));
  return EMAIL_CAMPAIGNS.filter(
    (campaign) => listed.has(campaign) && createdAt(campaign) <= endOfWorld(tier.asOfDay),
  ).sort((a, b) => a.id - b.id);
}

export function writeCampaignHistory(setting: Setting, log: MailLog): TableData {
  const { asOfDay } = setting.tier;
  const end = endOfWorld(asOfDay);
  const sizes = sendSizes(log);
  const table = new TableBuilder(schema.campaignHistory, 256);
  for (const campaign of known(setting)) {
    const kind = kindOf(campaign);
    for (const { at, state } of versionsOf(campaign)) {
      if (at > end) continue;
      table.add({
        id: campaign.id,
        updated_at: at,
        name: campaign.name,
        campaign_state: state,
        message_medium: "Email",
        template_id: TEMPLATE_ID_BASE + campaign.id,
        list_id: LIST_ID_BASE + LIST_OF[kind],
        send_size: state === "Finished" ? (sizes.get(campaign.index) ?? 0) : null,
        start_at: campaign.endDay === null ? at : broadcastAt(campaign),
        ended_at: state === "Finished" ? at : null,
        created_at: createdAt(campaign),
        _synced_at: nextBatch(at, BATCH_SECONDS, asOfDay),
      });
    }
  }
  return table.finish();
}

function sendSizes({ count, campaign, event }: MailLog): Map<number, number> {
  const sizes = new Map<number, number>();
  const send = MAIL_EVENTS.indexOf("send");
  for (let row = 0; row < count; row += 1) {
    const index = campaign[row] ?? 0;
    if (event[row] === send) sizes.set(index, (sizes.get(index) ?? 0) + 1);
  }
  return sizes;
}

export function writeTemplateHistory(setting: Setting): TableData {
  const { asOfDay } = setting.tier;
  const end = endOfWorld(asOfDay);
  const table = new TableBuilder(schema.templateHistory, 256);
  for (const campaign of known(setting)) {
    const kind = kindOf(campaign);
    const created = createdAt(campaign);
    const subjects = SUBJECTS[kind];
    const subject = subjects[campaign.id % subjects.length] ?? campaign.name;
    // A series is written anew once, when the brand gets its new look.
    const rewrittenAt = campaign.endDay === null ? NEW_LOOK : null;
    for (const at of [created, ...(rewrittenAt === null ? [] : [rewrittenAt])])
      if (at <= end)
        table.add({
          id: TEMPLATE_ID_BASE + campaign.id,
          updated_at: at,
          name: `${campaign.name} template`,
          subject: at === rewrittenAt ? `${subject}, in short` : subject,
          message_type_id: TYPE_OF[kind],
          created_at: created,
          _synced_at: nextBatch(at, BATCH_SECONDS, asOfDay),
        });
  }
  return table.finish();
}

const NEW_LOOK = parseDay("2023-09-04") * DAY_SECONDS + 10 * HOUR;

export function writeCampaignLabelHistory(setting: Setting): TableData {
  const { asOfDay } = setting.tier;
  const table = new TableBuilder(schema.campaignLabelHistory, 256);
  for (const campaign of known(setting)) {
    const at = createdAt(campaign);
    for (const label of labelsOf(campaign))
      table.add({
        campaign_id: campaign.id,
        label,
        updated_at: at,
        _synced_at: nextBatch(at, BATCH_SECONDS, asOfDay),
      });
  }
  return table.finish();
}

/** What it is, and the season for the first and the last mailing of a quarter. */
function labelsOf(campaign: Campaign): string[] {
  const { month } = civil(campaign.startDay);
  const labels: string[] = [kindOf(campaign)];
  const seasons = ["winter", "spring", "summer", "autumn"];
  if (campaign.endDay !== null && month % 3 === 1)
    return [...labels, seasons[(month - 1) / 3] ?? "winter"].sort(byText);
  return labels;
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function writeLists({ tier }: Setting): TableData {
  const table = new TableBuilder(schema.mailingList, 16);
  LISTS.forEach((name, index) => {
    table.add({
      id: LIST_ID_BASE + index + 1,
      name,
      list_type: name === "Seed addresses" || name === "Trade fair visitors" ? "Standard" : "Dynamic",
      created_at: (TOOL_BOUGHT + index) * DAY_SECONDS + 9 * HOUR,
      _synced_at: nightlyLoad(tier.asOfDay),
    });
  });
  return table.finish();
}

export function writeChannels({ tier }: Setting): TableData {
  const table = new TableBuilder(schema.channel, 8);
  for (const { id, name, type, medium } of Object.values(CHANNELS))
    table.add({ id, name, channel_type: type, message_medium: medium, _synced_at: nightlyLoad(tier.asOfDay) });
  return table.finish();
}

export function writeMessageTypes({ tier }: Setting): TableData {
  const table = new TableBuilder(schema.messageType, 8);
  for (const { id, name, channel } of MESSAGE_TYPES)
    table.add({ id, name, channel_id: CHANNELS[channel].id, _synced_at: nightlyLoad(tier.asOfDay) });
  return table.finish();
}
