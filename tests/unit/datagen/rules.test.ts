/** The rules that decide money and state, each with its smallest example. */
import { describe, expect, test } from "vitest";
import { CITIES } from "../../../src/datagen/facts/geography.ts";
import {
  PLANS,
  neighbourPlan,
  planAtRenewal,
  planOn,
  unitMrrCents,
  type Plan,
  type PlanCode,
} from "../../../src/datagen/facts/plans.ts";
import { parseDay } from "../../../src/datagen/kit/calendar.ts";
import { Draws } from "../../../src/datagen/kit/random.ts";
import { beginPeriod, cardFailureRate, prorationCents, taxCents } from "../../../src/datagen/world/billing.ts";
import { demandOn } from "../../../src/datagen/world/demand.ts";
import { healthFactor, leavingHazard, tenureFactor, type HazardInputs } from "../../../src/datagen/world/hazard.ts";
import { isSuspended, nextHealth } from "../../../src/datagen/world/life.ts";
import { change, mrrCents } from "../../../src/datagen/world/revenue.ts";
import * as rules from "../../../src/datagen/world/subscription-rules.ts";
import type { Profile, Subscription } from "../../../src/datagen/world/world.ts";

const DAY = parseDay("2024-03-15");
const AS_OF = parseDay("2025-12-31");

function planNamed(code: PlanCode, day = DAY): Plan {
  const plan = planOn(code, day);
  if (plan === null) throw new Error(`${code} is not for sale`);
  return plan;
}

function profile(over: Partial<Profile> = {}): Profile {
  const city = CITIES.find(({ state }) => state === "CO");
  if (city === undefined) throw new Error("no such city");
  return {
    id: 1,
    draws: new Draws(42, 1, 1),
    dayDraws: new Draws(42, 6, 1),
    signupDay: DAY,
    createdAt: DAY * 86400 + 36000,
    name: "Copper Lantern Taproom",
    domain: "copper-lantern.example",
    businessType: "bar",
    city,
    ownerFirstName: "Ada",
    ownerLastName: "Abbott",
    source: "organic",
    utm: null,
    experimentArm: null,
    parentId: null,
    parentSince: null,
    siteTarget: 1,
    employees: 10,
    annualRevenue: 500000,
    quality: 0.5,
    tapPours: 20,
    seasonal: false,
    trialWithCard: true,
    planCode: "starter",
    cycle: "monthly",
    collection: "charge_automatically",
    ...over,
  };
}

/** A subscription to Starter that was paid for the month from 15 March to 15 April 2024. */
function subscription(over: Partial<Subscription> = {}, account: Partial<Profile> = {}): Subscription {
  const made: Subscription = {
    account: profile(account),
    ordinal: 0,
    dayDraws: new Draws(42, 9, 16),
    secondOfDay: 36000,
    collection: "charge_automatically",
    startDay: DAY,
    trialStartDay: null,
    trialEndDay: null,
    primary: true,
    plan: planNamed("starter"),
    cycle: "monthly",
    quantity: 1,
    status: "active",
    stripeSince: DAY * 86400 + 36000,
    anchorDay: DAY,
    periodsBilled: 0,
    periodStart: DAY,
    periodEnd: DAY,
    pendingPlan: null,
    cancelReason: null,
    cancelRequestedAt: null,
    endedAt: null,
    resumeDay: null,
    dunning: null,
    changes: [],
    invoices: [],
    ...over,
  };
  change(made, DAY, "convert", {}, "trial_converted");
  if (made.periodEnd === DAY) beginPeriod(made, DAY);
  return made;
}

/** The middle of the road: no plan move is due on these days for the draws used here. */
function now(day: number, over: Partial<rules.Surroundings> = {}): rules.Surroundings {
  return { day, asOfDay: AS_OF, health: 0.7, sites: 1, devices: 1, stopsPaying: false, ...over };
}

const events = ({ changes }: Subscription): string =>
  changes.map(({ event, reason }) => `${event}:${reason}`).join(" ");

describe("prices", () => {
  test("the price rise of 2023-07-01 is a new row with the same code, and validity is half open", () => {
    const rise = parseDay("2023-07-01");
    expect([rise - 1, rise].map((day) => planOn("starter", day)?.monthlyCents)).toEqual([9900, 10900]);
    expect(planOn("lite", rise)).toBeNull();
    expect(planOn("basic", rise)).toBeNull();
  });

  test("rows of one plan follow each other without gap or overlap", () => {
    for (const code of ["starter", "professional", "business", "enterprise"] as const) {
      const rows = PLANS.filter((plan) => plan.code === code);
      expect(rows.map(({ validTo }) => validTo)).toEqual([rows[1]?.validFrom, null]);
    }
  });

  test("a month of an annual price is a whole number of cents", () => {
    for (const plan of PLANS) expect(Number.isInteger(unitMrrCents(plan, "annual"))).toBe(true);
  });

  test("a renewal after the rise is billed at the new price; a withdrawn plan keeps its own", () => {
    const old = planNamed("starter", parseDay("2023-01-01"));
    expect(planAtRenewal(old, DAY).monthlyCents).toBe(10900);
    const basic = planNamed("basic", parseDay("2021-05-01"));
    expect(planAtRenewal(basic, DAY)).toBe(basic);
  });

  test.each([
    ["starter", 1, "professional"],
    ["lite", 1, "starter"],
    ["starter", -1, "lite"],
    ["enterprise", 1, undefined],
  ] as const)("from %s one step %i leads to %s", (code, step, to) => {
    expect(neighbourPlan(planNamed(code), step, DAY)?.code).toBe(to);
  });
});

describe("monthly recurring revenue", () => {
  test.each([
    ["monthly", 3, "active", 32700],
    ["monthly", 3, "past_due", 32700],
    ["annual", 3, "active", 27600],
    ["monthly", 3, "trialing", 0],
    ["monthly", 3, "paused", 0],
    ["monthly", 3, "canceled", 0],
  ] as const)("Starter %s for %i sites, %s, is %i cents", (cycle, quantity, status, cents) => {
    expect(mrrCents(planNamed("starter"), cycle, quantity, status)).toBe(cents);
  });

  test("every change carries the terms and the MRR before and after it", () => {
    const made = subscription();
    change(made, DAY + 1, "quantity", { quantity: 2 }, "site_opened");
    expect(made.changes[1]).toMatchObject({ fromQuantity: 1, toQuantity: 2, mrrBefore: 10900, mrrAfter: 21800 });
    expect(made.changes[0]).toMatchObject({ fromPlan: null, fromQuantity: null, mrrBefore: 0, mrrAfter: 10900 });
  });

  test("two changes of one day keep their order in time", () => {
    const made = subscription();
    change(made, DAY, "upgrade", { plan: planNamed("professional") }, "more_features");
    expect((made.changes[1]?.at ?? 0) - (made.changes[0]?.at ?? 0)).toBe(1);
  });
});

describe("invoices", () => {
  test("sales tax is a whole number of cents, halves up", () => {
    expect(taxCents(10900, "WA")).toBe(709);
    expect(taxCents(10900, "CO")).toBe(0);
  });

  test("better terms are charged for the rest of the period", () => {
    expect(prorationCents(11000, 10, 30)).toBe(3667);
    expect(prorationCents(11000, 0, 30)).toBe(0);
  });

  test("cards fail more often before the turn of the year, and less in later cohorts", () => {
    const signup = parseDay("2021-05-01");
    expect(cardFailureRate(parseDay("2024-12-10"), signup)).toBeGreaterThan(
      2 * cardFailureRate(parseDay("2024-10-10"), signup),
    );
    expect(cardFailureRate(DAY, parseDay("2024-05-01"))).toBeLessThan(cardFailureRate(DAY, signup));
  });
});

describe("a day of a subscription", () => {
  test("renewal begins the next period and pays for it", () => {
    const made = subscription();
    const day = made.periodEnd;
    rules.renew(made, now(day));
    expect(made.invoices).toMatchObject([
      { reason: "subscription_cycle", subtotal: 10900, tax: 0, periodStart: day * 86400 + 36000 },
    ]);
    expect(made.periodStart).toBe(day);
  });

  test("nothing renews before its day", () => {
    const made = subscription();
    rules.renew(made, now(made.periodEnd - 1));
    expect(made.invoices).toEqual([]);
  });

  test("notice takes effect at the end of the period that is paid", () => {
    const made = subscription();
    rules.requestCancel(made, DAY + 3, "too_expensive");
    rules.renew(made, now(made.periodEnd - 1));
    expect(made.status).toBe("active");
    rules.renew(made, now(made.periodEnd));
    expect(made.status).toBe("canceled");
    expect(made.changes.at(-1)).toMatchObject({
      event: "cancel",
      reason: "too_expensive",
      mrrBefore: 10900,
      mrrAfter: 0,
    });
    expect(made.invoices).toEqual([]);
  });

  test("who stops paying becomes past due, and is canceled when the collection is given up", () => {
    const made = subscription();
    rules.renew(made, now(made.periodEnd, { stopsPaying: true }));
    expect(made.status).toBe("past_due");
    expect(made.invoices[0]?.status).toBe("open");
    made.dunning = { since: made.periodStart, recoverDay: null, giveUpDay: made.periodStart + 100 };
    rules.recoverOrGiveUp(made, now(made.periodStart + 100));
    expect(made.status).toBe("canceled");
    expect(made.changes.at(-1)?.reason).toBe("payment_failed");
    expect(["uncollectible", "void"]).toContain(made.invoices[0]?.status);
  });

  test("a payment ends the dunning and settles every open invoice", () => {
    const made = subscription();
    rules.renew(made, now(made.periodEnd, { stopsPaying: true }));
    made.dunning = { since: made.periodStart, recoverDay: made.periodEnd + 5, giveUpDay: made.periodEnd + 80 };
    rules.renew(made, now(made.periodEnd, { stopsPaying: true }));
    expect(made.invoices.map(({ status }) => status)).toEqual(["open", "open"]);
    rules.recoverOrGiveUp(made, now(made.dunning?.recoverDay ?? 0));
    expect(made.invoices.map(({ status }) => status)).toEqual(["paid", "paid"]);
    expect(made.status).toBe("active");
    expect(events(made)).toBe("convert:trial_converted past_due:card_declined recover:payment_received");
  });

  test("a payment that lies after the last day has not happened", () => {
    const made = subscription({ collection: "send_invoice" });
    rules.renew({ ...made }, now(made.periodEnd, { asOfDay: made.periodEnd }));
    expect(made.invoices[0]?.status).toBe("open");
  });

  test("a sent invoice makes the subscription past due on the day it is due", () => {
    const made = subscription({ collection: "send_invoice" });
    made.dunning = { since: DAY + 30, recoverDay: null, giveUpDay: DAY + 120 };
    rules.becomeOverdue(made, now(DAY + 29));
    expect(made.status).toBe("active");
    rules.becomeOverdue(made, now(DAY + 30));
    expect(events(made)).toBe("convert:trial_converted past_due:invoice_overdue");
  });

  test("a new site counts at once and is charged for the rest of the period", () => {
    const made = subscription();
    rules.coverNewSites(made, now(DAY + 21, { sites: 2 }));
    expect(made.quantity).toBe(2);
    expect(made.invoices).toMatchObject([{ reason: "subscription_update", subtotal: 3516, status: "paid" }]);
  });

  test("a closed site counts until the renewal", () => {
    const made = subscription({ quantity: 3 });
    rules.coverNewSites(made, now(DAY + 5, { sites: 2 }));
    expect(made.quantity).toBe(3);
    rules.renew(made, now(made.periodEnd, { sites: 2 }));
    expect(made.changes.at(-1)).toMatchObject({
      event: "quantity",
      reason: "site_closed",
      fromQuantity: 3,
      toQuantity: 2,
    });
    expect(made.invoices[0]?.subtotal).toBe(21800);
  });

  test("the price rise reaches a subscription at its first renewal after it", () => {
    const before = parseDay("2023-06-20");
    const made = subscription({
      plan: planNamed("starter", before),
      startDay: before,
      anchorDay: before,
      periodStart: before,
      periodEnd: parseDay("2023-07-20"),
    });
    rules.renew(made, now(parseDay("2023-07-20")));
    expect(made.changes.at(-1)).toMatchObject({
      event: "upgrade",
      reason: "price_rise",
      mrrBefore: 9900,
      mrrAfter: 10900,
    });
  });

  test("a pause is worth nothing and ends with a new period", () => {
    const made = subscription();
    rules.pause(made, DAY + 4, DAY + 64, "seasonal_closure");
    expect(made.changes.at(-1)).toMatchObject({ event: "pause", mrrBefore: 10900, mrrAfter: 0 });
    rules.renew(made, now(made.periodEnd));
    expect(made.invoices).toEqual([]);
    rules.resume(made, now(DAY + 64));
    expect(made.changes.at(-1)).toMatchObject({ event: "resume", mrrBefore: 0, mrrAfter: 10900 });
    expect(made.anchorDay).toBe(DAY + 64);
  });

  test("who owes money or has given notice cannot pause", () => {
    const owing = subscription({ dunning: { since: DAY, recoverDay: null, giveUpDay: DAY + 90 } });
    rules.pause(owing, DAY + 4, DAY + 64, "seasonal_closure");
    expect(owing.status).toBe("active");
    const leaving = subscription();
    rules.requestCancel(leaving, DAY + 1, "low_usage");
    rules.pause(leaving, DAY + 4, DAY + 64, "seasonal_closure");
    expect(leaving.status).toBe("active");
  });

  test("a trial ends after fourteen days, with a customer or with nothing", () => {
    const outcomes = new Set<string>();
    for (let id = 1; id <= 60; id += 1) {
      const made = subscription(
        { status: "trialing", trialStartDay: DAY, trialEndDay: DAY + 14, stripeSince: null },
        { id, draws: new Draws(42, 1, id) },
      );
      rules.endTrial(made, now(DAY + 13));
      expect(made.status).toBe("trialing");
      rules.endTrial(made, now(DAY + 14));
      outcomes.add(`${made.changes.at(-1)?.event ?? ""} ${made.stripeSince === null ? "without" : "with"} card`);
    }
    expect([...outcomes].filter((outcome) => !outcome.startsWith("past_due")).sort((a, b) => (a < b ? -1 : 1))).toEqual(
      ["cancel without card", "convert with card"],
    );
  });
});

describe("what makes an account leave", () => {
  const inputs: HazardInputs = {
    day: DAY + 200,
    signupDay: DAY,
    plan: "starter",
    cycle: "monthly",
    health: 0.8,
    experimentArm: null,
    automatesOrdering: false,
    longestWait: 0,
  };

  test("less health, more risk, without a jump", () => {
    let previous = healthFactor(1);
    for (let health = 99; health >= 0; health -= 1) {
      const factor = healthFactor(health / 100);
      expect(factor).toBeGreaterThan(previous);
      expect(factor - previous).toBeLessThan(0.2);
      previous = factor;
    }
  });

  test("the first ninety days are the riskiest, old customers stay", () => {
    expect([89, 90, 364, 365].map(tenureFactor)).toEqual([1.8, 1, 1, 0.55]);
  });

  test("arm B of the onboarding experiment keeps a quarter more", () => {
    expect(
      leavingHazard({ ...inputs, experimentArm: "B" }) / leavingHazard({ ...inputs, experimentArm: "A" }),
    ).toBeCloseTo(0.75);
  });

  test("the price rise weighs on monthly plans for four months", () => {
    const at = (day: string, cycle: "monthly" | "annual"): number =>
      leavingHazard({ ...inputs, signupDay: parseDay("2022-01-01"), day: parseDay(day), cycle });
    expect(at("2023-07-01", "monthly") / at("2023-06-30", "monthly")).toBeCloseTo(1.6);
    expect(at("2023-11-01", "monthly")).toBe(at("2023-06-30", "monthly"));
    expect(at("2023-07-01", "annual")).toBe(at("2023-06-30", "annual"));
  });

  test("downtime lowers health, day by day", () => {
    let good = 0.75;
    let bad = 0.75;
    for (let day = 0; day < 60; day += 1) {
      good = nextHealth(good, 1, 1, 0.5);
      bad = nextHealth(bad, 0.9, 1, 0.5);
    }
    expect(good).toBeGreaterThan(0.8);
    expect(bad).toBeLessThan(0.6);
  });

  test("the service is suspended five days after the failed payment", () => {
    const made = subscription({ status: "past_due", dunning: { since: DAY, recoverDay: null, giveUpDay: DAY + 90 } });
    expect([5, 6].map((days) => isSuspended(made, DAY + days))).toEqual([false, true]);
  });

  test("weekends bring fewer sign-ups than working days", () => {
    expect(demandOn(parseDay("2024-03-16"))).toBeLessThan(demandOn(parseDay("2024-03-18")) / 3);
  });
});
