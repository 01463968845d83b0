/**
 * What the simulator knows about the world, before any source system writes its own view of it: the vocabulary of this room.
 *
 * Table writers read these records and never change them. Days are day numbers, times are seconds (see `kit/calendar.ts`).
 */
import type { AccountFeature } from "../facts/features.ts";
import type { City } from "../facts/geography.ts";
import type { DeviceModel } from "../facts/hardware.ts";
import type { BusinessType } from "../facts/names.ts";
import type { BillingCycle, Plan, PlanCode } from "../facts/plans.ts";
import type { Draws } from "../kit/random.ts";
import type { Tier } from "../tiers.ts";

export interface Setting {
  readonly tier: Tier;
  readonly seed: number;
}

export type CollectionMethod = "charge_automatically" | "send_invoice";

/** What is settled about an account when it signs up. */
export interface Profile {
  readonly id: number;
  readonly draws: Draws;
  readonly dayDraws: Draws;
  readonly signupDay: number;
  readonly createdAt: number;
  readonly name: string;
  readonly domain: string;
  readonly businessType: BusinessType;
  readonly city: City;
  readonly ownerFirstName: string;
  readonly ownerLastName: string;
  readonly source: string;
  readonly utm: string | null;
  readonly experimentArm: "A" | "B" | null;
  readonly parentId: number | null;
  /** The day the account joined its parent's group; the signup day unless it joined later. */
  readonly parentSince: number | null;
  /** Sites that the business would have if nothing went wrong. */
  readonly siteTarget: number;
  readonly employees: number;
  readonly annualRevenue: number;
  /** Latent quality of the fit, 0 to 1. */
  readonly quality: number;
  /** Pours of an average tap on an average day. */
  readonly tapPours: number;
  /** Closes every winter and pauses its subscription. */
  readonly seasonal: boolean;
  readonly trialWithCard: boolean;
  readonly planCode: PlanCode;
  readonly cycle: BillingCycle;
  readonly collection: CollectionMethod;
}

export interface Site {
  /** Ordinal within its account, from 0; the key of its draws. */
  readonly ordinal: number;
  readonly openedDay: number;
  closedDay: number | null;
  /** When it was last seen as open: the end of the account, or null while the account lives. */
  suspendedDay: number | null;
}

export type OutageCause = "network" | "power" | "hardware" | "firmware" | "unknown";

/** Minutes since 1970. */
export interface Outage {
  readonly start: number;
  readonly end: number;
  readonly cause: OutageCause;
}

export interface Device {
  readonly key: number;
  readonly site: Site;
  readonly model: DeviceModel;
  readonly installDay: number;
  retiredDay: number | null;
  /** The day on which it breaks, were it still in use; may lie beyond the last day. */
  readonly failureDay: number;
  /** True when it broke, rather than being taken back. */
  failed: boolean;
  /** All outages that begin by the last day of the world, whether the device is still in use by then or not. */
  readonly outages: readonly Outage[];
  /** Minutes of outage by day since installation, up to the last day of the world. */
  readonly downMinutes: Uint16Array;
  /** Pours against the average tap of the account. */
  readonly usageFactor: number;
  readonly draws: Draws;
}

export type SubscriptionStatus = "trialing" | "active" | "past_due" | "paused" | "canceled";

export type SubscriptionEvent =
  | "trial_start"
  | "convert"
  | "upgrade"
  | "downgrade"
  | "quantity"
  | "pause"
  | "resume"
  | "past_due"
  | "recover"
  | "cancel"
  | "reactivate";

export interface SubscriptionChange {
  readonly at: number;
  readonly event: SubscriptionEvent;
  readonly fromPlan: Plan | null;
  readonly toPlan: Plan;
  readonly fromQuantity: number | null;
  readonly toQuantity: number;
  readonly mrrBefore: number;
  readonly mrrAfter: number;
  readonly reason: string;
}

export type BillingReason = "subscription_create" | "subscription_cycle" | "subscription_update";
export type InvoiceStatus = "open" | "paid" | "uncollectible" | "void";

export interface Invoice {
  readonly subscription: Subscription;
  readonly createdAt: number;
  readonly reason: BillingReason;
  readonly periodStart: number;
  readonly periodEnd: number;
  readonly subtotal: number;
  readonly tax: number;
  /** Only for invoices that are sent; charged ones are due at once. */
  readonly dueAt: number | null;
  status: InvoiceStatus;
  paidAt: number | null;
  voidedAt: number | null;
  /** The day on which the collection ended, by payment or by giving up. */
  settledDay: number | null;
}

/** A failed collection that is being worked on. */
export interface Dunning {
  readonly since: number;
  /** The day on which the money comes in; null when it never does. */
  readonly recoverDay: number | null;
  readonly giveUpDay: number;
}

export interface Subscription {
  readonly account: Profile;
  /** Ordinal within its account, from 0. */
  readonly ordinal: number;
  readonly dayDraws: Draws;
  /** Seconds after midnight at which it renews. */
  readonly secondOfDay: number;
  readonly collection: CollectionMethod;
  readonly startDay: number;
  readonly trialStartDay: number | null;
  readonly trialEndDay: number | null;
  /** False for a second subscription that covers a part of the business. */
  readonly primary: boolean;
  plan: Plan;
  cycle: BillingCycle;
  quantity: number;
  status: SubscriptionStatus;
  /** When Stripe learned of it; null while the trial runs without a card. */
  stripeSince: number | null;
  /** Billing periods are counted in months from this day. */
  anchorDay: number;
  periodsBilled: number;
  periodStart: number;
  periodEnd: number;
  /** Smaller plan or quantity that waits for the next renewal. */
  pendingPlan: Plan | null;
  cancelReason: string | null;
  cancelRequestedAt: number | null;
  endedAt: number | null;
  resumeDay: number | null;
  dunning: Dunning | null;
  readonly changes: SubscriptionChange[];
  readonly invoices: Invoice[];
}

/** A value of the account that changed; the change data capture log is made of these. */
export interface AccountChange {
  readonly at: number;
  readonly column: "status" | "employee_count" | "annual_revenue" | "name" | "website" | "email" | "parent_account_id";
  readonly value: string | number;
}

export type AccountStatus = "trial" | "active" | "paused" | "churned";

export type TicketCategory =
  "outage" | "device_errors" | "billing" | "onboarding" | "how_to" | "feature_request" | "account";
export type TicketPriority = "urgent" | "high" | "normal" | "low";
export type TicketChannel = "in_app" | "email" | "phone" | "chat";

/** A question to the support desk. What lies after the as-of day has not happened: its time is null. */
export interface Ticket {
  /** Within the account, from 0, in order of time. */
  readonly ordinal: number;
  readonly createdAt: number;
  readonly category: TicketCategory;
  readonly priority: TicketPriority;
  readonly channel: TicketChannel;
  readonly site: Site;
  /** The device that it is about; null when it is about none. */
  readonly device: Device | null;
  firstResponseAt: number | null;
  /** When it was settled for good, or when the account left with it open. */
  resolvedAt: number | null;
  /** True when the account left before the desk was done. */
  abandoned: boolean;
  /** How often it was settled and came back before `resolvedAt`. */
  reopenedCount: number;
  /** The customer's rating of the answer, 1 to 5; null when none was given. */
  csat: { readonly at: number; readonly score: number } | null;
}

export interface Account {
  readonly profile: Profile;
  readonly sites: Site[];
  readonly devices: Device[];
  readonly subscriptions: Subscription[];
  readonly statusChanges: { readonly at: number; readonly status: AccountStatus }[];
  /** Share of normal use by day since signup, 0 to 100; 0 on days on which the devices are switched off. */
  readonly engagement: Uint8Array;
  /** Latent health by day since signup, 0 to 1000; for tests and for calibration, no source system sees it. */
  readonly health: Uint16Array;
  /** Chance of beginning to leave by day since signup, in millionths; 0 on days on which nobody would. For truth tables only. */
  readonly hazard: Uint16Array;
  /** The day on which the account took up a feature for good. */
  readonly adoptions: ReadonlyMap<AccountFeature, number>;
  /** In order of time. */
  readonly tickets: readonly Ticket[];
}

export interface World {
  readonly setting: Setting;
  readonly accounts: readonly Account[];
}
