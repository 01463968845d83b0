/**
 * Who sells and looks after customers: a roster that is planned for the whole span, so that hires and leavers have their days.
 *
 * The roster is in order of hiring: the id of an owner never depends on who came later. Skill is what no system shows: it moves
 * the share of deals that somebody wins by up to thirty percent.
 */
import { FIRST_NAMES, LAST_NAMES } from "../facts/names.ts";
import { DAY_SECONDS } from "../kit/calendar.ts";
import { weighted } from "../kit/distributions.ts";
import { Draws } from "../kit/random.ts";
import { at } from "../kit/sites.ts";
import type { Tier } from "../tiers.ts";
import type { Setting } from "../world/world.ts";
import { SITES, STREAMS } from "./sites.ts";

const S = SITES.owner;

export type TeamRole = "development" | "small" | "mid_market" | "enterprise" | "account_management" | "leadership";

export interface Team {
  readonly id: number;
  readonly name: string;
  readonly role: TeamRole;
}

export interface Owner {
  readonly id: number;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly team: Team;
  /** The first of each team leads it; the head of sales leads these. Null for the head. */
  readonly manager: Owner | null;
  readonly hiredDay: number;
  /** First day without the owner; null for who stays. */
  readonly leftDay: number | null;
  /** 1 is average; 0.7 to 1.3. */
  readonly skill: number;
}

const ROLES: readonly (readonly [TeamRole, string, seats: number])[] = [
  ["leadership", "Sales leadership", 0],
  ["small", "Small business", 9],
  ["account_management", "Account management", 7],
  ["development", "Sales development", 7],
  ["mid_market", "Mid-market", 6],
  ["enterprise", "Enterprise", 4],
];
const REGIONS = ["East", "West"] as const;

const OWNER_ID_BASE = 101000000;
const TEAM_ID_BASE = 1100;
/** Companies with more customers than this split every team by region. */
const SPLIT_ACCOUNTS = 10000;
const LEAVES = 0.22;

/** People who sell, the head included. */
function rosterSize({ accounts }: Tier): number {
  if (accounts <= 200) return 9;
  if (accounts <= 3000) return 34;
  return accounts <= SPLIT_ACCOUNTS ? 56 : 90;
}

export function teamsOf({ accounts }: Tier): Team[] {
  const regions = accounts > SPLIT_ACCOUNTS ? REGIONS : [null];
  return ROLES.flatMap(([role, name]) =>
    regions.map((region) => ({ role, name: region === null ? name : `${name} ${region}` })),
  ).map((team, index) => ({ id: TEAM_ID_BASE + index + 1, ...team }));
}

/** Leads come first, in the first weeks; the others follow as the company grows. */
export function hireOwners({ seed, tier }: Setting): Owner[] {
  const teams = teamsOf(tier);
  const leading = teams.filter(({ role }) => role !== "leadership");
  const size = rosterSize(tier);
  const head = makeOwner({ seed, tier, index: 0, team: teams[0], manager: null, hiredDay: tier.startDay - 200 });
  const owners: Owner[] = [head];
  const leads = new Map<Team, Owner>();
  const span = tier.lastDay - tier.startDay;
  for (let index = 1; index < size; index += 1) {
    const lead = leading[index - 1];
    if (lead !== undefined) {
      const hiredDay = tier.startDay - 190 + index * 4;
      const owner = makeOwner({ seed, tier, index, team: lead, manager: head, hiredDay });
      owners.push(owner);
      leads.set(lead, owner);
      continue;
    }
    const draws = new Draws(seed, STREAMS.owner, index);
    const place = (index - leading.length) / (size - leading.length);
    // Half of the desks are taken before the first day; the last hire is made in the fourth fifth of the span.
    const hiredDay =
      tier.startDay + Math.floor(Math.max(-120, (place - 0.5) * 1.6 * span)) + draws.below(at(S.hired), 9);
    const role = seat(index - leading.length);
    const same = leading.filter((team) => team.role === role);
    const team = same[index % Math.max(1, same.length)] ?? lead;
    owners.push(makeOwner({ seed, tier, index, team, manager: leads.get(team ?? teams[0]!) ?? head, hiredDay }));
  }
  return owners;
}

/** Deals desks by a fixed rhythm, so that every team grows. */
function seat(n: number): TeamRole {
  const order = ROLES.slice(1);
  const total = order.reduce((sum, [, , seats]) => sum + seats, 0);
  // Seven has no factor in common with the number of desks.
  return weighted(
    ((n * 7) % total) / total,
    order.map(([role, , seats]) => [role, seats] as const),
  );
}

interface Hire {
  readonly seed: number;
  readonly tier: Tier;
  readonly index: number;
  readonly team: Team | undefined;
  readonly manager: Owner | null;
  readonly hiredDay: number;
}

function makeOwner({ seed, tier, index, team, manager, hiredDay }: Hire): Owner {
  if (team === undefined) throw new RangeError("There is no team for this desk.");
  const draws = new Draws(seed, STREAMS.owner, index);
  const firstName = draws.pick(at(S.firstName), FIRST_NAMES);
  const lastName = draws.pick(at(S.lastName), LAST_NAMES);
  const isLead = manager === null || manager.manager === null;
  const from = Math.max(hiredDay, tier.startDay) + 240;
  const leaves = !isLead && from < tier.lastDay && draws.chance(at(S.leaves), LEAVES);
  return {
    id: OWNER_ID_BASE + index + 1,
    firstName,
    lastName,
    // The number keeps people of the same name apart.
    email: `${firstName}.${lastName}.${String(index + 1)}@taplab.example`.toLowerCase(),
    team,
    manager,
    hiredDay,
    leftDay: leaves ? draws.between(at(S.leaveDay), from, tier.lastDay) : null,
    skill: 0.7 + Math.floor(draws.unit(at(S.skill)) * 13) / 20,
  };
}

export function worksOn({ hiredDay, leftDay }: Owner, day: number): boolean {
  return day >= hiredDay && (leftDay === null || day < leftDay);
}

/** Who has the desk at a time: the owner, or the lead of the team once the owner has left. */
export function standIn(owner: Owner, time: number): Owner {
  const day = Math.floor(time / DAY_SECONDS);
  return owner.leftDay !== null && day >= owner.leftDay ? (owner.manager ?? owner) : owner;
}

/** Share of deals that are won, of an average seller; only to tell good sellers from others. */
const USUAL_WIN_SHARE = 0.25;

/**
 * Who gets a deal. The outcome is known to the simulator before the seller is, so sellers are drawn by Bayes' rule: whoever wins
 * thirty percent more often has thirty percent more of the won deals.
 */
export function sellerFor(
  owners: readonly Owner[],
  roles: readonly TeamRole[],
  { day, won, u }: { readonly day: number; readonly won: boolean | null; readonly u: number },
): Owner {
  const there = owners.filter((owner) => worksOn(owner, day));
  const team = there.filter(({ team: { role } }) => roles.includes(role));
  const choices = team.length === 0 ? there.slice(0, 1) : team;
  const first = choices[0] ?? owners[0];
  if (first === undefined) throw new RangeError("Nobody sells here.");
  if (choices.length < 2) return first;
  return weighted(
    u,
    choices.map((owner) => [owner, chances(owner.skill, won)] as const),
  );
}

function chances(skill: number, won: boolean | null): number {
  if (won === null) return 1;
  return won ? skill : (1 - USUAL_WIN_SHARE * skill) / (1 - USUAL_WIN_SHARE);
}
