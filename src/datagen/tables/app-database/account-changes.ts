/**
 * `app_database.account_changes`: the change data capture log of accounts, in commit order.
 *
 * An insert is one line without a column name whose `new_value` is the whole first row as a JSON object. An update is one line
 * per column with the old and the new value as text. Insert plus updates in order of `lsn` give the current row exactly;
 * `created_at` and `updated_at` are the times of the insert and of the last line.
 */
import { INDUSTRIES } from "../../facts/names.ts";
import * as schema from "../../schema/app-database.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import { accountChanges, firstValues } from "../../world/account-log.ts";
import type { Registry } from "../../world/registry.ts";
import type { Account } from "../../world/world.ts";
import { nextBatch } from "../load-time.ts";

const BATCH_SECONDS = 3600;
/** Log positions grow by the size of what was written. */
const INSERT_BYTES = 512;
const UPDATE_BYTES = 96;

interface LogLine {
  readonly accountId: number;
  readonly at: number;
  readonly op: "I" | "U";
  readonly column: string | null;
  readonly oldValue: string | null;
  readonly newValue: string;
}

export function writeAccountChanges({ world }: Registry): TableData {
  const { setting } = world;
  const lines = world.accounts.flatMap((account) => linesOf(account, setting));
  lines.sort((a, b) => a.at - b.at || a.accountId - b.accountId);
  const table = new TableBuilder(schema.accountChanges, lines.length);
  let lsn = 16777216;
  lines.forEach((line, index) => {
    lsn += line.op === "I" ? INSERT_BYTES : UPDATE_BYTES;
    table.add({
      change_id: index + 1,
      account_id: line.accountId,
      changed_at: line.at,
      op: line.op,
      column_name: line.column,
      old_value: line.oldValue,
      new_value: line.newValue,
      lsn,
      _synced_at: nextBatch(line.at, BATCH_SECONDS, setting.tier.asOfDay),
    });
  });
  return table.finish();
}

function linesOf(account: Account, setting: Registry["world"]["setting"]): LogLine[] {
  const { profile } = account;
  const accountId = profile.id;
  const values: Record<string, string | number | null> = { ...firstValues(account) };
  const insert: LogLine = {
    accountId,
    at: profile.createdAt,
    op: "I",
    column: null,
    oldValue: null,
    newValue: rowImage(account),
  };
  const updates = accountChanges(account, setting).map(({ at, column, value }): LogLine => {
    const old = values[column] ?? null;
    values[column] = value;
    return { accountId, at, op: "U", column, oldValue: old === null ? null : String(old), newValue: String(value) };
  });
  return [insert, ...updates];
}

/** The first row as JSON; the two times are left out because they are the time of the line. */
function rowImage(account: Account): string {
  const { profile } = account;
  const first = firstValues(account);
  return JSON.stringify({
    status: first.status,
    name: first.name,
    email: first.email,
    business_type: profile.businessType,
    industry: INDUSTRIES[profile.businessType],
    employee_count: first.employee_count,
    annual_revenue: first.annual_revenue,
    website: first.website,
    country: profile.city.country,
    timezone: profile.city.timezone,
    signup_source: profile.source,
    utm_first: profile.utm,
    experiment_arm: profile.experimentArm,
    parent_account_id: first.parent_account_id,
  });
}
