/** `app_database.user_role_changes`: promotions that have happened; the last one of a user leads to the role in `users`. */
import * as schema from "../../schema/app-database.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import type { Usage } from "../../usage/usage.ts";
import { numberOf, type Registry } from "../../world/registry.ts";
import { nextBatch } from "../load-time.ts";

const BATCH_SECONDS = 3600;

export function writeUserRoleChanges({ promotions }: Usage, registry: Registry): TableData {
  const { tier } = registry.world.setting;
  const owners = new Map(registry.users.filter(({ ordinal }) => ordinal === 0).map((user) => [user.account, user]));
  const table = new TableBuilder(schema.userRoleChanges, promotions.length);
  promotions.forEach(({ userId, person, promotion }, index) => {
    const owner = owners.get(person.user.account);
    table.add({
      id: index + 1,
      user_id: userId,
      changed_at: promotion.at,
      old_role: promotion.from,
      new_role: promotion.to,
      changed_by: owner === undefined ? null : numberOf(registry.userId, owner),
      _synced_at: nextBatch(promotion.at, BATCH_SECONDS, tier.lastDay),
    });
  });
  return table.finish();
}
