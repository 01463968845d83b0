/**
 * The e-mail tool: campaigns, templates, lists and one row per thing that happened to a message.
 */
import { bigint, integer, syncedAt, text, timestamp } from "./columns.ts";
import type { TableSchema } from "./table-schema.ts";

export const campaignHistory = {
  system: "iterable",
  table: "campaign_history",
  pack: "crm-marketing",
  key: ["id", "updated_at"],
  description:
    "One row per version of an e-mail campaign; the version with the latest updated_at is the one of today. Names are the utm_campaign of the visits that a campaign brings.",
  rows: { classroom: 175, full: 235 },
  faults: ["F17"],
  quiet: true,
  columns: {
    id: bigint("Number of the campaign in the e-mail tool."),
    updated_at: timestamp("When the version began to hold, in UTC."),
    name: text("Name of the campaign, as in utm_campaign."),
    campaign_state: text("State of the campaign; only series stay running.", {
      values: ["Scheduled", "Running", "Finished"],
    }),
    message_medium: text("Through what it is sent.", { values: ["Email"] }),
    template_id: bigint("Template of its messages.", { references: "iterable.template_history.id" }),
    list_id: bigint("List to which it goes.", { references: "iterable.list.id" }),
    send_size: integer("Messages that were sent; empty until it is finished, and for series."),
    start_at: timestamp("When it goes out, in UTC; may lie ahead while it is scheduled."),
    ended_at: timestamp("When it was finished, in UTC; empty until then."),
    created_at: timestamp("When it was set up, in UTC."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const templateHistory = {
  system: "iterable",
  table: "template_history",
  pack: "crm-marketing",
  key: ["id", "updated_at"],
  description: "One row per version of the text of a campaign.",
  rows: { classroom: 95, full: 130 },
  faults: [],
  quiet: true,
  columns: {
    id: bigint("Number of the template."),
    updated_at: timestamp("When the version began to hold, in UTC."),
    name: text("Name of the template."),
    subject: text("Subject line."),
    message_type_id: bigint("Kind of message.", { references: "iterable.message_type.id" }),
    created_at: timestamp("When the template was made, in UTC."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const mailingList = {
  system: "iterable",
  table: "list",
  pack: "crm-marketing",
  key: ["id"],
  description: "One row per list of the e-mail tool. Who is on it is decided at the moment of sending.",
  rows: { classroom: 14, full: 14 },
  faults: [],
  columns: {
    id: bigint("Number of the list."),
    name: text("Name of the list."),
    list_type: text("Whether the list is filled by a rule or by hand.", { values: ["Standard", "Dynamic"] }),
    created_at: timestamp("When the list was made, in UTC."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const channel = {
  system: "iterable",
  table: "channel",
  pack: "crm-marketing",
  key: ["id"],
  description: "One row per channel that a person may leave.",
  rows: { classroom: 4, full: 4 },
  faults: [],
  columns: {
    id: bigint("Number of the channel."),
    name: text("Name of the channel."),
    channel_type: text("Marketing may be refused, transactional may not.", { values: ["Marketing", "Transactional"] }),
    message_medium: text("Through what its messages are sent.", { values: ["Email", "SMS"] }),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const messageType = {
  system: "iterable",
  table: "message_type",
  pack: "crm-marketing",
  key: ["id"],
  description: "One row per kind of message.",
  rows: { classroom: 8, full: 8 },
  faults: [],
  columns: {
    id: bigint("Number of the kind."),
    name: text("Name of the kind."),
    channel_id: bigint("Channel to which the kind belongs.", { references: "iterable.channel.id" }),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const campaignLabelHistory = {
  system: "iterable",
  table: "campaign_label_history",
  pack: "crm-marketing",
  key: ["campaign_id", "label", "updated_at"],
  description:
    "One row per label of a campaign. Most have one for their kind; the first mailings of a quarter have one for the season too.",
  rows: { classroom: 120, full: 168 },
  faults: [],
  quiet: true,
  columns: {
    campaign_id: bigint("The campaign.", { references: "iterable.campaign_history.id" }),
    label: text("The label."),
    updated_at: timestamp("When the label was given, in UTC."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const userHistory = {
  system: "iterable",
  table: "user_history",
  pack: "crm-marketing",
  key: ["email", "updated_at"],
  description:
    "One row per version of a person as the e-mail tool knows them. The address is the key here: it joins to hubspot.contact.property_email, but for upper case.",
  rows: { classroom: 8500, full: 85000 },
  faults: ["F06"],
  quiet: true,
  columns: {
    email: text("Address of the person."),
    updated_at: timestamp("When the version began to hold, in UTC."),
    first_name: text("First name, for the greeting."),
    signup_source: text("How the person came into the tool.", { values: ["Form", "API", "Manual", "Import"] }),
    user_id: bigint("HubSpot's number of the contact.", { references: "hubspot.contact.id" }),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const event = {
  system: "iterable",
  table: "event",
  pack: "crm-marketing",
  key: ["id"],
  description:
    "One row per thing that happened to a message in the last 24 months. Of one message: send, then open, click and unsubscribe, each only after the one before; a bounce ends it.",
  rows: { classroom: 90000, full: 900000 },
  faults: ["F03"],
  quiet: true,
  columns: {
    id: bigint("Number of the event, given in order of time; the kept ones do not begin at one."),
    campaign_id: bigint("Campaign of the message.", { references: "iterable.campaign_history.id" }),
    email: text("Address to which the message went."),
    event_name: text("What happened.", {
      values: ["emailSend", "emailBounce", "emailOpen", "emailClick", "emailComplaint", "emailUnsubscribe"],
    }),
    message_id: text("Id of the message; all that happened to it shares it."),
    created_at: timestamp("When it happened, in UTC."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const userUnsubscribedChannel = {
  system: "iterable",
  table: "user_unsubscribed_channel",
  pack: "crm-marketing",
  key: ["email", "channel_id", "updated_at"],
  description:
    "One row per channel that a person has left. Most opt-outs come from the page of preferences, so there are more of them than unsubscribe events.",
  rows: { classroom: 700, full: 7000 },
  faults: [],
  quiet: true,
  columns: {
    email: text("Address of the person."),
    channel_id: bigint("The channel.", { references: "iterable.channel.id" }),
    updated_at: timestamp("When the person left it, in UTC."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;
