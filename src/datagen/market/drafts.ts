/**
 * People and businesses as they come up, before they have ids. Ids are counters in order of creation over all of them, so they
 * are given last.
 */
import type { City } from "../facts/geography.ts";
import type { BusinessType } from "../facts/names.ts";
import type { Profile } from "../world/world.ts";
import type { Channel } from "./channels.ts";
import type { FormName } from "./forms.ts";
import type { Influence } from "./influence.ts";
import type { ContactOrigin } from "./market.ts";
import type { Touch } from "./way.ts";

export interface CompanyDraft {
  readonly name: string;
  readonly domain: string;
  readonly businessType: BusinessType;
  readonly city: City;
  readonly employees: number;
  readonly annualRevenue: number;
  readonly account: Profile | null;
  readonly throughSales: boolean;
}

export interface PersonDraft {
  /** Key of the person's draws, and the order of those created in one second. */
  readonly key: number;
  readonly company: CompanyDraft | null;
  readonly city: City;
  readonly origin: ContactOrigin;
  readonly createdAt: number;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly jobTitle: string;
  readonly trip: Trip | null;
}

/** The visits of a person and the forms sent in them. */
export interface Trip {
  readonly first: Channel;
  readonly influence: Influence;
  /** Up to the first form. */
  readonly touches: readonly Touch[];
  /** After the first form. */
  readonly after: readonly LaterVisit[];
  readonly form: FormName;
  readonly submittedAt: number;
}

export interface LaterVisit extends Touch {
  readonly kind: "reading" | "form" | "login";
  /** The other form that was sent in it, and when. */
  readonly form: FormName | null;
  readonly submittedAt: number | null;
}

/** Keys of people by where they come from; four kinds share the numbers. */
export const KEYS = {
  owner: (accountId: number): number => accountId * 4,
  prospect: (company: number, person: number): number => (company * 8 + person) * 4 + 1,
  solo: (number: number): number => number * 4 + 2,
  user: (accountId: number, ordinal: number): number => (accountId * 256 + ordinal) * 4 + 3,
} as const;
