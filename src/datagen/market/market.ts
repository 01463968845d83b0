/**
 * What the simulator knows about finding customers, before HubSpot, the web site or an advertiser writes its own view of it:
 * the vocabulary of this room. `simulate.ts` makes it.
 *
 * The lists hold what existed by the end of the as-of day, in order of creation, so that ids are counters. The times inside a
 * record are of the fixed plan and may lie later: whoever writes a table compares them with the as-of day.
 */
import type { Campaign } from "../facts/campaigns.ts";
import type { City } from "../facts/geography.ts";
import type { BusinessType } from "../facts/names.ts";
import type { Profile } from "../world/world.ts";
import type { Channel } from "./channels.ts";
import type { FormName } from "./forms.ts";
import type { VisitLog } from "./visit-log.ts";

export interface Market {
  readonly companies: readonly Company[];
  readonly contacts: readonly Contact[];
  readonly submissions: readonly Submission[];
  /** One for each account that has signed up, in order of its id. */
  readonly conversions: readonly Conversion[];
  /** All visits to the web site, in order of time, anonymous ones too. */
  readonly visits: VisitLog;
  /** The company of an account, by account id. */
  readonly companyOfAccount: ReadonlyMap<number, Company>;
  /** The contact of the person who signed an account up, by account id. */
  readonly ownerOfAccount: ReadonlyMap<number, Contact>;
}

/** A business as marketing knows it: a customer, a customer to be, or one that never will be. */
export interface Company {
  /** HubSpot's id. */
  readonly id: number;
  readonly name: string;
  readonly domain: string;
  readonly businessType: BusinessType;
  readonly city: City;
  readonly employees: number;
  readonly annualRevenue: number;
  /** When its first contact appeared. */
  readonly createdAt: number;
  /** The account that it becomes; its `signupDay` may lie after the as-of day. Null for those that never sign up. */
  readonly account: Profile | null;
  /** Signs up after talks with sales: a deal is won on the day of the sign-up. False for self-service and for non-customers. */
  readonly throughSales: boolean;
}

/** Property values of HubSpot, in the order in which a contact goes through them. */
export type LifecycleStage =
  "subscriber" | "lead" | "marketingqualifiedlead" | "salesqualifiedlead" | "opportunity" | "customer";

/** How a person came to be a contact. */
export type ContactOrigin = "form" | "application" | "sales" | "import";

export interface Contact {
  /** HubSpot's id. */
  readonly id: number;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly jobTitle: string;
  /** Null for people who gave no company. */
  readonly company: Company | null;
  readonly origin: ContactOrigin;
  readonly createdAt: number;
  /** The way to the first form; null for people who came by no web visit. */
  readonly journey: Journey | null;
  /** Ascending by time. */
  readonly scores: readonly ScoreEvent[];
  /** When the score reached 60; null when it never does. */
  readonly mqlAt: number | null;
  /** When sales accepted the lead. */
  readonly sqlAt: number | null;
  /** Why sales did not accept the qualified lead; null when it did. */
  readonly disqualified: Disqualification | null;
  /** When a deal is opened with this person: a won one where the company is an account through sales, else a lost one. */
  readonly opportunityAt: number | null;
  /** When the company became a paying customer, as known on the as-of day. */
  readonly customerAt: number | null;
  /** When the person opted out of e-mail; null when they never do. */
  readonly optedOutAt: number | null;
  /** Ids of records of the same person that were merged into this one, and when. */
  readonly merged: readonly { readonly id: number; readonly into: number; readonly at: number }[];
}

export type Disqualification = "outside_service_area" | "too_small" | "no_response" | "competitor" | "student";

export type ScoreKind = "fit" | "visit" | "pricing_page" | "form" | "email_click";

export interface ScoreEvent {
  readonly at: number;
  readonly kind: ScoreKind;
  readonly points: number;
}

/** A form that somebody sent. The first one of a person is a lead. */
export interface Submission {
  readonly contact: Contact;
  readonly form: FormName;
  readonly at: number;
  /** Place in `Market.visits` of the visit in which it was sent. */
  readonly visit: number;
}

/** What led one person to the first form. */
export interface Journey {
  /** Number behind the cookie of the web site. */
  readonly visitor: number;
  readonly firstChannel: Channel;
  readonly lastChannel: Channel;
  readonly lastCampaign: Campaign | null;
  /** The channel without which this lead would not exist; null when it would have come anyway. */
  readonly causedBy: Channel | null;
  /** All channels that the person met, in order of first meeting. */
  readonly exposed: readonly Channel[];
  /** Probability that a visitor like this becomes a customer without any of the channels, in millionths. */
  readonly baseProbability: number;
  /** What the channels that the person met add to it, in millionths. */
  readonly lift: number;
  readonly submittedAt: number;
}

/** An account's sign-up and how it came about. */
export interface Conversion {
  readonly account: Profile;
  readonly at: number;
  readonly journey: Journey;
  /** Channel and campaign of the last visit before the sign-up; may be later than the form of a lead that went through sales. */
  readonly lastChannel: Channel;
  readonly lastCampaign: Campaign | null;
}
