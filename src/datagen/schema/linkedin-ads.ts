/**
 * Business-network advertising. Cost is given in the account's currency and in dollars.
 */
import { bigint, date, decimal, integer, syncedAt, text, timestamp } from "./columns.ts";
import type { TableSchema } from "./table-schema.ts";

export const accountHistory = {
  system: "linkedin_ads",
  table: "account_history",
  pack: "crm-marketing",
  key: ["id", "last_modified_time"],
  description: "One row per version of an advertising account: one for campaigns, one for trade fairs.",
  rows: { classroom: 2, full: 2 },
  faults: [],
  quiet: true,
  columns: {
    id: bigint("The network's number of the account."),
    last_modified_time: timestamp("When the version began to hold, in UTC."),
    name: text("Name of the account."),
    currency: text("ISO 4217 code of the currency of local amounts."),
    type: text("Kind of account.", { values: ["BUSINESS"] }),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const campaignGroupHistory = {
  system: "linkedin_ads",
  table: "campaign_group_history",
  pack: "crm-marketing",
  key: ["id", "last_modified_time"],
  description: "One row per version of a group of campaigns: one for each year, one for fairs.",
  rows: { classroom: 6, full: 8 },
  faults: [],
  quiet: true,
  columns: {
    id: bigint("The network's number of the group."),
    last_modified_time: timestamp("When the version began to hold, in UTC."),
    account_id: bigint("The account.", { references: "linkedin_ads.account_history.id" }),
    name: text("Name of the group."),
    status: text("State from then on.", { values: ["ACTIVE"] }),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const campaignHistory = {
  system: "linkedin_ads",
  table: "campaign_history",
  pack: "crm-marketing",
  key: ["id", "last_modified_time"],
  description:
    "One row per version of a campaign: set up, given another budget, completed. Join to the latest version only.",
  rows: { classroom: 60, full: 84 },
  faults: ["F17"],
  quiet: true,
  columns: {
    id: bigint("The network's number of the campaign."),
    last_modified_time: timestamp("When the version began to hold, in UTC."),
    campaign_group_id: bigint("The group.", { references: "linkedin_ads.campaign_group_history.id" }),
    account_id: bigint("The account.", { references: "linkedin_ads.account_history.id" }),
    name: text("Name of the campaign, as in utm_campaign."),
    status: text("State from then on.", { values: ["ACTIVE", "COMPLETED"] }),
    type: text("Kind of advertisement.", { values: ["SPONSORED_UPDATES"] }),
    objective_type: text("What it is to bring.", { values: ["LEAD_GENERATION", "WEBSITE_VISIT"] }),
    cost_type: text("What is paid for.", { values: ["CPC"] }),
    daily_budget_amount: decimal(12, 2, "Budget of a day from then on.", { unit: "dollars" }),
    unit_cost_amount: decimal(12, 2, "What is bid for a click.", { unit: "dollars" }),
    locale_country: text("Country at which it aims.", { values: ["US"] }),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const creativeHistory = {
  system: "linkedin_ads",
  table: "creative_history",
  pack: "crm-marketing",
  key: ["id", "last_modified_time"],
  description: "One row per version of a creative: set up, and completed with its campaign.",
  rows: { classroom: 140, full: 196 },
  faults: [],
  quiet: true,
  columns: {
    id: bigint("The network's number of the creative."),
    last_modified_time: timestamp("When the version began to hold, in UTC."),
    campaign_id: bigint("The campaign.", { references: "linkedin_ads.campaign_history.id" }),
    status: text("State from then on.", { values: ["ACTIVE", "COMPLETED"] }),
    type: text("Kind of creative.", { values: ["SINGLE_IMAGE", "SINGLE_VIDEO", "CAROUSEL"] }),
    click_uri: text("Address to which a click leads, with its utm tags."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

/** What the network counts on a day. */
const DAY_OF_ADVERTISING = {
  day: date("The day, in UTC."),
  impressions: integer("How often it was shown."),
  clicks: integer("How often it was clicked on."),
  cost_in_local_currency: decimal(12, 2, "What it cost, in the currency of the account."),
  cost_in_usd: decimal(12, 2, "What it cost.", { unit: "dollars" }),
  conversion_value_in_local_currency: decimal(
    12,
    2,
    "First-year value of the sign-ups whose last click it was, on the day of the click.",
  ),
} as const;

export const adAnalyticsByCampaign = {
  system: "linkedin_ads",
  table: "ad_analytics_by_campaign",
  pack: "crm-marketing",
  key: ["campaign_id", "day"],
  description:
    "One row per campaign and day on which it was seen. The network gives no number of conversions here, only their value.",
  rows: { classroom: 2100, full: 3000 },
  faults: ["F10", "F20"],
  columns: {
    campaign_id: bigint("The campaign.", { references: "linkedin_ads.campaign_history.id" }),
    ...DAY_OF_ADVERTISING,
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const adAnalyticsByCreative = {
  system: "linkedin_ads",
  table: "ad_analytics_by_creative",
  pack: "crm-marketing",
  key: ["creative_id", "day"],
  description:
    "One row per creative and day on which it was seen; adds up to ad_analytics_by_campaign, so use one of the two.",
  rows: { classroom: 6200, full: 8800 },
  faults: ["F10"],
  columns: {
    creative_id: bigint("The creative.", { references: "linkedin_ads.creative_history.id" }),
    ...DAY_OF_ADVERTISING,
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const leadGenFormResponse = {
  system: "linkedin_ads",
  table: "lead_gen_form_response",
  pack: "crm-marketing",
  key: ["id"],
  description:
    "One row per form that somebody filled in on the network. Most are contacts already, so match by address before you count leads.",
  rows: { classroom: 900, full: 9000 },
  faults: ["F06"],
  quiet: true,
  columns: {
    id: bigint("Number of the answer, given in order of time."),
    campaign_id: bigint("The campaign.", { references: "linkedin_ads.campaign_history.id" }),
    submitted_at: timestamp("When it was sent, in UTC."),
    email: text("Address that the person gave."),
    company_name: text("Name of the business that the person gave."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;
