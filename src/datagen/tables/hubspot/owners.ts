/** `hubspot.owner`, `hubspot.team` and who belongs to which: the people who sell, as far as they have been hired. */
import { DAY_SECONDS } from "../../kit/calendar.ts";
import * as schema from "../../schema/hubspot.ts";
import { teamsOf, worksOn, type Owner } from "../../sales/owners.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import type { Setting } from "../../world/world.ts";
import { nightlyLoad } from "../load-time.ts";

/** Desks are set up at nine in the morning of the first day. */
const MORNING = 15 * 3600;

function hired(owners: readonly Owner[], { tier }: Setting): Owner[] {
  return owners.filter(({ hiredDay }) => hiredDay <= tier.asOfDay);
}

export function writeOwners(setting: Setting, owners: readonly Owner[]): TableData {
  const { asOfDay } = setting.tier;
  const table = new TableBuilder(schema.owner, owners.length);
  // Ids go by place in the roster, hires by their day: both ascend, so sorting is only a safeguard.
  for (const owner of hired(owners, setting).sort((a, b) => a.id - b.id)) {
    const left = owner.leftDay !== null && owner.leftDay <= asOfDay ? owner.leftDay : null;
    table.add({
      owner_id: owner.id,
      email: owner.email,
      first_name: owner.firstName,
      last_name: owner.lastName,
      manager_owner_id: owner.manager?.id ?? null,
      is_active: worksOn(owner, asOfDay),
      created_at: owner.hiredDay * DAY_SECONDS + MORNING,
      updated_at: (left ?? owner.hiredDay) * DAY_SECONDS + MORNING,
      _synced_at: nightlyLoad(asOfDay),
    });
  }
  return table.finish();
}

export function writeTeams({ tier }: Setting): TableData {
  const table = new TableBuilder(schema.team, 16);
  for (const { id, name } of teamsOf(tier)) table.add({ id, name, _synced_at: nightlyLoad(tier.asOfDay) });
  return table.finish();
}

export function writeOwnerTeams(setting: Setting, owners: readonly Owner[]): TableData {
  const table = new TableBuilder(schema.ownerTeam, owners.length);
  for (const { id, team } of hired(owners, setting))
    table.add({ owner_id: id, team_id: team.id, is_primary: true, _synced_at: nightlyLoad(setting.tier.asOfDay) });
  return table.finish();
}
