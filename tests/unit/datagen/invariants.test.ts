/** What must hold in every tier before any fault is planted: keys, references, times, money. */
import { describe, expect, test } from "vitest";
import { PLANS } from "../../../src/datagen/facts/plans.ts";
import { DAY_SECONDS, parseDay } from "../../../src/datagen/kit/calendar.ts";
import { TIERS } from "../../../src/datagen/tiers.ts";
import { TESTED_TIERS, byId, groupBy, isNull, numbersOf, rowsOf, tableOf, tablesOf, type Row } from "./generated.ts";

const AS_OF = parseDay("2025-12-31");
const END = (AS_OF + 1) * DAY_SECONDS - 1;

/** Times that are promises, and so may lie ahead. */
const PROMISES = new Set([
  "valid_to",
  "trial_end",
  "warranty_expiry",
  "current_period_end",
  "billing_cycle_anchor",
  "cancel_at",
  "next_payment_attempt",
  "due_date",
  "property_closedate",
  // When a meeting or a task is planned for.
  "hubspot__engagement.timestamp",
  "hubspot__engagement_meeting.start_time",
  "hubspot__engagement_meeting.end_time",
  "hubspot__engagement_task.due_at",
  "facebook_ads__campaign_history.stop_time",
  "facebook_ads__ad_set_history.end_time",
  "iterable__campaign_history.start_at",
  "arrival_date",
  "available_on",
  "end",
  "period_end",
  "expected_close_date",
  "contract_renewal_date",
  "renewal_date",
  "trial_end_date",
  "frozen_to",
]);

/** `expect` once per row of a large table takes seconds; this says which row is wrong at a hundredth of the price. */
function check(holds: boolean, about: unknown): void {
  if (!holds) expect.fail(typeof about === "string" ? about : JSON.stringify(about));
}

const num = (row: Row, column: string): number => {
  const value = row[column];
  if (typeof value !== "number") throw new Error(`"${column}" is ${String(value)}`);
  return value;
};

describe.each(TESTED_TIERS)("%s", (tier) => {
  const accounts = byId(rowsOf(tier, "app_database__accounts"));
  const locations = byId(rowsOf(tier, "app_database__locations"));
  const users = byId(rowsOf(tier, "app_database__users"));
  const devices = byId(rowsOf(tier, "app_database__devices"));
  const subscriptions = byId(rowsOf(tier, "app_database__subscriptions"));
  const changes = rowsOf(tier, "app_database__subscription_changes");
  const stripeCustomers = byId(rowsOf(tier, "stripe__customer"));
  const stripeSubscriptions = byId(rowsOf(tier, "stripe__subscription"));
  const invoices = rowsOf(tier, "stripe__invoice");

  test("rows are in strictly ascending order of their key", () => {
    for (const [name, table] of tablesOf(tier)) {
      const keys = table.schema.key.map(
        (column) => table.columns.find((candidate) => candidate.name === column)?.data.values,
      );
      for (let row = 1; row < table.rowCount; row += 1) {
        let order = 0;
        for (const key of keys) {
          const [before, here] = [key?.[row - 1] ?? "", key?.[row] ?? ""];
          if (order === 0 && before !== here) order = before < here ? 1 : -1;
        }
        if (order !== 1) expect.fail(`${name}, row ${String(row)} is not after the row before it`);
      }
    }
  });

  test("nothing happened after the last day, and nothing was loaded after it", () => {
    for (const [name, table] of tablesOf(tier)) {
      for (const { name: column, type, data } of table.columns) {
        if (
          PROMISES.has(column) ||
          PROMISES.has(`${name}.${column}`) ||
          (type !== "DATE" && type !== "TIMESTAMP") ||
          data.kind !== "number"
        )
          continue;
        const limit = type === "DATE" ? AS_OF : END;
        for (const value of data.values) if (value > limit) expect.fail(`${name}.${column} has ${String(value)}`);
      }
    }
  });

  test("every row was loaded after it last changed", () => {
    for (const [name, table] of tablesOf(tier)) {
      const synced = numbersOf(table, "_synced_at");
      for (const { name: column, type, data } of table.columns) {
        if (PROMISES.has(column) || PROMISES.has(`${name}.${column}`) || type !== "TIMESTAMP" || data.kind !== "number")
          continue;
        data.values.forEach((value: number, row: number) => {
          if (value > (synced[row] ?? 0)) expect.fail(`${name}.${column}, row ${String(row)}`);
        });
      }
    }
  });

  test("every reference finds its row", () => {
    for (const row of locations.values()) check(accounts.has(row["customer_id"] ?? null), row);
    for (const row of users.values()) {
      check(accounts.has(row["customer_id"] ?? null), row);
      if (row["location_id"] !== null)
        check(locations.get(row["location_id"] ?? null)?.["customer_id"] === row["customer_id"], row);
      if (row["manager_user_id"] !== null)
        check(users.get(row["manager_user_id"] ?? null)?.["customer_id"] === row["customer_id"], row);
    }
    for (const row of devices.values())
      check(locations.get(row["location_id"] ?? null)?.["customer_id"] === row["customer_id"], row);
    for (const row of subscriptions.values()) check(accounts.has(row["customer_id"] ?? null), row);
    for (const row of changes) check(subscriptions.has(row["subscription_id"] ?? null), row);
    for (const row of stripeSubscriptions.values()) check(stripeCustomers.has(row["customer_id"] ?? null), row);
    for (const row of invoices)
      check(stripeSubscriptions.get(row["subscription_id"] ?? null)?.["customer_id"] === row["customer_id"], row);
    for (const id of numbersOf(tableOf(tier, "app_database__device_telemetry_daily"), "device_id"))
      if (!devices.has(id)) expect.fail(`device ${String(id)}`);
  });

  test("a parent signed up before its member and groups are at most four levels deep", () => {
    for (const account of accounts.values()) {
      let depth = 1;
      for (let at: Row | undefined = account; at !== undefined && at["parent_account_id"] !== null; depth += 1) {
        const parent = accounts.get(at["parent_account_id"] ?? null);
        expect(num(parent ?? {}, "created_at")).toBeLessThanOrEqual(num(at, "created_at"));
        at = parent;
      }
      expect(depth).toBeLessThanOrEqual(4);
    }
  });

  test("names, domains and e-mail addresses are unique", () => {
    for (const column of ["name", "email"])
      expect(new Set([...accounts.values()].map((row) => row[column])).size).toBe(accounts.size);
    expect(new Set([...users.values()].map((row) => row["email"])).size).toBe(users.size);
  });

  test("insert and updates of the change log give the current row of every account exactly", () => {
    const log = groupBy(rowsOf(tier, "app_database__account_changes"), "account_id");
    expect(log.size).toBe(accounts.size);
    for (const [id, lines] of log) {
      const rebuilt: Record<string, unknown> = {};
      for (const line of lines) {
        if (line["op"] === "I")
          Object.assign(rebuilt, JSON.parse(String(line["new_value"])), { id, created_at: line["changed_at"] });
        else {
          const column = String(line["column_name"]);
          const before = rebuilt[column] ?? null;
          check(
            (before === null ? null : String(before)) === line["old_value"] && line["old_value"] !== line["new_value"],
            line,
          );
          rebuilt[column] = /^(employee_count|annual_revenue|parent_account_id)$/.test(column)
            ? Number(line["new_value"])
            : line["new_value"];
        }
        rebuilt["updated_at"] = line["changed_at"];
      }
      const { _synced_at: _loaded, ...current } = accounts.get(id) ?? {};
      expect(rebuilt).toEqual(current);
    }
  });

  test("the change log is in order of commit", () => {
    const lines = rowsOf(tier, "app_database__account_changes");
    lines.forEach((line, index) => {
      const before = lines[index - 1];
      if (before === undefined) return;
      check(num(line, "lsn") > num(before, "lsn") && num(line, "changed_at") >= num(before, "changed_at"), line);
    });
  });

  const STATUS_AFTER: Readonly<Record<string, string>> = {
    trial_start: "trialing",
    convert: "active",
    reactivate: "active",
    resume: "active",
    recover: "active",
    pause: "paused",
    past_due: "past_due",
    cancel: "canceled",
  };
  const unit = (planId: number, cycle: string | number | null | undefined): number => {
    const plan = PLANS.find(({ id }) => id === planId);
    if (plan === undefined) throw new Error(`no plan ${String(planId)}`);
    return cycle === "annual" ? plan.annualCents / 12 : plan.monthlyCents;
  };
  const paying = (status: string): boolean => status === "active" || status === "past_due";

  test("the changes of a subscription lead to its plan, quantity, status and times, and its MRR is price times quantity throughout", () => {
    for (const [id, lines] of groupBy(changes, "subscription_id")) {
      const current = subscriptions.get(id) ?? {};
      let status = "";
      let plan: number | null = null;
      let quantity: number | null = null;
      let mrr = 0;
      let time = 0;
      for (const line of lines) {
        check(line["from_plan"] === plan && line["from_qty"] === quantity && line["mrr_before_cents"] === mrr, line);
        check(num(line, "changed_at") > time, line);
        plan = num(line, "to_plan");
        quantity = num(line, "to_qty");
        mrr = num(line, "mrr_after_cents");
        time = num(line, "changed_at");
        status = STATUS_AFTER[String(line["event"])] ?? status;
        check(mrr === (paying(status) ? unit(plan, current["billing_cycle"]) * quantity : 0), line);
      }
      expect({ status, plan, quantity, time }).toEqual({
        status: current["status"],
        plan: current["plan_id"],
        quantity: current["quantity"],
        time: current["updated_at"],
      });
      expect(num(lines[0] ?? {}, "changed_at")).toBe(current["created_at"]);
    }
  });

  test("the MRR bridge closes to the cent in every month", () => {
    const customerOf = new Map([...subscriptions].map(([id, row]) => [id, num(row, "customer_id")]));
    const values = new Map<number, number>();
    const everPaid = new Set<number>();
    let pending = [...changes];
    for (let month = 0; pending.length > 0; month += 1) {
      const until = (TIERS[tier].startDay + 31 * (month + 1)) * DAY_SECONDS;
      const opening = new Map(values);
      for (const line of pending.filter((candidate) => num(candidate, "changed_at") < until)) {
        const customer = customerOf.get(line["subscription_id"] ?? null) ?? 0;
        values.set(
          customer,
          (values.get(customer) ?? 0) + num(line, "mrr_after_cents") - num(line, "mrr_before_cents"),
        );
      }
      pending = pending.filter((candidate) => num(candidate, "changed_at") >= until);
      let bridge = 0;
      let openingTotal = 0;
      let closingTotal = 0;
      for (const [customer, closing] of values) {
        const open = opening.get(customer) ?? 0;
        check(closing >= 0, `customer ${String(customer)}`);
        openingTotal += open;
        closingTotal += closing;
        if (open === 0 && closing > 0)
          bridge += closing; // new, or back when in everPaid
        else if (closing === 0)
          bridge -= open; // churned
        else bridge += closing - open; // expanded or contracted
        if (closing > 0) everPaid.add(customer);
      }
      expect(openingTotal + bridge).toBe(closingTotal);
    }
    const running = [...subscriptions.values()].filter((row) => paying(String(row["status"])));
    const total = running.reduce(
      (sum, row) => sum + unit(num(row, "plan_id"), row["billing_cycle"]) * num(row, "quantity"),
      0,
    );
    expect([...values.values()].reduce((sum, value) => sum + value, 0)).toBe(total);
    expect(everPaid.size).toBeGreaterThan(0);
  });

  test("Stripe says the same of a subscription: status, price, quantity, customer, end", () => {
    const prices = byId(rowsOf(tier, "stripe__price"));
    const items = groupBy(rowsOf(tier, "stripe__subscription_item"), "subscription_id");
    let matched = 0;
    for (const row of subscriptions.values()) {
      if (row["stripe_subscription_id"] === null) {
        expect(row["trial_start"]).not.toBeNull(); // a trial without a card that was never paid
        expect(["trialing", "canceled"]).toContain(row["status"]);
        continue;
      }
      matched += 1;
      const id = `sub_${String(row["stripe_subscription_id"]).padStart(6, "0")}`;
      const stripe = stripeSubscriptions.get(id) ?? {};
      const [item, ...others] = items.get(id) ?? [];
      const price = prices.get(item?.["price_id"] ?? null) ?? {};
      expect(others).toEqual([]);
      expect([stripe["status"], stripe["quantity"], item?.["quantity"]]).toEqual([
        row["status"],
        row["quantity"],
        row["quantity"],
      ]);
      expect(price["recurring_interval"]).toBe(row["billing_cycle"] === "annual" ? "year" : "month");
      expect(num(price, "unit_amount") / (row["billing_cycle"] === "annual" ? 12 : 1)).toBe(
        unit(num(row, "plan_id"), row["billing_cycle"]),
      );
      const customer = stripeCustomers.get(stripe["customer_id"] ?? null) ?? {};
      expect(customer["email"]).toBe(accounts.get(row["customer_id"] ?? null)?.["email"]);
      expect([null, String(row["customer_id"])]).toContain(customer["metadata_account_id"]);
      expect(stripe["ended_at"] === null).toBe(row["end_date"] === null);
    }
    expect(matched).toBe(stripeSubscriptions.size);
  });

  test("invoices add up, end in one way each, and make their customer delinquent while something is owed", () => {
    const owing = new Set<string | number | null | undefined>();
    for (const row of invoices) {
      const paid = row["status"] === "paid";
      check(num(row, "subtotal") + num(row, "tax") >= num(row, "total") && num(row, "amount_due") > 0, row);
      check(num(row, "amount_paid") + num(row, "amount_remaining") === row["amount_due"], row);
      check((row["amount_remaining"] === 0) === paid && (row["status_transitions_paid_at"] !== null) === paid, row);
      check((row["status_transitions_voided_at"] !== null) === (row["status"] === "void"), row);
      check(num(row, "period_start") < num(row, "period_end"), row);
      const due = row["due_date"] ?? null;
      check(row["collection_method"] === (due === null ? "charge_automatically" : "send_invoice"), row);
      if (row["status"] === "open" && (due === null || Number(due) < END)) owing.add(row["customer_id"]);
    }
    for (const row of stripeCustomers.values()) check((row["delinquent"] === 1) === owing.has(row["id"]), row);
  });

  test("while a subscription is paid, its billing periods follow each other; the latest invoice is the one it names", () => {
    for (const [id, lines] of groupBy(invoices, "subscription_id")) {
      const stripe = stripeSubscriptions.get(id) ?? {};
      expect(stripe["latest_invoice_id"]).toBe(lines.at(-1)?.["id"]);
      const periods = lines.filter((line) => line["billing_reason"] !== "subscription_update");
      periods.forEach((line, index) => {
        const before = periods[index - 1];
        // A pause leaves a gap or cuts a period short; otherwise periods touch.
        if (before !== undefined && line["period_start"] !== before["period_end"]) {
          const resumed = changes.some(
            (candidate) =>
              candidate["event"] === "resume" &&
              Math.floor(num(candidate, "changed_at") / DAY_SECONDS) ===
                Math.floor(num(line, "period_start") / DAY_SECONDS),
          );
          expect(resumed, String(line["id"])).toBe(true);
        }
      });
      if (periods.length > 0 && stripe["status"] !== "canceled")
        expect(stripe["current_period_end"]).toBe(periods.at(-1)?.["period_end"]);
    }
  });

  test("nothing of an account happened before it signed up", () => {
    const signup = (row: Row): number => num(accounts.get(row["customer_id"] ?? null) ?? {}, "created_at");
    for (const row of users.values()) check(num(row, "invited_at") >= signup(row), row);
    for (const row of subscriptions.values()) check(num(row, "created_at") >= signup(row), row);
    for (const row of locations.values()) check(num(row, "created_at") > signup(row), row);
    for (const row of devices.values()) check(num(row, "install_date") >= Math.floor(signup(row) / DAY_SECONDS), row);
    const byEmail = new Map([...accounts.values()].map((row) => [row["email"], row]));
    for (const row of stripeCustomers.values())
      check(num(row, "created") >= num(byEmail.get(row["email"]) ?? {}, "created_at"), row);
  });

  test("people: one manager chain without loops, logins between acceptance and leaving", () => {
    for (const user of users.values()) {
      const seen = new Set<string | number | null | undefined>();
      for (let at: Row | undefined = user; at !== undefined; at = users.get(at["manager_user_id"] ?? null)) {
        check(!seen.has(at["id"]), user);
        seen.add(at["id"]);
        if (at["manager_user_id"] === null) break;
      }
      const login = user["last_login_at"] ?? null;
      check((login === null) === (user["status"] === "invited"), user);
      if (login !== null) check(Number(login) >= num(user, "created_at"), user);
      if (user["deactivated_at"] !== null && login !== null) check(Number(login) <= num(user, "deactivated_at"), user);
    }
  });

  test("telemetry stays inside the life of its device and of its customer, and inside 365 days", () => {
    const table = tableOf(tier, "app_database__device_telemetry_daily");
    const lives = new Map<number, { from: number; to: number }>();
    const churned = new Map(
      [...accounts].filter(([, row]) => row["status"] === "churned").map(([id, row]) => [id, row]),
    );
    for (const [id, row] of devices) {
      check(num(row, "install_date") <= (row["retired_date"] === null ? AS_OF : num(row, "retired_date")), row);
      lives.set(Number(id), {
        from: num(row, "install_date"),
        to: row["retired_date"] === null ? AS_OF : num(row, "retired_date") - 1,
      });
      if (churned.has(row["customer_id"] ?? null)) check(row["status"] === "retired", row);
    }
    const column = (name: string): Int32Array | Float64Array => numbersOf(table, name);
    const [device, day, uptime, pours, litres, mean, max] = [
      "device_id",
      "day",
      "uptime_min",
      "pours",
      "volume_l",
      "temp_dc_avg",
      "temp_dc_max",
    ].map(column);
    for (let row = 0; row < table.rowCount; row += 1) {
      const life = lives.get(device?.[row] ?? 0);
      const at = day?.[row] ?? 0;
      if (life === undefined || at <= life.from || at > life.to || at <= AS_OF - 365) expect.fail(`row ${String(row)}`);
      const minutes = uptime?.[row] ?? -1;
      if (minutes < 0 || minutes > 1440 || minutes % 5 !== 0) expect.fail(`uptime ${String(minutes)}`);
      if (minutes === 0 && (pours?.[row] ?? 0) > 0) expect.fail(`poured while down, row ${String(row)}`);
      const volume = litres?.[row] ?? -1;
      if (volume < 0 || (volume > 3 && volume % 5 !== 0)) expect.fail(`litres, row ${String(row)}`);
      if (!isNull(mean?.[row]) && (max?.[row] ?? 0) <= (mean?.[row] ?? 0))
        expect.fail(`temperature, row ${String(row)}`);
    }
  });

  test("a paused customer's devices are switched off: no rows from the day after the pause", () => {
    const pausedSince = new Map<string | number | null | undefined, number>();
    for (const [id, account] of accounts) {
      if (account["status"] !== "paused") continue;
      const own = [...subscriptions.values()].filter((row) => row["customer_id"] === id && row["status"] === "paused");
      const pauses = own.map((row) => Math.floor(num(row, "updated_at") / DAY_SECONDS));
      pausedSince.set(id, Math.max(...pauses));
    }
    expect(pausedSince.size).toBeGreaterThan(0);
    const table = tableOf(tier, "app_database__device_telemetry_daily");
    const [device, day] = [numbersOf(table, "device_id"), numbersOf(table, "day")];
    for (let row = 0; row < table.rowCount; row += 1) {
      const since = pausedSince.get(devices.get(device[row] ?? 0)?.["customer_id"]);
      if (since !== undefined && (day[row] ?? 0) > since)
        expect.fail(`device ${String(device[row])} on day ${String(day[row])}`);
    }
  });

  test("a device that is online has reported on the last day", () => {
    for (const row of devices.values()) {
      check((row["is_online"] === 1) === (row["status"] === "online"), row);
      if (row["status"] === "online") check(Math.floor(num(row, "last_heartbeat_at") / DAY_SECONDS) === AS_OF, row);
    }
  });

  test("a subscription in every status is there", () => {
    const statuses = new Set([...subscriptions.values()].map((row) => row["status"]));
    expect([...statuses].sort((a, b) => (String(a) < String(b) ? -1 : 1))).toEqual([
      "active",
      "canceled",
      "past_due",
      "paused",
      "trialing",
    ]);
  });
});
