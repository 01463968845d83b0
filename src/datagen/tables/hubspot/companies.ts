/**
 * `hubspot.company` and its property history: the businesses of the contacts. A customer's company carries the id of the account
 * as text from the sign-up on; before it, and for all who never sign up, that is empty.
 */
import { INDUSTRIES } from "../../facts/names.ts";
import { DAY_SECONDS } from "../../kit/calendar.ts";
import type { Company, Contact, Market } from "../../market/market.ts";
import * as schema from "../../schema/hubspot.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import { accountChanges } from "../../world/account-log.ts";
import type { Account, World } from "../../world/world.ts";
import { endOfWorld, nextBatch, nightlyLoad } from "../load-time.ts";
import { stagesOf } from "./lifecycle.ts";

const BATCH_SECONDS = 24 * 3600;

export function writeCompanies(world: World, market: Market): TableData {
  const { asOfDay } = world.setting.tier;
  const histories = companyHistories(world, market);
  const table = new TableBuilder(schema.company, market.companies.length);
  for (const company of market.companies) {
    const rows = histories.get(company) ?? [];
    const last = (name: string): string | null => rows.findLast((row) => row.name === name)?.value ?? null;
    const signedUp = company.account !== null && company.account.signupDay <= asOfDay;
    table.add({
      id: company.id,
      property_name: last("name") ?? company.name,
      property_domain: company.domain,
      property_industry: INDUSTRIES[company.businessType],
      property_city: company.city.city,
      property_state: company.city.state,
      property_country: company.city.country,
      property_annualrevenue: company.annualRevenue,
      property_numberofemployees: Number(last("numberofemployees") ?? company.employees),
      property_lifecyclestage: last("lifecyclestage"),
      property_app_account_id: signedUp && company.account !== null ? String(company.account.id) : null,
      property_createdate: company.createdAt,
      is_deleted: false,
      _synced_at: nightlyLoad(asOfDay),
    });
  }
  return table.finish();
}

export function writeCompanyPropertyHistory(world: World, market: Market): TableData {
  const { asOfDay } = world.setting.tier;
  const histories = companyHistories(world, market);
  const table = new TableBuilder(schema.companyPropertyHistory, market.companies.length * 2);
  for (const company of market.companies) {
    const rows = [...(histories.get(company) ?? [])];
    rows.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.at - b.at));
    for (const { name, at, value, source } of rows)
      table.add({
        company_id: company.id,
        name,
        timestamp: at,
        value,
        source,
        _synced_at: nextBatch(at, BATCH_SECONDS, asOfDay),
      });
  }
  return table.finish();
}

interface HistoryRow {
  readonly name: "lifecyclestage" | "name" | "numberofemployees";
  readonly at: number;
  readonly value: string;
  readonly source: string;
}

/** Both tables need them, and one market has one set. */
const HISTORIES = new WeakMap<Market, ReadonlyMap<Company, readonly HistoryRow[]>>();

/** Ascending by time. A company is an opportunity when its first deal opens, a customer with its first payment. */
function companyHistories(world: World, market: Market): ReadonlyMap<Company, readonly HistoryRow[]> {
  let histories = HISTORIES.get(market);
  if (histories === undefined) {
    histories = tellHistories(world, market);
    HISTORIES.set(market, histories);
  }
  return histories;
}

function tellHistories({ setting, accounts }: World, { contacts, companies }: Market): Map<Company, HistoryRow[]> {
  const firsts = firstStages(contacts, endOfWorld(setting.tier.asOfDay));
  const lives = new Map(accounts.map((account) => [account.profile.id, account]));
  return new Map(
    companies.map((company) => {
      const account = company.account === null ? undefined : lives.get(company.account.id);
      const rows = [...stageRows(company, firsts.get(company)), ...told(account, setting)];
      return [company, rows.sort((a, b) => a.at - b.at || (a.name < b.name ? -1 : 1))];
    }),
  );
}

interface Firsts {
  opportunity: number | null;
  customer: number | null;
}

/** When the first person of a company became an opportunity, and a customer. */
function firstStages(contacts: readonly Contact[], end: number): Map<Company, Firsts> {
  const firsts = new Map<Company, Firsts>();
  for (const contact of contacts) {
    const { company } = contact;
    if (company === null) continue;
    let known = firsts.get(company);
    if (known === undefined) firsts.set(company, (known = { opportunity: null, customer: null }));
    for (const { stage, at } of stagesOf(contact, end))
      if (stage === "opportunity" || stage === "customer") known[stage] = Math.min(known[stage] ?? at, at);
  }
  return firsts;
}

function stageRows(company: Company, firsts: Firsts | undefined): HistoryRow[] {
  const rows: HistoryRow[] = [{ name: "lifecyclestage", at: company.createdAt, value: "lead", source: "WORKFLOW" }];
  const opportunity = company.account === null ? null : (firsts?.opportunity ?? null);
  const customer = firsts?.customer ?? null;
  if (opportunity !== null)
    rows.push({ name: "lifecyclestage", at: opportunity, value: "opportunity", source: "SALES" });
  if (customer !== null && (opportunity === null || customer > opportunity))
    rows.push({ name: "lifecyclestage", at: customer, value: "customer", source: "INTEGRATION" });
  return rows;
}

/** What the application passes on: a new name, and the headcount when it moved by a fifth. */
function told(account: Account | undefined, setting: World["setting"]): HistoryRow[] {
  if (account === undefined) return [];
  let headcount = account.profile.employees;
  return accountChanges(account, setting).flatMap(({ at, column, value }): HistoryRow[] => {
    const after = at + DAY_SECONDS / 24;
    if (column === "name") return [{ name: "name", at: after, value: String(value), source: "INTEGRATION" }];
    if (column !== "employee_count") return [];
    const change = Number(value) / headcount;
    if (change > 0.8 && change < 1.2) return [];
    headcount = Number(value);
    return [{ name: "numberofemployees", at: after, value: String(value), source: "INTEGRATION" }];
  });
}
