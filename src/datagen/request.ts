/**
 * What somebody wants made, as it was typed -> what can be made, or the reason why not, before any work starts.
 *
 * A wish leaves out what its tier decides. Out comes a `DataRequest` with every number settled. What cannot be is an
 * `ImpossibleData` with the way out; where the size is at fault, its message holds the rows and the memory that it would take.
 */
import { estimate, millions, gigabytes } from "./estimate.ts";
import { civil, dayNumber, formatDay } from "./kit/calendar.ts";
import { DEFAULT_SEED, TIERS, isTierName, type Tier, type TierName } from "./tiers.ts";

/** Text where it comes from a command line or a form; a var may hold any JSON. */
type Given = string | number | null | undefined;

export interface DataWish {
  readonly tier?: string | undefined;
  readonly seed?: Given;
  readonly customers?: Given;
  readonly locations?: Given;
  /** ISO dates. */
  readonly start?: Given;
  readonly asOf?: Given;
  /** Without the planted faults; defaults to false. */
  readonly clean?: boolean | undefined;
}

export interface DataRequest {
  readonly tier: TierName;
  readonly seed: number;
  readonly customers: number;
  readonly locations: number;
  readonly startDay: number;
  readonly asOfDay: number;
  readonly clean: boolean;
}

/** Says what is wrong with a wish; hosts turn it into a finding with its code. */
export class ImpossibleData extends Error {
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.name = "ImpossibleData";
    this.hint = hint;
  }
}

export const LIMITS = {
  /** More fits into no memory that a page or this tool may use. */
  customers: 100_000,
  /** Sites per customer on average; a chain has at most 63. */
  locationsPerCustomer: 40,
  seed: 999_999_999,
  /** The plan prices and the growth of demand are known from here on. */
  firstDay: TIERS.full.startDay,
} as const;

/** Throws ImpossibleData. */
export function readWish(wish: DataWish): DataRequest {
  const name = wish.tier ?? "classroom";
  if (!isTierName(name))
    throw new ImpossibleData(`There is no data tier "${name}".`, `Tiers: ${Object.keys(TIERS).join(", ")}.`);
  const base: Tier = TIERS[name];
  const seed = wholeNumber("seed", wish.seed, DEFAULT_SEED, 0, LIMITS.seed);
  const startDay = day("start_date", wish.start, base.startDay);
  const asOfDay = day("as_of_date", wish.asOf, base.asOfDay);
  const customers = wholeNumber("customer_count", wish.customers, base.accounts, 1, Infinity);
  requireFeasible({ customers, startDay });
  const natural = Math.max(customers, Math.floor((customers * base.locations) / base.accounts));
  const locations = wholeNumber("location_count", wish.locations, natural, 1, Infinity);
  if (locations < customers)
    throw new ImpossibleData(
      `"location_count" is ${grouped(locations)}, but every one of the ${grouped(customers)} customers has at least one location.`,
      `Ask for ${grouped(customers)} locations or more, or for fewer customers.`,
    );
  if (locations > customers * LIMITS.locationsPerCustomer)
    throw new ImpossibleData(
      `"location_count" is ${grouped(locations)}, more than ${String(LIMITS.locationsPerCustomer)} for each of the ${grouped(customers)} customers.`,
      `Ask for at most ${grouped(customers * LIMITS.locationsPerCustomer)} locations.`,
    );
  requireDays(startDay, asOfDay, base.lastDay);
  return { tier: name, seed, customers, locations, startDay, asOfDay, clean: wish.clean ?? false };
}

/** The tier that the generator makes. */
export function tierOf(request: DataRequest): Tier {
  const { tier, customers, locations, startDay, asOfDay } = request;
  return { name: tier, accounts: customers, locations, startDay, lastDay: TIERS[tier].lastDay, asOfDay };
}

/** Same text, same data: names folders and tells two requests apart. */
export function requestKey(request: DataRequest): string {
  const { tier, seed, customers, locations, startDay, asOfDay, clean } = request;
  const parts = [
    tier,
    `seed${String(seed)}`,
    String(customers),
    String(locations),
    formatDay(startDay),
    formatDay(asOfDay),
  ];
  return [...parts, ...(clean ? ["clean"] : [])].join("-");
}

function requireFeasible({ customers, startDay }: { readonly customers: number; readonly startDay: number }): void {
  if (customers <= LIMITS.customers) return;
  const { rows, bytes } = estimate({ customers, startDay });
  throw new ImpossibleData(
    `"customer_count" is ${grouped(customers)}: that would make ${millions(rows)} rows and need ${gigabytes(bytes)} of memory.`,
    `The most is ${grouped(LIMITS.customers)} customers; the tier "full" has ${grouped(TIERS.full.accounts)}.`,
  );
}

function requireDays(startDay: number, asOfDay: number, lastDay: number): void {
  if (startDay < LIMITS.firstDay || startDay >= lastDay)
    throw new ImpossibleData(
      `"start_date" is ${formatDay(startDay)}, but the data can start from ${formatDay(LIMITS.firstDay)} to ${formatDay(lastDay - 1)}.`,
      "Choose a date in between.",
    );
  if (asOfDay < startDay)
    throw new ImpossibleData(
      `"as_of_date" ${formatDay(asOfDay)} is before "start_date" ${formatDay(startDay)}: nothing has happened yet.`,
      "Choose a later as_of_date or an earlier start_date.",
    );
  if (asOfDay > lastDay)
    throw new ImpossibleData(
      `"as_of_date" is ${formatDay(asOfDay)}, but the data end on ${formatDay(lastDay)}.`,
      `Choose a date from ${formatDay(startDay)} to ${formatDay(lastDay)}.`,
    );
}

function wholeNumber(name: string, given: Given, fallback: number, least: number, most: number): number {
  if (given === undefined || given === null || given === "") return fallback;
  const value = typeof given === "number" ? given : /^\s*[-+]?\d+\s*$/.test(given) ? Number(given) : NaN;
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  const range = most === Infinity ? `of at least ${String(least)}` : `from ${String(least)} to ${String(most)}`;
  throw new ImpossibleData(
    `"${name}" must be a whole number ${range}, not "${String(given)}".`,
    "Give another number, or leave it out.",
  );
}

function day(name: string, given: Given, fallback: number): number {
  if (given === undefined || given === null || given === "") return fallback;
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(String(given).trim());
  const [year, month, dayOfMonth] = [Number(match?.[1]), Number(match?.[2]), Number(match?.[3])];
  if (match !== null) {
    const value = dayNumber(year, month, dayOfMonth);
    // 2025-02-30 would quietly become the second of March.
    const back = civil(value);
    if (back.year === year && back.month === month && back.day === dayOfMonth) return value;
  }
  throw new ImpossibleData(
    `"${name}" must be a date like 2025-06-30, not "${String(given)}".`,
    "Give a day of the calendar as year-month-day.",
  );
}

/** "1,000,000" */
function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}
