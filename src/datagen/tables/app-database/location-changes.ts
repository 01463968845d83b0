/** `app_database.location_changes`: what changed at the sites, value by value, in order of time. */
import { siteValues } from "../../operations/site-log.ts";
import * as schema from "../../schema/app-database.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import { numberOf, type Registry } from "../../world/registry.ts";
import { nextBatch } from "../load-time.ts";

const BATCH_SECONDS = 86400;

export function writeLocationChanges(registry: Registry): TableData {
  const { setting } = registry.world;
  const lines = registry.sites.flatMap(({ account, item: site }) => {
    const locationId = numberOf(registry.siteId, site);
    return siteValues(account, site, setting).changes.map((change, nth) => ({ locationId, change, nth }));
  });
  lines.sort((a, b) => a.change.at - b.change.at || a.locationId - b.locationId || a.nth - b.nth);
  const table = new TableBuilder(schema.locationChanges, lines.length);
  lines.forEach(({ locationId, change }, index) => {
    table.add({
      change_id: index + 1,
      location_id: locationId,
      changed_at: change.at,
      field: change.field,
      old_value: change.oldValue,
      new_value: change.newValue,
      _synced_at: nextBatch(change.at, BATCH_SECONDS, setting.tier.asOfDay),
    });
  });
  return table.finish();
}
