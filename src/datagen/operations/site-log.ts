/**
 * What changed at the sites: they open, are suspended with their account, come back, close for good, are refitted or renamed.
 *
 * The first lines of a site give its first values; folded over them, the later ones give the current row exactly. A site of an
 * account that left is suspended: it was never told whether it closed.
 */
import { DAY_SECONDS } from "../kit/calendar.ts";
import { nearest, quantile } from "../kit/distributions.ts";
import { LOGNORMAL_NARROW } from "../kit/quantile-tables.ts";
import { Draws } from "../kit/random.ts";
import { SITES as WORLD_SITES, STREAMS as WORLD_STREAMS, at } from "../kit/sites.ts";
import { PLACE_NAMES, type BusinessType } from "../facts/names.ts";
import { siteKey } from "../world/premises.ts";
import type { Account, Setting, Site } from "../world/world.ts";
import { SITES, STREAMS } from "./sites.ts";

const S = SITES.site;

const SEATS: Readonly<Record<BusinessType, number>> = {
  restaurant: 80,
  bar: 60,
  hotel: 140,
  stadium: 9000,
  corporate: 120,
};

export type SiteField = "status" | "name" | "capacity" | "size";
export type SiteStatus = "open" | "suspended" | "closed";

export interface SiteChange {
  readonly at: number;
  readonly field: SiteField;
  readonly oldValue: string | null;
  readonly newValue: string;
}

export interface SiteValues {
  readonly name: string;
  readonly size: string;
  readonly capacity: number;
  readonly status: SiteStatus;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly changes: readonly SiteChange[];
}

/** One site in twelve is rebuilt in a year on average, and then seats more or fewer. */
const REFIT_SHARE = 0.045;
const RENAMED_SHARE = 0.03;
const MOST_REFITS = 8;

export function siteValues(account: Account, site: Site, { seed, tier }: Setting): SiteValues {
  const { profile } = account;
  const key = siteKey(profile.id, site.ordinal);
  const usual = quantile(
    LOGNORMAL_NARROW,
    new Draws(seed, WORLD_STREAMS.location, key).unit(at(WORLD_SITES.location.size)),
  );
  const seats = SEATS[profile.businessType];
  const draws = new Draws(seed, STREAMS.site, key);
  const createdAt = Math.max(profile.createdAt + 300 + site.ordinal * 60, site.openedDay * DAY_SECONDS + 14 * 3600);
  const statuses = statusesOf(account, site, createdAt, tier.asOfDay);
  const wasOpen = (time: number): boolean => statuses.findLast((status) => status.at <= time)?.status === "open";
  const end = (tier.asOfDay + 1) * DAY_SECONDS;
  let name = `${profile.name} ${placeName(site.ordinal)}`;
  let capacity = seatsOf(seats * usual);
  let size = sizeOf(capacity / seats);
  const changes: SiteChange[] = [];
  for (const [index, { at: time, status }] of statuses.entries())
    changes.push({ at: time, field: "status", oldValue: statuses[index - 1]?.status ?? null, newValue: status });
  for (let nth = 0; nth < MOST_REFITS; nth += 1) {
    const time = (site.openedDay + 90 + nth * 365 + draws.below(at(S.capacityDay, nth), 300)) * DAY_SECONDS + 17 * 3600;
    if (time >= end) break;
    if (!draws.chance(at(S.refit, nth), REFIT_SHARE) || !wasOpen(time)) continue;
    const next = seatsOf(capacity * (0.75 + draws.unit(at(S.capacity, nth)) * 0.7));
    if (next === capacity) continue;
    changes.push({ at: time, field: "capacity", oldValue: String(capacity), newValue: String(next) });
    capacity = next;
    const nextSize = sizeOf(capacity / seats);
    if (nextSize !== size) changes.push({ at: time + 1, field: "size", oldValue: size, newValue: nextSize });
    size = nextSize;
  }
  const renamedAt = (site.openedDay + 60 + draws.below(at(S.nameDay), 1100)) * DAY_SECONDS + 18 * 3600;
  if (renamedAt < end && draws.chance(at(S.renamed), RENAMED_SHARE) && wasOpen(renamedAt)) {
    changes.push({ at: renamedAt, field: "name", oldValue: name, newValue: `${name} & Garden` });
    name = `${name} & Garden`;
  }
  changes.sort((a, b) => a.at - b.at || (a.field < b.field ? -1 : 1));
  return {
    name,
    size,
    capacity,
    status: statuses.at(-1)?.status ?? "open",
    createdAt,
    updatedAt: changes.at(-1)?.at ?? createdAt,
    changes,
  };
}

function statusesOf({ statusChanges }: Account, site: Site, createdAt: number, asOfDay: number) {
  const statuses: { readonly at: number; readonly status: SiteStatus }[] = [{ at: createdAt, status: "open" }];
  const closing = site.closedDay === null ? null : site.closedDay * DAY_SECONDS + 22 * 3600;
  for (const change of statusChanges) {
    const now = statuses.at(-1)?.status;
    if (change.at < createdAt || now === "closed") continue;
    if (now === "open" && closing !== null && site.closedDay !== null && closesBefore(site.closedDay, change.at)) {
      statuses.push({ at: closing, status: "closed" });
    } else if (now === "open" && change.status === "churned") {
      statuses.push({ at: Math.max(change.at, createdAt + 60), status: "suspended" });
    } else if (
      now === "suspended" &&
      change.status === "active" &&
      (site.closedDay === null || !closesBefore(site.closedDay, change.at))
    ) {
      statuses.push({ at: change.at, status: "open" });
    }
  }
  if (statuses.at(-1)?.status === "open" && closing !== null && site.closedDay !== null && site.closedDay <= asOfDay)
    statuses.push({ at: closing, status: "closed" });
  return statuses;
}

/** A site that closes on the very day on which its account leaves or returns is closed. */
function closesBefore(closedDay: number, time: number): boolean {
  return closedDay <= Math.floor(time / DAY_SECONDS);
}

function seatsOf(seats: number): number {
  return Math.max(10, nearest(seats / 10) * 10);
}

function sizeOf(share: number): string {
  return share < 0.8 ? "small" : share < 1.35 ? "medium" : "large";
}

function placeName(ordinal: number): string {
  const name = PLACE_NAMES[ordinal % PLACE_NAMES.length] ?? "Main House";
  const round = Math.floor(ordinal / PLACE_NAMES.length);
  return round === 0 ? name : `${name} ${String(round + 1)}`;
}
