/**
 * People who leave a name and never become customers: several from a business, or one alone.
 *
 * Their ways are drawn like those of customers. A lead whose one cause was a channel that was switched off in its state does not
 * exist: that is all that a holdout can show.
 */
import { channelOff } from "../facts/experiments.ts";
import type { City } from "../facts/geography.ts";
import { businessName, type BusinessType } from "../facts/names.ts";
import { DAY_SECONDS, civil } from "../kit/calendar.ts";
import { nearest, quantile, weighted } from "../kit/distributions.ts";
import { LOGNORMAL_NARROW } from "../kit/quantile-tables.ts";
import { Draws } from "../kit/random.ts";
import { SITES as WORLD_SITES, STREAMS as WORLD_STREAMS, at } from "../kit/sites.ts";
import { demandOn } from "../world/demand.ts";
import type { Setting } from "../world/world.ts";
import { FIRST_CHANNEL_MIX, LARGE_EMPLOYEES, type Channel } from "./channels.ts";
import { KEYS, type CompanyDraft, type PersonDraft, type Trip } from "./drafts.ts";
import { FORMS, type FormName } from "./forms.ts";
import { influenceOnGoal } from "./influence.ts";
import { nameOf, privateEmail, soloTitleOf, titleOf, workEmail } from "./people.ts";
import { SITES, STREAMS } from "./sites.ts";
import { spreadDays, spreadPlaces } from "./spread.ts";
import { slotBefore, wayTo, withoutAd } from "./way.ts";

const P = SITES.prospect;
const S = SITES.person;

/** For each account that signs up there are so many businesses, and so many people alone, who do not. */
const COMPANIES_PER_ACCOUNT = 0.8;
const SOLOS_PER_ACCOUNT = 0.6;
const PLACES = { companies: 1, solos: 2 } as const;

/** Since 2023 the company writes more: more people ask, not more buy. */
const INTEREST: Readonly<Record<number, number>> = {
  2019: 0.5,
  2020: 0.5,
  2021: 0.55,
  2022: 0.7,
  2023: 1,
  2024: 1.2,
  2025: 1.2,
};

export function interestOn(day: number): number {
  return demandOn(day) * (INTEREST[civil(day).year] ?? 1);
}

const BUSINESS_TYPES: readonly (readonly [BusinessType, number])[] = [
  ["restaurant", 40],
  ["bar", 28],
  ["hotel", 14],
  ["stadium", 6],
  ["corporate", 12],
];
const CREW: Readonly<Record<BusinessType, number>> = {
  restaurant: 18,
  bar: 11,
  hotel: 45,
  stadium: 120,
  corporate: 60,
};
const SITES_OF: readonly (readonly [number, number])[] = [
  [1, 74],
  [2, 16],
  [4, 8],
  [9, 2],
];
const PEOPLE: readonly (readonly [number, number])[] = [
  [1, 26],
  [2, 28],
  [3, 23],
  [4, 15],
  [5, 8],
];

const COMPANY_FORMS: readonly (readonly [FormName, number])[] = [
  ["demo", 26],
  ["sales", 14],
  ["pricing", 24],
  ["calculator", 12],
  ["webinar", 10],
  ["contact", 6],
  ["newsletter", 4],
  ["partner", 4],
  ["trade_fair", 12],
  ["brochure", 6],
];
const SOLO_FORMS: readonly (readonly [FormName, number])[] = [
  ["newsletter", 36],
  ["calculator", 22],
  ["webinar", 20],
  ["contact", 12],
  ["pricing", 7],
  ["demo", 3],
  ["waiting_list", 20],
];
const SECOND_FORMS: readonly (readonly [FormName, number])[] = [
  ["demo", 34],
  ["webinar", 26],
  ["pricing", 22],
  ["calculator", 18],
];
const SECOND_CHANNELS: readonly (readonly [Channel, number])[] = [
  ["email", 34],
  ["direct", 22],
  ["facebook_retargeting", 18],
  ["google_brand", 16],
  ["organic", 10],
];
const COMES_AGAIN = 0.13;
/** Of the colleagues of the first person; sales or an import adds the others. */
const COLLEAGUE_BY_FORM = 0.6;
const OFFICE_OPENS = 13 * 3600;

export function prospects(setting: Setting): PersonDraft[] {
  return [...businesses(setting), ...solos(setting)];
}

function* businesses(setting: Setting): Generator<PersonDraft> {
  const { seed, tier } = setting;
  const count = nearest(tier.accounts * COMPANIES_PER_ACCOUNT);
  const drawsOf = (index: number): Draws => new Draws(seed, STREAMS.prospect, index);
  const days = spreadDays(count, interestOn, tier, (index) => drawsOf(index).unit(at(P.day)));
  const places = spreadPlaces(seed, PLACES.companies, count);
  const nameOffset = new Draws(seed, WORLD_STREAMS.account, 0).below(at(WORLD_SITES.account.nameOffset), 3600);
  for (let index = 0; index < count; index += 1) {
    const draws = drawsOf(index);
    const city = places[index];
    if (city === undefined) continue;
    const company = businessOf(draws, tier.accounts + index, nameOffset, city);
    const first = weighted(draws.unit(at(P.firstChannel)), FIRST_CHANNEL_MIX);
    const firstAt = (days[index] ?? 0) * DAY_SECONDS + OFFICE_OPENS + draws.below(at(P.minute), 560) * 60;
    const taken = new Set<string>();
    const people = weighted(draws.unit(at(P.people)), PEOPLE);
    for (let person = 0; person < people; person += 1) {
      const colleague = personOf(setting, company, KEYS.prospect(index, person), { person, first, firstAt, taken });
      if (colleague !== null) yield colleague;
    }
  }
}

function businessOf(draws: Draws, number: number, nameOffset: number, city: City): CompanyDraft {
  const businessType = weighted(draws.unit(at(P.businessType)), BUSINESS_TYPES);
  const { name, domain } = businessName(number, nameOffset, businessType, draws.below(at(P.suffix), 60));
  const sites = weighted(draws.unit(at(P.sites)), SITES_OF);
  const usual = quantile(LOGNORMAL_NARROW, draws.unit(at(P.employees)));
  const employees = Math.max(2, nearest(CREW[businessType] * sites * usual));
  const perHead = 52000 * quantile(LOGNORMAL_NARROW, draws.unit(at(P.revenue)));
  const annualRevenue = nearest((employees * perHead) / 10000) * 10000;
  return { name, domain, businessType, city, employees, annualRevenue, account: null, throughSales: false };
}

interface Colleague {
  readonly person: number;
  readonly first: Channel;
  readonly firstAt: number;
  readonly taken: Set<string>;
}

function personOf(
  setting: Setting,
  company: CompanyDraft,
  key: number,
  { person, first, firstAt, taken }: Colleague,
): PersonDraft | null {
  const { seed, tier } = setting;
  const draws = new Draws(seed, STREAMS.person, key);
  const byForm = person === 0 || draws.chance(at(S.byForm), COLLEAGUE_BY_FORM);
  const delay = person === 0 ? 0 : 1 + draws.below(at(S.delay), 110);
  const minute = draws.below(at(S.minute), 560) * 60;
  const day = Math.floor(firstAt / DAY_SECONDS) + delay;
  const createdAt = person === 0 ? firstAt : day * DAY_SECONDS + OFFICE_OPENS + minute;
  if (day > tier.lastDay) return null;
  const large = company.employees >= LARGE_EMPLOYEES;
  // Colleagues hear of us from each other: they come directly.
  const channel = person === 0 ? first : "direct";
  const { city } = company;
  const trip = byForm
    ? tripOf(setting, { key, draws, channel, large, city, submittedAt: createdAt, forms: COMPANY_FORMS })
    : null;
  if (byForm && trip === null) return null;
  const name = nameOf(draws);
  return {
    key,
    company,
    city,
    origin: byForm ? "form" : draws.chance(at(S.cold), 0.7) ? "sales" : "import",
    createdAt,
    firstName: name.firstName,
    lastName: name.lastName,
    email: workEmail(name, company.domain, taken),
    jobTitle: titleOf(draws),
    trip,
  };
}

function* solos(setting: Setting): Generator<PersonDraft> {
  const { seed, tier } = setting;
  const count = nearest(tier.accounts * SOLOS_PER_ACCOUNT);
  const drawsOf = (index: number): Draws => new Draws(seed, STREAMS.person, KEYS.solo(index));
  const days = spreadDays(count, interestOn, tier, (index) => drawsOf(index).unit(at(S.delay)));
  const places = spreadPlaces(seed, PLACES.solos, count);
  for (let index = 0; index < count; index += 1) {
    const draws = drawsOf(index);
    const city = places[index];
    if (city === undefined) continue;
    const key = KEYS.solo(index);
    const createdAt = (days[index] ?? 0) * DAY_SECONDS + OFFICE_OPENS + draws.below(at(S.minute), 560) * 60;
    const wayDraws = new Draws(seed, STREAMS.way, key);
    const channel = weighted(wayDraws.unit(at(SITES.way.firstChannel)), FIRST_CHANNEL_MIX);
    const trip = tripOf(setting, {
      key,
      draws,
      channel,
      large: false,
      city,
      submittedAt: createdAt,
      forms: SOLO_FORMS,
    });
    if (trip === null) continue;
    const name = nameOf(draws);
    yield {
      key,
      company: null,
      city,
      origin: "form",
      createdAt,
      firstName: name.firstName,
      lastName: name.lastName,
      email: privateEmail(draws, name, index + 1),
      jobTitle: soloTitleOf(draws),
      trip,
    };
  }
}

interface Asked {
  readonly key: number;
  readonly draws: Draws;
  readonly channel: Channel;
  readonly large: boolean;
  readonly city: City;
  readonly submittedAt: number;
  readonly forms: readonly (readonly [FormName, number])[];
}

/** Null for a lead that does not exist because its cause was switched off. */
function tripOf({ seed, tier }: Setting, { key, draws, channel, large, city, submittedAt, forms }: Asked): Trip | null {
  const way = new Draws(seed, STREAMS.way, key);
  const influence = influenceOnGoal(way, { first: channel, large });
  const day = Math.floor(submittedAt / DAY_SECONDS);
  if (influence.cause !== null && influence.cause === channelOff(city.state, day)) return null;
  const touches = wayTo(way, { first: channel, influence, city, goalAt: submittedAt, earliestDay: tier.startDay });
  const form = weighted(
    draws.unit(at(S.form)),
    forms.filter(([name]) => isUp(name, day)),
  );
  return {
    first: channel,
    influence,
    touches,
    after: again(draws, city, submittedAt, tier.lastDay),
    form,
    submittedAt,
  };
}

export function isUp(form: FormName, day: number): boolean {
  const { createdDay, retiredDay } = FORMS[form];
  return day >= createdDay && (retiredDay === null || day < retiredDay);
}

/** One in five sends another form within two months. */
function again(draws: Draws, city: City, submittedAt: number, lastDay: number): Trip["after"] {
  if (!draws.chance(at(S.again), COMES_AGAIN)) return [];
  const time = submittedAt + (4 + draws.below(at(S.againDelay), 56)) * DAY_SECONDS + 3600;
  const day = Math.floor(time / DAY_SECONDS);
  if (day > lastDay) return [];
  const wanted = weighted(draws.unit(at(S.againChannel)), SECOND_CHANNELS);
  const channel = channelOff(city.state, day) === wanted ? withoutAd(wanted) : wanted;
  const form = weighted(draws.unit(at(S.againForm)), SECOND_FORMS);
  return [{ kind: "form", at: slotBefore(time), channel, form, submittedAt: time }];
}
