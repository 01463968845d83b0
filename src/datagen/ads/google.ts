/** How the search campaigns are built: accounts, ad groups, advertisements and keywords, and the devices that Google reports by. */
import type { Campaign } from "../facts/campaigns.ts";
import type { Price } from "./delivery.ts";

export interface GoogleAccount {
  readonly id: number;
  readonly country: "US" | "CA" | "GB";
  readonly name: string;
  readonly timezone: string;
}

const HOME_ACCOUNT: GoogleAccount = {
  id: 4410001,
  country: "US",
  name: "Taplab United States",
  timezone: "America/Chicago",
};

export const ACCOUNTS: readonly GoogleAccount[] = [
  HOME_ACCOUNT,
  { id: 4410002, country: "CA", name: "Taplab Canada", timezone: "America/Toronto" },
  { id: 4410003, country: "GB", name: "Taplab United Kingdom", timezone: "Europe/London" },
];

/** What aims at no country of its own is run from home. */
export function accountOf({ country }: Campaign): GoogleAccount {
  return ACCOUNTS.find((account) => account.country === country) ?? HOME_ACCOUNT;
}

interface AdGroup {
  readonly id: number;
  readonly campaign: Campaign;
  readonly name: string;
  readonly ads: readonly { readonly id: number; readonly name: string; readonly path: string }[];
  readonly keywords: readonly Keyword[];
}

interface Keyword {
  readonly id: number;
  readonly text: string;
  readonly match: "EXACT" | "PHRASE" | "BROAD";
  /** Part of the traffic of its campaign, against the others. */
  readonly weight: number;
}

interface Slice {
  readonly device: "DESKTOP" | "MOBILE";
  readonly network: "SEARCH" | "SEARCH_PARTNERS";
  readonly share: number;
}

const MATCHES = ["EXACT", "PHRASE", "BROAD"] as const;
const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  brand: ["taplab", "tap lab", "taplab login", "taplab pricing", "taplab reviews", "taplab app", "taplab support"],
  other: ["%", "% software", "% system", "best %", "% for bars", "% for restaurants", "% app"],
};
const INTENTS = ["core", "compare", "local"] as const;

/** In order of device and network, as the rows are stored. */
const SMALL_SLICES: readonly Slice[] = [
  { device: "DESKTOP", network: "SEARCH", share: 0.4 },
  { device: "MOBILE", network: "SEARCH", share: 0.6 },
];
/** Campaigns of half a year are for people at the bar: phones only. */
const PHONE_SLICES: readonly Slice[] = [{ device: "MOBILE", network: "SEARCH", share: 1 }];
const LARGE_SLICES: readonly Slice[] = [
  { device: "DESKTOP", network: "SEARCH", share: 0.38 },
  { device: "MOBILE", network: "SEARCH", share: 0.55 },
  { device: "MOBILE", network: "SEARCH_PARTNERS", share: 0.07 },
];

/** Campaigns without end that aim at the whole market have three ad groups and run on partner sites too. */
function isLarge({ endDay, country }: Campaign): boolean {
  return endDay === null && (country === null || country === "US");
}

export function slicesOf(campaign: Campaign): readonly Slice[] {
  if (campaign.endDay !== null) return PHONE_SLICES;
  return isLarge(campaign) ? LARGE_SLICES : SMALL_SLICES;
}

export function priceOf({ channel }: Campaign): Price {
  return channel === "google_brand"
    ? { clickCents: 420, perClick: 7, impressionStep: 2 }
    : { clickCents: 1480, perClick: 26, impressionStep: 5 };
}

export function adGroupsOf(campaign: Campaign): AdGroup[] {
  const large = isLarge(campaign);
  const intents = large ? INTENTS : INTENTS.slice(0, 1);
  const isBrand = campaign.channel === "google_brand";
  const subject = isBrand ? "taplab" : campaign.theme.replaceAll("-", " ");
  const texts = TEMPLATES[isBrand ? "brand" : "other"] ?? [];
  return intents.map((intent, group) => {
    const id = campaign.id * 10 + group;
    return {
      id,
      campaign,
      name: `${subject} ${intent}`,
      ads: Array.from({ length: large ? 3 : 2 }, (_, n) => ({
        id: id * 10 + n,
        name: `${subject} ${intent} ${String.fromCharCode(97 + n)}`,
        path: n === 0 ? "/" : n === 1 ? "/features/pour-tracking" : "/pricing",
      })),
      keywords: texts.slice(0, large ? 7 : 5).map((text, n) => ({
        id: id * 100 + n,
        text: `${text.replace("%", subject)}${intent === "core" ? "" : intent === "local" ? " near me" : " vs"}`,
        match: MATCHES[(group + n) % MATCHES.length] ?? "EXACT",
        // The first keyword of a group brings most; the first group most of all.
        weight: 60 / ((n + 1) * (group + 1)),
      })),
    };
  });
}
