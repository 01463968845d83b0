/**
 * What happened at the lifecycle company, before any table is written: the vocabulary of this room.
 *
 * A customer is called a studio here, so that nobody takes it for an account of the application. Users, sessions and what is made
 * in them are in order of creation. Nothing in these records lies after the as-of day, promises aside.
 */
import type { Draws } from "../kit/random.ts";

export type PlanTier = "starter" | "professional" | "enterprise";

export interface Contract {
  readonly tier: PlanTier;
  readonly startDay: number;
  /** The first day without it; null while it runs. */
  endDay: number | null;
  endReason: "canceled" | "upgraded" | "payment_failed" | null;
  /** Seats at its end, or now. */
  seats: number;
  readonly termMonths: number;
  frozenFrom: number | null;
  /** The day on which it is to thaw, or did. */
  frozenTo: number | null;
}

export type SeatReason = "trial_start" | "conversion" | "growth" | "new_hires" | "reduction" | "churn" | "win_back";

export interface SeatChange {
  readonly day: number;
  readonly before: number;
  readonly after: number;
  readonly reason: SeatReason;
}

export interface PaymentFailure {
  readonly failedDay: number;
  /** Null while nothing came in, or when nothing ever did. */
  readonly recoveredDay: number | null;
  readonly kind: "soft" | "hard" | "grace";
  readonly amountCents: number;
}

export interface Studio {
  /** Counter in the order of creation. */
  readonly id: number;
  readonly draws: Draws;
  readonly name: string;
  readonly domain: string;
  readonly country: string;
  readonly createdAt: number;
  readonly firstTier: PlanTier;
  /** The last day of the trial. */
  readonly trialEndDay: number;
  readonly contracts: readonly Contract[];
  readonly seatChanges: readonly SeatChange[];
  readonly failures: readonly PaymentFailure[];
}

/** Half open, in days: when the users of a studio could use the product. */
export type Span = readonly [from: number, to: number];

export interface LifecycleUser {
  id: number;
  readonly studio: Studio;
  readonly ordinal: number;
  readonly draws: Draws;
  readonly sessionDraws: Draws;
  readonly createdAt: number;
  readonly email: string;
  readonly country: string;
  readonly source: string;
  readonly invitedBy: LifecycleUser | null;
}

export interface Project {
  id: number;
  readonly owner: LifecycleUser;
  readonly name: string;
  readonly createdAt: number;
  updatedAt: number;
}

export interface Video {
  id: number;
  readonly project: Project;
  readonly creator: LifecycleUser;
  readonly title: string;
  readonly seconds: number;
  readonly createdAt: number;
  publishedAt: number | null;
}

export interface LifecycleEvent {
  /** Index in the rules of the catalogue; null for what belongs to no product. */
  readonly rule: number | null;
  readonly event: string;
  readonly at: number;
  readonly project: Project | null;
  readonly video: Video | null;
}

export interface Session {
  id: number;
  readonly user: LifecycleUser;
  readonly startAt: number;
  readonly onPhone: boolean;
  readonly events: readonly LifecycleEvent[];
}

export interface Deletion {
  readonly entity: "user" | "account";
  readonly entityId: number;
  readonly day: number;
  readonly reason: string;
}

export interface Lifecycle {
  readonly studios: readonly Studio[];
  readonly users: readonly LifecycleUser[];
  readonly sessions: readonly Session[];
  readonly projects: readonly Project[];
  readonly videos: readonly Video[];
  readonly deletions: readonly Deletion[];
}
