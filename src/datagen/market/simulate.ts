/**
 * The market of a tier: who was found, how, and what they did on the web site, up to the as-of day.
 *
 * All of the plan is made, whatever the day, and then cut: what was created by the as-of day has the same ids and the same way on
 * every later day.
 */
import { CAMPAIGNS, type Campaign } from "../facts/campaigns.ts";
import { stateIndex } from "../facts/regions.ts";
import { DAY_SECONDS } from "../kit/calendar.ts";
import { Draws } from "../kit/random.ts";
import { at } from "../kit/sites.ts";
import { atDay } from "../tiers.ts";
import { makeProfiles } from "../world/profiles.ts";
import type { Registry } from "../world/registry.ts";
import type { Account, Setting } from "../world/world.ts";
import { wander } from "./anonymous.ts";
import { CHANNEL_NAMES, LARGE_EMPLOYEES, type Channel } from "./channels.ts";
import { customerToBe } from "./customers-to-be.ts";
import { KEYS, type CompanyDraft, type PersonDraft, type Trip } from "./drafts.ts";
import { liftOf } from "./influence.ts";
import { COMPANY_ID_BASE, CONTACT_ID_BASE, duplicatesOf, type Duplicate } from "./ids.ts";
import type { Company, Contact, Conversion, Journey, Market, Submission } from "./market.ts";
import { userTitle } from "./people.ts";
import { prospects } from "./prospects.ts";
import { pursue } from "./pursuit.ts";
import { RunningCampaigns } from "./running.ts";
import { qualifiedAt, scoresOf } from "./scoring.ts";
import { SITES, STREAMS } from "./sites.ts";
import { visitOf, type VisitPlan } from "./visit-details.ts";
import { VisitCollector, type VisitLog } from "./visit-log.ts";
import type { Touch } from "./way.ts";

export function simulateMarket(registry: Registry): Market {
  const { setting, accounts } = registry.world;
  const { seed, tier } = setting;
  const end = (tier.asOfDay + 1) * DAY_SECONDS - 1;
  const plan: Setting = { seed, tier: atDay(tier, tier.lastDay) };
  const running = new RunningCampaigns();
  const collector = new VisitCollector(tier.accounts * 64);
  const owners = makeProfiles(plan).map((profile) => customerToBe(profile, plan));
  const leads = [...owners, ...prospects(plan)];
  const trips = new Map(leads.map((person) => [person, collectTrip(person, seed, collector, running)] as const));
  wander(plan, collector, running);
  const { log, places, visitors } = collector.finish(end);

  const companyDrafts = new Map(owners.map(({ company }) => [company?.account?.id ?? 0, company] as const));
  const people = [...leads, ...users(registry, companyDrafts)].filter(({ createdAt }) => createdAt <= end);
  const lives = new Map(accounts.map((account) => [account.profile.id, account] as const));
  const companies = companiesOf(people);
  const ids = numberPeople(people, seed, end);

  const contacts: Contact[] = [];
  const submissions: Submission[] = [];
  for (const { person, id, duplicates } of ids) {
    const trip = trips.get(person);
    const company = person.company === null ? null : (companies.get(person.company) ?? null);
    const journey =
      person.trip === null || trip === undefined
        ? null
        : journeyOf(person, person.trip, log, visitors[trip.visitor] ?? 0, places[trip.submitted] ?? 0);
    const contact = contactOf(person, {
      id,
      company,
      journey,
      duplicates,
      seed,
      account: lives.get(company?.account?.id ?? 0) ?? null,
      end,
    });
    contacts.push(contact);
    if (person.trip === null || trip === undefined) continue;
    submissions.push({
      contact,
      form: person.trip.form,
      at: person.trip.submittedAt,
      visit: places[trip.submitted] ?? 0,
    });
    person.trip.after.forEach(({ form, submittedAt }, index) => {
      if (form === null || submittedAt === null || submittedAt > end) return;
      submissions.push({ contact, form, at: submittedAt, visit: places[trip.after[index] ?? 0] ?? 0 });
    });
  }
  submissions.sort((a, b) => a.at - b.at || a.contact.id - b.contact.id);
  return assemble(contacts, submissions, [...companies.values()], log, end);
}

/** Numbers under which the collector knows the visits of a trip. */
interface CollectedTrip {
  readonly visitor: number;
  readonly submitted: number;
  readonly after: readonly number[];
}

function collectTrip(
  person: PersonDraft,
  seed: number,
  collector: VisitCollector,
  running: RunningCampaigns,
): CollectedTrip | undefined {
  const { trip, city, company } = person;
  if (trip === null) return undefined;
  const draws = new Draws(seed, STREAMS.way, person.key);
  const visitor = collector.newVisitor({
    state: stateIndex(city.state),
    account: company?.account?.id ?? 0,
    namedAt: trip.submittedAt,
  });
  const goal = trip.touches.length - 1;
  const add = ({ at: startedAt, channel }: Touch, index: number, what: SentIn): number =>
    collector.add(
      visitOf(
        {
          startedAt,
          visitor,
          channel,
          city,
          eager: true,
          submittedAt: what.submittedAt,
          login: what.login,
          identified: what.identified,
        },
        draws,
        {
          campaign: at(SITES.way.campaign, index),
          landing: at(SITES.way.landing, index),
          pages: at(SITES.way.pages, index),
          seconds: at(SITES.way.seconds, index),
        },
        running,
      ),
    );
  const sent = { submittedAt: trip.submittedAt, login: false, identified: trip.form === "trial" };
  const rows = trip.touches.map((touch, index) => add(touch, index, index === goal ? sent : NOTHING_SENT));
  const after = trip.after.map((visit, index) => {
    const login = visit.kind === "login";
    return add(visit, goal + 1 + index, { submittedAt: visit.submittedAt, login, identified: login });
  });
  return { visitor, submitted: rows[goal] ?? 0, after };
}

type SentIn = Pick<VisitPlan, "submittedAt" | "login" | "identified">;

const NOTHING_SENT: SentIn = { submittedAt: null, login: false, identified: false };

/** Admins and managers of the application are contacts too: the application tells HubSpot of them. */
function users(registry: Registry, companies: ReadonlyMap<number, CompanyDraft | null>): PersonDraft[] {
  return registry.users.flatMap((user): PersonDraft[] => {
    const { profile } = user.account;
    const company = companies.get(profile.id);
    if (user.ordinal === 0 || user.role === "staff" || company === undefined) return [];
    return [
      {
        key: KEYS.user(profile.id, user.ordinal),
        company,
        city: profile.city,
        origin: "application",
        createdAt: user.invitedAt + 120,
        firstName: user.firstName,
        lastName: user.lastName,
        email: user.email,
        jobTitle: userTitle(user.role),
        trip: null,
      },
    ];
  });
}

function companiesOf(people: readonly PersonDraft[]): Map<CompanyDraft, Company> {
  const created = new Map<CompanyDraft, { at: number; key: number }>();
  for (const { company, createdAt, key } of people) {
    if (company === null) continue;
    const known = created.get(company);
    if (known === undefined || createdAt < known.at || (createdAt === known.at && key < known.key))
      created.set(company, { at: createdAt, key });
  }
  return new Map(
    [...created]
      .sort(([, a], [, b]) => a.at - b.at || a.key - b.key)
      .map(([draft, { at: createdAt }], index) => [draft, companyOf(draft, COMPANY_ID_BASE + index + 1, createdAt)]),
  );
}

/** Copied field by field: a spread of objects is ten times slower. */
function companyOf(draft: CompanyDraft, id: number, createdAt: number): Company {
  const { name, domain, businessType, city, employees, annualRevenue, account, throughSales } = draft;
  return { id, name, domain, businessType, city, employees, annualRevenue, createdAt, account, throughSales };
}

interface Numbered {
  readonly person: PersonDraft;
  readonly id: number;
  readonly duplicates: readonly { readonly id: number; readonly mergedAt: number }[];
}

/** A second record of a person takes a number of its own when it appears, and is merged into the first one later. */
function numberPeople(people: readonly PersonDraft[], seed: number, end: number): Numbered[] {
  const records: { person: PersonDraft; duplicate: Duplicate | null; at: number; nth: number }[] = [];
  for (const person of people) {
    records.push({ person, duplicate: null, at: person.createdAt, nth: 0 });
    duplicatesOf(new Draws(seed, STREAMS.person, person.key), person).forEach((duplicate, index) => {
      if (duplicate.createdAt <= end) records.push({ person, duplicate, at: duplicate.createdAt, nth: index + 1 });
    });
  }
  records.sort((a, b) => a.at - b.at || a.person.key - b.person.key || a.nth - b.nth);
  const numbered = new Map<PersonDraft, { id: number; duplicates: { id: number; mergedAt: number }[] }>();
  records.forEach(({ person, duplicate }, index) => {
    const id = CONTACT_ID_BASE + index + 1;
    if (duplicate === null) numbered.set(person, { id, duplicates: [] });
    else numbered.get(person)?.duplicates.push({ id, mergedAt: duplicate.mergedAt });
  });
  return [...numbered].map(([person, { id, duplicates }]) => ({ person, id, duplicates }));
}

function journeyOf({ company }: PersonDraft, trip: Trip, log: VisitLog, visitor: number, submitted: number): Journey {
  const exposed = [...new Set(trip.touches.map(({ channel }) => channel))];
  const large = (company?.employees ?? 0) >= LARGE_EMPLOYEES;
  let lift = 0;
  for (const channel of exposed) lift += liftOf(channel, large);
  const lastChannel = trip.touches.at(-1)?.channel ?? trip.first;
  return {
    visitor,
    firstChannel: trip.first,
    lastChannel,
    lastCampaign: campaignOf(log, submitted),
    causedBy: trip.influence.cause,
    exposed,
    baseProbability: trip.influence.baseProbability,
    lift,
    submittedAt: trip.submittedAt,
  };
}

function campaignOf(log: VisitLog, visit: number): Campaign | null {
  return CAMPAIGNS[log.campaign[visit] ?? -1] ?? null;
}

interface Surroundings {
  readonly id: number;
  readonly company: Company | null;
  readonly journey: Journey | null;
  readonly duplicates: Numbered["duplicates"];
  readonly account: Account | null;
  readonly seed: number;
  readonly end: number;
}

function contactOf(
  person: PersonDraft,
  { id, company, journey, duplicates, account, seed, end }: Surroundings,
): Contact {
  const { firstName, lastName, email, jobTitle, origin, createdAt, trip } = person;
  const draws = new Draws(seed, STREAMS.person, person.key);
  const optedOutAt = optOut(draws, createdAt);
  const forms =
    trip === null
      ? []
      : [trip, ...trip.after].flatMap(({ form, submittedAt }) =>
          form === null || submittedAt === null ? [] : [{ form, at: submittedAt }],
        );
  const scores = scoresOf(draws, {
    createdAt,
    jobTitle,
    employees: company?.employees ?? null,
    visits: trip?.touches.length ?? 0,
    sawPrices: trip?.influence.keen ?? false,
    forms,
    mailed: origin === "form" || origin === "import",
    optedOutAt,
  });
  const mqlAt = origin === "application" || origin === "sales" ? null : qualifiedAt(scores);
  const pursuit = pursue(draws, { company, origin, createdAt, mqlAt, state: person.city.state, jobTitle });
  return {
    id,
    firstName,
    lastName,
    email,
    jobTitle,
    company,
    origin,
    createdAt,
    journey,
    scores,
    mqlAt,
    sqlAt: pursuit.sqlAt,
    disqualified: pursuit.disqualified,
    opportunityAt: pursuit.opportunityAt,
    customerAt: customerSince(account, createdAt, end),
    optedOutAt,
    merged: mergesOf(id, duplicates, end),
  };
}

const OPT_OUT_SHARE = 0.07;

function optOut(draws: Draws, createdAt: number): number | null {
  if (!draws.chance(at(SITES.person.optsOut), OPT_OUT_SHARE)) return null;
  return createdAt + draws.between(at(SITES.person.optOutDelay), 20, 500) * DAY_SECONDS + 7200;
}

/** A contact of a paying customer is one from the first payment on, or from its own beginning. */
function customerSince(account: Account | null, createdAt: number, end: number): number | null {
  if (account === null) return null;
  let first: number | null = null;
  for (const { changes } of account.subscriptions)
    for (const { at: time, event } of changes)
      if (event === "convert" && time <= end && (first === null || time < first)) first = time;
  return first === null ? null : Math.max(first, createdAt + 60);
}

/** A chain of two: the first duplicate was merged into the second one, and that one into the person. */
function mergesOf(id: number, duplicates: Numbered["duplicates"], end: number): Contact["merged"] {
  return duplicates.flatMap(({ id: duplicate, mergedAt }, index) => {
    const into = duplicates[index + 1]?.id ?? id;
    return mergedAt > end ? [] : [{ id: duplicate, into, at: mergedAt }];
  });
}

function assemble(
  contacts: readonly Contact[],
  submissions: readonly Submission[],
  companies: readonly Company[],
  visits: VisitLog,
  end: number,
): Market {
  const companyOfAccount = new Map<number, Company>();
  for (const company of companies) if (company.account !== null) companyOfAccount.set(company.account.id, company);
  const ownerOfAccount = new Map<number, Contact>();
  for (const contact of contacts) {
    const account = contact.company?.account ?? null;
    if (account !== null && contact.journey !== null) ownerOfAccount.set(account.id, contact);
  }
  const lastVisits = lastVisitOfAccounts(visits);
  const conversions = [...ownerOfAccount]
    .flatMap(([id, { company, journey }]): Conversion[] => {
      const account = company?.account ?? null;
      if (account === null || journey === null || account.createdAt > end) return [];
      const last = lastVisits.get(id) ?? 0;
      const lastChannel: Channel = CHANNEL_NAMES[visits.channel[last] ?? 0] ?? "direct";
      return [{ account, at: account.createdAt, journey, lastChannel, lastCampaign: campaignOf(visits, last) }];
    })
    .sort((a, b) => a.account.id - b.account.id);
  return { companies, contacts, submissions, conversions, visits, companyOfAccount, ownerOfAccount };
}

/** The last visit before the sign-up; a login comes after it. */
function lastVisitOfAccounts({ count, account, identified, converted }: VisitLog): Map<number, number> {
  const last = new Map<number, number>();
  for (let visit = 0; visit < count; visit += 1) {
    const id = account[visit] ?? 0;
    const login = identified[visit] === 1 && converted[visit] === 0;
    if (id !== 0 && !login) last.set(id, visit);
  }
  return last;
}
