/** One company, many systems: they speak of the same customers, at times that agree, with sums that agree. Before any fault. */
import { describe, expect, test } from "vitest";
import { DAY_SECONDS } from "../../../src/datagen/kit/calendar.ts";
import { TIERS, type TierName } from "../../../src/datagen/tiers.ts";
import { byId, groupBy, rowsOf, type Row } from "./generated.ts";

const num = (row: Row | undefined, column: string): number => Number(row?.[column] ?? NaN);
const domainOf = (address: unknown): string => /[a-z0-9-]+\.example/.exec(String(address))?.[0] ?? "none";

/** Which rows break a rule; the first few are enough to look into. */
function broken(rows: readonly Row[], holds: (row: Row) => boolean): Row[] {
  return rows.filter((row) => !holds(row)).slice(0, 3);
}

describe.each(["tiny", "lesson"] as const satisfies readonly TierName[])("%s", (tier) => {
  const rows = (name: string): Row[] => rowsOf(tier, name);
  const accounts = byId(rows("app_database__accounts"));
  const accountOf = (id: unknown): Row | undefined => accounts.get(Number(id));
  const { startDay, asOfDay } = TIERS[tier];

  describe("one customer", () => {
    test("is one HubSpot company with the same name and domain", () => {
      const companies = rows("hubspot__company").filter((row) => row["property_app_account_id"] !== null);
      expect(new Set(companies.map((row) => row["property_app_account_id"])).size).toBe(companies.length);
      expect(companies).toHaveLength(accounts.size);
      const agrees = (row: Row): boolean => {
        const account = accountOf(row["property_app_account_id"]);
        return account?.["name"] === row["property_name"] && domainOf(account?.["email"]) === row["property_domain"];
      };
      expect(broken(companies, agrees)).toEqual([]);
    });

    test("is at most one Stripe customer with the same name and address, and one as soon as it pays", () => {
      const byEmail = groupBy(rows("stripe__customer"), "email");
      const byAccount = new Map([...accounts.values()].map((row) => [row["email"], row]));
      for (const [email, payers] of byEmail) {
        expect(payers).toHaveLength(1);
        expect(payers[0]?.["name"]).toBe(byAccount.get(email)?.["name"]);
        expect([null, String(byAccount.get(email)?.["id"])]).toContain(payers[0]?.["metadata_account_id"]);
      }
      const paying = new Set(
        rows("app_database__subscriptions")
          .filter((row) => row["stripe_subscription_id"] !== null)
          .map((row) => accountOf(row["customer_id"])?.["email"]),
      );
      expect(paying.size).toBeGreaterThan(0);
      for (const email of paying) expect(byEmail.has(email ?? null)).toBe(true);
    });

    test("is one account of the hardware shop where it buys hardware, with the same name and domain", () => {
      const buyers = rows("crm__accounts").filter((row) => row["external_account_id"] !== null);
      expect(new Set(buyers.map((row) => row["external_account_id"])).size).toBe(buyers.length);
      const agrees = (row: Row): boolean => {
        const account = accountOf(row["external_account_id"]);
        return account?.["name"] === row["name"] && domainOf(row["website"]) === domainOf(account?.["email"]);
      };
      expect(broken(buyers, agrees)).toEqual([]);
      const known = byId(rows("crm__accounts"));
      expect(rows("crm__orders").length).toBeGreaterThan(0);
      expect(broken(rows("crm__orders"), (row) => known.has(row["customer_id"] ?? null))).toEqual([]);
    });

    test("has people who are HubSpot contacts of its company under the same address", () => {
      const companyOf = new Map(
        rows("hubspot__company").map((row) => [row["id"], Number(row["property_app_account_id"])]),
      );
      const contacts = new Map(rows("hubspot__contact").map((row) => [row["property_email"], row]));
      const shared = rows("app_database__users").filter((row) => contacts.has(row["email"] ?? null));
      expect(shared.length).toBeGreaterThanOrEqual(accounts.size);
      const agrees = (row: Row): boolean =>
        companyOf.get(contacts.get(row["email"] ?? null)?.["associated_company_id"] ?? null) === row["customer_id"];
      expect(broken(shared, agrees)).toEqual([]);
    });
  });

  /** From the sign-up to the day on which nothing is left running; null while the customer is live. */
  const lives = new Map<number, { readonly from: number; readonly to: number | null }>();
  for (const [id, own] of groupBy(rows("app_database__subscriptions"), "customer_id")) {
    const account = accountOf(id);
    const isGone = account?.["status"] === "churned";
    const ends = own.map((row) => num(row, "updated_at"));
    lives.set(Number(id), { from: num(account, "created_at"), to: isGone ? Math.max(...ends) : null });
  }
  const within = (customer: unknown, time: number, patience = 0): boolean => {
    const life = lives.get(Number(customer));
    return life !== undefined && time >= life.from && (life.to === null || time <= life.to + patience);
  };

  describe("nothing before sign-up or after closure:", () => {
    // A visit that has begun goes on; whoever leaves may still write to support about the last bill.
    test.each([
      ["app_database__user_sessions", "customer_id", "start_time", DAY_SECONDS],
      ["app_database__api_requests_daily", "customer_id", "day", DAY_SECONDS],
      ["app_database__nps_responses", "customer_id", "sent_at", DAY_SECONDS],
      ["app_database__support_tickets", "customer_id", "created_at", DAY_SECONDS],
    ] as const)("%s", (table, customer, time, patience) => {
      const found = rows(table);
      const at = (row: Row): number => (time === "day" ? (num(row, time) + 1) * DAY_SECONDS - 1 : num(row, time));
      expect(found.length).toBeGreaterThan(0);
      expect(broken(found, (row) => within(row[customer], at(row), patience))).toEqual([]);
    });

    test("taps pour on days on which their device stood at a live customer", () => {
      const devices = byId(rows("app_database__devices"));
      const pours = rows("app_database__device_telemetry_daily");
      const agrees = (row: Row): boolean => {
        const device = devices.get(row["device_id"] ?? null);
        return within(device?.["customer_id"], num(row, "day") * DAY_SECONDS + DAY_SECONDS - 1, DAY_SECONDS);
      };
      expect(broken(pours, agrees)).toEqual([]);
    });

    test("invoices are written while the subscription runs", () => {
      const subscriptions = byId(rows("stripe__subscription"));
      const agrees = (row: Row): boolean => {
        const subscription = subscriptions.get(row["subscription_id"] ?? null);
        const end = subscription?.["ended_at"] ?? null;
        const at = num(row, "created");
        return at >= num(subscription, "created") && (end === null || at <= Number(end) + DAY_SECONDS);
      };
      expect(broken(rows("stripe__invoice"), agrees)).toEqual([]);
    });

    test("hardware is ordered after the company is known", () => {
      const known = byId(rows("crm__accounts"));
      const agrees = (row: Row): boolean =>
        num(row, "created_at") >= num(known.get(row["customer_id"] ?? null), "created_at");
      expect(broken(rows("crm__orders"), agrees)).toEqual([]);
    });
  });

  test("the funnel narrows: visits, forms, qualified leads, deals, won deals", () => {
    const outcome = new Map(rows("hubspot__deal_pipeline_stage").map((row) => [row["stage_id"], row["closed_won"]]));
    const deals = rows("hubspot__deal").filter((row) => row["property_dealtype"] === "newbusiness");
    const contacts = new Set(rows("hubspot__contact_form_submission").map((row) => row["contact_id"]));
    const funnel = [
      rows("app_database__web_sessions").length,
      rows("hubspot__contact_form_submission").length,
      contacts.size,
      rows("hubspot__marketing_qualified_lead").length,
      deals.length,
      deals.filter((row) => outcome.get(row["deal_pipeline_stage_id"] ?? null) === 1).length,
    ];
    funnel.forEach((count, step) => {
      expect(count, `step ${String(step)} of ${funnel.join(" > ")}`).toBeGreaterThan(0);
      if (step > 0)
        expect(count, `step ${String(step)} of ${funnel.join(" > ")}`).toBeLessThanOrEqual(funnel[step - 1] ?? 0);
    });
  });

  test("monthly revenue by day is the same from the application's log and from Stripe's versions times prices", () => {
    const worth = new Map(
      rows("stripe__price").map((row) => [
        row["id"],
        row["recurring_interval"] === "year" ? num(row, "unit_amount") / 12 : num(row, "unit_amount"),
      ]),
    );
    const versions = rows("stripe__subscription_history").filter((row) =>
      ["active", "past_due"].includes(String(row["status"])),
    );
    const changes = rows("app_database__subscription_changes");
    const step = (asOfDay - startDay) / 12;
    let seen = 0;
    for (let part = 1; part <= 12; part += 1) {
      // Stripe bills once a day: at the end of the day both systems have heard of it.
      const time = (Math.floor(startDay + part * step) + 1) * DAY_SECONDS - 1;
      let logged = 0;
      for (const row of changes)
        if (num(row, "changed_at") <= time) logged += num(row, "mrr_after_cents") - num(row, "mrr_before_cents");
      let billed = 0;
      for (const row of versions) {
        const until = row["_valid_to"] ?? null;
        if (num(row, "_valid_from") > time || (until !== null && Number(until) <= time)) continue;
        billed += (worth.get(row["price_id"] ?? null) ?? NaN) * num(row, "quantity");
      }
      expect(billed, `day ${String(Math.floor(time / DAY_SECONDS))}`).toBe(logged);
      seen += logged;
    }
    expect(seen).toBeGreaterThan(0);
  });
});
