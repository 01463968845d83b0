/**
 * What advertising cost by channel: three platforms, three ways to write money down, one number of cents of a dollar each.
 *
 * Google counts in millionths of the account's currency, Facebook in dollars, LinkedIn gives dollars beside its own currency. What
 * is in another currency becomes dollars at the rate of its day. The channel of a campaign is known by its id, since names may
 * have been changed by hand.
 */
import { CAMPAIGNS, type CampaignChannel, type Platform } from "../facts/campaigns.ts";
import { numbers, rowsIn, texts, type Tables } from "./read.ts";

const GOOGLE = "google_ads__campaign_stats";
const FACEBOOK = "facebook_ads__basic_ad";
const FACEBOOK_ADS = "facebook_ads__ad_history";
const LINKEDIN = "linkedin_ads__ad_analytics_by_campaign";
const ACCOUNTS = "google_ads__account_history";
const CAMPAIGNS_OF_GOOGLE = "google_ads__campaign_history";
const RATES = "reference__exchange_rates";
export const SPEND_TABLES = [GOOGLE, ACCOUNTS, CAMPAIGNS_OF_GOOGLE, RATES, FACEBOOK, FACEBOOK_ADS, LINKEDIN] as const;

const MICROS_PER_CENT = 10_000;
const DOLLAR = "USD";
/** Rates are held in millionths, as all decimals are in units of their last place. */
const RATE_UNIT = 1_000_000;

interface Days {
  /** Day numbers, both included. */
  readonly from: number;
  readonly to: number;
}

/** Cents by channel. */
export function adSpend(tables: Tables, days: Days): ReadonlyMap<CampaignChannel, number> {
  const cents = new Map<CampaignChannel, number>();
  const add = (channel: CampaignChannel | undefined, amount: number): void => {
    if (channel !== undefined) cents.set(channel, (cents.get(channel) ?? 0) + amount);
  };
  const currencyOf = currencies(tables);
  const dollarsOn = rates(tables);
  eachDay(tables, GOOGLE, { id: "id", day: "date", money: "cost_micros" }, days, (id, micros, day) =>
    add(channelOf("google_ads", id), (micros / MICROS_PER_CENT) * dollarsOn(currencyOf.get(id) ?? DOLLAR, day)),
  );
  const campaignOf = new Map<number, number>();
  const campaigns = numbers(tables, FACEBOOK_ADS, "campaign_id");
  numbers(tables, FACEBOOK_ADS, "id").forEach((id, row) => campaignOf.set(id, campaigns[row] ?? 0));
  // DECIMAL(12,2) is held in units of its last place, so dollars are cents already.
  eachDay(tables, FACEBOOK, { id: "ad_id", day: "date", money: "spend" }, days, (id, spend) =>
    add(channelOf("facebook_ads", campaignOf.get(id) ?? 0), spend),
  );
  eachDay(tables, LINKEDIN, { id: "campaign_id", day: "day", money: "cost_in_usd" }, days, (id, spend) =>
    add(channelOf("linkedin_ads", id), spend),
  );
  return cents;
}

function eachDay(
  tables: Tables,
  name: string,
  columns: { readonly id: string; readonly day: string; readonly money: string },
  { from, to }: Days,
  take: (id: number, money: number, day: number) => void,
): void {
  const [id, day, money] = [columns.id, columns.day, columns.money].map((column) => numbers(tables, name, column));
  for (let row = 0; row < rowsIn(tables, name); row += 1) {
    const at = day?.[row] ?? 0;
    if (at >= from && at <= to) take(id?.[row] ?? 0, money?.[row] ?? 0, at);
  }
}

/** The currency of each of Google's campaigns: that of its account. */
function currencies(tables: Tables): ReadonlyMap<number, string> {
  const codes = texts(tables, ACCOUNTS, "currency_code");
  const ofAccount = new Map<number, string | null>();
  numbers(tables, ACCOUNTS, "id").forEach((id, row) => ofAccount.set(id, codes[row] ?? null));
  const accounts = numbers(tables, CAMPAIGNS_OF_GOOGLE, "customer_id");
  const ofCampaign = new Map<number, string>();
  numbers(tables, CAMPAIGNS_OF_GOOGLE, "id").forEach((id, row) =>
    ofCampaign.set(id, ofAccount.get(accounts[row] ?? 0) ?? DOLLAR),
  );
  return ofCampaign;
}

/** Dollars for one unit of a currency on a day: the last rate known then. */
function rates(tables: Tables): (currency: string, day: number) => number {
  const fixed = new Map<string, number>();
  const codes = texts(tables, RATES, "currency");
  const values = numbers(tables, RATES, "usd_rate");
  let first = Infinity;
  numbers(tables, RATES, "day").forEach((day, row) => {
    first = Math.min(first, day);
    fixed.set(`${codes[row] ?? ""} ${String(day)}`, (values[row] ?? 0) / RATE_UNIT);
  });
  return (currency, day) => {
    if (currency === DOLLAR) return 1;
    for (let known = day; known >= first; known -= 1) {
      const rate = fixed.get(`${currency} ${String(known)}`);
      if (rate !== undefined) return rate;
    }
    throw new RangeError(`No rate of "${currency}" is known by day ${String(day)}.`);
  };
}

const CHANNEL_OF = new Map(CAMPAIGNS.map(({ platform, id, channel }) => [`${platform} ${String(id)}`, channel]));

function channelOf(platform: Platform, campaign: number): CampaignChannel | undefined {
  return CHANNEL_OF.get(`${platform} ${String(campaign)}`);
}
