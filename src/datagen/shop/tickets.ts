/**
 * The shop's tickets: a broken device, an order that went wrong, and questions in between.
 *
 * Time to resolve follows the promise of the priority (24, 48, 72, 168 hours): most are in time, some far from it, more of them
 * in the third quarter of 2023, when the desk was short of people. A ticket may wait for a spare part for weeks.
 */
import { DAY_SECONDS, parseDay } from "../kit/calendar.ts";
import { nearest, quantile, weighted } from "../kit/distributions.ts";
import { EXPONENTIAL, LOGNORMAL_NARROW } from "../kit/quantile-tables.ts";
import { Draws } from "../kit/random.ts";
import { at } from "../kit/sites.ts";
import { isCustomerOn } from "../world/membership.ts";
import type { Device, Setting } from "../world/world.ts";
import { contactAt } from "./contacts.ts";
import { AGENTS } from "./crew.ts";
import { dayOf, deskTime } from "./office-hours.ts";
import type { Contact, Order, ShopAccount, Ticket, TicketPriority } from "./records.ts";
import { SITES, STREAMS } from "./sites.ts";

const S = SITES.ticket;
const TICKETS_PER_ACCOUNT = 8192;
/** Days between two questions of one customer. */
const QUESTION_DAYS = 178;
const FROM_ORDERS = 2048;
const FROM_DEVICES = 4096;

/** Hours within which a ticket is to be resolved. */
export const PROMISED_HOURS: Readonly<Record<TicketPriority, number>> = { urgent: 24, high: 48, medium: 72, low: 168 };

const SHORT_STAFFED = [parseDay("2023-07-01"), parseDay("2023-09-30")] as const;

const PRIORITIES: readonly (readonly [TicketPriority, number])[] = [
  ["low", 40],
  ["medium", 38],
  ["high", 16],
  ["urgent", 6],
];
const PRIORITIES_OF_FAILURES: readonly (readonly [TicketPriority, number])[] = [
  ["medium", 20],
  ["high", 52],
  ["urgent", 28],
];

const SUBJECTS: Readonly<Record<string, readonly string[]>> = {
  hardware: ["Device stopped responding", "Replacement device needed"],
  delivery: ["Delivery is late", "Item missing in delivery", "Parcel damaged"],
  billing: ["Question about an invoice", "Wrong tax on order", "Change of billing address"],
  product: ["Which coupler fits", "Chiller does not cool", "Faucet leaks", "Spare part wanted"],
  returns: ["Wrong product ordered", "Return label please"],
};

const QUESTIONS: readonly (readonly [string, number])[] = [
  ["product", 46],
  ["billing", 26],
  ["returns", 14],
  ["delivery", 14],
];

const RESOLUTIONS: Readonly<Record<string, string>> = {
  hardware: "device replaced",
  delivery: "sent again",
  billing: "invoice corrected",
  product: "advice given",
  returns: "refund issued",
};

type Draft = Omit<Ticket, "id">;

export function shopTickets(
  accounts: readonly ShopAccount[],
  contactsOf: ReadonlyMap<ShopAccount, readonly Contact[]>,
  ordersOf: ReadonlyMap<ShopAccount, readonly Order[]>,
  setting: Setting,
): Ticket[] {
  return accounts
    .flatMap((account) => {
      const contacts = contactsOf.get(account) ?? [];
      return [
        ...aboutDevices(account, contacts, setting),
        ...aboutOrders(account, contacts, ordersOf.get(account) ?? [], setting),
        ...questions(account, contacts, setting),
      ];
    })
    .map((draft, index) => ({ draft, index }))
    .sort(
      (a, b) => a.draft.createdAt - b.draft.createdAt || a.draft.account.id - b.draft.account.id || a.index - b.index,
    )
    .map(({ draft }, index) => ({ ...draft, id: index + 1 }));
}

/** Every device that breaks while its owner is a customer is reported on the same day. */
function aboutDevices(account: ShopAccount, contacts: readonly Contact[], setting: Setting): Draft[] {
  return (account.life?.devices ?? []).flatMap((device) => {
    if (!device.failed || device.retiredDay === null || device.retiredDay > setting.tier.asOfDay) return [];
    // An account has 4,096 numbers for its devices, so the remainder tells them apart.
    const key = account.key * TICKETS_PER_ACCOUNT + FROM_DEVICES + (device.key % 4096);
    return makeTicket(account, contacts, { key, day: device.retiredDay, category: "hardware", device }, setting);
  });
}

/** One order in nine that is long on its way, and most that come back, lead to a ticket. */
function aboutOrders(
  account: ShopAccount,
  contacts: readonly Contact[],
  orders: readonly Order[],
  setting: Setting,
): Draft[] {
  return orders.flatMap((order, index) => {
    const key = account.key * TICKETS_PER_ACCOUNT + FROM_ORDERS + (index % 2048);
    const u = new Draws(setting.seed, STREAMS.ticket, key).unit(at(S.outcome));
    const ships = order.kind === "supplies" || order.kind === "deal";
    if (!ships || u >= 0.11 || order.shippedAt === null) return [];
    const day = dayOf(order.shippedAt) + 2;
    if (day > setting.tier.asOfDay) return [];
    return makeTicket(account, contacts, { key, day, category: "delivery", device: null }, setting);
  });
}

function questions(account: ShopAccount, contacts: readonly Contact[], setting: Setting): Draft[] {
  const { life, draws } = account;
  if (life === null) return [];
  const result: Draft[] = [];
  let day = dayOf(account.createdAt) + 3;
  for (let ordinal = 0; ordinal < 512; ordinal += 1) {
    day += 1 + nearest(quantile(EXPONENTIAL, draws.unit(at(SITES.account.ticketGap, ordinal))) * QUESTION_DAYS);
    if (day > setting.tier.asOfDay) break;
    if (!isCustomerOn(life, day)) continue;
    const key = account.key * TICKETS_PER_ACCOUNT + ordinal;
    const category = weighted(new Draws(setting.seed, STREAMS.ticket, key).unit(at(S.category)), QUESTIONS);
    result.push(...makeTicket(account, contacts, { key, day, category, device: null }, setting));
  }
  return result;
}

interface Cause {
  readonly key: number;
  readonly day: number;
  readonly category: string;
  readonly device: Device | null;
}

function makeTicket(
  account: ShopAccount,
  contacts: readonly Contact[],
  { key, day, category, device }: Cause,
  { seed, tier }: Setting,
): Draft[] {
  const draws = new Draws(seed, STREAMS.ticket, key);
  const end = (tier.asOfDay + 1) * DAY_SECONDS;
  // People report trouble on any day and at any hour that they work, not only in the shop's hours.
  const createdAt = Math.max(day * DAY_SECONDS + (10 + draws.below(at(S.minute), 12)) * 3600, account.createdAt + 3600);
  if (createdAt >= end) return [];
  const priority = weighted(draws.unit(at(S.priority)), category === "hardware" ? PRIORITIES_OF_FAILURES : PRIORITIES);
  const { responseHours, resolutionHours, waits } = handling(draws, priority, day);
  const known = (time: number): number | null => (time < end ? time : null);
  const firstResponseAt = known(createdAt + responseHours * 3600);
  const resolvedAt = known(createdAt + resolutionHours * 3600);
  const closedAt = known(deskTime(dayOf(createdAt + resolutionHours * 3600) + 4, 0.1));
  const subjects = SUBJECTS[category] ?? ["Question"];
  return [
    {
      account,
      contact: contactAt(contacts, createdAt, draws.unit(at(S.contact))),
      device,
      category,
      subject: draws.pick(at(S.text), subjects),
      description: draws.chance(at(S.describes), 0.12) ? "Reported by telephone" : null,
      priority,
      agent: firstResponseAt === null ? null : draws.pick(at(S.agent), AGENTS),
      createdAt,
      firstResponseAt,
      waitingSince: waits && firstResponseAt !== null ? known(firstResponseAt + 7200) : null,
      resolvedAt,
      closedAt: resolvedAt === null ? null : closedAt,
      resolution: resolvedAt === null ? null : (RESOLUTIONS[category] ?? "advice given"),
    },
  ];
}

/** What takes longer than half a day is noted in steps: six hours, and a day from the third day on. */
function wholeHours(hours: number): number {
  const step = hours <= 12 ? 1 : hours <= 72 ? 6 : 24;
  return Math.max(2, nearest(hours / step) * step);
}

/** Whole hours to the first answer and to the resolution, and whether something had to be waited for. */
export function handling(
  draws: Draws,
  priority: TicketPriority,
  day: number,
): { responseHours: number; resolutionHours: number; waits: boolean } {
  const promised = PROMISED_HOURS[priority];
  const shortage = day >= SHORT_STAFFED[0] && day <= SHORT_STAFFED[1] ? 1.8 : 1;
  const waits = draws.chance(at(S.waits), 0.1);
  const share = quantile(LOGNORMAL_NARROW, draws.unit(at(S.resolution))) * 0.6 * shortage * (waits ? 4 : 1);
  const resolutionHours = wholeHours(Math.max(2, nearest(share * promised)));
  const responseHours = Math.max(
    1,
    Math.min(resolutionHours - 1, nearest(draws.unit(at(S.response)) * promised * 0.22 * shortage)),
  );
  return { responseHours, resolutionHours, waits };
}
