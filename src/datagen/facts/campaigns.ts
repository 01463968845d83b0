/**
 * The campaigns of seven years on Google, Facebook, LinkedIn and by e-mail: one list, in order of their first day.
 *
 * Names are canonical: they are the `utm_campaign` of the visits and the names that the platforms show. Money is planned as a
 * share of the platform's month, so that a larger company spends more; `campaignShare` says how much.
 */
import { addMonths, civil, dayNumber, parseDay } from "../kit/calendar.ts";

export type Platform = "google_ads" | "facebook_ads" | "linkedin_ads" | "email";

export type CampaignChannel =
  "google_brand" | "google_non_brand" | "facebook_prospecting" | "facebook_retargeting" | "linkedin" | "email";

export interface Campaign {
  /** Place in `CAMPAIGNS`. */
  readonly index: number;
  /** Id on its platform. */
  readonly id: number;
  readonly platform: Platform;
  readonly channel: CampaignChannel;
  readonly name: string;
  /** What it is about; "newsletter", "launch" and "nurture" for e-mail. */
  readonly theme: string;
  readonly startDay: number;
  /** Last day, included; null when it runs without end. */
  readonly endDay: number | null;
  /** Country at which it aims; null for all. */
  readonly country: "US" | "CA" | "GB" | null;
  /** Part of the money of its channel, against the other campaigns that run on the same day. */
  readonly weight: number;
  /** Days on which it was paused and taken up again, in between: [paused, resumed). */
  readonly pauses: readonly (readonly [number, number])[];
}

type Draft = Omit<Campaign, "index" | "id">;

const FIRST_YEAR = 2019;
const LAST_YEAR = 2025;

const NON_BRAND_THEMES = ["draft-beer-system", "line-cleaning", "keg-inventory", "pour-cost"];
const LAUNCHES = ["spring-release", "patio-season", "autumn-release", "year-end-offer", "customer-stories"];

function brand(): Draft[] {
  return (["US", "CA", "GB"] as const).map((country) => ({
    platform: "google_ads",
    channel: "google_brand",
    name: `brand-${country.toLowerCase()}`,
    theme: "brand",
    startDay: parseDay("2018-11-01"),
    endDay: null,
    country,
    weight: country === "US" ? 86 : 7,
    pauses: [],
  }));
}

/** Three themes run without end; four more change with every half-year. */
function nonBrand(): Draft[] {
  const standing = ["tap-management", "bar-automation", "beverage-monitoring"].map((theme): Draft =>
    draft("google_ads", "google_non_brand", `nonbrand-${theme}`, theme, parseDay("2018-11-01"), null, 3),
  );
  return [...standing, ...halves().flatMap((half) => NON_BRAND_THEMES.map((theme) => nonBrandOf(half, theme)))];
}

function nonBrandOf(half: Span, theme: string): Draft {
  return draft("google_ads", "google_non_brand", `nonbrand-${theme}-${half.label}`, theme, half.from, half.to, 2);
}

function prospecting(): Draft[] {
  return quarters().map(({ label, from, to }) =>
    draft("facebook_ads", "facebook_prospecting", `prospecting-${label}`, "prospecting", from, to, 1),
  );
}

function retargeting(): Draft[] {
  return halves().map(({ label, from, to }) =>
    draft("facebook_ads", "facebook_retargeting", `retargeting-${label}`, "retargeting", from, to, 1),
  );
}

/** One a quarter, and one more every autumn for the trade fair. */
function linkedin(): Draft[] {
  const quarterly = quarters().map(({ label, from, to }) =>
    draft("linkedin_ads", "linkedin", `groups-${label}`, "multi-site operators", from, to, 3),
  );
  const fairs = years()
    .filter((year) => year !== 2020 && year !== 2021)
    .map((year) =>
      draft(
        "linkedin_ads",
        "linkedin",
        `trade-fair-${String(year)}`,
        "trade fair",
        dayNumber(year, 9, 1),
        dayNumber(year, 10, 31),
        1,
      ),
    );
  return [...quarterly, ...fairs];
}

/** A newsletter a month, five mailings a year about something, and five series that run without end. */
function email(): Draft[] {
  const series = ["welcome", "trial-help", "nurture-bars", "nurture-hotels", "win-back"].map((theme) =>
    draft("email", "email", `series-${theme}`, "nurture", parseDay("2018-11-01"), null, 1),
  );
  const letters = years().flatMap((year) =>
    Array.from({ length: 12 }, (_, month) => {
      const day = dayNumber(year, month + 1, 6);
      const name = `newsletter-${String(year)}-${String(month + 1).padStart(2, "0")}`;
      return draft("email", "email", name, "newsletter", day, addMonths(day, 1) - 1, 4);
    }),
  );
  const launches = years().flatMap((year) =>
    LAUNCHES.map((theme, index) => {
      const day = dayNumber(year, 2 + index * 2, 18);
      return draft("email", "email", `${theme}-${String(year)}`, "launch", day, day + 27, 2);
    }),
  );
  return [...series, ...letters, ...launches];
}

function draft(
  platform: Platform,
  channel: CampaignChannel,
  name: string,
  theme: string,
  startDay: number,
  endDay: number | null,
  weight: number,
): Draft {
  return {
    platform,
    channel,
    name,
    theme,
    startDay,
    endDay,
    country: null,
    weight,
    pauses: pausesOf(channel, startDay, endDay),
  };
}

/** Who advertises without end pauses between the years; a campaign of half a year rests in its fourth month for two weeks. */
function pausesOf(channel: CampaignChannel, startDay: number, endDay: number | null): (readonly [number, number])[] {
  if (channel !== "google_non_brand") return [];
  if (endDay !== null) return civil(startDay).year % 2 === 0 ? [] : [[startDay + 92, startDay + 106]];
  return years().map((year) => [dayNumber(year, 12, 20), dayNumber(year + 1, 1, 3)] as const);
}

interface Span {
  readonly label: string;
  readonly from: number;
  readonly to: number;
}

function years(): number[] {
  return Array.from({ length: LAST_YEAR - FIRST_YEAR + 1 }, (_, index) => FIRST_YEAR + index);
}

function spans(months: number, letter: string): Span[] {
  return years().flatMap((year) =>
    Array.from({ length: 12 / months }, (_, index) => ({
      label: `${String(year)}-${letter}${String(index + 1)}`,
      from: dayNumber(year, index * months + 1, 1),
      to: addMonths(dayNumber(year, index * months + 1, 1), months) - 1,
    })),
  );
}

function halves(): Span[] {
  return spans(6, "h");
}

function quarters(): Span[] {
  return spans(3, "q");
}

const ID_BASES: Readonly<Record<Platform, number>> = {
  google_ads: 17400000,
  facebook_ads: 23850000,
  linkedin_ads: 60210000,
  email: 310000,
};

function listed(drafts: readonly Draft[]): Campaign[] {
  const next: Record<Platform, number> = { ...ID_BASES };
  return drafts
    .map((item, order) => ({ item, order }))
    .sort((a, b) => a.item.startDay - b.item.startDay || a.order - b.order)
    .map(({ item }, index) => ({ index, id: (next[item.platform] += 1), ...item }));
}

export const CAMPAIGNS: readonly Campaign[] = listed([
  ...brand(),
  ...nonBrand(),
  ...prospecting(),
  ...retargeting(),
  ...linkedin(),
  ...email(),
]);

/** Share of all advertising money that a channel gets, per mille. */
export const SPEND_SHARES: Readonly<Record<Exclude<CampaignChannel, "email">, number>> = {
  google_non_brand: 460,
  facebook_prospecting: 230,
  linkedin: 140,
  facebook_retargeting: 90,
  google_brand: 80,
};

/** Cents that the company plans to spend on advertising for each account that is expected to sign up. */
export const SPEND_PER_SIGNUP_CENTS = 230000;

export function isRunning(campaign: Campaign, day: number): boolean {
  if (day < campaign.startDay || (campaign.endDay !== null && day > campaign.endDay)) return false;
  return campaign.pauses.every(([paused, resumed]) => day < paused || day >= resumed);
}

/** The campaigns that a company that opens on `startDay` has run or will run. */
export function campaignsSince(startDay: number): readonly Campaign[] {
  return CAMPAIGNS.filter(({ endDay }) => endDay === null || endDay >= startDay);
}
