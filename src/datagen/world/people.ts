/**
 * The users of an account: an owner, managers and staff, each invited by and reporting to somebody above.
 *
 * The owner comes with the account. Later ones are invited while the account lives; whoever has not accepted yet has never
 * logged in. How recently somebody logged in follows from how much the account is used.
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
  readonly lastLoginAt: number | null;
  readonly deactivatedAt: number | null;
}

const USERS_PER_ACCOUNT = 256;

/** Further users by the first site, and one or two more for each other site. */
const COUNTS: readonly (readonly [number, number])[] = [
  [0, 22],
  [1, 26],
  [2, 24],
  [3, 15],
  [4, 8],
  [6, 5],
];

/** Days between logins of somebody who uses the application. */
const LOGIN_GAP: Readonly<Record<Role, number>> = { admin: 4, manager: 3, staff: 9 };

export function usersOf(account: Account, setting: Setting): User[] {
  const { profile, sites } = account;
  const more = weighted(profile.draws.unit(at(SITES.account.userCount)), COUNTS) + nearest((sites.length - 1) * 1.4);
  const users: User[] = [];
  for (let ordinal = 0; ordinal <= more && ordinal < USERS_PER_ACCOUNT; ordinal += 1) {
    const user = makeUser(account, ordinal, users, setting);
    if (user !== null) users.push(user);
  }
  return users;
}

function makeUser(account: Account, ordinal: number, before: readonly User[], { seed, tier }: Setting): User | null {
  const { profile } = account;
  const draws = new Draws(seed, STREAMS.user, profile.id * USERS_PER_ACCOUNT + ordinal);
  const owner = ordinal === 0;
  const delay = owner ? 0 : 1 + nearest(quantile(EXPONENTIAL, draws.unit(at(S.inviteDelay))) * 150);
  const invitedDay = profile.signupDay + delay;
  if (invitedDay > tier.asOfDay || !isCustomerOn(account, invitedDay)) return null;
  const minute = draws.below(at(S.minute), 120) * 300 + 9 * 3600;
  const invitedAt = owner ? profile.createdAt : Math.max(invitedDay * DAY_SECONDS + minute, profile.createdAt + 600);
  const acceptedDay = invitedDay + weighted(draws.unit(at(S.acceptDelay)), ACCEPT_DELAYS);
  const accepts = owner || (acceptedDay <= tier.asOfDay && acceptedDay < NEVER && isCustomerOn(account, acceptedDay));
  const acceptedAt = owner
    ? profile.createdAt
    : accepts
      ? Math.max(acceptedDay * DAY_SECONDS + minute, invitedAt + 900)
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
    lastLoginAt: acceptedAt === null ? null : lastLogin(account, draws, role, acceptedAt, left ?? tier.asOfDay),
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

/** Walks back from the last day to one on which the account was in use, then by the person's own rhythm. */
function lastLogin(account: Account, draws: Draws, role: Role, acceptedAt: number, lastDay: number): number {
  const { engagement, profile } = account;
  let index = lastDay - profile.signupDay;
  const floor = Math.floor(acceptedAt / DAY_SECONDS) - profile.signupDay;
  while (index > floor && (engagement[index] ?? 0) < 25) index -= 1;
  index -= nearest(quantile(EXPONENTIAL, draws.unit(at(S.lastLogin))) * LOGIN_GAP[role]);
  const time = (profile.signupDay + index) * DAY_SECONDS + 9 * 3600 + draws.below(at(S.loginMinute), 140) * 300;
  return Math.max(time, acceptedAt);
}
