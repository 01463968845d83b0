/** The kinds of webhook events that the company's endpoint subscribed to at the payment provider. */

/** In the order in which events of one moment are listed. */
export const EVENT_TYPES = [
  "customer.created",
  "setup_intent.setup_failed",
  "setup_intent.succeeded",
  "payment_method.attached",
  "customer.subscription.created",
  "customer.subscription.trial_will_end",
  "customer.subscription.updated",
  "customer.subscription.paused",
  "customer.subscription.resumed",
  "customer.subscription.deleted",
  "customer.discount.created",
  "invoice.voided",
  "invoice.marked_uncollectible",
  "invoice.sent",
  "invoice.paid",
  "invoice.payment_failed",
  "charge.refunded",
  "charge.dispute.created",
  "charge.dispute.closed",
  "credit_note.created",
  "payout.paid",
] as const;
export type EventType = (typeof EVENT_TYPES)[number];
