/**
 * `stripe.customer`: everybody who ever gave a card or an order; `stripe.customer_balance_transaction`: the credit they were given
 * and used.
 *
 * Three percent lack `metadata_account_id` (they were entered by hand); their e-mail address is that of the account, so they can
 * still be matched. `delinquent` follows from the invoices: something is open that was tried or is overdue.
 */
import { SITES, at } from "../../kit/sites.ts";
import type { Money } from "../../money/money.ts";
import * as schema from "../../schema/stripe.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import { currentValues } from "../../world/account-log.ts";
import type { Account, Setting } from "../../world/world.ts";
import { endOfWorld, nightlyLoad } from "../load-time.ts";
import { stripeId } from "./ids.ts";

const WITHOUT_METADATA = 0.03;

export function writeStripeCustomers({ payers }: Money, setting: Setting): TableData {
  const { asOfDay } = setting.tier;
  const table = new TableBuilder(schema.customer, payers.length);
  for (const { account, number, since, cards, balance } of payers) {
    const { profile } = account;
    const current = currentValues(account, setting);
    const byHand = profile.draws.chance(at(SITES.account.metadata), WITHOUT_METADATA);
    const card = cards.at(-1);
    table.add({
      id: stripeId("cus", number),
      email: current.email,
      name: current.name,
      description: byHand ? `Entered by hand, account no. ${String(profile.id)}` : null,
      metadata_account_id: byHand ? null : String(profile.id),
      currency: "usd",
      delinquent: owesMoney(account, endOfWorld(asOfDay)),
      balance: balance.reduce((sum, { amount }) => sum + amount, 0),
      default_payment_method: card === undefined ? null : stripeId("pm", card.number),
      livemode: true,
      created: since,
      is_deleted: false,
      _synced_at: nightlyLoad(asOfDay),
    });
  }
  return table.finish();
}

/** A card that was tried in vain, or a sent invoice past its due date. */
export function owesMoney({ subscriptions }: Account, now: number): boolean {
  return subscriptions.some(({ invoices }) =>
    invoices.some(({ status, dueAt }) => status === "open" && (dueAt === null || dueAt < now)),
  );
}

export function writeStripeCustomerBalance({ balance }: Money, { tier }: Setting): TableData {
  const table = new TableBuilder(schema.customerBalanceTransaction, balance.length);
  for (const { number, customer, amount, type, at: created } of balance) {
    table.add({
      id: stripeId("cbtxn", number),
      customer_id: stripeId("cus", customer),
      amount,
      type,
      created,
      _synced_at: nightlyLoad(tier.asOfDay),
    });
  }
  return table.finish();
}
