/** `app_database.locations`: the sites of the accounts. A site of an account that left is not active, yet not closed either. */
import type { BusinessType } from "../../facts/names.ts";
import { STREETS } from "../../facts/geography.ts";
import { Draws } from "../../kit/random.ts";
import { SITES, STREAMS, at } from "../../kit/sites.ts";
import { siteValues } from "../../operations/site-log.ts";
import * as schema from "../../schema/app-database.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import { siteKey } from "../../world/premises.ts";
import { numberOf, type Registry } from "../../world/registry.ts";
import { nightlyLoad } from "../load-time.ts";

const S = SITES.location;

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
    const values = siteValues(account, site, registry.world.setting);
    table.add({
      id: numberOf(registry.siteId, site),
      customer_id: profile.id,
      name: values.name,
      address: `${String(draws.between(at(S.houseNumber), 1, 480))} ${draws.pick(at(S.street), STREETS)}`,
      city: city.city,
      state: city.state,
      zip_code: zipCode(city.country, city.zipPrefix, draws.below(at(S.zip), 90)),
      country: city.country,
      timezone: city.timezone,
      location_type: TYPES[profile.businessType],
      size: values.size,
      capacity: values.capacity,
      latitude: city.latitude + (draws.below(at(S.latitude), 12) - 6) * 10000,
      longitude: city.longitude + (draws.below(at(S.longitude), 12) - 6) * 10000,
      opened_date: site.openedDay,
      closed_date: values.status === "closed" ? site.closedDay : null,
      is_active: values.status === "open",
      created_at: values.createdAt,
      updated_at: values.updatedAt,
      _synced_at: nightlyLoad(tier.asOfDay),
    });
  }
  return table.finish();
}

function zipCode(country: string, prefix: string, n: number): string {
  if (country === "US") return `${prefix}${n < 10 ? "0" : ""}${String(n)}`;
  const letter = "ABDEFGHJLN"[n % 10] ?? "A";
  return country === "CA"
    ? `${prefix}${String(Math.floor(n / 10))}`
    : `${prefix}${letter}${"PQRSTUWXY"[Math.floor(n / 10)] ?? "P"}`;
}
