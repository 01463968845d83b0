/**
 * What each seller is to win in a month, set on its first morning from the plan of the company, not from what came.
 */
import { DAY_SECONDS, addMonths, civil, dayNumber } from "../kit/calendar.ts";
import { nearest } from "../kit/distributions.ts";
import { demandOn } from "../world/demand.ts";
import type { Setting } from "../world/world.ts";
import { worksOn, type Owner, type TeamRole } from "./owners.ts";

interface Quota {
  readonly owner: Owner;
  /** First day of the month. */
  readonly month: number;
  readonly cents: number;
  readonly setAt: number;
}

/** Annual value that a team is to win for each account that is expected to sign up, in cents. */
const PLANNED_PER_SIGNUP: Readonly<Partial<Record<TeamRole, number>>> = {
  small: 46000,
  mid_market: 76000,
  enterprise: 160000,
  account_management: 52000,
};
/** Sales development has no deals of its own: it is measured by what becomes of its leads. */
const DEVELOPMENT_PER_SIGNUP = 220000;
const STEP_CENTS = 25000;
/** Whoever is new has three months to learn: no quota. */
const RAMP_DAYS = 90;

export function quotasOf(owners: readonly Owner[], { tier }: Setting): Quota[] {
  const perDay = tier.accounts / totalDemand(tier.startDay, tier.lastDay);
  const quotas: Quota[] = [];
  const { year, month } = civil(tier.startDay);
  for (let first = dayNumber(year, month, 1); first <= tier.asOfDay; first = addMonths(first, 1)) {
    const signups = perDay * totalDemand(first, addMonths(first, 1) - 1);
    const carrying = owners.filter((owner) => carries(owner, first));
    for (const owner of carrying) {
      const { role } = owner.team;
      const team = carrying.filter(({ team }) => team.role === role).length;
      const planned = PLANNED_PER_SIGNUP[role] ?? DEVELOPMENT_PER_SIGNUP;
      const cents = Math.max(1, nearest((signups * planned) / team / STEP_CENTS)) * STEP_CENTS;
      quotas.push({ owner, month: first, cents, setAt: first * DAY_SECONDS + 14 * 3600 });
    }
  }
  return quotas.sort((a, b) => a.owner.id - b.owner.id || a.month - b.month);
}

function carries(owner: Owner, month: number): boolean {
  return owner.manager !== null && worksOn(owner, month) && month >= owner.hiredDay + RAMP_DAYS;
}

function totalDemand(from: number, to: number): number {
  let total = 0;
  for (let day = from; day <= to; day += 1) total += demandOn(day);
  return total;
}
