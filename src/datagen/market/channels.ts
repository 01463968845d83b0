/**
 * The ways in which people come to the web site, what each truly adds to the chance of a sign-up, and how it signs its visits.
 *
 * The lift is the one fact that no source system knows. Brand search and retargeting reach people who have already seen the
 * prices: they are the last click of almost half of all sign-ups and cause next to none.
 */
export type Channel =
  | "organic"
  | "direct"
  | "referral"
  | "partner"
  | "email"
  | "google_non_brand"
  | "google_brand"
  | "facebook_prospecting"
  | "facebook_retargeting"
  | "linkedin";

export interface ChannelFacts {
  /** What meeting the channel adds to the probability of a sign-up, in millionths (9,000 is 0.9 percentage points). */
  readonly lift: number;
  /** Adds its lift for businesses of at least 100 people only. */
  readonly largeOnly: boolean;
  /** Share of the visitors that meet it after their first visit, per mille: small businesses, large ones. */
  readonly later: readonly [number, number];
  /** Meets only people who have seen the prices. */
  readonly afterPricing: boolean;
  readonly utmSource: string | null;
  readonly utmMedium: string | null;
}

function channel(
  lift: number,
  later: readonly [number, number],
  utm: readonly [string, string] | null,
  traits: { readonly largeOnly?: boolean; readonly afterPricing?: boolean } = {},
): ChannelFacts {
  return {
    lift,
    later,
    largeOnly: traits.largeOnly ?? false,
    afterPricing: traits.afterPricing ?? false,
    utmSource: utm?.[0] ?? null,
    utmMedium: utm?.[1] ?? null,
  };
}

export const CHANNELS: Readonly<Record<Channel, ChannelFacts>> = {
  organic: channel(0, [0, 0], null),
  direct: channel(0, [0, 0], null),
  referral: channel(0, [60, 60], null),
  partner: channel(12000, [15, 25], ["partner", "referral"]),
  email: channel(1500, [90, 90], ["newsletter", "email"]),
  google_non_brand: channel(9000, [100, 100], ["google", "cpc"]),
  google_brand: channel(300, [560, 560], ["google", "brand_cpc"], { afterPricing: true }),
  facebook_prospecting: channel(3500, [110, 70], ["facebook", "paid_social"]),
  facebook_retargeting: channel(200, [560, 560], ["facebook", "retargeting"], { afterPricing: true }),
  linkedin: channel(7000, [20, 380], ["linkedin", "paid_social"], { largeOnly: true }),
};

/** A total order, for tables and draws. */
export const CHANNEL_NAMES = Object.keys(CHANNELS) as readonly Channel[];

/** The first channel of an account's journey, by what the application notes as its source. */
export const FIRST_CHANNELS: Readonly<Record<string, readonly (readonly [Channel, number])[]>> = {
  organic: [
    ["organic", 75],
    ["direct", 25],
  ],
  google_ads: [["google_non_brand", 1]],
  referral: [["referral", 1]],
  facebook_ads: [["facebook_prospecting", 1]],
  linkedin_ads: [["linkedin", 1]],
  email: [["email", 1]],
  partner: [["partner", 1]],
};

/** First channels of all who reach their goal; agrees with the sources of the accounts. */
export const FIRST_CHANNEL_MIX: readonly (readonly [Channel, number])[] = [
  ["organic", 21],
  ["direct", 7],
  ["google_non_brand", 24],
  ["referral", 14],
  ["facebook_prospecting", 12],
  ["linkedin", 8],
  ["email", 6],
  ["partner", 8],
];

/** A business of this many people is large: it talks to sales, and LinkedIn is for it. */
export const LARGE_EMPLOYEES = 100;
