/**
 * What the sellers noted down: calls, mails, meetings, notes and tasks, in the stages of each deal and between deals.
 *
 * Later stages see more meetings. A task is written down on one day and done on another; until then it is open.
 */
import { DAY_SECONDS } from "../kit/calendar.ts";
import { nearest, quantile, weighted } from "../kit/distributions.ts";
import { EXPONENTIAL } from "../kit/quantile-tables.ts";
import { Draws } from "../kit/random.ts";
import { at } from "../kit/sites.ts";
import { isCustomerOn } from "../world/membership.ts";
import type { Setting } from "../world/world.ts";
import { contactAt } from "./contacts.ts";
import { isClosed } from "./deals.ts";
import { dayOf, deskTime } from "./office-hours.ts";
import { DEAL_STAGES, type Activity, type ActivityType, type Contact, type Deal, type ShopAccount } from "./records.ts";
import { SITES, STREAMS } from "./sites.ts";

const D = SITES.deal;
const C = SITES.care;
const CARE_PER_ACCOUNT = 512;
const PER_VISIT = 3;
/** Days between two contacts that belong to no deal. */
const CARE_DAYS = 135;

/** Weights of call, email, meeting, note, task by stage: prospecting to negotiation. */
const TYPES_BY_STAGE: readonly (readonly number[])[] = [
  [48, 36, 4, 8, 4],
  [38, 26, 20, 11, 5],
  [22, 34, 29, 9, 6],
  [30, 24, 32, 9, 5],
];
const TYPES_OF_CARE: readonly number[] = [43, 31, 8, 15, 3];
const TYPES: readonly ActivityType[] = ["call", "email", "meeting", "note", "task"];

/** Activities in one stay in a stage. */
const COUNTS: readonly (readonly [number, number])[] = [
  [1, 56],
  [2, 34],
  [3, 10],
];

const SUBJECTS: Readonly<Record<ActivityType, readonly string[]>> = {
  call: ["Follow-up call"],
  email: ["Sent offer", "Answered question"],
  meeting: ["Site visit", "Video meeting"],
  note: ["Note"],
  task: ["Prepare offer", "Call back", "Order sample"],
};

/** What came of it, by type; notes have no outcome. */
const OUTCOMES: Readonly<Record<ActivityType, readonly (readonly [string | null, number])[]>> = {
  call: [
    ["connected", 38],
    ["no_answer", 28],
    ["left_voicemail", 18],
    ["interested", 10],
    ["not_interested", 6],
  ],
  email: [
    [null, 62],
    ["replied", 28],
    ["bounced", 3],
    ["not_interested", 7],
  ],
  meeting: [
    ["held", 52],
    ["interested", 28],
    ["rescheduled", 14],
    ["no_show", 6],
  ],
  note: [[null, 1]],
  task: [[null, 1]],
};

const CALL_MINUTES = [5, 10, 20];
const MEETING_MINUTES = [30, 60, 90];

type Draft = Omit<Activity, "id">;

export function shopActivities(
  accounts: readonly ShopAccount[],
  deals: readonly Deal[],
  contactsOf: ReadonlyMap<ShopAccount, readonly Contact[]>,
  setting: Setting,
): Activity[] {
  return [
    ...deals.flatMap((deal) => inStages(deal, contactsOf.get(deal.account) ?? [], setting)),
    ...accounts.flatMap((account) => betweenDeals(account, contactsOf.get(account) ?? [], setting)),
  ]
    .map((draft, index) => ({ draft, index }))
    .sort((a, b) => a.draft.at - b.draft.at || a.draft.account.id - b.draft.account.id || a.index - b.index)
    .map(({ draft }, index) => ({ ...draft, id: index + 1 }));
}

/** One draw for each thing that is open about an activity. */
interface Luck {
  readonly type: number;
  readonly text: number;
  readonly outcome: number;
  readonly length: number;
  readonly done: number;
  readonly contact: number;
}

function inStages(deal: Deal, contacts: readonly Contact[], setting: Setting): Draft[] {
  const { draws, events } = deal;
  const end = (setting.tier.asOfDay + 1) * DAY_SECONDS;
  return events.flatMap((event, visit) => {
    const stage = DEAL_STAGES.indexOf(event.stage);
    if (isClosed(event.stage) || visit >= 24) return [];
    const until = events[visit + 1]?.at ?? end;
    const result: Draft[] = [];
    let time = event.at;
    for (let n = 0; n < weighted(draws.unit(at(D.activityCount, visit)), COUNTS); n += 1) {
      const k = visit * PER_VISIT + n;
      // Spread by a rule of its own, not over the length of the stage, which nobody knows in advance.
      const day = dayOf(time) + (n === 0 ? 0 : 1 + draws.below(at(D.activityAt, k), 5));
      time = n === 0 ? time + 1800 : deskTime(day, draws.unit(at(D.activityMinute, k)));
      if (time >= until) break;
      const luck = {
        type: draws.unit(at(D.activityType, k)),
        text: draws.unit(at(D.activityText, k)),
        outcome: draws.unit(at(D.activityOutcome, k)),
        length: draws.unit(at(D.activityLength, k)),
        done: draws.unit(at(D.activityDone, k)),
        contact: draws.unit(at(D.activityContact, k)),
      };
      const types = TYPES_BY_STAGE[stage] ?? TYPES_OF_CARE;
      result.push(makeActivity(deal.account, deal, contacts, time, types, luck, end));
    }
    return result;
  });
}

/** Customers hear from their seller every few months, prospects until a year after they were entered. */
function betweenDeals(account: ShopAccount, contacts: readonly Contact[], { seed, tier }: Setting): Draft[] {
  const end = (tier.asOfDay + 1) * DAY_SECONDS;
  const { life, draws: own } = account;
  const until = life === null ? dayOf(account.createdAt) + 365 : tier.asOfDay;
  const result: Draft[] = [];
  let day = dayOf(account.createdAt) + 4;
  for (let ordinal = 0; ordinal < CARE_PER_ACCOUNT; ordinal += 1) {
    day += 4 + nearest(quantile(EXPONENTIAL, own.unit(at(SITES.account.careGap, ordinal))) * CARE_DAYS);
    if (day > until || day > tier.asOfDay) break;
    const draws = new Draws(seed, STREAMS.care, account.key * CARE_PER_ACCOUNT + ordinal);
    const time = deskTime(day, draws.unit(at(C.minute)));
    if (time >= end) break;
    if (life !== null && !isCustomerOn(life, dayOf(time))) continue;
    const luck = {
      type: draws.unit(at(C.type)),
      text: draws.unit(at(C.text)),
      outcome: draws.unit(at(C.outcome)),
      length: draws.unit(at(C.length)),
      done: draws.unit(at(C.done)),
      contact: draws.unit(at(C.contact)),
    };
    result.push(makeActivity(account, null, contacts, time, TYPES_OF_CARE, luck, end));
  }
  return result;
}

function makeActivity(
  account: ShopAccount,
  deal: Deal | null,
  contacts: readonly Contact[],
  time: number,
  types: readonly number[],
  luck: Luck,
  end: number,
): Draft {
  const type = weighted(
    luck.type,
    TYPES.map((candidate, index) => [candidate, types[index] ?? 0] as const),
  );
  const subjects = SUBJECTS[type];
  const minutes = type === "call" ? CALL_MINUTES : type === "meeting" ? MEETING_MINUTES : null;
  // A call is a call to the company; who was met is worth a note.
  const withSomebody = type === "meeting";
  return {
    account,
    contact: withSomebody ? (deal?.contact ?? contactAt(contacts, time, luck.contact)) : null,
    deal,
    type,
    subject: subjects[Math.floor(luck.text * subjects.length)] ?? "Note",
    at: time,
    minutes: minutes?.[Math.floor(luck.length * luck.length * minutes.length)] ?? null,
    outcome: weighted(luck.outcome, OUTCOMES[type]),
    assignedTo: (deal?.seller ?? account.seller).name,
    completedAt: type === "task" ? doneAt(time, luck.done, end) : time,
  };
}

/** Most tasks are done within the hour, some on the next morning; one in seven never is. */
function doneAt(time: number, u: number, end: number): number | null {
  if (u < 0.14) return null;
  const done = u < 0.8 ? time + 1800 : deskTime(dayOf(time) + 1, 0);
  return done < end ? done : null;
}
