/**
 * What the last click says and what is true: the credit of the two channels that cause next to nothing, and the tests that show it.
 *
 * A holdout is read as a student would: leads (visits with a form) by state, the test against the twelve months before it, the
 * states without the channel against all others of the US. Its 95 percent interval is that of four Poisson counts.
 */
import { HOLDOUTS, type Holdout } from "../facts/experiments.ts";
import { VISITOR_CITIES } from "../facts/regions.ts";
import { SPEND_SHARES } from "../facts/campaigns.ts";
import { DAY_SECONDS, addMonths } from "../kit/calendar.ts";
import { expNegative } from "../kit/exp-table.ts";
import { CHANNELS, LARGE_EMPLOYEES, type Channel } from "../market/channels.ts";
import { expectedShareCaused } from "../market/true-lift.ts";
import { adSpend, SPEND_TABLES } from "./ad-spend.ts";
import { grouped } from "./grouped.ts";
import { dayOf, hasRows, isMissing, numbers, rowsIn, stateOf, texts, type Tables } from "./read.ts";
import type { Measured } from "./report.ts";

const VISITS = "app_database__web_sessions";
const ACCOUNTS = "app_database__accounts";
const CONVERSIONS = "truth__conversion";
export const ATTRIBUTION_TABLES = [VISITS, ACCOUNTS, CONVERSIONS] as const;

/** Normal distribution: 95 percent lie within this many standard errors. */
const Z_95 = 1.96;
/** Fewer leads in the test decide nothing. */
const LEAST_LEADS = 300;

const LATE_CHANNELS: readonly Channel[] = ["google_brand", "facebook_retargeting"];
const PAID = Object.keys(SPEND_SHARES) as (keyof typeof SPEND_SHARES)[];

export function attribution(tables: Tables, asOfDay: number): Measured[] {
  return [...credit(tables, asOfDay), ...HOLDOUTS.flatMap((holdout) => holdoutKpis(tables, holdout, asOfDay))];
}

const LAST_CLICKS = {
  id: "late_channels_last_click",
  area: "marketing",
  title: "Last clicks of brand search and retargeting",
  meaning: "Sign-ups whose last visit came from one of the two, of all sign-ups.",
  unit: "percent",
  band: { low: 0.36, high: 0.54 },
} as const;

const CREDIT = {
  id: "late_channels_credit_rank",
  area: "marketing",
  title: "Late channels on top by last click",
  meaning: "How many of brand search and retargeting are among the two channels with the most last clicks per dollar.",
  unit: "count",
  band: { low: 2, high: 2 },
} as const;

const TRUTH = {
  id: "late_channels_truth_rank",
  area: "marketing",
  title: "Late channels at the bottom in truth",
  meaning: "How many of the two are among the two channels that truly cause the fewest sign-ups per dollar.",
  unit: "count",
  band: { low: 2, high: 2 },
} as const;

function credit(tables: Tables, asOfDay: number): Measured[] {
  if (!hasRows(tables, CONVERSIONS)) return [LAST_CLICKS, CREDIT, TRUTH].map((facts) => ({ ...facts, value: null }));
  const lastClicks = countOf(texts(tables, CONVERSIONS, "last_touch_channel"));
  const caused = countOf(texts(tables, CONVERSIONS, "caused_by_channel"));
  const all = rowsIn(tables, CONVERSIONS);
  const late = LATE_CHANNELS.reduce((sum, channel) => sum + (lastClicks.get(channel) ?? 0), 0);
  const lastClick: Measured = {
    ...LAST_CLICKS,
    value: late / all,
    detail: `${grouped(late)} of ${grouped(all)} sign-ups`,
  };
  if (!hasRows(tables, ...SPEND_TABLES)) return [lastClick, { ...CREDIT, value: null }, { ...TRUTH, value: null }];
  const spend = adSpend(tables, { from: 0, to: asOfDay });
  const ranked = (counts: ReadonlyMap<string, number>): Channel[] => {
    const perDollar = (channel: (typeof PAID)[number]): number =>
      (counts.get(channel) ?? 0) / (spend.get(channel) ?? 1);
    return [...PAID].sort((a, b) => perDollar(b) - perDollar(a) || (a < b ? -1 : 1));
  };
  const [byClick, byTruth] = [ranked(lastClicks), ranked(caused)];
  const among = (channels: readonly Channel[]): number => channels.filter((one) => LATE_CHANNELS.includes(one)).length;
  return [
    lastClick,
    { ...CREDIT, value: among(byClick.slice(0, 2)), detail: inOrder(byClick) },
    { ...TRUTH, value: among(byTruth.slice(-2)), detail: inOrder(byTruth) },
  ];
}

function inOrder(channels: readonly Channel[]): string {
  return channels.map((channel) => channel.replaceAll("_", " ")).join(", ");
}

function countOf(values: readonly (string | null)[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** Two numbers against the interval of the test: the true lift lies in it, the share of the last clicks above it. */
function holdoutKpis(tables: Tables, holdout: Holdout, asOfDay: number): Measured[] {
  const name = holdout.name.replace(" holdout", "");
  const result = asOfDay < holdout.endDay || !hasRows(tables, VISITS, ACCOUNTS) ? null : holdoutResult(tables, holdout);
  const interval = result === null ? { low: 0, high: 1 } : { low: result.low, high: result.high };
  const facts = { area: "marketing", unit: "percent" } as const;
  return [
    {
      ...facts,
      id: `holdout_${holdout.channel}_truth`,
      title: `${name}: true lift`,
      meaning: "The share of leads that the channel truly causes; the band is the 95 % interval of the holdout.",
      value: result?.truth ?? null,
      band: interval,
      detail: result === null ? "" : `${grouped(result.leads)} leads in the test`,
    },
    {
      ...facts,
      id: `holdout_${holdout.channel}_last_click`,
      title: `${name}: share of last clicks`,
      meaning:
        "Leads outside of the holdout whose visit came by the channel; the band begins where the interval of the holdout ends.",
      value: result?.lastClicks ?? null,
      band: { low: interval.high, high: 1 },
    },
  ];
}

interface HoldoutResult {
  readonly low: number;
  readonly high: number;
  readonly truth: number;
  readonly lastClicks: number;
  readonly leads: number;
}

function holdoutResult(tables: Tables, holdout: Holdout): HoldoutResult | null {
  const us = new Set(VISITOR_CITIES.filter(({ country }) => country === "US").map(({ state }) => state));
  const { utmMedium } = CHANNELS[holdout.channel];
  const ids = numbers(tables, VISITS, "visit_id");
  const started = numbers(tables, VISITS, "started_at");
  const converted = numbers(tables, VISITS, "converted_form");
  const states = texts(tables, VISITS, "state");
  const media = texts(tables, VISITS, "utm_medium");
  const from = addMonths(holdout.startDay, -12) * DAY_SECONDS;
  const to = (holdout.endDay + 1) * DAY_SECONDS;
  const counts = { heldIn: 0, heldBefore: 0, restIn: 0, restBefore: 0, lastClicks: 0 };
  const seen = new Set<number>();
  for (let row = 0; row < rowsIn(tables, VISITS); row += 1) {
    const time = started[row] ?? 0;
    const id = ids[row] ?? 0;
    if (converted[row] !== 1 || time < from || time >= to || seen.has(id)) continue;
    seen.add(id);
    const state = stateOf(states[row]);
    if (!us.has(state)) continue;
    const held = holdout.states.includes(state);
    if (dayOf(time) < holdout.startDay) counts[held ? "heldBefore" : "restBefore"] += 1;
    else {
      counts[held ? "heldIn" : "restIn"] += 1;
      if (!held && media[row] === utmMedium) counts.lastClicks += 1;
    }
  }
  const { heldIn, heldBefore, restIn, restBefore, lastClicks } = counts;
  if (heldIn + restIn < LEAST_LEADS || Math.min(heldIn, heldBefore, restIn, restBefore) === 0) return null;
  const ratio = (heldIn * restBefore) / (heldBefore * restIn);
  const error = Math.sqrt(1 / heldIn + 1 / heldBefore + 1 / restIn + 1 / restBefore);
  const shrink = expNegative(Z_95 * error);
  return {
    low: 1 - ratio / shrink,
    high: 1 - ratio * shrink,
    truth: expectedShareCaused(holdout.channel, largeShare(tables)),
    lastClicks: lastClicks / restIn,
    leads: heldIn + restIn,
  };
}

function largeShare(tables: Tables): number {
  const people = [...numbers(tables, ACCOUNTS, "employee_count")].filter((count) => !isMissing(count));
  return people.filter((count) => count >= LARGE_EMPLOYEES).length / people.length;
}
