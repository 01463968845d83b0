/**
 * The people at the companies of the shop. At a customer they are users of the application, with the same name and address.
 *
 * Titles are written as people write them: "Director of Operations", "Vice President", "Factory Liaison". Whoever looks for
 * "cto" anywhere in them makes a chief of every director.
 */
import { FIRST_NAMES, LAST_NAMES } from "../facts/names.ts";
import { DAY_SECONDS } from "../kit/calendar.ts";
import { weighted } from "../kit/distributions.ts";
import { Draws } from "../kit/random.ts";
import { at } from "../kit/sites.ts";
import type { User } from "../world/people.ts";
import type { Setting } from "../world/world.ts";
import { dayOf, fullHour } from "./office-hours.ts";
import type { Contact, ContactStatus, ShopAccount } from "./records.ts";
import { SITES, STREAMS } from "./sites.ts";

const S = SITES.contact;
const CONTACTS_PER_ACCOUNT = 8;

type Title = readonly [title: string, department: string];

/** Heads of small and of large businesses. */
const HEADS: readonly (readonly [Title, number])[] = [
  [["Owner", "Management"], 34],
  [["CEO", "Management"], 12],
  [["Chief Operating Officer", "Operations"], 6],
  [["CTO", "Technology"], 5],
  [["CFO", "Finance"], 5],
  [["President", "Management"], 5],
  [["Vice President", "Management"], 6],
  [["Vice President Operations", "Operations"], 5],
  [["VP Procurement", "Purchasing"], 5],
  [["Managing Director", "Management"], 8],
  [["Director of Operations", "Operations"], 9],
];

const MANAGERS: readonly (readonly [Title, number])[] = [
  [["Director of Operations", "Operations"], 7],
  [["Director of Food and Beverage", "Operations"], 9],
  [["Sales Director", "Sales"], 5],
  [["Bar Manager", "Operations"], 24],
  [["General Manager", "Management"], 18],
  [["Purchasing Manager", "Purchasing"], 12],
  [["Facilities Manager", "Facilities"], 8],
  [["Assistant Manager", "Operations"], 10],
  [["Head of Purchasing", "Purchasing"], 7],
];

const STAFF: readonly (readonly [Title, number])[] = [
  [["Head Bartender", "Operations"], 24],
  [["Buyer", "Purchasing"], 18],
  [["Cellar Technician", "Facilities"], 18],
  [["Cool Room Technician", "Facilities"], 9],
  [["Factory Liaison", "Purchasing"], 7],
  [["Contractor Coordinator", "Facilities"], 8],
  [["Accountant", "Finance"], 16],
];

/** Further contacts beside the primary one. */
const FURTHER: readonly (readonly [number, number])[] = [
  [0, 8],
  [1, 20],
  [2, 32],
  [3, 26],
  [4, 14],
];

type Draft = Omit<Contact, "id">;
type Person = Pick<User, "firstName" | "lastName" | "email" | "role" | "invitedAt" | "deactivatedAt">;

export function shopContacts(accounts: readonly ShopAccount[], users: readonly User[], setting: Setting): Contact[] {
  const usersOf = new Map<number, User[]>();
  for (const user of users) {
    const key = user.account.profile.id;
    const list = usersOf.get(key);
    if (list === undefined) usersOf.set(key, [user]);
    else list.push(user);
  }
  return accounts
    .flatMap((account) => contactsOf(account, usersOf.get(account.key) ?? [], setting))
    .sort((a, b) => a.createdAt - b.createdAt || a.account.id - b.account.id || a.ordinal - b.ordinal)
    .map((draft, index) => ({ ...draft, id: index + 1 }));
}

function contactsOf(account: ShopAccount, users: readonly User[], setting: Setting): Draft[] {
  const count = 1 + weighted(account.draws.unit(at(SITES.account.contacts)), FURTHER);
  const people = account.life === null ? strangers(account, count, setting) : chosenUsers(users, count);
  return people.flatMap((person, ordinal) => {
    const contact = makeContact(account, person, ordinal, setting);
    return contact === null ? [] : [contact];
  });
}

/** The owner and the users that were invited first. */
function chosenUsers(users: readonly User[], count: number): Person[] {
  return [...users].sort((a, b) => a.ordinal - b.ordinal).filter(({ ordinal }) => ordinal < count);
}

/** Nobody at a prospect uses the application: the people are the shop's own finds. */
function strangers(account: ShopAccount, count: number, { seed }: Setting): Person[] {
  return Array.from({ length: count }, (_, ordinal): Person => {
    const draws = new Draws(seed, STREAMS.contact, account.key * CONTACTS_PER_ACCOUNT + ordinal);
    const firstName = ordinal === 0 ? account.ownerFirstName : draws.pick(at(S.firstName), FIRST_NAMES);
    const lastName = ordinal === 0 ? account.ownerLastName : draws.pick(at(S.lastName), LAST_NAMES);
    const serial = ordinal === 0 ? "" : String(ordinal + 1);
    return {
      firstName,
      lastName,
      email: `${firstName}.${lastName}${serial}@${account.domain}`.toLowerCase(),
      role: ordinal === 0 ? "admin" : ordinal % 2 === 0 ? "staff" : "manager",
      invitedAt: account.createdAt + ordinal * 9 * DAY_SECONDS,
      deactivatedAt: null,
    };
  });
}

function makeContact(account: ShopAccount, person: Person, ordinal: number, { seed, tier }: Setting): Draft | null {
  const draws = new Draws(seed, STREAMS.contact, account.key * CONTACTS_PER_ACCOUNT + ordinal);
  const wait = ordinal === 0 ? 0 : 3600 * draws.between(at(S.delay), 2, 120);
  const createdAt = fullHour(Math.max(account.createdAt, person.invitedAt) + wait);
  const end = (tier.asOfDay + 1) * DAY_SECONDS;
  if (createdAt >= end) return null;
  const [title, department] = weighted(
    draws.unit(at(S.title)),
    person.role === "admin" ? HEADS : person.role === "manager" ? MANAGERS : STAFF,
  );
  const { status, changedAt } = statusOf(draws, createdAt, person.deactivatedAt, end);
  return {
    account,
    ordinal,
    firstName: person.firstName,
    lastName: person.lastName,
    email: person.email,
    title,
    department,
    phone: phoneNumber(draws.unit(at(S.phone))),
    createdAt,
    status,
    changedAt,
  };
}

/** Who has left the business is inactive; one in eleven does not want to hear from the shop any more. */
function statusOf(
  draws: Draws,
  createdAt: number,
  leftAt: number | null,
  end: number,
): { status: ContactStatus; changedAt: number } {
  if (leftAt !== null && leftAt > createdAt && leftAt < end) return { status: "inactive", changedAt: leftAt };
  const unsubscribedAt = (dayOf(createdAt) + 1 + draws.below(at(S.statusDelay), 400)) * DAY_SECONDS + 10 * 3600;
  return draws.chance(at(S.status), 0.09) && unsubscribedAt < end
    ? { status: "unsubscribed", changedAt: unsubscribedAt }
    : { status: "active", changedAt: createdAt };
}

/** Numbers of a kind that is kept free for stories; two in five gave none. */
export function phoneNumber(u: number): string | null {
  if (u < 0.4) return null;
  const line = Math.floor(((u - 0.4) / 0.6) * 100);
  return `+1 555 01${line < 10 ? "0" : ""}${String(line)}`;
}

/** The contacts of an account that were known at a time; the primary one always is. */
export function contactAt(contacts: readonly Contact[], time: number, u: number): Contact {
  const known = contacts.filter(({ createdAt }) => createdAt <= time);
  // Half of everything goes through the primary contact.
  const chosen = u < 0.5 ? known[0] : known[Math.floor((u - 0.5) * 2 * known.length)];
  const contact = chosen ?? contacts[0];
  if (contact === undefined) throw new RangeError("An account has at least its primary contact.");
  return contact;
}
