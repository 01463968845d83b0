/**
 * Orders: the devices of the application on the day the fitter brings them, supplies while a customer is in business, and what
 * was agreed in a deal.
 *
 * A device that the application installs at a customer of the shop stands in exactly one order line of that day. One that
 * replaces a device under warranty costs nothing: its line has a discount of 100 percent.
 */
import { taxBasisPoints, type City } from "../facts/geography.ts";
import type { DeviceModel } from "../facts/hardware.ts";
import { DAY_SECONDS, addMonths } from "../kit/calendar.ts";
import { nearest, quantile, weighted } from "../kit/distributions.ts";
import { EXPONENTIAL } from "../kit/quantile-tables.ts";
import { Draws } from "../kit/random.ts";
import { at } from "../kit/sites.ts";
import { isCustomerOn } from "../world/membership.ts";
import type { Device, Setting } from "../world/world.ts";
import { sitesOn } from "./accounts.ts";
import { basketOf, subtotalOf } from "./basket.ts";
import { DEALS_PER_ACCOUNT, leftAfter } from "./deals.ts";
import { dayOf, deskTime, workday } from "./office-hours.ts";
import { priceOn, type Product } from "./range.ts";
import type { Deal, Line, Order, OrderStatus, ShopAccount } from "./records.ts";
import { SITES, STREAMS } from "./sites.ts";

const REORDERS_PER_ACCOUNT = 512;
/** Days between two orders of supplies. */
const REORDER_DAYS = 158;
/** From this amount on, and for what the fitter brings, nobody pays for shipping. */
const FREE_SHIPPING_CENTS = 40000;
/** The fitters take their orders with them at eight and are done at noon. */
const FITTERS_START = 8 * 3600;
const CANCELLED = 0.03;
const SENT_BACK = 0.015;
const LINE_RETURNS = 0.022;

const PAYMENTS: readonly (readonly [string, number])[] = [
  ["card", 55],
  ["bank_transfer", 25],
  ["purchase_order", 20],
];

/** Accessories that come with a device. */
const ACCESSORIES: readonly (readonly [number, number])[] = [
  [0, 22],
  [1, 38],
  [2, 30],
  [3, 10],
];

const TRANSIT_DAYS: readonly (readonly [number, number])[] = [
  [1, 16],
  [2, 40],
  [4, 32],
  [7, 9],
  [14, 3],
];

type Draft = Omit<Order, "id">;

export function shopOrders(
  accounts: readonly ShopAccount[],
  deals: readonly Deal[],
  products: readonly Product[],
  setting: Setting,
): Order[] {
  const end = (setting.tier.asOfDay + 1) * DAY_SECONDS;
  const drafts = [
    ...accounts.flatMap((account) => installOrders(account, products, setting)),
    ...accounts.flatMap((account) => supplyOrders(account, products, setting)),
    ...deals.flatMap((deal) => dealOrder(deal, setting)),
  ];
  return drafts
    .filter(({ createdAt }) => createdAt < end)
    .map((draft, index) => ({ draft, index }))
    .sort(
      (a, b) => a.draft.createdAt - b.draft.createdAt || a.draft.account.id - b.draft.account.id || a.index - b.index,
    )
    .map(({ draft }, index) => ({ ...draft, id: index + 1 }));
}

/** The devices of a customer by day of installation, those that replace a broken one apart. */
function installOrders(account: ShopAccount, products: readonly Product[], setting: Setting): Draft[] {
  const devices = account.life?.devices ?? [];
  const byKey = new Map(devices.map((device) => [device.key, device]));
  const visits = new Map<number, { device: Device; broken: Device | null }[]>();
  for (const device of devices) {
    const broken = brokenBefore(device, byKey);
    const visit = device.installDay * 2 + (broken === null ? 0 : 1);
    const group = visits.get(visit);
    if (group === undefined) visits.set(visit, [{ device, broken }]);
    else group.push({ device, broken });
  }
  return [...visits].sort(([a], [b]) => a - b).map(([, group]) => installOrder(account, group, products, setting));
}

/** Four numbers belong to one socket: whoever stood there before has the number before. */
function brokenBefore({ key }: Device, byKey: ReadonlyMap<number, Device>): Device | null {
  const before = key % 4 === 0 ? undefined : byKey.get(key - 1);
  return before?.failed === true ? before : null;
}

function installOrder(
  account: ShopAccount,
  group: readonly { readonly device: Device; readonly broken: Device | null }[],
  products: readonly Product[],
  { seed }: Setting,
): Draft {
  const first = group[0]?.device;
  const day = first?.installDay ?? 0;
  const draws = new Draws(seed, STREAMS.install, first?.key ?? 0);
  const S = SITES.install;
  const lines: Line[] = [];
  for (const { device, broken } of group) {
    const free = broken !== null && isUnderWarranty(broken);
    addDevice(lines, productOf(device.model, products), day, free);
  }
  const replaces = group.some(({ broken }) => broken !== null);
  if (!replaces) addAccessories(lines, draws, products, day);
  const subtotalCents = subtotalOf(lines);
  const createdAt = Math.max(day * DAY_SECONDS + FITTERS_START, account.createdAt + 900);
  const installedAt = Math.max(day * DAY_SECONDS + 12 * 3600, createdAt + 1800);
  return {
    account,
    kind: replaces ? "replacement" : "install",
    lines,
    subtotalCents,
    taxCents: taxOn(subtotalCents, account.city),
    shippingCents: 0,
    payment: subtotalCents === 0 ? "warranty" : weighted(draws.unit(at(S.payment)), PAYMENTS),
    status: "delivered",
    createdAt,
    shippedAt: createdAt,
    deliveredAt: installedAt,
    updatedAt: installedAt,
  };
}

export function isUnderWarranty({ installDay, retiredDay, model }: Device): boolean {
  return retiredDay !== null && retiredDay < addMonths(installDay, model.warrantyYears * 12);
}

function productOf({ manufacturer, model }: DeviceModel, products: readonly Product[]): Product {
  const product = products.find(({ use, name }) => use === "device" && name === `${manufacturer} ${model}`);
  if (product === undefined) throw new RangeError(`The shop does not sell "${manufacturer} ${model}".`);
  return product;
}

function addDevice(lines: Line[], product: Product, day: number, free: boolean): void {
  const discountPercent = free ? 100 : 0;
  const same = lines.findIndex((line) => line.product === product && line.discountPercent === discountPercent);
  const line = lines[same];
  if (line === undefined)
    lines.push({ product, quantity: 1, unitCents: priceOn(product, day), discountPercent, returned: 0 });
  else lines[same] = { ...line, quantity: line.quantity + 1 };
}

function addAccessories(lines: Line[], draws: Draws, products: readonly Product[], day: number): void {
  const S = SITES.install;
  const parts = products.filter(
    ({ use, category, listedDay }) =>
      use === "supply" && (category === "monitoring" || category === "lines") && listedDay <= day,
  );
  const count = weighted(draws.unit(at(S.accessories)), ACCESSORIES);
  for (let n = 0; n < count; n += 1) {
    const product = weighted(
      draws.unit(at(S.accessory, n)),
      parts.map((part) => [part, part.tenDaySales] as const),
    );
    if (lines.some((line) => line.product === product)) continue;
    lines.push({ product, quantity: 1 + (n % 2), unitCents: priceOn(product, day), discountPercent: 0, returned: 0 });
  }
}

/** Supplies run out every few months, but only where the taps run. */
function supplyOrders(account: ShopAccount, products: readonly Product[], { seed, tier }: Setting): Draft[] {
  const { life } = account;
  if (life === null) return [];
  const supplies = products.filter(({ use }) => use === "supply");
  const result: Draft[] = [];
  let day = dayOf(account.createdAt) + 8;
  for (let ordinal = 0; ordinal < REORDERS_PER_ACCOUNT; ordinal += 1) {
    day += 5 + nearest(quantile(EXPONENTIAL, account.draws.unit(at(SITES.account.reorderGap, ordinal))) * REORDER_DAYS);
    const placed = workday(day);
    if (placed > tier.asOfDay) break;
    const inUse = (life.engagement[placed - life.profile.signupDay] ?? 0) > 0;
    if (!inUse || !isCustomerOn(life, placed)) continue;
    const draws = new Draws(seed, STREAMS.reorder, account.key * REORDERS_PER_ACCOUNT + ordinal);
    const lines = basketOf(draws, SITES.reorder, { products: supplies, day: placed, sites: sitesOn(account, placed) });
    const createdAt = deskTime(placed, draws.unit(at(SITES.reorder.minute)));
    result.push(shippedOrder(account, "supplies", lines, createdAt, { draws, sites: SITES.reorder, tier }));
  }
  return result;
}

/** Ordered a day or two after the deal was won, unless the customer has left by then. */
function dealOrder(deal: Deal, { seed, tier }: Setting): Draft[] {
  const won = deal.events.find(({ stage }) => stage === "closed_won");
  if (won === undefined) return [];
  const draws = new Draws(seed, STREAMS.dealOrder, deal.account.key * DEALS_PER_ACCOUNT + deal.ordinal);
  const sites = SITES.dealOrder;
  const createdAt = deskTime(dayOf(won.at) + draws.between(at(sites.delay), 1, 2), draws.unit(at(sites.minute)));
  const leftAt = leftAfter(deal.account, won.at);
  if (leftAt !== null && leftAt <= createdAt) return [];
  return [shippedOrder(deal.account, "deal", deal.basket, createdAt, { draws, sites, tier })];
}

interface Handling {
  readonly draws: Draws;
  readonly sites: typeof SITES.reorder;
  readonly tier: Setting["tier"];
}

function shippedOrder(
  account: ShopAccount,
  kind: Order["kind"],
  basket: readonly Line[],
  createdAt: number,
  { draws, sites, tier }: Handling,
): Draft {
  const end = (tier.asOfDay + 1) * DAY_SECONDS;
  const subtotalCents = subtotalOf(basket);
  const course = orderCourse(createdAt, draws, sites, basket.length).filter((step) => step.at < end);
  const has = (status: OrderStatus): number | null => course.find((step) => step.status === status)?.at ?? null;
  const last = course.at(-1);
  const backFrom = course.find((step) => step.returns !== undefined)?.returns ?? [];
  return {
    account,
    kind,
    lines: basket.map((line, index) => ({
      ...line,
      returned: last?.status === "returned" ? line.quantity : backFrom.includes(index) ? 1 : 0,
    })),
    subtotalCents,
    taxCents: taxOn(subtotalCents, account.city),
    shippingCents: subtotalCents >= FREE_SHIPPING_CENTS ? 0 : 1500,
    payment: weighted(draws.unit(at(sites.payment)), PAYMENTS),
    status: last?.status ?? "pending",
    createdAt,
    shippedAt: has("shipped"),
    deliveredAt: has("delivered"),
    updatedAt: last?.at ?? createdAt,
  };
}

interface Step {
  readonly status: OrderStatus;
  readonly at: number;
  /** Lines of which one piece comes back. */
  readonly returns?: readonly number[];
}

/** Pending, processing, shipped, delivered; some are cancelled before they leave, some come back. */
export function orderCourse(createdAt: number, draws: Draws, sites: typeof SITES.reorder, lines: number): Step[] {
  const fate = draws.unit(at(sites.fate));
  const ordered = dayOf(createdAt);
  const steps: Step[] = [{ status: "pending", at: createdAt }];
  const handlingDays = 1 + draws.below(at(sites.handling), 3);
  const processedAt = workday(ordered + 1) * DAY_SECONDS + 9 * 3600;
  if (fate < CANCELLED) return [...steps, { status: "cancelled", at: processedAt }];
  const shippedAt = workday(ordered + handlingDays) * DAY_SECONDS + 15 * 3600;
  const arrives = weighted(draws.unit(at(sites.transit)), TRANSIT_DAYS);
  const deliveredAt = workday(dayOf(shippedAt) + arrives) * DAY_SECONDS + 12 * 3600;
  steps.push(
    { status: "processing", at: processedAt },
    { status: "shipped", at: shippedAt },
    { status: "delivered", at: deliveredAt },
  );
  const backAt = workday(dayOf(deliveredAt) + 9) * DAY_SECONDS + 16 * 3600;
  if (fate > 1 - SENT_BACK) return [...steps, { status: "returned", at: backAt }];
  const returns = Array.from({ length: lines }, (_, line) => line).filter((line) =>
    draws.chance(at(sites.returned, line), LINE_RETURNS),
  );
  return returns.length === 0 ? steps : [...steps, { status: "delivered", at: backAt, returns }];
}

/** Sales tax of the state, value added tax in Britain, the harmonised rate in Canada; cents, halves up. */
export function taxOn(subtotalCents: number, { country, state }: Pick<City, "country" | "state">): number {
  const basisPoints = country === "GB" ? 2000 : country === "CA" ? 1300 : taxBasisPoints(state);
  return nearest((subtotalCents * basisPoints) / 10000);
}
