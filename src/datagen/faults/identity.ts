/** Faults of identity: the same thing twice under two ids, pointers to nothing, addresses that do not work, records of tests. */
import { DAY_SECONDS } from "../kit/calendar.ts";
import type { Company } from "../company.ts";
import type { DirtyTable, Value } from "./dirty-table.ts";
import { at } from "../kit/sites.ts";
import { Chances, formOf, sizeOf, type Fault } from "./fault.ts";
import { SITES } from "./sites.ts";

/** Ids of records that exist only because of a fault; far above all counters. */
const ADDED_CONTACTS = 209_000_000;
const ADDED_CRM_ACCOUNTS = 900_000;
const TEST_RECORDS = 5_000_000;
const UNKNOWN_ACCOUNTS = 900_000;
const UNKNOWN_DEVICES = 9_000_000;
const UNKNOWN_COMPANIES = 399_000_000;

function shout(text: string | null): string | null {
  return text === null ? null : text.toUpperCase();
}

/** The same person came in by another door: the address in other letters, a day later. */
function twinContact(table: DirtyTable, chances: Chances): void {
  for (const [row, draws] of chances.rows(table, 0.02)) {
    const email = table.text(row, "property_email");
    if (email === null) continue;
    const id = table.number(row, "id") ?? 0;
    const created = table.number(row, "property_createdate") ?? 0;
    const end = (chances.company.setting.tier.asOfDay + 1) * DAY_SECONDS;
    const again = created + sizeOf(draws, 1, 40) * DAY_SECONDS;
    if (again >= end) continue;
    table.repeat("F02", row, {
      id: ADDED_CONTACTS + id,
      property_email: formOf(draws, 2) === 0 ? shout(email) : ` ${email}`,
      property_merged_vids: null,
      property_createdate: again,
    });
  }
}

const LEGAL_FORMS = [" LLC", " Inc.", " Ltd", " & Co"] as const;

function twinAccount(table: DirtyTable, chances: Chances): void {
  for (const [row, draws] of chances.rows(table, 0.01)) {
    const name = table.text(row, "name") ?? "";
    const form = formOf(draws, LEGAL_FORMS.length + 1);
    table.repeat("F02", row, {
      id: ADDED_CRM_ACCOUNTS + (table.number(row, "id") ?? 0),
      name: form === LEGAL_FORMS.length ? shout(name) : `${name}${LEGAL_FORMS[form] ?? ""}`,
      external_account_id: null,
    });
  }
}

function pointNowhere(column: string, base: number, rate: number): (table: DirtyTable, chances: Chances) => void {
  return (table, chances) => {
    for (const [row, draws] of chances.rows(table, rate)) table.set("F05", row, column, base + sizeOf(draws, 1, 9000));
  };
}

interface AddressRates {
  readonly missing: number;
  readonly malformed: number;
  readonly mixedCase: number;
}

function spoilAddresses(
  column: string,
  { missing, malformed, mixedCase }: AddressRates,
): (table: DirtyTable, chances: Chances) => void {
  return (table, chances) => {
    for (const [row, draws] of chances.rows(table, missing + malformed + mixedCase)) {
      const email = table.text(row, column);
      if (email === null) continue;
      const u = sizeOf(draws, 0, 9999) / 10000;
      const share = u * (missing + malformed + mixedCase);
      let spoiled: Value = titled(email);
      if (share < missing) spoiled = null;
      else if (share < missing + malformed)
        spoiled = formOf(draws, 2) === 0 ? email.replace("@", " at ") : email.replace("@", "@@");
      table.set("F06", row, column, spoiled);
    }
  };
}

/** "Ada.Fox@Wild-Compass.example": as people type it. */
function titled(email: string): string {
  return email
    .replace(/(^|[.@-])([a-z])/g, (_, before: string, letter: string) => before + letter.toUpperCase())
    .replace(/Example$/, "example");
}

/** When an account that came to nothing was erased from the application, or null. Only trials that ended are erased. */
function erasedAt(company: Company, accountId: number): number | null {
  const account = company.registry.world.accounts[accountId - 1];
  const reason = account?.subscriptions.at(-1)?.changes.at(-1)?.reason;
  const churned = account?.statusChanges.at(-1);
  if (account === undefined || reason !== "trial_ended" || churned?.status !== "churned") return null;
  const draws = new Chances(company, "F11", "app_database__accounts").of(String(accountId));
  if (formOf(draws, 12) !== 0) return null;
  const erased = churned.at + sizeOf(draws, 30, 90) * DAY_SECONDS;
  return erased < (company.setting.tier.asOfDay + 1) * DAY_SECONDS ? erased : null;
}

function eraseAccounts(table: DirtyTable, { company }: Chances): void {
  for (let row = 0; row < table.rowCount; row += 1)
    if (erasedAt(company, table.number(row, "id") ?? 0) !== null) table.lose("F11", row);
}

const ERASURES = 1_000_000_000;

function logErasures(table: DirtyTable, { company }: Chances): void {
  const last = new Map<number, number>();
  for (let row = 0; row < table.rowCount; row += 1) last.set(table.number(row, "account_id") ?? 0, row);
  for (const [account, row] of last) {
    const erased = erasedAt(company, account);
    if (erased === null) continue;
    table.repeat("F11", row, {
      change_id: ERASURES + account,
      changed_at: erased,
      op: "D",
      column_name: null,
      old_value: null,
      new_value: null,
      lsn: (table.number(row, "lsn") ?? 0) + 48,
      _synced_at: erased + 3600,
    });
  }
}

function markDeleted(table: DirtyTable, chances: Chances): void {
  for (const [row] of chances.rows(table, 0.015)) table.set("F11", row, "is_deleted", 1);
}

/** Six accounts in a thousand are the company's own: they sign up with its test domain. */
function ownAccounts(table: DirtyTable, chances: Chances): void {
  for (const [row] of chances.rows(table, 0.006)) {
    const id = String(table.number(row, "id") ?? 0);
    table.set("F12", row, "email", `qa+${id}@taplab.example`);
    table.alsoSet(row, "name", `Test account ${id}`);
  }
}

/** Whether a key was chosen for a copy of the whole thing, so that all its tables agree. */
function copied(company: Company, table: string, rate: number): (key: string) => boolean {
  const chances = new Chances(company, "F12", table);
  return (key) => chances.of(key).chance(at(SITES.fault.chosen), rate);
}

/** Pointers of test records to things that have no test mode. */
const LIVE_ONLY = ["default_payment_method", "payment_method_id", "balance_transaction_id", "metadata_account_id"];

/** Records of Stripe's test mode beside the real ones: some customers with all that is theirs, under ids of their own. */
function testMode(customerColumn: string, pointers: readonly string[]): (table: DirtyTable, chances: Chances) => void {
  return (table, { company }) => {
    const isCopied = copied(company, "stripe__customer", 0.005);
    for (let row = 0; row < table.rowCount; row += 1) {
      const customer = table.text(row, customerColumn);
      if (customer === null || !isCopied(customer)) continue;
      const values: Record<string, Value> = { livemode: 0 };
      for (const column of LIVE_ONLY) if (table.hasColumn(column)) values[column] = null;
      for (const column of pointers) values[column] = table.text(row, column)?.replace("_", "_test_") ?? null;
      if (table.name === "stripe__customer") values["email"] = `qa+${customer.replace(/\D/g, "")}@taplab.example`;
      table.repeat("F12", row, values);
    }
  };
}

/** The messages of test mode; their objects are not all there any more. */
function testMessages(table: DirtyTable, chances: Chances): void {
  for (const [row] of chances.rows(table, 0.005))
    table.repeat("F12", row, {
      livemode: 0,
      id: table.text(row, "id")?.replace("_", "_test_") ?? null,
      object_id: table.text(row, "object_id")?.replace("_", "_test_") ?? null,
    });
}

/** The second organisation of the shop is where new colleagues practise: some accounts, copied with all that is theirs. */
const TEST_ORGANIZATION = 2;

function practise(accountColumn: string, pointers: readonly string[]): (table: DirtyTable, chances: Chances) => void {
  return (table, { company }) => {
    const isCopied = copied(company, "crm__accounts", 0.015);
    for (let row = 0; row < table.rowCount; row += 1) {
      const account = table.number(row, accountColumn);
      if (account === null || !isCopied(String(account))) continue;
      const values: Record<string, Value> = { organization_id: TEST_ORGANIZATION };
      for (const column of pointers) {
        const id = table.number(row, column);
        if (id !== null) values[column] = TEST_RECORDS + id;
      }
      if (table.name === "crm__accounts") values["external_account_id"] = null;
      table.repeat("F12", row, values);
    }
  };
}

function practiseProducts(table: DirtyTable, chances: Chances): void {
  for (const [row] of chances.rows(table, 0.05))
    table.repeat("F12", row, { organization_id: TEST_ORGANIZATION, id: TEST_RECORDS + (table.number(row, "id") ?? 0) });
}

function testOrganization(table: DirtyTable): void {
  if (table.rowCount > 0) table.repeat("F12", 0, { id: TEST_ORGANIZATION, name: "Tapworks Training", is_test: 1 });
}

/** Three customers in a hundred were entered by hand; the account is in a free text at best. */
function forgetAccount(table: DirtyTable, chances: Chances): void {
  for (const [row, draws] of chances.rows(table, 0.03)) {
    const account = table.text(row, "metadata_account_id");
    if (account === null) continue;
    table.set("F19", row, "metadata_account_id", null);
    if (formOf(draws, 3) > 0) table.alsoSet(row, "description", `Entered by hand, account no. ${account}`);
  }
}

export const IDENTITY: readonly Fault[] = [
  {
    id: "F02",
    title: "near-duplicates",
    rule: "One person or company has a second record under another id, in other letters or with a legal form.",
    cleaning: "Normalise address and name, keep the older record, map the other one to it.",
    tables: { hubspot__contact: twinContact, crm__accounts: twinAccount },
  },
  {
    id: "F05",
    title: "orphans",
    rule: "A foreign key points at a record that does not exist.",
    cleaning: "A relationships test that warns; a left join with an unknown member.",
    tables: {
      app_database__users: pointNowhere("customer_id", UNKNOWN_ACCOUNTS, 0.002),
      app_database__tap_events: pointNowhere("device_id", UNKNOWN_DEVICES, 0.001),
      hubspot__deal_company: pointNowhere("company_id", UNKNOWN_COMPANIES, 0.005),
    },
  },
  {
    id: "F06",
    title: "addresses as typed",
    rule: "E-mail addresses are missing, malformed or in mixed case.",
    cleaning: "Trim and lower-case; flag what is no address.",
    tables: {
      hubspot__contact: spoilAddresses("property_email", { missing: 0.04, malformed: 0.007, mixedCase: 0.12 }),
      app_database__users: spoilAddresses("email", { missing: 0.002, malformed: 0.003, mixedCase: 0.04 }),
      crm__contacts: spoilAddresses("email", { missing: 0.02, malformed: 0.005, mixedCase: 0.08 }),
      linkedin_ads__lead_gen_form_response: spoilAddresses("email", { missing: 0, malformed: 0.01, mixedCase: 0.1 }),
    },
  },
  {
    id: "F11",
    title: "deletions, soft and hard",
    rule: "HubSpot marks records as deleted; the application erases accounts that came to nothing, and only the change log tells.",
    cleaning: "Filter what is marked; close the history of what is gone.",
    tables: {
      hubspot__company: markDeleted,
      hubspot__contact: markDeleted,
      hubspot__deal: markDeleted,
      hubspot__ticket: markDeleted,
      app_database__accounts: eraseAccounts,
      app_database__account_changes: logErasures,
    },
  },
  {
    id: "F12",
    title: "test records",
    rule: "Accounts of the test domain, Stripe's test mode, and the shop's second organisation.",
    cleaning: "Exclude by a seed that lists them, by livemode and by organisation.",
    tables: {
      app_database__accounts: ownAccounts,
      stripe__customer: testMode("id", ["id"]),
      stripe__subscription: testMode("customer_id", ["id", "customer_id", "latest_invoice_id"]),
      stripe__invoice: testMode("customer_id", [
        "id",
        "customer_id",
        "subscription_id",
        "charge_id",
        "payment_intent_id",
      ]),
      stripe__payment_intent: testMode("customer_id", ["id", "customer_id"]),
      stripe__charge: testMode("customer_id", ["id", "customer_id", "invoice_id", "payment_intent_id"]),
      stripe__event: testMessages,
      crm__organizations: testOrganization,
      crm__accounts: practise("id", ["id"]),
      crm__contacts: practise("account_id", ["id", "account_id"]),
      crm__products: practiseProducts,
      crm__deals: practise("account_id", ["id", "account_id", "contact_id"]),
      crm__activities: practise("account_id", ["id", "account_id", "contact_id", "deal_id"]),
      crm__tickets: practise("account_id", ["id", "account_id", "contact_id"]),
      crm__orders: practise("customer_id", ["id", "customer_id"]),
    },
  },
  {
    id: "F19",
    title: "lost links",
    rule: "Three of a hundred Stripe customers lack the id of the account.",
    cleaning: "Match by e-mail address, then by domain.",
    tables: { stripe__customer: forgetAccount },
  },
];
