/** `app_database.users`: people with a login, whom they report to, and when they were last seen. */
import * as schema from "../../schema/app-database.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import type { Usage } from "../../usage/usage.ts";
import { numberOf, type Registry } from "../../world/registry.ts";
import { nightlyLoad } from "../load-time.ts";

export function writeUsers(registry: Registry, usage: Usage): TableData {
  const table = new TableBuilder(schema.users, registry.users.length);
  for (const user of registry.users) {
    table.add({
      id: numberOf(registry.userId, user),
      customer_id: user.account.profile.id,
      location_id: user.site === null ? null : numberOf(registry.siteId, user.site),
      manager_user_id: user.manager === null ? null : numberOf(registry.userId, user.manager),
      first_name: user.firstName,
      last_name: user.lastName,
      email: user.email,
      role: usage.roleBefore.get(user) ?? user.role,
      status: user.deactivatedAt !== null ? "deactivated" : user.acceptedAt === null ? "invited" : "active",
      invited_at: user.invitedAt,
      created_at: user.acceptedAt ?? user.invitedAt,
      last_login_at: usage.lastLogin.get(user) ?? null,
      deactivated_at: user.deactivatedAt,
      _synced_at: nightlyLoad(registry.world.setting.tier.asOfDay),
    });
  }
  return table.finish();
}
