/**
 * Social advertising. Spend is decimal dollars; conversions are what the platform claims.
 */
import { bigint, date, decimal, integer, syncedAt, text, timestamp } from "./columns.ts";
import type { TableSchema } from "./table-schema.ts";

export const accountHistory = {
  system: "facebook_ads",
  table: "account_history",
  pack: "crm-marketing",
  key: ["id", "updated_time"],
  description: "One row per version of the advertising account; there is only one.",
  rows: { classroom: 1, full: 1 },
  faults: [],
  quiet: true,
  columns: {
    id: bigint("The network's number of the account."),
    updated_time: timestamp("When the version began to hold, in UTC."),
    name: text("Name of the account."),
    currency: text("ISO 4217 code of the currency of all amounts."),
    timezone_name: text("IANA name of the zone in which the account's days begin."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const campaignHistory = {
  system: "facebook_ads",
  table: "campaign_history",
  pack: "crm-marketing",
  key: ["id", "updated_time"],
  description:
    "One row per version of a campaign: set up, given another budget, archived. Join to the latest version only.",
  rows: { classroom: 70, full: 98 },
  faults: ["F17"],
  quiet: true,
  columns: {
    id: bigint("The network's number of the campaign."),
    updated_time: timestamp("When the version began to hold, in UTC."),
    account_id: bigint("The account.", { references: "facebook_ads.account_history.id" }),
    name: text("Name of the campaign, as in utm_campaign."),
    status: text("State from then on.", { values: ["ACTIVE", "ARCHIVED"] }),
    objective: text("What the network is told to bring.", { values: ["OUTCOME_LEADS", "OUTCOME_SALES"] }),
    daily_budget: decimal(12, 2, "Budget of a day from then on; a single day may differ by a third.", {
      unit: "dollars",
    }),
    lifetime_budget: decimal(12, 2, "Budget of the whole campaign; empty, since all have daily ones.", {
      unit: "dollars",
    }),
    bid_strategy: text("How the network bids.", { values: ["LOWEST_COST_WITHOUT_CAP"] }),
    start_time: timestamp("When it begins, in UTC; may lie a day ahead."),
    stop_time: timestamp("When it is to end, in UTC; may lie ahead."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const adSetHistory = {
  system: "facebook_ads",
  table: "ad_set_history",
  pack: "crm-marketing",
  key: ["id", "updated_time"],
  description: "One row per version of an ad set: an audience of a campaign with its part of the budget.",
  rows: { classroom: 140, full: 196 },
  faults: [],
  quiet: true,
  columns: {
    id: bigint("The network's number of the ad set."),
    updated_time: timestamp("When the version began to hold, in UTC."),
    campaign_id: bigint("The campaign.", { references: "facebook_ads.campaign_history.id" }),
    name: text("Name of the audience."),
    status: text("State from then on.", { values: ["ACTIVE", "ARCHIVED"] }),
    daily_budget: decimal(12, 2, "Budget of a day from then on.", { unit: "dollars" }),
    bid_strategy: text("How the network bids.", { values: ["LOWEST_COST_WITHOUT_CAP"] }),
    optimization_goal: text("Whom the network looks for.", { values: ["LEAD_GENERATION", "OFFSITE_CONVERSIONS"] }),
    start_time: timestamp("When it begins, in UTC; may lie a day ahead."),
    end_time: timestamp("When it is to end, in UTC; may lie ahead."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const adHistory = {
  system: "facebook_ads",
  table: "ad_history",
  pack: "crm-marketing",
  key: ["id", "updated_time"],
  description: "One row per version of an advertisement: set up, and archived with its campaign.",
  rows: { classroom: 290, full: 410 },
  faults: [],
  quiet: true,
  columns: {
    id: bigint("The network's number of the advertisement."),
    updated_time: timestamp("When the version began to hold, in UTC."),
    ad_set_id: bigint("The ad set.", { references: "facebook_ads.ad_set_history.id" }),
    campaign_id: bigint("The campaign.", { references: "facebook_ads.campaign_history.id" }),
    creative_id: bigint("What it shows.", { references: "facebook_ads.creative_history.id" }),
    name: text("Name of the advertisement."),
    status: text("State from then on.", { values: ["ACTIVE", "ARCHIVED"] }),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const creativeHistory = {
  system: "facebook_ads",
  table: "creative_history",
  pack: "crm-marketing",
  key: ["id", "updated_time"],
  description: "One row per version of what advertisements show.",
  rows: { classroom: 90, full: 126 },
  faults: ["F17"],
  quiet: true,
  columns: {
    id: bigint("The network's number of the creative."),
    updated_time: timestamp("When the version began to hold, in UTC."),
    name: text("Name of the creative."),
    url_tags: text("What is added to the address of the landing page; holds the utm tags."),
    object_type: text("Kind of creative.", { values: ["VIDEO", "PHOTO", "CAROUSEL"] }),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const basicAd = {
  system: "facebook_ads",
  table: "basic_ad",
  pack: "crm-marketing",
  key: ["ad_id", "date"],
  description:
    "One row per advertisement and day on which it was seen. Reach counts people once a day, so it must not be added up over days.",
  rows: { classroom: 17500, full: 24500 },
  faults: ["F10"],
  columns: {
    ad_id: bigint("The advertisement.", { references: "facebook_ads.ad_history.id" }),
    date: date("Day in the account's time zone."),
    impressions: integer("How often it was shown."),
    reach: integer("People who saw it on that day."),
    frequency: decimal(6, 2, "Impressions for each of them."),
    inline_link_clicks: integer("Clicks that lead to the web site."),
    spend: decimal(12, 2, "What it cost.", { unit: "dollars" }),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const basicAdActions = {
  system: "facebook_ads",
  table: "basic_ad_actions",
  pack: "crm-marketing",
  key: ["ad_id", "date", "action_type"],
  description:
    "One row per advertisement, day and kind of action. Kinds contain each other: never add them up. A sign-up counts within seven days of a click or one day of a view.",
  rows: { classroom: 37000, full: 52000 },
  faults: ["F16", "F20"],
  columns: {
    ad_id: bigint("The advertisement.", { references: "facebook_ads.ad_history.id" }),
    date: date("Day of the click or the view."),
    action_type: text("Kind of action.", {
      values: ["complete_registration", "landing_page_view", "lead", "link_click"],
    }),
    value: integer("How many, as the network counts."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;
