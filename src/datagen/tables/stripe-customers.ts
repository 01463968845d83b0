/**
 * `stripe.customer`: everybody who ever gave a card or an order.
 *
 * Three percent lack `metadata_account_id` (they were entered by hand); their e-mail address is that of the account, so they can
 * still be matched. `delinquent` follows from the invoices: something is open that was tried or is overdue.
 */
import { SITES, at } from "../kit/sites.ts";
import * as schema from "../schema.ts";
import { TableBuilder, type TableData } from "../table.ts";
import { currentValues } from "../world/account-log.ts";
import { numberOf, type Registry } from "../world/registry.ts";
import type { Account } from "../world/world.ts";
import { endOfWorld, nightlyLoad } from "./load-time.ts";
import { stripeId } from "./stripe-ids.ts";

const WITHOUT_METADATA = 0.03;

export function writeStripeCustomers(registry: Registry): TableData {
  const { setting } = registry.world;
  const { asOfDay } = setting.tier;
  const table = new TableBuilder(schema.stripeCustomer, registry.stripeCustomers.length);
  for (const { account, since } of registry.stripeCustomers) {
    const { profile } = account;
    const number = numberOf(registry.stripeCustomerNumber, profile.id);
    const current = currentValues(account, setting);
    const byHand = profile.draws.chance(at(SITES.account.metadata), WITHOUT_METADATA);
    table.add({
      id: stripeId("cus", number),
      email: current.email,
      name: current.name,
      description: byHand ? `Entered by hand, account no. ${String(profile.id)}` : null,
      metadata_account_id: byHand ? null : String(profile.id),
      currency: "usd",
      delinquent: owesMoney(account, endOfWorld(asOfDay)),
      balance: 0,
      default_payment_method: profile.collection === "charge_automatically" ? stripeId("pm", number) : null,
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
