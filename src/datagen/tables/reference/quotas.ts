/** `reference.quotas`: what each seller is to win in a month, as it was set on its first morning. */
import * as schema from "../../schema/reference.ts";
import type { Owner } from "../../sales/owners.ts";
import { quotasOf } from "../../sales/quotas.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import type { Setting } from "../../world/world.ts";
import { nextBatch } from "../load-time.ts";

const BATCH_SECONDS = 86400;

export function writeQuotas(setting: Setting, owners: readonly Owner[]): TableData {
  const table = new TableBuilder(schema.quotas, 2048);
  for (const { owner, month, cents, setAt } of quotasOf(owners, setting))
    table.add({
      owner_id: owner.id,
      month,
      amount: cents,
      _synced_at: nextBatch(setAt, BATCH_SECONDS, setting.tier.asOfDay),
    });
  return table.finish();
}
