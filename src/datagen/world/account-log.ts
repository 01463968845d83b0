/**
 * What changes in the master data of an account while it lives, in order of time: the material of the change log and, folded
 * over the first values, the current row.
 */
import { civil, dayNumber, DAY_SECONDS, daysInMonth } from "../kit/calendar.ts";
import { nearest } from "../kit/distributions.ts";
import { SITES, at } from "../kit/sites.ts";
import { isCustomerOn } from "./membership.ts";
import type { Account, AccountChange, Setting } from "./world.ts";

const S = SITES.account;
const OFFICE_HOUR = 15 * 3600;

/** The columns of an account that may change after it signed up. */
export interface MutableValues {
  readonly status: string;
  readonly employee_count: number;
  readonly annual_revenue: number;
  readonly name: string;
  readonly website: string;
  readonly email: string;
  readonly parent_account_id: number | null;
}

export function firstValues({ profile }: Account): MutableValues {
  return {
    status: "trial",
    employee_count: profile.employees,
    annual_revenue: profile.annualRevenue,
    name: profile.name,
    website: `https://www.${profile.domain}`,
    email: `${profile.ownerFirstName}.${profile.ownerLastName}@${profile.domain}`.toLowerCase(),
    parent_account_id: profile.parentSince === profile.signupDay ? profile.parentId : null,
  };
}

/** All changes, ascending by time, no two in one second. Who has left tells us nothing any more. */
export function accountChanges(account: Account, { tier }: Setting): AccountChange[] {
  const changes: AccountChange[] = [
    ...statusChanges(account),
    ...yearlyReview(account),
    ...parentJoined(account),
    ...oneTimeChanges(account),
  ];
  const last = tier.asOfDay;
  const kept = changes.filter(({ at: time, column }) => {
    const day = Math.floor(time / DAY_SECONDS);
    return day <= last && (column === "status" || isCustomerOn(account, day));
  });
  kept.sort((a, b) => a.at - b.at || (a.column < b.column ? -1 : 1));
  const values: Record<string, string | number | null> = { ...firstValues(account) };
  let previous = account.profile.createdAt;
  return kept.flatMap((change) => {
    // A review that was never told may have been the difference: what is as it was is no change.
    if (values[change.column] === change.value) return [];
    values[change.column] = change.value;
    previous = Math.max(change.at, previous + 1);
    return [{ ...change, at: previous }];
  });
}

function statusChanges({ statusChanges: noted }: Account): AccountChange[] {
  return noted.slice(1).map(({ at: time, status }) => ({ at: time, column: "status", value: status }));
}

/** Once a year some accounts tell us how many people they employ and what they turn over. */
function yearlyReview({ profile }: Account): AccountChange[] {
  const changes: AccountChange[] = [];
  const { year, month, day } = civil(profile.signupDay);
  let employees = profile.employees;
  let revenue = profile.annualRevenue;
  for (let nth = 1; nth <= 10; nth += 1) {
    const u = profile.draws.unit(at(S.yearlyHeadcount, nth));
    if (u > 0.8) continue;
    const anniversary = dayNumber(year + nth, month, Math.min(day, daysInMonth(year + nth, month)));
    const time = (anniversary + profile.draws.below(at(S.yearlyHeadcountDay, nth), 40)) * DAY_SECONDS + OFFICE_HOUR;
    const growth = 0.85 + (u / 0.8) * 0.4;
    const nextEmployees = Math.max(2, nearest(employees * growth));
    if (nextEmployees !== employees) changes.push({ at: time, column: "employee_count", value: nextEmployees });
    employees = nextEmployees;
    const change = 0.92 + profile.draws.unit(at(S.yearlyRevenue, nth)) * 0.25;
    const nextRevenue = nearest((revenue * change) / 10000) * 10000;
    if (nextRevenue !== revenue) changes.push({ at: time + 60, column: "annual_revenue", value: nextRevenue });
    revenue = nextRevenue;
  }
  return changes;
}

function parentJoined({ profile }: Account): AccountChange[] {
  if (profile.parentId === null || profile.parentSince === null || profile.parentSince === profile.signupDay) return [];
  const time = profile.parentSince * DAY_SECONDS + OFFICE_HOUR + 1800;
  return [{ at: time, column: "parent_account_id", value: profile.parentId }];
}

/** A new name over the door, a shop added to the website, the books handed to somebody else. */
function oneTimeChanges({ profile }: Account): AccountChange[] {
  const { draws, signupDay, domain, name } = profile;
  const changes: AccountChange[] = [];
  const after = (u: number): number => (signupDay + 30 + nearest(u * 900)) * DAY_SECONDS + OFFICE_HOUR + 3600;
  if (draws.chance(at(S.rebrand), 0.03)) {
    changes.push({ at: after(draws.unit(at(S.rebrandDay))), column: "name", value: `${name} & Co.` });
  }
  if (draws.chance(at(S.websiteChange), 0.05)) {
    changes.push({ at: after(draws.unit(at(S.websiteDay))), column: "website", value: `https://${domain}/visit` });
  }
  if (draws.chance(at(S.emailChange), 0.06)) {
    changes.push({ at: after(draws.unit(at(S.emailDay))), column: "email", value: `office@${domain}` });
  }
  return changes;
}

/** The values of an account after all its changes. */
export function currentValues(account: Account, setting: Setting): MutableValues {
  const current: Record<string, string | number | null> = { ...firstValues(account) };
  for (const { column, value } of accountChanges(account, setting)) current[column] = value;
  return current as unknown as MutableValues;
}
