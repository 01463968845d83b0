/** `crm.organizations`, `crm.accounts` and `crm.contacts`: who the shop knows, as it stands on the as-of day. */
import { STREETS } from "../../facts/geography.ts";
import { INDUSTRIES } from "../../facts/names.ts";
import { DAY_SECONDS, parseDay } from "../../kit/calendar.ts";
import { nearest, quantile } from "../../kit/distributions.ts";
import { LOGNORMAL_WIDE } from "../../kit/quantile-tables.ts";
import { at } from "../../kit/sites.ts";
import * as schema from "../../schema/crm.ts";
import { statusOn } from "../../shop/account-status.ts";
import { phoneNumber } from "../../shop/contacts.ts";
import type { Shop, ShopAccount } from "../../shop/records.ts";
import { SITES } from "../../shop/sites.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import { accountChanges, currentValues } from "../../world/account-log.ts";
import type { Setting } from "../../world/world.ts";
import { nightlyLoad } from "../load-time.ts";

const S = SITES.account;

export const MAIN_ORGANIZATION = 1;
const FOUNDED = parseDay("2018-10-01") * DAY_SECONDS + 9 * 3600;

export function writeOrganizations({ tier }: Setting): TableData {
  const table = new TableBuilder(schema.organizations, 1);
  table.add({
    id: MAIN_ORGANIZATION,
    name: "Tapworks Supply",
    is_test: false,
    created_at: FOUNDED,
    _synced_at: nightlyLoad(tier.asOfDay),
  });
  return table.finish();
}

export function writeCrmAccounts(shop: Shop, setting: Setting): TableData {
  const { asOfDay } = setting.tier;
  const table = new TableBuilder(schema.accounts, shop.accounts.length);
  for (const account of shop.accounts) {
    const known = masterData(account, setting);
    const { status, since } = statusOn(
      account,
      shop.ordersOf.get(account) ?? [],
      shop.dealsOf.get(account) ?? [],
      asOfDay,
    );
    table.add({
      id: account.id,
      organization_id: MAIN_ORGANIZATION,
      external_account_id: account.life?.profile.id ?? null,
      name: known.name,
      industry: INDUSTRIES[account.businessType],
      company_size: companySize(known.employees),
      annual_revenue: known.revenue,
      website: known.website,
      phone: phoneNumber(account.draws.unit(at(S.phone))),
      billing_address: addressOf(account, 0),
      shipping_address: account.draws.chance(at(S.shipsElsewhere), 0.12) ? addressOf(account, 14) : null,
      account_owner: account.seller.name,
      account_status: status,
      created_at: account.createdAt,
      updated_at: Math.max(account.createdAt, since, known.changedAt),
      _synced_at: nightlyLoad(asOfDay),
    });
  }
  return table.finish();
}

interface MasterData {
  readonly name: string;
  readonly website: string;
  readonly employees: number;
  readonly revenue: number | null;
  readonly changedAt: number;
}

/** A customer's data are those of the application; a prospect's are the seller's estimate, where there is one. */
function masterData(account: ShopAccount, setting: Setting): MasterData {
  const { life, draws } = account;
  if (life === null) {
    const employees = 2 + nearest(quantile(LOGNORMAL_WIDE, draws.unit(at(S.employees))) * 18);
    const u = draws.unit(at(S.revenue));
    return {
      name: account.name,
      website: `https://www.${account.domain}`,
      employees,
      revenue: u < 0.3 ? null : nearest(employees * (0.6 + u)) * 50000,
      changedAt: account.createdAt,
    };
  }
  const now = currentValues(life, setting);
  return {
    name: now.name,
    website: now.website,
    employees: now.employee_count,
    revenue: now.annual_revenue,
    changedAt: accountChanges(life, setting).at(-1)?.at ?? account.createdAt,
  };
}

function companySize(employees: number): string {
  if (employees <= 10) return "1-10";
  if (employees <= 50) return "11-50";
  if (employees <= 200) return "51-200";
  return employees <= 1000 ? "201-1000" : "1001+";
}

/** `further` houses down the same street is the place that goods are sent to. */
function addressOf({ draws, city }: ShopAccount, further: number): string {
  const house = draws.between(at(S.house), 1, 99) + further;
  return `${String(house)} ${draws.pick(at(S.street), STREETS)}, ${city.city}, ${city.state}`;
}

export function writeCrmContacts(shop: Shop, { tier }: Setting): TableData {
  const table = new TableBuilder(schema.contacts, shop.contacts.length);
  for (const contact of shop.contacts) {
    table.add({
      id: contact.id,
      organization_id: MAIN_ORGANIZATION,
      account_id: contact.account.id,
      first_name: contact.firstName,
      last_name: contact.lastName,
      email: contact.email,
      phone: contact.phone,
      job_title: contact.title,
      department: contact.department,
      is_primary: contact.ordinal === 0,
      contact_status: contact.status,
      created_at: contact.createdAt,
      updated_at: contact.changedAt,
      _synced_at: nightlyLoad(tier.asOfDay),
    });
  }
  return table.finish();
}
