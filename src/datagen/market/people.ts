/** Names, titles and mailboxes of people who are not users of the application. */
import { FIRST_NAMES, LAST_NAMES } from "../facts/names.ts";
import type { Draws } from "../kit/random.ts";
import { weighted } from "../kit/distributions.ts";
import { at } from "../kit/sites.ts";
import { SITES } from "./sites.ts";

const S = SITES.person;

const TITLES: readonly (readonly [string, number])[] = [
  ["Owner", 22],
  ["General Manager", 18],
  ["Bar Manager", 16],
  ["Beverage Director", 10],
  ["Operations Manager", 12],
  ["Director of Operations", 6],
  ["Purchasing Assistant", 6],
  ["Finance Manager", 5],
  ["Head Bartender", 5],
];

const SOLO_TITLES: readonly (readonly [string, number])[] = [
  ["Bartender", 30],
  ["Consultant", 18],
  ["Student", 16],
  ["Brewer", 14],
  ["Journalist", 10],
  ["Owner", 12],
];

const MAILBOXES = ["postbox.example", "mailhaven.example", "inboxly.example"];

export interface Name {
  readonly firstName: string;
  readonly lastName: string;
}

export function nameOf(draws: Draws): Name {
  return { firstName: draws.pick(at(S.firstName), FIRST_NAMES), lastName: draws.pick(at(S.lastName), LAST_NAMES) };
}

export function titleOf(draws: Draws): string {
  return weighted(draws.unit(at(S.title)), TITLES);
}

export function soloTitleOf(draws: Draws): string {
  return weighted(draws.unit(at(S.title)), SOLO_TITLES);
}

export function ownerTitle(sites: number): string {
  if (sites >= 16) return "Director of Operations";
  return sites >= 3 ? "Managing Partner" : "Owner";
}

export function userTitle(role: string): string {
  return role === "admin" ? "Operations Manager" : "Bar Manager";
}

/** Colleagues with the same name get a number. */
export function workEmail({ firstName, lastName }: Name, domain: string, taken: Set<string>): string {
  const name = `${firstName}.${lastName}`.toLowerCase();
  let email = `${name}@${domain}`;
  for (let n = 2; taken.has(email); n += 1) email = `${name}${String(n)}@${domain}`;
  taken.add(email);
  return email;
}

/** People without a company write from a mailbox of their own; the number keeps it theirs. */
export function privateEmail(draws: Draws, { firstName, lastName }: Name, number: number): string {
  return `${firstName}.${lastName}${String(number)}@${draws.pick(at(S.mailbox), MAILBOXES)}`.toLowerCase();
}
