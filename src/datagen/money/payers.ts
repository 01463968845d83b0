/**
 * One customer's dealings with the payment provider, from the first subscription on.
 *
 * Invoices are taken in order of time, because the credit that one leaves is used by the next. The attempts to collect them overlap
 * (an unpaid invoice is tried for weeks), so the cards are followed in a second pass, over all attempts in order of time.
 */
import { weighted } from "../kit/distributions.ts";
import { Draws } from "../kit/random.ts";
import { at } from "../kit/sites.ts";
import { taxCents } from "../world/billing.ts";
import { REGIONAL_OUTAGE } from "../world/outages.ts";
import { numberOf, type Registry } from "../world/registry.ts";
import type { Account, Invoice, Subscription } from "../world/world.ts";
import { bankHour, billingRun, chargeHour, dayOf, deskHour } from "./billing-clock.ts";
import { collect } from "./collection.ts";
import { discountFrom } from "./coupons.ts";
import { CustomerBalance } from "./customer-balance.ts";
import { onboardingLine, periodDay, planLine, prorationLines, type Line } from "./invoice-lines.ts";
import type { Agreement, Bill, CreditNote, Discount, ExtraLine, Payer, Refund, RiskLevel } from "./money.ts";
import { discountCents } from "./offers.ts";
import { fateOf, type Fate } from "./reversals.ts";
import { SITES, STREAMS } from "./sites.ts";
import { versionAt, versionsOf } from "./versions.ts";

const P = SITES.payer;
const SUBSCRIPTIONS_PER_ACCOUNT = 16;
const NO_LINES: readonly ExtraLine[] = [];

const GOODWILL_CENTS = 2000;
const GOODWILL_DAYS_LATER = 8;

export function livePayer(registry: Registry, account: Account, number: number, since: number): Payer {
  const { tier, seed } = registry.world.setting;
  const draws = new Draws(seed, STREAMS.payer, account.profile.id);
  const { riskLevel, riskScore } = riskOf(draws);
  const agreements = account.subscriptions.flatMap((subscription) =>
    subscription.stripeSince === null ? [] : [agreementOf(registry, subscription, number, subscription.stripeSince)],
  );
  const balance = new CustomerBalance(number);
  const fates = new Map<Bill, Fate>();
  const creditNotes: CreditNote[] = [];
  const end = chargeHour(tier.asOfDay);
  giveGoodwill(balance, account, agreements, end);
  for (const { agreement, invoice, ordinal } of invoicesInOrder(agreements)) {
    const bill = writeBill(agreement, invoice, ordinal, balance);
    agreement.bills.push(bill);
    const fate = fateOf(bill, riskLevel);
    if (fate.kind === "none") continue;
    fates.set(bill, fate);
    if (fate.kind !== "credit_note" || fate.note.at > end) continue;
    creditNotes.push({ ...fate.note, number: 0, bill });
    if (fate.settledBy === "balance") balance.give(fate.note.at, fate.note.amount, "credit_note");
  }
  const payer: Payer = {
    account,
    number,
    since: billingRun(dayOf(since)),
    riskLevel,
    riskScore,
    agreements,
    cards: [],
    setups: [],
    charges: [],
    creditNotes,
    balance: balance.entries,
  };
  collect(payer, draws, seed, tier.asOfDay);
  for (const [bill, fate] of fates) reverse(bill, fate, end);
  return payer;
}

function riskOf(draws: Draws): { riskLevel: RiskLevel; riskScore: number } {
  const u = draws.unit(at(P.riskLevel));
  const score = draws.unit(at(P.riskScore));
  if (u < 0.006) return { riskLevel: "highest", riskScore: 80 };
  if (u < 0.06) return { riskLevel: "elevated", riskScore: score < 0.5 ? 66 : 71 };
  return { riskLevel: "normal", riskScore: weighted(score, NORMAL_SCORES) };
}

const NORMAL_SCORES: readonly (readonly [number, number])[] = [
  [12, 70],
  [23, 20],
  [37, 10],
];

interface OpenAgreement extends Agreement {
  readonly bills: Bill[];
  discount: Discount | null;
  readonly draws: Draws;
  /** The day on which the running period began. */
  periodDay: number;
  /** The day on which all invoices so far are settled, or Infinity. */
  settledDay: number;
}

function agreementOf(registry: Registry, subscription: Subscription, customer: number, since: number): OpenAgreement {
  const { account, ordinal } = subscription;
  const { seed } = registry.world.setting;
  return {
    number: numberOf(registry.stripeSubscriptionNumber, subscription),
    customer,
    subscription,
    since: billingRun(dayOf(since)),
    versions: versionsOf(subscription, dayOf(since)),
    bills: [],
    discount: null,
    draws: new Draws(seed, STREAMS.agreement, account.id * SUBSCRIPTIONS_PER_ACCOUNT + ordinal),
    periodDay: 0,
    settledDay: 0,
  };
}

interface Written {
  readonly agreement: OpenAgreement;
  readonly invoice: Invoice;
  readonly ordinal: number;
}

function invoicesInOrder(agreements: readonly OpenAgreement[]): Written[] {
  const all = agreements.flatMap((agreement) =>
    agreement.subscription.invoices.map((invoice, ordinal) => ({ agreement, invoice, ordinal })),
  );
  if (agreements.length === 1) return all;
  return all.sort(
    (a, b) =>
      dayOf(a.invoice.createdAt) - dayOf(b.invoice.createdAt) ||
      a.agreement.subscription.ordinal - b.agreement.subscription.ordinal ||
      a.ordinal - b.ordinal,
  );
}

function writeBill(agreement: OpenAgreement, invoice: Invoice, ordinal: number, balance: CustomerBalance): Bill {
  const { draws, subscription } = agreement;
  const day = dayOf(invoice.createdAt);
  const withinPeriod = invoice.reason === "subscription_update";
  const plan = withinPeriod ? null : planLine(invoice);
  if (plan !== null) {
    agreement.periodDay = periodDay(invoice);
    if (ordinal === 0) agreement.discount = grant(agreement, day, plan.quantity);
  }
  const lines = extraLines(agreement, invoice, plan);
  const subtotal = (plan?.amount ?? 0) + lines.reduce((sum, { amount }) => sum + amount, 0);
  const discount = plan === null ? 0 : discountOf(agreement.discount, billingRun(day), plan.amount);
  const tax = taxCents(subtotal - discount, subscription.account.city.state);
  const total = subtotal - discount + tax;
  const credit = balance.use(billingRun(day), total);
  if (credit > 0 && invoice.voidedAt !== null)
    balance.give(billingRun(dayOf(invoice.voidedAt)), credit, "unapplied_from_invoice");
  const extra: ExtraLine[] = [];
  const bill: Bill = {
    number: 0,
    invoice,
    day,
    customer: agreement.customer,
    subscription: agreement.number,
    ordinal,
    draws,
    planLine: plan,
    extraLines: lines.length === 0 ? NO_LINES : extra,
    subtotal,
    discount,
    tax,
    total,
    credit,
    due: total - credit,
    behind: agreement.settledDay > day,
    paidAt: paymentTime(invoice),
    charges: [],
  };
  agreement.settledDay = Math.max(agreement.settledDay, invoice.settledDay ?? Infinity);
  for (const line of lines) extra.push({ ...line, number: 0, bill });
  return bill;
}

function grant(
  { draws, subscription, customer, number }: OpenAgreement,
  day: number,
  quantity: number,
): Discount | null {
  const granted = discountFrom(subscription, day, quantity, draws);
  return granted === null ? null : { ...granted, number: 0, customer, subscription: number };
}

function extraLines(agreement: OpenAgreement, invoice: Invoice, plan: Bill["planLine"]): Line[] {
  if (plan === null) return prorationLines(invoice, agreement.periodDay);
  const onboarding = onboardingLine(invoice, plan.price, agreement.draws);
  return onboarding === null ? [] : [onboarding];
}

/** What the discount takes off the plan's line of an invoice written at a time. */
export function discountOf(discount: Discount | null, time: number, planCents: number): number {
  if (discount === null || time < discount.start || (discount.end !== null && time >= discount.end)) return 0;
  return discountCents(discount.coupon, planCents);
}

/** Transfers come in with the bank's file, cards are charged in the evening. */
function paymentTime({ paidAt, createdAt, subscription }: Invoice): number | null {
  if (paidAt === null) return null;
  const day = dayOf(paidAt);
  return subscription.collection === "charge_automatically" || day === dayOf(createdAt)
    ? chargeHour(day)
    : bankHour(day);
}

/** After the network of a whole state was down for a day, its paying customers were given some money. */
function giveGoodwill(
  balance: CustomerBalance,
  { profile }: Account,
  agreements: readonly Agreement[],
  end: number,
): void {
  const time = deskHour(REGIONAL_OUTAGE.day + GOODWILL_DAYS_LATER);
  if (profile.city.state !== REGIONAL_OUTAGE.state || time > end) return;
  const affected = agreements.some(({ versions }) => {
    const status = versionAt(versions, billingRun(REGIONAL_OUTAGE.day))?.status;
    return status === "active" || status === "past_due";
  });
  if (affected) balance.give(time, GOODWILL_CENTS, "adjustment");
}

/** Attaches what became of a paid invoice to the charge that paid it, as far as it has happened. */
function reverse({ charges }: Bill, fate: Fate, end: number): void {
  const charge = charges.find(({ succeeded }) => succeeded);
  if (charge === undefined) return;
  if (fate.kind === "refund" && fate.refund.at <= end) charge.refund = { ...fate.refund, number: 0, charge };
  if (fate.kind === "dispute" && fate.dispute.at <= end) charge.dispute = { ...fate.dispute, number: 0, charge };
  if (fate.kind === "credit_note" && fate.settledBy === "refund" && fate.note.at <= end)
    charge.refund = {
      at: fate.note.at,
      amount: fate.note.amount,
      reason: refundReasonOf(fate.note),
      number: 0,
      charge,
    };
}

function refundReasonOf({ reason }: Pick<CreditNote, "reason">): Refund["reason"] {
  return reason === "duplicate" ? "duplicate" : "requested_by_customer";
}
