/** Invoices, payments and reminders, computed again by loops over Stripe's records. */
import { DAYS, dayOf, firstOfMonth, ratio, sumOf, type MetricsLab } from "./metrics-lab.ts";

const cents = (value: number): number => Math.round(value * 100) / 100;
const optionalDay = (value: unknown): number | null => (value === null ? null : dayOf(String(value)));

interface Invoice {
  readonly id: string;
  readonly customer: string;
  readonly status: string;
  readonly isInternal: boolean;
  readonly finalized: number | null;
  readonly paid: number | null;
  /** When nobody waits for the money any more. */
  readonly ended: number | null;
  readonly started: number | null;
  readonly attempts: number;
  readonly isFirstFailed: boolean;
  readonly due: number;
  readonly received: number;
  readonly discount: number;
  readonly recurring: number;
  readonly rate: number;
}

/** Every invoice that left the drafts, in USD at the rate of the day on which it became payable. */
export async function invoicesOf(lab: MetricsLab): Promise<readonly Invoice[]> {
  const rates = new Map<string, { day: number; rate: number }[]>();
  for (const row of await lab.rows(
    "select currency, cast(date_day as varchar) as day, cast(usd_rate as double) as rate from {{ ref('stg_reference__exchange_rates') }} order by date_day",
  )) {
    const list = rates.get(String(row["currency"])) ?? [];
    list.push({ day: dayOf(String(row["day"])), rate: Number(row["rate"]) });
    rates.set(String(row["currency"]), list);
  }
  const internal = new Set(
    (await lab.rows("select stripe_customer_id from {{ ref('stg_stripe__customers') }} where dq_flags & 8 > 0")).map(
      (row) => String(row["stripe_customer_id"]),
    ),
  );
  const canceled = new Map(
    (
      await lab.rows(
        "select stripe_subscription_id as id, cast(cast(canceled_at as date) as varchar) as day from {{ ref('int_subscriptions__core') }} where stripe_subscription_id is not null and canceled_at is not null",
      )
    ).map((row) => [String(row["id"]), dayOf(String(row["day"]))]),
  );
  const recurring = new Map(
    (
      await lab.rows(
        "select invoice_id, cast(sum(amount) as double) as amount from {{ ref('stg_stripe__invoice_line_items') }} where line_type = 'subscription' group by invoice_id",
      )
    ).map((row) => [String(row["invoice_id"]), Number(row["amount"])]),
  );
  const day = (name: string): string => `cast(cast(${name} as date) as varchar) as ${name}`;
  const rows = await lab.rows(
    `select invoice_id, stripe_customer_id, stripe_subscription_id, currency, invoice_status, attempt_count, epoch_ms(due_at) as due_ms, epoch_ms(paid_at) as paid_ms, epoch_ms(voided_at) as voided_ms, epoch_ms(period_end) as period_ms, cast(amount_due as double) as due, cast(amount_paid as double) as paid, cast(subtotal + tax - total as double) as discount, ${["finalized_at", "paid_at", "voided_at", "period_end", "due_at"].map(day).join(", ")} from {{ ref('stg_stripe__invoices') }} where invoice_status <> 'draft'`,
  );
  return rows.map((row): Invoice => {
    const [id, status, currency] = [row["invoice_id"], row["invoice_status"], row["currency"]].map(String);
    const finalized = optionalDay(row["finalized_at"]);
    const rate =
      currency === "usd" ? 1 : rates.get(currency!)?.findLast((one) => one.day <= (finalized ?? -Infinity))?.rate;
    const ended =
      status === "paid"
        ? optionalDay(row["paid_at"])
        : status === "void"
          ? optionalDay(row["voided_at"])
          : status === "uncollectible"
            ? (canceled.get(String(row["stripe_subscription_id"])) ?? optionalDay(row["period_end"]))
            : null;
    const dueDay = optionalDay(row["due_at"]);
    const attempts = Number(row["attempt_count"]);
    const late =
      status === "paid"
        ? Number(row["paid_ms"]) > Number(row["due_ms"])
        : status === "void"
          ? Number(row["voided_ms"]) > Number(row["due_ms"])
          : (ended ?? Infinity) >= (dueDay ?? Infinity);
    return {
      id: id!,
      customer: String(row["stripe_customer_id"]),
      status: status!,
      isInternal: internal.has(String(row["stripe_customer_id"])),
      finalized,
      paid: optionalDay(row["paid_at"]),
      ended,
      started: dueDay ?? finalized,
      attempts,
      isFirstFailed: dueDay === null ? attempts > 1 || (attempts === 1 && status !== "paid") : late,
      rate: rate ?? NaN,
      due: cents(Number(row["due"]) * (rate ?? NaN)),
      received: cents(Number(row["paid"]) * (rate ?? NaN)),
      discount: cents(Number(row["discount"]) * (rate ?? NaN)),
      recurring: cents((recurring.get(id!) ?? 0) * (rate ?? NaN)),
    };
  });
}

export async function cashOfTheCompany(lab: MetricsLab): Promise<void> {
  const all = await invoicesOf(lab);
  const owed = all.filter((invoice) => !invoice.isInternal && invoice.finalized !== null && invoice.status !== "void");
  const byId = new Map(owed.map((invoice) => [invoice.id, invoice]));
  const refunds = (
    await lab.rows(
      "select charges.invoice_id, cast(refunds.amount as double) as amount, cast(cast(refunds.created_at as date) as varchar) as day from {{ ref('stg_stripe__refunds') }} as refunds inner join {{ ref('stg_stripe__charges') }} as charges on refunds.charge_id = charges.charge_id where refunds.refund_status = 'succeeded'",
    )
  ).flatMap((row) => {
    const invoice = byId.get(String(row["invoice_id"]));
    return invoice ? [{ day: dayOf(String(row["day"])), amount: Number(row["amount"]) * invoice.rate }] : [];
  });
  const changes = (
    await lab.rows(
      "select changes.subscription_id, cast(changes.mrr_after as double) as mrr, cast(cast(changes.changed_at as date) as varchar) as day, subscriptions.billing_interval from {{ ref('stg_app_database__subscription_changes') }} as changes inner join {{ ref('int_subscriptions__core') }} as subscriptions on changes.subscription_id = subscriptions.subscription_id order by changes.changed_at, changes.change_id",
    )
  ).map((row) => ({
    subscription: Number(row["subscription_id"]),
    mrr: Number(row["mrr"]),
    isAnnual: row["billing_interval"] === "year",
    day: dayOf(String(row["day"])),
  }));
  for (const text of DAYS) {
    const day = dayOf(text);
    const month = firstOfMonth(text);
    const within = (value: number | null, from: number): boolean => value !== null && value >= from && value <= day;
    const sum = (list: readonly Invoice[], amount: (invoice: Invoice) => number): number => sumOf(list.map(amount));
    const returned = (from: number): number =>
      sumOf(refunds.flatMap((refund) => (within(refund.day, from) ? [refund.amount] : [])));
    const paidSince = (from: number): number =>
      sum(
        owed.filter((invoice) => within(invoice.paid, from)),
        (invoice) => invoice.received,
      );
    const recent = owed.filter((invoice) => within(invoice.finalized, day - 29));
    lab.expect(
      "invoiced_amount_mtd",
      text,
      sum(
        owed.filter((invoice) => within(invoice.finalized, month)),
        (invoice) => invoice.due,
      ),
    );
    lab.expect("cash_collected_mtd", text, paidSince(month) - returned(month));
    const open = owed.filter(
      (invoice) => invoice.finalized! <= day && (invoice.paid ?? invoice.ended ?? Infinity) > day,
    );
    lab.expect(
      "outstanding_receivables",
      text,
      sum(open, (invoice) => invoice.due),
    );
    const tried = recent.filter((invoice) => invoice.attempts > 0);
    lab.expect(
      "payment_failure_rate",
      text,
      ratio(tried.filter((invoice) => invoice.isFirstFailed).length, tried.length),
    );
    lab.expect("refund_rate", text, ratio(returned(day - 29), paidSince(day - 29)));
    lab.expect(
      "avg_discount_pct",
      text,
      ratio(
        sum(recent, (invoice) => invoice.discount),
        sum(recent, (invoice) => invoice.recurring),
      ),
    );
    const cases = all.filter(
      (invoice) =>
        invoice.isFirstFailed && invoice.started !== null && invoice.started >= day - 60 && invoice.started <= day - 31,
    );
    const recovered = cases.filter((invoice) => invoice.paid !== null && invoice.paid <= day);
    lab.expect("dunning_recovery_rate", text, ratio(recovered.length, cases.length));
    const last = new Map<number, (typeof changes)[number]>();
    for (const change of changes) if (change.day <= day) last.set(change.subscription, change);
    const paying = [...last.values()].filter((change) => change.mrr > 0);
    lab.expect(
      "annual_plan_share",
      text,
      ratio(sumOf(paying.map((one) => (one.isAnnual ? one.mrr : 0))), sumOf(paying.map((one) => one.mrr))),
    );
  }
}
