/** Advertising: what is spent, what the platforms count as their own, and how the reports add up. */
import { describe, expect, test } from "vitest";
import { creditsFor, versionsOf } from "../../../src/datagen/ads/advertising.ts";
import { Budgets, heldOut } from "../../../src/datagen/ads/budget.ts";
import { divided, partAt } from "../../../src/datagen/ads/delivery.ts";
import { Company } from "../../../src/datagen/company.ts";
import { CAMPAIGNS, isRunning, type Campaign } from "../../../src/datagen/facts/campaigns.ts";
import { HOLDOUTS } from "../../../src/datagen/facts/experiments.ts";
import { DAY_SECONDS, addMonths, parseDay } from "../../../src/datagen/kit/calendar.ts";
import { firstYearCents } from "../../../src/datagen/sales/new-business.ts";
import { records, type TableData } from "../../../src/datagen/table.ts";
import { FACEBOOK_ADS } from "../../../src/datagen/tables/facebook-ads/writers.ts";
import { GOOGLE_ADS } from "../../../src/datagen/tables/google-ads/writers.ts";
import { LINKEDIN_ADS } from "../../../src/datagen/tables/linkedin-ads/writers.ts";
import { writeContacts } from "../../../src/datagen/tables/hubspot/contacts.ts";
import { TIERS, atDay } from "../../../src/datagen/tiers.ts";
import type { Row } from "./generated.ts";
import { faultsOf, unusedValues } from "./system-tables.ts";

const AS_OF = parseDay("2025-12-31");
const PROMISES = ["start_date", "end_date", "start_time", "stop_time", "end_time"];
const WRITERS = [...GOOGLE_ADS, ...FACEBOOK_ADS, ...LINKEDIN_ADS];

const companies = {
  tiny: new Company({ tier: TIERS.tiny, seed: 42 }),
  classroom: new Company({ tier: TIERS.classroom, seed: 42 }),
};
const tablesOf = (company: Company): TableData[] => WRITERS.map(({ write }) => write(company));
const classroom = tablesOf(companies.classroom);
const { market, advertising } = companies.classroom;
const made = new Map<string, Row[]>();

function rows(name: string): Row[] {
  let found = made.get(name);
  if (found === undefined) {
    const table = classroom.find(({ schema }) => `${schema.system}.${schema.table}` === name);
    if (table === undefined) throw new Error(`"${name}" was not written.`);
    made.set(name, (found = records(table)));
  }
  return found;
}

function sum(list: readonly Row[], column: string): number {
  return list.reduce((total, row) => total + Number(row[column]), 0);
}

function campaignNamed(name: string): Campaign {
  const found = CAMPAIGNS.find((campaign) => campaign.name === name);
  if (found === undefined) throw new Error(`There is no campaign "${name}".`);
  return found;
}

describe("the tables", () => {
  test("keys, references, closed lists and times hold, and every value of a list is used", () => {
    const all = [...classroom, writeContacts(companies.classroom.setting, market)];
    expect(faultsOf(all, { asOfDay: AS_OF, promises: PROMISES })).toEqual([]);
    expect(unusedValues(classroom)).toEqual([]);
    expect(faultsOf(tablesOf(companies.tiny), { asOfDay: AS_OF, promises: PROMISES })).toEqual([]);
  });

  test("each has as many rows as planned, give or take a sixth", () => {
    const off = classroom.filter(
      ({ schema, rowCount }) => Math.abs(rowCount - schema.rows.classroom) > Math.max(2, schema.rows.classroom * 0.16),
    );
    expect(off.map(({ schema, rowCount }) => `${schema.system}.${schema.table}: ${String(rowCount)}`)).toEqual([]);
  });

  test("on an earlier day everything is as it was then", () => {
    const day = parseDay("2025-06-30");
    const early = new Company({ tier: atDay(TIERS.tiny, day), seed: 42 });
    WRITERS.forEach(({ schema, write }) => {
      const keyOf = (row: Row): string => schema.key.map((column) => String(row[column])).join("|");
      const known = new Map(records(write(early)).map((row) => [keyOf(row), JSON.stringify(row)]));
      const window = schema.table === "keyword_stats" ? addMonths(AS_OF, -6) : 0;
      const wrong = records(write(companies.tiny)).filter(
        (row) =>
          Number(row["_synced_at"]) < (day + 1) * DAY_SECONDS &&
          Number(row["date"] ?? window) >= window &&
          known.get(keyOf(row)) !== JSON.stringify(row),
      );
      expect(wrong).toEqual([]);
    });
  });
});

describe("a day of a campaign", () => {
  test("more is seen than clicked on, and more clicked on than signed up; nothing costs without a click", () => {
    for (const [name, clicks, cost] of [
      ["google_ads.campaign_stats", "clicks", "cost_micros"],
      ["google_ads.keyword_stats", "clicks", "cost_micros"],
      ["facebook_ads.basic_ad", "inline_link_clicks", "spend"],
      ["linkedin_ads.ad_analytics_by_campaign", "clicks", "cost_in_usd"],
      ["linkedin_ads.ad_analytics_by_creative", "clicks", "cost_in_usd"],
    ] as const) {
      const wrong = rows(name).filter((row) => {
        const [seen, clicked, signedUp] = [row["impressions"], row[clicks], Number(row["conversions"] ?? 0) / 100];
        return (
          Number(seen) < Number(clicked) || Number(clicked) < signedUp || Number(clicked) > 0 !== Number(row[cost]) > 0
        );
      });
      expect(wrong).toEqual([]);
    }
  });

  test("on the social network fewer arrive than click, and fewer leave a name than arrive", () => {
    const actions = new Map<string, number>();
    for (const row of rows("facebook_ads.basic_ad_actions"))
      actions.set(`${String(row["ad_id"])} ${String(row["date"])} ${String(row["action_type"])}`, Number(row["value"]));
    const wrong = rows("facebook_ads.basic_ad").filter((row) => {
      const of = (type: string): number => actions.get(`${String(row["ad_id"])} ${String(row["date"])} ${type}`) ?? 0;
      const arrived = of("landing_page_view");
      return (
        of("link_click") !== row["inline_link_clicks"] ||
        arrived > of("link_click") ||
        of("lead") > arrived ||
        of("complete_registration") > arrived ||
        Number(row["reach"]) > Number(row["impressions"])
      );
    });
    expect(wrong).toEqual([]);
  });

  test("keywords add up to devices, creatives to campaigns", () => {
    const from = addMonths(AS_OF, -6) + 1;
    const recent = rows("google_ads.campaign_stats").filter((row) => Number(row["date"]) >= from);
    for (const column of ["clicks", "impressions", "cost_micros", "conversions", "conversions_value"])
      expect(sum(rows("google_ads.keyword_stats"), column)).toBe(sum(recent, column));
    for (const column of ["clicks", "impressions", "cost_in_usd", "conversion_value_in_local_currency"])
      expect(sum(rows("linkedin_ads.ad_analytics_by_creative"), column)).toBe(
        sum(rows("linkedin_ads.ad_analytics_by_campaign"), column),
      );
  });

  test("a campaign that is paused or over spends nothing", () => {
    const budgets = new Budgets(TIERS.classroom);
    const campaign = campaignNamed("nonbrand-tap-management");
    const [paused] = campaign.pauses[3] ?? [0];
    expect(isRunning(campaign, paused)).toBe(false);
    expect(budgets.spendCents(campaign, paused)).toBe(0);
    expect(budgets.spendCents(campaign, paused - 7)).toBeGreaterThan(0);
    const past = campaignNamed("prospecting-2023-q1");
    expect(budgets.spendCents(past, (past.endDay ?? 0) + 1)).toBe(0);
  });
});

describe("money", () => {
  test("weekends cost less, and the budget stays the same within a quarter", () => {
    const budgets = new Budgets(TIERS.classroom);
    const brand = campaignNamed("brand-us");
    const monday = parseDay("2024-05-06");
    expect(budgets.spendCents(brand, monday + 5)).toBeLessThan(budgets.spendCents(brand, monday) * 0.8);
    expect(budgets.dailyCents(brand, monday)).toBe(budgets.dailyCents(brand, parseDay("2024-06-20")));
    expect(budgets.dailyCents(brand, monday)).not.toBe(budgets.dailyCents(brand, parseDay("2022-05-06")));
  });

  test("a version is written when the state or the budget changes, and for nothing else", () => {
    for (const campaign of CAMPAIGNS.filter(({ platform }) => platform !== "email")) {
      const versions = versionsOf(campaign, advertising);
      versions.slice(1).forEach((version, index) => {
        const before = versions[index];
        expect(version.at).toBeGreaterThan(before?.at ?? 0);
        expect(version.state !== before?.state || version.budgetCents !== before.budgetCents).toBe(true);
      });
    }
  });

  test.each(HOLDOUTS)("the $name takes away about half of the money of its channel", (holdout) => {
    const campaign = CAMPAIGNS.find(
      ({ channel, country, startDay, endDay }) =>
        channel === holdout.channel &&
        country !== "CA" &&
        startDay <= holdout.startDay &&
        (endDay ?? AS_OF) > holdout.startDay + 30,
    );
    if (campaign === undefined) throw new Error("The channel has a campaign.");
    expect(heldOut(campaign, holdout.startDay)).toBeGreaterThan(0.3);
    expect(heldOut(campaign, holdout.startDay)).toBeLessThan(0.65);
    expect(heldOut(campaign, holdout.startDay - 1)).toBe(0);
  });

  const google = rows("google_ads.campaign_stats");
  const spend = {
    google: sum(google, "cost_micros") / 1000000,
    facebook: sum(rows("facebook_ads.basic_ad"), "spend") / 100,
    linkedin: sum(rows("linkedin_ads.ad_analytics_by_campaign"), "cost_in_usd") / 100,
  };

  test("a customer pays back what it cost in ten to eighteen months", () => {
    const lives = companies.classroom.registry.world.accounts;
    const first = lives.flatMap(({ subscriptions }) => {
      const converted = subscriptions[0]?.changes.find(({ event }) => event === "convert");
      return converted === undefined ? [] : [converted.mrrAfter / 100];
    });
    const cost = (spend.google + spend.facebook + spend.linkedin) / first.length;
    const margin = (0.8 * first.reduce((total, mrr) => total + mrr, 0)) / first.length;
    expect(cost / margin).toBeGreaterThan(10);
    expect(cost / margin).toBeLessThan(18);
  });

  test("by the last click, retargeting and brand search return most for the money", () => {
    const value = new Map<string, number>();
    for (const { account, lastChannel } of market.conversions)
      value.set(lastChannel, (value.get(lastChannel) ?? 0) + firstYearCents(account) / 100);
    const byId = new Map(CAMPAIGNS.map((campaign) => [campaign.id, campaign.channel]));
    const cost = new Map<string, number>([["linkedin", spend.linkedin]]);
    const add = (channel: string, dollars: number): void => void cost.set(channel, (cost.get(channel) ?? 0) + dollars);
    for (const row of google) add(byId.get(Number(row["id"])) ?? "", Number(row["cost_micros"]) / 1000000);
    for (const row of rows("facebook_ads.basic_ad"))
      add(byId.get(Math.floor(Number(row["ad_id"]) / 100)) ?? "", Number(row["spend"]) / 100);
    const ranked = [...cost]
      .map(([channel, dollars]) => ({ channel, back: (value.get(channel) ?? 0) / dollars }))
      .sort((a, b) => b.back - a.back)
      .map(({ channel }) => channel);
    expect(ranked).toHaveLength(5);
    expect(ranked.slice(0, 2).sort()).toEqual(["facebook_retargeting", "google_brand"]);
  });
});

describe("what a platform counts as its own", () => {
  test("Google and the business network: each last click, once, for what it is worth in a year", () => {
    const last = market.conversions.filter(({ lastCampaign }) => lastCampaign?.platform === "google_ads");
    expect(sum(rows("google_ads.campaign_stats"), "conversions") / 100).toBe(last.length);
    const value = (platform: string): number =>
      market.conversions
        .filter(({ lastCampaign }) => lastCampaign?.platform === platform)
        .reduce((total, { account }) => total + firstYearCents(account), 0);
    expect(sum(rows("google_ads.campaign_stats"), "conversions_value")).toBe(value("google_ads"));
    expect(sum(rows("linkedin_ads.ad_analytics_by_campaign"), "conversion_value_in_local_currency")).toBe(
      value("linkedin_ads"),
    );
  });

  test("the social network: clicks of seven days and views of one, and nobody whom another platform counts", () => {
    const signups = rows("facebook_ads.basic_ad_actions").filter(
      (row) => row["action_type"] === "complete_registration",
    );
    const lastClicks = market.conversions.filter(
      ({ lastCampaign }) => lastCampaign?.platform === "facebook_ads",
    ).length;
    expect(sum(signups, "value")).toBeGreaterThan(lastClicks * 0.6);
    expect(sum(signups, "value")).toBeLessThan(lastClicks * 1.2);
    for (const campaign of CAMPAIGNS.filter(({ platform }) => platform === "facebook_ads"))
      for (const { kind, day, knownAt } of creditsFor(advertising, campaign))
        if (kind === "signup") expect(Math.floor(knownAt / DAY_SECONDS) - day).toBeLessThanOrEqual(7);
  });
});

test("a whole is divided without rest, and a place belongs to one part", () => {
  for (const [amount, phase] of [
    [0, 0.5],
    [7, 0],
    [13, 0.99],
    [100, 0.3],
  ] as const) {
    const parts = divided(amount, [3, 2, 1, 1], phase);
    expect(parts.reduce((total, part) => total + part, 0)).toBe(amount);
    expect(Math.min(...parts)).toBeGreaterThanOrEqual(0);
  }
  expect([0, 0.39, 0.41, 0.999].map((place) => partAt([0.4, 0.6], place))).toEqual([0, 0, 1, 1]);
});
