/**
 * `hubspot.contact_list` and `contact_list_member`: nine lists that keep themselves up to date, and three new ones a year that
 * somebody filled by hand.
 */
import { DAY_SECONDS, civil, dayNumber } from "../../kit/calendar.ts";
import { Draws } from "../../kit/random.ts";
import { at } from "../../kit/sites.ts";
import { LARGE_EMPLOYEES } from "../../market/channels.ts";
import type { Contact, Market, Submission } from "../../market/market.ts";
import { SITES, STREAMS } from "../../market/sites.ts";
import * as schema from "../../schema/hubspot.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import type { Setting } from "../../world/world.ts";
import { endOfWorld, nextBatch, nightlyLoad } from "../load-time.ts";

const ID_BASE = 700;
const BATCH_SECONDS = 24 * 3600;
const FIRST_DAY = dayNumber(2018, 11, 5);
const READS_NEWS = 0.36;
const SURVEYED = 0.12;

/** What the lists need to know of a contact. */
interface Subject {
  readonly contact: Contact;
  readonly submissions: readonly Submission[];
  readonly draws: Draws;
}

interface List {
  readonly id: number;
  readonly name: string;
  readonly isDynamic: boolean;
  readonly createdDay: number;
  /** When a contact came onto the list; null when never. */
  readonly since: (subject: Subject) => number | null;
}

type Rule = Omit<List, "id" | "isDynamic" | "createdDay">;

const STANDING: readonly Rule[] = [
  {
    name: "Newsletter readers",
    since: ({ contact, draws }) =>
      contact.origin !== "application" && draws.chance(at(SITES.listing.newsletter), READS_NEWS)
        ? contact.createdAt
        : null,
  },
  { name: "Product news", since: ({ contact }) => (contact.origin === "application" ? contact.createdAt : null) },
  { name: "Qualified by marketing", since: ({ contact }) => contact.mqlAt },
  { name: "Customers", since: ({ contact }) => contact.customerAt },
  { name: "Trial starters", since: (subject) => sentAt(subject, ["trial"]) },
  { name: "Asked to talk", since: (subject) => sentAt(subject, ["demo", "sales"]) },
  {
    name: "Large businesses",
    since: ({ contact }) => ((contact.company?.employees ?? 0) >= LARGE_EMPLOYEES ? contact.createdAt : null),
  },
  {
    name: "Canada and United Kingdom",
    since: ({ contact }) =>
      contact.company !== null && contact.company.city.country !== "US" ? contact.createdAt : null,
  },
  { name: "Dealers and partners", since: (subject) => sentAt(subject, ["partner"]) },
];

function sentAt({ submissions }: Subject, forms: readonly string[]): number | null {
  return submissions.find(({ form }) => forms.includes(form))?.at ?? null;
}

/** The lists of a year are filled when its events are over. */
function yearly(year: number): Rule[] {
  const begins = dayNumber(year, 1, 1) * DAY_SECONDS;
  const ends = dayNumber(year + 1, 1, 1) * DAY_SECONDS;
  const of = (time: number | null): boolean => time !== null && time >= begins && time < ends;
  const asked = dayNumber(year, 11, 12) * DAY_SECONDS + 9 * 3600;
  return [
    {
      name: `Webinar guests ${String(year)}`,
      since: (subject) => {
        const time = sentAt(subject, ["webinar"]);
        return of(time) ? time : null;
      },
    },
    {
      name: `Trade fair ${String(year)}`,
      since: ({ contact }) => (contact.origin === "import" && of(contact.createdAt) ? contact.createdAt : null),
    },
    {
      name: `Survey ${String(year)}`,
      since: ({ contact, draws }) => {
        const { customerAt } = contact;
        if (customerAt === null || customerAt >= asked) return null;
        return draws.chance(at(SITES.listing.survey, (year - 2018) % 16), SURVEYED) ? asked : null;
      },
    },
  ];
}

function listsOf({ tier }: Setting): List[] {
  const firstYear = civil(tier.startDay).year;
  const lastYear = civil(tier.asOfDay).year;
  const lists = STANDING.map((rule, index): List => ({
    ...rule,
    id: ID_BASE + index + 1,
    isDynamic: true,
    createdDay: FIRST_DAY + index * 9,
  }));
  for (let year = firstYear; year <= lastYear; year += 1)
    yearly(year).forEach((rule, index) => {
      const createdDay = dayNumber(year, 1, 15 + index);
      if (createdDay <= tier.asOfDay)
        lists.push({ ...rule, id: ID_BASE + (year - 2018) * 10 + index + 1, isDynamic: false, createdDay });
    });
  return lists.sort((a, b) => a.id - b.id);
}

export function writeContactLists(setting: Setting): TableData {
  const { asOfDay } = setting.tier;
  const table = new TableBuilder(schema.contactList, 32);
  for (const { id, name, isDynamic, createdDay } of listsOf(setting))
    table.add({
      id,
      name,
      is_dynamic: isDynamic,
      created_at: createdDay * DAY_SECONDS + 9 * 3600,
      _synced_at: nightlyLoad(asOfDay),
    });
  return table.finish();
}

export function writeContactListMembers(setting: Setting, { contacts, submissions }: Market): TableData {
  const { seed, tier } = setting;
  const end = endOfWorld(tier.asOfDay);
  const sent = new Map<Contact, Submission[]>();
  for (const submission of submissions) {
    const known = sent.get(submission.contact);
    if (known === undefined) sent.set(submission.contact, [submission]);
    else known.push(submission);
  }
  const subjects = contacts.map((contact): Subject => ({
    contact,
    submissions: sent.get(contact) ?? [],
    draws: new Draws(seed, STREAMS.listing, contact.id),
  }));
  const table = new TableBuilder(schema.contactListMember, contacts.length * 2);
  for (const { id, since } of listsOf(setting))
    for (const subject of subjects) {
      const time = since(subject);
      const addedAt = time === null ? end + 1 : nextFilling(time);
      if (addedAt > end) continue;
      table.add({
        contact_list_id: id,
        contact_id: subject.contact.id,
        added_at: addedAt,
        _synced_at: nextBatch(addedAt, BATCH_SECONDS, tier.asOfDay),
      });
    }
  return table.finish();
}

/** Lists are filled every night at two. */
function nextFilling(time: number): number {
  return (Math.floor(time / DAY_SECONDS) + 1) * DAY_SECONDS + 2 * 3600;
}
