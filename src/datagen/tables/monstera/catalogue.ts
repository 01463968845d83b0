/** `monstera.product_catalog` and `product_event_rules`: what is sold, and which events count. */
import { DAY_SECONDS } from "../../kit/calendar.ts";
import { CATALOGUE, EVENT_RULES } from "../../lifecycle/catalogue.ts";
import * as schema from "../../schema/monstera.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import type { Setting } from "../../world/world.ts";
import { nightlyLoad } from "../load-time.ts";

/** What has been launched by the as-of day, in order of id. */
export function writeProductCatalog({ tier }: Setting): TableData {
  const known = CATALOGUE.filter(({ launchedDay }) => launchedDay <= tier.asOfDay);
  known.sort((a, b) => (a.id < b.id ? -1 : 1));
  const table = new TableBuilder(schema.productCatalog, known.length);
  for (const { id, name, family, tier: level, parent, launchedDay } of known) {
    table.add({
      product_id: id,
      product_name: name,
      product_family_id: family,
      tier: level,
      parent_product_id: parent,
      is_active: true,
      created_at: launchedDay * DAY_SECONDS + 9 * 3600,
      _synced_at: nightlyLoad(tier.asOfDay),
    });
  }
  return table.finish();
}

/** Rules of products that are not launched yet are not written down yet. */
export function writeProductEventRules({ tier }: Setting): TableData {
  const known = new Set(CATALOGUE.filter(({ launchedDay }) => launchedDay <= tier.asOfDay).map(({ id }) => id));
  const rules = EVENT_RULES.filter(({ product }) => known.has(product));
  rules.sort((a, b) => (a.event === b.event ? (a.product < b.product ? -1 : 1) : a.event < b.event ? -1 : 1));
  const table = new TableBuilder(schema.productEventRules, rules.length);
  for (const { event, product, qualifies, activates } of rules) {
    table.add({
      event_type: event,
      product_id: product,
      is_qualifying: qualifies,
      is_activation: activates,
      _synced_at: nightlyLoad(tier.asOfDay),
    });
  }
  return table.finish();
}
