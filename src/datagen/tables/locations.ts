/** `app_database.locations`: the sites of the accounts. A site of an account that left is not active, yet not closed either. */
import { PLACE_NAMES, type BusinessType } from "../facts/names.ts";
import { STREETS } from "../facts/geography.ts";
import { DAY_SECONDS } from "../kit/calendar.ts";
import { nearest, quantile } from "../kit/distributions.ts";
import { LOGNORMAL_NARROW } from "../kit/quantile-tables.ts";
import { Draws } from "../kit/random.ts";
import { SITES, STREAMS, at } from "../kit/sites.ts";
import * as schema from "../schema.ts";
import { TableBuilder, type TableData } from "../table.ts";
import { siteKey } from "../world/premises.ts";
import { numberOf, type Registry } from "../world/registry.ts";
import { nightlyLoad } from "./load-time.ts";

const S = SITES.location;

const SEATS: Readonly<Record<BusinessType, number>> = {
  restaurant: 80,
  bar: 60,
  hotel: 140,
  stadium: 9000,
  corporate: 120,
};
const TYPES: Readonly<Record<BusinessType, string>> = {
  restaurant: "dining_room",
  bar: "taproom",
  hotel: "hotel_bar",
  stadium: "concourse",
  corporate: "canteen",
};

export function writeLocations(registry: Registry): TableData {
  const { seed, tier } = registry.world.setting;
  const table = new TableBuilder(schema.locations, registry.sites.length);
  for (const { account, item: site } of registry.sites) {
    const { profile } = account;
    const { city } = profile;
    const draws = new Draws(seed, STREAMS.location, siteKey(profile.id, site.ordinal));
    const usual = quantile(LOGNORMAL_NARROW, draws.unit(at(S.size)));
    const closed = site.closedDay !== null && site.closedDay <= tier.asOfDay && site.suspendedDay === null;
    const createdAt = Math.max(profile.createdAt + 300 + site.ordinal * 60, site.openedDay * DAY_SECONDS + 14 * 3600);
    const ended = closed ? site.closedDay : site.suspendedDay;
    table.add({
      id: numberOf(registry.siteId, site),
      customer_id: profile.id,
      name: `${profile.name} ${placeName(site.ordinal)}`,
      address: `${String(draws.between(at(S.houseNumber), 1, 480))} ${draws.pick(at(S.street), STREETS)}`,
      city: city.city,
      state: city.state,
      zip_code: zipCode(city.country, city.zipPrefix, draws.below(at(S.zip), 90)),
      country: city.country,
      timezone: city.timezone,
      location_type: TYPES[profile.businessType],
      size: usual < 0.8 ? "small" : usual < 1.35 ? "medium" : "large",
      capacity: Math.max(10, nearest((SEATS[profile.businessType] * usual) / 10) * 10),
      latitude: city.latitude + (draws.below(at(S.latitude), 120) - 60) * 1000,
      longitude: city.longitude + (draws.below(at(S.longitude), 120) - 60) * 1000,
      opened_date: site.openedDay,
      closed_date: closed ? site.closedDay : null,
      is_active: ended === null,
      created_at: createdAt,
      updated_at: ended === null ? createdAt : ended * DAY_SECONDS + 22 * 3600,
      _synced_at: nightlyLoad(tier.asOfDay),
    });
  }
  return table.finish();
}

function placeName(ordinal: number): string {
  const name = PLACE_NAMES[ordinal % PLACE_NAMES.length] ?? "Main House";
  const round = Math.floor(ordinal / PLACE_NAMES.length);
  return round === 0 ? name : `${name} ${String(round + 1)}`;
}

function zipCode(country: string, prefix: string, n: number): string {
  if (country === "US") return `${prefix}${n < 10 ? "0" : ""}${String(n)}`;
  const letter = "ABDEFGHJLN"[n % 10] ?? "A";
  return country === "CA"
    ? `${prefix}${String(Math.floor(n / 10))}`
    : `${prefix}${letter}${"PQRSTUWXY"[Math.floor(n / 10)] ?? "P"}`;
}
