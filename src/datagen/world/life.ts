/**
 * The life of one account, day by day: sites open, devices go down, health follows, subscriptions begin, stumble and end.
 *
 * In go a profile and the tier, out comes everything that happened until the last day of the world. The loop is the only place
 * where time passes; each rule is a method with its own `if`. Nothing here knows of tables.
 */
import type { AccountFeature } from "../facts/features.ts";
import { PRICE_RISE_DAY, type PlanCode } from "../facts/plans.ts";
import { DAY_SECONDS, addMonths, civil, dayNumber } from "../kit/calendar.ts";
import { clamp, nearest, quantile } from "../kit/distributions.ts";
import { EXPONENTIAL } from "../kit/quantile-tables.ts";
import { SITES, at } from "../kit/sites.ts";
import { adopt } from "./adoption.ts";
import { installDevices } from "./fleet.ts";
import { leavingHazard, waitFactor } from "./hazard.ts";
import { planSites } from "./premises.ts";
import { change } from "./revenue.ts";
import { newSubscription, type Beginning } from "./subscribe.ts";
import {
  cancel,
  leavingReason,
  liveSubscription,
  pause,
  requestCancel,
  startBilling,
  type Surroundings,
} from "./subscription-rules.ts";
import { TicketRates, abandonTickets, openTicket, outageRate, settleTickets, ticketCount } from "./tickets.ts";
import type { Account, AccountStatus, Device, Profile, Setting, Site, Subscription, Ticket } from "./world.ts";

const A = SITES.account;
const D = SITES.accountDay;
const S = SITES.subscriptionDay;

/** Customers who come back do so after 45 to 240 days. */
const RETURN_SHARE = 0.18;
const RETURN_DAYS = [45, 240] as const;
const MOST_TENURES = 4;
/** Days past due after which the service is suspended. */
const GRACE_DAYS = 5;

/** An account that loses interest: use fades to a floor, and in the end it leaves, stops paying or comes round. */
interface Drift {
  readonly path: "leaves" | "stops_paying" | "comes_round";
  readonly endDay: number;
  readonly floor: number;
}

export function liveAccount(profile: Profile, setting: Setting): Account {
  return new Life(profile, setting).run();
}

/** What the worst day counts for. Hours of outage are worse than a day without use: they take back what good days gave. */
const WORST_UPTIME = -5;

/** How much a day is worse for each question that waits for the desk; more than three weigh no more. */
const OPEN_TICKET = 0.2;

/** For how long somebody resents having waited for the desk. */
const GRUDGE_DAYS = 60;

/** Moves latent health a thirtieth of the way to what the day was like; an uptime of 95 percent counts as none. */
export function nextHealth(
  health: number,
  uptimeShare: number,
  engagement: number,
  quality: number,
  openTickets = 0,
): number {
  const uptime = clamp((uptimeShare - 0.95) * 20, WORST_UPTIME, 1);
  const asked = OPEN_TICKET * Math.min(3, openTickets);
  return clamp(health * 0.97 + (0.4 * uptime + 0.35 * engagement + 0.25 * quality - asked) * 0.03, 0, 1);
}

class Life {
  readonly #profile: Profile;
  readonly #setting: Setting;
  readonly #asOfDay: number;
  readonly #plannedSites: readonly Site[];
  /** The days on which a site opens or closes. */
  readonly #siteDays: ReadonlySet<number>;
  readonly #sites: Site[] = [];
  #devices: Device[] = [];
  readonly #subscriptions: Subscription[] = [];
  readonly #statusChanges: { at: number; status: AccountStatus }[] = [];
  readonly #engagementByDay: Uint8Array;
  readonly #healthByDay: Uint16Array;
  readonly #hazardByDay: Uint16Array;
  readonly #adoptions = new Map<AccountFeature, number>();
  readonly #tickets: Ticket[] = [];
  readonly #ticketRates = new TicketRates();
  readonly #occasion = {
    day: 0,
    tenure: 0,
    sites: 1,
    pastDue: false,
    afterPriceRise: false,
    outageRate: 0,
    inUse: true,
  };
  /** One object for all days, as the occasion is. */
  readonly #surroundings: { -readonly [K in keyof Surroundings]: Surroundings[K] };
  /** The day on which a part of the business may go to a subscription of its own. */
  readonly #secondDay: number;
  readonly #waits: { readonly fromDay: number; readonly minutes: number }[] = [];
  /** The tickets before this one are settled. */
  #firstOpenTicket = 0;
  #primary: Subscription | null = null;
  #second: Subscription | null = null;
  #working: Device[] = [];
  /** The working devices as they are on the day that is lived. */
  readonly #fleet = { inUse: 0, downMinutes: 0, outageRate: 0 };
  #health: number;
  #engagement = 1;
  #drift: Drift | null = null;
  #tenure = 0;
  #returnDay: number | null = null;

  constructor(profile: Profile, setting: Setting) {
    this.#profile = profile;
    this.#setting = setting;
    this.#asOfDay = setting.tier.asOfDay;
    this.#plannedSites = planSites(profile, setting);
    this.#siteDays = new Set(this.#plannedSites.flatMap(({ openedDay, closedDay }) => [openedDay, closedDay ?? 0]));
    const days = this.#asOfDay - profile.signupDay + 1;
    this.#engagementByDay = new Uint8Array(days);
    this.#healthByDay = new Uint16Array(days);
    this.#hazardByDay = new Uint16Array(days);
    this.#health = 0.6 + 0.25 * profile.quality;
    this.#surroundings = {
      day: 0,
      asOfDay: this.#asOfDay,
      health: 0,
      sites: 1,
      devices: 0,
      stopsPaying: false,
    };
    this.#secondDay =
      profile.signupDay + 60 + nearest(quantile(EXPONENTIAL, profile.draws.unit(at(A.secondDelay))) * 300);
  }

  run(): Account {
    const { signupDay } = this.#profile;
    for (let day = signupDay; day <= this.#asOfDay; day += 1) this.#liveDay(day, day - signupDay);
    settleTickets(this.#tickets, (this.#asOfDay + 1) * DAY_SECONDS - 1);
    return {
      profile: this.#profile,
      sites: this.#sites,
      devices: this.#devices,
      subscriptions: this.#subscriptions,
      statusChanges: this.#statusChanges,
      engagement: this.#engagementByDay,
      health: this.#healthByDay,
      hazard: this.#hazardByDay,
      adoptions: this.#adoptions,
      tickets: this.#tickets,
    };
  }

  #liveDay(day: number, index: number): void {
    if (index === 0) this.#startTrial(day);
    this.#comeBack(day);
    const primary = this.#primary;
    if (primary === null) return;
    this.#openAndCloseSites(day);
    this.#lookAtDevices(day);
    this.#startSecondSubscription(day);
    if (this.#second !== null && this.#second.status !== "canceled")
      liveSubscription(this.#second, this.#around(day, this.#second));
    if (day > primary.startDay) liveSubscription(primary, this.#around(day, primary));
    if (primary.status === "canceled") {
      this.#endTenure(day);
      return;
    }
    this.#pauseForSeason(day, primary);
    this.#loseOrRegainInterest(day, index, primary);
    this.#dropSecondSubscription(day);
    this.#noteStatus(day, statusOf(primary, this.#second));
    this.#recordDay(day, index, primary);
    if (primary.status === "active") adopt(this.#profile, { day, index, health: this.#health }, this.#adoptions);
    if (index > 0) this.#askForHelp(day, index, primary);
  }

  #startTrial(day: number): void {
    this.#primary = this.#subscribe(day, this.#profile.planCode, { ordinal: 0, trial: true, quantity: 1 });
    for (const site of this.#plannedSites)
      if (site.openedDay === day) this.#openSite(site, { fromDay: day, patience: 40 });
    const { plan } = this.#primary;
    this.#primary.quantity = this.#openSites(day);
    change(this.#primary, day, "trial_start", { plan, status: "trialing" }, "signed_up");
    this.#noteStatus(day, "trial");
  }

  #subscribe(day: number, code: PlanCode, how: Beginning): Subscription {
    const subscription = newSubscription(this.#profile, this.#setting, day, code, how);
    this.#subscriptions.push(subscription);
    return subscription;
  }

  /** A customer who left may return: a new subscription, new devices, the sites as they are. */
  #comeBack(day: number): void {
    if (this.#returnDay !== day) return;
    this.#returnDay = null;
    this.#tenure += 1;
    this.#health = 0.6 + 0.25 * this.#profile.quality;
    this.#engagement = 1;
    this.#drift = null;
    for (const site of this.#sites) {
      if (site.closedDay !== null && site.closedDay <= day) continue;
      site.suspendedDay = null;
      this.#install(site, { fromDay: day, patience: 15 });
    }
    const quantity = this.#openSites(day);
    const subscription = this.#subscribe(day, this.#profile.planCode, {
      ordinal: this.#tenure * 2,
      trial: false,
      quantity,
    });
    this.#primary = subscription;
    this.#second = null;
    change(subscription, day, "reactivate", { status: "active" }, "won_back");
    this.#lookAtDevices(day);
    startBilling(subscription, this.#around(day, subscription), "subscription_create");
    this.#noteStatus(day, "active");
  }

  #openAndCloseSites(day: number): void {
    if (!this.#siteDays.has(day)) return;
    for (const site of this.#plannedSites) {
      if (site.openedDay === day && !this.#sites.includes(site)) this.#openSite(site, { fromDay: day, patience: 20 });
    }
    for (const site of this.#sites) if (site.closedDay === day) this.#takeBack(day, (device) => device.site === site);
  }

  #openSite(site: Site, visit: { readonly fromDay: number; readonly patience: number }): void {
    this.#sites.push(site);
    this.#install(site, visit);
  }

  #install(site: Site, visit: { readonly fromDay: number; readonly patience: number }): void {
    const added = installDevices(this.#profile, site, { number: this.#tenure, ...visit }, this.#setting);
    this.#devices.push(...added);
    this.#working.push(...added);
  }

  /** Retires devices on this day; one that was to be installed later is not installed at all. */
  #takeBack(day: number, chosen: (device: Device) => boolean): void {
    for (const device of this.#working) if (chosen(device)) retire(device, day);
    this.#devices = this.#devices.filter((device) => !chosen(device) || device.installDay < day);
    this.#working = this.#working.filter((device) => !chosen(device));
  }

  #openSites(day: number): number {
    let open = 0;
    for (const { closedDay } of this.#sites) if (closedDay === null || closedDay > day) open += 1;
    return open;
  }

  #around(day: number, { primary, quantity }: Subscription): Surroundings {
    const elsewhere = this.#second !== null && this.#second.status !== "canceled" && primary ? 1 : 0;
    const now = this.#surroundings;
    now.day = day;
    now.health = this.#health;
    now.sites = primary ? Math.max(1, this.#openSites(day) - elsewhere) : quantity;
    now.devices = primary ? this.#fleet.inUse : 0;
    now.stopsPaying = this.#drift?.path === "stops_paying" && primary;
    return now;
  }

  /** Some accounts put a part of the business on a second, smaller subscription. */
  #startSecondSubscription(day: number): void {
    if (day !== this.#secondDay || this.#tenure > 0 || this.#second !== null || this.#primary?.status !== "active")
      return;
    const { draws } = this.#profile;
    if (!draws.chance(at(A.secondSubscription), this.#openSites(day) > 1 ? 0.6 : 0.22)) return;
    const code = draws.chance(at(A.secondPlan), 0.55) ? "lite" : "starter";
    const second = this.#subscribe(day, code, { ordinal: this.#tenure * 2 + 1, trial: false, quantity: 1 });
    this.#second = second;
    change(second, day, "convert", { status: "active" }, "second_subscription");
    startBilling(second, this.#around(day, second), "subscription_create");
  }

  #dropSecondSubscription(day: number): void {
    if (this.#second === null) return;
    const u = this.#second.dayDraws.unit(at(S.cancel, day - this.#second.startDay));
    if (u < 0.0006) requestCancel(this.#second, day, "consolidated");
  }

  /** The account is gone: devices go back, sites are no longer served, and perhaps it returns one day. */
  #endTenure(day: number): void {
    if (this.#second !== null && this.#second.status !== "canceled") cancel(this.#second, day, "account_closed");
    this.#takeBack(day, () => true);
    for (const site of this.#sites) if (site.closedDay === null || site.closedDay > day) site.suspendedDay = day;
    this.#noteStatus(day, "churned");
    abandonTickets(this.#tickets, this.#statusChanges.at(-1)?.at ?? day * DAY_SECONDS);
    const reason = this.#primary?.changes.at(-1)?.reason;
    this.#primary = null;
    this.#drift = null;
    const { draws } = this.#profile;
    const returns = reason !== "trial_ended" && reason !== "business_closed";
    if (returns && this.#tenure + 1 < MOST_TENURES && draws.chance(at(A.reactivates, this.#tenure), RETURN_SHARE)) {
      this.#returnDay = day + draws.between(at(A.reactivationDelay, this.#tenure), RETURN_DAYS[0], RETURN_DAYS[1]);
    }
  }

  /** Businesses that close for the winter pause from late autumn to spring; a few others pause for weeks. */
  #pauseForSeason(day: number, primary: Subscription): void {
    if (primary.status !== "active") return;
    const { draws, seasonal } = this.#profile;
    if (seasonal) {
      const { year } = civil(day);
      const u = draws.unit(at(A.seasonPause, year - 2019));
      if (u < 0.9 && day === dayNumber(year, 10, 20) + Math.floor((u / 0.9) * 50)) {
        const back = dayNumber(year + 1, 3, 1) + draws.below(at(A.seasonLength, year - 2019), 45);
        this.#pauseAll(day, back, "seasonal_closure");
      }
      return;
    }
    const index = day - primary.startDay;
    if (primary.cycle === "monthly" && primary.dayDraws.chance(at(S.pause, index), 0.00008)) {
      this.#pauseAll(day, day + primary.dayDraws.between(at(S.pauseLength, index), 30, 90), "renovation");
    }
  }

  #pauseAll(day: number, resumeDay: number, reason: string): void {
    if (this.#primary === null) return;
    pause(this.#primary, day, resumeDay, reason);
    if (this.#primary.status === "paused" && this.#second !== null) pause(this.#second, day, resumeDay, reason);
  }

  /** The hazard strikes: three in ten give notice at once, the others drift away first. */
  #loseOrRegainInterest(day: number, index: number, primary: Subscription): void {
    const { dayDraws, signupDay, experimentArm } = this.#profile;
    if (this.#drift !== null) {
      this.#continueDrift(day, index, this.#drift, primary);
      return;
    }
    if (primary.status !== "active" || primary.cancelReason !== null) return;
    const { cycle } = primary;
    const hazard = leavingHazard({
      day,
      signupDay,
      plan: primary.plan.code,
      cycle,
      health: this.#health,
      experimentArm,
      automatesOrdering: this.#adoptions.has("automated_ordering"),
      longestWait: this.#longestWait(day),
    });
    this.#hazardByDay[index] = Math.min(65535, nearest(hazard * 1e6));
    if (!dayDraws.chance(at(D.drift, index), hazard)) return;
    const u = dayDraws.unit(at(D.driftPath, index));
    if (u < 0.3) {
      this.#giveNotice(day, index, primary, false);
      return;
    }
    const wait = quantile(EXPONENTIAL, dayDraws.unit(at(D.driftLength, index)));
    const depth = dayDraws.unit(at(D.driftDepth, index));
    this.#drift = {
      path: u < 0.58 ? "leaves" : u < 0.84 ? "stops_paying" : "comes_round",
      endDay: day + 20 + nearest(wait * 60),
      floor: depth < 0.5 ? 0 : (depth - 0.5) * 0.5,
    };
  }

  #continueDrift(day: number, index: number, drift: Drift, primary: Subscription): void {
    const over = drift.path === "stops_paying" ? hasRecovered(primary, day) : day >= drift.endDay;
    if (!over) return;
    if (drift.path === "leaves" && primary.cancelReason === null) this.#giveNotice(day, index, primary, true);
    else if (drift.path !== "leaves") this.#drift = null;
  }

  #giveNotice(day: number, index: number, primary: Subscription, lowUse: boolean): void {
    const afterPriceRise = isAfterPriceRise(day);
    const u = primary.dayDraws.unit(at(S.cancelReason, day - primary.startDay));
    requestCancel(primary, day, leavingReason(u, { afterPriceRise, lowUse }));
  }

  #noteStatus(day: number, status: AccountStatus): void {
    if (this.#statusChanges.at(-1)?.status === status) return;
    const times = [this.#primary, this.#second].map((subscription) => subscription?.changes.at(-1)?.at ?? 0);
    this.#statusChanges.push({ at: Math.max(day * DAY_SECONDS, ...times), status });
  }

  #recordDay(day: number, index: number, primary: Subscription): void {
    const off = primary.status === "paused" || isSuspended(primary, day);
    const wanted =
      this.#drift === null ? 1 : this.#drift.path === "comes_round" && day > this.#drift.endDay ? 1 : this.#drift.floor;
    if (wanted < this.#engagement) this.#engagement = Math.max(wanted, this.#engagement * 0.955 - 0.002);
    else this.#engagement = Math.min(wanted, this.#engagement + 0.03);
    const share = this.#uptimeShare();
    this.#health = nextHealth(this.#health, share, this.#engagement, this.#profile.quality, this.#openTickets(day));
    this.#engagementByDay[index] = off ? 0 : nearest(this.#engagement * 100);
    this.#healthByDay[index] = nearest(this.#health * 1000);
  }

  /** Questions arise from devices that are down, new firmware, bills and first steps. */
  #askForHelp(day: number, index: number, primary: Subscription): void {
    // One object for all days: a million of them would keep the collector busy.
    const now = this.#occasion;
    now.day = day;
    now.tenure = index;
    now.sites = primary.quantity;
    now.pastDue = primary.status === "past_due";
    now.afterPriceRise = isAfterPriceRise(day) && primary.cycle === "monthly";
    now.outageRate = this.#fleet.outageRate;
    now.inUse = (this.#engagementByDay[index] ?? 0) > 0;
    const rate = this.#ticketRates.set(now);
    const count = ticketCount(this.#profile.dayDraws.unit(at(D.tickets, index)), rate);
    if (count === 0) return;
    const sender = {
      seed: this.#setting.seed,
      accountId: this.#profile.id,
      health: this.#health,
      sites: this.#sites.filter((site) => site.closedDay === null || site.closedDay > day),
      devices: this.#working.filter((device) => device.installDay < day && isInUse(device, day)),
      downMinutes: (device: Device) => downOn(device, day),
    };
    const opened = Array.from({ length: count }, (_, nth) =>
      openTicket(sender, this.#tickets.length + nth, day, this.#ticketRates),
    ).flatMap((made) => made ?? []);
    opened.sort((a, b) => a.ticket.createdAt - b.ticket.createdAt || a.ticket.ordinal - b.ticket.ordinal);
    for (const { ticket, waitMinutes } of opened) {
      this.#tickets.push(ticket);
      const answered = Math.floor((ticket.firstResponseAt ?? ticket.createdAt) / DAY_SECONDS);
      if (waitFactor(waitMinutes) > 1) this.#waits.push({ fromDay: answered, minutes: waitMinutes });
    }
  }

  /** Tickets that were open at the end of a day. */
  #openTickets(day: number): number {
    const tickets = this.#tickets;
    const end = (day + 1) * DAY_SECONDS;
    let open = 0;
    let allSettled = true;
    for (let nth = this.#firstOpenTicket; nth < tickets.length; nth += 1) {
      const isOpen = (tickets[nth]?.resolvedAt ?? end) >= end;
      if (isOpen) open += 1;
      if (allSettled && isOpen) allSettled = false;
      if (allSettled) this.#firstOpenTicket = nth + 1;
    }
    return open;
  }

  /** The longest wait that ended in the last two months. */
  #longestWait(day: number): number {
    let longest = 0;
    for (const { fromDay, minutes } of this.#waits)
      if (fromDay <= day && day < fromDay + GRUDGE_DAYS && minutes > longest) longest = minutes;
    return longest;
  }

  /** Share of the day that the working devices were up; an account without devices yet loses nothing. */
  #uptimeShare(): number {
    const { inUse, downMinutes } = this.#fleet;
    return inUse === 0 ? 1 : 1 - downMinutes / (inUse * 1440);
  }

  /** Once a day, for all rules that ask: a life has ten thousand days of devices. */
  #lookAtDevices(day: number): void {
    const fleet = this.#fleet;
    fleet.inUse = 0;
    fleet.downMinutes = 0;
    fleet.outageRate = 0;
    for (const device of this.#working) {
      if (!isInUse(device, day)) continue;
      const down = downOn(device, day);
      fleet.inUse += 1;
      fleet.downMinutes += down;
      fleet.outageRate += outageRate(down);
    }
  }
}

const PRICE_RISE_FORGOTTEN = addMonths(PRICE_RISE_DAY, 4);

function isAfterPriceRise(day: number): boolean {
  return day >= PRICE_RISE_DAY && day < PRICE_RISE_FORGOTTEN;
}

/** Taken back on this day, unless it broke before. */
function retire(device: Device, day: number): void {
  if (device.retiredDay !== null && device.retiredDay <= day) return;
  device.retiredDay = day;
  device.failed = false;
}

function downOn({ downMinutes, installDay }: Device, day: number): number {
  return downMinutes[day - installDay] ?? 0;
}

function isInUse({ installDay, retiredDay }: Device, day: number): boolean {
  return installDay <= day && (retiredDay === null || retiredDay > day);
}

function hasRecovered(primary: Subscription, day: number): boolean {
  return primary.changes.some(({ event, at: time }) => event === "recover" && Math.floor(time / DAY_SECONDS) === day);
}

/** Who owes money for long is switched off until it is paid. */
export function isSuspended({ status, dunning }: Subscription, day: number): boolean {
  return status === "past_due" && dunning !== null && day - dunning.since > GRACE_DAYS;
}

/** The state of an account is that of its best subscription. */
function statusOf(primary: Subscription, second: Subscription | null): AccountStatus {
  if (primary.status === "trialing") return "trial";
  if (primary.status === "paused" && (second === null || second.status === "paused" || second.status === "canceled"))
    return "paused";
  return "active";
}
