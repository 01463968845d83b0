/**
 * The users of an account: an owner, managers and staff, each invited by and reporting to somebody above.
 *
 * The owner comes with the account. Later ones are invited while the account lives; whoever has not accepted yet has never
 * logged in.
 */
import { FIRST_NAMES, LAST_NAMES } from "../facts/names.ts";
import { DAY_SECONDS } from "../kit/calendar.ts";
import { nearest, quantile, weighted } from "../kit/distributions.ts";
import { EXPONENTIAL } from "../kit/quantile-tables.ts";
import { Draws } from "../kit/random.ts";
import { SITES, STREAMS, at } from "../kit/sites.ts";
import { isCustomerOn } from "./membership.ts";
import type { Account, Setting, Site } from "./world.ts";

const S = SITES.user;

export type Role = "admin" | "manager" | "staff";

export interface User {
  readonly ordinal: number;
  readonly account: Account;
  readonly site: Site | null;
  readonly manager: User | null;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly role: Role;
  readonly invitedAt: number;
  /** When the invitation was accepted; null while it waits. */
  readonly acceptedAt: number | null;
  readonly deactivatedAt: number | null;
}

const USERS_PER_ACCOUNT = 256;
const USERS_PER_SITE = 1.4;

/** Further users by the first site, and one or two more for each other site. */
const COUNTS: readonly (readonly [number, number])[] = [
  [0, 22],
  [1, 26],
  [2, 24],
  [3, 15],
  [4, 8],
  [6, 5],
];

/** The people of an account in the order in which they were invited. */
export function usersOf(account: Account, setting: Setting): User[] {
  const users: User[] = [];
  for (const invitation of invitationsOf(account, setting)) users.push(makeUser(account, invitation, users, setting));
  return users;
}

interface Invitation {
  /** Key of the person's draws; the owner is 0. */
  readonly ordinal: number;
  readonly draws: Draws;
  readonly invitedAt: number;
}

/** Further users come with the first site, and one or two more with each other one once it is open. */
function invitationsOf(account: Account, { seed, tier }: Setting): Invitation[] {
  const { profile, sites } = account;
  const first = weighted(profile.draws.unit(at(SITES.account.userCount)), COUNTS);
  const invitations: Invitation[] = [];
  const last = Math.min(first + nearest((sites.length - 1) * USERS_PER_SITE), USERS_PER_ACCOUNT - 1);
  for (let ordinal = 0; ordinal <= last; ordinal += 1) {
    const draws = new Draws(seed, STREAMS.user, profile.id * USERS_PER_ACCOUNT + ordinal);
    if (ordinal === 0) {
      invitations.push({ ordinal, draws, invitedAt: profile.createdAt });
      continue;
    }
    const since = ordinal <= first ? profile.signupDay : openingFor(sites, ordinal - first);
    const day = since + 1 + nearest(quantile(EXPONENTIAL, draws.unit(at(S.inviteDelay))) * 150);
    if (day > tier.asOfDay || !isCustomerOn(account, day)) continue;
    invitations.push({
      ordinal,
      draws,
      invitedAt: Math.max(day * DAY_SECONDS + minuteOf(draws), profile.createdAt + 600),
    });
  }
  return invitations.sort((a, b) => a.invitedAt - b.invitedAt || a.ordinal - b.ordinal);
}

/** The day on which the site opened that the n-th further user came with, n from 1. */
function openingFor(sites: readonly Site[], n: number): number {
  const site = sites.find((_, index) => nearest(index * USERS_PER_SITE) >= n) ?? sites.at(-1);
  return site?.openedDay ?? 0;
}

/** The time of day at which a person answers mail. */
function minuteOf(draws: Draws): number {
  return draws.below(at(S.minute), 120) * 300 + 9 * 3600;
}

function makeUser(
  account: Account,
  { ordinal, draws, invitedAt }: Invitation,
  before: readonly User[],
  { tier }: Setting,
): User {
  const { profile } = account;
  const owner = ordinal === 0;
  const invitedDay = Math.floor(invitedAt / DAY_SECONDS);
  const acceptedDay = invitedDay + weighted(draws.unit(at(S.acceptDelay)), ACCEPT_DELAYS);
  const accepts = owner || (acceptedDay <= tier.asOfDay && acceptedDay < NEVER && isCustomerOn(account, acceptedDay));
  const acceptedAt = owner
    ? profile.createdAt
    : accepts
      ? Math.max(acceptedDay * DAY_SECONDS + minuteOf(draws), invitedAt + 900)
      : null;
  const role = owner ? "admin" : weighted(draws.unit(at(S.role)), ROLES);
  const firstName = owner ? profile.ownerFirstName : draws.pick(at(S.firstName), FIRST_NAMES);
  const lastName = owner ? profile.ownerLastName : draws.pick(at(S.lastName), LAST_NAMES);
  const open = account.sites.filter(
    (site) => site.openedDay <= invitedDay && (site.closedDay === null || site.closedDay > invitedDay),
  );
  const site = role === "admin" ? null : (open[draws.below(at(S.location), open.length)] ?? null);
  const left =
    owner || acceptedAt === null
      ? null
      : leavingDay(account, draws, Math.floor(acceptedAt / DAY_SECONDS), tier.asOfDay);
  return {
    ordinal,
    account,
    site,
    manager: managerFor(role, site, before),
    firstName,
    lastName,
    email: emailOf(firstName, lastName, profile.domain, before),
    role,
    invitedAt,
    acceptedAt,
    deactivatedAt: left === null ? null : left * DAY_SECONDS + DEACTIVATION_SECOND,
  };
}

const NEVER = 100000;
/** Accounts are cleaned up late in the day, after the last login. */
const DEACTIVATION_SECOND = 21 * 3600;

/** Days until an invitation is accepted; a few never are. */
const ACCEPT_DELAYS: readonly (readonly [number, number])[] = [
  [0, 45],
  [1, 25],
  [3, 15],
  [9, 10],
  [NEVER, 5],
];

const ROLES: readonly (readonly [Role, number])[] = [
  ["admin", 4],
  ["manager", 34],
  ["staff", 62],
];

/** One in nine leaves in the course of a year and is deactivated, if there is still a customer to do it. */
function leavingDay(account: Account, draws: Draws, from: number, asOfDay: number): number | null {
  const day = from + 30 + nearest(quantile(EXPONENTIAL, draws.unit(at(S.leaves))) * 3000);
  return day <= asOfDay && isCustomerOn(account, day) ? day : null;
}

/** Staff report to a manager of their site or any manager, managers to an admin, everybody else to nobody. */
function managerFor(role: Role, site: Site | null, before: readonly User[]): User | null {
  if (role === "admin") return before[0] ?? null;
  const admin = before[0] ?? null;
  if (role === "manager") return admin;
  const managers = before.filter((user) => user.role === "manager");
  return managers.find((user) => user.site === site) ?? managers[0] ?? admin;
}

function emailOf(firstName: string, lastName: string, domain: string, before: readonly User[]): string {
  const name = `${firstName}.${lastName}`.toLowerCase();
  const taken = before.filter((user) => user.firstName === firstName && user.lastName === lastName).length;
  return `${name}${taken === 0 ? "" : String(taken + 1)}@${domain}`;
}
