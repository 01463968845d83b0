/** What sales does with a qualified lead: accept it or decline it, and open a deal. */
import { isServed } from "../facts/regions.ts";
import type { Draws } from "../kit/random.ts";
import { at } from "../kit/sites.ts";
import type { Company, ContactOrigin, Disqualification } from "./market.ts";
import { SITES } from "./sites.ts";

const S = SITES.person;
const HOUR = 3600;

const DECLINED_SHARE = 0.07;
const DECLINED_ALONE_SHARE = 0.8;
/** Of the people whom sales found by itself, so many agree to talk. */
const COLD_SHARE = 0.45;

const REASONS: readonly Disqualification[] = ["no_response", "competitor", "too_small"];
const REASONS_ALONE: readonly Disqualification[] = ["student", "no_response", "too_small"];

export interface Pursued {
  readonly company: Company | null;
  readonly origin: ContactOrigin;
  readonly createdAt: number;
  readonly mqlAt: number | null;
  readonly state: string;
  readonly jobTitle: string;
}

export interface Pursuit {
  readonly sqlAt: number | null;
  readonly disqualified: Disqualification | null;
  readonly opportunityAt: number | null;
}

const LEFT_ALONE: Pursuit = { sqlAt: null, disqualified: null, opportunityAt: null };

export function pursue(draws: Draws, { company, origin, createdAt, mqlAt, state, jobTitle }: Pursued): Pursuit {
  // Whom sales found by itself was never scored.
  const from = origin === "sales" && draws.chance(at(S.clicks), COLD_SHARE) ? createdAt + 2 * HOUR : mqlAt;
  if (from === null) return LEFT_ALONE;
  // Who helps himself is not called.
  if (company !== null && company.account !== null && !company.throughSales) return LEFT_ALONE;
  const sqlAt = from + draws.between(at(S.sqlDelay), 1, 60) * HOUR;
  const opportunityAt = sqlAt + draws.between(at(S.opportunityDelay), 4, 140) * HOUR;
  if (company?.account != null) return { sqlAt, disqualified: null, opportunityAt };
  const disqualified = declined(draws, company, state, jobTitle);
  return disqualified === null
    ? { sqlAt, disqualified, opportunityAt }
    : { sqlAt: null, disqualified, opportunityAt: null };
}

function declined(draws: Draws, company: Company | null, state: string, jobTitle: string): Disqualification | null {
  if (!isServed(state)) return "outside_service_area";
  const share = company === null ? DECLINED_ALONE_SHARE : DECLINED_SHARE;
  if (!draws.chance(at(S.disqualified), share)) return null;
  if (jobTitle === "Student") return "student";
  return draws.pick(at(S.reason), company === null ? REASONS_ALONE : REASONS);
}
