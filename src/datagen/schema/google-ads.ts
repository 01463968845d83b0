/**
 * Search advertising. Cost is in micros (millionths) of the account's currency; `_history` tables hold every version of a thing.
 */
import { bigint, date, decimal, integer, syncedAt, text, timestamp } from "./columns.ts";
import type { TableSchema } from "./table-schema.ts";

export const accountHistory = {
  system: "google_ads",
  table: "account_history",
  pack: "crm-marketing",
  key: ["id", "updated_at"],
  description: "One row per version of an advertising account; there is one for each country.",
  rows: { classroom: 3, full: 3 },
  faults: ["F09"],
  quiet: true,
  columns: {
    id: bigint("Google's number of the account."),
    updated_at: timestamp("When the version began to hold, in UTC."),
    descriptive_name: text("Name of the account."),
    currency_code: text(
      "ISO 4217 code of the currency in which the account is billed; cost_micros and conversions_value of its campaigns are in it.",
    ),
    time_zone: text("IANA name of the zone in which the account's days begin."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const campaignHistory = {
  system: "google_ads",
  table: "campaign_history",
  pack: "crm-marketing",
  key: ["id", "updated_at"],
  description:
    "One row per version of a campaign; the version with the latest updated_at is the one of today. Join statistics to that one only, or every cost is counted once for each version.",
  rows: { classroom: 155, full: 195 },
  faults: ["F17"],
  quiet: true,
  columns: {
    id: bigint("Google's number of the campaign."),
    updated_at: timestamp("When the version began to hold, in UTC."),
    customer_id: bigint("Advertising account of the campaign.", { references: "google_ads.account_history.id" }),
    name: text("Name of the campaign, as in utm_campaign."),
    status: text("State from then on.", { values: ["ENABLED", "PAUSED", "REMOVED"] }),
    advertising_channel_type: text("Where its advertisements are shown.", { values: ["SEARCH"] }),
    start_date: date("First day; may lie a day ahead."),
    end_date: date("Last planned day; may lie ahead, and is empty when the campaign runs without end."),
    tracking_url_template: text("How the address of the landing page is put together; holds the utm tags."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const adGroupHistory = {
  system: "google_ads",
  table: "ad_group_history",
  pack: "crm-marketing",
  key: ["id", "updated_at"],
  description: "One row per version of an ad group, a part of a campaign with its own keywords.",
  rows: { classroom: 92, full: 130 },
  faults: [],
  quiet: true,
  columns: {
    id: bigint("Google's number of the ad group."),
    updated_at: timestamp("When the version began to hold, in UTC."),
    campaign_id: bigint("The campaign.", { references: "google_ads.campaign_history.id" }),
    name: text("Name of the ad group."),
    status: text("State from then on.", { values: ["ENABLED", "REMOVED"] }),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const adHistory = {
  system: "google_ads",
  table: "ad_history",
  pack: "crm-marketing",
  key: ["id", "updated_at"],
  description: "One row per version of an advertisement.",
  rows: { classroom: 194, full: 274 },
  faults: [],
  quiet: true,
  columns: {
    id: bigint("Google's number of the advertisement."),
    updated_at: timestamp("When the version began to hold, in UTC."),
    ad_group_id: bigint("The ad group.", { references: "google_ads.ad_group_history.id" }),
    name: text("Name of the advertisement."),
    status: text("State from then on.", { values: ["ENABLED", "REMOVED"] }),
    final_urls: text("Page to which a click leads."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const adGroupCriterionHistory = {
  system: "google_ads",
  table: "ad_group_criterion_history",
  pack: "crm-marketing",
  key: ["id", "updated_at"],
  description: "One row per version of a keyword.",
  rows: { classroom: 460, full: 640 },
  faults: [],
  quiet: true,
  columns: {
    id: bigint("Google's number of the keyword."),
    updated_at: timestamp("When the version began to hold, in UTC."),
    ad_group_id: bigint("The ad group.", { references: "google_ads.ad_group_history.id" }),
    status: text("State from then on.", { values: ["ENABLED", "REMOVED"] }),
    keyword_text: text("The words for which the advertisement is shown."),
    keyword_match_type: text("How close a search must come to the words.", { values: ["EXACT", "PHRASE", "BROAD"] }),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const campaignStats = {
  system: "google_ads",
  table: "campaign_stats",
  pack: "crm-marketing",
  key: ["id", "date", "device", "ad_network_type"],
  description:
    "One row per campaign, day, device and network on which it was seen. Conversions stand on the day of the click, so a day may grow for weeks; load the last ninety days again.",
  rows: { classroom: 35500, full: 50000 },
  faults: ["F09", "F10", "F15", "F20"],
  columns: {
    id: bigint("The campaign.", { references: "google_ads.campaign_history.id" }),
    date: date("Day in the account's time zone."),
    device: text("Kind of device; tablets count as mobile.", { values: ["DESKTOP", "MOBILE"] }),
    ad_network_type: text("Google's own pages or those of its partners.", { values: ["SEARCH", "SEARCH_PARTNERS"] }),
    impressions: integer("How often it was shown."),
    clicks: integer("How often it was clicked on."),
    cost_micros: bigint("What the clicks cost, in millionths of the account's currency.", { unit: "micros" }),
    conversions: decimal(10, 2, "Sign-ups that Google counts: those whose last click it was."),
    conversions_value: decimal(12, 2, "What these are worth in their first year, in the account's currency."),
    view_through_conversions: integer("Sign-ups after a mere view; none for search."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const keywordStats = {
  system: "google_ads",
  table: "keyword_stats",
  pack: "crm-marketing",
  key: ["criterion_id", "ad_group_id", "date"],
  description:
    "One row per keyword and day of the last six months on which it was seen. Adds up to campaign_stats for each campaign and day.",
  rows: { classroom: 20000, full: 28000 },
  faults: ["F09", "F10", "F20"],
  columns: {
    criterion_id: bigint("The keyword.", { references: "google_ads.ad_group_criterion_history.id" }),
    ad_group_id: bigint("The ad group.", { references: "google_ads.ad_group_history.id" }),
    date: date("Day in the account's time zone."),
    impressions: integer("How often an advertisement was shown for it."),
    clicks: integer("How often that was clicked on."),
    cost_micros: bigint("What the clicks cost, in millionths of the account's currency.", { unit: "micros" }),
    conversions: decimal(10, 2, "Sign-ups whose last click it was."),
    conversions_value: decimal(12, 2, "What these are worth in their first year, in the account's currency."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;
