/**
 * `stripe.payment_method` with `stripe.payment_method_card`, and `stripe.setup_intent`: the cards that customers gave, and the
 * asking for them. Customers who pay by transfer have none. A card that its bank renewed shows its new last month.
 */
import type { Card, Money } from "../../money/money.ts";
import * as schema from "../../schema/stripe.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import type { Setting } from "../../world/world.ts";
import { nightlyLoad } from "../load-time.ts";
import { stripeId } from "./ids.ts";

export function writeStripePaymentMethods({ cards }: Money, { tier }: Setting): TableData {
  const table = new TableBuilder(schema.paymentMethod, cards.length);
  for (const { number, customer, country, createdAt } of cards) {
    table.add({
      id: stripeId("pm", number),
      customer_id: stripeId("cus", customer),
      type: "card",
      billing_detail_address_country: country,
      created: createdAt,
      _synced_at: nightlyLoad(tier.asOfDay),
    });
  }
  return table.finish();
}

export function writeStripePaymentMethodCards({ cards }: Money, { tier }: Setting): TableData {
  const table = new TableBuilder(schema.paymentMethodCard, cards.length);
  for (const { number, brand, funding, expiryMonth, country } of cards) {
    table.add({
      payment_method_id: stripeId("pm", number),
      brand,
      funding,
      exp_month: (expiryMonth % 12) + 1,
      exp_year: Math.floor(expiryMonth / 12),
      country,
      _synced_at: nightlyLoad(tier.asOfDay),
    });
  }
  return table.finish();
}

export function writeStripeSetupIntents({ setups }: Money, { tier }: Setting): TableData {
  const table = new TableBuilder(schema.setupIntent, setups.length);
  for (const { number, customer, card, at } of setups) {
    table.add({
      id: stripeId("seti", number),
      customer_id: stripeId("cus", customer),
      payment_method_id: cardId(card),
      status: card === null ? "requires_payment_method" : "succeeded",
      created: at,
      _synced_at: nightlyLoad(tier.asOfDay),
    });
  }
  return table.finish();
}

export function cardId(card: Card | null): string | null {
  return card === null ? null : stripeId("pm", card.number);
}
