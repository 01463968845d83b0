/**
 * Tickets of one account: how many arise on a day, what they are about, and what becomes of them.
 *
 * Everything about a ticket is planned when it arises, from draws of its own; `settleTickets` then takes back what lies after
 * the as-of day, so that a later day never changes what an earlier one knew.
 */
import { FIRMWARE } from "../facts/hardware.ts";
import { DAY_SECONDS } from "../kit/calendar.ts";
import { clamp, nearest, poisson, quantile, weighted } from "../kit/distributions.ts";
import { LOGNORMAL_NARROW, LOGNORMAL_WIDE } from "../kit/quantile-tables.ts";
import { Draws } from "../kit/random.ts";
import { SITES, STREAMS, at } from "../kit/sites.ts";
import { afterWork, responseMinutes, loadOn } from "./support-desk.ts";
import type { Device, Site, Ticket, TicketCategory, TicketChannel, TicketPriority } from "./world.ts";

const T = SITES.ticket;
/** Tickets of one account over all its years. */
const TICKETS_PER_ACCOUNT = 4096;

/** What an account has to ask about on a day. */
export interface Occasion {
  readonly day: number;
  /** Days since the account signed up. */
  readonly tenure: number;
  readonly sites: number;
  readonly pastDue: boolean;
  readonly afterPriceRise: boolean;
  /** Expected letters about devices that are down today. */
  readonly outageRate: number;
  /** False while the devices are switched off. */
  readonly inUse: boolean;
}

/** Down for less than two hours, a device is hardly missed; a day without it is. */
export function outageRate(downMinutes: number): number {
  return downMinutes < 120 ? 0 : 0.018 + downMinutes * 0.00004;
}

const FIRST_DAY = FIRMWARE[0]?.releasedOn ?? 0;
/** Letters per account and day that the newest firmware causes in its first six weeks. */
const RELEASE_RATES = releaseRates();

function releaseRates(): Float64Array {
  const rates = new Float64Array(8192);
  for (const { releasedOn, errorFactor } of FIRMWARE)
    for (let day = releasedOn; day < releasedOn + 42; day += 1)
      rates[day - FIRST_DAY] = 0.0004 + Math.max(0, errorFactor - 1) * 0.003;
  return rates;
}

export function releaseRate(day: number): number {
  return RELEASE_RATES[day - FIRST_DAY] ?? 0;
}

/** What people write about; the order is that of the rates. */
const CATEGORIES: readonly TicketCategory[] = [
  "outage",
  "device_errors",
  "billing",
  "onboarding",
  "how_to",
  "feature_request",
  "account",
];

/** Expected letters of a day by cause. */
export class TicketRates {
  readonly #rates = new Float64Array(CATEGORIES.length);

  /** Sets the rates of a day and returns their sum, the mean of a Poisson number. */
  set(now: Occasion): number {
    const size = 0.7 + 0.3 * Math.sqrt(now.sites);
    const rates = this.#rates;
    rates[0] = now.inUse ? now.outageRate : 0;
    rates[1] = now.inUse ? releaseRate(now.day) * size : 0;
    rates[2] = (now.pastDue ? 0.012 : 0.0006) + (now.afterPriceRise ? 0.0025 : 0);
    rates[3] = now.tenure < 45 ? 0.022 * size : 0;
    rates[4] = now.inUse ? 0.0022 * size : 0;
    rates[5] = now.inUse ? 0.0009 : 0;
    rates[6] = 0.0007;
    let sum = 0;
    for (let cause = 0; cause < rates.length; cause += 1) sum += rates[cause] ?? 0;
    return sum;
  }

  /** The cause of a ticket of that day. */
  cause(u: number): TicketCategory {
    return weighted(
      u,
      CATEGORIES.map((category, index) => [category, this.#rates[index] ?? 0] as const),
    );
  }
}

/** How many tickets arise; nearly always none, which one comparison tells. */
export function ticketCount(u: number, rate: number): number {
  return u < 1 - rate ? 0 : poisson(u, rate);
}

const PRIORITIES: Readonly<Record<TicketCategory, readonly (readonly [TicketPriority, number])[]>> = {
  outage: [
    ["urgent", 34],
    ["high", 46],
    ["normal", 20],
  ],
  device_errors: [
    ["high", 35],
    ["normal", 65],
  ],
  billing: [
    ["high", 20],
    ["normal", 60],
    ["low", 20],
  ],
  onboarding: [
    ["normal", 75],
    ["low", 25],
  ],
  how_to: [
    ["normal", 45],
    ["low", 55],
  ],
  feature_request: [["low", 1]],
  account: [
    ["normal", 60],
    ["low", 40],
  ],
};

/** Minutes of work after the first answer, at usual load. */
const WORK_MINUTES: Readonly<Record<TicketCategory, number>> = {
  outage: 300,
  device_errors: 700,
  billing: 240,
  onboarding: 120,
  how_to: 90,
  feature_request: 600,
  account: 90,
};

const CHANNELS: readonly (readonly [TicketChannel, number])[] = [
  ["in_app", 44],
  ["email", 30],
  ["chat", 16],
  ["phone", 10],
];

/** Where a ticket comes from. */
export interface Sender {
  readonly seed: number;
  readonly accountId: number;
  readonly health: number;
  /** Sites that are open; the first one stands in when there is no better. */
  readonly sites: readonly Site[];
  /** Devices in use. */
  readonly devices: readonly Device[];
  readonly downMinutes: (device: Device) => number;
}

/** Writes the n-th ticket of an account and plans what becomes of it; also says how long it waits for its answer. */
export function openTicket(
  sender: Sender,
  ordinal: number,
  day: number,
  rates: TicketRates,
): { readonly ticket: Ticket; readonly waitMinutes: number } | null {
  const home = sender.sites[0];
  if (home === undefined || ordinal >= TICKETS_PER_ACCOUNT) return null;
  const draws = new Draws(sender.seed, STREAMS.ticket, sender.accountId * TICKETS_PER_ACCOUNT + ordinal);
  const category = rates.cause(draws.unit(at(T.cause)));
  const device = deviceFor(category, draws, sender);
  const priority = weighted(draws.unit(at(T.priority)), PRIORITIES[category]);
  // People write from noon to midnight UTC, which is their day; a minute is exact enough.
  const createdAt = day * DAY_SECONDS + 12 * 3600 + draws.below(at(T.minute), 71) * 600;
  const waitMinutes = responseMinutes(priority, day, quantile(LOGNORMAL_NARROW, draws.unit(at(T.responseLuck))));
  const firstResponseAt = toMinutes(afterWork(createdAt, Math.max(5, waitMinutes), priority));
  const load = Math.sqrt(loadOn(day));
  let work = WORK_MINUTES[category] * load * quantile(LOGNORMAL_WIDE, draws.unit(at(T.workLuck)));
  const reopenedCount = draws.chance(at(T.reopens), category === "device_errors" ? 0.14 : 0.07) ? 1 : 0;
  if (reopenedCount > 0) work += 400 + draws.unit(at(T.reopenedWork)) * 1200;
  const resolvedAt = 1800 * Math.ceil(afterWork(firstResponseAt, Math.max(10, work), "normal") / 1800);
  return {
    ticket: {
      ordinal,
      createdAt,
      category,
      priority,
      channel: weighted(draws.unit(at(T.channel)), CHANNELS),
      site: device?.site ?? sender.sites[draws.below(at(T.site), sender.sites.length)] ?? home,
      device,
      firstResponseAt,
      resolvedAt,
      abandoned: false,
      reopenedCount,
      csat: ratingOf(draws, { waitMinutes, resolvedAt, reopenedCount }, sender.health),
    },
    waitMinutes,
  };
}

function deviceFor(category: TicketCategory, draws: Draws, { devices, downMinutes }: Sender): Device | null {
  if (category === "outage")
    return devices.reduce<Device | null>(
      (worst, device) => (worst === null || downMinutes(device) > downMinutes(worst) ? device : worst),
      null,
    );
  return category === "device_errors" ? (devices[draws.below(at(T.device), devices.length)] ?? null) : null;
}

/** A third of the customers rate an answer, a day or two later; long waits and a bad mood cost stars. */
function ratingOf(
  draws: Draws,
  { waitMinutes, resolvedAt, reopenedCount }: { waitMinutes: number; resolvedAt: number; reopenedCount: number },
  health: number,
): Ticket["csat"] {
  if (!draws.chance(at(T.rates), 0.36)) return null;
  const mood = 5.4 - 2.2 * (1 - health) - clamp(waitMinutes / 600, 0, 2) - reopenedCount;
  const score = nearest(mood + (draws.unit(at(T.rating)) - 0.5) * 2.4);
  const delay = 3600 * draws.between(at(T.ratingDelay), 1, 46);
  return { at: resolvedAt + delay, score: clamp(score, 1, 5) };
}

/** The desk notes its answers to ten minutes. */
function toMinutes(time: number): number {
  return 600 * Math.ceil(time / 600);
}

/** The account leaves: the desk closes what is still open, and nobody is asked for a rating any more. */
export function abandonTickets(tickets: readonly Ticket[], time: number): void {
  for (const ticket of tickets) {
    if (ticket.csat !== null && ticket.csat.at > time) ticket.csat = null;
    if (ticket.resolvedAt === null || ticket.resolvedAt <= time) continue;
    if (ticket.firstResponseAt !== null && ticket.firstResponseAt > time) ticket.firstResponseAt = null;
    ticket.resolvedAt = time;
    ticket.abandoned = true;
    ticket.reopenedCount = 0;
  }
}

/** Takes back what lies after the last second of the world. */
export function settleTickets(tickets: readonly Ticket[], end: number): void {
  for (const ticket of tickets) {
    if (ticket.csat !== null && ticket.csat.at > end) ticket.csat = null;
    if (ticket.firstResponseAt !== null && ticket.firstResponseAt > end) ticket.firstResponseAt = null;
    if (ticket.resolvedAt !== null && ticket.resolvedAt > end) {
      ticket.resolvedAt = null;
      ticket.reopenedCount = 0;
    }
  }
}
