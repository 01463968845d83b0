/**
 * How the accounts were found: the person who signs up, the way there, and whether sales had a part in it.
 *
 * The accounts are given by the world, those included that will sign up after the as-of day: their visits and forms may come
 * before it.
 */
import { channelOff } from "../facts/experiments.ts";
import { DAY_SECONDS } from "../kit/calendar.ts";
import { weighted } from "../kit/distributions.ts";
import { Draws } from "../kit/random.ts";
import { at } from "../kit/sites.ts";
import type { Profile, Setting } from "../world/world.ts";
import { FIRST_CHANNELS, LARGE_EMPLOYEES, type Channel } from "./channels.ts";
import { KEYS, type CompanyDraft, type LaterVisit, type PersonDraft, type Trip } from "./drafts.ts";
import type { FormName } from "./forms.ts";
import { influenceOnGoal } from "./influence.ts";
import { ownerTitle } from "./people.ts";
import { SITES, STREAMS } from "./sites.ts";
import { SLOT_SECONDS } from "./visit-log.ts";
import { slotBefore, wayTo, withoutAd } from "./way.ts";

const S = SITES.accountLead;

/** Small businesses that need nobody to help them; all larger ones talk to sales first. */
const SELF_SERVICE_SHARE = 0.55;
const SMALL_SITES = 2;

/** Days from the request for a demo to the sign-up; the first must leave time for a deal. */
const TALK_DAYS: readonly (readonly [readonly [number, number], number])[] = [
  [[12, 16], 12],
  [[17, 24], 24],
  [[25, 36], 27],
  [[37, 52], 21],
  [[53, 75], 16],
];
const SHORTEST_TALK = 12;

const AFTER_DEMO: readonly (readonly [Channel, number])[] = [
  ["direct", 32],
  ["email", 16],
  ["organic", 10],
  ["facebook_retargeting", 22],
  ["google_brand", 20],
];

export function customerToBe(profile: Profile, { seed, tier }: Setting): PersonDraft {
  const sales = new Draws(seed, STREAMS.accountLead, profile.id);
  const talkDays = salesTalk(sales, profile, tier.startDay);
  const throughSales = talkDays !== null;
  const company: CompanyDraft = {
    name: profile.name,
    domain: profile.domain,
    businessType: profile.businessType,
    city: profile.city,
    employees: profile.employees,
    annualRevenue: profile.annualRevenue,
    account: profile,
    throughSales,
  };
  const submittedAt =
    talkDays === null
      ? profile.createdAt
      : (profile.signupDay - talkDays) * DAY_SECONDS + 13 * 3600 + sales.below(at(S.formMinute), 120) * 300 + 180;
  const form: FormName = throughSales ? (sales.chance(at(S.form), 0.7) ? "demo" : "sales") : "trial";
  const trip = tripOf(profile, sales, { submittedAt, form, seed, startDay: tier.startDay });
  return {
    key: KEYS.owner(profile.id),
    company,
    city: profile.city,
    origin: "form",
    createdAt: submittedAt,
    firstName: profile.ownerFirstName,
    lastName: profile.ownerLastName,
    email: `${profile.ownerFirstName}.${profile.ownerLastName}@${profile.domain}`.toLowerCase(),
    jobTitle: ownerTitle(profile.siteTarget),
    trip,
  };
}

/** Days of talks with sales before the sign-up, or null for self-service. */
export function salesTalk(
  draws: Draws,
  profile: Pick<Profile, "siteTarget" | "signupDay">,
  startDay: number,
): number | null {
  if (profile.siteTarget <= SMALL_SITES && draws.chance(at(S.throughSales), SELF_SERVICE_SHARE)) return null;
  const [low, high] = weighted(draws.unit(at(S.talkDays)), TALK_DAYS);
  const days = draws.between(at(S.talkDaysWithin), low, high);
  const room = profile.signupDay - startDay;
  // In its first days the company had no time for talks.
  return room < SHORTEST_TALK ? null : Math.min(days, room);
}

interface Asked {
  readonly submittedAt: number;
  readonly form: FormName;
  readonly seed: number;
  readonly startDay: number;
}

function tripOf(profile: Profile, sales: Draws, { submittedAt, form, seed, startDay }: Asked): Trip {
  const draws = new Draws(seed, STREAMS.way, KEYS.owner(profile.id));
  const { city } = profile;
  const first = weighted<Channel>(
    draws.unit(at(SITES.way.firstChannel)),
    FIRST_CHANNELS[profile.source] ?? [["direct", 1]],
  );
  const large = profile.employees >= LARGE_EMPLOYEES;
  const off = channelOff(city.state, Math.floor(submittedAt / DAY_SECONDS));
  const influence = influenceOnGoal(draws, { first, large }, off);
  const touches = wayTo(draws, { first, influence, city, goalAt: submittedAt, earliestDay: startDay });
  return {
    first,
    influence,
    touches,
    after: [...afterDemo(profile, sales, submittedAt), ...firstLogin(profile, sales, submittedAt)],
    form,
    submittedAt,
  };
}

/** While sales talks, people come back to the site now and then. */
function afterDemo(profile: Profile, sales: Draws, submittedAt: number): LaterVisit[] {
  const from = Math.floor(submittedAt / DAY_SECONDS);
  const days = profile.signupDay - from;
  if (days < 3) return [];
  const visits = sales.below(at(S.between), 3);
  const after: LaterVisit[] = [];
  for (let index = 0; index < visits; index += 1) {
    const day = from + 1 + Math.floor(((index + sales.unit(at(S.betweenDay, index))) * (days - 2)) / visits);
    const time = slotBefore(day * DAY_SECONDS + 14 * 3600 + index * 7200);
    const wanted = weighted(sales.unit(at(S.betweenChannel, index)), AFTER_DEMO);
    const channel = channelOff(profile.city.state, day) === wanted ? withoutAd(wanted) : wanted;
    after.push({ kind: "reading", at: time, channel, form: null, submittedAt: null });
  }
  return after;
}

/** Who signed up without help is known from that visit on; an account that sales opened is first used some hours later. */
function firstLogin({ createdAt }: Profile, sales: Draws, submittedAt: number): LaterVisit[] {
  if (submittedAt === createdAt) return [];
  const time = createdAt + 900 + sales.below(at(S.loginDelay), 12) * 1200;
  return [
    {
      kind: "login",
      at: time - (time % SLOT_SECONDS) + SLOT_SECONDS,
      channel: "direct",
      form: null,
      submittedAt: null,
    },
  ];
}
