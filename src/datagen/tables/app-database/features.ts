/** `app_database.features`, as the product catalogue lists them: what had been released by the as-of day. */
import { FEATURES } from "../../facts/features.ts";
import * as schema from "../../schema/app-database.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import type { Setting } from "../../world/world.ts";
import { nightlyLoad } from "../load-time.ts";

export function writeFeatures({ tier }: Setting): TableData {
  const table = new TableBuilder(schema.features, FEATURES.length);
  for (const feature of FEATURES) {
    if (feature.releasedOn > tier.asOfDay) continue;
    table.add({
      id: feature.id,
      name: feature.name,
      category: feature.category,
      tier_required: feature.tier,
      released_on: feature.releasedOn,
      deprecated_on:
        feature.deprecatedOn !== null && feature.deprecatedOn <= tier.asOfDay ? feature.deprecatedOn : null,
      depends_on_feature_id: feature.dependsOn,
      _synced_at: nightlyLoad(tier.asOfDay),
    });
  }
  return table.finish();
}
