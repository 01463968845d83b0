/**
 * `stripe.event`: what Stripe told the company's endpoint, in order of creation. `delivered_at` is when the endpoint took it, and is
 * not in that order; an event that waits has none.
 */
import { EVENT_TYPES } from "../../facts/stripe-events.ts";
import { deliveryTime, eventsOf } from "../../money/events.ts";
import type { Money } from "../../money/money.ts";
import * as schema from "../../schema/stripe.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import type { Setting } from "../../world/world.ts";
import { endOfWorld, nextBatch } from "../load-time.ts";
import { stripeId } from "./ids.ts";

const BATCH_SECONDS = 24 * 3600;

export function writeStripeEvents(money: Money, { tier, seed }: Setting): TableData {
  const { asOfDay } = tier;
  const events = eventsOf(money, asOfDay);
  const table = new TableBuilder(schema.event, events.length);
  events.forEach(({ at, type, prefix, object }, index) => {
    const deliveredAt = deliveryTime(seed, index + 1, at);
    const waits = deliveredAt > endOfWorld(asOfDay);
    table.add({
      id: stripeId("evt", index + 1),
      type: EVENT_TYPES[type] ?? null,
      object_id: stripeId(prefix, object),
      livemode: true,
      created: at,
      delivered_at: waits ? null : deliveredAt,
      pending_webhooks: waits ? 1 : 0,
      _synced_at: nextBatch(waits ? at : deliveredAt, BATCH_SECONDS, asOfDay),
    });
  });
  return table.finish();
}
